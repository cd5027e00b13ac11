namespace Deployment.Tests.Kubernetes.Rules;

using Deployment.Tests.Kubernetes.Rendering;

/// <summary>What holds for every overlay.</summary>
/// <param name="Name">What it demands.</param>
/// <param name="Complaints">Everything that is not as it demands.</param>
internal sealed record Rule(string Name, Func<Manifests, IEnumerable<string>> Complaints)
{
    public static IReadOnlyList<Rule> All { get; } =
    [.. PodSecurityRules.All, .. RolloutRules.All, .. NetworkRules.All, .. ConfigurationRules.All];

    public override string ToString() => Name;

    /// <summary>A complaint unless a condition holds.</summary>
    public static IEnumerable<string> Demand(bool holds, string complaint) => holds ? [] : [complaint];
}
