namespace BuildingBlocks.Tests;

using BuildingBlocks.Tests.Inbox;

/// <summary>What this assembly does when it is started as a process: it consumes a fake inbox until it is killed.</summary>
internal static class Program
{
    private const int Lanes = 8;

    public static async Task<int> Main(string[] arguments)
    {
        await using var services = LedgerModule.Build(arguments.Single());
        var inbox = new FakeInbox(services, () => Console.Out.WriteLine($"{Outcome.Begun}"));
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => Task.Run(Consume)));
        return 0;

        async Task Consume()
        {
            Outcome outcome;
            do
            {
                outcome = await inbox.Consume();
                await Console.Out.WriteLineAsync($"{outcome}");
            } while (outcome != Outcome.Empty);
        }
    }
}
