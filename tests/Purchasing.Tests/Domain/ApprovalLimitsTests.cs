namespace Purchasing.Tests.Domain;

using Procurement.Purchasing.Domain;

internal sealed class ApprovalLimitsTests
{
    [TestCase("")]
    [TestCase("USD")]
    [TestCase("USD:1")]
    [TestCase("USD:2:1")]
    [TestCase("USD:2:2")]
    [TestCase("USD:0:1")]
    [TestCase("XXX:1:2")]
    [TestCase("usd:1:2")]
    [TestCase("USD:1:2,USD:1:2")]
    [TestCase("USD:1:2,")]
    [TestCase("USD:+1:2")]
    [TestCase("USD: 1:2")]
    [TestCase("USD:1:2 ,EUR:1:2 3")]
    public void Refuses_what_is_not_a_list_of_limits(string text)
    {
        Assert.That(ApprovalLimits.Parse(text).Error, Is.Not.Null);
    }
}
