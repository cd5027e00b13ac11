namespace Host.Tests.Erp;

using TestKit;

/// <summary><c>procurement import-suppliers</c>, as an operator calls it.</summary>
[Category(Lane.Processes)]
internal sealed class ImportVerbStories
{
    private const string Header = "line,vendor_code,verdict,code,detail";
    private const string Columns = "name,vendor_code,remark\n";
    private SimulatedErp erp = null!;
    private Api api = null!;
    private string folder = null!;
    private int lastCode = 900_000;

    [OneTimeSetUp]
    public async Task Start()
    {
        erp = await SimulatedErp.Start();
        api = await Api.Start(onPostgres: true, erp.Serve);
        folder = Directory.CreateTempSubdirectory("import").FullName;
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await api.DisposeAsync();
        await erp.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [TearDown]
    public Task BackToNormal() => erp.Does();

    [Test]
    public async Task Each_row_has_its_verdict_and_the_second_time_nothing_is_done_twice()
    {
        var (good, twice, invalid) = (await Known(), await Known(), await Known(("Iban", "SE45 5000 0000 0583 9825 7467"), ("Email", "@")));
        var there = await api.Supplier();
        var code = (await api.Sam.Get($"/suppliers/{there}")).Text("code");
        var file = await Write(
            $""""
            {Columns}Siam Paper,{good},"first,
            ""quoted"""

            Twice,{twice.ToLowerInvariant()[..3]} {twice[3..]},
            Twice,{twice},
            There,{code},
            Unknown,TH-999999,
            Invalid,{invalid},
            Wrong,4711,
            Nothing,,
            Short,{good}
            """"
        );

        var first = await Run(file);
        var second = await Run(file);

        Assert.That(first.Code, Is.EqualTo(2), first.Error);
        Assert.That(
            first.Output.Split('\n'),
            Is.EqualTo(
                new[]
                {
                    Header,
                    $"2,{good},accepted,,",
                    $"5,th- {twice[3..]},accepted,,",
                    $"6,{twice},unchanged,,",
                    $"7,{code},unchanged,,",
                    "8,TH-999999,refused,VENDOR_NOT_FOUND,The ERP knows no vendor of this code.",
                    $"9,{invalid},refused,VENDOR_RECORD_INVALID,email must be an e-mail address such as sales@example.com; iban must have right check digits",
                    "10,4711,refused,VALIDATION_FAILED,\"vendor_code must be two letters, a hyphen and six digits, such as TH-001234\"",
                    "11,,refused,VALIDATION_FAILED,vendor_code is required",
                    "12,,refused,ROW_MALFORMED,The row has 2 cells and the header 3.",
                    "",
                }
            )
        );
        Assert.That(Last(first.Error), Is.EqualTo($"procurement: {file}: 9 rows: 2 accepted, 2 unchanged, 5 refused, 0 failed"));
        Assert.That(second.Output, Is.EqualTo(first.Output.Replace("accepted", "unchanged", StringComparison.Ordinal)));
        Assert.That(Last(second.Error), Is.EqualTo($"procurement: {file}: 9 rows: 0 accepted, 4 unchanged, 5 refused, 0 failed"));
    }

    [Test]
    public async Task Who_ran_it_is_on_record()
    {
        var code = await Known();
        Assert.That((await Run(await Write($"vendor_code\n{code}\n"))).Code, Is.Zero);

        var registered = (await api.Sam.Get($"/suppliers?code={code}")).Json.GetProperty("items")[0];
        Assert.That(registered.GetProperty("status").GetString(), Is.EqualTo("Pending"));
        var history = (await api.Sam.Get($"/suppliers/{registered.GetProperty("id").GetString()}/history")).Json.GetProperty("items");
        Assert.That(history[0].GetProperty("actor").GetString(), Is.EqualTo($"cli:{Environment.UserName}"));
    }

    [Test]
    public async Task All_that_is_good_is_a_success_whatever_wrote_the_file()
    {
        var (one, another) = (await Known(), await Known());
        var file = await Write($"\uFEFF\"vendor_code\"\r\n\"{one}\"\r\n\r\n{another}");

        var (code, output, error) = await Run(file);

        Assert.That((code, output), Is.EqualTo((0, $"{Header}\n2,{one},accepted,,\n4,{another},accepted,,\n")), error);
        // On a busy machine it tells before the end how far it has come.
        Assert.That(
            error.TrimEnd().Split('\n')[^1],
            Is.EqualTo($"procurement: {file}: 2 rows: 2 accepted, 0 unchanged, 0 refused, 0 failed")
        );
    }

    [Test]
    public async Task Nothing_in_a_file_is_worked_out_by_a_spreadsheet_or_obeyed_by_a_terminal()
    {
        string[] hostile =
        [
            "=HYPERLINK(\"http://evil.test\")",
            "+1",
            "-1",
            "@SUM(A1)",
            " =1",
            "\uFF1D1",
            "\t=1",
            "\u001b[2J",
            "a\r\n7,TH-000001,accepted,,",
            "\u202Etxt",
            "'; DROP TABLE supplier.suppliers; --",
            "../../etc/passwd",
            "TH-000001/../../admin",
            new string('x', 10_000),
        ];
        var file = await Write(
            $"vendor_code\n{string.Join('\n', hostile.Select(each => $"\"{each.Replace("\"", "\"\"", StringComparison.Ordinal)}\""))}"
        );

        var calls = await erp.CallsOf(async () =>
        {
            var (code, output, error) = await Run(file);
            var lines = output.TrimEnd('\n').Split('\n').Skip(1).ToList();
            Assert.That(code, Is.EqualTo(2), error);
            Assert.That(lines, Has.Count.EqualTo(hostile.Length));
            Assert.That(lines, Is.All.Contain(",refused,VALIDATION_FAILED,"));
            Assert.That(lines.Select(line => line.Split(',', 2)[1].TrimStart('"')), Has.None.Matches("^[\\s]*[=+\\-@\uFF1D]"));
            Assert.That(output.Where(character => char.IsControl(character) && character != '\n'), Is.Empty);
            Assert.That(output, Does.Not.Contain('\u202E'));
            Assert.That(lines.Select(line => line.Length), Is.All.LessThan(500));
        });

        Assert.That(calls, Is.Zero);
    }

    [Test]
    public async Task A_file_that_cannot_be_read_is_said_with_its_line_and_nothing_is_done()
    {
        var file = await Write("vendor_code\nTH-000001\n\"TH-000002\n");

        var (code, output, error) = await Run(file);

        Assert.That(
            (code, output, error.TrimEnd()),
            Is.EqualTo((1, "", $"procurement: {file}:3: has a quotation mark that is never closed"))
        );
    }

    [Test]
    public async Task While_the_ERP_is_away_rows_fail_without_asking_it_and_are_accepted_later()
    {
        var codes = new List<string>();
        for (var i = 0; i < 10; i++)
            codes.Add(await Known());
        var file = await Write($"vendor_code\n{string.Join('\n', codes)}\n");
        await erp.Does(new Step { Status = 503, Always = true });

        var calls = await erp.CallsOf(async () =>
        {
            var (code, output, error) = await Run(
                file,
                ("RETRY_MAX_ATTEMPTS", "1"),
                ("BREAKER_MIN_REQUESTS", "3"),
                ("BREAKER_PROBE_INTERVAL", "1h")
            );
            Assert.That(code, Is.EqualTo(2), error);
            Assert.That(
                output.TrimEnd('\n').Split('\n').Skip(1).ToList(),
                Has.Count.EqualTo(10).And.All.Contain(",failed,ERP_UNAVAILABLE,")
            );
            Assert.That(Last(error), Does.EndWith(": 10 rows: 0 accepted, 0 unchanged, 0 refused, 10 failed"));
        });
        await erp.Does();

        Assert.That(calls, Is.EqualTo(3));
        Assert.That((await Run(file)).Code, Is.Zero);
    }

    [Test]
    public async Task How_far_a_long_file_is_can_be_seen()
    {
        await erp.Knows("*", SimulatedErp.Vendor("CODE"));
        var file = await Write($"vendor_code\n{string.Join('\n', Enumerable.Range(0, 250).Select(i => $"SE-{500_000 + i}"))}\n");

        var (code, _, error) = await Run(file);

        Assert.That(code, Is.Zero, error);
        Assert.That(error, Does.Match("(procurement: [0-9]+ of 250 rows: [0-9]+ accepted, 0 unchanged, 0 refused, 0 failed\n){2}"));
        Assert.That(Last(error), Does.EndWith(": 250 rows: 250 accepted, 0 unchanged, 0 refused, 0 failed"));
    }

    [Test]
    public async Task In_memory_there_is_nothing_to_import_into()
    {
        var (code, output, error) = await ProcessStories.Run(EnvironmentFile.Load("test"), "import-suppliers", "any.csv");

        Assert.That(
            (code, output, error.TrimEnd()),
            Is.EqualTo((1, "", "procurement: there is nothing to import into when APP_ENV is test"))
        );
    }

    private static string Last(string error) => error.TrimEnd().Split('\n')[^1];

    private async Task<string> Known(params (string, System.Text.Json.Nodes.JsonNode?)[] instead)
    {
        var code = $"TH-{Interlocked.Increment(ref lastCode)}";
        await erp.Knows(code, SimulatedErp.Vendor(code, instead));
        return code;
    }

    private async Task<string> Write(string text)
    {
        var file = Path.Combine(folder, $"{Interlocked.Increment(ref lastCode)}.csv");
        await File.WriteAllTextAsync(file, text);
        return file;
    }

    private Task<(int Code, string Output, string Error)> Run(string file, params (string Name, string Value)[] changes)
    {
        var environment = EnvironmentFile.Load("development");
        environment["DATABASE_URL"] = api.DatabaseUrl;
        erp.Serve(environment);
        foreach (var (name, value) in changes)
            environment[name] = value;
        return ProcessStories.Run(environment, "import-suppliers", file);
    }
}
