namespace BuildingBlocks.Tests.Domain;

internal sealed class TextTests
{
    [TestCase("alice", "alice")]
    [TestCase("  alice ", "alice")]
    [TestCase("Zoe\u0308", "Zo\u00eb")]
    [TestCase("สยามเปเปอร์", "สยามเปเปอร์")]
    public void Is_trimmed_and_normalised(string text, string expected) => Assert.That(Text.Parse(text, 64).Value, Is.EqualTo(expected));

    [TestCase(null)]
    [TestCase("")]
    [TestCase(" \t")]
    [TestCase("a\0")]
    [TestCase("a\u0085b")]
    [TestCase("a\u200bb")]
    [TestCase("a\u2066b")]
    [TestCase("\ud800")]
    public void That_does_not_show_what_it_says_is_refused(string? text) => Assert.That(Text.Parse(text, 64).Error, Is.Not.Null);

    [Test]
    public void Longer_than_allowed_is_refused()
    {
        Assert.That(Text.Parse(new string('a', 64), 64).Error, Is.Null);
        Assert.That(Text.Parse(new string('a', 65), 64).Error!.Detail, Does.Contain("64"));
    }
}
