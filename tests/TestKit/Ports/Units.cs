namespace TestKit.Ports;

using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Procurement.BuildingBlocks;
using Procurement.BuildingBlocks.Persistence;

/// <summary>Units of work of one module, each in a scope of its own.</summary>
/// <param name="services">The module on its own.</param>
/// <param name="complete">Loads what an aggregate is found without; null when it is found whole.</param>
public sealed class Units<TModule, TAggregate, TId>(IServiceProvider services, Func<IServiceProvider, TAggregate, Task>? complete = null)
    where TAggregate : Aggregate<TId>
    where TId : struct, ITypedId<TId>
{
    /// <summary>Begins one.</summary>
    public Unit Begin() => new(services.CreateAsyncScope(), complete);

    /// <summary>Commits a new aggregate.</summary>
    public async Task<TAggregate> Committed(TAggregate aggregate)
    {
        await using var unit = Begin();
        await unit.Save(aggregate);
        Assert.That((await unit.Commit()).Error, Is.Null);
        return aggregate;
    }

    /// <summary>Changes a committed one and commits that.</summary>
    public async Task Change(TId id, Action<TAggregate> change)
    {
        await using var unit = Begin();
        var aggregate = await unit.Load(id);
        change(aggregate);
        await unit.Save(aggregate);
        Assert.That((await unit.Commit()).Error, Is.Null);
    }

    /// <summary>One as last committed; null when absent.</summary>
    public async Task<TAggregate?> Find(TId id)
    {
        await using var unit = Begin();
        return await unit.Find(id);
    }

    /// <summary>The stored answer under a key; null when there is none.</summary>
    public async Task<StoredAnswer?> Answer(string key)
    {
        await using var unit = Begin();
        return await unit.Answers.Find("client", key, default);
    }

    /// <summary>An answer to store.</summary>
    public static StoredAnswer Stored(string key, DateTimeOffset? at = null) =>
        new()
        {
            Client = "client",
            Key = key,
            Fingerprint = [1],
            Status = 200,
            Body = [2],
            ETag = null,
            Location = null,
            CreatedAt = at ?? new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero),
        };

    /// <summary>One unit of work.</summary>
    public sealed class Unit(AsyncServiceScope scope, Func<IServiceProvider, TAggregate, Task>? complete) : IAsyncDisposable
    {
        /// <summary>Its scope.</summary>
        public IServiceProvider Services => scope.ServiceProvider;

        /// <summary>Its repository.</summary>
        public IRepository<TAggregate, TId> Repository => Services.GetRequiredService<IRepository<TAggregate, TId>>();

        /// <summary>Its stored answers.</summary>
        public IIdempotency<TModule> Answers => Services.GetRequiredService<IIdempotency<TModule>>();

        /// <summary>Finds one, whole; null when absent.</summary>
        public async Task<TAggregate?> Find(TId id)
        {
            var found = await Repository.Find(id, default);
            if (found is not null && complete is not null)
                await complete(Services, found);
            return found;
        }

        /// <summary>Finds one that is there.</summary>
        public async Task<TAggregate> Load(TId id) => (await Find(id))!;

        /// <summary>Saves one.</summary>
        public Task Save(TAggregate aggregate) => Repository.Save(aggregate, default);

        /// <summary>Registers what happens after the commit.</summary>
        public void AfterCommit(Action action) => Services.GetRequiredService<IUnitOfWork<TModule>>().AfterCommit(action);

        /// <summary>Commits.</summary>
        public Task<Result> Commit() => Services.GetRequiredService<IUnitOfWork<TModule>>().Commit(default);

        /// <inheritdoc/>
        public ValueTask DisposeAsync() => scope.DisposeAsync();
    }
}
