namespace BuildingBlocks.Tests.Configuration;

using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres;

public sealed class DatabaseAddressTests
{
    [TestCase("postgres://ann:pw@db:6000/shop", "db", 6000, "ann", "pw", "shop")]
    [TestCase("postgresql://ann:pw@db/shop", "db", 5432, "ann", "pw", "shop")]
    [TestCase("postgres://ann@my_db.example.com/shop", "my_db.example.com", 5432, "ann", null, "shop")]
    [TestCase("postgres://db:6000/shop", "db", 6000, null, null, "shop")]
    [TestCase("postgres://a%40b:p%3A%2F%3F%23%5B%5D%40%25%C3%A9%3B'%22=@db/sh%20op", "db", 5432, "a@b", "p:/?#[]@%é;'\"=", "sh op")]
    [TestCase("postgres://ann:p+w:x@10.0.0.1:1/shop", "10.0.0.1", 1, "ann", "p+w:x", "shop")]
    [TestCase("postgres://ann:p@w@db/shop", "db", 5432, "ann", "p@w", "shop")]
    [TestCase("postgres://ann@[2001:db8::1]:6000/shop", "2001:db8::1", 6000, "ann", null, "shop")]
    [TestCase("postgres://[::1]/shop", "::1", 5432, null, null, "shop")]
    [TestCase("postgres:///shop?host=/var/run/postgresql", "/var/run/postgresql", 5432, null, null, "shop")]
    [TestCase("postgres://%2Fvar%2Frun%2Fpostgresql/shop", "/var/run/postgresql", 5432, null, null, "shop")]
    [TestCase("postgres://ann@%2Ftmp:6000/shop", "/tmp", 6000, "ann", null, "shop")]
    [TestCase("postgres://?host=db&port=7&user=ann&password=p%26w&dbname=shop", "db", 7, "ann", "p&w", "shop")]
    [TestCase("postgres://x:y@z:1/q?host=db&port=7&user=ann&password=pw&dbname=shop", "db", 7, "ann", "pw", "shop")]
    public void Reads_where_and_who(string url, string host, int port, string? user, string? password, string database)
    {
        var connection = Read(url).ToConnectionString();

        Assert.Multiple(() =>
        {
            Assert.That(connection.Host, Is.EqualTo(host));
            Assert.That(connection.Port, Is.EqualTo(port));
            Assert.That(connection.Username, Is.EqualTo(user));
            Assert.That(connection.Password, Is.EqualTo(password));
            Assert.That(connection.Database, Is.EqualTo(database));
        });
    }

    [TestCase("postgres://ann:s3cret@db:6000/shop?sslmode=require", "postgres://ann:***@db:6000/shop?sslmode=require")]
    [TestCase("postgresql://ann@db/shop", "postgresql://ann@db/shop")]
    [TestCase("postgres://ann:s3cret@[::1]/shop", "postgres://ann:***@[::1]/shop")]
    [TestCase("postgres:///shop?password=s3cret&host=/tmp", "postgres:///shop?password=***&host=/tmp")]
    [TestCase("postgres://ann:s@3cret@db/shop", "postgres://ann:***@db/shop")]
    public void Masks_the_password(string url, string masked)
    {
        var address = Read(url);

        Assert.That(address.Masked, Is.EqualTo(masked));
        Assert.That(address.ToString(), Is.EqualTo(masked));
    }

    [TestCase("disable", SslMode.Disable)]
    [TestCase("allow", SslMode.Allow)]
    [TestCase("prefer", SslMode.Prefer)]
    [TestCase("require", SslMode.Require)]
    [TestCase("verify-ca", SslMode.VerifyCA)]
    [TestCase("verify-full", SslMode.VerifyFull)]
    public void Maps_the_encryption_asked_for(string word, SslMode mode)
    {
        Assert.That(With($"sslmode={word}").SslMode, Is.EqualTo(mode));
    }

    [Test]
    public void Checks_the_certificate_as_libpq_does()
    {
        Assert.Multiple(() =>
        {
            Assert.That(With("sslmode=require&sslrootcert=/ca.pem").SslMode, Is.EqualTo(SslMode.VerifyCA));
            Assert.That(With("sslmode=require&sslrootcert=/ca.pem").RootCertificate, Is.EqualTo("/ca.pem"));
            Assert.That(With("sslrootcert=system").SslMode, Is.EqualTo(SslMode.VerifyFull));
            Assert.That(With("sslrootcert=system").RootCertificate, Is.Null);
            Assert.That(
                Refusal("postgres://h/d?sslrootcert=system&sslmode=require"),
                Is.EqualTo("must have sslmode verify-full when sslrootcert is system")
            );
        });
    }

    [Test]
    public void Maps_the_other_options()
    {
        var connection = With(
            "sslcert=/c.pem&sslkey=/k.pem&application_name=pro%20curement&connect_timeout=7&options=-c%20search_path=a"
                + "&target_session_attrs=any&keepalives=1&keepalives_idle=30&channel_binding=require&gssencmode=prefer"
        );

        Assert.Multiple(() =>
        {
            Assert.That(connection.SslCertificate, Is.EqualTo("/c.pem"));
            Assert.That(connection.SslKey, Is.EqualTo("/k.pem"));
            Assert.That(connection.ApplicationName, Is.EqualTo("pro curement"));
            Assert.That(connection.Timeout, Is.EqualTo(7));
            Assert.That(connection.Options, Is.EqualTo("-c search_path=a"));
            Assert.That(connection.TcpKeepAlive, Is.True);
            Assert.That(connection.TcpKeepAliveTime, Is.EqualTo(30));
            Assert.That(connection.ChannelBinding, Is.EqualTo(ChannelBinding.Require));
            Assert.That(connection.GssEncryptionMode, Is.EqualTo(GssEncryptionMode.Prefer));
        });
    }

    [Test]
    public void Leaves_kerberos_alone_unless_asked()
    {
        Assert.That(With("").GssEncryptionMode, Is.EqualTo(GssEncryptionMode.Disable));
    }

    [TestCase(
        "sslmode=require&sslrootcert=/ca.pem&target_session_attrs=any&keepalives_idle=30&keepalives_interval=5&passfile=/pass&sslnegotiation=direct&connect_timeout=0"
    )]
    [TestCase("keepalives=0&keepalives_idle=30")]
    [TestCase("host=/tmp&channel_binding=prefer")]
    public void Gives_the_driver_what_it_accepts(string options)
    {
        Assert.That(
            () =>
            {
                using var source = new NpgsqlDataSourceBuilder(With(options).ConnectionString).Build();
            },
            Throws.Nothing
        );
    }

    private static readonly Dictionary<string, string> Values = new()
    {
        ["host"] = "other",
        ["port"] = "6000",
        ["user"] = "other",
        ["dbname"] = "other",
        ["application_name"] = "other",
        ["options"] = "-c%20search_path=other",
        ["connect_timeout"] = "7",
        ["sslmode"] = "verify-ca",
        ["sslrootcert"] = "/other",
        ["sslcert"] = "/other",
        ["sslkey"] = "/other",
        ["channel_binding"] = "require",
        ["gssencmode"] = "require",
        ["keepalives"] = "0",
        ["keepalives_idle"] = "7",
        ["keepalives_interval"] = "7&keepalives_idle=1",
        ["passfile"] = "/other",
        ["sslnegotiation"] = "direct&sslmode=require",
    };

    private static IEnumerable<string> Known => DatabaseOptions.Known.Keys;

    [TestCaseSource(nameof(Known))]
    public void An_option_that_is_accepted_changes_the_connections_of_the_pool(string option)
    {
        // The driver never shows a password again; of any is said what goes without saying with one host.
        if (option is "password" or "target_session_attrs")
        {
            Assert.That(With("password=other").Password, Is.EqualTo("other"));
            return;
        }
        // Some are accepted only beside another.
        var beside = Values[option].Split('&', 2).ElementAtOrDefault(1) ?? "";
        Assert.That(Pooled($"{option}={Values[option]}"), Is.Not.EqualTo(Pooled(beside)));
    }

    [Test]
    public void What_the_url_says_of_waiting_and_keeping_alive_holds_in_the_pool()
    {
        var pooled = new NpgsqlConnectionStringBuilder(Pooled("connect_timeout=7&keepalives=0&options=-c%20lock_timeout=9"));
        var silent = new NpgsqlConnectionStringBuilder(Pooled(""));

        Assert.Multiple(() =>
        {
            Assert.That((pooled.Timeout, pooled.TcpKeepAlive), Is.EqualTo((7, false)));
            Assert.That((silent.Timeout, silent.TcpKeepAlive), Is.EqualTo((2, true)));
            Assert.That(pooled.Options, Does.StartWith("-c statement_timeout=4500").And.EndWith(" -c lock_timeout=9"));
        });
    }

    [TestCase("mysql://h/d", "must be a URL such as postgres://user:password@host:5432/database")]
    [TestCase("Host=h;Database=d", "must be a URL such as postgres://user:password@host:5432/database")]
    [TestCase("postgres:///d", "must name the host, or the directory of the socket")]
    [TestCase("postgres://h", "must name the database")]
    [TestCase("postgres://h/", "must name the database")]
    [TestCase("postgres://h/d/e", "must name one database, with / percent-encoded")]
    [TestCase("postgres://h:x/d", "must have a port from 1 to 65535")]
    [TestCase("postgres://h:0/d", "must have a port from 1 to 65535")]
    [TestCase("postgres://h:65536/d", "must have a port from 1 to 65535")]
    [TestCase("postgres://::1/d", "must have an IPv6 address in brackets and a port that is a number")]
    [TestCase("postgres://a,b/d", "must name one host: a name, an IPv4 address, an IPv6 address in brackets or the directory of a socket")]
    [TestCase(
        "postgres://[zz]x/d",
        "must name one host: a name, an IPv4 address, an IPv6 address in brackets or the directory of a socket"
    )]
    [TestCase("postgres://h/d b", "must not contain spaces or control characters; percent-encode them")]
    [TestCase("postgres://h/d\nX=1", "must not contain spaces or control characters; percent-encode them")]
    [TestCase("postgres://u:%zz@h/d", "must be percent-encoded UTF-8 throughout")]
    [TestCase("postgres://u:%4@h/d", "must be percent-encoded UTF-8 throughout")]
    [TestCase("postgres://u:%00@h/d", "must be percent-encoded UTF-8 throughout")]
    [TestCase("postgres://u:%ff@h/d", "must be percent-encoded UTF-8 throughout")]
    [TestCase("postgres://h/d?sslmode", "must have options written name=value and separated by &")]
    [TestCase("postgres://h/d?sslmode=on", "must have as sslmode one of disable, allow, prefer, require, verify-ca, verify-full")]
    [TestCase("postgres://h/d?connect_timeout=-1", "must have a connect_timeout from 0 to 1024")]
    [TestCase("postgres://h/d?keepalives=2", "must have a keepalives from 0 to 1")]
    [TestCase("postgres://h/d?target_session_attrs=read-write", "must not have a target_session_attrs but any, as there is one host")]
    [TestCase(
        "postgres://h/d?sslnegotiation=direct&sslmode=prefer",
        "must have sslmode require, verify-ca or verify-full when sslnegotiation is direct"
    )]
    [TestCase("postgres://h/d?keepalives_interval=5", "must have keepalives_idle when it has keepalives_interval")]
    [TestCase("postgres://h/d?user=", "must not leave user empty")]
    [TestCase("postgres://h/d?pool_max_conns=5", "must not have the option pool_max_conns, which is not supported")]
    [TestCase("postgres://h/d?p%20q=5", "must not have options that are not supported")]
    public void Says_what_is_wrong(string url, string detail)
    {
        Assert.That(Refusal(url), Is.EqualTo(detail));
    }

    [TestCase("postgres://u:s3/cret@h/d")]
    [TestCase("postgres://u:12/s3cret@h/d")]
    [TestCase("postgres://u:12?s3cret=x@h/d")]
    [TestCase("postgres://u:12/d?s3cret=x@h/d")]
    [TestCase("postgres://u:s3cret%@h/d")]
    [TestCase("postgres://u:s3cret@h/d?password=s3cret&x")]
    [TestCase("postgres://h/d?p%61ssword=s3cret")]
    [TestCase("postgres//u:s3cret@h/d")]
    public void Never_repeats_the_password(string url)
    {
        Assert.That(Refusal(url), Does.StartWith("must ").And.Not.Contain("s3").And.Not.Contain("cret"));
    }

    private static string Pooled(string options)
    {
        var pool = new PoolSettings(4, 0, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        using var source = PostgresDataSource.Build(Read($"postgres://u:p@h/d?{options}"), pool, "pool");
        return source.ConnectionString;
    }

    private static NpgsqlConnectionStringBuilder With(string options) => Read($"postgres://u:p@h/d?{options}").ToConnectionString();

    private static DatabaseAddress Read(string url)
    {
        var address = DatabaseAddress.Parse(url);
        Assert.That(address.Error, Is.Null);
        return address.Value;
    }

    private static string Refusal(string url) => DatabaseAddress.Parse(url).Error?.Detail ?? "accepted";
}
