namespace Procurement.Supplier.Domain;

/// <summary>Somebody we may buy from, once approved. Every change goes through here and records one event.</summary>
internal sealed class Supplier : Aggregate<SupplierId>
{
    private Supplier() { }

    public SupplierCode Code { get; private init; }
    public string LegalName { get; private init; } = "";
    public EmailAddress Email { get; private init; }
    public SupplierStatus Status { get; private set; }
    public RiskScore? RiskScore { get; private set; }
    public PaymentTerms? PaymentTerms { get; private init; }
    public string RegisteredBy { get; private init; } = "";
    public string? ApprovedBy { get; private set; }
    public string? SuspensionReason { get; private set; }
    public DateTimeOffset CreatedAt { get; private init; }
    public DateTimeOffset UpdatedAt { get; private set; }
    public DateTimeOffset? ApprovedAt { get; private set; }

    public static Supplier Register(
        SupplierId id,
        SupplierCode code,
        string legalName,
        EmailAddress email,
        PaymentTerms? paymentTerms,
        string registrar,
        DateTimeOffset now
    )
    {
        var supplier = new Supplier
        {
            Id = id,
            Code = code,
            LegalName = legalName,
            Email = email,
            PaymentTerms = paymentTerms,
            RegisteredBy = registrar,
            CreatedAt = now,
        };
        supplier.Become(
            null,
            SupplierStatus.Pending,
            new SupplierRegistered(registrar, now, code.Value, legalName, email.Value, paymentTerms?.Days)
        );
        return supplier;
    }

    /// <summary>Guards in the order state, separation of duties, risk; nothing changes unless all pass.</summary>
    public Result Approve(RiskScore risk, string approver, DateTimeOffset now)
    {
        if (Status != SupplierStatus.Pending)
            return SupplierErrors.IllegalTransition("approve", Status);
        if (approver == RegisteredBy)
            return SupplierErrors.SelfApproval;
        if (!risk.IsAcceptable)
            return SupplierErrors.RiskTooHigh;
        RiskScore = risk;
        ApprovedBy = approver;
        ApprovedAt = now;
        Become(Status, SupplierStatus.Approved, new SupplierApproved(approver, now, risk.Value));
        return Result.Done;
    }

    public Result Suspend(string reason, string actor, DateTimeOffset now)
    {
        if (Status != SupplierStatus.Approved)
            return SupplierErrors.IllegalTransition("suspend", Status);
        SuspensionReason = reason;
        Become(Status, SupplierStatus.Suspended, new SupplierSuspended(actor, now, reason));
        return Result.Done;
    }

    private void Become(SupplierStatus? from, SupplierStatus to, DomainEvent happened)
    {
        Status = to;
        UpdatedAt = happened.At;
        Record(from?.ToString(), to.ToString(), happened);
    }
}
