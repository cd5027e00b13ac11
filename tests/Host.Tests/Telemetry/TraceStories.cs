namespace Host.Tests.Telemetry;

using System.Net;
using System.Net.Sockets;
using Host.Tests.Faults;
using Host.Tests.Invoicing;
using Npgsql;
using TestKit;

/// <summary>What a request sets in motion is one trace, across modules and processes.</summary>
[Category(Lane.Processes)]
internal sealed class TraceStories
{
    private const string Kept = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Caller = "00f067aa0ba902b7";
    private const string Issue = "POST /purchase-orders/{id}/issue";

    private Collector collector = null!;

    [SetUp]
    public async Task Start() => collector = await Collector.Start();

    [TearDown]
    public ValueTask Stop() => collector.DisposeAsync();

    [TestCase("grpc")]
    [TestCase("http/protobuf")]
    public async Task An_issued_order_is_one_trace_from_the_request_to_what_another_module_stores(string protocol)
    {
        string order;
        await using (var api = await Api.Start(onPostgres: true, environment => collector.Serve(environment, protocol)))
        {
            order = await api.Order(approved: true);
            await api.Bob.Post($"/purchase-orders/{order}/issue", null, Calling(Kept));
            await api.Counted(order, 0);
        }

        var spans = await collector.AllSpans();
        Assert.That(
            spans.Select(span => span.Trace).Distinct(),
            Is.EqualTo(new[] { Kept }),
            "what the clock does by itself is in no trace"
        );
        var (request, trace) = (spans.Single(span => span.Name == Issue), spans.ToList());
        await TestContext.Out.WriteLineAsync(Tree(trace, request, 0));
        Assert.That((request.Kind, request.Parent, request.Status), Is.EqualTo(("Server", Caller, "Unset")));
        Assert.That(
            (request.Tags["http.route"], request.Tags["http.response.status_code"], request.Tags["http.request.method"]),
            Is.EqualTo(("/purchase-orders/{id}/issue", "200", "POST"))
        );
        var useCase = Child(trace, request, "IssuePurchaseOrder");
        var found = Child(trace, useCase, "po_repository.find_by_id");
        Assert.That(found.Tags["po.id"], Is.EqualTo(order));
        Assert.That(trace, Has.Some.Matches<Span>(span => span!.Parent == found.Id && span.Tags.ContainsKey("db.query.text")));
        var saved = trace.Single(span => span.Name == "po_repository.save");
        Assert.That((saved.Tags["db.operation"], saved.Tags["po.id"]), Is.EqualTo(("save", order)));
        Assert.That(trace, Has.Some.Matches<Span>(span => span!.Parent == saved.Id && span.Tags.ContainsKey("db.query.text")));
        var created = Child(trace, saved, "create purchasing.purchase-order-issued");
        var sent = Child(trace, created, "send purchasing.purchase-order-issued");
        Assert.That((created.Kind, sent.Kind, sent.Tags["messaging.system"]), Is.EqualTo(("Producer", "Client", "postgresql")));
        Assert.That(sent.Tags["messaging.message.id"], Is.EqualTo(created.Tags["messaging.message.id"]));
        var consumed = Child(trace, created, "process invoicing.orders");
        Assert.That(consumed.Kind, Is.EqualTo("Consumer"));
        Assert.That(
            trace,
            Has.Some.Matches<Span>(span => span!.Name == "invoice_repository.save" && Above(trace, span).Contains(consumed))
        );
    }

    [Test]
    public async Task What_is_replayed_later_is_a_trace_of_its_own_that_points_to_the_first()
    {
        await using (var api = await Api.Start(onPostgres: true, environment => collector.Serve(environment, "grpc")))
        {
            var order = await api.Order(approved: true);
            await api.Bob.Post($"/purchase-orders/{order}/issue", null, Calling(Kept));
            await api.Counted(order, 0);
            await using var database = NpgsqlDataSource.Create(Postgres.ConnectionString(api.DatabaseUrl));
            await using var earlier = database.CreateCommand(
                "UPDATE purchasing.event_log SET occurred_at = occurred_at - interval '1 hour'"
            );
            await earlier.ExecuteNonQueryAsync();
            var replayed = await api.As("otto", "operator")
                .Post("/ops/consumers/invoicing.orders/replay", """{"from":"2026-01-01T00:00:00Z","reason":"Lost."}""");
            Assert.That((int)replayed.Status, Is.EqualTo(200), replayed.Body);
            await Eventually.Holds(() => Task.FromResult(collector.Spans().Any(IsLater)), Is.True);
        }

        var later = (await collector.AllSpans()).First(IsLater);
        Assert.That((later.IsRoot, later.Tags["Trace ID"]), Is.EqualTo((true, Kept)), "its link");

        // The copy is there already, so that the message is refused, and comes again.
        static bool IsLater(Span span) => span.Name == "process invoicing.orders" && span.Trace != Kept;
    }

    [Test]
    public async Task A_tenth_of_the_traces_is_kept()
    {
        await using (
            var served = await Served.Start(
                null,
                environment =>
                {
                    collector.Serve(environment, "http/protobuf");
                    environment["OTEL_TRACES_SAMPLER"] = "parentbased_traceidratio";
                    environment["OTEL_TRACES_SAMPLER_ARG"] = "0.1";
                }
            )
        )
        {
            await served.RefuseMany(3_000);
            await served.Terminate();
            Assert.That(await served.Exited(), Is.Zero);
        }

        // Six times the deviation on either side: it fails once in a thousand million runs.
        Assert.That((await collector.AllSpans()).Count(span => span.Kind == "Server"), Is.InRange(202, 398));
    }

    [Test]
    public async Task A_collector_that_takes_connections_and_says_nothing_holds_up_nobody()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var served = await Served.Start(
            null,
            environment =>
            {
                collector.Serve(environment, "grpc");
                environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://{silent.LocalEndpoint}";
            }
        );

        // More than it keeps for the collector.
        await served.RefuseMany(5_000);

        await served.Terminate();
        Assert.That(await served.Exited(), Is.Zero);
    }

    [Test]
    public async Task Who_calls_decides_for_its_own_traces()
    {
        await using (
            var api = await Api.Start(
                onPostgres: false,
                environment =>
                {
                    collector.Serve(environment, "grpc");
                    environment["OTEL_TRACES_SAMPLER"] = "parentbased_traceidratio";
                    environment["OTEL_TRACES_SAMPLER_ARG"] = "0";
                }
            )
        )
        {
            await api.Bob.Get("/purchase-orders", Calling("4bf92f3577b34da6a3ce929d0e0e4737", isKept: false));
            await api.Bob.Get("/purchase-orders");
            await api.Bob.Get("/purchase-orders", Calling(Kept));
        }

        var spans = await collector.AllSpans();
        Assert.That(spans.Select(span => span.Trace).Distinct(), Is.EqualTo(new[] { Kept }));
        Assert.That(spans.Single(span => span.Kind == "Server").Parent, Is.EqualTo(Caller));
    }

    [Test]
    public async Task A_trace_begins_with_a_request_and_a_refusal_is_no_error()
    {
        // As a process of its own: in this one the client's own span would decide.
        await using (var served = await Served.Start(null, environment => collector.Serve(environment, "grpc")))
        {
            using var client = new HttpClient { BaseAddress = served.Address };
            await client.Get("/suppliers");
            await client.Get("/purchase-orders");
            await client.Get("/readyz");
            await served.Terminate();
            await served.Exited();
        }

        var spans = (await collector.AllSpans()).Where(span => span.Kind == "Server").ToList();
        Assert.That(spans, Has.Count.EqualTo(2));
        Assert.That(spans.Select(span => span.Tags["http.response.status_code"]), Is.All.EqualTo("401"));
        Assert.That(spans.Select(span => (span.IsRoot, span.Status)), Is.All.EqualTo((true, "Unset")));
    }

    private static (string, string) Calling(string trace, bool isKept = true) =>
        ("traceparent", $"00-{trace}-{Caller}-0{(isKept ? 1 : 0)}");

    private static Span Child(IEnumerable<Span> trace, Span of, string name) =>
        trace.Single(span => span.Parent == of.Id && span.Name == name);

    private static IEnumerable<Span> Above(List<Span> trace, Span span)
    {
        while (trace.Find(each => each.Id == span.Parent) is { } parent)
            yield return span = parent;
    }

    private static string Tree(List<Span> trace, Span of, int depth) =>
        $"{new string(' ', depth * 2)}{of.Kind} {of.Name}\n"
        + string.Concat(trace.Where(span => span.Parent == of.Id).Select(span => Tree(trace, span, depth + 1)));
}
