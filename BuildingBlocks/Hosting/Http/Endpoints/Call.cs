namespace Procurement.BuildingBlocks.Hosting.Http;

using Microsoft.AspNetCore.Http;

/// <summary>What one caller asks of one resource, read and well-formed.</summary>
/// <typeparam name="TId">How the resource is named.</typeparam>
/// <typeparam name="TBody">What the body says.</typeparam>
public sealed class Call<TId, TBody>
    where TId : struct
{
    private readonly HttpContext http;

    internal Call(HttpContext http, TId id, TBody body, Precondition when)
    {
        this.http = http;
        Id = id;
        Body = body;
        When = when;
        Actor = Actor.Of(http.User.Identity!.Name!);
    }

    /// <summary>The resource; the default when it is still to be made.</summary>
    public TId Id { get; }

    /// <summary>The body.</summary>
    public TBody Body { get; }

    /// <summary>Versions of the resource that the caller is willing to change.</summary>
    public Precondition When { get; }

    /// <summary>Who calls, by the token.</summary>
    public Actor Actor { get; }

    /// <summary>Ended when the caller has gone or the time is up.</summary>
    public CancellationToken Ct => http.RequestAborted;

    /// <summary>Whether the token carries a role.</summary>
    public bool Has(string role) => http.User.IsInRole(role);
}
