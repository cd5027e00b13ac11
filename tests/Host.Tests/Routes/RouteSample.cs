namespace Host.Tests.Routes;

using System.Net.Http.Headers;

/// <summary>What a route needs to be called with success.</summary>
/// <param name="Route">As <see cref="Routes.Route"/> spells it.</param>
/// <param name="Role">One that may call it.</param>
internal sealed record RouteSample(string Route, string Role)
{
    /// <summary>Makes the resource in the state that the call is for; null for a route without an identifier.</summary>
    public Func<Api, Task<string>>? Id { get; init; }

    /// <summary>A good body with every member that it may have; null for a route that needs none.</summary>
    public Func<Api, Task<string>>? Body { get; init; }

    /// <summary>Whether the body is a file, or the answer: then it is nothing that the stories of JSON are about.</summary>
    public bool IsFile { get; init; }

    /// <summary>The free texts in the body and the most UTF-16 units of each.</summary>
    public IReadOnlyDictionary<string, int> Texts { get; init; } = new Dictionary<string, int>();

    /// <summary>Of a list: its filters, and values that each refuses. Null for what is no list.</summary>
    public IReadOnlyDictionary<string, string[]>? Filters { get; init; }

    /// <summary>Of a read that is no list: what may be asked in its query string.</summary>
    public IEnumerable<string> Parameters { get; init; } = [];
}

/// <summary>A request that its route takes, by a caller who may ask for it.</summary>
/// <param name="Path">With the identifier in its place.</param>
/// <param name="Id">Of the resource; null when the route has none.</param>
/// <param name="Body">JSON; null when the route needs none.</param>
internal sealed record Call(Route Route, RouteSample Sample, HttpClient Caller, string Path, string? Id, string? Body)
{
    /// <summary>The resource itself.</summary>
    public string Resource => Path[..(Path.IndexOf(Id!, StringComparison.Ordinal) + Id!.Length)];

    /// <summary>Who makes the call, as a history tells it.</summary>
    public string Subject => Api.SampleSubject(Sample.Role);

    /// <summary>The same for another identifier.</summary>
    public Call At(string id) => this with { Path = Route.PathOf(id), Id = id };

    public Task<Reply> Send(params (string Name, string Value)[] headers) => SendBody(Body, headers);

    public Task<Reply> SendBody(string? body, params (string Name, string Value)[] headers) => By(Caller, body, headers);

    public Task<Reply> SendContent(HttpContent body) => Caller.Send(new HttpMethod(Route.Method), Path, body);

    /// <summary>The same from another caller.</summary>
    public Task<Reply> By(HttpClient caller, params (string Name, string Value)[] headers) => By(caller, Body, headers);

    private Task<Reply> By(HttpClient caller, string? body, (string Name, string Value)[] headers) =>
        caller.Send(
            new HttpMethod(Route.Method),
            Path,
            body is null ? null : new StringContent(body, new MediaTypeHeaderValue(Sample.IsFile ? "application/xml" : "application/json")),
            headers
        );
}
