namespace Procurement.BuildingBlocks.Hosting.Http;

using Microsoft.AspNetCore.Http;
using Procurement.BuildingBlocks.Persistence;

/// <summary>What one caller asks of a service that commits by itself, read and well-formed.</summary>
/// <typeparam name="TBody">What the body says.</typeparam>
/// <typeparam name="TView">What is answered.</typeparam>
public sealed class Command<TBody, TView>
{
    private readonly HttpContext http;

    internal Command(HttpContext http, TBody body, Precondition when, Repeatable<TView>? repeatable)
    {
        this.http = http;
        Body = body;
        When = when;
        Repeatable = repeatable;
        Subject = http.User.Identity!.Name!;
    }

    /// <summary>The body.</summary>
    public TBody Body { get; }

    /// <summary>Versions that the caller is willing to change.</summary>
    public Precondition When { get; }

    /// <summary>Under which key it may come again; null when it came without. Whoever commits keeps the answer with it.</summary>
    public Repeatable<TView>? Repeatable { get; }

    /// <summary>Who calls, by the token.</summary>
    public string Subject { get; }

    /// <summary>Ended when the caller has gone or the time is up.</summary>
    public CancellationToken Ct => http.RequestAborted;

    /// <summary>A part of the path, as it was written.</summary>
    public string Part(string name) => (string)http.Request.RouteValues[name]!;
}
