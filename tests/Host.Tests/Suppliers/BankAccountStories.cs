namespace Host.Tests.Suppliers;

using System.Net;
using System.Text.Json;

/// <summary>Where a supplier is paid changes only when two people want it, and not at once.</summary>
[TestFixture(false, TestName = "BankAccountStories(memory)")]
[TestFixture(true, TestName = "BankAccountStories(PostgreSQL)")]
internal sealed class BankAccountStories(bool onPostgres)
{
    private const string Another = """{"iban":"de89370400440532013000","bic":"cobadeffxxx","holder":"Siam Paper"}""";

    private Api api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await Api.Start(onPostgres, environment => environment["BANK_ACCOUNT_COOLING_OFF"] = "1s");

    [OneTimeTearDown]
    public ValueTask Stop() => api.DisposeAsync();

    [Test]
    public async Task It_is_proposed_by_one_person_confirmed_by_another_and_used_after_a_while()
    {
        var id = await api.Supplier();
        var proposed = await api.Sam.Put($"/suppliers/{id}/bank-account", Api.BankAccount);
        Assert.That(proposed.Status, Is.EqualTo(HttpStatusCode.OK), proposed.Body);
        Assert.That(Account(proposed), Is.EqualTo((1, "********************7466", "Proposed", "sam", (string?)null)));
        var own = await api.As("sam", "finance", "supplier_manager").Post($"/suppliers/{id}/bank-account/confirm");
        Assert.That((own.Status, own.Code), Is.EqualTo((HttpStatusCode.Forbidden, "SELF_CONFIRMATION_FORBIDDEN")));

        var confirmed = await api.Fay.Post($"/suppliers/{id}/bank-account/confirm");

        Assert.That(Account(confirmed), Is.EqualTo((1, "********************7466", "CoolingOff", "sam", "fay")));
        Assert.That(Payable(confirmed), Is.Null);
        var twice = await api.Fay.Post($"/suppliers/{id}/bank-account/confirm");
        Assert.That((twice.Status, twice.Code), Is.EqualTo((HttpStatusCode.Conflict, "NO_PROPOSED_BANK_ACCOUNT")));
        var verified = await UntilPayable(id, 1);
        Assert.That(Account(verified), Is.EqualTo((1, "********************7466", "Verified", "sam", "fay")));
        Assert.That(
            verified.Json.GetProperty("updated_at").GetDateTimeOffset(),
            Is.GreaterThanOrEqualTo(confirmed.Json.GetProperty("bank_account").GetProperty("usable_from").GetDateTimeOffset())
        );
    }

    [Test]
    public async Task The_one_in_use_stays_until_the_next_is()
    {
        var id = await api.SupplierWithAccount();
        await api.Fay.Post($"/suppliers/{id}/bank-account/confirm");
        await UntilPayable(id, 1);

        var proposed = await api.Sam.Put($"/suppliers/{id}/bank-account", Another);

        Assert.That((Account(proposed).Version, Payable(proposed)), Is.EqualTo((2, (int?)1)));
        await api.Fay.Post($"/suppliers/{id}/bank-account/confirm");
        var verified = await UntilPayable(id, 2);
        Assert.That(Account(verified).Iban, Is.EqualTo("******************3000"));
        var history = (await api.Sam.Get($"/suppliers/{id}/history")).Body;
        Assert.That(
            history,
            Does.Contain("SupplierBankAccountVerified").And.Not.Contain("DE89370400440532013000").And.Not.Contain("siam.example")
        );
    }

    [Test]
    public async Task What_is_no_account_is_refused_with_every_field_that_is_wrong()
    {
        var id = await api.Supplier();

        var refused = await api.Sam.Put(
            $"/suppliers/{id}/bank-account",
            """{"iban":"SE46 5000 0000 0583 9825 7466","bic":"ESSEXXSS","holder":" "}"""
        );

        Assert.That((refused.Status, refused.Code), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "VALIDATION_FAILED")));
        Assert.That(refused.Fields, Is.EquivalentTo(new[] { "iban", "bic", "holder" }));
        Assert.That(refused.Body, Does.Not.Contain("5000"));
    }

    [Test]
    public async Task Of_two_who_propose_at_once_the_later_replaces_the_earlier()
    {
        var id = await api.Supplier();

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(i => api.As($"sam-{i}", "supplier_manager").Put($"/suppliers/{id}/bank-account", Another))
        );

        var done = replies.Count(reply => reply.Status == HttpStatusCode.OK);
        Assert.That(replies.Select(reply => reply.Status), Is.All.AnyOf(HttpStatusCode.OK, HttpStatusCode.Conflict));
        Assert.That(Account(await api.Sam.Get($"/suppliers/{id}")).Version, Is.EqualTo(done));
    }

    private static (int Version, string Iban, string State, string ProposedBy, string? ConfirmedBy) Account(Reply reply)
    {
        var account = reply.Json.GetProperty("bank_account");
        return (
            account.GetProperty("version").GetInt32(),
            account.GetProperty("iban").GetString()!,
            account.GetProperty("state").GetString()!,
            account.GetProperty("proposed_by").GetString()!,
            account.GetProperty("confirmed_by").GetString()
        );
    }

    private static int? Payable(Reply reply) =>
        reply.Json.GetProperty("payable_bank_account") is { ValueKind: JsonValueKind.Object } account
            ? account.GetProperty("version").GetInt32()
            : null;

    private async Task<Reply> UntilPayable(string id, int version)
    {
        await Eventually.Holds(async () => Payable(await api.Fay.Get($"/suppliers/{id}")), Is.EqualTo(version));
        return await api.Fay.Get($"/suppliers/{id}");
    }
}
