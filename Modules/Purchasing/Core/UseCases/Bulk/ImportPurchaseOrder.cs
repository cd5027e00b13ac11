namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

/// <summary>
/// An order of a file, unless whoever imports it has imported its reference before: then the order of then, whatever this one says. It is
/// created as any other; that it was is part of the same commit, so of two that import it at once the loser finds it when it looks again.
/// </summary>
internal sealed class ImportPurchaseOrder(CreatePurchaseOrder create, IOrderImports imports)
{
    public async Task<Result<(PurchaseOrderId Id, bool IsNew)>> Execute(OrderDraft asked, Actor importer, CancellationToken ct)
    {
        var reference = Text.Parse(asked.Reference, Reference.Longest);
        if (reference.Error is null && await imports.Find(importer.Subject, reference.Value, ct) is { } there)
            return (there, false);
        // What has none could not be told from another when the file is imported again: a blank one is refused with all else that is wrong.
        var made = await create.Execute(asked with { Reference = asked.Reference ?? "" }, importer, ct);
        if (made.Error is not null)
            return made.Error;
        await imports.Add(new OrderImport(importer.Subject, reference.Value, made.Value.Id), ct);
        return (made.Value.Id, true);
    }
}
