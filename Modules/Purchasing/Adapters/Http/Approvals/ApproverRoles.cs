namespace Procurement.Purchasing.Adapters.Http.Approvals;

using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.BuildingBlocks.Hosting.Security;
using Procurement.Purchasing.Domain;

/// <summary>Authority comes with the token.</summary>
internal static class ApproverRoles
{
    public static string[] All => [Roles.ApproverL1, Roles.ApproverL2, Roles.ApproverL3];

    /// <summary>Who calls; the highest of the roles counts.</summary>
    public static Approver Approver<TId, TBody>(this Call<TId, TBody> call)
        where TId : struct => new(call.Actor, Level(call.Has));

    /// <param name="has">Whether the caller, who has at least one of the roles, has this one.</param>
    public static ApprovalLevel Level(Func<string, bool> has) =>
        has(Roles.ApproverL3) ? ApprovalLevel.L3
        : has(Roles.ApproverL2) ? ApprovalLevel.L2
        : ApprovalLevel.L1;
}
