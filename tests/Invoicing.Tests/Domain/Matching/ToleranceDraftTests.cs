namespace Invoicing.Tests.Domain.Matching;

using Procurement.Invoicing.Domain;

internal sealed class ToleranceDraftTests
{
    [Test]
    public void None_is_agreed_where_nothing_is_said() => Assert.That(ToleranceDraft.Read(null, "policy").Value.Value, Is.Null);

    [TestCase(200, null, null, null, ExpectedResult = "200: 200:")]
    [TestCase(0, null, null, null, ExpectedResult = "0: 0:")]
    [TestCase(1000, 0L, null, null, ExpectedResult = "1000:0 1000:0")]
    [TestCase(null, 7L, null, null, ExpectedResult = ":7 :7")]
    [TestCase(200, 7L, 0, null, ExpectedResult = "200:7 0:")]
    [TestCase(200, 7L, null, 0L, ExpectedResult = "200:7 :0")]
    [TestCase(200, 7L, 1000, 3L, ExpectedResult = "200:7 1000:3")]
    public string Under_is_as_over_where_nothing_is_said_of_it(int? bps, long? cents, int? underBps, long? underCents)
    {
        var read = ToleranceDraft.Read(new(bps, cents, underBps, underCents), "policy").Value.Value!;
        return $"{read.OverBps}:{read.OverMinor} {read.UnderBps}:{read.UnderMinor}";
    }

    [Test]
    public void Tells_all_that_is_wrong_at_once()
    {
        var wrong = ToleranceDraft.Read(new(1001, -1, -1, -1), "policy").Error!;

        Assert.That(wrong.Code, Is.EqualTo("VALIDATION_FAILED"));
        Assert.That(
            wrong.Fields,
            Is.EquivalentTo(
                new Dictionary<string, string>
                {
                    ["policy.tolerance_bps"] = "must be from 0 to 1000",
                    ["policy.tolerance_cents"] = "must not be negative",
                    ["policy.under_tolerance_bps"] = "must be from 0 to 1000",
                    ["policy.under_tolerance_cents"] = "must not be negative",
                }
            )
        );
        Assert.That(
            ToleranceDraft.Read(new(-1, null, 1001, null), "x").Error!.Fields.Keys,
            Is.EquivalentTo(new[] { "x.tolerance_bps", "x.under_tolerance_bps" })
        );
    }

    [Test]
    public void Something_is_to_be_said_of_over()
    {
        const string Message = "is required where tolerance_cents is not given";

        foreach (var draft in new ToleranceDraft[] { new(null, null, null, null), new(null, null, 5, 5) })
            Assert.That(
                ToleranceDraft.Read(draft, "tolerance").Error!.Fields,
                Is.EqualTo(new Dictionary<string, string> { ["tolerance.tolerance_bps"] = Message })
            );
    }
}
