namespace Messaging.Tests.Stories;

using MassTransit;
using Messaging.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Procurement.BuildingBlocks;
using Procurement.BuildingBlocks.Messaging.Outbox;
using Procurement.BuildingBlocks.Persistence;
using TestKit;

/// <summary>What code publishes is part of a unit of work, and nothing goes around it.</summary>
internal sealed class PublishingStories
{
    private string url = "";
    private Post post = null!;
    private Told told = null!;

    [SetUp]
    public async Task Start()
    {
        url = await Postgres.CreateDatabase("publishing");
        await Post.Create(url);
        told = new Told(url);
        // Nobody carries anything away: what is written stays where it can be seen.
        post = await Post.Start(url, replace: Post.WithoutWorkers);
    }

    [TearDown]
    public async Task Stop()
    {
        await post.DisposeAsync();
        await told.DisposeAsync();
        await Postgres.DropDatabase(url);
    }

    [Test]
    public async Task What_is_published_is_written_by_the_commit_and_not_before()
    {
        await using var scope = post.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Outbox<SourceModule>>().Open();

        await Publish(scope, context => context.About("thing_1", 7));
        Assert.That(await told.Outbox("source"), Is.Empty);
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork<SourceModule>>().Commit(default);

        Assert.That(await told.Outbox("source"), Is.EqualTo(new[] { "source.thing-counted v1 of thing_1 7" }));
    }

    [Test]
    public async Task What_is_published_and_what_an_aggregate_tells_are_carried_alike()
    {
        using var trace = new System.Diagnostics.Activity("request").Start();
        var thing = TypedId.New<ThingId>(TimeProvider.System);
        await post.Count(thing, "note");
        await using var scope = post.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Outbox<SourceModule>>().Open();
        var counted = new ThingCounted
        {
            ThingId = $"{thing}",
            Count = 1,
            Note = "note",
        };
        await scope.ServiceProvider.GetRequiredService<IPublishEndpoint>().Publish(counted, context => context.About($"{thing}", 1));
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork<SourceModule>>().Commit(default);

        // All but what tells one from the other: sequence number, identifier and moment.
        var rows = await told.Texts(
            "SELECT (to_jsonb(o) - 'seq' - 'message_id' - 'occurred_at' - 'trace_parent')::text || left(trace_parent, 35) FROM source.outbox o"
        );
        Assert.That(rows, Has.Count.EqualTo(2));
        Assert.That(rows.Distinct().Count(), Is.EqualTo(1), string.Join('\n', rows));
    }

    [Test]
    public async Task What_is_published_is_gone_with_a_unit_of_work_that_is_not_committed()
    {
        await using (var scope = post.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<Outbox<SourceModule>>().Open();
            await Publish(scope, context => context.About("thing_1", 7));
        }

        Assert.That(await told.Outbox("source"), Is.Empty);
    }

    [Test]
    public async Task Publishing_where_nobody_commits_is_refused()
    {
        await using var scope = post.Services.CreateAsyncScope();

        Assert.That(
            () => Publish(scope, context => context.About("thing_1", 7)),
            Throws.InvalidOperationException.With.Message.Contains("outside of a unit of work")
        );
    }

    [Test]
    public void The_bus_itself_refuses_to_publish()
    {
        var bus = post.Services.GetRequiredService<IBus>();

        Assert.That(() => bus.Publish(Counted), Throws.InvalidOperationException.With.Message.Contains("given to the bus itself"));
    }

    [Test]
    public async Task What_no_contract_declares_is_refused()
    {
        await using var scope = post.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Outbox<SourceModule>>().Open();
        var endpoint = scope.ServiceProvider.GetRequiredService<IPublishEndpoint>();

        Assert.That(() => endpoint.Publish(new Undeclared("x")), Throws.InvalidOperationException.With.Message.Contains("not declared"));
    }

    [Test]
    public async Task An_event_of_another_module_is_refused()
    {
        await using var scope = post.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Outbox<SourceModule>>().Open();
        var endpoint = scope.ServiceProvider.GetRequiredService<IPublishEndpoint>();

        Assert.That(
            () => endpoint.Publish(new ThingNoted { ThingId = "thing_1", Count = 1 }),
            Throws.InvalidOperationException.With.Message.Contains("outside of a unit of work")
        );
    }

    [Test]
    public void Nobody_is_told_who_uses_the_library() =>
        Assert.That(post.Services.GetRequiredService<IOptions<UsageTelemetryOptions>>().Value.Enabled, Is.False);

    private static ThingCounted Counted =>
        new()
        {
            ThingId = "thing_1",
            Count = 7,
            Note = "",
        };

    private static Task Publish(AsyncServiceScope scope, Action<SendContext> about) =>
        scope.ServiceProvider.GetRequiredService<IPublishEndpoint>().Publish(Counted, context => about(context));

    private sealed record Undeclared(string Text);
}

/// <summary>What is in the tables of a test's modules.</summary>
internal sealed class Told(string url) : IAsyncDisposable
{
    private readonly NpgsqlDataSource database = NpgsqlDataSource.Create(Postgres.ConnectionString(url));

    public Task<List<string>> Outbox(string module) =>
        Texts(
            $"SELECT event_type || ' v' || event_version || ' of ' || subject || ' ' || aggregate_version FROM {module}.outbox ORDER BY seq"
        );

    public async Task<List<string>> Texts(string sql)
    {
        await using var command = database.CreateCommand(sql);
        await using var row = await command.ExecuteReaderAsync();
        var texts = new List<string>();
        while (await row.ReadAsync())
            texts.Add(row.GetString(0));
        return texts;
    }

    public async Task<long> Number(string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async Task Execute(string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
