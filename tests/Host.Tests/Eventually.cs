namespace Host.Tests;

using NUnit.Framework.Constraints;

/// <summary>Waits for a condition; a test never sleeps for a guess.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <param name="read">Looks.</param>
    /// <param name="expected">What it is to see.</param>
    /// <param name="patience">For how long, where that is no usual while.</param>
    public static async Task<T> Holds<T>(Func<Task<T>> read, IResolveConstraint expected, TimeSpan? patience = null)
    {
        var longest = patience ?? Patience;
        var constraint = expected.Resolve();
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var actual = await read();
            if (constraint.ApplyTo(actual).IsSuccess)
                return actual;
            if (TimeProvider.System.GetElapsedTime(started) > longest)
                Assert.Fail($"Not within {longest}: {constraint.Description}, last: {actual}");
            await Task.Delay(50);
        }
    }
}
