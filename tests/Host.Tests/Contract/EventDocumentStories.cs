namespace Host.Tests.Contract;

using System.Text.Json.Nodes;

/// <summary>docs/asyncapi.json is the document of events as it is served.</summary>
internal sealed class EventDocumentStories
{
    private static readonly CommittedDocument Document = new("asyncapi.json");

    [Test]
    public async Task The_committed_document_is_the_served_one()
    {
        await using var api = await Api.Start(onPostgres: false);
        using var client = new HttpClient { BaseAddress = api.Address };
        await Document.IsAsServed(await client.GetStringAsync("/asyncapi.json"));
    }

    [Test]
    public async Task Every_event_and_every_member_is_explained()
    {
        var messages = JsonNode.Parse(await Document.Text)!["components"]!["messages"]!.AsObject();

        Assert.That(messages, Is.Not.Empty);
        foreach (var (name, message) in messages)
        {
            Assert.That($"{message!["summary"]}", Is.Not.Empty, name);
            foreach (var (member, schema) in message["payload"]!["properties"]!.AsObject())
                Assert.That($"{schema!["description"]}", Is.Not.Empty, $"{name}.{member}");
        }
    }
}
