namespace Procurement.Purchasing.Adapters.Http.Approvals;

using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Routing;
using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;
using Procurement.Purchasing.UseCases;

/// <summary>Body of POST /delegations.</summary>
internal sealed record DelegationBody(
    [property: Is<Subject>] string? To = null,
    [property: Is<Day>] string? FromDate = null,
    [property: Is<Day>] string? UntilDate = null
)
{
    [JsonIgnore]
    public DelegateAuthority.Arguments Arguments => new(To, FromDate, UntilDate);
}

[JsonSerializable(typeof(DelegationBody))]
[JsonSerializable(typeof(DelegationView))]
[JsonSerializable(typeof(Items<DelegationView>))]
internal sealed partial class DelegationJson : JsonSerializerContext;

internal static class DelegationEndpoints
{
    private static readonly QueryParameter<bool?> Active = QueryParameter.Flag(
        "active",
        "True for delegations that hold today or later, false for those that are revoked or over."
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        var delegations = new Resource<PurchasingModule, Delegation, DelegationId, DelegationView>(
            routes,
            "/delegations",
            "Approvals",
            ApproverRoles.All,
            DelegationView.Of,
            DelegationJson.Default
        );
        delegations
            .Create<DelegateAuthority, DelegationBody>((use, call) => use.Execute(call.Body.Arguments, call.Approver(), call.Ct))
            .Allows(ApproverRoles.All)
            .Refuses(DelegationErrors.Cycle, DelegationErrors.Impossible);
        delegations.Delete<RevokeDelegation>((use, call) => use.Execute(call.Id, call.When, call.Actor, call.Ct)).Allows(ApproverRoles.All);
        delegations.Get<IDelegationQueries, string>(
            [],
            query => query.Subject,
            (queries, id, subject, ct) => queries.Find(id, subject, ct)
        );
        delegations.List<IDelegationQueries, DelegationFilter, DelegationView>(
            [Active],
            query =>
                new()
                {
                    Subject = query.Subject,
                    IsActive = query.Get(Active),
                    Limit = query.Limit,
                    After = query.After,
                },
            (queries, filter, ct) => queries.List(filter, ct)
        );
    }
}
