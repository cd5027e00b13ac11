namespace Procurement.Supplier.Domain;

/// <summary>How long a confirmed bank account waits, so that the old contact can object.</summary>
internal sealed record CoolingOff(TimeSpan Time);
