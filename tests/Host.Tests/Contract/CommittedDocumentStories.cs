namespace Host.Tests.Contract;

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestKit;

/// <summary>docs/openapi.json is the document as it is served.</summary>
internal sealed class CommittedDocumentStories
{
    [Test]
    public async Task The_committed_document_is_the_served_one() =>
        await new CommittedDocument("openapi.json").IsAsServed(await ContractCheck.Text());

    [Test]
    public async Task The_document_is_the_same_on_PostgreSQL_and_names_no_machine()
    {
        await using var api = await Api.Start(onPostgres: true);
        using var client = api.Anonymous();
        var text = await client.GetStringAsync("/openapi.json");

        Assert.That(text, Is.EqualTo(await ContractCheck.Text()));
        Assert.That(text, Does.Not.Contain("127.0.0.1").And.Not.Contain("localhost"));
    }
}

/// <summary>A document under docs/ that is kept as it is served, laid out for reading and for comparing. OPENAPI_REFRESH=true writes it.</summary>
internal sealed class CommittedDocument(string name)
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly string file = Path.Combine(EnvironmentFile.Root, "docs", name);

    public Task<string> Text => File.ReadAllTextAsync(file);

    public async Task IsAsServed(string json)
    {
        var served = JsonNode.Parse(json)!.ToJsonString(Readable) + "\n";
        if (Environment.GetEnvironmentVariable("OPENAPI_REFRESH") == "true")
            await File.WriteAllTextAsync(file, served);

        Assert.That(await Text, Is.EqualTo(served), "Run ops/openapi.sh and look at what changed.");
    }
}
