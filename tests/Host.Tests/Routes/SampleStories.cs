namespace Host.Tests.Routes;

using System.Text.Json;
using Host.Tests.Contract;

/// <summary>The samples are what the stories of all routes stand on: they succeed, and they leave nothing out.</summary>
internal sealed class SampleStories
{
    private Api api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await Api.Start(onPostgres: false);

    [OneTimeTearDown]
    public ValueTask Stop() => api.DisposeAsync();

    /// <summary>Otherwise a refusal in another story could have any cause.</summary>
    [TestCaseSource(typeof(Route), nameof(Route.All))]
    public async Task A_sample_succeeds(Route route)
    {
        var call = await RouteSamples.Prepare(api, route);

        var reply = await call.Send();

        Assert.That((int)reply.Status, Is.InRange(200, 299), reply.Body);
    }

    [TestCaseSource(typeof(Route), nameof(Route.Changes))]
    public async Task A_sample_names_the_free_texts_of_its_body(Route route)
    {
        var call = await RouteSamples.Prepare(api, route);
        var texts = call.Body is null ? [] : JsonPlaces.Of(call.Body).Where(place => place.Kind == JsonValueKind.String);

        Assert.That(
            texts.Where(text => !RouteSamples.Spelt.Contains(text.Member)).Select(text => text.Path),
            Is.EquivalentTo(call.Sample.Texts.Keys),
            $"add to the sample of {route} how long each free text may be, or to RouteSamples.Spelt what has a spelling of its own"
        );
    }

    [TestCaseSource(typeof(Route), nameof(Route.Reads))]
    public async Task A_sample_names_the_filters_of_its_list(Route route)
    {
        var call = await RouteSamples.Prepare(api, route);
        var reply = await call.Send();
        var isList = reply.MediaType is not ("text/csv" or "application/xml") && reply.Json.TryGetProperty("next", out _);
        Assert.That(
            call.Sample.Filters is not null,
            Is.EqualTo(isList),
            $"{route} is {(isList ? "a list: its sample needs Filters" : "no list: its sample has no Filters")}"
        );

        var described = (await ContractCheck.Served())
            .Operations.Single(operation => $"{operation}" == $"{route}")
            .Parameters.Where(parameter => parameter.In == "query")
            .Select(parameter => parameter.Name);
        Assert.That(
            described,
            Is.EquivalentTo(isList ? call.Sample.Filters!.Keys.Append("limit").Append("cursor") : call.Sample.Parameters),
            $"add each filter of {route} to its sample, with values that it refuses"
        );
    }
}
