namespace Supplier.Tests.Ports;

using Procurement.Supplier.Domain;
using Supplier.Tests.Domain;
using Supplier = Procurement.Supplier.Domain.Supplier;

/// <summary>Suppliers with everything that a supplier may have.</summary>
internal static class Parts
{
    public static readonly Address Home = new("Strandgatan 1", "Mariehamn", "22100", Country.Parse("AX").Value);

    public static SupplierProfile Profile(string name) =>
        new()
        {
            LegalName = name,
            Email = EmailAddress.Parse("post@example.com").Value,
            PaymentTerms = PaymentTerms.Parse(14).Value,
            PreferredCurrency = Currency.Parse("EUR").Value,
            TaxId = "FI12345671",
            MatchTolerance = MatchTolerance.Parse(500).Value,
        };

    public static BankDetails Account() => BankDetails.Read("SE45 5000 0000 0583 9825 7466", "ESSESESS", "Siam Paper").Value;

    public static Supplier Held(HoldScope scope)
    {
        var supplier = Suppliers.Approved();
        Assert.That(supplier.PutOnHold(scope, Suppliers.Why("audit"), Actor.Of("fay"), Suppliers.Now).Error, Is.Null);
        return supplier;
    }

    /// <summary>One account in use, a later one that was replaced, and one that waits for its confirmation.</summary>
    public static Supplier WithAccounts()
    {
        var supplier = Suppliers.Approved();
        foreach (
            var outcome in new[]
            {
                supplier.ProposeBankAccount(Account(), Actor.Of("sam"), Suppliers.Now),
                supplier.ConfirmBankAccount(TimeSpan.Zero, Actor.Of("fay"), Suppliers.Now),
                supplier.VerifyBankAccount(Actor.System("test"), Suppliers.Now),
                supplier.ProposeBankAccount(Account(), Actor.Of("sam"), Suppliers.Now),
                supplier.ProposeBankAccount(Account(), Actor.Of("sam"), Suppliers.Now),
            }
        )
            Assert.That(outcome.Error, Is.Null);
        return supplier;
    }

    public static Supplier WithDocuments()
    {
        var supplier = Suppliers.Approved();
        foreach (var (kind, until) in new[] { ("insurance", 2031), ("tax", 2030), ("Insurance", 2032) })
            Assert.That(supplier.File(kind, "4711", new DateOnly(until, 1, 1), Actor.Of("sam"), Suppliers.Now).Error, Is.Null);
        return supplier;
    }
}
