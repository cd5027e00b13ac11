namespace Deployment.Tests.Operations;

using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Procurement.BuildingBlocks.Hosting.Security;
using TestKit;

/// <summary>Secrets that change while the service is used.</summary>
internal sealed class RotationStories
{
    private const int Connections = 4;
    private string folder = "";
    private string administrator = "";

    /// <summary>A server of its own: the others believe everybody who comes from this machine.</summary>
    [OneTimeSetUp]
    public async Task StartServer()
    {
        folder = Directory.CreateTempSubdirectory("procurement-rotation-").FullName;
        administrator = (await Server("start", folder, "throwaway", $"{Environment.ProcessId}")).Trim();
        await Database.Ask(
            administrator,
            """
            CREATE ROLE keeper NOLOGIN;
            CREATE ROLE first LOGIN PASSWORD 'first-1' IN ROLE keeper;
            CREATE ROLE second LOGIN PASSWORD 'second-1' IN ROLE keeper;
            ALTER ROLE first SET role = keeper;
            ALTER ROLE second SET role = keeper
            """
        );
        await Database.Ask(administrator, "CREATE DATABASE rotated OWNER keeper");
        var rules = (await Database.Ask(administrator, "SHOW hba_file"))[0];
        var others = await File.ReadAllTextAsync(rules);
        await File.WriteAllTextAsync(rules, $"host all first,second 127.0.0.1/32 scram-sha-256\n{others}");
        await Database.Ask(administrator, "SELECT pg_reload_conf()");
    }

    [OneTimeTearDown]
    public async Task StopServer()
    {
        await Server("stop", folder);
        // It removes what is its own.
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task A_database_password_is_changed_without_a_failed_request()
    {
        var load = new Load();
        await using var before = await Serve("first", "first-1");
        var supplier = await new People(before).Supplier("TH-320001");
        load.Turn(before, supplier);
        await load.Answers(100);

        await Database.Ask(administrator, "ALTER ROLE second PASSWORD 'second-2'");
        await using var after = await Serve("second", "second-2");
        load.Turn(after, supplier);
        await load.Answers(100);
        await Database.Ask(administrator, "ALTER ROLE first PASSWORD 'first-2'");
        // It has its connections, and goes on with them.
        using (var bob = before.As("bob", Roles.Buyer))
            for (var i = 0; i < 20; i++)
                load.Count(await bob.Get("/purchase-orders?limit=1"));
        Assert.That(await before.Terminate(), Is.Zero);
        await load.Answers(100);

        Assert.That(await load.Stop(), Is.Empty, "answers that are not 2xx");
        Assert.That(await Sessions("first"), Is.Zero);
        // A pool, the connection of the probes, and the one that hears what others tell.
        Assert.That(await Sessions("second"), Is.InRange(3, Connections + 2));
        var (code, _, error) = await Instance.Run(Url("first", "first-1"), "migrate");
        Assert.That(
            (code, error),
            Is.EqualTo(
                (
                    1,
                    "procurement: the database that DATABASE_URL names refuses: password authentication failed for user \"first\" (28P01)\n"
                )
            )
        );
    }

    [Test]
    public async Task A_signing_key_is_changed_without_a_restart_and_without_a_failed_request()
    {
        var published = Path.Combine(folder, "jwks.json");
        using var old = new Key("2026");
        using var next = new Key("2027");
        await File.WriteAllTextAsync(published, Key.Set(old));
        await using var served = await Serve(
            "second",
            "second-2",
            ("AUTH_ALGORITHMS", "ES256"),
            ("AUTH_JWKS", published),
            ("AUTH_SYMMETRIC_KEY", "")
        );
        using var withOld = served.With(old.Token());
        using var withNext = served.With(next.Token());
        Assert.That((await withOld.Get("/suppliers")).Status, Is.EqualTo(200));
        Assert.That((await withNext.Get("/suppliers")).Status, Is.EqualTo(401));

        await File.WriteAllTextAsync(published, Key.Set(old, next));
        await Instance.Until(async () => (await withNext.Get("/suppliers")).Status == 200);
        Assert.That((await withOld.Get("/suppliers")).Status, Is.EqualTo(200));

        await File.WriteAllTextAsync(published, Key.Set(next));
        await Instance.Until(async () => (await withOld.Get("/suppliers")).Status == 401);
        Assert.That((await withNext.Get("/suppliers")).Status, Is.EqualTo(200));
    }

    private Task<Instance> Serve(string role, string password, params (string Name, string Value)[] changes) =>
        Instance.Serve(Url(role, password), [("DB_MAX_CONNS", $"{Connections}"), .. changes]);

    private string Url(string role, string password) =>
        new UriBuilder(administrator)
        {
            UserName = role,
            Password = password,
            Path = "rotated",
        }
            .Uri
            .AbsoluteUri;

    private async Task<int> Sessions(string role) =>
        int.Parse(
            (await Database.Ask(administrator, $"SELECT count(*) FROM pg_stat_activity WHERE usename = '{role}'"))[0],
            System.Globalization.CultureInfo.InvariantCulture
        );

    private static Task<string> Server(params string[] arguments) =>
        Programs.Done("bash", [Path.Combine(EnvironmentFile.Root, "ops", "postgres.sh"), .. arguments]);

    /// <summary>Four callers, each of whom orders and reads in turn without a pause, as a load balancer sends them.</summary>
    private sealed class Load
    {
        private readonly CancellationTokenSource stop = new();
        private readonly ConcurrentQueue<Reply> answers = new();
        private readonly List<Task> callers = [];
        private volatile People? to;

        /// <summary>From now on new requests go here.</summary>
        public void Turn(Instance instance, string supplier)
        {
            to = new People(instance);
            if (callers.Count == 0)
                callers.AddRange(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Call(supplier))));
        }

        public void Count(Reply reply) => answers.Enqueue(reply);

        /// <summary>Waits for so many more.</summary>
        public Task Answers(int more)
        {
            var wanted = answers.Count + more;
            return Instance.Until(() => Task.FromResult(answers.Count >= wanted || callers.Exists(caller => caller.IsCompleted)));
        }

        /// <returns>The answers that were none that was wanted.</returns>
        public async Task<List<Reply>> Stop()
        {
            await stop.CancelAsync();
            await Task.WhenAll(callers);
            return [.. answers.Where(answer => answer.Status is not (200 or 201))];
        }

        private async Task Call(string supplier)
        {
            while (!stop.IsCancellationRequested)
            {
                Count(await to!.Order(supplier));
                Count(await to!.Bob.Get("/purchase-orders?limit=1"));
            }
        }
    }

    /// <summary>A key of an issuer of tokens.</summary>
    private sealed class Key(string id) : IDisposable
    {
        private readonly ECDsa pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        /// <summary>The public halves, as an issuer publishes them.</summary>
        public static string Set(params Key[] keys) => JsonSerializer.Serialize(new { keys = keys.Select(key => key.Public()) });

        public string Token()
        {
            var environment = EnvironmentFile.Load("test");
            return new JsonWebTokenHandler().CreateToken(
                new SecurityTokenDescriptor
                {
                    Issuer = environment["AUTH_ISSUER"],
                    Audience = environment["AUTH_AUDIENCE"],
                    Claims = new Dictionary<string, object> { ["sub"] = "bob", ["roles"] = new[] { Roles.Buyer } },
                    SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(pair) { KeyId = id }, SecurityAlgorithms.EcdsaSha256),
                }
            );
        }

        public void Dispose() => pair.Dispose();

        private Dictionary<string, string> Public()
        {
            var point = pair.ExportParameters(includePrivateParameters: false).Q;
            return new()
            {
                ["kty"] = "EC",
                ["crv"] = "P-256",
                ["kid"] = id,
                ["use"] = "sig",
                ["x"] = Base64UrlEncoder.Encode(point.X),
                ["y"] = Base64UrlEncoder.Encode(point.Y),
            };
        }
    }
}
