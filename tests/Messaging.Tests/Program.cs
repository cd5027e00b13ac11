namespace Messaging.Tests;

using Messaging.Tests.Crash;
using Messaging.Tests.Measure;

/// <summary>
/// What this assembly does when it is started as a process: it carries events until it is killed or there is nothing left to do, or it
/// measures.
/// </summary>
internal static class Program
{
    public static Task Main(string[] arguments) =>
        arguments is ["measure", var url] ? Measures.Run(url) : Victim.Run(Orders.Parse(arguments));
}
