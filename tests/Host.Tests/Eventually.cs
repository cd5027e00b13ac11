namespace Host.Tests;

using NUnit.Framework.Constraints;

/// <summary>Waits for a condition; a test never sleeps for a guess.</summary>
internal static class Eventually
{
    /// <summary>A process that starts beside others on a small machine takes half a minute; nobody waits longer than it needs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="read">Looks.</param>
    /// <param name="expected">What it is to see.</param>
    public static async Task<T> Holds<T>(Func<Task<T>> read, IResolveConstraint expected)
    {
        var constraint = expected.Resolve();
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var actual = await read();
            if (constraint.ApplyTo(actual).IsSuccess)
                return actual;
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
                Assert.Fail($"Not within {Patience}: {constraint.Description}, last: {actual}");
            await Task.Delay(50);
        }
    }
}
