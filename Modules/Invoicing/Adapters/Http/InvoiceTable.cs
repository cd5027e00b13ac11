namespace Procurement.Invoicing.Adapters.Http;

using System.Globalization;
using Procurement.Invoicing.Ports;

/// <summary>Invoices as a table: a row for each.</summary>
internal static class InvoiceTable
{
    private static readonly (string Name, Func<InvoiceHeader, string?> Cell)[] Cells =
    [
        ("id", invoice => invoice.Id),
        ("status", invoice => invoice.Status),
        ("void", invoice => invoice.Void ? "true" : "false"),
        ("supplier_id", invoice => invoice.SupplierId),
        ("invoice_number", invoice => invoice.InvoiceNumber),
        ("purchase_order_id", invoice => invoice.PurchaseOrderId),
        ("currency", invoice => invoice.Currency),
        ("issue_date", invoice => invoice.IssueDate),
        ("due_date", invoice => invoice.DueDate),
        ("net_cents", invoice => Written(invoice.NetCents)),
        ("gross_cents", invoice => Written(invoice.GrossCents)),
        ("credited_cents", invoice => Written(invoice.CreditedCents)),
        ("variance_cents", invoice => Written(invoice.VarianceCents)),
        ("expected_credit_cents", invoice => Written(invoice.ExpectedCreditCents)),
        ("resubmissions", invoice => Written(invoice.Resubmissions)),
        ("dispute_reason_code", invoice => invoice.Dispute?.ReasonCode),
        ("dispute_reason", invoice => invoice.Dispute?.Reason),
        ("created_at", invoice => Written(invoice.CreatedAt)),
        ("matched_at", invoice => Written(invoice.MatchedAt)),
    ];

    public static IReadOnlyList<string> Columns { get; } = [.. Cells.Select(cell => cell.Name)];

    public static IReadOnlyList<string?> Row(InvoiceHeader invoice) => Array.ConvertAll(Cells, cell => cell.Cell(invoice));

    private static string? Written(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Written(DateTimeOffset? moment) =>
        moment?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}
