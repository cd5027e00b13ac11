namespace Messaging.Tests.Crash.Kafka;

using TestKit;

/// <summary>One broker for all tests of this namespace.</summary>
[SetUpFixture]
internal sealed class BrokerForAll
{
    [OneTimeSetUp]
    public Task Start() => KafkaBroker.StartFirst();

    [OneTimeTearDown]
    public Task Stop() => KafkaBroker.StopLast();
}
