namespace Host.Tests.Routes;

using Procurement.BuildingBlocks.Hosting.Security;

/// <summary>
/// The table "Who may do what" of the design, as data, for the routes that there are; suppliers are read by buyers too (ADR 0010). Any role
/// of a module's rows may read its resources.
/// </summary>
internal static class WhoMayDoWhat
{
    private static readonly string[] Buyer = [Roles.Buyer];
    private static readonly string[] Approvers = [Roles.ApproverL1, Roles.ApproverL2, Roles.ApproverL3];
    private static readonly string[] OrderReaders = [.. Buyer, .. Approvers, Roles.Finance, Roles.Receiver];
    private static readonly string[] SupplierManager = [Roles.SupplierManager];
    private static readonly string[] Compliance = [Roles.Compliance];
    private static readonly string[] SupplierReaders = [Roles.SupplierManager, Roles.Compliance, Roles.Finance, Roles.Buyer];
    private static readonly string[] Finance = [Roles.Finance];
    private static readonly string[] Receiver = [Roles.Receiver];
    private static readonly string[] Holders = [Roles.Compliance, Roles.Finance];
    private static readonly string[] ApClerk = [Roles.ApClerk];
    private static readonly string[] InvoiceReaders = [Roles.ApClerk, Roles.Finance];
    private static readonly string[] Operator = [Roles.Operator];
    private static readonly string[] Everybody = [];

    /// <summary>Roles by route; none is everybody, with or without a token.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Rows = new Dictionary<string, string[]>
    {
        ["POST /purchase-orders"] = Buyer,
        ["POST /purchase-orders/batch"] = Buyer,
        ["GET /purchase-orders"] = OrderReaders,
        ["GET /purchase-orders/export.csv"] = OrderReaders,
        ["GET /purchase-orders/summary"] = OrderReaders,
        ["GET /purchase-orders/{id}"] = OrderReaders,
        ["GET /purchase-orders/{id}/history"] = OrderReaders,
        ["GET /purchase-orders/{id}/history/{version}"] = OrderReaders,
        ["PUT /purchase-orders/{id}/line-items"] = Buyer,
        ["POST /purchase-orders/{id}/submit"] = Buyer,
        ["POST /purchase-orders/{id}/approve"] = Approvers,
        ["POST /purchase-orders/{id}/reject"] = Approvers,
        ["POST /purchase-orders/{id}/issue"] = Buyer,
        ["POST /purchase-orders/{id}/dispute"] = Buyer,
        ["POST /purchase-orders/{id}/amend"] = Buyer,
        ["POST /purchase-orders/{id}/copy"] = Buyer,
        ["POST /purchase-orders/{id}/comments"] = OrderReaders,
        ["GET /purchase-orders/{id}/comments"] = OrderReaders,
        ["GET /purchase-orders/{id}/versions"] = OrderReaders,
        ["GET /purchase-orders/{id}/diff"] = OrderReaders,
        ["POST /purchase-orders/{id}/acknowledge"] = Buyer,
        ["POST /purchase-orders/{id}/close-short"] = Buyer,
        ["POST /purchase-orders/{id}/cancel"] = [.. Buyer, .. Finance],
        ["POST /purchase-orders/{id}/resolve"] = Finance,
        ["POST /purchase-orders/{id}/goods-receipts"] = Receiver,
        ["GET /goods-receipts"] = OrderReaders,
        ["GET /goods-receipts/{id}"] = OrderReaders,
        ["GET /goods-receipts/{id}/history"] = OrderReaders,
        ["GET /goods-receipts/{id}/history/{version}"] = OrderReaders,
        ["POST /goods-receipts/{id}/return"] = Receiver,
        ["POST /goods-receipts/{id}/resolve"] = Buyer,
        ["GET /approvals"] = Approvers,
        ["POST /delegations"] = Approvers,
        ["GET /delegations"] = Approvers,
        ["GET /delegations/{id}"] = Approvers,
        ["DELETE /delegations/{id}"] = Approvers,
        ["POST /suppliers"] = SupplierManager,
        ["GET /suppliers"] = SupplierReaders,
        ["GET /suppliers/{id}"] = SupplierReaders,
        ["GET /suppliers/{id}/history"] = SupplierReaders,
        ["GET /suppliers/{id}/history/{version}"] = SupplierReaders,
        ["POST /suppliers/import"] = SupplierManager,
        ["PATCH /suppliers/{id}"] = SupplierManager,
        ["POST /suppliers/{id}/documents"] = [.. SupplierManager, .. Compliance],
        ["PUT /suppliers/{id}/bank-account"] = SupplierManager,
        ["POST /suppliers/{id}/bank-account/confirm"] = Finance,
        ["POST /suppliers/{id}/hold"] = Holders,
        ["POST /suppliers/{id}/release"] = Holders,
        ["POST /suppliers/{id}/approve"] = Compliance,
        ["POST /suppliers/{id}/suspend"] = Compliance,
        ["POST /suppliers/{id}/reinstate"] = Compliance,
        ["POST /suppliers/{id}/blacklist"] = Compliance,
        ["POST /invoices"] = ApClerk,
        ["GET /invoices"] = InvoiceReaders,
        ["GET /invoices/export.csv"] = InvoiceReaders,
        ["POST /invoices/{id}/correct"] = ApClerk,
        ["POST /invoices/{id}/assign"] = ApClerk,
        ["POST /invoices/{id}/dispute"] = ApClerk,
        ["POST /invoices/{id}/void"] = ApClerk,
        ["POST /invoices/{id}/schedule"] = Finance,
        ["GET /invoices/{id}"] = InvoiceReaders,
        ["GET /invoices/{id}/history"] = InvoiceReaders,
        ["GET /invoices/{id}/history/{version}"] = InvoiceReaders,
        ["GET /invoices/{id}/match"] = InvoiceReaders,
        ["POST /match/simulate"] = InvoiceReaders,
        ["GET /billable-orders/{id}"] = InvoiceReaders,
        ["GET /billable-orders/{id}/history"] = InvoiceReaders,
        ["GET /billable-orders/{id}/history/{version}"] = InvoiceReaders,
        ["PUT /billable-orders/{id}/tolerance"] = Finance,
        ["POST /credit-notes"] = ApClerk,
        ["GET /credit-notes"] = InvoiceReaders,
        ["GET /credit-notes/{id}"] = InvoiceReaders,
        ["GET /credit-notes/{id}/history"] = InvoiceReaders,
        ["GET /credit-notes/{id}/history/{version}"] = InvoiceReaders,
        ["GET /payments"] = InvoiceReaders,
        ["GET /payments/{id}"] = InvoiceReaders,
        ["GET /payments/{id}/history"] = InvoiceReaders,
        ["GET /payments/{id}/history/{version}"] = InvoiceReaders,
        ["POST /payments/{id}/reverse"] = Finance,
        ["POST /payments/{id}/retry"] = Finance,
        ["POST /payment-runs"] = Finance,
        ["GET /payment-runs"] = InvoiceReaders,
        ["GET /payment-runs/{id}"] = InvoiceReaders,
        ["GET /payment-runs/{id}/history"] = InvoiceReaders,
        ["GET /payment-runs/{id}/history/{version}"] = InvoiceReaders,
        ["GET /payment-runs/{id}/pain.001"] = Finance,
        ["POST /payment-runs/{id}/pain.002"] = Finance,
        ["GET /ops/messaging"] = Operator,
        ["GET /ops/dead-letters"] = Operator,
        ["GET /ops/dead-letters/counts"] = Operator,
        ["GET /ops/dead-letters/{id}"] = Operator,
        ["POST /ops/dead-letters/{id}/replay"] = Operator,
        ["POST /ops/dead-letters/{id}/skip"] = Operator,
        ["POST /ops/dead-letters/replay"] = Operator,
        ["GET /ops/events"] = Operator,
        ["GET /ops/operations"] = Operator,
        ["POST /ops/consumers/{consumer}/replay"] = Operator,
        ["GET /healthz"] = Everybody,
        ["GET /livez"] = Everybody,
        ["GET /readyz"] = Everybody,
        ["GET /openapi.json"] = Everybody,
        ["GET /asyncapi.json"] = Everybody,
    };

    /// <summary>Whether a token with just this role is let in.</summary>
    public static bool Allows(Route route, string role) => Rows[$"{route}"] is var roles && (roles.Length == 0 || roles.Contains(role));
}
