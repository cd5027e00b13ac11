namespace Procurement.Purchasing.Ports;

using Procurement.Purchasing.Domain;

/// <summary>What Purchasing has heard of suppliers: a copy, and a little behind at times. Whether one may be ordered from is asked, not looked up here.</summary>
internal interface ISupplierStandings : IWritePort
{
    /// <summary>Makes what was heard part of the unit of work, unless something newer is known.</summary>
    Task Record(HeardStanding heard, CancellationToken ct);
}

/// <summary>A supplier as last heard of.</summary>
/// <param name="SupplierId">Who.</param>
/// <param name="Standing">How it stands, in Supplier's word.</param>
/// <param name="Version">The supplier's version at that time: what is older comes too late.</param>
/// <param name="At">When it came to stand so, in UTC.</param>
internal sealed record HeardStanding(SupplierId SupplierId, string Standing, long Version, DateTimeOffset At);
