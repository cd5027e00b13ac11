namespace Messaging.Tests.Crash;

using System.Globalization;

/// <summary>What a child process is told to do.</summary>
/// <param name="Url">The database.</param>
/// <param name="Point">Where it kills itself; <see cref="Never"/> when it does not.</param>
/// <param name="Nth">The how manieth time it comes there.</param>
/// <param name="Writes">How many events it tells before it only carries.</param>
/// <param name="Things">Of how many things.</param>
/// <param name="Mutation">Which safeguard is taken away; none when empty.</param>
/// <param name="Brokers">The broker; in process when empty.</param>
/// <param name="Patient">Whether any number of attempts is made: each of many killed processes counts one.</param>
internal sealed record Orders(
    string Url,
    string Point,
    int Nth,
    int Writes,
    int Things,
    string Mutation = "",
    string Brokers = "",
    bool Patient = false
)
{
    public const string Never = "never";

    public IEnumerable<string> Arguments =>
        [
            Url,
            Point,
            Nth.ToString(CultureInfo.InvariantCulture),
            Writes.ToString(CultureInfo.InvariantCulture),
            Things.ToString(CultureInfo.InvariantCulture),
            Mutation,
            Brokers,
            Patient ? "patient" : "",
        ];

    public static Orders Parse(string[] arguments) =>
        new(
            arguments[0],
            arguments[1],
            int.Parse(arguments[2], CultureInfo.InvariantCulture),
            int.Parse(arguments[3], CultureInfo.InvariantCulture),
            int.Parse(arguments[4], CultureInfo.InvariantCulture),
            arguments[5],
            arguments[6],
            arguments[7] == "patient"
        );
}
