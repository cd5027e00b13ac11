namespace Procurement.Purchasing.Domain;

using static PurchaseOrderStatus;

/// <summary>Changing what was approved: the new content waits for approval, and the approved one stays in force.</summary>
internal sealed partial class PurchaseOrder
{
    private int contentVersions = 1;

    /// <summary>The content that waits for approval; null when none does.</summary>
    public Amendment? Amendment { get; private set; }

    /// <summary>The highest number of a line.</summary>
    public int LastLineNumber => lineItems.Count == 0 ? 0 : lineItems.Max(line => line.LineNumber);

    public Result Amend(LineItems lines, OrderTerms terms, Reason reason, Result<Routing> routing, Actor amender, DateTimeOffset now)
    {
        if ((Illegal("amend") ?? NothingPending() ?? Belittled(lines) ?? routing.Error) is { } refused)
            return refused;
        return Become("amend", Proposal(lines, terms, routing.Value, amender, now) with { Reason = reason.Text });
    }

    private Result ApproveAmendment(Amendment amendment, Approver approver, SupplierEligibility supplier, DateTimeOffset now)
    {
        const string command = "approve the amendment of";
        var refused =
            Illegal(command)
            ?? Guard(approver, amendment.RequiredLevel, supplier)
            ?? (Belittled(amendment.Content.ToLines()) is null ? null : PurchaseOrderErrors.BelowReceived);
        if (refused is not null)
            return refused;
        var decided = new AmendmentApproved(approver.Actor, now)
        {
            ContentVersion = amendment.ContentVersion,
            Level = $"{approver.Authority}",
            Digest = amendment.Content.Digest(SupplierId),
        };
        Happened(command, decided, () => AfterDecision(amendment));
        return Settle(approver.Actor, now);
    }

    private Result RejectAmendment(Amendment amendment, Approver approver, Reason reason, DateTimeOffset now)
    {
        const string command = "reject the amendment of";
        if ((Illegal(command) ?? Authority(approver, amendment.RequiredLevel)) is { } refused)
            return refused;
        var decided = new AmendmentRejected(approver.Actor, now) { ContentVersion = amendment.ContentVersion, Reason = reason.Text };
        return Happened(command, decided, () => AfterDecision(amendment));
    }

    /// <summary>What the supplier asked for has been decided, which stands for its acknowledgement.</summary>
    private PurchaseOrderStatus AfterDecision(Amendment decided) => Status == Issued && decided.BySupplier ? Acknowledged : Delivered;

    private AmendmentProposed Proposal(LineItems lines, OrderTerms terms, Routing routing, Actor amender, DateTimeOffset now)
    {
        var content = ContentFact.Of(lines, terms);
        return new AmendmentProposed(amender, now)
        {
            ContentVersion = contentVersions + 1,
            RequiredApprovalLevel = $"{routing.Level}",
            SplitWith = routing.SplitWith is { Count: > 0 } others ? others : null,
            SplitNumber = routing.SplitNumber,
            BySupplier = false,
            Reason = null,
            ExpectedDelivery = null,
            RemindAt = routing.RemindAt,
            DueAt = routing.DueAt,
            Currency = content.Currency,
            TotalCents = content.TotalCents,
            LineItems = content.LineItems,
            DeliveryAddress = content.DeliveryAddress,
            PaymentTermsDays = content.PaymentTermsDays,
            NoteToSupplier = content.NoteToSupplier,
        };
    }

    private Error? NothingPending() => Amendment is null ? null : PurchaseOrderErrors.AmendmentPending;

    /// <summary>The refusal of lines that leave less than what has come, was cancelled or was counted otherwise; null when they do not.</summary>
    private Error? Belittled(LineItems lines)
    {
        if (lines.Total.Currency != Currency)
            return PurchaseOrderErrors.OtherCurrency(Currency);
        var fields = new Dictionary<string, string>();
        var places = lines.Items.Select((line, place) => (line, place)).ToDictionary(each => each.line.LineNumber);
        foreach (var old in lineItems.Where(line => !line.IsUntouched))
        {
            if (!places.TryGetValue(old.LineNumber, out var found))
                fields["line_items"] = $"must keep line {old.LineNumber}: something of it has been delivered, cancelled or billed";
            else if (found.line.Unit != old.Unit || found.line.Contains != old.Contains)
                fields[$"line_items[{found.place}].unit"] = "must stay as it is: something of the line has been counted in it";
            else if (found.line.Ordered < old.Settled)
                fields[$"line_items[{found.place}].quantity"] = "must be at least what has been received and cancelled of the line";
        }
        return fields.Count == 0 ? null : PurchaseOrderErrors.BelowReceived with { Fields = fields };
    }

    private void ApplyAmendment(DomainEvent happened)
    {
        switch (happened)
        {
            case AmendmentProposed proposed:
                contentVersions = proposed.ContentVersion;
                SplitNumber = proposed.SplitNumber;
                Amendment = new Amendment
                {
                    ContentVersion = proposed.ContentVersion,
                    Content = proposed.ToContent(),
                    RequiredLevel = Enum.Parse<ApprovalLevel>(proposed.RequiredApprovalLevel),
                    SplitWith = proposed.SplitWith ?? [],
                    Authors = [.. proposed.Actor.Persons],
                    BySupplier = proposed.BySupplier,
                    Reason = proposed.Reason,
                    ExpectedDelivery = proposed.ExpectedDelivery,
                    At = proposed.At,
                };
                Wait(new(Amendment.RequiredLevel, proposed.At, proposed.RemindAt, proposed.DueAt, null, null));
                break;
            case AmendmentApproved approved:
                var agreed = Amendment!;
                Take(agreed.Content.ToLines(), agreed.Content.ToTerms());
                ContentVersion = agreed.ContentVersion;
                RequiredLevel = agreed.RequiredLevel;
                splitWith = [.. agreed.SplitWith];
                authors = [.. authors.Union(agreed.Authors)];
                Approval = ApprovalOf(approved.Actor, approved.Level, approved.At);
                ApprovedDigest = approved.Digest;
                ApplyDecision(agreed, approved.At);
                break;
            case AmendmentRejected rejected:
                ApplyDecision(Amendment!, rejected.At);
                break;
        }
    }

    private void ApplyDecision(Amendment decided, DateTimeOffset at)
    {
        Amendment = null;
        Wait(null);
        if (decided.BySupplier && Status == Issued)
            (AcknowledgedAt, ExpectedDelivery) = (at, decided.ExpectedDelivery);
    }
}
