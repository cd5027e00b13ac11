namespace Host.Tests.Invoicing.Chains;

/// <summary>How far all chains together are: what the killer goes by, because a time says nothing of what is under way.</summary>
internal sealed class Progress
{
    private readonly Lock gate = new();
    private TaskCompletionSource? reached;
    private int untilMoments;
    private int untilSteps;

    /// <summary>Calls that were begun, and answers seen.</summary>
    public int Moments { get; private set; }

    /// <summary>Changes that were answered.</summary>
    public int Steps { get; private set; }

    public void Count(bool isStep = false)
    {
        lock (gate)
        {
            Moments++;
            Steps += isStep ? 1 : 0;
            if (Moments < untilMoments && Steps < untilSteps)
                return;
            reached?.TrySetResult();
            reached = null;
        }
    }

    /// <summary>After so many more of either.</summary>
    public Task After(int moments, int steps)
    {
        lock (gate)
        {
            (untilMoments, untilSteps) = (Moments + moments, Steps + steps);
            reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return reached.Task;
        }
    }
}
