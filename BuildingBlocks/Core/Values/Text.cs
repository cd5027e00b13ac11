namespace Procurement.BuildingBlocks;

using System.Globalization;
using System.Text;

/// <summary>The rule for every free text from outside.</summary>
public static class Text
{
    /// <summary>
    /// Trims and normalises (NFC) a text of 1 to <paramref name="longest"/> UTF-16 units that shows what it says: no control or NUL
    /// characters, no lone surrogates, no invisible or direction-changing characters (Unicode UTS 39, UAX 9).
    /// </summary>
    /// <returns>The text, or <c>INVALID_TEXT</c> with the reason.</returns>
    public static Result<string> Parse(string? text, int longest)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Error.Invalid("INVALID_TEXT", "is required");
        if (text.Length > longest)
            return Error.Invalid("INVALID_TEXT", $"must be at most {longest} characters");
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar)
                return Error.Invalid("INVALID_TEXT", "must be well-formed Unicode");
            if (
                Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.PrivateUse
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
                    or UnicodeCategory.OtherNotAssigned
            )
                return Error.Invalid("INVALID_TEXT", "must not contain control or invisible characters");
        }
        return Ascii.IsValid(text) ? text.Trim() : text.Trim().Normalize(NormalizationForm.FormC);
    }
}
