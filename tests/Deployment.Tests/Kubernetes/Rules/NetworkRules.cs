namespace Deployment.Tests.Kubernetes.Rules;

using System.Globalization;
using System.Text.Json.Nodes;
using Deployment.Tests.Kubernetes.Rendering;
using static Rule;

/// <summary>Who reaches whom, and at which port.</summary>
internal static class NetworkRules
{
    private const int Dns = 53;
    private const int PostgreSql = 5432;

    private static readonly string[] PrivateNetworks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8"];
    private static readonly string[] PrivateNetworks6 = ["fc00::/7", "fe80::/10", "::1/128"];

    public static IEnumerable<Rule> All =>
        [
            new("ports are those that the service listens on", Ports),
            new("the metrics are found where they are served", Scraping),
            new("the Service leads to the server and to nothing else", ServicePorts),
            new("what is not allowed is forbidden, in and out", ClosedByDefault),
            new("in comes who calls and who measures", Incoming),
            new(
                "out goes the server to what it is told of",
                manifests => Outgoing(manifests, manifests.Deployment, ServerPorts(manifests))
            ),
            new("out goes the migration to the database", manifests => Outgoing(manifests, manifests.Job, [Dns, PostgreSql])),
            new("the internet is not the network around us", PublicOnly),
        ];

    private static IEnumerable<string> Ports(Manifests manifests)
    {
        var ports = Manifests.Pod(manifests.Deployment).At("containers/procurement/ports");
        var host = ServerSettings.Read(manifests).Host;
        return
        [
            .. Demand(ports.Number("http/containerPort") == host.Listen.Port && host.Listen.Address is null, "http"),
            .. Demand(ports.Number("metrics/containerPort") == host.MetricsListen?.Port && host.MetricsListen?.Address is null, "metrics"),
            .. Demand(ports is JsonArray { Count: 2 }, "there are others"),
        ];
    }

    private static IEnumerable<string> Scraping(Manifests manifests)
    {
        var notes = manifests.Deployment.At("spec/template/metadata/annotations")!;
        return Demand(
            $"{notes["prometheus.io/scrape"]} {notes["prometheus.io/port"]} {notes["prometheus.io/path"]}"
                == $"true {ServerSettings.Read(manifests).Host.MetricsListen?.Port} /metrics",
            "the annotations say something else"
        );
    }

    private static IEnumerable<string> ServicePorts(Manifests manifests)
    {
        var service = manifests.Only("Service").At("spec");
        return
        [
            .. Demand(service.Items("ports").Select(port => port.Text("targetPort")).SequenceEqual(["http"]), "its ports"),
            .. Demand(
                manifests.Deployment.At("spec/template/metadata/labels").Holds(service.At("selector"))
                    && !manifests.Job.At("spec/template/metadata/labels").Holds(service.At("selector")),
                "it leads to other pods"
            ),
        ];
    }

    private static IEnumerable<string> ClosedByDefault(Manifests manifests)
    {
        var closed = manifests
            .All("NetworkPolicy")
            .Select(policy => policy.At("spec")!.AsObject())
            .Where(spec => spec.At("podSelector") is JsonObject { Count: 0 })
            .ToList();
        return
        [
            .. Demand(
                closed.Exists(spec => spec.At("policyTypes")?.ToJsonString() == """["Ingress","Egress"]"""),
                "there is no such policy"
            ),
            .. Demand(!closed.Exists(spec => spec.ContainsKey("ingress") || spec.ContainsKey("egress")), "it allows something"),
        ];
    }

    private static IEnumerable<string> Incoming(Manifests manifests)
    {
        var host = ServerSettings.Read(manifests).Host;
        var openings = manifests
            .All("NetworkPolicy")
            .SelectMany(policy => policy.Items("spec/ingress"))
            .Select(rule =>
                string.Join(
                    ' ',
                    rule.Items("from").Select(peer => $"{peer.At("namespaceSelector/matchLabels")?["kubernetes.io/metadata.name"]}")
                ) + $" {Numbers(rule)}"
            );
        return openings
            .Except([$"ingress-nginx {host.Listen.Port}", $"monitoring {host.MetricsListen?.Port}"])
            .Concat(Demand(openings.Count() == 2, "somebody does not come in"));
    }

    private static IEnumerable<string> Outgoing(Manifests manifests, JsonObject workload, IEnumerable<int> wanted)
    {
        var rules = manifests
            .All("NetworkPolicy")
            .Where(policy => workload.At("spec/template/metadata/labels").Holds(policy.At("spec/podSelector/matchLabels")))
            .SelectMany(policy => policy.Items("spec/egress"))
            .ToList();
        var open = rules.SelectMany(rule => rule.Items("ports")).Select(port => port.Number("port") ?? 0).ToHashSet();
        return
        [
            .. Demand(rules.TrueForAll(rule => rule.Items("to").Any() && rule.Items("ports").Any()), "a rule allows everything"),
            .. wanted.Except(open).Select(port => $"{port} is closed"),
            .. open.Except(wanted).Select(port => $"{port} is open"),
        ];
    }

    /// <summary>The ports of everything that the server's settings name.</summary>
    private static IEnumerable<int> ServerPorts(Manifests manifests)
    {
        var variables = ServerSettings.Variables(manifests, Manifests.Pod(manifests.Deployment));
        var brokers = variables["KAFKA_BROKERS"].Split(',').Select(broker => new Uri($"tcp://{broker}"));
        var urls = new[] { "AUTH_JWKS", "ERP_URL", "BANK_URL" }
            .Select(name => variables.GetValueOrDefault(name, ""))
            .Where(text => text.Contains("://", StringComparison.Ordinal))
            .Select(text => new Uri(text));
        var gateway = new Uri($"tcp://{SidecarConfiguration.Gateway(manifests)}");
        return
        [
            Dns,
            PostgreSql,
            .. brokers.Concat(urls).Append(gateway).Select(url => url.Port),
            .. variables.TryGetValue("SMTP_PORT", out var smtp) ? [int.Parse(smtp, CultureInfo.InvariantCulture)] : Array.Empty<int>(),
        ];
    }

    private static IEnumerable<string> PublicOnly(Manifests manifests) =>
        manifests
            .All("NetworkPolicy")
            .SelectMany(policy => policy.Items("spec/egress"))
            .SelectMany(rule => rule.Items("to"))
            .Select(peer => peer.At("ipBlock"))
            .OfType<JsonObject>()
            .SelectMany(block =>
                (block.Text("cidr") == "::/0" ? PrivateNetworks6 : PrivateNetworks).Except(
                    (block.At("except") as JsonArray ?? []).Select(each => $"{each}")
                )
            );

    private static string Numbers(JsonObject rule) => string.Join(',', rule.Items("ports").Select(port => port.Text("port")));
}
