namespace Messaging.Tests.Contracts;

using System.Text.Json;
using System.Text.Json.Nodes;
using Messaging.Tests.Harness;
using Procurement.BuildingBlocks;
using Procurement.BuildingBlocks.Messaging;
using Procurement.BuildingBlocks.Messaging.Contracts;
using Procurement.BuildingBlocks.Messaging.Transports.Kafka;
using Procurement.BuildingBlocks.Persistence;
using Procurement.Invoicing.Contracts;
using Procurement.Purchasing.Contracts;
using Procurement.Supplier.Contracts;

/// <summary>
/// What was once published must stay readable. A sample of every published version is kept; a member that is removed, renamed, newly
/// required or of another type shows here.
/// </summary>
internal sealed class ContractStories
{
    private static readonly string Folder = Path.Combine(TestKit.EnvironmentFile.Root, "tests", "Messaging.Tests", "Contracts", "Samples");

    private static readonly IReadOnlyDictionary<string, Type> Contracts = new[]
    {
        typeof(PurchaseOrderIssued),
        typeof(SupplierApproved),
        typeof(InvoiceMatched),
    }
        .SelectMany(each => each.Assembly.GetTypes())
        .Where(type => type.IsDefined(typeof(PublicEventAttribute), inherit: false))
        .ToDictionary(type => $"{EventType.Of(type)}");

    private static IEnumerable<string> Published => Contracts.Keys;

    [Test]
    public void Every_published_version_has_a_sample_and_every_sample_a_record() =>
        Assert.That(Directory.GetFiles(Folder).Select(Path.GetFileNameWithoutExtension), Is.EquivalentTo(Published));

    [TestCaseSource(nameof(Published))]
    public void A_sample_reads_and_is_written_again_as_it_was(string name)
    {
        var sample = Sample(name);

        Assert.That(Rewritten(name, sample), Is.EqualTo(sample.ToJsonString(PublicEvent.Json)));
    }

    [TestCaseSource(nameof(Published))]
    public void Members_that_are_not_known_are_passed_over(string name)
    {
        var sample = Sample(name);
        var more = sample.DeepClone().AsObject();
        more["of_a_later_day"] = new JsonObject { ["x"] = 1 };

        Assert.That(Rewritten(name, more), Is.EqualTo(sample.ToJsonString(PublicEvent.Json)));
    }

    private static Type? TypeOf(Type contract, string member) =>
        contract.GetProperties().Single(each => JsonNamingPolicy.SnakeCaseLower.ConvertName(each.Name) == member).PropertyType;

    [TestCaseSource(nameof(Published))]
    public void Any_value_of_a_code_can_be_read(string name)
    {
        var sample = Sample(name);
        foreach (var (member, value) in sample.ToList())
            if (value?.GetValueKind() == JsonValueKind.String && TypeOf(Contracts[name], member) == typeof(string))
                sample[member] = "OF_A_LATER_DAY";

        Assert.That(() => Rewritten(name, sample), Throws.Nothing);
    }

    [Test]
    public void An_older_version_is_rewritten_step_by_step_before_a_consumer_sees_it()
    {
        var first = EventType.Parse("source.thing-counted.v1")!.Value;
        var catalogue = new EventCatalogue(
            [],
            [
                new Upcaster(first, json => json["steps"] = "1"),
                new Upcaster(first with { Version = 2 }, json => json["steps"] = $"{json["steps"]}2"),
            ]
        );

        var (type, data) = catalogue.For("sink.counts", first, """{"count":7}""");

        Assert.That($"{type}", Is.EqualTo("source.thing-counted.v3"));
        Assert.That(data, Is.EqualTo("""{"count":7,"steps":"12"}"""));
    }

    [Test]
    public void The_headers_that_are_described_are_those_that_are_written()
    {
        var told = PublicEvent.Of(
            new ThingCounted
            {
                ThingId = "thing_1",
                Count = 1,
                Note = "",
            }
        );
        var cause = EventEnvelope.Of(told, "thing_1", 1, DateTimeOffset.UnixEpoch, cause: null);
        using var trace = new System.Diagnostics.Activity("request") { TraceStateString = "a=b" };
        trace.Start();
        var whole = EventEnvelope.Of(told, "thing_1", 1, DateTimeOffset.UnixEpoch, cause);

        Assert.That(HeadersOf(whole), Is.EquivalentTo(EnvelopeHeaders.All.Select(each => each.Name)));
        Assert.That(HeadersOf(cause), Is.EquivalentTo(EnvelopeHeaders.Required));
    }

    [TestCase("Purchasing.thing.v1")]
    [TestCase("purchasing.thing")]
    [TestCase("purchasing.thing.v0")]
    [TestCase("purchasing.Thing.v1")]
    [TestCase("purchasing.thing-.v1")]
    public void What_is_no_wire_name_is_refused(string text) => Assert.That(EventType.Parse(text), Is.Null);

    private static IEnumerable<string> HeadersOf(EventEnvelope envelope) => EventRecord.Write(envelope).Headers.Select(each => each.Key);

    private static string Rewritten(string name, JsonObject json) =>
        JsonSerializer.Serialize(json.Deserialize(Contracts[name], PublicEvent.Json), Contracts[name], PublicEvent.Json);

    private static JsonObject Sample(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, $"{name}.json")))!.AsObject();
}
