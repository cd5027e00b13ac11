namespace Procurement.Host.Importing;

using System.CommandLine;
using Procurement.Supplier.Adapters;

/// <summary>
/// <c>procurement import-suppliers FILE.csv</c>: registers the suppliers whose codes a file names, each in a unit of work of its own, with
/// what the ERP knows of them. Verdicts go to standard output; how far it is, and what is logged, to standard error.
/// </summary>
internal static class ImportVerb
{
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

    private static Task<int> Run(Func<Action<IServiceCollection>, WebApplication?> build, string path, CancellationToken ct)
    {
        var verdicts = new Verdicts(Console.Out, "vendor_code");
        var run = new ImportRun(path, "rows", verdicts, isWatched: true);
        return run.Run(
            build,
            token => VendorFile.Read(path, token),
            async (services, rows, token) =>
            {
                var clock = services.GetRequiredService<TimeProvider>();
                var importer = Actor.Of($"cli:{Environment.UserName}");
                foreach (var row in rows)
                {
                    if (row.Fault is { } fault)
                        verdicts.Add(row.Line, row.VendorCode, Verdict.Refused, Error.Invalid("ROW_MALFORMED", fault));
                    else
                        Judge(verdicts, row, await SupplierModule.Import(services, row.VendorCode, importer, token));
                    await run.Tell(clock, rows.Count);
                }
                return null;
            },
            ct
        );
    }

    private static void Judge(Verdicts verdicts, VendorRow row, Result<bool> outcome)
    {
        if (outcome.Error is { } error)
            // The ERP's trouble says nothing of the row, which may be tried again.
            verdicts.Add(
                row.Line,
                row.VendorCode,
                error.Kind is ErrorKind.Unavailable or ErrorKind.Garbled ? Verdict.Failed : Verdict.Refused,
                error
            );
        else
            verdicts.Add(row.Line, row.VendorCode, outcome.Value ? Verdict.Accepted : Verdict.Unchanged);
    }
}
