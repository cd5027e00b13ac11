namespace Procurement.Supplier.Domain;

/// <summary>States of a supplier; Blacklisted is final.</summary>
internal enum SupplierStatus
{
    Pending,
    Approved,
    Suspended,
    Blacklisted,
}

/// <summary>Whom we buy from. New orders may name it only while it is approved.</summary>
internal sealed class Supplier : Aggregate<SupplierId>
{
    public const int LongestName = 256;

    /// <summary>From 0, safe, to 100.</summary>
    public const int GreatestRisk = 40;

    private Supplier() { }

    public string Code { get; private init; } = "";
    public string LegalName { get; private init; } = "";
    public string Email { get; private init; } = "";
    public int? PaymentTermsDays { get; private init; }
    public SupplierStatus Status { get; private set; }
    public int? RiskScore { get; private set; }
    public string RegisteredBy { get; private init; } = "";
    public string? ApprovedBy { get; private set; }
    public string? SuspensionReason { get; private set; }
    public DateTimeOffset CreatedAt { get; private init; }
    public DateTimeOffset UpdatedAt { get; private set; }
    public DateTimeOffset? ApprovedAt { get; private set; }

    public static Supplier Register(SupplierId id, SupplierDetails details, string registrar, DateTimeOffset now)
    {
        var supplier = new Supplier
        {
            Id = id,
            Code = details.Code,
            LegalName = details.LegalName,
            Email = details.Email,
            PaymentTermsDays = details.PaymentTermsDays,
            RegisteredBy = registrar,
            CreatedAt = now,
        };
        supplier.Become(
            null,
            SupplierStatus.Pending,
            new SupplierRegistered(registrar, now, details.Code, details.LegalName, details.Email)
        );
        return supplier;
    }

    public Result Approve(int riskScore, string approver, DateTimeOffset now)
    {
        if (Status != SupplierStatus.Pending)
            return SupplierErrors.IllegalTransition("approve", Status);
        if (string.Equals(approver, RegisteredBy, StringComparison.OrdinalIgnoreCase))
            return SupplierErrors.SelfApproval;
        if (riskScore > GreatestRisk)
            return SupplierErrors.RiskTooHigh;
        RiskScore = riskScore;
        ApprovedBy = approver;
        ApprovedAt = now;
        Become(Status, SupplierStatus.Approved, new SupplierApproved(approver, now, riskScore));
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

/// <summary>What is said of a supplier at its registration, looked at.</summary>
internal sealed record SupplierDetails(string Code, string LegalName, string Email, int? PaymentTermsDays)
{
    public const int LongestTermsDays = 365;

    public static Result<SupplierDetails> Create(string? code, string? legalName, string? email, int? paymentTermsDays)
    {
        var errors = new FieldErrors();
        var details = new SupplierDetails(
            errors.Take("code", SupplierCode.Parse(code)),
            errors.Take("legal_name", Text.Parse(legalName, Supplier.LongestName)),
            errors.Take("email", Domain.Email.Parse(email)),
            paymentTermsDays
        );
        if (paymentTermsDays is < 0 or > LongestTermsDays)
            errors.Add("payment_terms_days", $"must be from 0 to {LongestTermsDays}");
        return errors.Error is { } invalid ? invalid : details;
    }
}
