namespace Host.Tests.Faults;

using System.Diagnostics;

/// <summary>A test run that is killed leaves no server behind.</summary>
[Category(Lane.Processes)]
internal sealed class ClusterTests
{
    [TestCase(true, TestName = "A cluster ends with the process it was started for")]
    [TestCase(false, TestName = "A cluster that is down is removed with the process it was started for")]
    public async Task Ends(bool running)
    {
        using var owner = Process.Start("sleep", ["300"]);
        var cluster = await Cluster.Begin(owner.Id);
        if (!running)
            await cluster.Stop("INT");
        Assert.That(cluster.State(), Is.EqualTo((running, true)));

        owner.Kill();
        await owner.WaitForExitAsync();

        await Eventually.Holds(() => Task.FromResult(cluster.State()), Is.EqualTo((false, false)));
    }
}
