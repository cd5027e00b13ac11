namespace Procurement.Purchasing.Ports;

/// <summary>Numbers by which people call orders: unique and rising, with gaps, so that handing them out is no bottleneck.</summary>
internal interface IOrderNumbers
{
    ValueTask<long> Next(CancellationToken ct);
}
