namespace Host.Tests.Abuse;

using System.Globalization;

/// <summary>Amounts at the ends of what can be represented: exact or refused, never wrapped around.</summary>
internal sealed class AmountStories
{
    private Api api = null!;
    private string supplier = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        api = await Api.Start(onPostgres: true);
        supplier = await api.Supplier();
    }

    [OneTimeTearDown]
    public ValueTask Stop() => api.DisposeAsync();

    [TestCase("1", "1", 1, "1")]
    [TestCase("1", "2147483648", 1, "2147483648")]
    [TestCase("2147483647", "1", 1, "2147483647")]
    [TestCase("1", "9007199254740993", 1, "9007199254740993")]
    [TestCase("1", "9223372036854775807", 1, "9223372036854775807")]
    [TestCase("7", "1317624576693539401", 1, "9223372036854775807")]
    [TestCase("1", "46116860184273879", 200, "9223372036854775800")]
    [TestCase("10", "3.45", 1, "35")]
    [TestCase("1", "0.5", 2, "2")]
    [TestCase("1.0", "1e2", 1, "100")]
    [TestCase("1", "9223372036854775806.499999", 1, "9223372036854775806")]
    public async Task An_amount_that_fits_is_kept_to_the_last_cent(string quantity, string cents, int lines, string total)
    {
        var created = await api.Bob.Post("/purchase-orders", Order(quantity, cents, lines));
        Assert.That((int)created.Status, Is.EqualTo(201), created.Body);
        var read = await api.Bob.Get($"/purchase-orders/{created.Text("id")}");

        foreach (var reply in new[] { created, read })
            Assert.That(reply.Json.GetProperty("total_cents").GetInt64().ToString(CultureInfo.InvariantCulture), Is.EqualTo(total));
    }

    [TestCase("1", "0", 1, 422, "line_items[0].unit_price_cents")]
    [TestCase("1", "-1", 1, 422, "line_items[0].unit_price_cents")]
    [TestCase("1", "-9223372036854775808", 1, 422, "line_items[0].unit_price_cents")]
    [TestCase("0", "1", 1, 422, "line_items[0].quantity")]
    [TestCase("-1", "-1", 1, 422, "line_items[0].quantity,line_items[0].unit_price_cents")]
    [TestCase("-0", "1", 1, 422, "line_items[0].quantity")]
    [TestCase("2", "4611686018427387904", 1, 422, "line_items[0].unit_price_cents")]
    [TestCase("2147483647", "9223372036854775807", 1, 422, "line_items[0].unit_price_cents")]
    [TestCase("1", "46116860184273880", 200, 422, "line_items")]
    [TestCase("2147483647", "4294967298", 200, 422, "line_items")]
    [TestCase("1", "9223372036854775807", 2, 422, "line_items")]
    [TestCase("1", "1", 5_001, 422, "line_items")]
    [TestCase("1", "9223372036854775808", 1, 422, "line_items[0].unit_price_cents")]
    [TestCase("1", "-9223372036854775809", 1, 422, "line_items[0].unit_price_cents")]
    [TestCase("1", "9223372036854775807.000001", 1, 422, "line_items[0].unit_price_cents")]
    [TestCase("1", "0.0000001", 1, 422, "line_items[0].unit_price_cents")]
    [TestCase("1", "0.4", 1, 422, "line_items", Description = "it comes to nothing")]
    [TestCase("1", "3.45000000000000000000000000001", 1, 400, "line_items[0].unit_price_cents")]
    [TestCase("2147483648", "1", 1, 422, "line_items[0].quantity")]
    [TestCase("1.5", "1", 1, 422, "line_items[0].quantity")]
    public async Task An_amount_that_does_not_is_refused_by_its_field(string quantity, string cents, int lines, int status, string fields)
    {
        var reply = await api.Bob.Post("/purchase-orders", Order(quantity, cents, lines));

        Assert.That(((int)reply.Status, string.Join(',', reply.Fields.Order())), Is.EqualTo((status, fields)), reply.Body);
    }

    private string Order(string quantity, string cents, int lines)
    {
        var line = $$"""{"sku":"A","quantity":{{quantity}},"unit_price_cents":{{cents}},"currency":"USD"}""";
        return $$"""{"supplier_id":"{{supplier}}","requested_by":"alice","line_items":[{{string.Join(',', Enumerable.Repeat(line, lines))}}]}""";
    }
}
