namespace Supplier.Tests.Domain;

using System.Globalization;
using Procurement.Supplier.Domain;

/// <summary>Suppliers and their parts for tests.</summary>
internal static class Suppliers
{
    /// <summary>Examples of the IBAN registry, of Sweden and Germany.</summary>
    public const string SwedishIban = "SE45 5000 0000 0583 9825 7466";
    public const string GermanIban = "DE89 3704 0044 0532 0130 00";

    private static int last;

    public static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    public static readonly DateOnly Today = new(2026, 1, 31);
    public static readonly TimeSpan ThreeDays = TimeSpan.FromDays(3);

    public static RiskScore Risk(int score = 35) => RiskScore.Parse(score).Value;

    public static EmailAddress Mail(string address) => EmailAddress.Parse(address).Value;

    /// <summary>A code that no other supplier of this run has.</summary>
    public static SupplierCode Code() =>
        SupplierCode.Parse(string.Create(CultureInfo.InvariantCulture, $"TH-{Interlocked.Increment(ref last):D6}")).Value;

    public static SupplierProfile Profile(int? terms = 30) =>
        new()
        {
            LegalName = "Siam Paper Co., Ltd.",
            Email = Mail("sales@example.com"),
            PaymentTerms = terms is { } days ? PaymentTerms.Parse(days).Value : null,
        };

    /// <summary>A profile with all there is.</summary>
    public static SupplierProfile FullProfile() =>
        Profile() with
        {
            Address = new Address("1 Rama IV Road", "Bangkok", "10500", Country.Parse("TH").Value),
            PreferredCurrency = Currency.Parse("THB").Value,
            TaxId = "0105536000315",
            MatchTolerance = MatchTolerance.Parse(500).Value,
        };

    public static Supplier Pending(
        SupplierCode? code = null,
        Guid? id = null,
        int? terms = 30,
        string registrar = "sam",
        SupplierProfile? profile = null
    ) =>
        Supplier.Register(
            new SupplierId(id ?? Guid.CreateVersion7(Now)),
            code ?? Code(),
            profile ?? Profile(terms),
            Actor.Of(registrar),
            Now
        );

    public static Supplier Approved()
    {
        var supplier = Pending();
        Assert.That(supplier.Approve(Risk(), DocumentPolicy.None, Actor.Of("carol"), Now).Error, Is.Null);
        return supplier;
    }

    public static Reason Why(string text) => Reason.Parse(text).Value;

    public static Supplier Suspended()
    {
        var supplier = Approved();
        Assert.That(supplier.Suspend(Why("late"), Actor.Of("carol"), Now).Error, Is.Null);
        return supplier;
    }

    /// <summary>Excluded straight from its registration, unless another is given.</summary>
    public static Supplier Blacklisted(Supplier? before = null)
    {
        var supplier = before ?? Pending();
        Assert.That(supplier.Blacklist(Why("fraud"), Actor.Of("carol"), Now).Error, Is.Null);
        return supplier;
    }

    public static BankDetails Account(string iban = SwedishIban, string bic = "ESSESESS") =>
        BankDetails.Read(iban, bic, "Siam Paper Co., Ltd.").Value;

    /// <summary>With an account that petra proposed.</summary>
    public static Supplier Proposed(Supplier? before = null, BankDetails? account = null, DateTimeOffset? now = null)
    {
        var supplier = before ?? Pending();
        Assert.That(supplier.ProposeBankAccount(account ?? Account(), Actor.Of("petra"), now ?? Now).Error, Is.Null);
        return supplier;
    }

    /// <summary>With an account that otto confirmed.</summary>
    public static Supplier Confirmed(Supplier? before = null, BankDetails? account = null, DateTimeOffset? now = null)
    {
        var supplier = Proposed(before, account, now);
        Assert.That(supplier.ConfirmBankAccount(ThreeDays, Actor.Of("otto"), now ?? Now).Error, Is.Null);
        return supplier;
    }

    /// <summary>With an account in use.</summary>
    public static Supplier Verified(Supplier? before = null, BankDetails? account = null, DateTimeOffset? now = null)
    {
        var supplier = Confirmed(before, account, now);
        Assert.That(supplier.VerifyBankAccount(Actor.System("clock"), (now ?? Now) + ThreeDays).Error, Is.Null);
        return supplier;
    }

    /// <summary>Files a document that counts until today unless another day is given.</summary>
    public static Supplier WithDocument(this Supplier supplier, string kind, DateOnly? until = null)
    {
        Assert.That(supplier.File(kind, $"{kind} 1", until ?? Today, Actor.Of("carol"), Now).Error, Is.Null);
        return supplier;
    }

    /// <summary>A command is refused with a code, and nothing has happened.</summary>
    /// <returns>The refusal.</returns>
    public static Error Refuses(Supplier supplier, Func<Supplier, Result> command, string code)
    {
        var (status, version) = (supplier.Status, supplier.Version);

        var error = command(supplier).Error!;

        Assert.That(error.Code, Is.EqualTo(code));
        Assert.That((supplier.Status, supplier.Version), Is.EqualTo((status, version)));
        return error;
    }

    /// <summary>Whether new orders may name it as it is.</summary>
    public static bool MayBeOrderedFrom(this Supplier supplier) => supplier.Status.MayBeOrderedFrom(supplier.Hold?.Scope);
}
