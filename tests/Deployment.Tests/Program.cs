namespace Deployment.Tests;

using Deployment.Tests.Cluster;

/// <summary>What this assembly does when it is started as a process: it puts load on a cluster, and judges what came of it.</summary>
internal static class Program
{
    public static Task<int> Main(string[] arguments) => Script.Run(new Uri(arguments[0]), arguments[1], Console.In, Console.Out);
}
