namespace Procurement.Invoicing.Adapters.Remote;

using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.BuildingBlocks.Hosting.Security;

/// <summary>Where the bank is.</summary>
/// <param name="Address">What its paths begin with; null when there is no bank.</param>
/// <param name="StatusInterval">How often it is asked of what it has not settled.</param>
internal sealed record BankSettings(Uri? Address, TimeSpan StatusInterval)
{
    private const string Hosts = "OUTGOING_ALLOWED_HOSTS";

    public static BankSettings Read(EnvironmentReader env, OutgoingUrls outgoing) =>
        new(
            env.Parse(
                "BANK_URL",
                $"The bank that payments are handed to, a host of `{Hosts}`; empty means that there is none, and runs go out as files.",
                "https URL, or http to an address that is not public",
                "https://bank.example.com/api",
                text => Parse(text, env, outgoing),
                requiredWhen: "always, but may be empty",
                mayBeBlank: true
            ),
            env.Duration(
                "BANK_STATUS_INTERVAL",
                "How often the bank is asked how the payments stand that it has not settled.",
                "1m",
                TimeSpan.FromMilliseconds(100),
                TimeSpan.FromDays(1)
            )
        );

    private static Result<Uri> Parse(string text, EnvironmentReader env, OutgoingUrls outgoing)
    {
        var url = outgoing.Check(text);
        if (url.Error is { } refused)
            // Which hosts are allowed is not known then, and the news is what is wrong with the list.
            return env.Complains(Hosts) ? new Uri("https://unknown/") : refused with { Detail = $"{refused.Detail} (see {Hosts})" };
        return url.Value is { Query: "", Fragment: "" } ? url : Error.Invalid("INVALID_BANK_URL", "must have neither query nor fragment");
    }
}
