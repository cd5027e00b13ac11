namespace BuildingBlocks.Tests.Configuration;

using System.Net;
using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.BuildingBlocks.Persistence.Resilience;
using TestKit;

public sealed class HostSettingsTests
{
    [TestCase("development")]
    [TestCase("test")]
    public void Finds_the_set_in_the_repository_complete(string name)
    {
        var variables = EnvironmentFile.Load(name);
        variables.TryAdd("DATABASE_URL", "postgres://localhost/procurement");

        Assert.That(Complaint(variables), Is.Null);
    }

    [Test]
    public void Reads_the_development_set()
    {
        var env = new EnvironmentReader(Development());
        var settings = HostSettings.Read(env);

        Assert.Multiple(() =>
        {
            Assert.That(env.Complaint, Is.Null);
            Assert.That(settings.Environment, Is.EqualTo(AppEnvironment.Development));
            Assert.That(settings.Database?.Masked, Is.EqualTo("postgres://u:***@localhost/procurement"));
            Assert.That(settings.Listen, Is.EqualTo(new ListenAddress(IPAddress.Loopback, 8080)));
            Assert.That(settings.LogLevel, Is.EqualTo("info"));
            Assert.That(settings.MetricsNamespace, Is.EqualTo("procurement"));
            Assert.That(settings.MetricsListen, Is.EqualTo(new ListenAddress(IPAddress.Loopback, 0)));
            Assert.That(settings.Pool, Is.EqualTo(new PoolSettings(16, 2, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(5))));
            Assert.That(settings.Retry, Is.EqualTo(new RetrySettings(4, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1), 0.2)));
            Assert.That(settings.Breaker, Is.EqualTo(new BreakerSettings(0.5, 10, TimeSpan.FromSeconds(5))));
            Assert.That(settings.Outgoing.Check("https://erp.example.com/").Error, Is.Not.Null);
            Assert.That(settings.RateLimit.RequestsPerSecond, Is.EqualTo(200));
            Assert.That(settings.RateLimit.Burst, Is.EqualTo(400));
            Assert.That(settings.RateLimit.TrustedProxies, Is.Empty);
            Assert.That(settings.Auth.Algorithms, Is.EqualTo(new[] { "HS256" }));
            Assert.That(settings.Auth.SymmetricKey, Has.Length.GreaterThanOrEqualTo(32));
            Assert.That(settings.ShutdownTimeout, Is.EqualTo(TimeSpan.FromSeconds(30)));
            Assert.That(settings.ShutdownDelay, Is.EqualTo(TimeSpan.FromSeconds(1)));
            Assert.That(settings.MigrateOnStart, Is.True);
            Assert.That(settings.IdempotencyRetention, Is.EqualTo(TimeSpan.FromHours(24)));
        });
    }

    [Test]
    public void Names_everything_that_is_required_when_nothing_is_set()
    {
        var env = new EnvironmentReader(new Dictionary<string, string>());
        HostSettings.Read(env);

        var missing = env.Describe()
            .Where(variable => !variable.Name.StartsWith("OTEL_", StringComparison.Ordinal) || variable.RequiredWhen == "always")
            .Select(variable => variable.Name)
            .Except(["TRUSTED_PROXIES", "AUTH_SYMMETRIC_KEY"])
            .Select(name => $"{name} is missing");
        Assert.That(env.Complaint, Is.EqualTo("procurement: configuration: " + string.Join("; ", missing)));
    }

    [Test]
    public void Names_each_variable_of_the_set_that_is_taken_away()
    {
        var variables = Development();
        var host = new EnvironmentReader(variables);
        HostSettings.Read(host);
        foreach (var name in host.Describe().Select(variable => variable.Name).Intersect(variables.Keys))
        {
            var fewer = new Dictionary<string, string>(variables);
            fewer.Remove(name);
            Assert.That(Complaint(fewer), Does.Contain(name));
        }
    }

    [TestCase("DB_MIN_CONNS=17", "DB_MIN_CONNS must not exceed DB_MAX_CONNS")]
    [TestCase("DB_MAX_CONNS=1", "DB_MAX_CONNS must be a whole number from 2 to 1000")]
    [TestCase("RETRY_BASE_DELAY=2s", "RETRY_BASE_DELAY must not exceed RETRY_MAX_DELAY")]
    [TestCase("RETRY_MAX_ATTEMPTS=0", "RETRY_MAX_ATTEMPTS must be a whole number from 1 to 10")]
    [TestCase("BREAKER_FAILURE_THRESHOLD=0", "BREAKER_FAILURE_THRESHOLD must be a decimal number above 0 to 1")]
    [TestCase("BREAKER_MIN_REQUESTS=1", "BREAKER_MIN_REQUESTS must be a whole number from 2 to 10000")]
    [TestCase("BREAKER_PROBE_INTERVAL=499ms", "BREAKER_PROBE_INTERVAL must be a duration from 500ms to 1h")]
    [TestCase("OUTGOING_ALLOWED_HOSTS=*.example.com", "OUTGOING_ALLOWED_HOSTS must be DNS names, addresses or networks in CIDR notation")]
    [TestCase("SHUTDOWN_DELAY=30s", "SHUTDOWN_DELAY must be less than SHUTDOWN_TIMEOUT")]
    [TestCase("IDEMPOTENCY_RETENTION=59s", "IDEMPOTENCY_RETENTION must be a duration from 1m to 720h")]
    [TestCase("METRICS_NAMESPACE=pro-curement", "METRICS_NAMESPACE must be letters, digits and underscores, a letter first")]
    [TestCase("LOG_LEVEL=Information", "LOG_LEVEL must be one of trace, debug, info, warn, error")]
    [TestCase("METRICS_ADDR=9464", "METRICS_ADDR must be an address such as :8080, 127.0.0.1:8080 or [::1]:8080")]
    [TestCase("TRUSTED_PROXIES=10.0.0.0/8,10.0.0.1", "TRUSTED_PROXIES must be networks in CIDR notation such as 10.0.0.0/8,fd00::/8")]
    [TestCase("TRUSTED_PROXIES=10.0.0.0/33", "TRUSTED_PROXIES must be networks in CIDR notation such as 10.0.0.0/8,fd00::/8")]
    [TestCase("AUTH_ALGORITHMS=HS256,RS256", "AUTH_ALGORITHMS must not name others than HS256 without AUTH_JWKS")]
    [TestCase("AUTH_JWKS=http://login.example.com/jwks.json", "AUTH_JWKS must be the path of a file or an https URL")]
    [TestCase("AUTH_SYMMETRIC_KEY=c2hvcnQ=", "AUTH_SYMMETRIC_KEY must be base64 of at least 32 bytes")]
    [TestCase("DATABASE_URL=postgres://u:s3cret@h:x/d", "DATABASE_URL must have a port from 1 to 65535")]
    public void Refuses_one_bad_value(string change, string problem)
    {
        var variables = Development();
        var pair = change.Split('=', 2);
        variables[pair[0]] = pair[1];

        Assert.That(Complaint(variables), Does.StartWith($"procurement: configuration: {problem}"));
    }

    [TestCase("none")]
    [TestCase("HS512")]
    [TestCase("HS256,")]
    [TestCase("rs256")]
    public void Refuses_an_algorithm_it_does_not_know(string algorithms)
    {
        var variables = Development();
        variables["AUTH_ALGORITHMS"] = algorithms;

        Assert.That(Complaint(variables), Does.Contain("AUTH_ALGORITHMS must be any of RS256, "));
    }

    [Test]
    public void Demands_a_key()
    {
        var variables = Development();
        variables.Remove("AUTH_SYMMETRIC_KEY");

        Assert.That(Complaint(variables), Does.Contain("AUTH_JWKS is missing (or AUTH_SYMMETRIC_KEY, in test and development)"));
    }

    [Test]
    public void Refuses_the_shared_key_in_production()
    {
        var variables = Development();
        variables["APP_ENV"] = "production";

        Assert.That(
            Complaint(variables),
            Does.Contain("AUTH_JWKS is missing; AUTH_SYMMETRIC_KEY must not be set unless APP_ENV is test or development")
        );
    }

    [Test]
    public void Reads_a_production_set()
    {
        var variables = Development();
        variables.Remove("AUTH_SYMMETRIC_KEY");
        variables["APP_ENV"] = "production";
        variables["AUTH_ALGORITHMS"] = "RS256, ES256";
        variables["AUTH_JWKS"] = "/etc/procurement/jwks.json";
        variables["TRUSTED_PROXIES"] = "10.0.0.0/8, fd00::/8";
        var env = new EnvironmentReader(variables);
        var settings = HostSettings.Read(env);

        Assert.Multiple(() =>
        {
            Assert.That(env.Complaint, Is.Null);
            Assert.That(settings.Auth.Algorithms, Is.EqualTo(new[] { "RS256", "ES256" }));
            Assert.That(settings.Auth.Jwks, Is.EqualTo("/etc/procurement/jwks.json"));
            Assert.That(settings.Auth.SymmetricKey, Is.Null);
            Assert.That(
                settings.RateLimit.TrustedProxies,
                Is.EqualTo(new[] { IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("fd00::/8") })
            );
        });
    }

    [Test]
    public void Needs_no_database_in_test_and_uses_none()
    {
        var variables = EnvironmentFile.Load("test");
        Assert.That(Complaint(variables), Is.Null);

        variables["DATABASE_URL"] = "postgres://localhost/procurement";
        Assert.That(HostSettings.Read(new EnvironmentReader(variables)).Database, Is.Null);
    }

    [Test]
    public void Prints_the_settings_without_their_secrets()
    {
        var variables = Development();
        var env = new EnvironmentReader(variables);
        HostSettings.Read(env);
        using var output = new StringWriter { NewLine = "\n" };
        env.Print(output);

        var lines = output.ToString().Split('\n');
        Assert.That(lines, Does.Contain("DATABASE_URL=postgres://u:***@localhost/procurement"));
        Assert.That(lines, Does.Contain("AUTH_SYMMETRIC_KEY=***"));
        Assert.That(lines, Does.Contain("DB_MAX_CONNS=16"));
        Assert.That(output.ToString(), Does.Not.Contain("s3cret").And.Not.Contain(variables["AUTH_SYMMETRIC_KEY"]));
    }

    private static Dictionary<string, string> Development()
    {
        var variables = EnvironmentFile.Load("development");
        variables["DATABASE_URL"] = "postgres://u:s3cret@localhost/procurement";
        return variables;
    }

    private static string? Complaint(Dictionary<string, string> variables)
    {
        var env = new EnvironmentReader(variables);
        HostSettings.Read(env);
        return env.Complaint;
    }
}
