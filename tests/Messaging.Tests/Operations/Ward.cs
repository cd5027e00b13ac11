namespace Messaging.Tests.Operations;

using System.Collections.Concurrent;
using Messaging.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Procurement.BuildingBlocks;
using Procurement.BuildingBlocks.Messaging.Operations;
using Procurement.BuildingBlocks.Persistence;
using TestKit;

/// <summary>A process whose consumer can be made to fail, its database, and an operator.</summary>
internal sealed class Ward : IAsyncDisposable
{
    public const string Actor = "otto";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Post post;

    private Ward(string url, Post post, NpgsqlDataSource database)
    {
        (Url, this.post, Database) = (url, post, database);
        Operations = post.Services.GetRequiredService<IMessagingOperations>();
    }

    public string Url { get; }
    public NpgsqlDataSource Database { get; }
    public IMessagingOperations Operations { get; }
    public IServiceProvider Services => post.Services;

    public static async Task<Ward> Open(Action<IServiceCollection>? replace = null, IBehaviour? behaviour = null)
    {
        var url = await Postgres.CreateDatabase("operations");
        await Post.Create(url);
        var settings = Post.Settings with { PollInterval = TimeSpan.FromMilliseconds(200), RetryDelays = [] };
        var post = await Post.Start(
            url,
            settings,
            services =>
            {
                services.AddSingleton(behaviour ?? new Sick());
                replace?.Invoke(services);
            }
        );
        return new Ward(url, post, NpgsqlDataSource.Create(Postgres.ConnectionString(url)));
    }

    public static ThingId NewThing() => TypedId.New<ThingId>(TimeProvider.System);

    public Task Count(ThingId thing, string note = "") => post.Count(thing, note);

    public async Task<T> Ask<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        var answer = await command.ExecuteScalarAsync();
        return answer is null or DBNull ? default! : (T)answer;
    }

    /// <summary>Versions of a thing in the order in which the consumer's effects of them were made.</summary>
    public Task<long[]> Effects(ThingId thing, string consumer = NoteThing.Name) =>
        Ask<long[]>(
            $"SELECT coalesce(array_agg(version ORDER BY seq), ARRAY[]::bigint[]) FROM sink.effects WHERE subject = '{thing}' AND consumer = '{consumer}'"
        );

    public async Task Until(Func<Task<bool>> holds, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.That(TimeProvider.System.GetElapsedTime(started), Is.LessThan(Patience), what);
            await Task.Delay(25);
        }
    }

    public Task UntilDead(int letters = 1) =>
        Until(
            async () => await Ask<long>("SELECT count(*) FROM sink.inbox_dead WHERE resolved_at IS NULL") == letters,
            $"{letters} dead letters"
        );

    public async Task<DeadLetterHeader> OnlyLetter() => (await Operations.DeadLetters(new DeadLetterFilter(), default)).Items.Single();

    public static DeadLetterId IdOf(DeadLetterHeader letter) => TypedId.Parse<DeadLetterId>(letter.Id).Value;

    public static OnBehalf<T> By<T>(string? reason = null) => new(Actor, reason);

    public async Task<T> Done<T>(Task<Result<Performed<T>>> outcome)
        where T : class
    {
        var result = await outcome;
        Assert.That(result.Error, Is.Null);
        return result.Value.Value!;
    }

    public async ValueTask DisposeAsync()
    {
        await post.DisposeAsync();
        await Database.DisposeAsync();
        await Postgres.DropDatabase(Url);
    }
}

/// <summary>Fails what is noted <c>ill</c> until it is cured.</summary>
internal sealed class Sick : IBehaviour
{
    public const string Ill = "ill";

    private readonly ConcurrentQueue<long> seen = new();
    private volatile bool cured;

    public IReadOnlyCollection<long> Seen => seen;

    public void Cure() => cured = true;

    public Task Act(string note, EventEnvelope happened, CancellationToken ct)
    {
        seen.Enqueue(happened.AggregateVersion);
        return note == Ill && !cured ? throw new InvalidOperationException("Ill.") : Task.CompletedTask;
    }
}
