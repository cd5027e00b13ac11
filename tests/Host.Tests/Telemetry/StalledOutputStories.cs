namespace Host.Tests.Telemetry;

using Host.Tests.Faults;

/// <summary>Whoever reads the log may stop; nobody who asks for something is to notice.</summary>
[Category(Lane.Processes)]
internal sealed class StalledOutputStories
{
    [Test]
    public async Task Requests_are_answered_and_the_process_ends_while_nobody_reads_its_output()
    {
        await using var served = await Served.Start(
            null,
            environment =>
            {
                environment["LOG_LEVEL"] = "info";
                environment["SHUTDOWN_DELAY"] = "0s";
            },
            isRead: false
        );

        // More than the pipe, which holds 64 KiB, and the queue of the log hold together.
        await served.RefuseMany(12_000);

        Assert.That(await served.Metrics(), Does.Match("procurement_log_lines_dropped_total(\\{[^}]*\\})? [1-9]"));
        await served.Terminate();
        await served.Exited();
    }
}
