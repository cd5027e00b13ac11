namespace Host.Tests.Purchasing;

using System.Net;
using System.Text.Json;
using Host.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;
using Procurement.Supplier.Contracts;

/// <summary>Many orders in one request.</summary>
[TestFixture(false, TestName = "BatchStories(memory)")]
[TestFixture(true, TestName = "BatchStories(PostgreSQL)")]
internal sealed class BatchStories(bool onPostgres)
{
    private const string Batch = "/purchase-orders/batch";
    private readonly Questions questions = new();
    private Api api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await Api.Start(onPostgres, replace: services => Count(services, questions));

    [OneTimeTearDown]
    public ValueTask Stop() => api.DisposeAsync();

    [TestCase("all_or_nothing")]
    [TestCase("row_by_row")]
    public async Task Orders_that_are_all_good_are_made_in_the_order_asked(string mode)
    {
        var supplier = await api.Supplier();
        questions.Asked = 0;

        var made = await Post(mode, Good(supplier, "first"), Good(supplier, "second"), Good(supplier, "third"));

        Assert.That((made.Status, made.MediaType), Is.EqualTo((HttpStatusCode.Created, "application/json")), made.Body);
        var results = Results(made);
        Assert.That(results.Select(Members), Is.All.EqualTo("index,status,id"));
        Assert.That(results.Select((row, i) => (row.GetProperty("index").GetInt32() == i, Status(row))), Is.All.EqualTo((true, 201)));
        Assert.That(await Requesters(results), Is.EqualTo(new[] { "first", "second", "third" }));
        Assert.That(questions.Asked, Is.EqualTo(1), "of the one supplier");
    }

    [Test]
    public async Task Of_all_or_nothing_nothing_is_made_when_something_is_wrong_and_all_that_is_wrong_is_said()
    {
        var (supplier, suspended) = (await api.Supplier(), await api.Supplier(suspended: true));
        var wrong = Good(supplier, " ").Replace("\"quantity\": 3", "\"quantity\": 0", StringComparison.Ordinal);

        var refused = await Post(
            "all_or_nothing",
            Good(supplier),
            wrong,
            Good("sup_01890000-0000-7000-8000-000000000000"),
            Good(suspended)
        );

        Assert.That((refused.Status, refused.Code), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "BATCH_REFUSED")), refused.Body);
        Assert.That(refused.MediaType, Is.EqualTo("application/problem+json"));
        var results = Results(refused);
        Assert.That(
            results.Select(row => $"{Status(row)} {row.GetProperty("code")} {Fields(row)}".TrimEnd()),
            Is.EqualTo(
                new[]
                {
                    "424 BATCH_REFUSED",
                    "422 VALIDATION_FAILED line_items[0].quantity,requested_by",
                    "422 VALIDATION_FAILED supplier_id",
                    "422 SUPPLIER_NOT_ELIGIBLE supplier_id",
                }
            )
        );
        Assert.That(results.Select(Members), Has.None.Contains("id,"));
        Assert.That(
            refused.Fields,
            Is.EquivalentTo(
                new[] { "orders[1].requested_by", "orders[1].line_items[0].quantity", "orders[2].supplier_id", "orders[3].supplier_id" }
            )
        );
        Assert.That(await CountOf(supplier), Is.Zero);
    }

    [Test]
    public async Task Row_by_row_what_is_good_is_made_and_once_whatever_is_repeated()
    {
        var supplier = await api.Supplier();
        var key = ("Idempotency-Key", $"rows-{supplier}");
        string[] orders = [Good(supplier), "{}", Good(supplier)];

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Post("row_by_row", orders, key)));

        Assert.That(replies.Select(reply => (int)reply.Status), Is.All.EqualTo(207), replies[0].Body);
        Assert.That(replies.Select(reply => reply.Body).Distinct().Count(), Is.EqualTo(1));
        Assert.That(replies.Count(reply => !reply.Headers.Contains("Idempotency-Replayed")), Is.EqualTo(1));
        Assert.That(Results(replies[0]).Select(Status), Is.EqualTo(new[] { 201, 422, 201 }));
        Assert.That(Fields(Results(replies[0])[1]), Is.EqualTo("line_items,requested_by,supplier_id"));
        Assert.That(await CountOf(supplier), Is.EqualTo(2));
    }

    [Test]
    public async Task Row_by_row_all_may_be_refused_and_the_answer_is_kept()
    {
        var key = ("Idempotency-Key", "none");

        var first = await Post("row_by_row", ["{}"], key);
        var again = await Post("row_by_row", ["{}"], key);

        Assert.That(((int)first.Status, Results(first).Select(Status).Single()), Is.EqualTo((207, 422)), first.Body);
        Assert.That((again.Body, again.Headers.Contains("Idempotency-Replayed")), Is.EqualTo((first.Body, true)));
    }

    [Test]
    public async Task A_key_whose_batch_was_refused_may_be_used_again()
    {
        var supplier = await api.Supplier();
        var key = ("Idempotency-Key", $"again-{supplier}");

        var refused = await Post("all_or_nothing", [Good(supplier), "{}"], key);
        var made = await Post("all_or_nothing", [Good(supplier)], key);

        Assert.That((refused.Status, made.Status), Is.EqualTo((HttpStatusCode.UnprocessableEntity, HttpStatusCode.Created)), made.Body);
        Assert.That(await CountOf(supplier), Is.EqualTo(1));
    }

    [Test]
    public async Task A_batch_is_bounded_and_whole()
    {
        var good = Good(await api.Supplier());
        var line = JsonElement.Parse(good).GetProperty("line_items")[0].GetRawText();
        var large = $$"""{"line_items":[{{string.Join(',', Enumerable.Repeat(line, 2_501))}}]}""";

        await Refuses("orders", "row_by_row");
        await Refuses("orders", "row_by_row", [.. Enumerable.Repeat("{}", 501)]);
        await Refuses("orders[1]", "row_by_row", good, "null");
        await Refuses("orders", "row_by_row", large, large);
        await Refuses("mode", "rowbyrow", good);
        var nothing = await api.Bob.Post(Batch, "{}");
        Assert.That(nothing.Fields, Is.EquivalentTo(new[] { "mode", "orders" }), nothing.Body);

        async Task Refuses(string field, string mode, params string[] orders)
        {
            var reply = await Post(mode, orders);
            Assert.That(
                (reply.Status, reply.Code, string.Join(',', reply.Fields)),
                Is.EqualTo((HttpStatusCode.UnprocessableEntity, "VALIDATION_FAILED", field)),
                reply.Body
            );
        }
    }

    /// <summary>So that it survives as a whole, or not at all, whatever dies meanwhile.</summary>
    [TestCase("all_or_nothing")]
    [TestCase("row_by_row")]
    public async Task The_largest_batch_and_its_answer_are_one_transaction(string mode)
    {
        if (!onPostgres)
            Assert.Pass("Memory has one lock.");
        var supplier = await api.Supplier();
        var order = Good(supplier);
        var line = JsonElement.Parse(order).GetProperty("line_items")[0].GetRawText();
        order = order.Replace(line, string.Join(',', Enumerable.Repeat(line, 10)), StringComparison.Ordinal);
        var key = ("Idempotency-Key", $"large-{mode}");

        var made = await Post(mode, [.. Enumerable.Repeat(order, 500)], key);

        Assert.That(made.Status, Is.EqualTo(HttpStatusCode.Created), made.Body);
        var id = supplier["sup_".Length..];
        var transactions = await Ledger.Column(
            api.DatabaseUrl,
            $"""
            SELECT xmin::text FROM purchasing.purchase_orders WHERE supplier_id = '{id}'
            UNION SELECT xmin::text FROM purchasing.idempotency WHERE key = '{key.Item2}'
            """
        );
        Assert.That(transactions, Has.Count.EqualTo(1));
        Assert.That(
            await Ledger.Column(api.DatabaseUrl, $"SELECT count(*) FROM purchasing.purchase_orders WHERE supplier_id = '{id}'"),
            Is.EqualTo(new[] { "500" })
        );
    }

    private static string Good(string supplier, string requester = "alice") => Api.Body(supplier, requester: requester);

    private Task<Reply> Post(string mode, params string[] orders) => Post(mode, orders, []);

    private Task<Reply> Post(string mode, string[] orders, params (string, string)[] headers) =>
        api.Bob.Post(Batch, $$"""{"mode":"{{mode}}","orders":[{{string.Join(',', orders)}}]}""", headers);

    private static List<JsonElement> Results(Reply reply) => [.. reply.Json.GetProperty("results").EnumerateArray()];

    private static int Status(JsonElement row) => row.GetProperty("status").GetInt32();

    private static string Members(JsonElement row) => string.Join(',', row.EnumerateObject().Select(member => member.Name));

    private static string Fields(JsonElement row) =>
        row.TryGetProperty("fields", out var fields)
            ? string.Join(',', fields.EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal))
            : "";

    private async Task<List<string>> Requesters(List<JsonElement> results)
    {
        var requesters = new List<string>();
        foreach (var row in results)
            requesters.Add((await api.Bob.Get($"/purchase-orders/{row.GetProperty("id").GetString()}")).Text("requested_by"));
        return requesters;
    }

    private async Task<int> CountOf(string supplier) =>
        (await api.Bob.Get($"/purchase-orders?supplier_id={supplier}&limit=100")).Json.GetProperty("items").GetArrayLength();

    private static void Count(IServiceCollection services, Questions questions)
    {
        var real = services.Single(service => service.ServiceType == typeof(ISupplierApi));
        services.Remove(real);
        services.AddScoped<ISupplierApi>(provider => new Counted(
            (ISupplierApi)ActivatorUtilities.CreateInstance(provider, real.ImplementationType!),
            questions
        ));
    }

    private sealed class Questions
    {
        public int Asked { get; set; }
    }

    private sealed class Counted(ISupplierApi suppliers, Questions questions) : ISupplierApi
    {
        public Task<SupplierStanding?> FindStanding(Guid supplierId, CancellationToken ct)
        {
            questions.Asked++;
            return suppliers.FindStanding(supplierId, ct);
        }

        public Task<PayableAccount?> FindPayableAccount(Guid supplierId, CancellationToken ct) =>
            suppliers.FindPayableAccount(supplierId, ct);

        public Task<SupplierContact?> FindContact(Guid supplierId, CancellationToken ct) => suppliers.FindContact(supplierId, ct);
    }
}
