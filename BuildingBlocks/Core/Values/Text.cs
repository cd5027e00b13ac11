namespace Procurement.BuildingBlocks;

using System.Globalization;
using System.Text;

/// <summary>The rule for every free text from outside.</summary>
public static class Text
{
    /// <summary>As many as scripts in use put on one letter; more are there to paint over the lines around (UTS 39 section 5.4).</summary>
    private const int MostMarks = 4;

    /// <summary>
    /// The rule as a pattern: letters and signs that show something, each with at most 4 marks, and spaces around. Left out of it are the
    /// characters beyond the Basic Multilingual Plane.
    /// </summary>
    private const string Shape =
        @"^(?!.*[\u034F\u17B4\u17B5])\p{Zs}*(?:[^\p{M}\p{Z}\p{Cc}\p{Cf}\p{Co}\p{Cn}\u115F\u1160\u2800\u3164\uFFA0\uFFFD]\p{M}{0,4}\p{Zs}*)+$";

    /// <summary>What can be said of a text.</summary>
    /// <param name="longest">Most UTF-16 units.</param>
    /// <param name="example">One that is accepted.</param>
    public static Facts Facts(int longest, string example) =>
        new()
        {
            Pattern = Shape,
            Fewest = 1,
            Most = longest,
            Rule = $"must keep to this after normalisation too (NFC), be at most {longest} UTF-16 units, and show all that it holds",
            Example = example,
        };

    /// <summary>
    /// Trims and normalises (NFC) a text of 1 to <paramref name="longest"/> UTF-16 units that shows what it says: no control or NUL
    /// characters, no lone surrogates, no invisible or direction-changing characters, at most 4 combining marks on a letter and none
    /// without one (Unicode UTS 39, UAX 9).
    /// </summary>
    /// <returns>The text, or <c>INVALID_TEXT</c> with the reason.</returns>
    public static Result<string> Parse(string? text, int longest)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Error.Invalid("INVALID_TEXT", "is required");
        if (text.Length > longest)
            return TooLong(longest);
        if (Fault(text) is { } fault)
            return Error.Invalid("INVALID_TEXT", fault);
        if (Ascii.IsValid(text))
            return text.Trim();
        // Some characters have no composed form and become up to three, of which two are marks.
        var normal = text.Trim().Normalize(NormalizationForm.FormC);
        if (normal.Length > longest)
            return TooLong(longest);
        return Fault(normal) is { } after ? Error.Invalid("INVALID_TEXT", after) : normal;
    }

    /// <summary>
    /// A code as machines compare it: without blanks, a to z in upper case. No other letter is: some become one of A to Z by that, such as
    /// U+017F.
    /// </summary>
    public static string Fold(string code) =>
        string.Concat(code.Where(c => c != ' ').Select(c => char.IsAsciiLetterLower(c) ? char.ToUpperInvariant(c) : c));

    private static string? Fault(string text)
    {
        // Where a text begins there is no letter, as if there were too many marks already.
        var marks = MostMarks;
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar)
                return "must be well-formed Unicode";
            var category = Rune.GetUnicodeCategory(rune);
            if (IsHidden(category) || IsFiller(rune.Value))
                return "must not contain control or invisible characters";
            if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark)
            {
                if (++marks > MostMarks)
                    return $"must have a letter before combining marks, and at most {MostMarks} of them on it";
            }
            else
                marks = Rune.IsWhiteSpace(rune) ? MostMarks : 0;
        }
        return null;
    }

    private static bool IsHidden(UnicodeCategory category) =>
        category
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.OtherNotAssigned;

    /// <summary>Letters and marks by category that show nothing (Default_Ignorable_Code_Point, UAX 44), and the blank pattern of Braille.</summary>
    private static bool IsFiller(int codePoint) =>
        codePoint is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0;

    private static Error TooLong(int longest) => Error.Invalid("INVALID_TEXT", $"must be at most {longest} characters");
}
