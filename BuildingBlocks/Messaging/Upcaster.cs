namespace Procurement.BuildingBlocks.Messaging;

using System.Text.Json.Nodes;
using Procurement.BuildingBlocks.Persistence;

/// <summary>Turns the JSON of one major version of an event into that of the next.</summary>
/// <param name="From">The version that it reads; what it writes is called the same, one version on.</param>
/// <param name="Rewrite">Rewrites the event in place.</param>
public sealed record Upcaster(EventType From, Action<JsonObject> Rewrite);
