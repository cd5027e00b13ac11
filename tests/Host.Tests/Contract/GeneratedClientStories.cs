namespace Host.Tests.Contract;

using GeneratedClient;
using GeneratedClient.Models;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;

/// <summary>A client that a generator made of docs/openapi.json works against the service.</summary>
internal sealed class GeneratedClientStories
{
    private Api api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await Api.Start(onPostgres: true);

    [OneTimeTearDown]
    public ValueTask Stop() => api.DisposeAsync();

    [Test]
    public async Task It_raises_submits_and_approves_an_order()
    {
        var supplier = await api.Supplier();
        using var buyer = new Caller(api.Bob);
        using var approver = new Caller(api.Luis);

        var raised = await buyer.Client.PurchaseOrders.PostAsync(
            new CreateOrderBody
            {
                SupplierId = supplier,
                RequestedBy = "alice",
                LineItems =
                [
                    new LineItemBody
                    {
                        Sku = "OFF-0001",
                        Quantity = 3,
                        UnitPriceCents = 1250,
                        Currency = Currency.USD,
                    },
                ],
            },
            request => request.Headers.Add("Idempotency-Key", "generated-1")
        );
        var submitted = await buyer.Client.PurchaseOrders[raised!.Id!].Submit.PostAsync(new NoBody());
        var approved = await approver.Client.PurchaseOrders[raised.Id!].Approve.PostAsync(new NoBody());

        Assert.That(
            (raised.Status, raised.TotalCents, raised.ApprovedAt),
            Is.EqualTo((PurchaseOrderStatus.Draft, (long?)3750, (DateTimeOffset?)null))
        );
        Assert.That(submitted!.Status, Is.EqualTo(PurchaseOrderStatus.AwaitingApproval));
        Assert.That(approved!.Status, Is.EqualTo(PurchaseOrderStatus.Approved));
        Assert.That(approved.Approvals!.Single().Approver, Is.EqualTo("luis"));
        Assert.That(approved.LineItems!.Single().LineTotalCents, Is.EqualTo(3750));
    }

    [Test]
    public async Task It_reads_lists_and_refusals()
    {
        var order = await api.Order();
        using var buyer = new Caller(api.Bob);

        var listed = await buyer.Client.PurchaseOrders.GetAsync(request => request.QueryParameters.Limit = 1);
        var refused = await Assert.ThrowsAsync<Problem>(() => buyer.Client.PurchaseOrders[order].Approve.PostAsync(new NoBody()));

        Assert.That(listed!.Items!.Single().Id, Is.EqualTo(order));
        Assert.That((refused!.Status, refused.Code), Is.EqualTo(((int?)403, "FORBIDDEN")));
    }

    /// <summary>The generated client over one of ours, which brings the token and compares with the document.</summary>
    private sealed class Caller : IDisposable
    {
        private readonly HttpClientRequestAdapter adapter;

        public Caller(HttpClient http)
        {
            adapter = new HttpClientRequestAdapter(new AnonymousAuthenticationProvider(), httpClient: http)
            {
                BaseUrl = http.BaseAddress!.ToString(),
            };
            Client = new ProcurementClient(adapter);
        }

        public ProcurementClient Client { get; }

        public void Dispose() => adapter.Dispose();
    }
}
