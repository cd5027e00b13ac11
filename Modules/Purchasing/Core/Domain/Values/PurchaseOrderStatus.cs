namespace Procurement.Purchasing.Domain;

/// <summary>States of an order.</summary>
internal enum PurchaseOrderStatus
{
    Draft,
    AwaitingApproval,
    Approved,
    Issued,
    Acknowledged,
    PartiallyReceived,
    Received,
    Invoiced,
    Paid,
    Closed,
    Cancelled,
    Disputed,
}
