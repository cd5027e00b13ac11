namespace Supplier.Tests.Domain;

using System.Globalization;
using System.Numerics;
using TestKit;

/// <summary>Numbers and codes that registries and others have published, each with where it is from. We judge them as they do.</summary>
internal sealed class PublicNumbersTests
{
    private const string File = "tests/Supplier.Tests/Domain/PublicNumbers.csv";
    private const string AnyLetter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    [TestCaseSource(nameof(Numbers))]
    public void Are_judged_as_published(PublicNumber number)
    {
        var (error, kept) = Judge(number);

        if (!number.IsValid)
            Assert.That(error?.Kind, Is.EqualTo(ErrorKind.Invalid));
        else
            Assert.That((error, kept), Is.EqualTo(((Error?)null, number.Text.Replace(" ", "").ToUpperInvariant())));
    }

    /// <summary>What we say to clients is not narrower than what we take, nor wider than what we give.</summary>
    [Test]
    public void Are_described_as_they_are_judged()
    {
        foreach (var number in Numbers().Where(number => number is { IsValid: true, Kind: "iban" or "bic" }))
        {
            var facts = number.Kind == "iban" ? Iban.Facts : Bic.Facts;
            Assert.That(number.Text, Does.Match(facts.Pattern!));
            Assert.That(Judge(number).Kept, Does.Match(facts.PatternGiven ?? facts.Pattern!));
        }
        Assert.That(Country.Facts.Names, Is.EquivalentTo(Valid("country")));
        Assert.That(Currency.Facts.Names, Is.EquivalentTo(Valid("currency")));
    }

    [TestCase("iban", 100, 100)]
    [TestCase("bic", 80, 30)]
    [TestCase("country", 249, 75)]
    [TestCase("currency", 165, 100)]
    public void Are_many(string kind, int valid, int invalid)
    {
        var verdicts = Numbers().Where(number => number.Kind == kind).ToLookup(number => number.IsValid);

        Assert.That(verdicts[true].Count(), Is.AtLeast(valid));
        Assert.That(verdicts[false].Count(), Is.AtLeast(invalid));
    }

    [Test]
    public void Are_each_from_somewhere_and_there_once()
    {
        Assert.That(Numbers().Where(number => number.Source.Length < "ISO 4217".Length), Is.Empty);
        Assert.That(Numbers().Select(number => (number.Kind, number.Text)), Is.Unique);
    }

    /// <summary>Nothing that the lists do not have is accepted either.</summary>
    [Test]
    public void Are_all_countries_and_currencies_there_are()
    {
        Assert.That(Country.All, Is.EquivalentTo(Valid("country")));
        Assert.That(Currency.All.Select(currency => currency.Code), Is.EquivalentTo(Valid("currency")));
    }

    /// <summary>Of every pair of letters and every length: right check digits do not help.</summary>
    [Test]
    public void Are_of_every_country_with_IBANs_and_of_its_length()
    {
        var registry = Valid("iban")
            .Select(iban => iban.Replace(" ", "").ToUpperInvariant())
            .ToLookup(iban => iban[..2], iban => iban.Length);
        var differences =
            from first in AnyLetter
            from second in AnyLetter
            let country = $"{first}{second}"
            from length in Enumerable.Range(5, 40)
            let accepted = Iban.Parse(WithCheckDigits(country, new string('1', length - 4))).Error is null
            where accepted != registry[country].Contains(length)
            select $"{country} {length}";

        Assert.That(registry, Has.Count.EqualTo(89));
        Assert.That(differences, Is.Empty);
    }

    /// <summary>What MOD 97-10 is for.</summary>
    [Test]
    public void Do_not_pass_with_one_digit_wrong_or_two_neighbours_exchanged()
    {
        var mistakes =
            from iban in Valid("iban").Select(iban => iban.Replace(" ", ""))
            from i in Enumerable.Range(2, iban.Length - 2)
            from mistake in Mistakes(iban, i)
            where mistake != iban
            select mistake;

        Assert.That(mistakes.Count(), Is.GreaterThan(10_000));
        Assert.That(mistakes.Where(mistake => Iban.Parse(mistake).Error is null), Is.Empty);
    }

    [Test]
    public void Are_not_in_what_is_said_against_them() =>
        Assert.That(
            Numbers()
                .Where(number => number is { Kind: "iban", IsValid: false, Text.Length: > 4 })
                .Where(number => Iban.Parse(number.Text).Error!.Detail.Contains(number.Text[^4..], StringComparison.Ordinal)),
            Is.Empty
        );

    private static IEnumerable<string> Mistakes(string iban, int i)
    {
        if (char.IsAsciiDigit(iban[i]))
            foreach (var digit in "0123456789")
                yield return iban[..i] + digit + iban[(i + 1)..];
        if (i + 1 < iban.Length && char.IsAsciiDigit(iban[i]) && char.IsAsciiDigit(iban[i + 1]))
            yield return iban[..i] + iban[i + 1] + iban[i] + iban[(i + 2)..];
    }

    /// <summary>ISO 7064, MOD 97-10, as it is written there and not as it is done here.</summary>
    private static string WithCheckDigits(string country, string account)
    {
        var digits = string.Concat($"{account}{country}00".Select(c => char.IsAsciiDigit(c) ? c - '0' : c - 'A' + 10));
        var check = 98 - BigInteger.Parse(digits, CultureInfo.InvariantCulture) % 97;
        return string.Create(CultureInfo.InvariantCulture, $"{country}{(int)check:D2}{account}");
    }

    private static (Error? Error, string? Kept) Judge(PublicNumber number) =>
        number.Kind switch
        {
            "iban" => Outcome(Iban.Parse(number.Text), iban => iban.Value),
            "bic" => Outcome(Bic.Parse(number.Text), bic => bic.Value),
            "country" => Outcome(Country.Parse(number.Text), country => country.Code),
            "currency" => Outcome(Currency.Parse(number.Text), currency => currency.Code),
            var kind => throw new InvalidDataException(kind),
        };

    private static (Error? Error, string? Kept) Outcome<T>(Result<T> result, Func<T, string> kept) =>
        (result.Error, result.Error is null ? kept(result.Value) : null);

    private static IEnumerable<string> Valid(string kind) =>
        Numbers().Where(number => number.Kind == kind && number.IsValid).Select(number => number.Text);

    private static IEnumerable<PublicNumber> Numbers() =>
        System.IO.File.ReadLines(Path.Combine(EnvironmentFile.Root, File)).Skip(1).Select(PublicNumber.Read);
}

/// <summary>A line of the file.</summary>
internal sealed record PublicNumber(string Kind, string Text, bool IsValid, string Source)
{
    public static PublicNumber Read(string line) =>
        line.Split(',') is [var kind, var text, ("valid" or "invalid") and var verdict, var source]
            ? new PublicNumber(kind, text, verdict == "valid", source)
            : throw new InvalidDataException(line);

    public override string ToString() => $"{Kind} {Text} ({Source})";
}
