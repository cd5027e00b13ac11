namespace Procurement.Purchasing.Ports;

/// <summary>
/// Numbers by which people call orders: unique, with gaps, and in no order that could be relied on, since every replica hands out from a
/// block of its own. So handing them out is no bottleneck.
/// </summary>
internal interface IOrderNumbers
{
    ValueTask<long> Next(CancellationToken ct);
}
