namespace Procurement.BuildingBlocks.Hosting.Configuration;

using System.Globalization;
using System.Text.Json;

/// <summary>
/// Reads typed settings out of environment variables. It remembers what it was asked for, which is the documentation, and everything
/// that is wrong, so that an operator learns all of it at once. There are no defaults. When a variable is missing or not valid the
/// answer is a placeholder: look at <see cref="Complaint"/> before using anything that was read. Not thread-safe.
/// </summary>
/// <param name="environment">The variables by name; a blank one counts as missing, unless it is one that may be blank.</param>
public sealed class EnvironmentReader(IReadOnlyDictionary<string, string> environment)
{
    private const int LongestText = 1_000;
    private const string Mask = "***";

    private readonly List<Variable> variables = [];
    private readonly List<(string Name, string Text)> problems = [];

    /// <summary>One line that names every problem and no secret; null when there is none.</summary>
    public string? Complaint =>
        problems.Count == 0
            ? null
            : "procurement: configuration: " + string.Join("; ", problems.Select(problem => $"{problem.Name} {problem.Text}"));

    /// <summary>Every variable asked for until now, in that order.</summary>
    public IReadOnlyList<Variable> Describe() => variables.AsReadOnly();

    /// <summary>Whether a variable was asked for, is set and is valid.</summary>
    public bool Has(string name) => variables.Exists(variable => variable.Name == name && variable.Value is not null);

    /// <summary>Whether something is wrong with a variable asked for, as far as is known by now.</summary>
    public bool Complains(string name) => problems.Exists(problem => problem.Name == name);

    /// <summary>Writes a line <c>NAME=value</c> per variable asked for; secrets are masked, what is not set or not valid is empty.</summary>
    public void Print(TextWriter output)
    {
        foreach (var variable in variables)
            output.WriteLine($"{variable.Name}={variable.Value}");
    }

    /// <summary>Reads a text of at most 1000 characters, trimmed.</summary>
    public string Text(string name, string meaning, string example) => Parse(name, meaning, "text", example, ParseText) ?? "";

    /// <summary>Reads a text that may be left out.</summary>
    /// <returns>The text; null when it is missing.</returns>
    public string? OptionalText(string name, string meaning, string example) =>
        Parse(name, meaning, "text", example, ParseText, required: false);

    /// <summary>Reads a whole number from <paramref name="min"/> to <paramref name="max"/>, both included.</summary>
    public int Integer(string name, string meaning, string example, int min, int max)
    {
        var range = string.Create(CultureInfo.InvariantCulture, $"{min} to {max}");
        return Read<int>(
            new Variable(name, meaning, "whole number", range, example, "always", false, null),
            text =>
                int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && number >= min
                && number <= max
                    ? number
                    : Invalid($"must be a whole number from {range}")
        );
    }

    /// <summary>Reads a decimal number such as <c>0.25</c> from <paramref name="min"/> to <paramref name="max"/>.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="meaning">For the documentation.</param>
    /// <param name="example">For the documentation.</param>
    /// <param name="min">The least value allowed.</param>
    /// <param name="max">The greatest value allowed.</param>
    /// <param name="aboveMin">True when <paramref name="min"/> itself is too little.</param>
    /// <param name="required">Whether its absence is a problem in this run.</param>
    /// <param name="requiredWhen">For the documentation: the condition behind <paramref name="required"/>.</param>
    public double Fraction(
        string name,
        string meaning,
        string example,
        double min,
        double max,
        bool aboveMin = false,
        bool required = true,
        string requiredWhen = "always"
    )
    {
        var range = string.Create(CultureInfo.InvariantCulture, $"{(aboveMin ? "above " : "")}{min} to {max}");
        return Read<double>(
            new Variable(name, meaning, "decimal number", range, example, requiredWhen, false, null),
            text =>
                double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number >= min
                && number <= max
                && !(aboveMin && number <= min)
                    ? number
                    : Invalid($"must be a decimal number {(aboveMin ? "" : "from ")}{range}"),
            required
        );
    }

    /// <summary>Reads a duration from <paramref name="min"/> to <paramref name="max"/>, both included; see <see cref="Durations"/>.</summary>
    public TimeSpan Duration(string name, string meaning, string example, TimeSpan min, TimeSpan max)
    {
        var range = $"{Durations.Format(min)} to {Durations.Format(max)}";
        return Read(
            new Variable(name, meaning, "duration (ms, s, m, h)", range, example, "always", false, null),
            text =>
            {
                var duration = Durations.Parse(text);
                if (duration.Error is not null)
                    return duration;
                return duration.Value >= min && duration.Value <= max ? duration : Invalid($"must be a duration from {range}");
            }
        );
    }

    /// <summary>Reads <c>true</c> or <c>false</c>, in lower case.</summary>
    public bool Flag(string name, string meaning, string example) => Word(name, meaning, example, ["true", "false"]) == "true";

    /// <summary>Reads a member of an enumeration, written in kebab case: <c>InProcess</c> is <c>in-process</c>.</summary>
    public TEnum Choice<TEnum>(string name, string meaning, string example)
        where TEnum : struct, Enum
    {
        var members = Enum.GetValues<TEnum>();
        var words = members.Select(member => JsonNamingPolicy.KebabCaseLower.ConvertName(member.ToString())).ToList();
        var chosen = Word(name, meaning, example, words);
        return chosen.Length == 0 ? default : members[words.IndexOf(chosen)];
    }

    /// <summary>Reads one of several words, spelt exactly so.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="meaning">For the documentation.</param>
    /// <param name="example">For the documentation.</param>
    /// <param name="words">All that there are.</param>
    /// <param name="required">Whether its absence is a problem in this run.</param>
    /// <param name="requiredWhen">For the documentation: the condition behind <paramref name="required"/>.</param>
    /// <returns>The word; empty when it is left out or there is a complaint.</returns>
    public string Word(
        string name,
        string meaning,
        string example,
        IReadOnlyList<string> words,
        bool required = true,
        string requiredWhen = "always"
    ) =>
        Read<string>(
            new Variable(name, meaning, "one of", string.Join(", ", words), example, requiredWhen, false, null),
            text => words.Contains(text) ? text : Invalid($"must be one of {string.Join(", ", words)}"),
            required
        ) ?? "";

    /// <summary>Reads a variable of any other kind.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="meaning">For the documentation: what it decides.</param>
    /// <param name="shape">For the documentation: how it is written. A secret that is refused is described by it too.</param>
    /// <param name="example">For the documentation; of a secret, how to make one.</param>
    /// <param name="parse">Turns the text, never blank, into the value, or says what it "must be".</param>
    /// <param name="secret">True when the value may never be shown.</param>
    /// <param name="required">Whether its absence is a problem in this run.</param>
    /// <param name="requiredWhen">For the documentation: the condition behind <paramref name="required"/>, when it depends on others.</param>
    /// <param name="mayBeBlank">Whether it may be set to nothing, which says that there is none; left out it is still missing.</param>
    /// <param name="show">How the value is printed, without any secret; null prints the text, or a mask for a secret.</param>
    /// <returns>The value; the type's default when the variable is left out or blank, or there is a complaint.</returns>
    public T Parse<T>(
        string name,
        string meaning,
        string shape,
        string example,
        Func<string, Result<T>> parse,
        bool secret = false,
        bool required = true,
        string? requiredWhen = null,
        bool mayBeBlank = false,
        Func<T, string>? show = null
    ) =>
        Read(
            new Variable(name, meaning, shape, "", example, requiredWhen ?? (required ? "always" : "never"), secret, null),
            parse,
            required,
            mayBeBlank,
            show
        );

    /// <summary>Adds a rule between variables to the complaint, unless one of them is missing or not valid, which is then the news.</summary>
    /// <param name="holds">Whether it is kept.</param>
    /// <param name="name">The variable that has to give way.</param>
    /// <param name="rule">What is wrong, without the name: "must not exceed DB_MAX_CONNS".</param>
    /// <param name="others">The variables it is compared with.</param>
    public void Demand(bool holds, string name, string rule, params ReadOnlySpan<string> others)
    {
        if (holds || !Has(name))
            return;
        foreach (var other in others)
        {
            if (!Has(other))
                return;
        }
        problems.Add((name, rule));
    }

    /// <summary>Complains that a variable is missing which only others make necessary.</summary>
    /// <param name="name">The variable to be set.</param>
    /// <param name="alternative">What would do instead.</param>
    public void Miss(string name, string alternative) => problems.Add((name, $"is missing ({alternative})"));

    private T Read<T>(
        Variable variable,
        Func<string, Result<T>> parse,
        bool required = true,
        bool mayBeBlank = false,
        Func<T, string>? show = null
    )
    {
        if (variables.Exists(known => known.Name == variable.Name))
            throw new InvalidOperationException($"{variable.Name} is read twice.");
        if (!environment.TryGetValue(variable.Name, out var text) || string.IsNullOrWhiteSpace(text))
        {
            var none = mayBeBlank && text is not null;
            variables.Add(none ? variable with { Value = "" } : variable);
            if (required && !none)
                problems.Add((variable.Name, "is missing"));
            return default!;
        }
        var result = parse(text);
        if (result.Error is null)
        {
            variables.Add(variable with { Value = show?.Invoke(result.Value) ?? (variable.Secret ? Mask : text) });
            return result.Value;
        }
        variables.Add(variable);
        var leaks = variable.Secret && result.Error.Detail.Contains(text, StringComparison.OrdinalIgnoreCase);
        problems.Add((variable.Name, leaks ? $"must be {variable.Shape}" : result.Error.Detail));
        return default!;
    }

    private static Result<string> ParseText(string text) => BuildingBlocks.Text.Parse(text, LongestText);

    private static Error Invalid(string detail) => Error.Invalid("INVALID_SETTING", detail);
}
