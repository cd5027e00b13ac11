namespace Procurement.Invoicing.Domain;

/// <summary>A tolerance as asked for, not yet looked at. Under is as over where nothing is said of it.</summary>
internal sealed record ToleranceDraft(int? ToleranceBps, long? ToleranceCents, int? UnderToleranceBps, long? UnderToleranceCents)
{
    /// <summary>Reads one, or refuses with every field that is wrong.</summary>
    /// <param name="draft">Null for none.</param>
    /// <param name="path">Where it stands in the request.</param>
    public static Result<Agreed> Read(ToleranceDraft? draft, string path)
    {
        if (draft is null)
            return new Agreed(null);
        var errors = new FieldErrors();
        Check(draft.ToleranceBps, $"{path}.tolerance_bps", errors);
        Check(draft.UnderToleranceBps, $"{path}.under_tolerance_bps", errors);
        Check(draft.ToleranceCents, $"{path}.tolerance_cents", errors);
        Check(draft.UnderToleranceCents, $"{path}.under_tolerance_cents", errors);
        if (draft is { ToleranceBps: null, ToleranceCents: null })
            errors.Add($"{path}.tolerance_bps", "is required where tolerance_cents is not given");
        if (errors.Error is { } invalid)
            return invalid;
        var isSaid = draft.UnderToleranceBps is not null || draft.UnderToleranceCents is not null;
        return new Agreed(
            new Tolerance(
                draft.ToleranceBps,
                draft.ToleranceCents,
                isSaid ? draft.UnderToleranceBps : draft.ToleranceBps,
                isSaid ? draft.UnderToleranceCents : draft.ToleranceCents
            )
        );
    }

    private static void Check(int? bps, string field, FieldErrors errors)
    {
        if (bps is < 0 or > Tolerance.MostBps)
            errors.Add(field, $"must be from 0 to {Tolerance.MostBps}");
    }

    private static void Check(long? minor, string field, FieldErrors errors)
    {
        if (minor < 0)
            errors.Add(field, "must not be negative");
    }
}

/// <summary>A tolerance that was agreed on; null when none is to hold any more.</summary>
internal readonly record struct Agreed(Tolerance? Value);
