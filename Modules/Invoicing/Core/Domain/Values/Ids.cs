namespace Procurement.Invoicing.Domain;

internal readonly record struct InvoiceId(Guid Value) : ITypedId<InvoiceId>
{
    public static string Prefix => "inv_";

    public static InvoiceId From(Guid value) => new(value);

    public override string ToString() => TypedId.Format(this);
}

internal readonly record struct CreditNoteId(Guid Value) : ITypedId<CreditNoteId>
{
    public static string Prefix => "crn_";

    public static CreditNoteId From(Guid value) => new(value);

    public override string ToString() => TypedId.Format(this);
}

internal readonly record struct PaymentId(Guid Value) : ITypedId<PaymentId>
{
    public static string Prefix => "pay_";

    public static PaymentId From(Guid value) => new(value);

    public override string ToString() => TypedId.Format(this);
}

internal readonly record struct PaymentRunId(Guid Value) : ITypedId<PaymentRunId>
{
    public static string Prefix => "run_";

    public static PaymentRunId From(Guid value) => new(value);

    public override string ToString() => TypedId.Format(this);
}

/// <summary>An order, known here by its identifier and by what Purchasing tells of it.</summary>
internal readonly record struct PurchaseOrderId(Guid Value) : ITypedId<PurchaseOrderId>
{
    public static string Prefix => "po_";

    public static PurchaseOrderId From(Guid value) => new(value);

    public override string ToString() => TypedId.Format(this);
}

/// <summary>A supplier, known here by its identifier only.</summary>
internal readonly record struct SupplierId(Guid Value) : ITypedId<SupplierId>
{
    public static string Prefix => "sup_";

    public static SupplierId From(Guid value) => new(value);

    public override string ToString() => TypedId.Format(this);
}
