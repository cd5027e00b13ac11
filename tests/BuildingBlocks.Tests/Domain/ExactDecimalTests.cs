namespace BuildingBlocks.Tests.Domain;

using System.Globalization;
using System.Text;
using System.Text.Json;

internal sealed class ExactDecimalTests
{
    private static readonly JsonSerializerOptions Exactly = new() { Converters = { new ExactDecimalConverter() } };

    [TestCase("3", "3")]
    [TestCase("3.000000", "3")]
    [TestCase("3.450", "3.45")]
    [TestCase("0.0345", "0.0345")]
    [TestCase("100", "100")]
    [TestCase("-12.50", "-12.5")]
    [TestCase("0", "0")]
    [TestCase("-0.00", "0")]
    [TestCase("0e999", "0")]
    [TestCase("3e0", "3")]
    [TestCase("3.45E+2", "345")]
    [TestCase("1.5e3", "1500")]
    [TestCase("345e-2", "3.45")]
    [TestCase("0.001e6", "1000")]
    [TestCase("10e-1", "1")]
    [TestCase("1e27", "1000000000000000000000000000")]
    [TestCase("1e-28", "0.0000000000000000000000000001")]
    [TestCase("9999999999999999999999999999", "9999999999999999999999999999")]
    [TestCase("9.999999999999999999999999999", "9.999999999999999999999999999")]
    [TestCase("99999999999999999999.99999999", "99999999999999999999.99999999")]
    [TestCase("0.30000000000000000000000000000000000000", "0.3")]
    [TestCase("0.00000000000000000000000000000000000001e37", "0.1")]
    public void Is_read_as_it_is_spelt_and_written_plainly(string json, string written)
    {
        var read = JsonSerializer.Deserialize<decimal>(json, Exactly);

        Assert.That(read, Is.EqualTo(decimal.Parse(written, CultureInfo.InvariantCulture)));
        Assert.That(JsonSerializer.Serialize(read, Exactly), Is.EqualTo(written));
    }

    [TestCase("99999999999999999999999999999")]
    [TestCase("1.0000000000000000000000000001")]
    [TestCase("10000000000000000000000000000")]
    [TestCase("1e28")]
    [TestCase("1e-29")]
    [TestCase("1e99999999999999999999")]
    [TestCase("1e-99999999999999999999")]
    [TestCase("1e2147483647")]
    [TestCase("100e-2147483648")]
    public void Is_refused_where_it_would_be_rounded(string json) =>
        Assert.That(
            () => JsonSerializer.Deserialize<decimal>(json, Exactly),
            Throws.TypeOf<JsonException>().With.Message.Contains(ExactDecimalConverter.TooLong)
        );

    [TestCase("\"3\"")]
    [TestCase("true")]
    [TestCase("null")]
    [TestCase("{}")]
    public void Is_a_number(string json) =>
        Assert.That(
            () => JsonSerializer.Deserialize<decimal>(json, Exactly),
            Throws.TypeOf<JsonException>().With.Message.Contains("Decimal").And.Message.Not.Contains(ExactDecimalConverter.TooLong)
        );

    [Test]
    public void May_be_absent()
    {
        Assert.That(JsonSerializer.Deserialize<decimal?>("null", Exactly), Is.Null);
        Assert.That(JsonSerializer.Serialize((decimal?)1.50m, Exactly), Is.EqualTo("1.5"));
    }

    [Test]
    public void Of_all_digits_that_there_are_none_is_lost()
    {
        var random = new Random(20260131);
        for (var i = 0; i < 20_000; i++)
        {
            var value = new decimal(random.Next(), random.Next(), random.Next(500_000_000), random.Next(2) == 0, (byte)random.Next(29));
            var text = value.ToString(CultureInfo.InvariantCulture);

            var read = JsonSerializer.Deserialize<decimal>(text, Exactly);

            Assert.That(read, Is.EqualTo(value));
            Assert.That(JsonSerializer.Serialize(value, Exactly), Is.EqualTo(Trimmed(text)));
        }
    }

    [Test]
    public void Is_read_across_the_parts_of_a_stream()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes($"[{string.Concat(Enumerable.Repeat("1234.567890,", 5_000))}0.25]"));

        var read = JsonSerializer.Deserialize<decimal[]>(stream, new JsonSerializerOptions(Exactly) { DefaultBufferSize = 16 })!;

        Assert.That(read.Distinct(), Is.EqualTo(new[] { 1234.56789m, 0.25m }));
    }

    private static string Trimmed(string text) => text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
}
