namespace Procurement.BuildingBlocks.Hosting.Configuration;

/// <summary>One environment variable as the process reads it: what the documentation says of it, and what it is set to.</summary>
/// <param name="Name">Its name, in upper case.</param>
/// <param name="Meaning">What it decides, in one sentence.</param>
/// <param name="Shape">How it is written, with the unit.</param>
/// <param name="Range">The values allowed; empty when the shape says it all.</param>
/// <param name="Example">A value that would be accepted; of a secret, how to make one.</param>
/// <param name="RequiredWhen">When it must be set: <c>always</c>, <c>never</c>, or the condition.</param>
/// <param name="Secret">Whether the value must not be shown.</param>
/// <param name="Value">The value in force, fit to be printed: a secret is masked. Null when it is not set or not valid.</param>
public sealed record Variable(
    string Name,
    string Meaning,
    string Shape,
    string Range,
    string Example,
    string RequiredWhen,
    bool Secret,
    string? Value
);
