namespace Architecture.Tests;

using System.Reflection;
using Architecture.Tests.Rules;
using Architecture.Tests.Samples;
using TestKit;

/// <summary>Each rule judges the real tree, a sound sample, samples with one fault each, and a tree with nothing in it.</summary>
internal sealed class ArchitectureTests
{
    private static readonly Lazy<Codebase> Real = new(() =>
        Codebase.Read(EnvironmentFile.Root, ModuleMap.Real, WithOtherSystems("test"), LoadBuilt)
    );

    private static readonly Lazy<Codebase> Sound = new(Sample.Sound);

    [TestCaseSource(typeof(AllRules), nameof(AllRules.InOrder))]
    public void Holds(Rule rule) => Assert.That(rule.Violations(Real.Value), Is.Empty);

    /// <summary>The other set of adapters; nothing connects until it is used.</summary>
    [Test]
    public void Composition_holds_on_PostgreSQL_too()
    {
        var environment = WithOtherSystems("development");
        environment["DATABASE_URL"] = "postgres://nobody@127.0.0.1/nothing";
        var onPostgres = Codebase.Read(EnvironmentFile.Root, ModuleMap.Real, environment, LoadBuilt);

        Assert.That(CompositionRules.Composition.Violations(onPostgres), Is.Empty);
    }

    [TestCaseSource(typeof(AllRules), nameof(AllRules.InOrder))]
    public void Holds_over_the_sound_sample(Rule rule) => Assert.That(rule.Violations(Sound.Value), Is.Empty);

    [TestCaseSource(typeof(Sample), nameof(Sample.Faults))]
    public void Alone_notices_the_fault(string fault)
    {
        var sample = Sample.With(fault);

        var broken = AllRules.InOrder.Where(rule => rule.Violations(sample).Count > 0).ToList();

        var all = string.Join('\n', broken.SelectMany(rule => rule.Violations(sample).Select(violation => $"{rule.Number}: {violation}")));
        TestContext.Out.WriteLine(all);
        Assert.That(broken.Select(rule => rule.Number), Is.EqualTo([Sample.RuleOf(fault)]), all);
    }

    [TestCaseSource(typeof(AllRules), nameof(AllRules.InOrder))]
    public void Has_a_sample_that_breaks_it(Rule rule) => Assert.That(Sample.Faults.Select(Sample.RuleOf), Does.Contain(rule.Number));

    [TestCaseSource(typeof(AllRules), nameof(AllRules.InOrder))]
    public void Fails_when_there_is_nothing_to_judge(Rule rule)
    {
        var nothing = new Codebase("/", ModuleMap.Of(), [], [], [], new Dictionary<string, string>());

        Assert.That(rule.Violations(nothing), Is.Not.Empty);
    }

    /// <summary>Other systems are configured, or there would be no chains around their ports to look at.</summary>
    private static Dictionary<string, string> WithOtherSystems(string name)
    {
        var environment = EnvironmentFile.Load(name);
        environment["OUTGOING_ALLOWED_HOSTS"] = "erp.example.com,bank.example.com";
        environment["ERP_URL"] = "https://erp.example.com/";
        environment["BANK_URL"] = "https://bank.example.com/";
        return environment;
    }

    private static Assembly? LoadBuilt(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, name + ".dll");
        return File.Exists(path) ? Assembly.LoadFrom(path) : null;
    }
}
