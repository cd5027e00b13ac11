namespace Host.Tests.Contract;

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestKit;

/// <summary>docs/asyncapi.json is the document of events as it is served, laid out for reading and for comparing.</summary>
internal sealed class EventDocumentStories
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly string File = Path.Combine(EnvironmentFile.Root, "docs", "asyncapi.json");

    [Test]
    public async Task The_committed_document_is_the_served_one()
    {
        await using var api = await Api.Start(onPostgres: false);
        using var client = new HttpClient { BaseAddress = api.Address };
        var served = JsonNode.Parse(await client.GetStringAsync("/asyncapi.json"))!.ToJsonString(Readable) + "\n";
        if (Environment.GetEnvironmentVariable("OPENAPI_REFRESH") == "true")
            await System.IO.File.WriteAllTextAsync(File, served);

        Assert.That(await System.IO.File.ReadAllTextAsync(File), Is.EqualTo(served), "Run ops/openapi.sh and look at what changed.");
    }

    [Test]
    public void Every_event_and_every_member_is_explained()
    {
        var messages = JsonNode.Parse(System.IO.File.ReadAllText(File))!["components"]!["messages"]!.AsObject();

        Assert.That(messages, Is.Not.Empty);
        foreach (var (name, message) in messages)
        {
            Assert.That($"{message!["summary"]}", Is.Not.Empty, name);
            foreach (var (member, schema) in message["payload"]!["properties"]!.AsObject())
                Assert.That($"{schema!["description"]}", Is.Not.Empty, $"{name}.{member}");
        }
    }
}
