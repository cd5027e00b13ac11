namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

internal sealed class RecordSupplierStanding(ISupplierStandings standings)
{
    public async Task<Result> Execute(string? supplier, string standing, long version, DateTimeOffset at, CancellationToken ct)
    {
        var id = TypedId.Parse<SupplierId>(supplier);
        if (id.Error is { } malformed)
            return malformed;
        await standings.Record(new HeardStanding(id.Value, standing, version, at), ct);
        return Result.Done;
    }
}
