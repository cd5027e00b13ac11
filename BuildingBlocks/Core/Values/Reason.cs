namespace Procurement.BuildingBlocks;

/// <summary>Why somebody did what calls for a reason: a text that is not blank.</summary>
public readonly record struct Reason : IFacts
{
    /// <summary>Most characters, counted as UTF-16 units after normalisation.</summary>
    public const int Longest = 1000;

    /// <inheritdoc/>
    public static Facts Facts { get; } = BuildingBlocks.Text.Facts(Longest, "Not in this year's budget.");

    private Reason(string text) => Text = text;

    /// <summary>The text, trimmed and in NFC.</summary>
    public string Text { get; }

    /// <summary>Reads one by the rule of <see cref="BuildingBlocks.Text.Parse"/>.</summary>
    /// <returns>The reason, or <c>VALIDATION_FAILED</c> that names the field <c>reason</c>.</returns>
    public static Result<Reason> Parse(string? text)
    {
        var reason = FieldErrors.Check("reason", BuildingBlocks.Text.Parse(text, Longest));
        return reason.Error is { } invalid ? invalid : new Reason(reason.Value);
    }

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
