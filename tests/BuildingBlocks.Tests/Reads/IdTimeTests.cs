namespace BuildingBlocks.Tests.Reads;

using Procurement.BuildingBlocks.Persistence.Postgres.Reads;

internal sealed class IdTimeTests
{
    private static readonly DateTimeOffset Moment = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.FromHours(2)).AddTicks(1_234_567);

    [Test]
    public void Bounds_hold_for_all_that_was_created_on_their_side_and_within_the_margin()
    {
        for (var i = 0; i < 1_000; i++)
        {
            Assert.That(InOrder(IdTime.NoneBefore(Moment), Guid.CreateVersion7(Moment - IdTime.Margin)));
            Assert.That(InOrder(Guid.CreateVersion7(Moment + IdTime.Margin), IdTime.NoneFrom(Moment)));
        }
    }

    [Test]
    public void Bounds_leave_out_what_lies_a_millisecond_further_away()
    {
        for (var i = 0; i < 1_000; i++)
        {
            Assert.That(InOrder(Guid.CreateVersion7(Moment - IdTime.Margin - TimeSpan.FromMilliseconds(1)), IdTime.NoneBefore(Moment)));
            Assert.That(InOrder(IdTime.NoneFrom(Moment), Guid.CreateVersion7(Moment + IdTime.Margin + TimeSpan.FromMilliseconds(1))));
        }
    }

    [Test]
    public void A_part_of_a_millisecond_counts_on_the_side_that_leaves_nothing_out()
    {
        var whole = DateTimeOffset.FromUnixTimeMilliseconds(1_770_000_000_000);
        var partly = whole.AddTicks(1);

        Assert.That(IdTime.NoneBefore(partly), Is.EqualTo(IdTime.NoneBefore(whole)));
        Assert.That(InOrder(Guid.CreateVersion7(whole + IdTime.Margin), IdTime.NoneFrom(partly)));
    }

    [Test]
    public void Any_moment_has_bounds()
    {
        var now = Guid.CreateVersion7(Moment);

        Assert.Multiple(() =>
        {
            Assert.That(InOrder(IdTime.NoneBefore(DateTimeOffset.MinValue), now));
            Assert.That(InOrder(now, IdTime.NoneBefore(DateTimeOffset.MaxValue)));
            Assert.That(InOrder(IdTime.NoneFrom(DateTimeOffset.MinValue), now));
            Assert.That(InOrder(now, IdTime.NoneFrom(DateTimeOffset.MaxValue)));
        });
    }

    /// <summary>As the database compares: byte by byte.</summary>
    private static bool InOrder(Guid first, Guid second) =>
        first.ToByteArray(bigEndian: true).AsSpan().SequenceCompareTo(second.ToByteArray(bigEndian: true)) < 0;
}
