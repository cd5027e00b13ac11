namespace Procurement.BuildingBlocks.Persistence;

/// <summary>Work that the clock asks for, again and again.</summary>
public static class Periodically
{
    /// <summary>Does it once an interval, the first time when one has passed, until stopped. A failure is told, and the next time comes as ever.</summary>
    /// <param name="interval">From one time to the next.</param>
    /// <param name="clock">What it is measured by.</param>
    /// <param name="work">Does it.</param>
    /// <param name="failed">Tells of a failure.</param>
    /// <param name="stopping">Ends it, which is an <see cref="OperationCanceledException"/>.</param>
    public static async Task Run(
        TimeSpan interval,
        TimeProvider clock,
        Func<CancellationToken, Task> work,
        Action<Exception> failed,
        CancellationToken stopping
    )
    {
        using var timer = new PeriodicTimer(interval, clock);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            try
            {
                await work(stopping);
            }
            catch (Exception e)
            {
                // Stopped meanwhile, which is reported in many guises, or failed.
                if (!stopping.IsCancellationRequested)
                    failed(e);
            }
        }
    }
}
