namespace Host.Tests.Suppliers;

using System.Net;

/// <summary>Suppliers are approved when their papers are in order.</summary>
[TestFixture(false, TestName = "DocumentStories(memory)")]
[TestFixture(true, TestName = "DocumentStories(PostgreSQL)")]
internal sealed class DocumentStories(bool onPostgres)
{
    private Api api = null!;

    [OneTimeSetUp]
    public async Task Start() =>
        api = await Api.Start(onPostgres, environment => environment["SUPPLIER_REQUIRED_DOCUMENTS"] = "insurance, Tax certificate");

    [OneTimeTearDown]
    public ValueTask Stop() => api.DisposeAsync();

    [Test]
    public async Task All_that_stands_against_an_approval_is_told_at_once()
    {
        var id = await api.Supplier(approved: false);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var past = await File(id, "insurance", today.AddDays(-2));
        Assert.That((past.Status, past.Code), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "DOCUMENT_EXPIRED")), past.Body);
        Assert.That(past.Fields, Is.EqualTo(new[] { "valid_until" }));

        var refused = await Approve(id, 41);

        Assert.That((refused.Status, refused.Code), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "RISK_TOO_HIGH")), refused.Body);
        Assert.That(refused.Fields, Is.EquivalentTo(new[] { "risk_score", "documents" }));
        Assert.That((await Approve(id, 40)).Code, Is.EqualTo("DOCUMENTS_MISSING"));
        await File(id, "INSURANCE", today.AddDays(1));
        Assert.That(
            (await Approve(id, 40)).Json.GetProperty("fields").GetProperty("documents").GetString(),
            Is.EqualTo("Tax certificate is missing")
        );
        await File(id, "tax certificate", today.AddDays(400));
        await File(id, "insurance", today.AddDays(300));
        var approved = await Approve(id, 40);
        Assert.That(approved.Status, Is.EqualTo(HttpStatusCode.OK), approved.Body);
        Assert.That(approved.Json.GetProperty("documents").GetArrayLength(), Is.EqualTo(2));
        Assert.That(await Listed(today.AddDays(300)), Does.Not.Contain(id));
        Assert.That(await Listed(today.AddDays(301)), Does.Contain(id));
    }

    private async Task<string> Listed(DateOnly day) => (await api.Cora.Get($"/suppliers?document_expires_before={day:yyyy-MM-dd}")).Body;

    private Task<Reply> Approve(string id, int risk) => api.Cora.Post($"/suppliers/{id}/approve", $$"""{"risk_score":{{risk}}}""");

    private Task<Reply> File(string id, string kind, DateOnly until) =>
        api.Sam.Post($"/suppliers/{id}/documents", $$"""{"kind":"{{kind}}","reference":"4711","valid_until":"{{until:yyyy-MM-dd}}"}""");
}
