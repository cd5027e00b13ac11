namespace Procurement.Purchasing.Adapters;

using Procurement.BuildingBlocks.Persistence;
using Procurement.Purchasing.Domain;

/// <summary>Reads the audit trail of an order as the events it was made of.</summary>
internal static class OrderPast
{
    private static readonly Type Sibling = typeof(PurchaseOrderCreated);

    public static IReadOnlyList<RecordedEvent> Read(IReadOnlyList<HistoryItem> past) =>
        [.. past.Select(line => EventDetails.Read(line, Named(line.Event)))];

    private static Type Named(string name) => Sibling.Assembly.GetType($"{Sibling.Namespace}.{name}", throwOnError: true)!;
}
