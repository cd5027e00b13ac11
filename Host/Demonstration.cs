namespace Procurement.Host;

using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.BuildingBlocks.Hosting.Security;

/// <summary>
/// A small set to look at: suppliers and orders in several states. It goes in through the API itself, so it cannot be anything that a
/// user could not have entered.
/// </summary>
internal static class Demonstration
{
    private static readonly string[] Everything = [.. Roles.All];

    /// <summary>Fills an empty database; leaves any other alone.</summary>
    /// <returns>What was done, in one sentence, or what stands against it.</returns>
    public static async Task<Result<string>> Seed(WebApplication app, CancellationToken ct)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var auth = app.Services.GetRequiredService<HostSettings>().Auth;
        if (Token(auth, "bob").Error is { } noToken)
            return noToken;
        try
        {
            return await Fill(address, auth, ct);
        }
        catch (HttpRequestException e)
        {
            return Error.Conflict("SEED_REFUSED", e.Message);
        }
    }

    private static async Task<string> Fill(string address, AuthSettings auth, CancellationToken ct)
    {
        using var bob = Client(address, auth, "bob");
        using var sam = Client(address, auth, "sam");
        using var cora = Client(address, auth, "cora");
        using var luis = Client(address, auth, "luis");
        var present = await bob.GetFromJsonAsync<JsonElement>("/suppliers?limit=1", ct);
        if (present.GetProperty("items").GetArrayLength() > 0)
            return "The database has suppliers already; it was left as it is.";

        var paper = await Supplier(sam, "TH-001234", "Siam Paper Co., Ltd.", "orders@siam-paper.example", ct);
        var steel = await Supplier(sam, "DE-000815", "Rheinstahl GmbH", "vertrieb@rheinstahl.example", ct);
        var fish = await Supplier(sam, "NO-000042", "Nordfisk AS", "post@nordfisk.example", ct);
        await Supplier(sam, "US-777001", "Prairie Tools Inc.", "sales@prairie-tools.example", ct);
        var gone = await Supplier(sam, "GB-006660", "Castle Trading Ltd.", "info@castle-trading.example", ct);
        await Post(cora, $"/suppliers/{paper}/approve", """{"risk_score":12}""", ct);
        await Post(cora, $"/suppliers/{steel}/approve", """{"risk_score":35}""", ct);
        await Post(cora, $"/suppliers/{fish}/approve", """{"risk_score":20}""", ct);
        await Post(cora, $"/suppliers/{gone}/blacklist", """{"reason":"Forged invoices."}""", ct);
        await Post(bob, "/purchase-orders", Order(paper, "alice", "OFF-0001", 3, 1250, "USD"), ct);
        var waiting = await Post(bob, "/purchase-orders", Order(steel, "alice", "STL-0400", 40, 18900, "EUR"), ct);
        var approved = await Post(bob, "/purchase-orders", Order(paper, "carol", "OFF-0002", 10, 499, "USD"), ct);
        var rejected = await Post(bob, "/purchase-orders", Order(fish, "carol", "FSH-0007", 200, 30000, "USD"), ct);
        var issued = await Post(bob, "/purchase-orders", Order(steel, "alice", "STL-0200", 5, 12500, "EUR"), ct);
        var disputed = await Post(bob, "/purchase-orders", Order(paper, "alice", "OFF-0002", 10, 499, "USD"), ct);
        foreach (var id in (string[])[waiting, approved, rejected, issued, disputed])
            await Post(bob, $"/purchase-orders/{id}/submit", null, ct);
        foreach (var id in (string[])[approved, issued, disputed])
            await Post(luis, $"/purchase-orders/{id}/approve", null, ct);
        await Post(luis, $"/purchase-orders/{rejected}/reject", """{"reason":"Not in this year's budget."}""", ct);
        await Post(bob, $"/purchase-orders/{issued}/issue", null, ct);
        await Post(bob, $"/purchase-orders/{disputed}/dispute", """{"reason":"The same was ordered already."}""", ct);
        await Post(cora, $"/suppliers/{fish}/suspend", """{"reason":"Certificate expired."}""", ct);
        return "Filled the empty database with 5 suppliers and 6 purchase orders.";
    }

    private static Task<string> Supplier(HttpClient client, string code, string name, string email, CancellationToken ct) =>
        Post(client, "/suppliers", $$"""{"code":"{{code}}","legal_name":"{{name}}","email":"{{email}}"}""", ct);

    private static string Order(string supplier, string requester, string sku, int quantity, long cents, string currency) =>
        $$"""
            {"supplier_id":"{{supplier}}","requested_by":"{{requester}}","line_items":[{"sku":"{{sku}}","quantity":{{quantity}},"unit_price_cents":{{cents}},"currency":"{{currency}}"}]}
            """;

    private static HttpClient Client(string address, AuthSettings auth, string subject)
    {
        var client = new HttpClient { BaseAddress = new Uri(address) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token(auth, subject).Value);
        return client;
    }

    private static Result<string> Token(AuthSettings auth, string subject) =>
        DevelopmentTokens.Issue(auth, subject, Everything, TimeSpan.FromMinutes(5), TimeProvider.System);

    private static async Task<string> Post(HttpClient client, string path, string? json, CancellationToken ct)
    {
        using var body = json is null ? null : new StringContent(json, new MediaTypeHeaderValue("application/json"));
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), body, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"{path}: {(int)answer.StatusCode} {text}");
        using var document = JsonDocument.Parse(text);
        return document.RootElement.GetProperty("id").GetString()!;
    }
}
