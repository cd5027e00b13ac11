namespace Host.Tests;

using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.Host;
using TestKit;

internal sealed class ConfigurationDocumentTests
{
    [Test]
    public void The_page_lists_every_variable_of_host_and_modules()
    {
        var env = new EnvironmentReader(EnvironmentFile.Load("test"));
        ProcurementHost.ReadSettings(env);
        var page = File.ReadAllText(Path.Combine(EnvironmentFile.Root, "docs", "configuration.md"));

        Assert.That(
            env.Describe().Where(variable => !page.Contains($"`{variable.Name}`", StringComparison.Ordinal)).Select(v => v.Name),
            Is.Empty
        );
    }

    [TestCase("development")]
    [TestCase("test")]
    public void The_working_sets_hold_every_variable_that_is_read_and_no_other(string name)
    {
        var set = EnvironmentFile.Load(name);
        var known = new EnvironmentReader(set);
        ProcurementHost.ReadSettings(known);

        Assert.That(set.Keys, Is.SubsetOf(known.Describe().Select(variable => variable.Name)));
    }
}
