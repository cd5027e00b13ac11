namespace Procurement.Supplier.UseCases;

using Procurement.Supplier.Domain;

internal sealed class EditSupplier(IRepository<Supplier, SupplierId> suppliers, TimeProvider clock)
{
    /// <param name="id">Which.</param>
    /// <param name="when">At which version.</param>
    /// <param name="patch">Puts what is to be different into what there is.</param>
    /// <param name="editor">Who.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Result<Supplier>> Execute(
        SupplierId id,
        Precondition when,
        Func<SupplierDraft, SupplierDraft> patch,
        Actor editor,
        CancellationToken ct
    ) =>
        suppliers.Change(
            id,
            when,
            supplier =>
            {
                var errors = new FieldErrors();
                var profile = SupplierProfile.Read(patch(SupplierDraft.Of(supplier)), errors);
                return errors.Error is { } invalid ? invalid : supplier.Edit(profile, editor, clock.Now());
            },
            ct
        );
}
