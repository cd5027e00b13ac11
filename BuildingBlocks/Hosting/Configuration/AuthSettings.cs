namespace Procurement.BuildingBlocks.Hosting.Configuration;

/// <summary>Which bearer tokens are believed (RFC 7519, RFC 8725). At least one of the two kinds of key is there.</summary>
/// <param name="Issuer">The <c>iss</c> a token must carry.</param>
/// <param name="Audience">The <c>aud</c> a token must carry.</param>
/// <param name="Algorithms">The signatures accepted (RFC 7518 section 3.1); each has its key among the two below.</param>
/// <param name="Jwks">Where the issuer's public keys are (RFC 7517): the path of a file or an <c>https</c> URL. Null only in test and development.</param>
/// <param name="SymmetricKey">The shared key of HS256, 32 bytes or more; a secret. Null in production.</param>
public sealed record AuthSettings(string Issuer, string Audience, IReadOnlyList<string> Algorithms, string? Jwks, byte[]? SymmetricKey)
{
    private const string Symmetric = "HS256";
    private const int LeastKeyBytes = 32;
    private const string KeyShape = "base64 of at least 32 bytes";

    private static readonly IReadOnlyList<string> Known =
    [
        "RS256",
        "RS384",
        "RS512",
        "PS256",
        "PS384",
        "PS512",
        "ES256",
        "ES384",
        "ES512",
        Symmetric,
    ];

    internal static AuthSettings Read(EnvironmentReader env, AppEnvironment environment)
    {
        var production = environment == AppEnvironment.Production;
        var auth = new AuthSettings(
            env.Text("AUTH_ISSUER", "The issuer (`iss`) that a token must name.", "https://login.example.com/"),
            env.Text("AUTH_AUDIENCE", "The audience (`aud`) that a token must name.", "procurement"),
            env.Parse(
                "AUTH_ALGORITHMS",
                "Signature algorithms accepted. HS256 needs `AUTH_SYMMETRIC_KEY`, every other one `AUTH_JWKS`.",
                $"any of {string.Join(", ", Known)}, separated by commas",
                "RS256,ES256",
                ParseAlgorithms
            ) ?? [],
            env.Parse(
                "AUTH_JWKS",
                "The issuer's public keys, a JSON Web Key Set.",
                "path of a file or https URL",
                "https://login.example.com/jwks.json",
                ParseJwks,
                required: production,
                requiredWhen: "`APP_ENV` is `production`, or there is no `AUTH_SYMMETRIC_KEY`"
            ),
            env.Parse(
                "AUTH_SYMMETRIC_KEY",
                "The shared key of HS256; allowed in test and development only.",
                KeyShape,
                "openssl rand -base64 32",
                text => ParseKey(text, production),
                secret: true,
                required: false,
                requiredWhen: "`AUTH_ALGORITHMS` names HS256"
            )
        );
        auth.CheckKeys(env);
        return auth;
    }

    private void CheckKeys(EnvironmentReader env)
    {
        // A key that was given and is wrong has been complained of already.
        if (env.Complains("AUTH_JWKS") || env.Complains("AUTH_SYMMETRIC_KEY"))
            return;
        if (Jwks is null && SymmetricKey is null)
        {
            env.Miss("AUTH_JWKS", "or AUTH_SYMMETRIC_KEY, in test and development");
            return;
        }
        env.Demand(
            SymmetricKey is not null || !Algorithms.Contains(Symmetric),
            "AUTH_ALGORITHMS",
            "must not name HS256 without AUTH_SYMMETRIC_KEY"
        );
        env.Demand(
            Jwks is not null || Algorithms.All(algorithm => algorithm == Symmetric),
            "AUTH_ALGORITHMS",
            "must not name others than HS256 without AUTH_JWKS"
        );
    }

    private static Result<IReadOnlyList<string>> ParseAlgorithms(string text)
    {
        var algorithms = text.Split(',', StringSplitOptions.TrimEntries);
        return algorithms.All(Known.Contains)
            ? algorithms.Distinct().ToList().AsReadOnly()
            : Error.Invalid("INVALID_ALGORITHM", $"must be any of {string.Join(", ", Known)}, separated by commas");
    }

    private static Result<string> ParseJwks(string text)
    {
        if (!text.Contains("://", StringComparison.Ordinal))
            return Text.Parse(text, 4_096);
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps && url.UserInfo.Length == 0
            ? text
            : Error.Invalid("INVALID_JWKS", "must be the path of a file or an https URL");
    }

    private static Result<byte[]> ParseKey(string text, bool production)
    {
        if (production)
            return Error.Invalid("INVALID_KEY", "must not be set unless APP_ENV is test or development");
        var key = new byte[text.Length];
        return Convert.TryFromBase64String(text, key, out var length) && length >= LeastKeyBytes
            ? key[..length]
            : Error.Invalid("INVALID_KEY", $"must be {KeyShape}");
    }
}
