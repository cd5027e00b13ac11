namespace Host.Tests.Http;

using System.Net;
using System.Text;
using Host.Tests.Routes;

/// <summary>Whatever is sent, the answer says what is wrong, names the part, and is never a 5xx.</summary>
[TestFixture(false, TestName = "WrongInputStories(memory)")]
[TestFixture(true, TestName = "WrongInputStories(PostgreSQL)")]
internal sealed class WrongInputStories(bool onPostgres)
{
    private Api api = null!;
    private string supplier = "";
    private IReadOnlyList<Call> ofOne = [];

    [OneTimeSetUp]
    public async Task Start()
    {
        api = await Api.Start(onPostgres);
        supplier = await api.Supplier();
        ofOne = await RouteSamples.PrepareAll(api, Route.OfOne);
    }

    [OneTimeTearDown]
    public ValueTask Stop() => api.DisposeAsync();

    private const string Line = """{"sku":"OFF-0001","quantity":3,"unit_price_cents":1250,"currency":"USD"}""";

    private static readonly object[] Bodies =
    [
        new object[] { "", 400, "body" },
        new object[] { "null", 400, "body" },
        new object[] { "[]", 400, "body" },
        new object[] { "{", 400, "body" },
        new object[] { "{} x", 400, "body" },
        new object[] { "{}", 422, "supplier_id,requested_by,line_items" },
        new object[] { """{"supplier_id":"$","requested_by":"alice","line_items":[],"status":"Approved"}""", 400, "status" },
        new object[] { """{"supplier_id":"$","supplier_id":"$","requested_by":"alice","line_items":[]}""", 400, "supplier_id" },
        new object[] { """{"supplier_id":"$","requested_by":"alice","Line_Items":[]}""", 400, "Line_Items" },
        new object[] { """{"supplier_id":"$","requested_by":"alice","line_items":[]}""", 422, "line_items" },
        new object[] { """{"supplier_id":"$","requested_by":" ","line_items":[null]}""", 422, "requested_by,line_items[0]" },
        new object[] { """{"supplier_id":"nonsense","requested_by":"alice","line_items":[@]}""", 422, "supplier_id" },
        new object[] { """{"supplier_id":"{$}","requested_by":"alice","line_items":[@]}""", 422, "supplier_id" },
        new object[] { """{"supplier_id":"$","requested_by":"a\u0000b","line_items":[@]}""", 422, "requested_by" },
        new object[] { """{"supplier_id":"$","requested_by":"a\ud800b","line_items":[@]}""", 400, "requested_by" },
        new object[] { """{"supplier_id":"$","requested_by":"a\u202eb","line_items":[@]}""", 422, "requested_by" },
        new object[] { """{"supplier_id":"$","requested_by":7,"line_items":[@]}""", 400, "requested_by" },
        new object[] { """{"supplier_id":"$","requested_by":"alice","line_items":[@quantity=0]}""", 422, "line_items[0].quantity" },
        new object[] { """{"supplier_id":"$","requested_by":"alice","line_items":[@quantity=-1]}""", 422, "line_items[0].quantity" },
        new object[] { """{"supplier_id":"$","requested_by":"alice","line_items":[@quantity="3"]}""", 400, "line_items[0].quantity" },
        new object[] { """{"supplier_id":"$","requested_by":"alice","line_items":[@quantity=1e400]}""", 400, "line_items[0].quantity" },
        new object[] { """{"supplier_id":"$","requested_by":"alice","line_items":[@quantity=1.5]}""", 422, "line_items[0].quantity" },
        new object[]
        {
            """{"supplier_id":"$","requested_by":"alice","line_items":[@quantity=2147483648]}""",
            422,
            "line_items[0].quantity",
        },
        new object[]
        {
            """{"supplier_id":"$","requested_by":"alice","line_items":[@unit_price_cents=0]}""",
            422,
            "line_items[0].unit_price_cents",
        },
        new object[]
        {
            """{"supplier_id":"$","requested_by":"alice","line_items":[@unit_price_cents=9223372036854775807]}""",
            422,
            "line_items[0].unit_price_cents",
        },
        new object[]
        {
            """{"supplier_id":"$","requested_by":"alice","line_items":[@unit_price_cents=9223372036854775808]}""",
            422,
            "line_items[0].unit_price_cents",
        },
        new object[] { """{"supplier_id":"$","requested_by":"alice","line_items":[@currency="USD1"]}""", 422, "line_items[0].currency" },
        new object[] { """{"supplier_id":"$","requested_by":"alice","line_items":[@currency="XXX"]}""", 422, "line_items[0].currency" },
        new object[] { """{"supplier_id":"$","requested_by":"alice","line_items":[@,@currency="EUR"]}""", 422, "line_items[1].currency" },
        new object[] { """{"supplier_id":"$","requested_by":"alice","line_items":[@sku="65"]}""", 422, "line_items[0].sku" },
        new object[]
        {
            """{"supplier_id":"$","requested_by":"alice","line_items":[@sku=[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]}""",
            400,
            "line_items[0].sku",
        },
    ];

    [TestCaseSource(nameof(Bodies))]
    public async Task A_body_is_refused_with_the_names_of_its_faults(string template, int status, string fields)
    {
        var reply = await api.Bob.Post("/purchase-orders", Fill(template));

        Assert.That((int)reply.Status, Is.EqualTo(status), reply.Body);
        Assert.That(reply.MediaType, Is.EqualTo("application/problem+json"));
        Assert.That(reply.Fields, Is.EquivalentTo(fields.Split(',')), reply.Body);
        Assert.That(reply.Json.GetProperty("trace_id").GetString(), Is.Not.Empty);
    }

    [Test]
    public async Task Five_thousand_lines_are_accepted_and_not_one_more()
    {
        var most = await api.Bob.Post("/purchase-orders", Order(5_000));
        var more = await api.Bob.Post("/purchase-orders", Order(5_001));

        Assert.That(most.Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(most.Json.GetProperty("line_items").GetArrayLength(), Is.EqualTo(5_000));
        Assert.That((more.Status, more.Code), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "VALIDATION_FAILED")));
        Assert.That(more.Fields, Is.EqualTo(new[] { "line_items" }));

        string Order(int lines) =>
            $$"""{"supplier_id":"{{supplier}}","requested_by":"alice","line_items":[{{string.Join(',', Enumerable.Repeat(Line, lines))}}]}""";
    }

    [Test]
    public async Task A_body_of_another_type_is_refused()
    {
        var reply = await api.Bob.Send(
            HttpMethod.Post,
            "/purchase-orders",
            new StringContent(Api.Body(supplier), Encoding.UTF8, "text/plain")
        );

        Assert.That((reply.Status, reply.Code), Is.EqualTo((HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE")));
    }

    [Test]
    public async Task Bytes_that_are_not_utf8_are_refused()
    {
        var bytes = new ByteArrayContent([.. Encoding.UTF8.GetBytes("""{"requested_by":" """), 0xff, 0xfe, .. "\"}"u8]);
        bytes.Headers.ContentType = new("application/json");
        var reply = await api.Bob.Send(HttpMethod.Post, "/purchase-orders", bytes);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest), reply.Body);
    }

    /// <summary>$ is the prefix of the route's identifiers, ! one of others.</summary>
    [TestCase("nonsense")]
    [TestCase("$")]
    [TestCase("$01890000-0000-7000-8000-00000000000Z")]
    [TestCase("$00000000-0000-0000-0000-000000000000")]
    [TestCase("^01890000-0000-7000-8000-000000000000")]
    [TestCase("$0189ABCD-0000-7000-8000-000000000000")]
    [TestCase("!01890000-0000-7000-8000-000000000000")]
    [TestCase("$01890000-0000-7000-8000-000000000000%20")]
    public async Task A_malformed_id_is_named(string id)
    {
        foreach (var call in ofOne)
        {
            var prefix = call.Id![..(call.Id!.IndexOf('_', StringComparison.Ordinal) + 1)];
            var malformed = id.Replace("$", prefix, StringComparison.Ordinal)
                .Replace("^", prefix.ToUpperInvariant(), StringComparison.Ordinal)
                .Replace("!", prefix == "po_" ? "sup_" : "po_", StringComparison.Ordinal);
            var reply = await call.At(malformed).Send();
            Assert.That(
                (reply.Status, string.Join(",", reply.Fields)),
                Is.EqualTo((HttpStatusCode.BadRequest, "id")),
                $"{call.Route}: {reply.Body}"
            );
        }
    }

    [Test]
    public async Task An_unknown_id_is_not_found()
    {
        foreach (var call in ofOne)
        {
            var reply = await call.At("01890000-0000-7000-8000-000000000000").Send();
            var noun = call
                .Route.Pattern[..call.Route.Pattern.IndexOf("/{", StringComparison.Ordinal)]
                .Split('/')[^1]
                .TrimEnd('s')
                .Replace('-', '_')
                .ToUpperInvariant();
            Assert.That((reply.Status, reply.Code), Is.EqualTo((HttpStatusCode.NotFound, $"{noun}_NOT_FOUND")), $"{call.Route}");
        }
    }

    [TestCase("colour=red", "colour")]
    [TestCase("status=Nonsense", "status")]
    [TestCase("status=0", "status")]
    [TestCase("supplier_id=x&limit=0&created_from=yesterday", "supplier_id,limit,created_from")]
    [TestCase("limit=101", "limit")]
    [TestCase("limit=1&limit=2", "limit")]
    [TestCase("cursor=broken", "cursor")]
    [TestCase("created_to=2026-02-30", "created_to")]
    [TestCase("requested_by=%00", "requested_by")]
    public async Task A_query_is_refused_with_the_names_of_its_faults(string query, string fields)
    {
        var reply = await api.Bob.Get($"/purchase-orders?{query}");

        Assert.That((int)reply.Status, Is.EqualTo(400), reply.Body);
        Assert.That(reply.Fields, Is.EquivalentTo(fields.Split(',')));
    }

    [Test]
    public async Task Search_characters_of_sql_are_just_characters()
    {
        var reply = await api.Bob.Get("/purchase-orders?requested_by=%25'%3B--_%5C");

        Assert.That(reply.Json.GetProperty("items").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task What_is_not_there_is_said_in_the_same_manner()
    {
        Assert.That((await api.Bob.Get("/nowhere")).Code, Is.EqualTo("NOT_FOUND"));
        var method = await api.Bob.Send(HttpMethod.Delete, "/purchase-orders", null);
        Assert.That((method.Status, method.Code), Is.EqualTo((HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED")));
    }

    /// <summary>$ is a supplier, @ a good line, @member=value a line with that member so.</summary>
    private string Fill(string template)
    {
        var text = System.Text.RegularExpressions.Regex.Replace(
            template.Replace("$", supplier, StringComparison.Ordinal),
            """@(?:(\w+)=("[^"]*"|\[+1\]+|[^,\]]+?(?=[,\]])))?""",
            match =>
                !match.Groups[1].Success ? Line
                : match.Groups[2].Value == "\"65\"" ? Line.Replace("OFF-0001", new string('A', 65), StringComparison.Ordinal)
                : System.Text.RegularExpressions.Regex.Replace(
                    Line,
                    $"\"{match.Groups[1].Value}\":(\"[^\"]*\"|[^,}}]+)",
                    $"\"{match.Groups[1].Value}\":{match.Groups[2].Value}"
                )
        );
        return text;
    }
}
