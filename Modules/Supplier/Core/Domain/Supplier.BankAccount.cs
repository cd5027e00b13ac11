namespace Procurement.Supplier.Domain;

using static BankAccountState;

/// <summary>
/// Where a supplier is paid. One person proposes an account, another confirms it, and it is used when a time to object is over (dual
/// control). The one in use stays in use until then, and what an account says is never changed.
/// </summary>
internal sealed partial class Supplier
{
    private readonly List<BankAccount> bankAccounts = [];

    /// <summary>Every account that was ever proposed, by version.</summary>
    public IEnumerable<BankAccount> BankAccounts => bankAccounts.OrderBy(account => account.Version);

    /// <summary>The one that was proposed last; null when none was.</summary>
    public BankAccount? BankAccount => bankAccounts.MaxBy(account => account.Version);

    /// <summary>The one that is paid to; null when there is none.</summary>
    public BankAccount? PayableAccount => bankAccounts.Find(account => account.State == Verified);

    /// <summary>Proposes an account, in place of one that is not yet in use.</summary>
    public Result ProposeBankAccount(BankDetails details, Actor proposer, DateTimeOffset now)
    {
        if (Illegal("propose a bank account of") is { } refused)
            return refused;
        if (BankAccount is { State: not Verified } open)
            open.Replace();
        var account = new BankAccount((BankAccount?.Version ?? 0) + 1, details, ToldOfAChange(), proposer.Subject, now);
        bankAccounts.Add(account);
        return Become("propose a bank account of", new SupplierBankAccountProposed(proposer, now) { Account = AccountFact.Of(account) });
    }

    /// <summary>Confirms what somebody else has proposed. It is used from the end of the time to object.</summary>
    public Result ConfirmBankAccount(TimeSpan coolingOff, Actor confirmer, DateTimeOffset now)
    {
        if (Illegal("confirm the bank account of") is { } refused)
            return refused;
        if (BankAccount is not { State: Proposed } account)
            return SupplierErrors.NothingToConfirm;
        if (confirmer.Persons.Contains(account.ProposedBy))
            return SupplierErrors.SelfConfirmation;
        account.Confirm(confirmer.Subject, now, now + coolingOff);
        return Become(
            "confirm the bank account of",
            new SupplierBankAccountConfirmed(confirmer, now)
            {
                Account = AccountFact.Of(account),
                UsableFrom = (now + coolingOff).UtcDateTime,
            }
        );
    }

    /// <summary>Takes the confirmed account into use, once the time to object is over.</summary>
    public Result VerifyBankAccount(Actor actor, DateTimeOffset now)
    {
        if (Illegal("verify the bank account of") is { } refused)
            return refused;
        if (BankAccount is not { State: BankAccountState.CoolingOff } account || account.UsableFrom > now)
            return SupplierErrors.NothingToVerify;
        PayableAccount?.Replace();
        account.Verify(now);
        return Become("verify the bank account of", new SupplierBankAccountVerified(actor, now) { Account = AccountFact.Of(account) });
    }

    /// <summary>
    /// Whoever had the supplier's mail when its money went to the account in use, and until a while ago: an address that was changed first would
    /// otherwise hear of its own deed alone.
    /// </summary>
    private List<string> ToldOfAChange() =>
        [.. new[] { Email.Value, FormerEmail?.Value }.Concat(PayableAccount?.Told ?? []).OfType<string>().Distinct()];
}
