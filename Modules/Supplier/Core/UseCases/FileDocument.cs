namespace Procurement.Supplier.UseCases;

using Procurement.Supplier.Domain;

internal sealed class FileDocument(IRepository<Supplier, SupplierId> suppliers, TimeProvider clock)
{
    internal sealed record Arguments(string? Kind, string? Reference, string? ValidUntil);

    public Task<Result<Supplier>> Execute(SupplierId id, Precondition when, Arguments asked, Actor actor, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var kind = errors.Take("kind", Text.Parse(asked.Kind, DocumentKind.Longest));
        var reference = errors.Take("reference", Text.Parse(asked.Reference, DocumentReference.Longest));
        var until = errors.Take("valid_until", Day.Parse(asked.ValidUntil));
        return suppliers.Change(
            id,
            when,
            errors.Error is { } invalid ? invalid : (Result<Day>)until,
            (supplier, day) => supplier.File(kind, reference, day.Date, actor, clock.Now()),
            ct
        );
    }
}
