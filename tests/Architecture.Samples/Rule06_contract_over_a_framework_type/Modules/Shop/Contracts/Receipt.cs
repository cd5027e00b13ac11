namespace Procurement.Shop.Contracts;

using System.Text.Json;

public sealed record Receipt(JsonElement Body);
