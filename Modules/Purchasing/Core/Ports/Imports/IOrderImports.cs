namespace Procurement.Purchasing.Ports;

using Procurement.Purchasing.Domain;

/// <summary>Which orders came out of files. They are kept for ever, unlike stored answers, so a file may be imported again at any time.</summary>
internal interface IOrderImports : IWritePort
{
    /// <summary>The order that somebody has imported under a reference; null when there is none.</summary>
    Task<PurchaseOrderId?> Find(string creator, string reference, CancellationToken ct);

    /// <summary>Makes it part of the unit of work, whose commit answers <see cref="Error.Stale"/> when there is one by now.</summary>
    Task Add(OrderImport import, CancellationToken ct);
}

/// <summary>An order that came out of a file.</summary>
/// <param name="Creator">Who imported it.</param>
/// <param name="Reference">What it is called there; one creator imports it once.</param>
/// <param name="OrderId">The order.</param>
internal sealed record OrderImport(string Creator, string Reference, PurchaseOrderId OrderId);
