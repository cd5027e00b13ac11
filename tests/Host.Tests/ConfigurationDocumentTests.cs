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

        foreach (var row in ConfigurationTable.Render(env.Describe()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2))
            Assert.That(page, Does.Contain(row), "docs/configuration.md lacks this row");
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
