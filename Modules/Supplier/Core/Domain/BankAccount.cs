namespace Procurement.Supplier.Domain;

/// <summary>An account as entered.</summary>
internal sealed record BankDetails(Iban Iban, Bic Bic, string Holder)
{
    /// <summary>Reads one, or refuses with every field that is wrong.</summary>
    public static Result<BankDetails> Read(string? iban, string? bic, string? holder)
    {
        var errors = new FieldErrors();
        var details = new BankDetails(
            errors.Take("iban", Iban.Parse(iban)),
            errors.Take("bic", Bic.Parse(bic)),
            errors.Take("holder", Text.Parse(holder, AccountHolder.Longest))
        );
        return errors.Error is { } invalid ? invalid : details;
    }
}

/// <summary>One version of where a supplier is paid. What it says never changes, only how far it has come.</summary>
internal sealed class BankAccount
{
    private BankAccount() { }

    public BankAccount(int version, BankDetails details, List<string> told, string proposer, DateTimeOffset now)
    {
        Version = version;
        (Iban, Bic, Holder) = (details.Iban, details.Bic, details.Holder);
        Told = told;
        (ProposedBy, ProposedAt) = (proposer, now);
    }

    public int Version { get; private init; }
    public Iban Iban { get; private init; }
    public Bic Bic { get; private init; }
    public string Holder { get; private init; } = "";

    /// <summary>E-mail addresses that are told that it was proposed.</summary>
    public List<string> Told { get; private init; } = [];
    public string ProposedBy { get; private init; } = "";
    public DateTimeOffset ProposedAt { get; private init; }
    public BankAccountState State { get; private set; }
    public string? ConfirmedBy { get; private set; }
    public DateTimeOffset? ConfirmedAt { get; private set; }

    /// <summary>When the time to object is over; null until it is confirmed.</summary>
    public DateTimeOffset? UsableFrom { get; private set; }
    public DateTimeOffset? VerifiedAt { get; private set; }

    internal void Confirm(string confirmer, DateTimeOffset now, DateTimeOffset usableFrom)
    {
        State = BankAccountState.CoolingOff;
        (ConfirmedBy, ConfirmedAt, UsableFrom) = (confirmer, now, usableFrom);
    }

    internal void Verify(DateTimeOffset now) => (State, VerifiedAt) = (BankAccountState.Verified, now);

    internal void Replace() => State = BankAccountState.Replaced;
}

/// <summary>How far a bank account has come.</summary>
internal enum BankAccountState
{
    /// <summary>By one person.</summary>
    Proposed,

    /// <summary>Confirmed by another; the old contact may still object.</summary>
    CoolingOff,

    /// <summary>In use.</summary>
    Verified,

    /// <summary>A later one has taken its place.</summary>
    Replaced,
}
