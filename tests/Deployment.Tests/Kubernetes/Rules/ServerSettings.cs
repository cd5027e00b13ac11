namespace Deployment.Tests.Kubernetes.Rules;

using System.Text.Json.Nodes;
using Deployment.Tests.Kubernetes.Rendering;
using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.Host;

/// <summary>What the program makes of the variables of its containers.</summary>
internal static class ServerSettings
{
    /// <summary>The code's own list of variables.</summary>
    public static IReadOnlyList<Variable> Known { get; } = FindKnown();

    /// <summary>The variables of a pod's program; for those that are kept in a Secret the example of the documentation stands in.</summary>
    public static Dictionary<string, string> Variables(Manifests manifests, JsonObject pod)
    {
        var variables = new Dictionary<string, string>();
        foreach (var (name, value) in manifests.Variables(pod.At("containers/procurement")!.AsObject()))
            variables[name] = value ?? Known.FirstOrDefault(known => known.Name == name)?.Example ?? "";
        return variables;
    }

    /// <summary>The settings of the server; not to be trusted when there is a complaint.</summary>
    public static Settings Read(Manifests manifests) =>
        Settings.Read(new EnvironmentReader(Variables(manifests, Manifests.Pod(manifests.Deployment))));

    private static IReadOnlyList<Variable> FindKnown()
    {
        var env = new EnvironmentReader(new Dictionary<string, string>());
        Settings.Read(env);
        return env.Describe();
    }
}
