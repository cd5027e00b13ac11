namespace BuildingBlocks.Tests.Http;

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Procurement.BuildingBlocks.Hosting.Http;

/// <summary>Decimals in bodies: what is said of them before, and what of those that cannot be read.</summary>
internal sealed partial class DecimalTests
{
    private static readonly JsonTypeInfo<Pour> Shape = (JsonTypeInfo<Pour>)StrictJson.Options(PourJson.Default).GetTypeInfo(typeof(Pour));

    [Test]
    public void Are_read_and_written_exactly()
    {
        var pour = Read("""{"litres":12345678901234567890.123450,"cups":3.0}""");

        Assert.That(pour.Value, Is.EqualTo(new Pour(12345678901234567890.12345m, 3)));
        Assert.That(
            JsonSerializer.Serialize(pour.Value, Shape),
            Is.EqualTo("""{"litres":12345678901234567890.12345,"cups":3,"spilt":null}""")
        );
    }

    [TestCase("\"3\"", "must be a number, not quoted")]
    [TestCase("true", "must be a number, not quoted")]
    [TestCase("[]", "must be a number, not quoted")]
    [TestCase("1e400", "must be a number of at most 28 digits")]
    [TestCase("0.12345678901234567890123456789", "must be a number of at most 28 digits")]
    public void Are_refused_with_what_they_must_be(string value, string message)
    {
        Assert.That(Read($$"""{"litres":{{value}},"cups":3}""").Error?.Fields, Is.EqualTo(Message("litres", message)));
        Assert.That(Read($$"""{"litres":1,"cups":3,"spilt":{{value}}}""").Error?.Fields, Is.EqualTo(Message("spilt", message)));
    }

    [Test]
    public void Are_described_as_numbers_with_plain_bounds()
    {
        var schemas = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        new SchemaWriter(isGiven: false, schemas).Of(Shape);

        var members = schemas["Pour"]["properties"]!;
        Assert.That(
            members["litres"]!.ToJsonString(),
            Is.EqualTo("""{"type":"number","format":"decimal","minimum":0.000001,"maximum":1000,"examples":[2.5]}""")
        );
        Assert.That(members["cups"]!.ToJsonString(), Is.EqualTo("""{"type":"integer","format":"decimal","minimum":1}"""));
        Assert.That(members["spilt"]!.ToJsonString(), Is.EqualTo("""{"type":["number","null"],"format":"decimal"}"""));
    }

    [Test]
    public void Have_rules_that_no_schema_says() =>
        Assert.That(
            SchemaWriter.Rules(Shape),
            Is.EqualTo(
                new[]
                {
                    ("litres", "must have at most 28 digits", true),
                    ("litres", "must have at most 6 decimal places", false),
                    ("litres", "must be what was poured", false),
                    ("cups", "must have at most 28 digits", true),
                    ("spilt", "must have at most 28 digits", true),
                    ("spilt", "must have at most 2 decimal places", false),
                }
            )
        );

    private static Result<Pour> Read(string json) => StrictJson.Read(Encoding.UTF8.GetBytes(json), Shape);

    private static Dictionary<string, string> Message(string member, string message) => new() { [member] = message };

    internal sealed record Pour(
        [property: Is<Litres>] decimal Litres,
        [property: Is<Cups>] decimal? Cups,
        [property: Is<Spilt>(Optional = true)] decimal? Spilt = null
    );

    internal sealed class Litres : IFacts
    {
        public static Facts Facts { get; } =
            new()
            {
                Min = 0.0000010m,
                Max = 1000.00m,
                Decimals = 6,
                Rule = "must be what was poured",
                Example = 2.50m,
            };
    }

    internal sealed class Cups : IFacts
    {
        public static Facts Facts { get; } = new() { Min = 1 };
    }

    internal sealed class Spilt : IFacts
    {
        public static Facts Facts { get; } = new() { Decimals = 2 };
    }

    [JsonSerializable(typeof(Pour))]
    private sealed partial class PourJson : JsonSerializerContext;
}
