namespace Messaging.Tests.Harness;

using Microsoft.EntityFrameworkCore;
using Procurement.BuildingBlocks;
using Procurement.BuildingBlocks.Persistence;
using Procurement.BuildingBlocks.Persistence.Postgres;

internal readonly record struct ThingId(Guid Value) : ITypedId<ThingId>
{
    public static string Prefix => "thing_";

    public static ThingId From(Guid value) => new(value);

    public override string ToString() => TypedId.Format(this);
}

internal sealed record Counted(Actor Actor, DateTimeOffset At, string Note) : DomainEvent(Actor, At);

/// <summary>The smallest aggregate that can be changed again and again.</summary>
internal sealed class Thing : Aggregate<ThingId>, IFindable
{
    private Thing() { }

    public static Error Absent { get; } = Error.NotFound("THING_NOT_FOUND", "There is no such thing.");

    public long Count { get; private set; }

    public static Thing Begin(ThingId id, string note, DateTimeOffset now)
    {
        var thing = new Thing { Id = id };
        thing.CountOn(note, now);
        return thing;
    }

    public Result CountOn(string note, DateTimeOffset now)
    {
        Count++;
        Record(Version == 0 ? null : "There", "There", new Counted(Actor.System("test"), now, note));
        return Result.Done;
    }
}

/// <summary>What others learn of a thing. The note tells consumers of the tests how to behave.</summary>
[PublicEvent("source.thing-counted.v1", "thing")]
internal sealed record ThingCounted
{
    public required string ThingId { get; init; }
    public required long Count { get; init; }
    public required string Note { get; init; }
}

/// <summary>The module that tells.</summary>
internal sealed class SourceModule : IPublicEvents<SourceModule>
{
    public const string Tables = "CREATE TABLE source.things (id uuid PRIMARY KEY, version bigint NOT NULL, count bigint NOT NULL);";

    public PublicEvent? Of(Aggregate aggregate, DomainEvent happened) =>
        (aggregate, happened) is (Thing thing, Counted counted)
            ? PublicEvent.Of(
                new ThingCounted
                {
                    ThingId = thing.Identifier,
                    Count = thing.Count,
                    Note = counted.Note,
                }
            )
            : null;
}

internal sealed class SourceContext(DbContextOptions<SourceContext> options) : ModuleContext(options)
{
    private static readonly IReadOnlyDictionary<string, Error> Known = new Dictionary<string, Error> { ["things_pkey"] = Error.Stale };

    protected override string Schema => "source";

    protected override IReadOnlyDictionary<string, Error> Refusals => Known;

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        model.Entity<Thing>().ToTable("things");
    }
}

internal sealed class Things(SourceContext context, NewRows<SourceModule> added)
    : PostgresRepository<SourceModule, SourceContext, Thing, ThingId>(context, added)
{
    private static readonly Func<SourceContext, ThingId, CancellationToken, Task<Thing?>> Load = EF.CompileAsyncQuery(
        (SourceContext c, ThingId id, CancellationToken ct) => c.Set<Thing>().AsTracking().FirstOrDefault(thing => thing.Id == id)
    );

    protected override Func<SourceContext, ThingId, CancellationToken, Task<Thing?>> Query => Load;
}
