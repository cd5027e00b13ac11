namespace Supplier.Tests.Domain;

using System.Globalization;
using Procurement.Supplier.Domain;

/// <summary>Suppliers and their parts for tests.</summary>
internal static class Suppliers
{
    private static int last;

    public static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public static RiskScore Risk(int score = 35) => RiskScore.Parse(score).Value;

    /// <summary>A code that no other supplier of this run has.</summary>
    public static SupplierCode Code() =>
        SupplierCode.Parse(string.Create(CultureInfo.InvariantCulture, $"TH-{Interlocked.Increment(ref last):D6}")).Value;

    public static Supplier Pending(SupplierCode? code = null, Guid? id = null, int? terms = 30, string registrar = "sam") =>
        Supplier.Register(
            new SupplierId(id ?? Guid.CreateVersion7(Now)),
            code ?? Code(),
            "Siam Paper Co., Ltd.",
            EmailAddress.Parse("sales@example.com").Value,
            terms is { } days ? PaymentTerms.Parse(days).Value : null,
            Actor.Of(registrar),
            Now
        );

    public static Supplier Approved()
    {
        var supplier = Pending();
        Assert.That(supplier.Approve(Risk(), Actor.Of("carol"), Now).Error, Is.Null);
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
}
