namespace Procurement.BuildingBlocks.Hosting.Configuration;

using System.Globalization;

/// <summary>How a span of time is written in the configuration: a whole number and one unit, <c>100ms</c>, <c>2s</c>, <c>30m</c> or <c>24h</c>; eight digits at most.</summary>
public static class Durations
{
    /// <summary>The shape, for documentation and refusals.</summary>
    internal const string Shape = "a duration such as 100ms, 2s or 30m";

    private const int MostDigits = 8;

    private static readonly (string Suffix, TimeSpan Unit)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)),
    ];

    /// <summary>Reads a duration; zero is one, a negative or fractional number is not.</summary>
    /// <returns>The duration, or <c>INVALID_DURATION</c>.</returns>
    public static Result<TimeSpan> Parse(string text)
    {
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits is > 0 and <= MostDigits)
        {
            foreach (var (suffix, unit) in Units)
            {
                if (text.AsSpan(digits).SequenceEqual(suffix))
                    return TimeSpan.FromTicks(
                        unit.Ticks * long.Parse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture)
                    );
            }
        }
        return Error.Invalid("INVALID_DURATION", $"must be {Shape}");
    }

    /// <summary>Writes a duration of whole milliseconds in the largest unit that loses nothing.</summary>
    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
            return "0s";
        var (suffix, unit) = Units.Last(each => duration.Ticks % each.Unit.Ticks == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / unit.Ticks}{suffix}");
    }
}
