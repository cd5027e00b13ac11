namespace Supplier.Tests.Domain;

using Procurement.Supplier.Domain;
using static Suppliers;

internal sealed class BankAccountTests
{
    private static readonly Actor Clock = Actor.System("clock");

    [Test]
    public void Is_proposed_by_one_person_and_not_yet_paid_to()
    {
        var supplier = Proposed();

        var account = supplier.BankAccount!;
        Assert.That((account.Version, account.State), Is.EqualTo((1, BankAccountState.Proposed)));
        Assert.That((account.Iban.Value, account.Bic.Value), Is.EqualTo(("SE4550000000058398257466", "ESSESESS")));
        Assert.That(account.Holder, Is.EqualTo("Siam Paper Co., Ltd."));
        Assert.That((account.ProposedBy, account.ProposedAt), Is.EqualTo(("petra", Now)));
        Assert.That((account.ConfirmedBy, account.ConfirmedAt), Is.EqualTo(((string?)null, (DateTimeOffset?)null)));
        Assert.That((account.UsableFrom, account.VerifiedAt), Is.EqualTo(((DateTimeOffset?)null, (DateTimeOffset?)null)));
        Assert.That(supplier.PayableAccount, Is.Null);
        Happened(supplier, 2, new SupplierBankAccountProposed(Actor.Of("petra"), Now) { Account = Masked(1, "7466") });
    }

    [Test]
    public void Waits_for_objections_when_another_has_confirmed_it()
    {
        var supplier = Proposed();

        Assert.That(supplier.ConfirmBankAccount(ThreeDays, Actor.Of("otto"), Now.AddHours(1)).Error, Is.Null);

        var (account, usableFrom) = (supplier.BankAccount!, Now.AddHours(1).AddDays(3));
        Assert.That(account.State, Is.EqualTo(BankAccountState.CoolingOff));
        Assert.That((account.ConfirmedBy, account.ConfirmedAt), Is.EqualTo(("otto", (DateTimeOffset?)Now.AddHours(1))));
        Assert.That((account.UsableFrom, account.VerifiedAt), Is.EqualTo(((DateTimeOffset?)usableFrom, (DateTimeOffset?)null)));
        Assert.That(supplier.PayableAccount, Is.Null);
        Happened(
            supplier,
            3,
            new SupplierBankAccountConfirmed(Actor.Of("otto"), Now.AddHours(1))
            {
                Account = Masked(1, "7466"),
                UsableFrom = usableFrom.UtcDateTime,
            }
        );
    }

    [Test]
    public void Is_used_when_nobody_has_objected_in_time()
    {
        var supplier = Confirmed();

        Assert.That(supplier.VerifyBankAccount(Clock, Now.AddDays(4)).Error, Is.Null);

        Assert.That(supplier.PayableAccount, Is.SameAs(supplier.BankAccount));
        Assert.That(supplier.PayableAccount!.State, Is.EqualTo(BankAccountState.Verified));
        Assert.That(supplier.PayableAccount.VerifiedAt, Is.EqualTo(Now.AddDays(4)));
        Assert.That(supplier.PayableAccount.UsableFrom, Is.EqualTo(Now + ThreeDays));
        Happened(supplier, 4, new SupplierBankAccountVerified(Clock, Now.AddDays(4)) { Account = Masked(1, "7466") });
    }

    [Test]
    public void Is_not_used_a_moment_before()
    {
        var supplier = Confirmed();

        Refuses(supplier, s => s.VerifyBankAccount(Clock, Now + ThreeDays - TimeSpan.FromTicks(1)), "NO_BANK_ACCOUNT_TO_VERIFY");
        Assert.That(supplier.PayableAccount, Is.Null);

        Assert.That(supplier.VerifyBankAccount(Clock, Now + ThreeDays).Error, Is.Null);
    }

    [Test]
    public void Is_not_confirmed_by_who_proposed_it_nor_for_them_nor_by_them_for_another()
    {
        foreach (var confirmer in new[] { Actor.Of("petra"), Actor.Of("otto").For("petra"), Actor.Of("petra").For("otto") })
        {
            var supplier = Proposed();

            Refuses(supplier, s => s.ConfirmBankAccount(ThreeDays, confirmer, Now), "SELF_CONFIRMATION_FORBIDDEN");

            Assert.That(supplier.BankAccount!.State, Is.EqualTo(BankAccountState.Proposed));
            Assert.That(supplier.BankAccount.ConfirmedBy, Is.Null);
        }
    }

    /// <summary>Who proposed an earlier one may confirm this: they are two again.</summary>
    [Test]
    public void Is_confirmed_by_who_proposed_another_before()
    {
        var supplier = Proposed();
        Assert.That(supplier.ProposeBankAccount(Account(GermanIban), Actor.Of("otto"), Now).Error, Is.Null);

        Refuses(supplier, s => s.ConfirmBankAccount(ThreeDays, Actor.Of("otto"), Now), "SELF_CONFIRMATION_FORBIDDEN");
        Assert.That(supplier.ConfirmBankAccount(ThreeDays, Actor.Of("petra"), Now).Error, Is.Null);
    }

    [Test]
    public void Is_confirmed_once_and_only_after_its_proposal()
    {
        foreach (var supplier in new[] { Pending(), Confirmed(), Verified() })
            Refuses(supplier, s => s.ConfirmBankAccount(ThreeDays, Actor.Of("olga"), Now), "NO_PROPOSED_BANK_ACCOUNT");
    }

    [Test]
    public void Is_verified_once_and_only_after_its_confirmation()
    {
        foreach (var supplier in new[] { Pending(), Proposed(), Verified() })
            Refuses(supplier, s => s.VerifyBankAccount(Clock, Now.AddYears(1)), "NO_BANK_ACCOUNT_TO_VERIFY");
    }

    [Test]
    public void Gives_way_to_a_later_proposal_while_it_is_not_in_use()
    {
        foreach (var supplier in new[] { Proposed(), Confirmed() })
        {
            Proposed(supplier, Account(GermanIban), Now.AddHours(1));

            Assert.That(States(supplier), Is.EqualTo(new[] { BankAccountState.Replaced, BankAccountState.Proposed }));
            Assert.That((supplier.BankAccount!.Version, supplier.BankAccount.Iban.LastFour), Is.EqualTo((2, "3000")));
            Refuses(supplier, s => s.VerifyBankAccount(Clock, Now.AddYears(1)), "NO_BANK_ACCOUNT_TO_VERIFY");
        }
    }

    /// <summary>The confirmation of one is none of another, though the numbers be the same.</summary>
    [Test]
    public void Is_confirmed_anew_when_it_is_proposed_again()
    {
        var supplier = Proposed(Confirmed());

        Assert.That(supplier.BankAccount!.State, Is.EqualTo(BankAccountState.Proposed));
        Assert.That(supplier.BankAccount.ConfirmedBy, Is.Null);
        Assert.That(supplier.ConfirmBankAccount(ThreeDays, Actor.Of("otto"), Now.AddDays(1)).Error, Is.Null);
        Assert.That(supplier.BankAccount.UsableFrom, Is.EqualTo(Now.AddDays(4)));
    }

    [Test]
    public void Stays_in_use_until_a_later_one_is_verified()
    {
        var supplier = Verified();
        var inUse = supplier.PayableAccount;

        Proposed(supplier, Account(GermanIban), Now.AddDays(10));
        Assert.That(supplier.PayableAccount, Is.SameAs(inUse));
        Proposed(supplier, Account(GermanIban), Now.AddDays(10));
        Assert.That(supplier.PayableAccount, Is.SameAs(inUse));
        Assert.That(supplier.ConfirmBankAccount(ThreeDays, Actor.Of("otto"), Now.AddDays(10)).Error, Is.Null);
        Assert.That(supplier.PayableAccount, Is.SameAs(inUse));
        Assert.That(supplier.VerifyBankAccount(Clock, Now.AddDays(13)).Error, Is.Null);

        Assert.That(supplier.PayableAccount, Is.SameAs(supplier.BankAccount));
        Assert.That(
            States(supplier),
            Is.EqualTo(new[] { BankAccountState.Replaced, BankAccountState.Replaced, BankAccountState.Verified })
        );
    }

    [Test]
    public void Is_kept_with_its_version_for_good()
    {
        var supplier = Verified(Verified(), Account(GermanIban), Now.AddDays(10));
        Proposed(supplier, now: Now.AddDays(20));

        Assert.That(
            supplier.BankAccounts.Select(account => (account.Version, account.Iban.LastFour)),
            Is.EqualTo(new[] { (1, "7466"), (2, "3000"), (3, "7466") })
        );
    }

    /// <summary>Only how far it has come.</summary>
    [Test]
    public void Never_changes_in_what_it_says_once_confirmed()
    {
        var supplier = Confirmed();
        var account = supplier.BankAccount!;
        var before = Said(account);

        Assert.That(supplier.Edit(FullProfile() with { Email = Mail("new@example.com") }, Actor.Of("eve"), Now).Error, Is.Null);
        Assert.That(supplier.VerifyBankAccount(Clock, Now + ThreeDays).Error, Is.Null);
        Verified(supplier, Account(GermanIban, "DEUTDEFF"), Now.AddDays(10));
        Blacklisted(supplier);

        Assert.That(Said(account), Is.EqualTo(before));
        Assert.That(account, Is.SameAs(supplier.BankAccounts.First()));
    }

    [Test]
    public void Tells_the_present_address() => Assert.That(Proposed().BankAccount!.Told, Is.EqualTo(new[] { "sales@example.com" }));

    /// <summary>Who changes the address first, so that nobody hears of the account, tells the old one too.</summary>
    [Test]
    public void Tells_the_address_that_was_there_before()
    {
        var supplier = Moved(Pending(), "thief@example.org");

        Assert.That(Proposed(supplier).BankAccount!.Told, Is.EqualTo(new[] { "thief@example.org", "sales@example.com" }));
    }

    /// <summary>Nor does it help to change it twice.</summary>
    [Test]
    public void Tells_who_was_told_of_the_account_in_use()
    {
        var supplier = Moved(Moved(Verified(), "thief@example.org"), "thief@example.net");

        Assert.That(
            Proposed(supplier).BankAccount!.Told,
            Is.EqualTo(new[] { "thief@example.net", "thief@example.org", "sales@example.com" })
        );
    }

    [Test]
    public void Tells_nobody_twice_nor_later_who_came_after()
    {
        var supplier = Moved(Moved(Verified(), "new@example.com"), "sales@example.com");
        Proposed(supplier);
        Moved(supplier, "later@example.com");

        Assert.That(supplier.BankAccount!.Told, Is.EqualTo(new[] { "sales@example.com", "new@example.com" }));
    }

    private static Supplier Moved(Supplier supplier, string address)
    {
        Assert.That(supplier.Edit(Profile() with { Email = Mail(address) }, Actor.Of("eve"), Now).Error, Is.Null);
        return supplier;
    }

    private static void Happened(Supplier supplier, long version, DomainEvent happened) =>
        Assert.That(supplier.Recorded[^1], Is.EqualTo(new RecordedEvent(version, "Pending", "Pending", happened)));

    private static AccountFact Masked(int version, string lastFour) => new(version, new string('*', 20) + lastFour);

    private static IEnumerable<BankAccountState> States(Supplier supplier) => supplier.BankAccounts.Select(account => account.State);

    private static string Said(BankAccount account) =>
        $"{account.Version} {account.Iban.Value} {account.Bic} {account.Holder} {string.Join(' ', account.Told)} "
        + $"{account.ProposedBy} {account.ProposedAt} {account.ConfirmedBy} {account.ConfirmedAt} {account.UsableFrom}";
}
