namespace Invoicing.Tests.Domain.Properties;

/// <summary>What properties say instead of assertions, which would be counted as failed although a smaller case is still looked for.</summary>
internal static class Must
{
    public static void Hold(bool holds, string what)
    {
        if (!holds)
            throw new InvalidOperationException($"It does not hold that {what}.");
    }
}
