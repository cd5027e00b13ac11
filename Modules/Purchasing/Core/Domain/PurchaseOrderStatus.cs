namespace Procurement.Purchasing.Domain;

/// <summary>States of an order that can be reached today; later ones come with the commands that lead to them.</summary>
internal enum PurchaseOrderStatus
{
    Draft,
    AwaitingApproval,
    Approved,
    Issued,
    Cancelled,
    Disputed,
}
