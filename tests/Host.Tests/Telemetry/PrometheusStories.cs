namespace Host.Tests.Telemetry;

using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Host.Tests.Invoicing;
using Procurement.BuildingBlocks;
using TestKit;

/// <summary>What Prometheus makes of the page, and what dashboards and alerts ask it.</summary>
[Category(Lane.Processes)]
internal sealed partial class PrometheusStories
{
    private static readonly string[] Suffixes = ["", "_seconds", "_bytes", "_total", "_seconds_total", "_bytes_total"];

    [Test]
    public async Task It_reads_the_page_under_load_and_shows_traces_beside_buckets()
    {
        await using var api = await Api.Start(onPostgres: true, TracedForNobody);
        await using var prometheus = await Prometheus.Start(api.MetricsAddress);
        var order = await api.Delivered(supplier: await api.SupplierOfSamples());
        await api.PaymentOf((await api.Invoice(order)).Text("id"));
        var before = TimeProvider.System.GetUtcNow();

        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async _ =>
                {
                    for (var i = 0; i < 50; i++)
                        await api.Bob.Get("/purchase-orders?limit=1");
                })
        );

        await Eventually.Holds(
            async () =>
                await Number(prometheus, """sum(procurement_http_request_duration_seconds_count{route="/purchase-orders",method="GET"})"""),
            Is.EqualTo(400)
        );
        var target = (await prometheus.Ask("/api/v1/targets")).GetProperty("data").GetProperty("activeTargets")[0];
        Assert.That((target.GetProperty("health").GetString(), target.GetProperty("lastError").GetString()), Is.EqualTo(("up", "")));
        var exemplars = await prometheus.Ask(
            string.Create(
                CultureInfo.InvariantCulture,
                $"/api/v1/query_exemplars?query=procurement_http_request_duration_seconds_bucket&start={before.AddMinutes(-5).ToUnixTimeSeconds()}&end={before.AddMinutes(5).ToUnixTimeSeconds()}"
            )
        );
        Assert.That(exemplars.ToString(), Does.Match("\"trace_id\":\"[0-9a-f]{32}\""));
        await Eventually.Holds(
            async () => await Rules(prometheus),
            Has.Some.Matches<string>(rule => rule!.EndsWith(" ok", StringComparison.Ordinal))
        );
        Assert.That(await Eventually.Holds(async () => await Rules(prometheus), Has.None.EndsWith(" unknown")), Has.None.EndsWith(" err"));

        var page = await api.Metrics();
        Assert.That(await Prometheus.Tool(page, "check", "metrics"), Is.EqualTo((0, "")));
        foreach (var (dashboard, expression) in Dashboards())
            Assert.That((await prometheus.Query(expression)).ValueKind, Is.EqualTo(JsonValueKind.Array), dashboard);
    }

    [Test]
    public async Task Rules_and_alerts_are_well_formed_and_do_what_they_say()
    {
        var (wellFormed, complaint) = await Prometheus.Tool(null, "check", "rules", "rules.yml", "alerts.yml");
        Assert.That(wellFormed, Is.Zero, complaint);
        var (code, said) = await Prometheus.Tool(null, "test", "rules", "rules_test.yml", "rules_slow_test.yml");
        Assert.That(code, Is.Zero, said);
        // Each alert is in one of the tests.
        var tests =
            await File.ReadAllTextAsync(Prometheus.Observe("rules_test.yml"))
            + await File.ReadAllTextAsync(Prometheus.Observe("rules_slow_test.yml"));
        foreach (var alert in Alerts())
            Assert.That(tests, Does.Contain($"alertname=\"{alert}\""));
    }

    [Test]
    public void Each_alert_has_a_runbook_and_each_runbook_an_alert()
    {
        var folder = Path.Combine(EnvironmentFile.Root, "docs", "runbooks");

        Assert.That(Directory.GetFiles(folder).Select(Path.GetFileNameWithoutExtension), Is.EquivalentTo(Alerts()));
        var alerts = File.ReadAllText(Prometheus.Observe("alerts.yml"));
        foreach (var alert in Alerts())
            Assert.That(alerts, Does.Contain($"runbook: docs/runbooks/{alert}.md"));
    }

    [Test]
    public async Task What_dashboards_rules_and_runbooks_ask_for_is_there()
    {
        var (known, own) = (new HashSet<string>(), new HashSet<string>());
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                known.UnionWith(NamesOf(instrument));
                if (instrument.Meter.Name == "Procurement")
                    own.Add(instrument.Name);
            },
        };
        listener.Start();
        await using var api = await Api.Start(onPostgres: true);
        await api.Order(approved: true);
        // Some instruments are made with the first of what they measure.
        await Eventually.Holds(api.Metrics, Does.Contain("procurement_po_approvals_total"));
        foreach (Match record in Record().Matches(await File.ReadAllTextAsync(Prometheus.Observe("rules.yml"))))
            known.Add(record.Groups[1].Value);

        foreach (var (place, text) in Texts())
        {
            var asked = Name().Matches(text).Select(match => match.Value).ToList();
            // A document calls a histogram by its name; nobody can be asked for that.
            Assert.That(
                asked.Where(name =>
                    !known.Contains(name) && !(place.EndsWith(".md", StringComparison.Ordinal) && known.Contains($"{name}_bucket"))
                ),
                Is.Empty,
                place
            );
            foreach (Match events in Event().Matches(text))
                Assert.That(DomainEvents().Where(name => Regex.IsMatch(name, $"^(?:{events.Groups[1].Value})$")), Is.Not.Empty, place);
        }
        var told = await Read("observability.md") + await Read("messaging.md");
        Assert.That(own.Where(name => !told.Contains(name, StringComparison.Ordinal)), Is.Empty, "what no document tells of");
        Assert.That(Texts().Sum(each => Name().Count(each.Text)), Is.GreaterThan(100));
    }

    /// <summary>Nobody listens there: what is told to Prometheus does not depend on a collector.</summary>
    private static void TracedForNobody(Dictionary<string, string> environment)
    {
        environment["OTEL_TRACES_EXPORTER"] = "otlp";
        environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{FreePort.Find()}";
        environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc";
        environment["OTEL_TRACES_SAMPLER"] = "always_on";
    }

    private static Task<string> Read(string document) => File.ReadAllTextAsync(Path.Combine(EnvironmentFile.Root, "docs", document));

    private static async Task<double> Number(Prometheus prometheus, string expression) =>
        await prometheus.Query(expression) is var found && found.GetArrayLength() == 1
            ? double.Parse(found[0].GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture)
            : -1;

    /// <summary>Name and health of each.</summary>
    private static async Task<List<string>> Rules(Prometheus prometheus) =>
        [
            .. (await prometheus.Ask("/api/v1/rules"))
                .GetProperty("data")
                .GetProperty("groups")
                .EnumerateArray()
                .SelectMany(group => group.GetProperty("rules").EnumerateArray())
                .Select(rule => $"{rule.GetProperty("name").GetString()} {rule.GetProperty("health").GetString()}"),
        ];

    private static IEnumerable<string> Alerts() =>
        Alert().Matches(File.ReadAllText(Prometheus.Observe("alerts.yml"))).Select(match => match.Groups[1].Value);

    /// <summary>Each query of each dashboard.</summary>
    private static IEnumerable<(string Dashboard, string Expression)> Dashboards() =>
        from file in Directory.GetFiles(Prometheus.Observe("dashboards"), "*.json")
        from panel in JsonNode.Parse(File.ReadAllText(file))!["panels"]!.AsArray()
        from target in panel!["targets"]!.AsArray()
        select ($"{Path.GetFileName(file)}: {panel["title"]}", target!["expr"]!.GetValue<string>());

    private static IEnumerable<(string Place, string Text)> Texts() =>
        Dashboards()
            .Concat(
                Directory
                    .GetFiles(Path.Combine(EnvironmentFile.Root, "docs", "runbooks"))
                    .Append(Prometheus.Observe("rules.yml"))
                    .Append(Prometheus.Observe("alerts.yml"))
                    .Append(Path.Combine(EnvironmentFile.Root, "docs", "observability.md"))
                    .Select(file => (Path.GetFileName(file), File.ReadAllText(file)))
            );

    private static IEnumerable<string> DomainEvents() =>
        AppDomain
            .CurrentDomain.GetAssemblies()
            .Where(assembly => assembly.GetName().Name?.EndsWith(".Core", StringComparison.Ordinal) is true)
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsSubclassOf(typeof(DomainEvent)))
            .Select(type => type.Name);

    /// <summary>What an instrument can be called on the page.</summary>
    private static IEnumerable<string> NamesOf(Instrument instrument)
    {
        var name = $"procurement_{NoLetter().Replace(instrument.Name, "_")}";
        var kind = instrument.GetType().Name;
        return kind.StartsWith("Histogram", StringComparison.Ordinal)
            ? from unit in Suffixes[..3]
            from part in new[] { "_bucket", "_count", "_sum" }
            select name + unit + part
            : Suffixes.Select(suffix => name + suffix);
    }

    [GeneratedRegex("[^a-zA-Z0-9]")]
    private static partial Regex NoLetter();

    /// <summary>Of a metric of ours, or of what a rule records.</summary>
    [GeneratedRegex(@"\b(?:procurement_[a-z_]+|(?:job|class):[a-z_]+:[a-z0-9_]+)")]
    private static partial Regex Name();

    [GeneratedRegex("event=~?\"([^\"]+)\"")]
    private static partial Regex Event();

    [GeneratedRegex(@"- record: (\S+)")]
    private static partial Regex Record();

    [GeneratedRegex(@"- alert: (\S+)")]
    private static partial Regex Alert();
}
