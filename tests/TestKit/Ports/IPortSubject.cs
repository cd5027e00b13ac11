namespace TestKit.Ports;

using Procurement.BuildingBlocks;

/// <summary>One kind of aggregate as the shared suites need it.</summary>
public interface IPortSubject<TAggregate, TId>
    where TAggregate : Aggregate<TId>
    where TId : struct, ITypedId<TId>
{
    /// <summary>A new one that breaks no rule together with others made here, first changed by "maker".</summary>
    /// <param name="id">Its identifier; null for a fresh one.</param>
    TAggregate New(Guid? id = null);

    /// <summary>Changes one in a way that a new one allows twice.</summary>
    void Change(TAggregate aggregate, string actor);

    /// <summary>Changes something deep inside without any event, as no domain code may.</summary>
    void Tamper(TAggregate aggregate);

    /// <summary>All that is shown of one, to be compared as text.</summary>
    string Show(TAggregate aggregate);

    /// <summary>Its audit trail as the query port tells it.</summary>
    Task<IReadOnlyList<HistoryItem>?> History(IServiceProvider services, TId id);

    /// <summary>A page of the list that the query port gives, without a filter.</summary>
    Task<Page<TId>> List(IServiceProvider services, int limit, Guid? after);
}
