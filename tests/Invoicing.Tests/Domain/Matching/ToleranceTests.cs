namespace Invoicing.Tests.Domain.Matching;

using Procurement.Invoicing.Domain;

internal sealed class ToleranceTests
{
    [TestCase("200", ExpectedResult = "200: 200:")]
    [TestCase("0", ExpectedResult = "0: 0:")]
    [TestCase("1000", ExpectedResult = "1000: 1000:")]
    [TestCase(":7", ExpectedResult = ":7 :7")]
    [TestCase("200:5000", ExpectedResult = "200:5000 200:5000")]
    [TestCase("200/100", ExpectedResult = "200: 100:")]
    [TestCase(":100/500", ExpectedResult = ":100 500:")]
    [TestCase("1:2/3:4", ExpectedResult = "1:2 3:4")]
    [TestCase(":9223372036854775807", ExpectedResult = ":9223372036854775807 :9223372036854775807")]
    public string Is_read_as_a_setting(string text)
    {
        var read = Tolerance.Parse(text).Value;
        return $"{read.OverBps}:{read.OverMinor} {read.UnderBps}:{read.UnderMinor}";
    }

    [TestCase("")]
    [TestCase(":")]
    [TestCase("/")]
    [TestCase("200/")]
    [TestCase("200/1001")]
    [TestCase("1001/200")]
    [TestCase("2:")]
    [TestCase(":x")]
    [TestCase(":-1")]
    [TestCase("+1")]
    [TestCase(" 1")]
    [TestCase("1/2/3")]
    [TestCase("1:2:3")]
    [TestCase(":9223372036854775808")]
    [TestCase("99999999999")]
    public void Is_refused_when_it_is_none(string text) =>
        Assert.That(
            Tolerance.Parse(text).Error,
            Is.EqualTo(
                Error.Invalid("INVALID_SETTING", "must be OVER or OVER/UNDER, each BPS, :CENTS or BPS:CENTS, with BPS from 0 to 1000")
            )
        );

    [Test]
    public void Nothing_said_is_nothing_tolerated()
    {
        var none = new Tolerance(null, null, null, null);

        Assert.That((none.Covers(100, 100), none.Covers(100, 101), none.Covers(100, 99)), Is.EqualTo((true, false, false)));
        Assert.That(Tolerance.None, Is.EqualTo(new Tolerance(0, null, 0, null)));
        Assert.That(Tolerance.Within(7), Is.EqualTo(new Tolerance(7, null, 7, null)));
    }

    [Test]
    public void Nothing_is_near_to_nothing()
    {
        Assert.That(Tolerance.Within(1000).Covers(0, 0), Is.False);
        Assert.That(Tolerance.Within(1000).Covers(-1, -1), Is.False);
        Assert.That(Tolerance.Within(1000).Covers(0.000001m, 0.000001m), Is.True);
    }

    [Test]
    public void Bounds_are_exact_to_the_last_place()
    {
        var tolerance = Tolerance.Within(1);

        Assert.That(tolerance.Covers(1, 1.0001m), Is.True);
        Assert.That(tolerance.Covers(1, 1.000101m), Is.False);
        Assert.That(tolerance.Covers(1, 0.9999m), Is.True);
        Assert.That(tolerance.Covers(1, 0.999899m), Is.False);
        Assert.That(tolerance.Covers(long.MaxValue, long.MaxValue), Is.True);
        Assert.That(Tolerance.Within(0).Covers(long.MaxValue, (decimal)long.MaxValue + 0.000001m), Is.False);
    }

    [Test]
    public void The_direction_chooses_the_bound()
    {
        var tolerance = new Tolerance(100, 5, 200, 1);

        Assert.That((tolerance.For(isOver: true), tolerance.For(isOver: false)), Is.EqualTo(((100, 5L), (200, 1L))));
        Assert.That(tolerance.Covers(1000, 1005), Is.True);
        Assert.That(tolerance.Covers(1000, 1006), Is.False, "the amount");
        Assert.That(tolerance.Covers(400, 405), Is.False, "the part");
        Assert.That(tolerance.Covers(1000, 999), Is.True);
        Assert.That(tolerance.Covers(1000, 998), Is.False);
    }

    [Test]
    public void Policies_are_told_apart_by_what_they_tolerate()
    {
        var policies = new[] { "200", "201", "200/201", "200:1", "200/200:1", ":200", "0" };

        var versions = policies.Select(text => new MatchPolicy(Tolerance.Parse(text).Value).Version).ToList();

        Assert.That(versions, Is.Unique.And.All.Length.EqualTo(16).And.All.Match("^[0-9a-f]{16}$"));
        Assert.That(new MatchPolicy(Tolerance.Within(200)).Version, Is.EqualTo(versions[0]));
    }
}
