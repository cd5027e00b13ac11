namespace Procurement.Supplier.Domain;

using static SupplierStatus;

/// <summary>Somebody we may buy from, once approved. Every change goes through here and records one event.</summary>
internal sealed partial class Supplier : Aggregate<SupplierId, SupplierStatus>, IFindable
{
    /// <summary>Which command is legal in which state, and where it leads.</summary>
    public static readonly LifeCycle<SupplierStatus> LifeCycle = new("a supplier", first: Pending)
    {
        { "approve", [Pending], [Approved] },
        { "suspend", [Approved], [Suspended] },
        { "reinstate", [Suspended], [Approved] },
        { "blacklist", [Pending, Approved, Suspended], [Blacklisted] },
    };

    private Supplier() { }

    public static Error Absent => SupplierErrors.NotFound;

    public SupplierCode Code { get; private init; }
    public string LegalName { get; private init; } = "";
    public EmailAddress Email { get; private init; }
    public PaymentTerms? PaymentTerms { get; private init; }
    public string RegisteredBy { get; private init; } = "";

    protected override LifeCycle<SupplierStatus> Commands => LifeCycle;

    public static Supplier Register(
        SupplierId id,
        SupplierCode code,
        string legalName,
        EmailAddress email,
        PaymentTerms? paymentTerms,
        Actor registrar,
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
            RegisteredBy = registrar.Subject,
        };
        supplier.Begin(
            new SupplierRegistered(registrar, now)
            {
                Code = code.Value,
                LegalName = legalName,
                Email = email.Value,
                PaymentTermsDays = paymentTerms?.Days,
            }
        );
        return supplier;
    }
}
