namespace Procurement.Host.Importing;

using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Procurement.Purchasing.Adapters;

/// <summary>
/// <c>procurement import-orders FILE --sub SUBJECT</c>: creates the orders of a file, each in a unit of work of its own, as if SUBJECT had
/// sent them one by one. What is there already stays as it is.
/// </summary>
internal static partial class OrderImportVerb
{
    /// <param name="build">Builds the application, changed as told; null when it has complained that it cannot.</param>
    public static Command Verb(Func<Action<IServiceCollection>, WebApplication?> build)
    {
        var file = new Argument<string>("file")
        {
            Description = "FILE.csv, a row an order line, or FILE.jsonl, a line an order; in UTF-8.",
        };
        var subject = new Option<string>("--sub") { Description = "Who creates them.", Required = true };
        var verb = new Command("import-orders", "Create the orders of a file; may be run again on the same file.") { file, subject };
        verb.SetAction((parsed, ct) => Run(build, parsed.GetRequiredValue(file), parsed.GetRequiredValue(subject), ct));
        return verb;
    }

    private static Task<int> Run(Func<Action<IServiceCollection>, WebApplication?> build, string path, string subject, CancellationToken ct)
    {
        var verdicts = new Verdicts(Console.Out, "reference", "id");
        var run = new ImportRun(path, "orders", verdicts, isWatched: !Console.IsErrorRedirected);
        var creator = Text.Parse(subject, Subject.Longest);
        return run.Run(
            build,
            _ => Task.FromResult(creator.Error is { } nobody ? Error.Invalid(nobody.Code, $"--sub {nobody.Detail}") : OrderFile.Open(path)),
            async (services, file, token) =>
            {
                var clock = services.GetRequiredService<TimeProvider>();
                foreach (var order in file.Orders())
                {
                    if (order.Error is { } unreadable)
                        return $"procurement: {path}:{unreadable.Detail}";
                    await Import(services, order.Value, Actor.Of(creator.Value), verdicts, token);
                    await run.Tell(clock, file.Count);
                }
                return null;
            },
            ct
        );
    }

    private static async Task Import(IServiceProvider services, FiledOrder order, Actor creator, Verdicts verdicts, CancellationToken ct)
    {
        if (order.Fault is { } fault)
        {
            verdicts.Add(order.Line, order.Reference, Verdict.Refused, fault);
            return;
        }
        var imported = await PurchasingModule.Import(services, order.Body, creator, ct);
        if (imported.Error is null)
            verdicts.Add(
                order.Line,
                order.Reference,
                imported.Value.IsNew ? Verdict.Accepted : Verdict.Unchanged,
                error: null,
                imported.Value.Id
            );
        else
            verdicts.Add(
                order.Line,
                order.Reference,
                imported.Error == Error.Stale ? Verdict.Failed : Verdict.Refused,
                Located(imported.Error, order.Lines)
            );
    }

    /// <summary>Fields by the line of the file that they are on.</summary>
    private static Error Located(Error error, IReadOnlyList<int> lines)
    {
        if (lines.Count == 0)
            return error;
        var fields = new Dictionary<string, string>();
        foreach (var (field, message) in error.Fields)
            fields.TryAdd(
                Item().Match(field) is { Success: true } item
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $"line {lines[int.Parse(item.Groups[1].Value, CultureInfo.InvariantCulture)]}: {item.Groups[2].Value}"
                    )
                    : field,
                message
            );
        return error with { Fields = fields };
    }

    [GeneratedRegex(@"\Aline_items\[([0-9]+)\]\.(.+)\z")]
    private static partial Regex Item();
}
