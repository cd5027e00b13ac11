namespace Host.Tests.Contract;

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

/// <summary>
/// Makes texts that a pattern is likely to match: what looks ahead is passed over, so whoever asks checks the text. Knows as much of
/// regular expressions as JSON Schema recommends, and classes of Unicode.
/// </summary>
internal sealed class RegexSampler(Random random)
{
    /// <summary>ASCII, and one or two of every kind that rules about text tell apart.</summary>
    private static readonly string Pool =
        string.Concat(Enumerable.Range(0x20, 0x5f).Select(c => (char)c))
        + "\u00a0\u00e9\u00df\u0130\u0e01\u0e33\u0301\u0323\u3042\uac00\u1f82\ufb2a\u0958";

    private readonly Dictionary<string, string> members = [];
    private string pattern = "";
    private int at;
    private int longest;

    /// <param name="pattern">The pattern.</param>
    /// <param name="most">Most repetitions where it sets no bound.</param>
    public string Sample(string pattern, int most)
    {
        (this.pattern, at, longest) = (pattern, 0, most);
        return Alternatives();
    }

    private char Next => at < pattern.Length ? pattern[at] : '\0';

    private string Alternatives()
    {
        var options = new List<string> { Sequence() };
        while (Next == '|')
        {
            at++;
            options.Add(Sequence());
        }
        return options[random.Next(options.Count)];
    }

    private string Sequence()
    {
        var text = new StringBuilder();
        while (at < pattern.Length && Next is not ('|' or ')'))
        {
            var start = at;
            var atom = Atom();
            var (min, max) = Quantifier();
            var count = random.Next(min, max + 1);
            if (count > 0)
                text.Append(atom);
            var end = at;
            for (var i = 1; i < count; i++)
            {
                // Read anew, so that each repetition is a choice of its own.
                at = start;
                text.Append(Atom());
            }
            at = end;
        }
        return text.ToString();
    }

    private (int Min, int Max) Quantifier()
    {
        var match = Regex.Match(pattern[at..], @"^(?:([?*+])|\{(\d+)(,(\d*))?\})\??");
        if (!match.Success)
            return (1, 1);
        at += match.Length;
        if (match.Groups[1].Success)
            return match.Groups[1].Value switch
            {
                "?" => (0, 1),
                "*" => (0, longest),
                _ => (1, 1 + longest),
            };
        var min = int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture);
        return match.Groups[4] is { Success: true, Length: > 0 } max
            ? (min, int.Parse(max.Value, CultureInfo.InvariantCulture))
            : (min, match.Groups[3].Success ? min + longest : min);
    }

    private string Atom()
    {
        var start = at;
        switch (pattern[at++])
        {
            case '^' or '$':
                return "";
            case '(':
                var opening = Regex.Match(pattern[at..], @"^\?(?:[:=!]|<[=!]|<\w+>)");
                at += opening.Length;
                var inside = Alternatives();
                at++;
                return opening.Value.Contains('!', StringComparison.Ordinal) || opening.Value.Contains('=', StringComparison.Ordinal)
                    ? ""
                    : inside;
            case '[':
                while (pattern[at++] != ']')
                    if (pattern[at - 1] == '\\')
                        at++;
                return OneOf(pattern[start..at]);
            case '\\':
                at +=
                    pattern[at] is 'p' or 'P' ? pattern[at..].IndexOf('}', StringComparison.Ordinal) + 1
                    : pattern[at] == 'u' ? 5
                    : 1;
                return OneOf(pattern[start..at]);
            case '.':
                return OneOf(".");
            default:
                return pattern[start].ToString();
        }
    }

    private string OneOf(string set)
    {
        if (!members.TryGetValue(set, out var chars))
        {
            var one = new Regex($"^{set}$");
            members[set] = chars = string.Concat(Pool.Where(c => one.IsMatch(c.ToString())));
        }
        return chars.Length == 0 ? "" : chars[random.Next(chars.Length)].ToString();
    }
}
