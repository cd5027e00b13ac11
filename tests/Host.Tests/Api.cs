namespace Host.Tests;

using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Host.Tests.Contract;
using Host.Tests.Erp;
using Host.Tests.Faults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.BuildingBlocks.Hosting.Security;
using Procurement.BuildingBlocks.Persistence;
using Procurement.BuildingBlocks.Persistence.Startup;
using Procurement.Host;
using TestKit;

/// <summary>The real host on a free port of 127.0.0.1, in memory or on a database of its own, and clients of it.</summary>
internal sealed class Api : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly string? database;
    private readonly Dictionary<string, HttpClient> clients = [];

    private Api(WebApplication app, string? database)
    {
        this.app = app;
        this.database = database;
    }

    public IServiceProvider Services => app.Services;

    public Uri Address => new(Listening.First());

    public Uri MetricsAddress => new(Listening.ElementAt(1));

    public ICollection<string> Listening => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;

    public string DatabaseUrl => database ?? throw new InvalidOperationException("This API runs in memory.");

    /// <summary>Settings of a service that tells and hears events through a broker.</summary>
    public static Action<Dictionary<string, string>> OnKafka(string brokers, string space) =>
        environment =>
        {
            environment["EVENT_TRANSPORT"] = "kafka";
            environment["KAFKA_BROKERS"] = brokers;
            environment["KAFKA_NAMESPACE"] = space;
            environment["KAFKA_PARTITIONS"] = "3";
            environment["KAFKA_REPLICATION"] = "1";
        };

    public static async Task<Api> Start(
        bool onPostgres,
        Action<Dictionary<string, string>>? configure = null,
        Action<IServiceCollection>? replace = null,
        Action<WebApplication>? map = null
    )
    {
        var environment = EnvironmentFile.Load("test");
        environment["LOG_LEVEL"] = "error";
        environment["BANK_ACCOUNT_COOLING_OFF"] = "0s";
        (await SimulatedErp.Shared).Serve(environment);
        var database = onPostgres ? await Postgres.CreateDatabase("host") : null;
        if (database is not null)
        {
            environment["APP_ENV"] = "development";
            environment["DATABASE_URL"] = database;
        }
        configure?.Invoke(environment);
        var app = ProcurementHost.Build(environment, replace);
        map?.Invoke(app);
        Assert.That(await app.PrepareDatabase(default), Is.Null);
        await app.StartAsync();
        // Whoever sends requests waits for readiness.
        await app.Services.GetRequiredService<WarmUp>().Run();
        return new Api(app, database);
    }

    /// <summary>Leaves out whoever carries events between modules, and the jobs of the modules: they take connections when nobody calls.</summary>
    public static void WithoutMessengers(IServiceCollection services)
    {
        var messaging = typeof(Procurement.BuildingBlocks.Messaging.MessagingSettings).Assembly;
        foreach (var worker in services.Where(each => each.ServiceType == typeof(IHostedService)).ToList())
        {
            var home = worker.ImplementationType?.Assembly ?? worker.ImplementationFactory?.Method.Module.Assembly;
            if (home == messaging || home?.GetName().Name?.EndsWith(".Adapters", StringComparison.Ordinal) is true)
                services.Remove(worker);
        }
    }

    public string Token(string subject, params string[] roles)
    {
        var auth = app.Services.GetRequiredService<HostSettings>().Auth;
        return DevelopmentTokens.Issue(auth, subject, roles, TimeSpan.FromHours(1), TimeProvider.System).Value;
    }

    /// <summary>A client that speaks for a subject with these roles.</summary>
    public HttpClient As(string subject, params string[] roles)
    {
        var key = $"{subject}:{string.Join(',', roles)}";
        if (!clients.TryGetValue(key, out var client))
        {
            clients[key] = client = Anonymous();
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token(subject, roles));
        }
        return client;
    }

    public HttpClient Anonymous() => new(new ContractCheck()) { BaseAddress = Address };

    /// <summary>The page that Prometheus reads, as it is now.</summary>
    public Task<string> Metrics() => Read(MetricsAddress);

    public static async Task<string> Read(Uri metrics)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(new Uri(metrics, "/metrics"));
    }

    /// <summary>Who makes the calls of the samples for a role.</summary>
    public HttpClient Sample(string role) => As(SampleSubject(role), role);

    public static string SampleSubject(string role) => $"sample-{role}";

    public HttpClient Bob => As("bob", Roles.Buyer);
    public HttpClient Luis => As("luis", Roles.ApproverL3);
    public HttpClient Sam => As("sam", Roles.SupplierManager);
    public HttpClient Cora => As("cora", Roles.Compliance);
    public HttpClient Walt => As("walt", Roles.Receiver);
    public HttpClient Fay => As("fay", Roles.Finance);
    public HttpClient Carla => As("carla", Roles.ApClerk);

    private int lastCode = 100_000;
    private string? payable;

    /// <summary>A registered supplier, approved or not, and suspended after that or not.</summary>
    public async Task<string> Supplier(bool approved = true, bool suspended = false)
    {
        var code = $"TH-{Interlocked.Increment(ref lastCode)}";
        var supplier = await Sam.Post("/suppliers", $$"""{"code":"{{code}}","legal_name":"Siam Paper","email":"a@siam.example"}""");
        var id = supplier.Text("id");
        if (approved)
            Assert.That((await Cora.Post($"/suppliers/{id}/approve", """{"risk_score":12}""")).Status, Is.EqualTo(HttpStatusCode.OK));
        if (suspended)
            Assert.That((await Cora.Post($"/suppliers/{id}/suspend", """{"reason":"Audit."}""")).Status, Is.EqualTo(HttpStatusCode.OK));
        return id;
    }

    /// <summary>A good body of PUT .../bank-account.</summary>
    public const string BankAccount = """{"iban":"SE45 5000 0000 0583 9825 7466","bic":"ESSESESS","holder":"Siam Paper"}""";

    /// <summary>A supplier whose bank account sam has proposed.</summary>
    public async Task<string> SupplierWithAccount()
    {
        var id = await Supplier();
        Assert.That((await Sam.Put($"/suppliers/{id}/bank-account", BankAccount)).Status, Is.EqualTo(HttpStatusCode.OK));
        return id;
    }

    /// <summary>A supplier that can be paid.</summary>
    public async Task<string> PayableSupplier()
    {
        var id = await SupplierWithAccount();
        await Fay.Post($"/suppliers/{id}/bank-account/confirm");
        await Eventually.Holds(
            async () => (await Sam.Get($"/suppliers/{id}")).Json.GetProperty("payable_bank_account").ValueKind,
            Is.EqualTo(JsonValueKind.Object)
        );
        return id;
    }

    /// <summary>The supplier of those samples that need one that can be paid.</summary>
    public async Task<string> SupplierOfSamples() => payable ??= await PayableSupplier();

    /// <summary>The run whose file was handed out last, by the samples.</summary>
    public string LastRun { get; set; } = "";

    /// <summary>A supplier that is not ordered from for the time being.</summary>
    public async Task<string> SupplierOnHold(string scope = "Orders")
    {
        var id = await Supplier();
        var held = await Cora.Post($"/suppliers/{id}/hold", $$"""{"scope":"{{scope}}","reason":"Audit."}""");
        Assert.That(held.Status, Is.EqualTo(HttpStatusCode.OK), held.Body);
        return id;
    }

    public static string Body(string supplier, long cents = 1250, int quantity = 3, string requester = "alice") =>
        $$"""{"supplier_id": "{{supplier}}", "requested_by": "{{requester}}", "line_items": [{"sku": "OFF-0001", "quantity": {{quantity}}, "unit_price_cents": {{cents}}, "currency": "USD"}]}""";

    /// <summary>An order by bob for alice.</summary>
    public async Task<string> Order(string? supplier = null, long cents = 1250, bool submitted = false, bool approved = false)
    {
        var order = await Bob.Post("/purchase-orders", Body(supplier ?? await Supplier(), cents));
        Assert.That(order.Status, Is.EqualTo(HttpStatusCode.Created), order.Body);
        if (submitted || approved)
            await Bob.Post($"/purchase-orders/{order.Text("id")}/submit");
        if (approved)
        {
            var reply = await Luis.Post($"/purchase-orders/{order.Text("id")}/approve");
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK), reply.Body);
        }
        return order.Text("id");
    }

    /// <summary>An order of three pieces that is with its supplier.</summary>
    public async Task<string> Issued(string? supplier = null)
    {
        var order = await Order(supplier, approved: true);
        var issued = await Bob.Post($"/purchase-orders/{order}/issue");
        Assert.That(issued.Status, Is.EqualTo(HttpStatusCode.OK), issued.Body);
        return order;
    }

    /// <summary>An order that was disputed as a draft.</summary>
    public async Task<string> Disputed()
    {
        var order = await Order();
        await Bob.Post($"/purchase-orders/{order}/dispute", """{"reason":"Wrong goods."}""");
        return order;
    }

    /// <summary>Goods come for the first line of an order.</summary>
    public Task<Reply> Receive(string order, int quantity, bool failed = false) =>
        Walt.Post(
            $"/purchase-orders/{order}/goods-receipts",
            $$"""{"delivery_note":"LS-{{Interlocked.Increment(ref lastCode)}}","lines":[{"line_number":1,"quantity":{{quantity}},"qc_failed":{{(failed ? "true" : "false")}}}]}"""
        );

    /// <summary>Goods that have come for the first line of an order; the receipt.</summary>
    public async Task<string> Received(string order, int quantity, bool failed = false)
    {
        var receipt = await Receive(order, quantity, failed);
        Assert.That(receipt.Status, Is.EqualTo(HttpStatusCode.Created), receipt.Body);
        return receipt.Text("id");
    }

    /// <summary>A receipt of two pieces of three.</summary>
    public async Task<string> Receipt(bool failed = false) => await Received(await Issued(), 2, failed);

    /// <summary>Changes the database past the service.</summary>
    public Task Tamper(string sql) => Ledger.Column(database!, sql);

    /// <summary>Tells Purchasing what Invoicing would tell it.</summary>
    public Task Tell<T>(string consumer, string about, T happened)
        where T : class => Told.By(app.Services, database, consumer, PublicEvent.Of(happened), about);

    /// <summary>A delegation by the caller of the samples.</summary>
    public async Task<string> Delegation(bool revoked = false)
    {
        var by = Sample(Roles.ApproverL1);
        var made = await by.Post("/delegations", """{"to":"luis","from_date":"2099-12-01","until_date":"2099-12-31"}""");
        Assert.That(made.Status, Is.EqualTo(HttpStatusCode.Created), made.Body);
        if (revoked)
            await by.Send(HttpMethod.Delete, $"/delegations/{made.Text("id")}", null);
        return made.Text("id");
    }

    /// <summary>A consumer that there is.</summary>
    public const string Consumer = "purchasing.supplier-standing";

    /// <summary>A message that a consumer could not handle, put aside; the event in it never happened.</summary>
    public async Task<string> DeadLetter(bool decidedOn = false)
    {
        var id = DeadLetters.Format(database is null ? DeadLetters.InMemory(app.Services) : await DeadLetters.Insert(database));
        if (decidedOn)
            Assert.That(
                (await As("otto", Roles.Operator).Post($"/ops/dead-letters/{id}/skip", """{"reason":"Of no use."}""")).Status,
                Is.EqualTo(HttpStatusCode.OK)
            );
        return id;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients.Values)
            client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        if (database is not null)
            await Postgres.DropDatabase(database);
    }
}

/// <summary>An answer, read.</summary>
internal sealed record Reply(HttpStatusCode Status, HttpResponseHeaders Headers, string? MediaType, string Body)
{
    public JsonElement Json => JsonElement.Parse(Body);

    public string Text(string member) =>
        Json.TryGetProperty(member, out var value)
            ? value.GetString()!
            : throw new AssertionException($"{(int)Status} without {member}: {Body}");

    public string Code => Text("code");

    public IEnumerable<string> Fields => Json.TryGetProperty("fields", out var fields) ? fields.EnumerateObject().Select(f => f.Name) : [];
}

internal static class Requests
{
    public static Task<Reply> Get(this HttpClient client, string path, params (string Name, string Value)[] headers) =>
        client.Send(HttpMethod.Get, path, null, headers);

    public static Task<Reply> Post(
        this HttpClient client,
        string path,
        string? json = null,
        params (string Name, string Value)[] headers
    ) => client.Send(HttpMethod.Post, path, json is null ? null : Json(json), headers);

    public static Task<Reply> Put(this HttpClient client, string path, string json, params (string Name, string Value)[] headers) =>
        client.Send(HttpMethod.Put, path, Json(json), headers);

    public static Task<Reply> Patch(this HttpClient client, string path, string json, params (string Name, string Value)[] headers) =>
        client.Send(HttpMethod.Patch, path, Json(json), headers);

    public static async Task<Reply> Send(
        this HttpClient client,
        HttpMethod method,
        string path,
        HttpContent? body,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return new Reply(answer.StatusCode, answer.Headers, answer.Content.Headers.ContentType?.MediaType, text);
    }

    private static StringContent Json(string json) => new(json, new MediaTypeHeaderValue("application/json"));
}
