namespace Invoicing.Tests.Domain.Properties;

/// <summary>
/// Order, goods, invoices and credit notes come in any order, and the end is the same. The use cases are driven as messages and requests
/// drive them; that a stored invoice is looked at again is a step of its own, because anything may come between.
/// </summary>
internal sealed class PermutationProperties
{
    /// <param name="Name">What happens.</param>
    /// <param name="After">What it cannot come before.</param>
    /// <param name="Do">How.</param>
    private sealed record Step(string Name, string[] After, Func<Course, Task> Do);

    private static readonly Step Order = new("order", [], course => course.Order());

    private static Step Receive(string receipt, params (int, decimal)[] goods) =>
        new(receipt, [], course => course.Receive(receipt, goods));

    private static Step[] Invoice(string name, long net, params (int, decimal, decimal, long)[] lines) =>
        [new(name, [], course => course.Invoice(name, net, lines)), new($"resume {name}", [name], course => course.Resume(name))];

    private static Step Credit(string name, long net, params (int, decimal)[] lines) =>
        new($"credit {name}", [name], course => course.Credit(name, net, lines));

    private static readonly Step First = Receive("first", (1, 6), (2, 12));
    private static readonly Step Rest = Receive("rest", (1, 4), (2, 12));
    private static readonly Step All = Receive("all", (1, 10), (2, 24));

    /// <summary>Lines over all of the order.</summary>
    private static readonly (int, decimal, decimal, long) Ten = (1, 10, 100, 1000);
    private static readonly (int, decimal, decimal, long) Boxes = (2, 4, 600, 2400);

    private static IEnumerable<TestCaseData> Agreeing()
    {
        yield return Story("a total and a credit at large", [Order, All, .. Invoice("A", 3400), Credit("A", 400)]);
        yield return Story("a total and a credit of a line", [Order, First, Rest, .. Invoice("A", 3400), Credit("A", 400, (1, 4))]);
        yield return Story("a total within what is tolerated", [Order, First, Rest, .. Invoice("A", 3468), Credit("A", 68)]);
        yield return Story(
            "lines and a credit of lines",
            [Order, First, Rest, .. Invoice("A", 3400, Ten, Boxes), Credit("A", 1000, (1, 4), (2, 1))]
        );
        yield return Story("lines and a credit at large", [Order, First, Rest, .. Invoice("A", 3400, Ten, Boxes), Credit("A", 3400)]);
        yield return Story(
            "lines over a part, all of it credited",
            [Order, First, Rest, .. Invoice("A", 600, (1, 6, 100, 600)), Credit("A", 600, (1, 6))]
        );
        yield return Story(
            "two invoices over parts",
            [Order, All, .. Invoice("A", 600, (1, 6, 100, 600)), .. Invoice("B", 2800, (1, 4, 100, 400), Boxes), Credit("A", 200, (1, 2))]
        );
        yield return Story(
            "goods that somebody has to look at",
            [
                Order,
                new("note", [], course => course.Note("rest")),
                Rest with
                {
                    After = ["note"],
                },
                First,
                .. Invoice("A", 3400, Ten, Boxes),
            ]
        );

        static TestCaseData Story(string name, Step[] steps) => Case(name, "A Matched", steps);
    }

    private static IEnumerable<TestCaseData> Others()
    {
        Step[] goods = [Order, First, Rest];
        (int, decimal, decimal, long) eleven = (1, 11, 100, 1100);

        yield return Case("a total over what is ordered", "A Disputed OTH", [.. goods, .. Invoice("A", 3469), Credit("A", 69)]);
        yield return Case("the same before any goods", "A Disputed OTH", [Order, .. Invoice("A", 3469), Credit("A", 69)]);
        yield return Case("a total under what came", "A Disputed OTH", [.. goods, .. Invoice("A", 3300), Credit("A", 100, (1, 1))]);
        yield return Case(
            "lines over what is ordered",
            "A Disputed QTY",
            [.. goods, .. Invoice("A", 1100, eleven), Credit("A", 100, (1, 1))]
        );
        yield return Case("a price over", "A Disputed PRI", [.. goods, .. Invoice("A", 1030, (1, 10, 103, 1030)), Credit("A", 30)]);
        yield return Case("a price under", "A Disputed PRI", [.. goods, .. Invoice("A", 970, (1, 10, 97, 970)), Credit("A", 30)]);
        yield return Case("not all has come", "A Registered", [Order, First, .. Invoice("A", 3400, Ten, Boxes), Credit("A", 100)]);
    }

    /// <summary>What has been billed goes back; in which order it is credited and disputed is all the same then.</summary>
    private static IEnumerable<TestCaseData> Later()
    {
        Step[] before =
        [
            Order,
            Receive("all", (1, 10), (2, 24)),
            .. Invoice("A", 500, (1, 5, 100, 500)),
            .. Invoice("B", 500, (1, 5, 100, 500)),
        ];
        Step back = new("return", [], course => course.Return("all", (1, 4)));
        Step dispute = new("dispute B", [], course => course.Dispute("B"));

        yield return After("what went back is credited of the later invoice", "B Matched", [back, Credit("B", 400, (1, 4))]);
        yield return After("what went back is credited of the other invoice", "A Matched", [back, Credit("A", 400, (1, 4))]);
        yield return After("what went back is credited at large", "expected 0", [back, Credit("B", 400)]);
        yield return After(
            "part of it is credited at large, part by lines",
            "expected 100",
            [back, Credit("B", 100), Credit("A", 200, (1, 2))]
        );
        yield return After("the invoice that bills it is disputed", "B Disputed QUA", [back, dispute]);
        yield return After("the one is disputed and the other credited", "B Disputed QUA", [back, dispute, Credit("A", 100, (1, 1))]);
        yield return After("other goods come for those that went back", "expected 0", [back, Receive("new", (1, 4)), Credit("A", 100)]);

        TestCaseData After(string name, string end, Step[] steps) =>
            new TestCaseData(before, steps.Select(step => step with { After = [] }).ToArray(), end).SetArgDisplayNames(name);
    }

    private static TestCaseData Case(string name, string end, Step[] steps) =>
        new TestCaseData(Array.Empty<Step>(), steps, end).SetArgDisplayNames(name);

    [TestCaseSource(nameof(Agreeing))]
    [TestCaseSource(nameof(Others))]
    [TestCaseSource(nameof(Later))]
    public async Task The_end_is_the_same_in_whatever_order(object before, object steps, string expected)
    {
        await using var services = InvoicingAlone.Build();
        var ends = new Dictionary<string, string>();
        var permutations = 0;
        foreach (var permutation in Permutations([], (Step[])steps))
        {
            permutations++;
            var course = new Course(services);
            foreach (var step in ((Step[])before).Concat(permutation))
                await step.Do(course);
            ends.TryAdd(await course.End(), string.Join(", ", permutation.Select(step => step.Name)));
        }
        TestContext.Out.WriteLine($"{permutations} permutations: {ends.First().Key}");
        Assert.That(ends, Has.Count.EqualTo(1), string.Join("\n", ends.Select(end => $"{end.Value} -> {end.Key}")));
        Assert.That(ends.Keys.Single(), Does.Contain(expected));
    }

    private static IEnumerable<Step[]> Permutations(Step[] done, Step[] left) =>
        left.Length == 0
            ? [done]
            : left.Where(step => step.After.All(name => Array.Exists(done, each => each.Name == name)))
                .SelectMany(step => Permutations([.. done, step], [.. left.Where(other => other != step)]));
}
