namespace Host.Tests;

using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.Host;
using TestKit;

internal sealed class ConfigurationDocumentTests
{
    /// <summary>What a set leaves out, and why.</summary>
    private static readonly Dictionary<string, string> LeftOut = new()
    {
        ["DATABASE_URL"] = "make run and the tests each find a database of their own",
        ["TRUSTED_PROXIES"] = "there is no proxy in front of a developer",
        ["AUTH_JWKS"] = "the shared key takes its place",
    };

    [Test]
    public void The_page_lists_every_variable_of_host_and_modules()
    {
        var page = File.ReadAllText(Path.Combine(EnvironmentFile.Root, "docs", "configuration.md"));

        foreach (var row in ConfigurationTable.Render(Known()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2))
            Assert.That(page, Does.Contain(row), "docs/configuration.md lacks this row");
    }

    [TestCase("development")]
    [TestCase("test")]
    public void The_working_sets_hold_every_variable_that_is_read_and_no_other(string name)
    {
        Assert.That(EnvironmentFile.Load(name).Keys, Is.EquivalentTo(Known().Select(variable => variable.Name).Except(LeftOut.Keys)));
    }

    /// <summary>A setting that is read, documented and then not looked at is a promise to an operator that nobody keeps.</summary>
    [Test]
    public void Every_setting_of_the_host_is_used()
    {
        var code = new[] { "BuildingBlocks", "Host" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(EnvironmentFile.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => Path.GetFileName(file) != "HostSettings.cs")
            .Select(File.ReadAllText)
            .ToList();
        // Where we are has its effect while the others are read.
        var settings = typeof(HostSettings)
            .GetProperties()
            .Select(property => property.Name)
            .Except([nameof(HostSettings.Environment)])
            .ToList();

        Assert.That(settings, Does.Contain(nameof(HostSettings.Listen)));
        Assert.That(
            settings.Where(name => !code.Exists(text => Uses(text, name))),
            Is.Empty,
            "These settings are read and have no effect."
        );
    }

    private static bool Uses(string text, string name) =>
        System.Text.RegularExpressions.Regex.IsMatch(text, $@"(settings|HostSettings>\(\)|HostSettings\.Read\(env\))\.{name}\b");

    private static IReadOnlyList<Variable> Known()
    {
        var env = new EnvironmentReader(new Dictionary<string, string>());
        Settings.Read(env);
        return env.Describe();
    }
}
