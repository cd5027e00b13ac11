namespace Procurement.BuildingBlocks.Messaging.Contracts;

using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

/// <summary>What the code says of its types and members, read from the files that the compiler writes beside the assemblies.</summary>
internal sealed partial class DocumentationFiles
{
    private readonly Dictionary<Assembly, Dictionary<string, string>> files = [];

    /// <summary>The summary of a type or property; null when there is none.</summary>
    public string? Of(MemberInfo member)
    {
        var (type, name) = member switch
        {
            Type itself => (itself, $"T:{itself.FullName}"),
            _ => (member.DeclaringType!, $"P:{member.DeclaringType!.FullName}.{member.Name}"),
        };
        if (!files.TryGetValue(type.Assembly, out var summaries))
            files.Add(type.Assembly, summaries = Read(type.Assembly));
        return summaries.GetValueOrDefault(name.Replace('+', '.'));
    }

    private static Dictionary<string, string> Read(Assembly assembly)
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml");
        if (!File.Exists(file))
            return [];
        return XDocument
            .Load(file)
            .Descendants("member")
            .Where(member => member.Element("summary") is not null)
            .ToDictionary(member => member.Attribute("name")!.Value, member => Text(member.Element("summary")!));
    }

    private static string Text(XElement summary)
    {
        var parts = summary
            .Nodes()
            .Select(node =>
                node switch
                {
                    XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
                    XElement { Name.LocalName: "see" } see => $"`{see.Attribute("cref")!.Value.Split('.')[^1]}`",
                    XElement other => other.Value,
                    _ => $"{node}",
                }
            );
        return Blanks().Replace(string.Concat(parts), " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
