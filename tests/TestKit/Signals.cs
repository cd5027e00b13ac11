namespace TestKit;

using System.Diagnostics;
using NUnit.Framework;

/// <summary>Signals to processes that a test has started.</summary>
public static class Signals
{
    /// <summary>Sends a signal, by its name without SIG; fails when the process is gone.</summary>
    public static async Task Signal(this Process process, string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        await kill.WaitForExitAsync();
        Assert.That(kill.ExitCode, Is.Zero, name);
    }
}
