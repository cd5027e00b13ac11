namespace Purchasing.Tests.Domain.Approvals;

using System.Globalization;
using Procurement.Purchasing.Domain;

internal sealed class HandoverTests
{
    private static readonly DateOnly Today = new(2026, 2, 1);

    [Test]
    public void Says_who_gives_whom_authority_on_which_days()
    {
        var handover = Handover.Parse("lena", " luis ", "2026-02-01", "2026-02-14", Today).Value;

        Assert.That(handover, Is.EqualTo(Given("lena", "luis", "2026-02-01", "2026-02-14")));
    }

    [TestCase("2026-02-01", "2026-02-01", null, Description = "today, for a day")]
    [TestCase("2026-01-20", "2026-02-01", null, Description = "it had begun before anybody wrote it down")]
    [TestCase("2030-01-01", "2030-02-01", null)]
    [TestCase("2026-02-01", "2027-02-01", null, Description = "366 days")]
    [TestCase("2026-02-01", "2027-02-02", "must be at most 366 days from from_date, both included")]
    [TestCase("2026-02-03", "2026-02-02", "must not be before from_date")]
    [TestCase("2026-01-20", "2026-01-31", "must not be in the past")]
    [TestCase("2026-01-31", "2026-01-20", "must not be in the past")]
    [TestCase("0001-01-01", "9999-12-31", "must be at most 366 days from from_date, both included")]
    public void Is_for_some_days_that_are_not_over(string from, string until, string? refusal)
    {
        var error = Handover.Parse("lena", "luis", from, until, Today).Error;

        Assert.That(error?.Fields.GetValueOrDefault("until_date"), Is.EqualTo(refusal));
        Assert.That(error?.Fields.Keys ?? [], Is.EqualTo(refusal is null ? Array.Empty<string>() : ["until_date"]));
    }

    [TestCase("lena")]
    [TestCase("LENA")]
    [TestCase(" lenA ")]
    public void Is_to_somebody_else(string to)
    {
        var error = Handover.Parse("lena", to, "2026-02-01", "2026-02-14", Today).Error!;

        Assert.That((error.Code, error.Fields["to"]), Is.EqualTo(("VALIDATION_FAILED", "must be somebody else")));
    }

    [Test]
    public void Tells_all_that_is_wrong_at_once()
    {
        var missing = Handover.Parse("lena", null, null, "", Today).Error!;
        var wrong = Handover.Parse("lena", "Lena", "1.2.2026", "2026-01-31", Today).Error!;
        var long_ = Handover.Parse("lena", new string('x', 129), "2026-02-30", "2026-02-28", Today).Error!;

        Assert.That(missing.Fields, Has.Count.EqualTo(3).And.All.Matches<KeyValuePair<string, string>>(f => f.Value == "is required"));
        Assert.That(wrong.Fields.Keys, Is.EqualTo(new[] { "to", "from_date", "until_date" }));
        Assert.That(wrong.Fields["until_date"], Is.EqualTo("must not be in the past"));
        Assert.That(long_.Fields.Keys, Is.EqualTo(new[] { "to", "from_date" }));
    }

    /// <summary>Others than <c>a</c> to <c>b</c> on the days from 10 to 20, each as giver, receiver, first and last day.</summary>
    [TestCase("", ExpectedResult = false)]
    [TestCase("a b 10 20", ExpectedResult = false, Description = "the same again")]
    [TestCase("b c 10 20", ExpectedResult = false)]
    [TestCase("c a 10 20", ExpectedResult = false)]
    [TestCase("b a 10 20", ExpectedResult = true)]
    [TestCase("B A 10 20", ExpectedResult = true)]
    [TestCase("b a 20 30", ExpectedResult = true, Description = "one day in common")]
    [TestCase("b a 01 10", ExpectedResult = true, Description = "one day in common")]
    [TestCase("b a 21 30", ExpectedResult = false)]
    [TestCase("b a 01 09", ExpectedResult = false)]
    [TestCase("b a 01 30", ExpectedResult = true)]
    [TestCase("b a 15 15", ExpectedResult = true)]
    [TestCase("b c 10 20,c a 10 20", ExpectedResult = true)]
    [TestCase("b c 01 12,c a 12 30", ExpectedResult = true, Description = "day 12 is common to all")]
    [TestCase("b c 01 12,c a 13 30", ExpectedResult = false, Description = "each overlaps with the new one, on no day both")]
    [TestCase("b c 18 30,c A 01 18", ExpectedResult = true)]
    [TestCase("b c 10 20,c d 10 20,d e 10 20,e a 10 20", ExpectedResult = true)]
    [TestCase("b c 10 20,c d 10 20,d b 10 20", ExpectedResult = false, Description = "a circle of others, which cannot be")]
    [TestCase("b c 10 20,b d 10 20,d a 10 20", ExpectedResult = true, Description = "several ways, one of which leads back")]
    public bool Closes_a_circle_that_there_is_on_some_day(string others) =>
        Given("a", "b", Of("10"), Of("20"))
            .ClosesCircle([
                .. others
                    .Split(',', StringSplitOptions.RemoveEmptyEntries)
                    .Select(each => each.Split(' '))
                    .Select(each => Given(each[0], each[1], Of(each[2]), Of(each[3]))),
            ]);

    /// <summary>However the days lie: compared with looking at each day and each way.</summary>
    [Test]
    public void Finds_the_circles_that_a_look_at_every_day_finds()
    {
        var random = new Random(4711);
        var closed = 0;
        for (var round = 0; round < 2_000; round++)
        {
            var others = Enumerable.Range(0, random.Next(9)).Select(_ => AtRandom(random)).ToList();
            var added = AtRandom(random);
            var expected = Enumerable
                .Range(1, 12)
                .Any(day => Reaches(added.Deputy, added.Delegator, new DateOnly(2026, 3, day), added, others));
            closed += expected ? 1 : 0;

            Assert.That(added.ClosesCircle(others), Is.EqualTo(expected), $"{added} among {string.Join(", ", others)}");
        }
        Assert.That(closed, Is.InRange(200, 1_800));
    }

    private static bool Reaches(string from, string to, DateOnly day, Handover added, IReadOnlyList<Handover> others) =>
        added.Days.Includes(day)
        && (
            from == to
            || others.Any(other =>
                other.Days.Includes(day)
                && other.Delegator == from
                && Reaches(other.Deputy, to, day, added, [.. others.Where(rest => rest.Delegator != from)])
            )
        );

    private static Handover AtRandom(Random random)
    {
        var (giver, step, first) = (random.Next(4), random.Next(1, 4), random.Next(1, 13));
        return new(
            $"p{giver}",
            $"p{(giver + step) % 4}",
            new Period(new DateOnly(2026, 3, first), new DateOnly(2026, 3, random.Next(first, 13)))
        );
    }

    private static string Of(string dayOfMarch) => $"2026-03-{dayOfMarch}";

    private static Handover Given(string delegator, string deputy, string from, string until) =>
        new(
            delegator,
            deputy,
            new Period(DateOnly.Parse(from, CultureInfo.InvariantCulture), DateOnly.Parse(until, CultureInfo.InvariantCulture))
        );

    [TestCase(1, 9, ExpectedResult = false)]
    [TestCase(1, 10, ExpectedResult = true)]
    [TestCase(12, 13, ExpectedResult = true)]
    [TestCase(20, 28, ExpectedResult = true)]
    [TestCase(21, 28, ExpectedResult = false)]
    public bool Days_overlap_when_they_share_one(int from, int until) =>
        new Period(new DateOnly(2026, 2, 10), new DateOnly(2026, 2, 20)).Overlaps(
            new Period(new DateOnly(2026, 2, from), new DateOnly(2026, 2, until))
        );
}
