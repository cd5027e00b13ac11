namespace Procurement.Shop.Domain;

internal readonly record struct SaleId(Guid Value);

internal sealed record SaleWasClosed(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At);

internal sealed class Sale : Aggregate<SaleId>
{
    public Sale(SaleId id) => Id = id;

    public bool IsClosed { get; private set; }

    public void Close(Actor actor, DateTimeOffset now)
    {
        IsClosed = true;
        Record("Open", "Closed", new SaleWasClosed(actor, now));
    }
}
