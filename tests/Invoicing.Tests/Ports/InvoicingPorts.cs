namespace Invoicing.Tests.Ports;

using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Invoicing.Tests.Domain.Properties;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.Invoicing.Adapters;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;
using TestKit;
using TestKit.Ports;

/// <summary>Where a suite keeps what it stores.</summary>
internal enum Kept
{
    InMemory,
    OnPostgres,
}

/// <summary>The module on its own, each time with a store of its own.</summary>
internal static class InvoicingKept
{
    /// <returns>The module, and the URL of its database; null in memory.</returns>
    public static async Task<(ServiceProvider Services, string? Database)> Start(Kept kept)
    {
        if (kept == Kept.InMemory)
            return (InvoicingAlone.Build(), null);
        var database = await Postgres.CreateDatabase("invoicing_ports");
        var env = EnvironmentFile.Load("development");
        env["DATABASE_URL"] = database;
        var services = InvoicingAlone.Build(env);
        await services.GetRequiredService<SchemaMigrator>().Migrate(default);
        return (services, database);
    }

    public static async Task Stop(ServiceProvider services, string? database)
    {
        await services.DisposeAsync();
        if (database is not null)
            await Postgres.DropDatabase(database);
    }
}

/// <summary>What every adapter of Invoicing's ports must do; run against memory and against PostgreSQL.</summary>
[TestFixture(Kept.InMemory)]
[TestFixture(Kept.OnPostgres)]
internal abstract class InvoicingPorts(Kept kept)
{
    private ServiceProvider services = null!;

    /// <summary>URL of the suite's own database; null in memory.</summary>
    protected string? Database { get; private set; }

    protected Units<InvoicingModule, Invoice, InvoiceId> Invoices => new(services);

    protected Units<InvoicingModule, OrderCopy, PurchaseOrderId> OrderCopies =>
        new(services, (unit, order) => unit.GetRequiredService<IBillings>().Load(order, default));

    protected Units<InvoicingModule, CreditNote, CreditNoteId> CreditNotes => new(services);

    protected Units<InvoicingModule, Payment, PaymentId> Payments => new(services);

    protected Units<InvoicingModule, PaymentRun, PaymentRunId> PaymentRuns => new(services);

    [OneTimeSetUp]
    public async Task Start() => (services, Database) = await InvoicingKept.Start(kept);

    [OneTimeTearDown]
    public Task Stop() => InvoicingKept.Stop(services, Database);

    protected T The<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>Runs a use case that changes nothing.</summary>
    protected async Task<T> Ask<TUseCase, T>(Func<TUseCase, Task<T>> ask)
        where TUseCase : notnull
    {
        await using var scope = services.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<TUseCase>());
    }

    /// <summary>
    /// Looks at new ones after every number of steps, which are inserted as they are by then, and at one that takes them one commit after the
    /// other.
    /// </summary>
    protected static async Task Keeps<TAggregate, TId>(
        Units<InvoicingModule, TAggregate, TId> units,
        Func<TAggregate> make,
        Func<TAggregate, Task> look,
        params Action<TAggregate>[] steps
    )
        where TAggregate : Aggregate<TId>
        where TId : struct, ITypedId<TId>
    {
        for (var taken = 1; taken <= steps.Length; taken++)
        {
            var made = make();
            foreach (var step in steps.Take(taken))
                step(made);
            await units.Committed(made);
            await look(made);
        }
        var one = await units.Committed(make());
        await look(one);
        foreach (var step in steps)
        {
            await units.Change(one.Id, step);
            step(one);
            await look(one);
        }
    }

    /// <summary>Commits what is expected to be refused.</summary>
    protected static async Task<Error?> Refusal<TAggregate, TId>(Units<InvoicingModule, TAggregate, TId> units, TAggregate aggregate)
        where TAggregate : Aggregate<TId>
        where TId : struct, ITypedId<TId>
    {
        await using var unit = units.Begin();
        await unit.Save(aggregate);
        return (await unit.Commit()).Error;
    }

    /// <summary>What becomes of two that change the same at once: the first has committed when the second does.</summary>
    protected static async Task<(Error? First, Error? Second)> AtOnce<TAggregate, TId>(
        Units<InvoicingModule, TAggregate, TId> units,
        TId id,
        Action<TAggregate> one,
        Action<TAggregate> other
    )
        where TAggregate : Aggregate<TId>
        where TId : struct, ITypedId<TId>
    {
        await using var first = units.Begin();
        await using var second = units.Begin();
        one(await first.Load(id));
        other(await second.Load(id));
        return ((await first.Commit()).Error, (await second.Commit()).Error);
    }

    protected static void Done(Result result) => Assert.That(result.Error, Is.Null);

    /// <summary>Adds up what the pages hold, and looks at how large they are.</summary>
    protected static async Task<List<T>> Walked<T>(int limit, Func<Guid?, Task<Page<T>>> read)
    {
        var walked = new List<T>();
        await foreach (
            var item in Pages.All(
                async (after, _) =>
                {
                    var page = await read(after);
                    Assert.That(page.Items, Has.Count.AtMost(limit));
                    if (page.Next is not null)
                        Assert.That(page.Items, Has.Count.EqualTo(limit));
                    return page;
                },
                default
            )
        )
            walked.Add(item);
        return walked;
    }
}

/// <summary>All that can be seen of something, as text: of an aggregate all but what it has recorded since it was loaded.</summary>
internal static class Whole
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        Converters = { new ExactDecimalConverter(), new JsonStringEnumConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutWhatIsNotKept } },
    };

    public static string Of<T>(T? shown) => JsonSerializer.Serialize(shown, Options);

    private static void LeaveOutWhatIsNotKept(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
            if (property.Name is nameof(Aggregate.Recorded) or nameof(Aggregate.LoadedVersion))
                property.ShouldSerialize = (_, _) => false;
    }
}
