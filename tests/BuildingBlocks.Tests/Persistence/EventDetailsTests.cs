namespace BuildingBlocks.Tests.Persistence;

using Procurement.BuildingBlocks;
using Procurement.BuildingBlocks.Persistence;

internal sealed class EventDetailsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public void Keeps_all_of_an_event_that_nobody_has_registered_but_what_the_line_says() =>
        Assert.That(
            EventDetails.Of(new Painted(Actor.Of("bob"), Now, Colour.Dark, null, [new Coat(1, "primer", 2.50m), new Coat(2, null, 3.0m)])),
            Is.EqualTo("""{"base_colour":"Dark","coats":[{"number":1,"kind":"primer","litres":2.5},{"number":2,"litres":3}]}""")
        );

    [Test]
    public void Keeps_nothing_of_an_event_that_says_no_more_than_its_name() =>
        Assert.That(EventDetails.Of(new Dried(Actor.Of("bob"), Now)), Is.Null);

    private enum Colour
    {
        Dark,
    }

    private sealed record Painted(Actor Actor, DateTimeOffset At, Colour BaseColour, string? Remark, IReadOnlyList<Coat> Coats)
        : DomainEvent(Actor, At);

    private sealed record Coat(int Number, string? Kind, decimal Litres);

    private sealed record Dried(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At);
}
