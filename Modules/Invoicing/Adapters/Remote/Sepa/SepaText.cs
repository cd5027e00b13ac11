namespace Procurement.Invoicing.Adapters.Remote;

using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;

/// <summary>
/// Texts in the characters that every bank of SEPA takes: letters without marks, digits and a few signs. Banks refuse a whole file for
/// others (EPC217-08).
/// </summary>
internal static class SepaText
{
    /// <summary>What stands where a text is demanded and there is none.</summary>
    public const string NotProvided = "NOTPROVIDED";

    private static readonly SearchValues<char> Taken = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+"
    );

    /// <summary>
    /// A character and how it is spelt, where that is more than leaving out its marks: German and Nordic letters as those who have them do,
    /// Greek, Cyrillic and signs as EPC217-08 does.
    /// </summary>
    private static readonly FrozenDictionary<int, string> Spellings = """
        ÄAe äae ÖOe öoe ÜUe üue ẞSS ßss ÆAe æae ŒOe œoe ØO øo ŁL łl ĐD đd ÐD ðd ÞTh þth ĦH ħh ıi ĸk ŊN ŋn ŦT ŧt ƏE əe
        ΑA ΒV ΓG ΔD ΕE ΖZ ΗI ΘTh ΙI ΚK ΛL ΜM ΝN ΞX ΟO ΠP ΡR ΣS ΤT ΥY ΦF ΧCh ΨPs ΩO
        αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs ςs τt υy φf χch ψps ωo
        АA БB ВV ГG ДD ЕE ЖZh ЗZ ИI ЙY КK ЛL МM НN ОO ПP РR СS ТT УU ФF ХH ЦTs ЧCh ШSh ЩSht ЪA ЫY ЬY ЭE ЮYu ЯYa
        аa бb вv гg дd еe жzh зz иi йy кk лl мm нn оo пp рr сs тt уu фf хh цts чch шsh щsht ъa ыy ьy эe юyu яya
        ІI іi ЄE єe ҐG ґg ЈJ јj ЉLj љlj ЊNj њnj ЂDj ђdj ЋC ћc ЏDz џdz
        &+ _- ~- ;, [( ]) {( }) \/ |/ `' ´' ‘' ’' ‚' ′' ʼ' ‐- ‒- –- —- −- €E
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenDictionary(entry => (int)entry[0], entry => entry[1..]);

    /// <summary>A text for people, such as a name.</summary>
    /// <param name="longest">What is longer is cut.</param>
    /// <returns>Never empty: <see cref="NotProvided"/> when no letter and no digit is left.</returns>
    public static string Of(string? text, int longest)
    {
        var spelt = new StringBuilder();
        foreach (var rune in Composed(text ?? "").EnumerateRunes())
            Spell(rune, spelt);
        return Cut(spelt.ToString(), longest);
    }

    /// <summary>A text for machines: without a stroke at either end or next to another, which EPC217-08 forbids.</summary>
    public static string Identifier(string text, int longest)
    {
        var strokes = Of(text, int.MaxValue).Split('/', StringSplitOptions.RemoveEmptyEntries);
        return Cut(string.Join('/', strokes), longest).TrimEnd('/', ' ');
    }

    private static string Cut(string text, int longest)
    {
        var trimmed = text.Trim(' ');
        var cut = trimmed.Length > longest ? trimmed[..longest].TrimEnd(' ') : trimmed;
        return cut.Any(char.IsAsciiLetterOrDigit) ? cut : NotProvided;
    }

    /// <summary>
    /// With letter and mark as one character where there is such. What is not Unicode becomes a replacement character before, since
    /// normalising throws at it.
    /// </summary>
    private static string Composed(string text)
    {
        var sound = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            sound.Append(Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherNotAssigned ? Rune.ReplacementChar : rune);
        return sound.ToString().Normalize(NormalizationForm.FormC);
    }

    private static void Spell(Rune rune, StringBuilder text)
    {
        if (rune.IsBmp && Taken.Contains((char)rune.Value))
            text.Append((char)rune.Value);
        else if (Spellings.TryGetValue(rune.Value, out var spelling))
            text.Append(spelling);
        else if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            AppendOnce(' ', text);
        else if (!IsMarkOrHidden(rune))
            SpellParts(rune, text);
    }

    /// <summary>By what it is made of (NFKD), which goes no deeper; what cannot be spelt is one point, however long it is.</summary>
    private static void SpellParts(Rune rune, StringBuilder text)
    {
        var whole = rune.ToString();
        var parts = whole.Normalize(NormalizationForm.FormKD);
        if (parts == whole)
            AppendOnce('.', text);
        else
            foreach (var part in parts.EnumerateRunes())
                Spell(part, text);
    }

    private static void AppendOnce(char c, StringBuilder text)
    {
        if (text.Length == 0 || text[^1] != c)
            text.Append(c);
    }

    private static bool IsMarkOrHidden(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark
                or UnicodeCategory.Format;
}
