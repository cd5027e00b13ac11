namespace Deployment.Tests.Operations;

using System.Text.RegularExpressions;
using TestKit;

/// <summary>Whoever follows a link in the middle of the night arrives.</summary>
internal sealed partial class DocumentLinkTests
{
    private static readonly string[] Pages =
    [
        .. Directory
            .EnumerateDirectories(EnvironmentFile.Root)
            .Where(folder => Path.GetFileName(folder) is not ("artifacts" or ['.', ..]))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(EnvironmentFile.Root, "*.md"))
            .Where(page => !page.Contains("/node_modules/"))
            .Select(page => Path.GetRelativePath(EnvironmentFile.Root, page))
            .Order(StringComparer.Ordinal),
    ];

    [Test]
    public void Every_link_to_a_file_or_a_heading_leads_there()
    {
        var links = Pages.SelectMany(page => Links(page).Select(target => (Page: page, Target: target))).ToList();

        Assert.That(links, Has.Count.GreaterThan(30));
        Assert.That(links.Where(link => !Leads(link.Page, link.Target)).Select(link => $"{link.Page}: {link.Target}"), Is.Empty);
    }

    [Test]
    public void Every_runbook_is_named_in_the_guide()
    {
        var runbooks = Pages.Where(page => page.StartsWith("docs/runbooks/", StringComparison.Ordinal)).ToList();

        Assert.That(runbooks, Is.Not.Empty);
        Assert.That(runbooks.Select(page => page["docs/".Length..]), Is.SubsetOf(Links("docs/operations.md")));
    }

    [TestCase("docs/operations.md", "nowhere.md")]
    [TestCase("docs/operations.md", "messaging.md#nothing-of-the-kind")]
    public void A_link_that_leads_nowhere_is_found(string page, string target) => Assert.That(Leads(page, target), Is.False);

    private static IEnumerable<string> Links(string page) =>
        Link().Matches(Read(page)).Select(match => match.Groups[1].Value).Where(target => !target.Contains("://"));

    private static bool Leads(string page, string target)
    {
        var parts = target.Split('#', 2);
        var path = parts[0].Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, parts[0]);
        var full = Path.GetFullPath(Path.Combine(EnvironmentFile.Root, path));
        return parts.Length == 1 ? Path.Exists(full) : File.Exists(full) && Headings(full).Contains(parts[1]);
    }

    /// <summary>The names under which headings are found, as GitHub makes them.</summary>
    private static IEnumerable<string> Headings(string page) =>
        Heading()
            .Matches(Read(page))
            .Select(match => NoName().Replace(match.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    /// <summary>A page without its code, where brackets mean something else and lines with a hash are comments.</summary>
    private static string Read(string page) => Code().Replace(File.ReadAllText(Path.Combine(EnvironmentFile.Root, page)), "");

    [GeneratedRegex(@"(?<!\!)\[[^\]]*\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoName();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();
}
