namespace Procurement.Invoicing.Adapters;

using System.Globalization;
using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

/// <summary>What Invoicing is told.</summary>
/// <param name="Policy">What is tolerated where nothing else was agreed.</param>
/// <param name="RunAt">When the daily run is planned, in UTC; null when runs are planned by hand.</param>
/// <param name="Payer">Who pays.</param>
internal sealed record InvoicingSettings(MatchPolicy Policy, TimeOnly? RunAt, Payer Payer)
{
    /// <summary>Not to be used when there is a complaint.</summary>
    public static InvoicingSettings Read(EnvironmentReader env) =>
        new(
            new MatchPolicy(
                env.Parse(
                    "MATCH_TOLERANCE",
                    "How far an invoice may be from what was ordered and received where nothing else was agreed.",
                    "`OVER` or `OVER/UNDER`, each `BPS`, `:CENTS` or `BPS:CENTS`; where both are said both must hold",
                    "200",
                    Tolerance.Parse
                ) ?? Tolerance.None
            ),
            env.Parse(
                "PAYMENT_RUN_AT",
                "When a payment run is planned each day, with everything due by then; empty means by hand.",
                "a time of day in UTC, `HH:mm`",
                "06:00",
                ParseTime,
                requiredWhen: "always, but may be empty",
                mayBeBlank: true
            )?.Value,
            ReadPayer(env)
        );

    private static Payer ReadPayer(EnvironmentReader env) =>
        new(
            Text(env, "PAYER_NAME", "Who pays suppliers, as the bank has it.", "Procurement GmbH", 70),
            env.Parse("PAYER_IBAN", "The account that is paid from.", "IBAN (ISO 13616)", "DE89370400440532013000", ParseIban) ?? "",
            env.Parse("PAYER_BIC", "The bank of that account.", "BIC (ISO 9362)", "COBADEFFXXX", ParseBic) ?? "",
            Text(env, "PAYER_TOWN", "The town of who pays.", "Frankfurt am Main", 35),
            env.Parse("PAYER_COUNTRY", "The country of who pays.", "ISO 3166-1 alpha-2", "DE", ParseCountry) ?? ""
        );

    private static string Text(EnvironmentReader env, string name, string meaning, string example, int longest) =>
        env.Parse(name, meaning, $"text of 1 to {longest} characters", example, text => BuildingBlocks.Text.Parse(text, longest)) ?? "";

    private static Result<TimeOfDay> ParseTime(string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? new TimeOfDay(time)
            : Error.Invalid("INVALID_SETTING", "must be a time of day such as 06:00");

    private static Result<string> ParseIban(string text) =>
        Iban.Parse(text) is { Error: null } iban
            ? iban.Value.Value
            : Error.Invalid("INVALID_SETTING", "must be an IBAN of its country's length, with right check digits");

    private static Result<string> ParseBic(string text) =>
        Bic.Parse(text) is { Error: null } bic
            ? bic.Value.Value
            : Error.Invalid("INVALID_SETTING", "must be a BIC of 8 or 11 letters and digits");

    private static Result<string> ParseCountry(string text) =>
        Country.Parse(text).Error is null ? text : Error.Invalid("INVALID_SETTING", "must be a country code of ISO 3166-1 in upper case");

    /// <summary>A time of day, so that none can be told from midnight.</summary>
    private sealed record TimeOfDay(TimeOnly Value);
}
