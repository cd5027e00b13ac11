namespace Procurement.BuildingBlocks.Persistence;

using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

/// <summary>What a public event is called on the wire: <c>purchasing.purchase-order-issued</c>, major version 1.</summary>
/// <param name="Name">Module and event, without the version.</param>
/// <param name="Version">The major version, from 1.</param>
public readonly partial record struct EventType(string Name, int Version)
{
    private const string Shape = @"\A(?<name>(?<module>[a-z]+)\.[a-z]+(-[a-z]+)*)\.v(?<version>[1-9][0-9]{0,3})\z";

    /// <summary>The module that publishes it.</summary>
    public string Module => Name[..Name.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>Reads a wire name; null when it is none.</summary>
    public static EventType? Parse(string text) =>
        Pattern().Match(text) is { Success: true } match
            ? new EventType(match.Groups["name"].Value, int.Parse(match.Groups["version"].ValueSpan, CultureInfo.InvariantCulture))
            : null;

    /// <summary>The wire name that a record of Contracts declares.</summary>
    /// <exception cref="InvalidOperationException">It declares none, or none of the shape.</exception>
    public static EventType Of(Type contract) =>
        contract.GetCustomAttribute<PublicEventAttribute>() is { } declared && Parse(declared.WireName) is { } type
            ? type
            : throw new InvalidOperationException($"{contract} is not declared as a public event.");

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}.v{Version}");

    [GeneratedRegex(Shape, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
