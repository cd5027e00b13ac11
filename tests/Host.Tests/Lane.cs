namespace Host.Tests;

/// <summary>What ops/test.sh runs beside each other.</summary>
internal static class Lane
{
    /// <summary>Stories that start processes, or wait for them.</summary>
    public const string Processes = "processes";
}
