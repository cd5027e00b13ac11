namespace Procurement.Host.Importing;

using System.CommandLine;
using System.Globalization;
using Procurement.BuildingBlocks.Hosting.Observability;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.Supplier.Adapters;

/// <summary>
/// <c>procurement import-suppliers FILE.csv</c>: registers the suppliers whose codes a file names, each in a unit of work of its own, with
/// what the ERP knows of them. Verdicts go to standard output; how far it is, and what is logged, to standard error.
/// </summary>
internal static class ImportVerb
{
    private const int Unfinished = 1;
    private const int NotAll = 2;
    private const int RowsBetweenLines = 100;
    private static readonly TimeSpan TimeBetweenLines = TimeSpan.FromSeconds(5);

    /// <param name="build">Builds the application, changed as told; null when it has complained that it cannot.</param>
    public static Command Verb(Func<Action<IServiceCollection>, WebApplication?> build)
    {
        var file = new Argument<string>("file") { Description = "Comma separated values in UTF-8 with a column vendor_code." };
        var verb = new Command(
            "import-suppliers",
            "Register the suppliers that a file names, with what the ERP knows of them; may be run again on the same file."
        )
        {
            file,
        };
        verb.SetAction((parsed, ct) => Run(build, parsed.GetRequiredValue(file), ct));
        return verb;
    }

    /// <returns>0 when every row is there now, 2 when one was refused or failed, 1 when it could not run to the end.</returns>
    private static async Task<int> Run(Func<Action<IServiceCollection>, WebApplication?> build, string path, CancellationToken ct)
    {
        if (build(LogToError) is not { } app)
            return Unfinished;
        var verdicts = new Verdicts(Console.Out);
        string? complaint;
        await using (app)
            complaint = await Import(app, path, verdicts, ct);
        // Last of all, when everything that was logged is out.
        if (complaint is not null)
            await Console.Error.WriteLineAsync(complaint);
        if (complaint is null || verdicts.Rows > 0)
            await Console.Error.WriteLineAsync(
                string.Create(CultureInfo.InvariantCulture, $"procurement: {path}: {verdicts.Rows} rows: {verdicts}")
            );
        return complaint is not null ? Unfinished
            : verdicts.IsAllThere ? 0
            : NotAll;
    }

    private static async Task<string?> Import(WebApplication app, string path, Verdicts verdicts, CancellationToken ct)
    {
        if (app.Services.GetService<SchemaMigrator>() is null)
            return "procurement: there is nothing to import into when APP_ENV is test";
        var rows = await VendorFile.Read(path, ct);
        if (rows.Error is { } unreadable)
            return $"procurement: {unreadable.Detail}";
        if (await app.PrepareDatabase(ct) is { } complaint)
            return complaint;
        try
        {
            await Import(app.Services, rows.Value, verdicts, ct);
            return null;
        }
        catch (Exception e) when (ProcurementHost.DatabaseComplaint(e) is { } away)
        {
            return away;
        }
    }

    private static async Task Import(IServiceProvider services, IReadOnlyList<VendorRow> rows, Verdicts verdicts, CancellationToken ct)
    {
        var clock = services.GetRequiredService<TimeProvider>();
        var importer = Actor.Of($"cli:{Environment.UserName}");
        var (told, toldAt) = (0, clock.GetTimestamp());
        verdicts.Begin();
        foreach (var row in rows)
        {
            if (row.Fault is { } fault)
                verdicts.Add(row, Verdict.Refused, Error.Invalid("ROW_MALFORMED", fault));
            else
                Judge(verdicts, row, await SupplierModule.Import(services, row.VendorCode, importer, ct));
            if (verdicts.Rows - told < RowsBetweenLines && clock.GetElapsedTime(toldAt) < TimeBetweenLines)
                continue;
            (told, toldAt) = (verdicts.Rows, clock.GetTimestamp());
            await Console.Error.WriteLineAsync(
                string.Create(CultureInfo.InvariantCulture, $"procurement: {told} of {rows.Count} rows: {verdicts}")
            );
        }
    }

    private static void Judge(Verdicts verdicts, VendorRow row, Result<bool> outcome)
    {
        if (outcome.Error is { } error)
            // The ERP's trouble says nothing of the row, which may be tried again.
            verdicts.Add(row, error.Kind is ErrorKind.Unavailable or ErrorKind.Garbled ? Verdict.Failed : Verdict.Refused, error);
        else
            verdicts.Add(row, outcome.Value ? Verdict.Accepted : Verdict.Unchanged);
    }

    /// <summary>Standard output is for verdicts alone.</summary>
    private static void LogToError(IServiceCollection services) =>
        services.AddLogging(logging => logging.UseJsonLines("warn", toError: true));
}
