namespace Procurement.Invoicing.Adapters.Http;

using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;
using static Procurement.BuildingBlocks.Hosting.Http.QueryParameter;

/// <summary>What a list of invoices may be asked for.</summary>
internal static class InvoiceFilters
{
    /// <summary>Invoices of a table that are read at a time.</summary>
    private const int AtATime = 100;

    private static readonly QueryParameter<InvoiceStatus?> Status = OneOf<InvoiceStatus>("status", "Invoices in this state.");
    private static readonly QueryParameter<SupplierId?> Supplier = Id<SupplierId>("supplier_id", "Invoices of this supplier.");
    private static readonly QueryParameter<PurchaseOrderId?> Order = Id<PurchaseOrderId>("purchase_order_id", "Invoices for this order.");
    private static readonly QueryParameter<InvoiceNumber?> Number = Value(
        "invoice_number",
        "Invoices of this number, however it is written.",
        InvoiceNumber.Parse
    );
    private static readonly QueryParameter<Currency?> InCurrency = Value("currency", "Invoices in this currency.", Currency.Parse);
    private static readonly QueryParameter<bool?> IsVoid = Flag("void", "True for void invoices only, false for the others.");
    private static readonly QueryParameter<Day?> DueFrom = Value("due_from", "Invoices due on this day or later.", Day.Parse);
    private static readonly QueryParameter<Day?> DueTo = Value("due_to", "Invoices due on this day or before.", Day.Parse);
    private static readonly QueryParameter<long?> MinGross = QueryParameter.Number(
        "min_gross_cents",
        "Invoices of this gross or more. Amounts are compared as numbers of minor units: give `currency` too.",
        0,
        long.MaxValue
    );
    private static readonly QueryParameter<long?> MaxGross = QueryParameter.Number(
        "max_gross_cents",
        "Invoices of this gross or less. Amounts are compared as numbers of minor units: give `currency` too.",
        0,
        long.MaxValue
    );
    private static readonly QueryParameter<DateTimeOffset?> CreatedFrom = Moment(
        "created_from",
        "Invoices registered at this moment or later."
    );
    private static readonly QueryParameter<DateTimeOffset?> CreatedTo = Moment("created_to", "Invoices registered before this moment.");

    public static QueryParameter[] All =>
        [Status, Supplier, Order, Number, InCurrency, IsVoid, DueFrom, DueTo, MinGross, MaxGross, CreatedFrom, CreatedTo];

    public static InvoiceFilter Read(ListQuery query) =>
        new()
        {
            Status = query.Get(Status),
            SupplierId = query.Get(Supplier),
            OrderId = query.Get(Order),
            NumberKey = query.Get(Number)?.Key,
            Currency = query.Get(InCurrency),
            IsVoid = query.Get(IsVoid),
            DueFrom = query.Get(DueFrom)?.Date,
            DueTo = query.Get(DueTo)?.Date,
            MinGrossMinor = query.Get(MinGross),
            MaxGrossMinor = query.Get(MaxGross),
            CreatedFrom = query.Get(CreatedFrom),
            CreatedTo = query.Get(CreatedTo),
            Limit = AtATime,
        };
}
