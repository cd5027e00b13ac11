namespace Host.Tests.Contract;

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Host.Tests.Routes;
using Procurement.BuildingBlocks.Hosting.Security;

/// <summary>
/// Requests made from the document alone: none that its schemas allow is refused with 400 or 422 but by a rule that the description
/// names, and none that they do not allow is accepted. The judging is the client's; here are only the requests.
/// FUZZ_SEED and FUZZ_SECONDS make it look elsewhere and for longer.
/// </summary>
internal sealed class FuzzStories
{
    private const int Rounds = 40;
    private const int MostKnown = 8;
    private static readonly int Seed = Setting("FUZZ_SEED", 20260131);
    private static readonly int Seconds = Setting("FUZZ_SECONDS", 10);

    /// <summary>What a pattern describes and chance never finds: names that there are, and numbers with check digits.</summary>
    private static readonly string[] Particular = [Api.Consumer, "SE45 5000 0000 0583 9825 7466", "ESSESESS"];

    /// <summary>Most days are over, and two of them are seldom less than a year apart.</summary>
    private static readonly string[] Days = ["2099-07-01", "2099-12-31"];

    /// <summary>
    /// What chance does not find, or seldom: a file of the bank on this run, an order of the invoice's own supplier, one invoice that fits as a
    /// whole, one that matches and has no payment, a payment that has failed, facts whose lines belong together. That each of them can succeed is
    /// shown where its rules are.
    /// </summary>
    private static readonly string[] Unlikely =
    [
        "POST /payment-runs/{id}/pain.002",
        "POST /invoices/{id}/assign",
        "POST /invoices/{id}/correct",
        "POST /payments/{id}/retry",
        "POST /invoices/{id}/schedule",
        "POST /match/simulate",
    ];

    private readonly Dictionary<string, List<string>> known = new()
    {
        ["po_"] = [],
        ["sup_"] = [],
        ["dl_"] = [],
        ["dlg_"] = [],
        ["grn_"] = [],
        ["inv_"] = [],
        ["crn_"] = [],
        ["pay_"] = [],
        ["run_"] = [],
    };
    private readonly Dictionary<Operation, Dictionary<HttpStatusCode, int>> answers = [];
    private Random random = null!;
    private Sampler sampler = null!;
    private Api api = null!;
    private HttpClient maker = null!;
    private HttpClient checker = null!;

    [Test]
    public async Task Nothing_that_is_allowed_is_refused_and_nothing_else_accepted()
    {
        random = new Random(Seed);
        var document = await ContractCheck.Served();
        sampler = new Sampler(document, random, Known);
        await using (api = await Api.Start(onPostgres: false, e => (e["RATE_LIMIT_RPS"], e["RATE_LIMIT_BURST"]) = ("100000", "100000")))
        {
            // Who made an order may not approve it.
            (maker, checker) = (api.As("maker", [.. Roles.All]), api.As("checker", [.. Roles.All]));
            var clock = Stopwatch.StartNew();
            for (var round = 0; round < Rounds || clock.Elapsed.TotalSeconds < Seconds; round++)
            {
                await MakeSomethingToChange(round);
                foreach (var operation in document.Operations)
                {
                    await Allowed(operation);
                    await Forbidden(operation);
                }
            }
        }
        TestContext.Out.WriteLine($"seed {Seed}");
        foreach (var (operation, statuses) in answers)
            TestContext.Out.WriteLine(
                $"{operation}: {string.Join(", ", statuses.OrderBy(s => s.Key).Select(s => $"{(int)s.Key} x {s.Value}"))}"
            );
        Assert.That(
            answers.Where(a => a.Value.ContainsKey(HttpStatusCode.InternalServerError)).Select(a => a.Key.ToString()),
            Is.Empty,
            "a fault of ours"
        );
        Assert.That(
            answers
                .Where(a => !a.Value.Keys.Any(s => (int)s is >= 200 and < 300))
                .Select(a => $"{a.Key.Method.ToUpperInvariant()} {a.Key.Path}")
                .Except(Unlikely),
            Is.Empty,
            "never succeeded"
        );
        Assert.That(answers.Where(a => a.Value.Values.Sum() < 20).Select(a => a.Key.ToString()), Is.Empty, "hardly asked");
    }

    /// <summary>Something that may be changed is always there.</summary>
    private async Task MakeSomethingToChange(int round)
    {
        var supplier = await api.Supplier();
        Remember(supplier);
        Remember(await api.Supplier(approved: false));
        Remember(await api.SupplierWithAccount());
        Remember(await api.Order(supplier));
        Remember(await api.Order(supplier, submitted: true));
        Remember(await api.Order(supplier, approved: true));
        Remember(await api.Issued(supplier));
        Remember(await api.Disputed());
        Remember(await api.Receipt());
        var arriving = await api.Issued(supplier);
        await api.Received(arriving, 1);
        Remember(arriving);
        Remember(await api.Receipt(failed: true));
        Remember(await api.DeadLetter());
        if (round % 10 == 0)
            foreach (var sample in InvoiceSamples.All.Where(sample => sample.Id is not null))
                Remember(await sample.Id!(api));
    }

    private async Task Allowed(Operation operation)
    {
        var request = Request.Of(operation, sampler, random);
        var reply = await Send(operation, request, "allowed");
        if ((int)reply.Status is >= 200 and < 300 && reply.MediaType is "application/json" && reply.Json.TryGetProperty("id", out var id))
            Remember(id.GetString()!);
    }

    /// <summary>One that breaks the schemas in one place.</summary>
    private async Task Forbidden(Operation operation)
    {
        var request = Request.Of(operation, sampler, random);
        if (request.Broken(operation, sampler, random) is { } broken)
            await Send(operation, broken, "not allowed");
    }

    private async Task<Reply> Send(Operation operation, Request request, string what)
    {
        try
        {
            var client = operation.Path.Contains("{id}/", StringComparison.Ordinal) && random.Next(2) == 0 ? checker : maker;
            var reply = await client.Send(
                new HttpMethod(operation.Method),
                request.Target(operation),
                request.Content(),
                request.Headers()
            );
            var statuses = answers.TryGetValue(operation, out var seen) ? seen : answers[operation] = [];
            statuses[reply.Status] = statuses.GetValueOrDefault(reply.Status) + 1;
            return reply;
        }
        catch (AssertionException e)
        {
            throw new AssertionException($"seed {Seed}, {what}: {operation} {request}\n{e.Message}", e);
        }
    }

    private IReadOnlyList<string> Known(string pattern) =>
        !Regex.IsMatch("a", pattern) && Array.Find(Particular, text => Regex.IsMatch(text, pattern)) is { } text ? [text]
        : Regex.IsMatch(Days[0], pattern) && !Regex.IsMatch($"{Days[0]}T00:00:00Z", pattern) ? Days
        : known.FirstOrDefault(k => Regex.IsMatch(pattern, $@"^\^\(?(?:\?:)?{k.Key}")).Value is { } ids ? ids
        : [];

    private void Remember(string id)
    {
        var ids = known[id[..(id.IndexOf('_', StringComparison.Ordinal) + 1)]];
        if (!ids.Contains(id))
            ids.Add(id);
        if (ids.Count > MostKnown)
            ids.RemoveAt(random.Next(ids.Count));
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}

/// <summary>A request in the making: a value per parameter, and a body.</summary>
internal sealed record Request(IReadOnlyDictionary<Parameter, string> Texts, JsonNode? Body)
{
    /// <summary>Some bodies are the example of the document: few that are made up find goods that may come for a line.</summary>
    public static Request Of(Operation operation, Sampler sampler, Random random) =>
        new(
            operation
                .Parameters.Where(p => p.Required || random.Next(p.In == "header" ? 8 : 3) == 0)
                .ToDictionary(p => p, p => Text(sampler.Valid(p.Schema))),
            random.Next(4) == 0 && Json(operation)?["example"] is { } example ? example.DeepClone()
                : BodySchema(operation) is { } schema ? sampler.Valid(schema)
                : null
        );

    /// <summary>A copy that breaks the operation's schemas in one place; null when none was found.</summary>
    public Request? Broken(Operation operation, Sampler sampler, Random random)
    {
        var schema = BodySchema(operation);
        var place = random.Next(Texts.Count + (schema is null ? 0 : 2));
        if (place >= Texts.Count)
            return schema is null ? null : sampler.Broken(schema, Body).Select(body => this with { Body = body }).FirstOrDefault();
        var (parameter, text) = Texts.ElementAt(place);
        var valid = long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : JsonValue.Create(text);
        return sampler
            .Broken(parameter.Schema, valid)
            .OfType<JsonValue>()
            .Select(Text)
            .Where(value => Fits(parameter, value))
            .Select(value => this with { Texts = new Dictionary<Parameter, string>(Texts) { [parameter] = value } })
            .FirstOrDefault();
    }

    public string Target(Operation operation)
    {
        var path = operation.Path;
        foreach (var (parameter, text) in Texts.Where(t => t.Key.In == "path"))
            path = path.Replace($"{{{parameter.Name}}}", Uri.EscapeDataString(text), StringComparison.Ordinal);
        var query = Texts.Where(t => t.Key.In == "query").Select(t => $"{t.Key.Name}={Uri.EscapeDataString(t.Value)}");
        return $"{path}?{string.Join('&', query)}".TrimEnd('?');
    }

    public HttpContent? Content() => Body is null ? null : new StringContent(Body.ToJsonString(), Encoding.UTF8, "application/json");

    public (string, string)[] Headers() => [.. Texts.Where(t => t.Key.In == "header").Select(t => (t.Key.Name, t.Value))];

    public override string ToString() => $"{string.Join(", ", Texts.Select(t => $"{t.Key.Name}={t.Value}"))} {Body?.ToJsonString()}";

    private static JsonNode? BodySchema(Operation operation) => Json(operation)?["schema"];

    private static JsonNode? Json(Operation operation) => operation.Body?["content"]?["application/json"];

    private static string Text(JsonNode? value) => value?.ToString() ?? "null";

    /// <summary>Whether it is still of the same shape as a text, and can be sent there.</summary>
    private static bool Fits(Parameter parameter, string text) =>
        parameter.In switch
        {
            "path" => text is not ("" or "." or "..")
                && !text.Contains('/', StringComparison.Ordinal)
                && !text.Contains('\\', StringComparison.Ordinal),
            "header" => text == text.Trim() && text.All(c => c is > '\u001f' and < '\u007f'),
            _ => true,
        };
}
