namespace Host.Tests.Faults;

using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Hosting.Lifetime;
using Procurement.Supplier.Contracts;

/// <summary>A fault of ours: the caller learns that it was one, the operator where, and neither what is inside.</summary>
[Category(Lane.Processes)]
internal sealed class FaultStories
{
    private const string Unknown = "01930000-0000-7000-8000-000000000001";
    private const string Canary = "canary SELECT secret FROM /srv/app at Procurement.Somewhere";
    private Api api = null!;

    [OneTimeSetUp]
    public async Task Start() =>
        api = await Api.Start(onPostgres: false, replace: services => services.AddSingleton<ISupplierApi, FaultySuppliers>());

    [OneTimeTearDown]
    public ValueTask Stop() => api.DisposeAsync();

    [Test]
    public async Task It_is_told_without_the_inside_and_counted_under_its_route()
    {
        var fault = await api.Bob.Post("/purchase-orders", Api.Body($"sup_{Unknown}"));

        Assert.That((fault.Status, fault.Code), Is.EqualTo((HttpStatusCode.InternalServerError, "INTERNAL_ERROR")));
        Assert.That(fault.Text("trace_id"), Has.Length.EqualTo(32));
        Assert.That(fault.Body, Does.Not.Contain("canary").And.Not.Contain("SELECT").And.Not.Contain("/srv").And.Not.Contain("Exception"));
        await Eventually.Holds(
            api.Metrics,
            Does.Contain("method=\"POST\",route=\"/purchase-orders\",status_code=\"500\"")
                .And.Not.Contain("route=\"none\",status_code=\"500\"")
        );
    }

    [Test]
    public async Task It_carries_what_every_answer_carries_and_closes_its_connection_while_we_stop()
    {
        await using var stopping = await Api.Start(
            onPostgres: false,
            replace: services => services.AddSingleton<ISupplierApi, FaultySuppliers>()
        );
        Assert.That((await Ask()).Headers.ConnectionClose, Is.Not.True);

        await stopping.Services.GetRequiredService<Drain>().StoppingAsync(default);

        var fault = await Ask();
        Assert.That(fault.Status, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(fault.Headers.ConnectionClose, Is.True);
        foreach (var header in new[] { "RateLimit", "RateLimit-Policy", "X-Content-Type-Options", "Content-Security-Policy" })
            Assert.That(fault.Headers.Contains(header), Is.True, header);
        Assert.That(fault.Headers.CacheControl!.NoStore, Is.True);

        Task<Reply> Ask() => stopping.Bob.Post("/purchase-orders", Api.Body($"sup_{Unknown}"));
    }

    [Test]
    public async Task Every_class_of_refusal_carries_the_security_headers()
    {
        var refusals = new[]
        {
            await api.Bob.Post("/purchase-orders", "{"),
            await api.Luis.Post("/purchase-orders", "{}"),
            await api.Bob.Get($"/purchase-orders/po_{Unknown}"),
            await api.Bob.Send(HttpMethod.Delete, "/purchase-orders", null),
            await api.Sam.Post("/suppliers", new string(' ', 70_000)),
            await api.Bob.Send(HttpMethod.Post, "/purchase-orders", new StringContent("{}")),
            await api.Bob.Post("/purchase-orders", "{}"),
        };

        Assert.That(refusals.Select(refusal => (int)refusal.Status), Is.EqualTo(new[] { 400, 403, 404, 405, 413, 415, 422 }));
        foreach (var refusal in refusals)
        {
            Assert.That(refusal.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }), refusal.Body);
            Assert.That(refusal.Headers.CacheControl!.NoStore, Is.True);
            Assert.That(refusal.Headers.Contains("Server"), Is.False);
        }
    }

    private sealed class FaultySuppliers : ISupplierApi
    {
        public Task<SupplierStanding?> FindStanding(Guid supplierId, CancellationToken ct) => throw new InvalidOperationException(Canary);

        public Task<PayableAccount?> FindPayableAccount(Guid supplierId, CancellationToken ct) =>
            throw new InvalidOperationException(Canary);

        public Task<SupplierContact?> FindContact(Guid supplierId, CancellationToken ct) => throw new InvalidOperationException(Canary);
    }
}
