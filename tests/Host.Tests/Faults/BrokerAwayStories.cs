namespace Host.Tests.Faults;

using System.Diagnostics;
using System.Net;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks;
using Procurement.BuildingBlocks.Messaging;

/// <summary>The broker is nothing that a request waits for.</summary>
[Category(Lane.Processes)]
internal sealed class BrokerAwayStories
{
    [Test]
    public async Task A_broker_that_is_not_there_stops_neither_the_start_nor_a_write()
    {
        var api = await Api.Start(onPostgres: true, Api.OnKafka("127.0.0.1:1", "nowhere"));

        var order = await api.Order();
        await Task.Delay(3_000);
        using var ready = await api.Anonymous().GetAsync(new Uri("/readyz", UriKind.Relative));

        Assert.That(order, Does.StartWith("po_"));
        Assert.That(ready.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var stopping = Stopwatch.StartNew();
        await api.DisposeAsync();
        Assert.That(stopping.Elapsed, Is.LessThan(TimeSpan.FromSeconds(10)));
    }

    /// <summary>What a module has not registered would go where nobody reads.</summary>
    [Test]
    public async Task Every_public_event_of_a_module_has_its_topic()
    {
        await using var api = await Api.Start(onPostgres: false);
        var registered = api.Services.GetServices<PublishedEvents>().Select(each => each.Assembly).ToHashSet();
        var contracts = AppDomain
            .CurrentDomain.GetAssemblies()
            .Where(each => each.GetName().Name is { } name && name.StartsWith("Procurement.", StringComparison.Ordinal))
            .Where(each => each.GetName().Name!.EndsWith(".Contracts", StringComparison.Ordinal))
            .Where(each => each.GetTypes().Any(type => type.IsDefined(typeof(PublicEventAttribute))));

        Assert.That(registered, Is.EquivalentTo(contracts).And.Not.Empty);
    }
}
