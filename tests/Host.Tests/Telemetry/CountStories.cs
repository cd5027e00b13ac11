namespace Host.Tests.Telemetry;

using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Procurement.BuildingBlocks.Hosting.Security;

/// <summary>What is counted is what was asked for, request by request.</summary>
internal sealed partial class CountStories
{
    private const int Requests = 10_000;
    private const int Callers = 16;

    [Test]
    public async Task Ten_thousand_requests_of_mixed_outcome_are_counted_one_by_one()
    {
        await using var api = await Api.Start(onPostgres: false);
        var supplier = await api.Supplier();
        using var buyer = Bare(api, api.Token("bob", Roles.Buyer));
        using var nobody = Bare(api, null);
        (HttpClient Client, string Method, string Path, string? Body, string Route, int Status)[] kinds =
        [
            (buyer, "GET", "/suppliers", null, "/suppliers", 200),
            (buyer, "GET", $"/suppliers/{supplier}", null, "/suppliers/{id}", 200),
            (buyer, "GET", "/purchase-orders/po_0199b3c8-7c44-7d5a-9b1e-2f8d1c0a4b6e", null, "/purchase-orders/{id}", 404),
            (buyer, "GET", "/purchase-orders/nonsense", null, "/purchase-orders/{id}", 400),
            (buyer, "POST", "/purchase-orders", """{"supplier_id":"x"}""", "/purchase-orders", 422),
            (buyer, "POST", "/purchase-orders", Api.Body(supplier), "/purchase-orders", 201),
            (buyer, "POST", "/suppliers", "{}", "/suppliers", 403),
            (nobody, "GET", "/purchase-orders", null, "/purchase-orders", 401),
            (buyer, "GET", "/nowhere", null, "none", 404),
        ];
        var before = Counted(await api.Metrics());

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(Ask));

        var sent = kinds
            .Select(
                (kind, i) =>
                    ((kind.Method, kind.Route, kind.Status), Count: Enumerable.Range(0, Requests).Count(n => n % kinds.Length == i))
            )
            .GroupBy(each => each.Item1, each => each.Count)
            .ToDictionary(group => group.Key, group => (long)group.Sum());
        await Eventually.Holds(async () => Added(before, Counted(await api.Metrics())), Is.EquivalentTo(sent));

        async Task Ask(int caller)
        {
            for (var n = caller; n < Requests; n += Callers)
            {
                var (client, method, path, body, _, status) = kinds[n % kinds.Length];
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                if (body is not null)
                    request.Content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
                using var answer = await client.SendAsync(request);
                Assert.That((int)answer.StatusCode, Is.EqualTo(status), $"{method} {path}");
            }
        }
    }

    [Test]
    public async Task Decisions_are_counted_by_what_became_of_them_and_an_answer_that_is_told_again_is_none()
    {
        await using var api = await Api.Start(onPostgres: true);
        var orders = new List<string>();
        for (var i = 0; i < 5; i++)
            orders.Add(await api.Order(submitted: true));
        var key = ("Idempotency-Key", "once");

        await api.Luis.Post($"/purchase-orders/{orders[0]}/approve", null, key);
        await api.Luis.Post($"/purchase-orders/{orders[0]}/approve", null, key);
        await api.Luis.Post($"/purchase-orders/{orders[1]}/approve");
        await api.Luis.Post($"/purchase-orders/{orders[2]}/reject", """{"reason":"Too much."}""");
        Assert.That((await api.Luis.Post($"/purchase-orders/{orders[2]}/approve")).Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That((await api.Bob.Post($"/purchase-orders/{orders[3]}/approve")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(
            (await api.Luis.Post($"/purchase-orders/{orders[4]}/reject", "{}")).Status,
            Is.EqualTo(HttpStatusCode.UnprocessableEntity)
        );

        await Eventually.Holds(
            api.Metrics,
            Does.Match("procurement_po_approvals_total\\{[^}]*status=\"approved\"\\} 2\n")
                .And.Match("procurement_po_approvals_total\\{[^}]*status=\"rejected\"\\} 1\n")
                .And.Match("procurement_po_approvals_total\\{[^}]*status=\"error\"\\} 3\n")
                .And.Match("procurement_idempotent_replays_total\\{[^}]*\\} 1\n")
                .And.Match("procurement_event_age_seconds_count\\{[^}]*event=\"PurchaseOrderApproved\"\\} 2\n")
                .And.Match("procurement_event_age_seconds_count\\{[^}]*event=\"PurchaseOrderRejected\"\\} 1\n")
                .And.Match("procurement_event_age_seconds_count\\{[^}]*event=\"PurchaseOrderSubmitted\"\\} 5\n")
        );
    }

    private static HttpClient Bare(Api api, string? token) =>
        new() { BaseAddress = api.Address, DefaultRequestHeaders = { Authorization = token is null ? null : new("Bearer", token) } };

    private static Dictionary<(string Method, string Route, int Status), long> Counted(string page) =>
        Count()
            .Matches(page)
            .ToDictionary(
                match => (match.Groups[1].Value, match.Groups[2].Value, int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture)),
                match => long.Parse(match.Groups[4].Value, CultureInfo.InvariantCulture)
            );

    private static Dictionary<(string Method, string Route, int Status), long> Added(
        Dictionary<(string Method, string Route, int Status), long> before,
        Dictionary<(string Method, string Route, int Status), long> after
    ) =>
        after
            .Select(each => KeyValuePair.Create(each.Key, each.Value - before.GetValueOrDefault(each.Key)))
            .Where(each => each.Value > 0)
            .ToDictionary();

    [GeneratedRegex(
        "^procurement_http_request_duration_seconds_count\\{[^}]*method=\"([A-Z]+)\",route=\"([^\"]+)\",status_code=\"([0-9]+)\"\\} ([0-9]+)$",
        RegexOptions.Multiline
    )]
    private static partial Regex Count();
}
