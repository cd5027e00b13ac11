namespace Procurement.Invoicing.Ports;

using Procurement.Invoicing.Domain;

/// <summary>Reads of the copies of orders. What they yield is not to be changed.</summary>
internal interface IOrderCopyQueries
{
    /// <summary>As last committed; null when nothing was heard of the order.</summary>
    Task<OrderCopy?> Find(PurchaseOrderId id, CancellationToken ct);

    Task<HistoryPage?> History(PurchaseOrderId id, HistoryRange range, CancellationToken ct);

    Task<HistoryItem?> HistoryItem(PurchaseOrderId id, long version, CancellationToken ct);

    /// <summary>A supplier's issued orders, newest first.</summary>
    Task<IReadOnlyList<OrderCopy>> IssuedTo(SupplierId supplier, int atMost, CancellationToken ct);
}

/// <summary>What invoices bill of an order. An order has as many billings as all its invoices have lines, so it is loaded without them.</summary>
internal interface IBillings : IWritePort
{
    /// <summary>Has an order know them, so that they can be given back, credited and expected back.</summary>
    /// <param name="order">One that this unit of work has loaded, or made.</param>
    /// <param name="ct">Gives up.</param>
    Task Load(OrderCopy order, CancellationToken ct);
}

/// <summary>
/// One at a time changes what is counted on an order, among all who ask here: messages do, which then never lose to each other. Requests do
/// not; they lose, and decide again.
/// </summary>
internal interface IOrderTurns : IWritePort
{
    /// <summary>Waits for the turn, which ends with the transaction.</summary>
    Task Take(PurchaseOrderId order, CancellationToken ct);
}
