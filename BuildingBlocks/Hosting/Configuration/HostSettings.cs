namespace Procurement.BuildingBlocks.Hosting.Configuration;

using Procurement.BuildingBlocks.Hosting.Security;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.BuildingBlocks.Persistence.Resilience;

/// <summary>What kind of place the process runs in.</summary>
public enum AppEnvironment
{
    /// <summary>Automatic tests: everything in memory.</summary>
    Test,

    /// <summary>A developer's machine: a real database, tokens signed with a shared key.</summary>
    Development,

    /// <summary>Everything else.</summary>
    Production,
}

/// <summary>All the settings of the host; those of a module are read by the module.</summary>
public sealed record HostSettings
{
    /// <summary>What kind of place this is.</summary>
    public required AppEnvironment Environment { get; init; }

    /// <summary>The database; null in <see cref="AppEnvironment.Test"/>.</summary>
    public required DatabaseAddress? Database { get; init; }

    /// <summary>Where requests are accepted.</summary>
    public required ListenAddress Listen { get; init; }

    /// <summary>Where the metrics are served; null means nowhere.</summary>
    public required ListenAddress? MetricsListen { get; init; }

    /// <summary>The least level that is logged: <c>trace</c>, <c>debug</c>, <c>info</c>, <c>warn</c> or <c>error</c>.</summary>
    public required string LogLevel { get; init; }

    /// <summary>What the names of metrics begin with, without the underscore that follows.</summary>
    public required string MetricsNamespace { get; init; }

    /// <summary>Where spans go.</summary>
    public required TracingSettings Tracing { get; init; }

    /// <summary>The connections to the database.</summary>
    public required PoolSettings Pool { get; init; }

    /// <summary>How failed calls are made again.</summary>
    public required RetrySettings Retry { get; init; }

    /// <summary>When calls to another system are given up for a while.</summary>
    public required BreakerSettings Breaker { get; init; }

    /// <summary>How many requests one caller may make.</summary>
    public required RateLimitSettings RateLimit { get; init; }

    /// <summary>Where this process may connect to over HTTP, besides the issuer of tokens.</summary>
    public required OutgoingUrls Outgoing { get; init; }

    /// <summary>Which tokens are believed.</summary>
    public required AuthSettings Auth { get; init; }

    /// <summary>The whole time there is for a shutdown.</summary>
    public required TimeSpan ShutdownTimeout { get; init; }

    /// <summary>How much of it the listener stays open, so that load balancers notice; less than <see cref="ShutdownTimeout"/>.</summary>
    public required TimeSpan ShutdownDelay { get; init; }

    /// <summary>Whether the process brings the database to its own version before it serves.</summary>
    public required bool MigrateOnStart { get; init; }

    /// <summary>How long the answer to an idempotency key is remembered.</summary>
    public required TimeSpan IdempotencyRetention { get; init; }

    /// <summary>Reads them. When <see cref="EnvironmentReader.Complaint"/> is not null afterwards they are placeholders, not to be used.</summary>
    public static HostSettings Read(EnvironmentReader env)
    {
        var environment = ReadEnvironment(env);
        var database = ReadDatabase(env, environment);
        var listen = env.Parse("LISTEN_ADDR", "Where HTTP requests are accepted.", ListenAddress.Shape, ":8080", ListenAddress.Parse);
        var metricsListen = ReadMetricsAddress(env);
        var logLevel = env.Word("LOG_LEVEL", "The least level that is logged.", "info", ["trace", "debug", "info", "warn", "error"]);
        var metrics = ReadMetricsNamespace(env);
        var tracing = TracingSettings.Read(env);
        var pool = PersistenceSettings.ReadPool(env);
        var retry = PersistenceSettings.ReadRetry(env);
        var breaker = PersistenceSettings.ReadBreaker(env);
        var rateLimit = RateLimitSettings.Read(env);
        var outgoing = ReadOutgoing(env);
        var auth = AuthSettings.Read(env, environment);
        var (timeout, delay) = ReadShutdown(env);
        return new HostSettings
        {
            Environment = environment,
            Database = database,
            Listen = listen,
            MetricsListen = metricsListen,
            LogLevel = logLevel,
            MetricsNamespace = metrics,
            Tracing = tracing,
            Pool = pool,
            Retry = retry,
            Breaker = breaker,
            RateLimit = rateLimit,
            Outgoing = outgoing,
            Auth = auth,
            ShutdownTimeout = timeout,
            ShutdownDelay = delay,
            MigrateOnStart = env.Flag(
                "MIGRATE_ON_START",
                "Whether the database is brought to this version before requests are served.",
                "true"
            ),
            IdempotencyRetention = env.Duration(
                "IDEMPOTENCY_RETENTION",
                "How long the answer to an idempotency key is remembered.",
                "24h",
                TimeSpan.FromMinutes(1),
                TimeSpan.FromDays(30)
            ),
        };
    }

    private static AppEnvironment ReadEnvironment(EnvironmentReader env)
    {
        var environment = env.Choice<AppEnvironment>("APP_ENV", "What kind of place the process runs in.", "production");
        // Unknown is taken for the strictest, so that the complaint is not longer the second time.
        return env.Has("APP_ENV") ? environment : AppEnvironment.Production;
    }

    private static DatabaseAddress? ReadDatabase(EnvironmentReader env, AppEnvironment environment)
    {
        var database = env.Parse(
            "DATABASE_URL",
            "The PostgreSQL database; ignored when `APP_ENV` is `test`.",
            "URL, its parts percent-encoded",
            "postgres://user:password@db.example.com:5432/procurement?sslmode=verify-full",
            DatabaseAddress.Parse,
            secret: true,
            required: environment != AppEnvironment.Test,
            requiredWhen: "`APP_ENV` is not `test`",
            show: address => address.Masked
        );
        return environment == AppEnvironment.Test ? null : database;
    }

    private static string ReadMetricsNamespace(EnvironmentReader env) =>
        env.Parse<string>(
            "METRICS_NAMESPACE",
            "What the names of all metrics begin with.",
            "letters, digits and underscores, a letter first",
            "procurement",
            text =>
                char.IsAsciiLetter(text[0]) && text.All(character => char.IsAsciiLetterOrDigit(character) || character == '_')
                    ? text
                    : Error.Invalid("INVALID_NAMESPACE", "must be letters, digits and underscores, a letter first")
        );

    private static ListenAddress? ReadMetricsAddress(EnvironmentReader env) =>
        env.Parse(
            "METRICS_ADDR",
            "Where `/metrics` is served, and nothing else; empty means nowhere.",
            ListenAddress.Shape,
            "127.0.0.1:9464",
            ListenAddress.Parse,
            requiredWhen: "always, but may be empty",
            mayBeBlank: true
        );

    private static OutgoingUrls ReadOutgoing(EnvironmentReader env) =>
        env.Parse(
            "OUTGOING_ALLOWED_HOSTS",
            "Where this process may connect to over HTTP; what is not a public address must be listed as one; empty means nowhere.",
            OutgoingUrls.Shape,
            "erp.example.com,10.20.0.0/16:8443",
            OutgoingUrls.Parse,
            requiredWhen: "always, but may be empty",
            mayBeBlank: true
        ) ?? OutgoingUrls.None;

    private static (TimeSpan Timeout, TimeSpan Delay) ReadShutdown(EnvironmentReader env)
    {
        var longest = TimeSpan.FromMinutes(10);
        var timeout = env.Duration("SHUTDOWN_TIMEOUT", "The whole time there is for a shutdown.", "30s", TimeSpan.FromSeconds(1), longest);
        var delay = env.Duration(
            "SHUTDOWN_DELAY",
            "How much of it the listener stays open, so that load balancers notice; less than `SHUTDOWN_TIMEOUT`.",
            "5s",
            TimeSpan.Zero,
            longest
        );
        env.Demand(delay < timeout, "SHUTDOWN_DELAY", "must be less than SHUTDOWN_TIMEOUT", "SHUTDOWN_TIMEOUT");
        return (timeout, delay);
    }
}
