namespace Procurement.Invoicing.Domain;

using System.Text;

/// <summary>
/// The supplier's number of an invoice or credit note: kept as written, and told from others by its letters and digits alone, without letter
/// case and without zeros at the beginning of a group of digits, so that nobody bills the same twice by writing it otherwise.
/// </summary>
internal readonly record struct InvoiceNumber : IFacts
{
    public const int Longest = 64;

    private InvoiceNumber(string value, string key) => (Value, Key) = (value, key);

    public static Facts Facts { get; } =
        Text.Facts(Longest, "INV-2026-0042") with
        {
            Description = "The supplier's; letter case, blanks, punctuation and leading zeros do not tell two of them apart.",
            Rule = $"must have a letter or digit, be at most {Longest} UTF-16 units after normalisation (NFC), and show all that it holds",
        };

    public string Value { get; }

    /// <summary>What two ways of writing the same number have in common.</summary>
    public string Key { get; }

    public static Result<InvoiceNumber> Parse(string? text)
    {
        var read = Text.Parse(text, Longest);
        if (read.Error is { } invalid)
            return invalid;
        var key = Fold(read.Value);
        return key.Length == 0
            ? Error.Invalid("INVALID_INVOICE_NUMBER", "must have a letter or digit")
            : new InvoiceNumber(read.Value, key);
    }

    private static string Fold(string number)
    {
        var key = new StringBuilder();
        var inDigits = false;
        for (var i = 0; i < number.Length; i++)
        {
            var c = char.ToUpperInvariant(number[i]);
            if (char.IsDigit(c))
            {
                // A zero is kept where no other digit of its group follows.
                if (c != '0' || inDigits || i + 1 == number.Length || !char.IsDigit(number[i + 1]))
                    key.Append(c);
                inDigits |= c != '0';
                continue;
            }
            inDigits = false;
            if (char.IsLetter(c) || char.IsSurrogate(c))
                key.Append(c);
        }
        return key.ToString();
    }
}
