namespace BuildingBlocks.Tests.Domain;

internal sealed class TextTests
{
    [TestCase("alice", "alice")]
    [TestCase("  alice ", "alice")]
    [TestCase("Zoe\u0308", "Zo\u00eb")]
    [TestCase("สยามเปเปอร์", "สยามเปเปอร์")]
    [TestCase("ที่ น้ำ", "ที่ น้ำ")]
    [TestCase("Ngo\u0323\u0302c", "Ng\u1ED9c")]
    [TestCase("नमस्ते क्षत्रिय", "नमस्ते क्षत्रिय")]
    [TestCase("7\uFE0F\u20E3 🙂", "7\uFE0F\u20E3 🙂")]
    public void Is_trimmed_and_normalised(string text, string expected) => Assert.That(Text.Parse(text, 64).Value, Is.EqualTo(expected));

    [TestCase(null)]
    [TestCase("")]
    [TestCase(" \t")]
    [TestCase("a\0")]
    [TestCase("a\u0085b")]
    [TestCase("a\u200bb")]
    [TestCase("a\u2066b")]
    [TestCase("\ud800")]
    [TestCase("\u3164")]
    [TestCase("a\u034Fb")]
    [TestCase("\u0301a")]
    [TestCase("a \u0301b")]
    [TestCase("a\u0300\u0301\u0302\u0303\u0304")]
    [TestCase("\uFB2A\u0323\u0323\u0323\u0323", TestName = "That_does_not_show_what_it_says_is_refused(too many marks once normalised)")]
    public void That_does_not_show_what_it_says_is_refused(string? text) => Assert.That(Text.Parse(text, 64).Error, Is.Not.Null);

    [Test]
    public void Longer_than_allowed_is_refused()
    {
        Assert.That(Text.Parse(new string('a', 64), 64).Error, Is.Null);
        Assert.That(Text.Parse(new string('a', 65), 64).Error!.Detail, Does.Contain("64"));
        Assert.That(Text.Parse(new string('\u0958', 32), 64).Value, Has.Length.EqualTo(64));
        Assert.That(Text.Parse(new string('\u0958', 33), 64).Error!.Detail, Does.Contain("64"));
    }
}
