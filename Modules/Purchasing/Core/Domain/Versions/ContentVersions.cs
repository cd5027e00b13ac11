namespace Procurement.Purchasing.Domain;

/// <summary>How a version of an order's content stands, spelt as clients see it.</summary>
internal enum ContentState
{
    in_force,
    pending,
    superseded,
    rejected,
}

/// <summary>One version of what an order says.</summary>
/// <param name="Version">From 1; a draft has one version, however often it is edited.</param>
/// <param name="By">Who wrote it.</param>
internal sealed record OrderContentVersion(int Version, ContentState State, ContentFact Content, string By, DateTimeOffset At)
{
    /// <summary>All versions that an order has had, from its past.</summary>
    public static IReadOnlyList<OrderContentVersion> Of(IEnumerable<RecordedEvent> past)
    {
        var versions = new List<OrderContentVersion>();
        foreach (var happened in past.Select(recorded => recorded.Event))
            switch (happened)
            {
                case PurchaseOrderCreated or LineItemsChanged:
                    versions = [new(1, ContentState.pending, ((ContentEvent)happened).ToContent(), happened.Actor.Subject, happened.At)];
                    break;
                case AmendmentProposed proposed:
                    versions.Add(
                        new(proposed.ContentVersion, ContentState.pending, proposed.ToContent(), proposed.Actor.Subject, proposed.At)
                    );
                    break;
                case PurchaseOrderApproved or AmendmentApproved:
                    Turn(versions, ContentState.in_force, ContentState.superseded);
                    Turn(versions, ContentState.pending, ContentState.in_force);
                    break;
                case PurchaseOrderRejected or AmendmentRejected or PurchaseOrderCancelled or PurchaseOrderClosed:
                case DisputeResolved { Outcome: nameof(DisputeOutcome.cancel) }:
                    Turn(versions, ContentState.pending, ContentState.rejected);
                    break;
            }
        return versions;
    }

    private static void Turn(List<OrderContentVersion> versions, ContentState from, ContentState to)
    {
        for (var i = 0; i < versions.Count; i++)
            if (versions[i].State == from)
                versions[i] = versions[i] with { State = to };
    }
}

/// <summary>What became of a line (UNTDID 1229).</summary>
internal sealed class ActionCode : IFacts
{
    public const int Added = 1;
    public const int Deleted = 2;
    public const int Changed = 3;
    public const int None = 4;

    public static Facts Facts { get; } =
        new()
        {
            Description = "UNTDID 1229: 1 added, 2 deleted, 3 changed, 4 no change.",
            Min = Added,
            Max = None,
            Example = (long)Changed,
        };
}

/// <summary>A member of an order's content besides its lines.</summary>
internal sealed class HeaderMember : IFacts
{
    public static Facts Facts { get; } = new() { Pattern = "^[a-z_]+$", Example = "total_cents" };
}
