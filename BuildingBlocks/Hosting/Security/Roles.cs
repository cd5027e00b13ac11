namespace Procurement.BuildingBlocks.Hosting.Security;

using System.Collections.Frozen;

/// <summary>The roles that a token may carry in its <c>roles</c> claim; compared to the letter, and anything else there means nothing here.</summary>
public static class Roles
{
    /// <summary>Creates purchase orders and carries them through to the supplier.</summary>
    public const string Buyer = "buyer";

    /// <summary>Approves orders up to the first limit.</summary>
    public const string ApproverL1 = "approver_l1";

    /// <summary>Approves orders up to the second limit.</summary>
    public const string ApproverL2 = "approver_l2";

    /// <summary>Approves orders of any amount.</summary>
    public const string ApproverL3 = "approver_l3";

    /// <summary>Books goods receipts and returns.</summary>
    public const string Receiver = "receiver";

    /// <summary>Enters and matches supplier invoices.</summary>
    public const string ApClerk = "ap_clerk";

    /// <summary>Pays, reverses and confirms bank accounts.</summary>
    public const string Finance = "finance";

    /// <summary>Registers and edits suppliers.</summary>
    public const string SupplierManager = "supplier_manager";

    /// <summary>Approves, suspends and blacklists suppliers.</summary>
    public const string Compliance = "compliance";

    /// <summary>Operates the system; has no business authority.</summary>
    public const string Operator = "operator";

    /// <summary>All of them.</summary>
    public static readonly FrozenSet<string> All = FrozenSet.Create(
        StringComparer.Ordinal,
        [Buyer, ApproverL1, ApproverL2, ApproverL3, Receiver, ApClerk, Finance, SupplierManager, Compliance, Operator]
    );
}
