namespace Procurement.Host.Importing;

using System.Globalization;
using System.Text;
using Procurement.BuildingBlocks.Hosting.Observability;
using Procurement.BuildingBlocks.Persistence.Postgres;

/// <summary>
/// What all imports of files have in common: nothing is done when the file cannot be read, verdicts go to standard output, how far it is,
/// and what is logged, to standard error.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="kind">What a verdict is about, in plural.</param>
/// <param name="verdicts">What became of each.</param>
/// <param name="isWatched">Whether it is told how far it is.</param>
internal sealed class ImportRun(string path, string kind, Verdicts verdicts, bool isWatched)
{
    private const int Unfinished = 1;
    private const int NotAll = 2;
    private const int VerdictsBetweenLines = 100;
    private static readonly TimeSpan TimeBetweenLines = TimeSpan.FromSeconds(5);
    private int told;
    private long toldAt;

    /// <typeparam name="TFile">The file, read or ready to be.</typeparam>
    /// <param name="build">Builds the application, changed as told; null when it has complained that it cannot.</param>
    /// <param name="open">Makes sure that the file can be read; a refusal says all in one line.</param>
    /// <param name="import">Imports it; the answer is why it could not go on to the end, null when it could.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>0 when every row is there now, 2 when one was refused or failed, 1 when it could not run to the end.</returns>
    public async Task<int> Run<TFile>(
        Func<Action<IServiceCollection>, WebApplication?> build,
        Func<CancellationToken, Task<Result<TFile>>> open,
        Func<IServiceProvider, TFile, CancellationToken, Task<string?>> import,
        CancellationToken ct
    )
    {
        if (build(LogToError) is not { } app)
            return Unfinished;
        string? complaint;
        await using (app)
            complaint = await Import(app, open, import, ct);
        // Last of all, when everything that was logged is out.
        if (complaint is not null)
            await Console.Error.WriteLineAsync(complaint);
        if (complaint is null || verdicts.Rows > 0)
            await Console.Error.WriteLineAsync(
                string.Create(CultureInfo.InvariantCulture, $"procurement: {path}: {verdicts.Rows} {kind}: {verdicts}")
            );
        return complaint is not null ? Unfinished
            : verdicts.IsAllThere ? 0
            : NotAll;
    }

    /// <summary>Says how far it is, unless it has done so lately.</summary>
    /// <param name="clock">The time.</param>
    /// <param name="total">How many verdicts there will be.</param>
    public async Task Tell(TimeProvider clock, int total)
    {
        if (!isWatched || (verdicts.Rows - told < VerdictsBetweenLines && clock.GetElapsedTime(toldAt) < TimeBetweenLines))
            return;
        (told, toldAt) = (verdicts.Rows, clock.GetTimestamp());
        await Console.Error.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"procurement: {told} of {total} {kind}: {verdicts}")
        );
    }

    private async Task<string?> Import<TFile>(
        WebApplication app,
        Func<CancellationToken, Task<Result<TFile>>> open,
        Func<IServiceProvider, TFile, CancellationToken, Task<string?>> import,
        CancellationToken ct
    )
    {
        if (app.Services.GetService<SchemaMigrator>() is null)
            return "procurement: there is nothing to import into when APP_ENV is test";
        try
        {
            var file = await open(ct);
            if (file.Error is { } unreadable)
                return $"procurement: {unreadable.Detail}";
            if (await app.PrepareDatabase(ct) is { } complaint)
                return complaint;
            toldAt = app.Services.GetRequiredService<TimeProvider>().GetTimestamp();
            verdicts.Begin();
            return await import(app.Services, file.Value, ct);
        }
        catch (Exception e) when (ProcurementHost.DatabaseComplaint(e) is { } away)
        {
            return away;
        }
        catch (Exception e) when (e is IOException or DecoderFallbackException)
        {
            return $"procurement: {path} cannot be read to its end";
        }
    }

    /// <summary>Standard output is for what is printed alone.</summary>
    public static void LogToError(IServiceCollection services) =>
        services.AddLogging(logging => logging.UseJsonLines("warn", toError: true));
}
