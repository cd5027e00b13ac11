namespace Messaging.Tests;

using Messaging.Tests.Crash;

/// <summary>What this assembly does when it is started as a process: it carries events until it is killed, or there is nothing left to do.</summary>
internal static class Program
{
    public static Task Main(string[] arguments) => Victim.Run(Orders.Parse(arguments));
}
