namespace BuildingBlocks.Tests.Configuration;

using Procurement.BuildingBlocks.Hosting.Configuration;
using TestKit;

public sealed class ConfigurationDocumentTests
{
    private const string Begin = "<!-- host: begin, written by the code; a test says what to paste -->\n";
    private const string End = "<!-- host: end -->\n";

    [Test]
    public void Documents_every_variable_of_the_host_as_the_code_reads_it()
    {
        var env = new EnvironmentReader(new Dictionary<string, string>());
        HostSettings.Read(env);
        var table = ConfigurationTable.Render(env.Describe());

        var page = File.ReadAllText(Path.Combine(EnvironmentFile.Root, "docs", "configuration.md"));
        var start = page.IndexOf(Begin, StringComparison.Ordinal);
        var end = page.IndexOf(End, StringComparison.Ordinal);
        Assert.That(start >= 0 && end > start, Is.True, "docs/configuration.md has lost the comments around the table of the host.");

        Assert.That(
            page[(start + Begin.Length)..end],
            Is.EqualTo(table),
            $"docs/configuration.md is not what the code does. Paste this between the two comments:\n{table}"
        );
    }

    [Test]
    public void Gives_the_same_documentation_in_every_environment()
    {
        var bare = new EnvironmentReader(new Dictionary<string, string>());
        HostSettings.Read(bare);
        var set = new EnvironmentReader(EnvironmentFile.Load("test"));
        HostSettings.Read(set);

        Assert.That(ConfigurationTable.Render(set.Describe()), Is.EqualTo(ConfigurationTable.Render(bare.Describe())));
    }

    [Test]
    public void Gives_examples_that_are_accepted()
    {
        var bare = new EnvironmentReader(new Dictionary<string, string>());
        HostSettings.Read(bare);
        var examples = bare.Describe()
            .Where(variable => variable.Name != "AUTH_SYMMETRIC_KEY")
            .ToDictionary(variable => variable.Name, variable => variable.Example);
        var env = new EnvironmentReader(examples);
        HostSettings.Read(env);

        Assert.That(env.Complaint, Is.Null);
    }
}
