namespace Procurement.BuildingBlocks.Hosting.ProblemDetails;

/// <summary>Too many requests work on the database or wait for it, so nothing was done; the caller should come back later.</summary>
public sealed class PoolBusyException() : Exception("Too many wait for a connection already.");
