namespace Host.Tests.Contract;

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestKit;

/// <summary>docs/openapi.json is the document as it is served, laid out for reading and for comparing.</summary>
internal sealed class CommittedDocumentStories
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
    private static readonly string File = Path.Combine(EnvironmentFile.Root, "docs", "openapi.json");

    [Test]
    public async Task The_committed_document_is_the_served_one()
    {
        var served = Laid(await ContractCheck.Text());
        if (Environment.GetEnvironmentVariable("OPENAPI_REFRESH") == "true")
            await System.IO.File.WriteAllTextAsync(File, served);

        Assert.That(await System.IO.File.ReadAllTextAsync(File), Is.EqualTo(served), "Run ops/openapi.sh and look at what changed.");
    }

    [Test]
    public async Task The_document_is_the_same_on_PostgreSQL_and_names_no_machine()
    {
        await using var api = await Api.Start(onPostgres: true);
        using var client = api.Anonymous();
        var text = await client.GetStringAsync("/openapi.json");

        Assert.That(text, Is.EqualTo(await ContractCheck.Text()));
        Assert.That(text, Does.Not.Contain("127.0.0.1").And.Not.Contain("localhost"));
    }

    private static string Laid(string json) => JsonNode.Parse(json)!.ToJsonString(Readable) + "\n";
}
