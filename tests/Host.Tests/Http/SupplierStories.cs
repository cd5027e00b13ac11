namespace Host.Tests.Http;

using System.Net;
using System.Text.Json;

[TestFixture(false, TestName = "SupplierStories(memory)")]
[TestFixture(true, TestName = "SupplierStories(PostgreSQL)")]
internal sealed class SupplierStories(bool onPostgres)
{
    private Api api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await Api.Start(onPostgres);

    [OneTimeTearDown]
    public ValueTask Stop() => api.DisposeAsync();

    [Test]
    public async Task A_suspended_supplier_is_reinstated_and_ordered_from_again()
    {
        var id = await api.Supplier(suspended: true);
        Assert.That((await api.Bob.Post("/purchase-orders", Api.Body(id))).Code, Is.EqualTo("SUPPLIER_NOT_ELIGIBLE"));

        var reinstated = await api.Cora.Post($"/suppliers/{id}/reinstate");

        Assert.That((reinstated.Status, reinstated.Text("status")), Is.EqualTo((HttpStatusCode.OK, "Approved")), reinstated.Body);
        Assert.That(reinstated.Json.GetProperty("suspension_reason").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That((await api.Cora.Get($"/suppliers/{id}")).Body, Is.EqualTo(reinstated.Body));
        Assert.That((await api.Bob.Post("/purchase-orders", Api.Body(id))).Status, Is.EqualTo(HttpStatusCode.Created));
        var again = await api.Cora.Post($"/suppliers/{id}/reinstate");
        Assert.That((again.Status, again.Code), Is.EqualTo((HttpStatusCode.Conflict, "ILLEGAL_TRANSITION")));
        var history = (await api.Cora.Get($"/suppliers/{id}/history")).Json.GetProperty("items").EnumerateArray().ToList();
        Assert.That(
            history.Select(line => line.GetProperty("event").GetString()),
            Is.EqualTo(new[] { "SupplierRegistered", "SupplierApproved", "SupplierSuspended", "SupplierReinstated" })
        );
        Assert.That(history[2].GetProperty("details").GetProperty("reason").GetString(), Is.EqualTo("Audit."));
    }

    [Test]
    public async Task A_blacklisted_supplier_is_excluded_for_good()
    {
        var id = await api.Supplier();
        var blank = await api.Cora.Post($"/suppliers/{id}/blacklist", """{"reason":"  "}""");
        Assert.That((blank.Status, string.Join(",", blank.Fields)), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "reason")));

        var blacklisted = await api.Cora.Post($"/suppliers/{id}/blacklist", """{"reason":"Fraud."}""");

        Assert.That((blacklisted.Text("status"), blacklisted.Text("blacklist_reason")), Is.EqualTo(("Blacklisted", "Fraud.")));
        Assert.That((await api.Cora.Get($"/suppliers/{id}")).Body, Is.EqualTo(blacklisted.Body));
        Assert.That((await api.Bob.Post("/purchase-orders", Api.Body(id))).Code, Is.EqualTo("SUPPLIER_NOT_ELIGIBLE"));
        foreach (
            var (verb, body) in new (string, string?)[]
            {
                ("approve", """{"risk_score":12}"""),
                ("suspend", """{"reason":"Audit."}"""),
                ("reinstate", null),
                ("blacklist", """{"reason":"Again."}"""),
            }
        )
        {
            var refused = await api.Cora.Post($"/suppliers/{id}/{verb}", body);
            Assert.That((refused.Status, refused.Code), Is.EqualTo((HttpStatusCode.Conflict, "ILLEGAL_TRANSITION")), verb);
        }
        var listed = await api.Cora.Get("/suppliers?status=Blacklisted");
        Assert.That(
            listed.Json.GetProperty("items").EnumerateArray().Select(supplier => supplier.GetProperty("id").GetString()),
            Is.EqualTo(new[] { id })
        );
    }
}
