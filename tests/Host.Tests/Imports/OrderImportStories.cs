namespace Host.Tests.Imports;

using System.Diagnostics;
using System.Globalization;
using System.Text;
using Host.Tests.Faults;
using TestKit;

/// <summary><c>procurement import-orders</c>, as an operator calls it.</summary>
[Category(Lane.Processes)]
internal sealed class OrderImportStories
{
    private const string Columns = "reference,supplier_id,requested_by,sku,description,quantity,unit,unit_price_cents,currency";
    private const string Header = "line,reference,verdict,code,detail,id";
    private static readonly string Binary = Path.Combine(AppContext.BaseDirectory, "procurement.dll");
    private Api api = null!;
    private string folder = null!;
    private string supplier = null!;
    private int last;

    [OneTimeSetUp]
    public async Task Start()
    {
        api = await Api.Start(onPostgres: true);
        folder = Directory.CreateTempSubdirectory("orders").FullName;
        supplier = await api.Supplier();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await api.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task Rows_of_one_reference_are_one_order_and_the_second_time_nothing_is_done()
    {
        var (one, other) = (Name(), Name());
        var file = await Write(
            $""""
            {Columns}
            {one},{supplier},alice,OFF-0001,"Paper, ""A4""",3,BOX,1250.5,USD
            {other},{supplier},carol,OFF-0002,,0.25,KG,100,USD

            {one},{supplier},alice,OFF-0003,=1+1,1,,7,USD
            """"
        );

        var first = await Run(file);
        var second = await Run(file);

        Assert.That((first.Code, second.Code), Is.EqualTo((0, 0)), first.Error + second.Error);
        Assert.That(first.Error, Is.EqualTo($"procurement: {file}: 2 orders: 2 accepted, 0 unchanged, 0 refused, 0 failed\n"));
        Assert.That(second.Error, Is.EqualTo($"procurement: {file}: 2 orders: 0 accepted, 2 unchanged, 0 refused, 0 failed\n"));
        Assert.That(second.Output, Is.EqualTo(first.Output.Replace("accepted", "unchanged", StringComparison.Ordinal)));
        var lines = first.Output.TrimEnd('\n').Split('\n');
        Assert.That(lines[0], Is.EqualTo(Header));
        Assert.That(lines[1], Does.Match($"^3,{other},accepted,,,po_[0-9a-f-]{{36}}$"));
        Assert.That(lines[2], Does.Match($"^2,{one},accepted,,,po_[0-9a-f-]{{36}}$"));
        var order = (await api.Bob.Get($"/purchase-orders/{lines[2].Split(',')[^1]}")).Json;
        Assert.That(order.GetProperty("reference").GetString(), Is.EqualTo(one));
        Assert.That(
            order
                .GetProperty("line_items")
                .EnumerateArray()
                .Select(line =>
                    $"{line.GetProperty("sku")} {line.GetProperty("description")} {line.GetProperty("quantity")} {line.GetProperty("unit")} {line.GetProperty("unit_price_cents")}"
                ),
            Is.EqualTo(new[] { "OFF-0001 Paper, \"A4\" 3 BOX 1250.5", "OFF-0003 =1+1 1 EACH 7" })
        );
        var history = (await api.Bob.Get($"/purchase-orders/{order.GetProperty("id").GetString()}/history")).Json.GetProperty("items");
        Assert.That(history.EnumerateArray().Select(item => item.GetProperty("actor").GetString()), Is.EqualTo(new[] { "ines" }));
    }

    [Test]
    public async Task A_reference_belongs_to_who_imports_it()
    {
        var name = Name();
        var file = await Write($"{Columns}\n{Row(name)}\n");

        var (ines, ivan) = (await Run(file), await Run(file, "ivan"));

        Assert.That((ines.Code, ivan.Code), Is.EqualTo((0, 0)), ines.Error + ivan.Error);
        Assert.That(await CountOf(name), Is.EqualTo(2));
    }

    [Test]
    public async Task What_is_wrong_with_an_order_is_said_with_its_lines_and_the_others_are_made()
    {
        var suspended = await api.Supplier(suspended: true);
        var good = Name();
        var file = await Write(
            $"""
            {Columns}
            {good},{supplier},alice,A,,1,,1,USD
            w1,{supplier},alice,A,,1,,1,USD
            w1,{supplier},bob,,,0,,1,USD
            w2,{supplier},,A,,1,,1,USD
            w2,{supplier},,,,0,KILO,1,XXX
            w3,{supplier},alice,A,,"1,5",,=2*3,USD
            w4,sup_01890000-0000-7000-8000-000000000000,alice,A,,1,,1,USD
            w5,{suspended},alice,A,,1,,1,USD
            w6,{supplier},alice,A,Paper, white,1,,1,USD
            w6,{supplier},alice,A,,1,,1,USD
            ,{supplier},alice,A,,1,,1,USD
            """
        );

        var (code, output, error) = await Run(file);

        Assert.That(code, Is.EqualTo(2), error);
        var lines = output.TrimEnd('\n').Split('\n');
        Assert.That(lines[1], Does.StartWith($"2,{good},accepted,,,po_"));
        Assert.That(
            lines[2..],
            Is.EqualTo(
                new[]
                {
                    "3,w1,refused,VALIDATION_FAILED,\"line 4: requested_by must be as on line 3, of the same order\",",
                    "5,w2,refused,VALIDATION_FAILED,\"requested_by is required; line 6: sku is required; line 6: unit must be one of EACH, BOX, KG, LITRE, HOUR; line 6: quantity must be greater than zero; line 6: currency is not a currency that can be paid in (ISO 4217 gives it no minor unit)\",",
                    "7,w3,refused,VALIDATION_FAILED,\"line 7: quantity must be a number such as 3 or 12.5, without blanks and signs; line 7: unit_price_cents must be a number such as 3 or 12.5, without blanks and signs\",",
                    "8,w4,refused,VALIDATION_FAILED,supplier_id is not a registered supplier,",
                    "9,w5,refused,SUPPLIER_NOT_ELIGIBLE,supplier_id is not an approved supplier,",
                    "10,w6,refused,ROW_MALFORMED,Line 10 has 10 cells and the header 9.,",
                    "12,,refused,VALIDATION_FAILED,reference is required,",
                }
            )
        );
        Assert.That(await CountOf("w1", "w2", "w3", "w4", "w5", "w6"), Is.Zero);
    }

    [Test]
    public async Task Lines_of_json_are_bodies_of_requests()
    {
        var (one, twice, wrong, nothing) = (Name(), Name(), Name(), Name());
        var file = await Write(
            $"\uFEFF{Json(one)}\r\n\r\n{Json(twice)}\n{Json(twice)}\n{Json(twice, quantity: 4)}\n{Json(null)}\n{{\n"
                + $"{Json(wrong).Replace("\"sku\"", "\"SKU\"", StringComparison.Ordinal)}\n[]\n{Json(nothing, quantity: 0)}",
            ".jsonl"
        );

        var (code, output, error) = await Run(file);

        Assert.That(code, Is.EqualTo(2), error);
        Assert.That(
            output.TrimEnd('\n').Split('\n').Skip(1).Select(line => string.Join(',', line.Split(',')[..4])),
            Is.EqualTo(
                new[]
                {
                    $"1,{one},accepted,",
                    $"3,{twice},accepted,",
                    $"4,{twice},unchanged,",
                    $"5,{twice},refused,REFERENCE_REPEATED",
                    "6,,refused,VALIDATION_FAILED",
                    "7,,refused,MALFORMED_REQUEST",
                    $"8,{wrong},refused,MALFORMED_REQUEST",
                    "9,,refused,MALFORMED_REQUEST",
                    $"10,{nothing},refused,VALIDATION_FAILED",
                }
            )
        );
        Assert.That(output, Does.Contain("\n6,,refused,VALIDATION_FAILED,reference is required,\n"));
        Assert.That(await CountOf(one, twice), Is.EqualTo(2));
    }

    [Test]
    public async Task Of_two_at_once_each_order_is_made_once()
    {
        var names = Enumerable.Range(0, 60).Select(_ => Name()).ToArray();
        var file = await Write($"{Columns}\n{string.Join('\n', names.Select(Row))}\n");

        var runs = await Task.WhenAll(Run(file), Run(file));

        Assert.That(runs.Select(run => run.Code), Is.All.Zero, runs[0].Error + runs[1].Error);
        Assert.That(await CountOf(names), Is.EqualTo(60));
        Assert.That(runs.Sum(run => run.Output.Split(",accepted,").Length - 1), Is.EqualTo(60));
        Assert.That(Ids(runs[0].Output), Is.EquivalentTo(Ids(runs[1].Output)));
    }

    [Test]
    public async Task What_a_killed_import_has_done_is_not_done_again()
    {
        var names = Enumerable.Range(0, 400).Select(_ => Name()).ToArray();
        var file = await Write($"{Columns}\n{string.Join('\n', names.Select(Row))}\n");
        using (var killed = Process.Start(Starting(file)))
        {
            await Eventually.Holds(() => CountOf(names), Is.GreaterThan(20));
            killed!.Kill();
            await killed.WaitForExitAsync();
        }
        var done = await CountOf(names);

        var (code, output, error) = await Run(file);

        Assert.That(done, Is.LessThan(400), "it was killed half way");
        Assert.That(code, Is.Zero, error);
        Assert.That(output.Split(",unchanged,").Length - 1, Is.EqualTo(done));
        Assert.That(await CountOf(names), Is.EqualTo(400));
        Assert.That(Ids(output).Distinct().Count(), Is.EqualTo(400));
    }

    [Test]
    public async Task A_file_that_cannot_be_read_is_said_in_one_line_and_nothing_is_done()
    {
        var name = Name();
        var good = Row(name);
        foreach (
            var (file, said) in new[]
            {
                (await Write(""), " is empty"),
                (await Write("", ".jsonl"), " is empty"),
                (
                    await Write("sku\nA\n"),
                    ":1: must be a header; it lacks reference, supplier_id, requested_by, quantity, unit_price_cents, currency"
                ),
                (await Write($"{Columns},colour\n{good},red\n"), ":1: has columns that are not known: colour"),
                (await Write($"{Columns},sku\n{good},A\n"), ":1: has a column twice"),
                (await Write($"{Columns}\n{good}\n\"x\n"), ":3: has a quotation mark that is never closed"),
                (await Write($"{Columns}\n{good}\n", ".txt"), " must be called .csv or .jsonl, which says what is in it"),
                (Path.Combine(folder, "none.csv"), " cannot be read"),
            }
        )
        {
            var (code, output, error) = await Run(file);
            Assert.That((code, output, error), Is.EqualTo((1, "", $"procurement: {file}{said}\n")));
        }
        var encoded = Path.Combine(folder, "latin.csv");
        await File.WriteAllBytesAsync(encoded, Encoding.Latin1.GetBytes($"{Columns}\n{good}\n{good}\u00E4\n"));
        var latin = await Run(encoded);
        Assert.That((latin.Code, latin.Output, latin.Error), Is.EqualTo((1, "", $"procurement: {encoded}:3: is not UTF-8\n")));
        var nobody = await Run(await Write($"{Columns}\n{good}\n"), " ");
        Assert.That((nobody.Code, nobody.Output, nobody.Error), Is.EqualTo((1, "", "procurement: --sub is required\n")));
        Assert.That(await CountOf(name), Is.Zero);
    }

    [Test]
    public async Task Where_the_reference_may_have_moved_a_broken_row_is_of_no_order_and_the_file_is_refused()
    {
        var name = Name();
        var file = await Write(
            $"description,reference,supplier_id,requested_by,sku,quantity,unit_price_cents,currency\r\nPaper,{name},{supplier},alice,A,1,1,USD\r\n"
                + $"Paper, white,{name},{supplier},alice,A,1,1,USD\r\n"
        );

        var (code, output, error) = await Run(file);

        Assert.That(
            (code, output, error),
            Is.EqualTo((1, "", $"procurement: {file}:3: has 9 cells and the header 8, so it does not say which order it belongs to\n"))
        );
        Assert.That(await CountOf(name), Is.Zero);
    }

    private string Name() => $"ref-{Interlocked.Increment(ref last).ToString(CultureInfo.InvariantCulture)}";

    private string Row(string reference) => $"{reference},{supplier},alice,OFF-0001,Paper,3,EACH,1250,USD";

    private string Json(string? reference, int quantity = 3) =>
        $$"""{{{(reference is null ? "" : $"\"reference\":\"{reference}\",")}}"supplier_id":"{{supplier}}","requested_by":"alice","line_items":[{"sku":"A","quantity":{{quantity}},"unit_price_cents":1,"currency":"USD"}]}""";

    private static IEnumerable<string> Ids(string output) => output.TrimEnd('\n').Split('\n').Skip(1).Select(line => line.Split(',')[^1]);

    private async Task<int> CountOf(params string[] references) =>
        int.Parse(
            (
                await Ledger.Column(
                    api.DatabaseUrl,
                    $"SELECT count(*) FROM purchasing.purchase_orders WHERE reference IN ('{string.Join("', '", references)}')"
                )
            )[0],
            CultureInfo.InvariantCulture
        );

    private async Task<string> Write(string text, string ending = ".csv")
    {
        var file = Path.Combine(folder, $"{Name()}{ending}");
        await File.WriteAllTextAsync(file, text);
        return file;
    }

    private Dictionary<string, string> Environment()
    {
        var environment = EnvironmentFile.Load("development");
        environment["DATABASE_URL"] = api.DatabaseUrl;
        return environment;
    }

    private Task<(int Code, string Output, string Error)> Run(string file, string subject = "ines") =>
        ProcessStories.Run(Environment(), "import-orders", file, "--sub", subject);

    private ProcessStartInfo Starting(string file)
    {
        var start = new ProcessStartInfo("dotnet", [Binary, "import-orders", file, "--sub", "ines"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment())
            start.Environment[name] = value;
        return start;
    }
}
