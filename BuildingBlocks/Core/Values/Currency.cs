namespace Procurement.BuildingBlocks;

using System.Collections.Frozen;

/// <summary>A currency that documents may be written in: an active ISO 4217 code that has a minor unit.</summary>
public readonly record struct Currency : IFacts
{
    /// <summary>Active codes by number of minor-unit digits (ISO 4217:2015, list one, as of January 2026).</summary>
    private static readonly FrozenDictionary<string, int> Digits = new (int Digits, string Codes)[]
    {
        (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
        (4, "CLF UYW"),
        (
            2,
            """
            AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP
            CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD
            KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR
            PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU
            UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG
            """
        ),
    }
        .SelectMany(group => group.Codes.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(code => (code, group.Digits)))
        .ToFrozenDictionary(entry => entry.code, entry => entry.Digits);

    /// <summary>Codes that name no money a document can be settled in: metals, units of account, testing, none.</summary>
    private static readonly FrozenSet<string> WithoutUnit = "XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX".Split(' ').ToFrozenSet();

    private Currency(string code) => Code = code;

    /// <inheritdoc/>
    public static Facts Facts { get; } =
        new()
        {
            Description = "An active code of ISO 4217 that has a minor unit.",
            Called = nameof(Currency),
            Names = [.. Digits.Keys.Order(StringComparer.Ordinal)],
            Example = "USD",
        };

    /// <summary>Three upper-case letters.</summary>
    public string Code { get; }

    /// <summary>How many decimal digits its minor unit stands for: 0, 2, 3 or 4.</summary>
    public int MinorUnitDigits => Digits[Code];

    /// <summary>All of them.</summary>
    public static IEnumerable<Currency> All => Digits.Keys.Select(code => new Currency(code));

    /// <summary>Reads a code, upper case only.</summary>
    /// <returns>The currency, or <c>UNKNOWN_CURRENCY</c>.</returns>
    public static Result<Currency> Parse(string? code)
    {
        if (string.IsNullOrEmpty(code))
            return Error.Invalid("UNKNOWN_CURRENCY", "is required");
        if (WithoutUnit.Contains(code))
            return Error.Invalid("UNKNOWN_CURRENCY", "is not a currency that can be paid in (ISO 4217 gives it no minor unit)");
        return Digits.ContainsKey(code)
            ? new Currency(code)
            : Error.Invalid("UNKNOWN_CURRENCY", "must be an active ISO 4217 code of three upper-case letters");
    }

    /// <summary>The code.</summary>
    public override string ToString() => Code;
}
