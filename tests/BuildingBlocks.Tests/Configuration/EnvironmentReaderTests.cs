namespace BuildingBlocks.Tests.Configuration;

using Procurement.BuildingBlocks.Hosting.Configuration;

public sealed class EnvironmentReaderTests
{
    private const string Prefix = "procurement: configuration: ";

    public enum Road
    {
        InProcess,
        Kafka,
    }

    [Test]
    public void Reads_each_kind_of_value()
    {
        var env = With(("T", " hello "), ("I", "-3"), ("F", "0.25"), ("D", "100ms"), ("B", "false"), ("C", "in-process"));

        Assert.Multiple(() =>
        {
            Assert.That(env.Text("T", "m", "e"), Is.EqualTo("hello"));
            Assert.That(env.OptionalText("O", "m", "e"), Is.Null);
            Assert.That(env.Integer("I", "m", "e", -5, 5), Is.EqualTo(-3));
            Assert.That(env.Fraction("F", "m", "e", 0, 1), Is.EqualTo(0.25));
            Assert.That(env.Duration("D", "m", "e", TimeSpan.Zero, TimeSpan.FromSeconds(1)), Is.EqualTo(TimeSpan.FromMilliseconds(100)));
            Assert.That(env.Flag("B", "m", "e"), Is.False);
            Assert.That(env.Choice<Road>("C", "m", "e"), Is.EqualTo(Road.InProcess));
            Assert.That(env.Complaint, Is.Null);
        });
    }

    [Test]
    public void Names_every_problem_in_one_line()
    {
        var env = With(("B", "soon"), ("C", " "), ("D", "Kafka"), ("E", "ok"));
        env.Text("A", "m", "e");
        env.Duration("B", "m", "e", TimeSpan.Zero, TimeSpan.FromHours(1));
        env.Integer("C", "m", "e", 0, 1);
        env.Choice<Road>("D", "m", "e");
        env.Text("E", "m", "e");

        Assert.That(
            env.Complaint,
            Is.EqualTo(
                Prefix + "A is missing; B must be a duration such as 100ms, 2s or 30m; C is missing; D must be one of in-process, kafka"
            )
        );
    }

    [TestCase("")]
    [TestCase("1.0")]
    [TestCase("1,0")]
    [TestCase("0x1")]
    [TestCase(" 1")]
    [TestCase("+")]
    [TestCase("11")]
    [TestCase("99999999999999999999")]
    public void Refuses_what_is_no_integer_in_range(string text)
    {
        var env = With(("N", text));
        env.Integer("N", "m", "e", 0, 10);

        Assert.That(env.Complaint, Is.EqualTo(Prefix + (text.Length == 0 ? "N is missing" : "N must be a whole number from 0 to 10")));
    }

    [TestCase("NaN")]
    [TestCase("Infinity")]
    [TestCase("1e-1")]
    [TestCase("0,5")]
    [TestCase("-0.1")]
    [TestCase("1.01")]
    [TestCase("0")]
    public void Refuses_what_is_no_fraction_in_range(string text)
    {
        var env = With(("N", text));
        env.Fraction("N", "m", "e", 0, 1, aboveMin: true);

        Assert.That(env.Complaint, Is.EqualTo(Prefix + "N must be a decimal number above 0 to 1"));
    }

    [TestCase("0s", 0)]
    [TestCase("100ms", 100)]
    [TestCase("2s", 2_000)]
    [TestCase("30m", 1_800_000)]
    [TestCase("24h", 86_400_000)]
    [TestCase("99999999h", 99_999_999L * 3_600_000)]
    public void Understands_durations(string text, long milliseconds)
    {
        var duration = Durations.Parse(text);

        Assert.That(duration.Error, Is.Null);
        Assert.That(duration.Value, Is.EqualTo(TimeSpan.FromMilliseconds(milliseconds)));
    }

    [TestCase("0")]
    [TestCase("5")]
    [TestCase("s")]
    [TestCase("-1s")]
    [TestCase("1 s")]
    [TestCase("1.5s")]
    [TestCase("1S")]
    [TestCase("1d")]
    [TestCase("1m30s")]
    [TestCase("999999999s")]
    [TestCase("00:00:01")]
    public void Refuses_other_spellings_of_a_duration(string text)
    {
        Assert.That(Durations.Parse(text).Error?.Detail, Is.EqualTo("must be a duration such as 100ms, 2s or 30m"));
    }

    [TestCase(0, "0s")]
    [TestCase(1_500, "1500ms")]
    [TestCase(60_000, "1m")]
    [TestCase(86_400_000, "24h")]
    public void Writes_durations_in_the_largest_unit(long milliseconds, string text)
    {
        Assert.That(Durations.Format(TimeSpan.FromMilliseconds(milliseconds)), Is.EqualTo(text));
    }

    [Test]
    public void Says_which_durations_are_allowed()
    {
        var env = With(("D", "2h"));
        env.Duration("D", "m", "e", TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));

        Assert.That(env.Complaint, Is.EqualTo(Prefix + "D must be a duration from 1ms to 1h"));
    }

    [TestCase("True")]
    [TestCase("1")]
    [TestCase("yes")]
    public void Takes_no_other_word_for_a_flag(string text)
    {
        var env = With(("B", text));
        env.Flag("B", "m", "e");

        Assert.That(env.Complaint, Is.EqualTo(Prefix + "B must be one of true, false"));
    }

    [Test]
    public void Tells_a_variable_set_to_nothing_from_one_that_is_missing()
    {
        var env = With(("EMPTY", ""), ("BLANK", " "), ("SET", "x"));
        foreach (var name in new[] { "EMPTY", "BLANK", "SET", "MISSING" })
            env.Parse<string>(name, "m", "a word", "e", text => text, mayBeBlank: true);

        Assert.That(env.Complaint, Is.EqualTo(Prefix + "MISSING is missing"));
        Assert.That(Printed(env), Is.EqualTo("EMPTY=\nBLANK=\nSET=x\nMISSING=\n"));
        Assert.That(new[] { "EMPTY", "BLANK", "SET", "MISSING" }.Select(env.Has), Is.EqualTo(new[] { true, true, true, false }));
    }

    [Test]
    public void Complains_of_a_variable_by_its_whole_name()
    {
        var env = With(("A", "x"));
        env.Text("A B", "m", "e");
        env.Integer("A", "m", "e", 0, 1);
        env.Miss("C", "or D");

        Assert.That(new[] { "A", "A B", "C", "B", "D" }.Where(env.Complains), Is.EqualTo(new[] { "A", "A B", "C" }));
    }

    [Test]
    public void Keeps_to_one_line_whatever_a_text_holds()
    {
        var env = With(("T", "a\nFORGED=1"));
        env.Text("T", "m", "e");

        Assert.That(env.Complaint, Is.EqualTo(Prefix + "T must not contain control or invisible characters"));
    }

    [Test]
    public void Never_shows_a_secret_even_when_its_parser_would()
    {
        var env = With(("GOOD", "hunter2"), ("BAD", "hunter3"));
        env.Parse<string>("GOOD", "m", "a word", "e", text => text, secret: true);
        env.Parse<string>("BAD", "m", "a word", "e", text => Error.Invalid("X", $"must not be {text}"), secret: true);

        Assert.That(env.Complaint, Is.EqualTo(Prefix + "BAD must be a word"));
        Assert.That(Printed(env), Is.EqualTo("GOOD=***\nBAD=\n"));
        Assert.That(env.Describe().Select(variable => variable.ToString()), Has.None.Contains("hunter"));
    }

    [Test]
    public void Prints_what_is_in_force_in_the_order_of_reading()
    {
        var env = With(("B", "2"), ("A", "x"), ("UNKNOWN", "y"));
        env.Text("A", "m", "e");
        env.Integer("B", "m", "e", 0, 9);
        env.OptionalText("C", "m", "e");

        Assert.That(Printed(env), Is.EqualTo("A=x\nB=2\nC=\n"));
    }

    [Test]
    public void Compares_variables_only_when_each_is_valid()
    {
        var env = With(("A", "5"), ("B", "x"), ("C", "1"));
        env.Integer("A", "m", "e", 0, 9);
        env.Integer("B", "m", "e", 0, 9);
        env.Integer("C", "m", "e", 0, 9);

        env.Demand(false, "A", "must not exceed B", "B");
        env.Demand(false, "A", "must not exceed C", "C");
        env.Demand(true, "A", "must not exceed C twice", "C");

        Assert.That(env.Complaint, Is.EqualTo(Prefix + "B must be a whole number from 0 to 9; A must not exceed C"));
    }

    [Test]
    public void Documents_a_variable_the_same_whatever_it_is_set_to()
    {
        var set = With(("A", "5"));
        set.Integer("A", "How | many.", "7", 0, 9);
        var missing = With();
        missing.Integer("A", "How | many.", "7", 0, 9);

        var table = ConfigurationTable.Render(set.Describe());
        Assert.That(table, Is.EqualTo(ConfigurationTable.Render(missing.Describe())));
        Assert.That(table, Does.EndWith("\n| `A` | How \\| many. | whole number | 0 to 9 | `7` | always |\n"));
    }

    [Test]
    public void Refuses_to_describe_one_variable_twice()
    {
        var env = With();
        env.OptionalText("A", "m", "e");

        Assert.That(() => env.Text("A", "m", "e"), Throws.InvalidOperationException);
    }

    private static EnvironmentReader With(params (string Name, string Value)[] variables) =>
        new(variables.ToDictionary(variable => variable.Name, variable => variable.Value));

    private static string Printed(EnvironmentReader env)
    {
        using var output = new StringWriter { NewLine = "\n" };
        env.Print(output);
        return output.ToString();
    }
}
