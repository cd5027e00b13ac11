namespace Procurement.BuildingBlocks;

/// <summary>Who acts: somebody, perhaps on behalf of somebody else, or the system itself and what made it act.</summary>
public sealed record Actor
{
    /// <summary>What the system is called where a subject is expected; only <see cref="Cause"/> tells it from somebody of that name.</summary>
    public const string SystemSubject = "system";

    private Actor(string subject, string? onBehalfOf, string? cause) => (Subject, OnBehalfOf, Cause) = (subject, onBehalfOf, cause);

    /// <summary>Subject (<c>sub</c> of the token, RFC 7519 section 4.1.2) of who acts; <see cref="SystemSubject"/> for the system.</summary>
    public string Subject { get; }

    /// <summary>Subject of the person whose authority is used; null when it is the actor's own.</summary>
    public string? OnBehalfOf { get; }

    /// <summary>What made the system act, such as the identifier of a message; null when somebody acts.</summary>
    public string? Cause { get; }

    /// <summary>Somebody, by the subject of the token.</summary>
    public static Actor Of(string subject) => new(subject, null, null);

    /// <summary>The system.</summary>
    /// <param name="cause">What made it act: the identifier of a message, the name of a job.</param>
    public static Actor System(string cause) => new(SystemSubject, null, cause);

    /// <summary>The same, with another's authority.</summary>
    /// <param name="principal">Subject of who delegated it.</param>
    public Actor For(string principal) => new(Subject, principal, Cause);

    /// <summary>Everybody whose will it is: who acts, and on whose behalf. Nobody when it is the system.</summary>
    public IEnumerable<string> Persons
    {
        get
        {
            if (Cause is null)
                yield return Subject;
            if (OnBehalfOf is not null)
                yield return OnBehalfOf;
        }
    }
}
