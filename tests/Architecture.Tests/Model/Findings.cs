namespace Architecture.Tests;

/// <summary>What a rule looked at and what it found wrong. Looking at nothing is wrong too: such a rule would pass for ever.</summary>
internal sealed class Findings
{
    private readonly List<string> violations = [];

    public IReadOnlyList<string> Violations => violations;

    /// <summary>The things to judge; that there are none is itself a violation.</summary>
    public IReadOnlyList<T> All<T>(string what, IEnumerable<T> things)
    {
        var all = things.ToList();
        Expect(all.Count > 0, $"found no {what} to judge");
        return all;
    }

    public void Expect(bool sound, string violation)
    {
        if (!sound)
            violations.Add(violation);
    }
}

/// <summary>One rule over whatever tree it is given: the real one, or a sample with a planted fault.</summary>
internal sealed record Rule(int Number, string Sentence, Action<Codebase, Findings> Check)
{
    public IReadOnlyList<string> Violations(Codebase code)
    {
        var findings = new Findings();
        Check(code, findings);
        return findings.Violations;
    }

    public override string ToString() => $"{Number}. {Sentence}";
}
