namespace Procurement.BuildingBlocks;

using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

/// <summary>
/// Numbers in JSON as the decimals that they spell, exactly: read with any exponent and refused when they have more than
/// <see cref="MostDigits"/> significant digits, which would be rounded otherwise; written without exponent and without zeros at the end,
/// so that a whole number looks like one (RFC 8259 section 6). Thread-safe.
/// </summary>
public sealed class ExactDecimalConverter : JsonConverter<decimal>
{
    /// <summary>Most digits between the first and the last that is not zero, and most on either side of the point.</summary>
    public const int MostDigits = 28;

    /// <summary>What a message says of a number with more digits.</summary>
    public const string TooLong = "System.Decimal: too many digits";

    /// <summary>A quotient keeps no zeros that it does not need, so dividing by this takes them off.</summary>
    private const decimal One = 1.0000000000000000000000000000m;

    /// <summary>The same number without zeros at the end of its decimals.</summary>
    public static decimal Plain(decimal value) => value.Scale == 0 ? value : value / One;

    /// <inheritdoc/>
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number)
            throw new JsonException("The JSON value could not be converted to System.Decimal: no number");
        var text = reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;
        return Exact(text) ?? throw new JsonException($"The JSON value could not be converted to {TooLong}");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value == 0 ? 0 : Plain(value));

    /// <param name="number">A number by the grammar of JSON.</param>
    private static decimal? Exact(ReadOnlySpan<byte> number)
    {
        var isNegative = number[0] == '-';
        var mark = number.IndexOfAny((byte)'e', (byte)'E');
        var written = number[(isNegative ? 1 : 0)..(mark < 0 ? number.Length : mark)];
        var point = written.IndexOf((byte)'.');
        // Place of the last digit kept so far, counted in powers of ten.
        long power = 0;
        Int128 digits = 0;
        var zeros = 0;
        var kept = 0;
        for (var i = 0; i < written.Length; i++)
        {
            if (i == point)
                continue;
            if (written[i] == '0')
            {
                zeros += kept > 0 ? 1 : 0;
                continue;
            }
            kept += kept > 0 ? zeros + 1 : 1;
            if (kept > MostDigits)
                return null;
            for (; zeros > 0; zeros--)
                digits *= 10;
            digits = (digits * 10) + (written[i] - '0');
            power = point < 0 ? written.Length - 1 - i : point - i - (i < point ? 1 : 0);
        }
        if (kept == 0)
            return 0;
        if (mark >= 0 && !Add(ref power, number[(mark + 1)..]))
            return null;
        if (power > 0 ? kept + power > MostDigits : power < -MostDigits)
            return null;
        for (; power > 0; power--)
            digits *= 10;
        return new decimal(
            unchecked((int)digits),
            unchecked((int)(digits >> 32)),
            unchecked((int)(digits >> 64)),
            isNegative,
            (byte)-power
        );
    }

    /// <summary>False when the exponent itself is beyond all bounds.</summary>
    private static bool Add(ref long power, ReadOnlySpan<byte> exponent)
    {
        if (!int.TryParse(exponent, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var by))
            return false;
        power += by;
        return true;
    }
}
