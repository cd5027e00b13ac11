namespace Deployment.Tests.Compose;

using TestKit;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

/// <summary>One service of compose.yaml.</summary>
internal sealed class ComposeService
{
    public string Image { get; set; } = "";
    public string? Build { get; set; }
    public List<string> EnvFile { get; set; } = [];
    public List<string> Command { get; set; } = [];
    public Dictionary<string, string> Environment { get; set; } = [];
    public List<string> Volumes { get; set; } = [];
    public List<string> Ports { get; set; } = [];
    public Dictionary<string, ComposeDependency> DependsOn { get; set; } = [];
    public Dictionary<string, ComposeAddress> Networks { get; set; } = [];
    public object? Healthcheck { get; set; }
    public bool ReadOnly { get; set; }
    public List<string> Tmpfs { get; set; } = [];

    /// <summary>The variables of a container: those of its files, and over them its own.</summary>
    public Dictionary<string, string> Variables()
    {
        var variables = EnvFile
            .SelectMany(file => EnvironmentFile.Load(Path.GetFileNameWithoutExtension(file)))
            .ToDictionary(pair => pair.Key, pair => pair.Value);
        foreach (var (name, value) in Environment)
            variables[name] = value;
        return variables;
    }
}

internal sealed class ComposeDependency
{
    public string Condition { get; set; } = "";
}

internal sealed class ComposeAddress
{
    public string Ipv4Address { get; set; } = "";
}

/// <summary>compose.yaml, as far as tests read it.</summary>
internal sealed class ComposeFile
{
    /// <summary>Read because services refer to it.</summary>
    [YamlMember(Alias = "x-environment", ApplyNamingConventions = false)]
    public Dictionary<string, string> Environment { get; set; } = [];

    public Dictionary<string, ComposeService> Services { get; set; } = [];
    public Dictionary<string, object?> Volumes { get; set; } = [];

    public static string Path(string file) => System.IO.Path.GetFullPath(System.IO.Path.Combine(EnvironmentFile.Root, file));

    public static ComposeFile Read()
    {
        var reader = new DeserializerBuilder()
            .WithNamingConvention(YamlDotNet.Serialization.NamingConventions.UnderscoredNamingConvention.Instance)
            .IgnoreUnmatchedProperties()
            .Build();
        return reader.Deserialize<ComposeFile>(new MergingParser(new Parser(File.OpenText(Path("compose.yaml")))));
    }
}
