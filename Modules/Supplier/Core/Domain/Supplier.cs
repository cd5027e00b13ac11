namespace Procurement.Supplier.Domain;

using static SupplierStatus;

/// <summary>Somebody we may buy from, once approved. Every change goes through here and records one event.</summary>
internal sealed partial class Supplier : Aggregate<SupplierId, SupplierStatus>, IFindable
{
    private static readonly SupplierStatus[] Dealt = [Pending, Approved, Suspended];

    /// <summary>Which command is legal in which state, and where it leads; what leads nowhere leaves the state as it is.</summary>
    public static readonly LifeCycle<SupplierStatus> LifeCycle = new("a supplier", first: Pending)
    {
        { "approve", [Pending], [Approved] },
        { "suspend", [Approved], [Suspended] },
        { "reinstate", [Suspended], [Approved] },
        { "blacklist", Dealt, [Blacklisted] },
        { "edit", Dealt },
        { "file a document of", Dealt },
        { "put on hold", Dealt },
        { "release", Dealt },
        { "propose a bank account of", Dealt },
        { "confirm the bank account of", Dealt },
        { "verify the bank account of", Dealt },
    };

    private Supplier() { }

    public static Error Absent => SupplierErrors.NotFound;

    public SupplierCode Code { get; private init; }
    public string LegalName { get; private set; } = "";

    /// <summary>The name as it is searched by: letter case folded here, so that it does not depend on a database's language.</summary>
    public string SearchName { get; private set; } = "";
    public EmailAddress Email { get; private set; }

    /// <summary>The address that had its mail before the present one; null when that is its first.</summary>
    public EmailAddress? FormerEmail { get; private set; }
    public Address? Address { get; private set; }
    public PaymentTerms? PaymentTerms { get; private set; }
    public Currency? PreferredCurrency { get; private set; }
    public string? TaxId { get; private set; }
    public MatchTolerance? MatchTolerance { get; private set; }
    public string RegisteredBy { get; private init; } = "";

    protected override LifeCycle<SupplierStatus> Commands => LifeCycle;

    /// <param name="id">Its identifier.</param>
    /// <param name="code">Its code.</param>
    /// <param name="profile">What is known of it.</param>
    /// <param name="registrar">Who registers it, and cannot approve it.</param>
    /// <param name="now">When.</param>
    /// <param name="source">What another system said of it; null when a person has entered it.</param>
    public static Supplier Register(
        SupplierId id,
        SupplierCode code,
        SupplierProfile profile,
        Actor registrar,
        DateTimeOffset now,
        ImportSource? source = null
    )
    {
        var supplier = new Supplier
        {
            Id = id,
            Code = code,
            RegisteredBy = registrar.Subject,
        };
        supplier.Take(profile);
        supplier.Begin(
            new SupplierRegistered(registrar, now)
            {
                Code = code.Value,
                LegalName = profile.LegalName,
                Source = source?.System,
                SuggestedStatus = source?.SuggestedStatus,
            }
        );
        return supplier;
    }

    public Result Edit(SupplierProfile profile, Actor editor, DateTimeOffset now)
    {
        if (Illegal("edit") is { } refused)
            return refused;
        var changed = Differences(profile);
        // Nothing has happened, and no copy of it is out of date.
        if (changed.Count == 0)
            return Result.Done;
        if (profile.Email != Email)
            FormerEmail = Email;
        Take(profile);
        return Become("edit", new SupplierEdited(editor, now) { Changed = changed });
    }

    /// <summary>Names of the members in which a profile is another than its own.</summary>
    private List<string> Differences(SupplierProfile profile)
    {
        var members = new (string Name, bool Same)[]
        {
            ("legal_name", profile.LegalName == LegalName),
            ("email", profile.Email == Email),
            ("address", profile.Address == Address),
            ("payment_terms_days", profile.PaymentTerms == PaymentTerms),
            ("preferred_currency", profile.PreferredCurrency == PreferredCurrency),
            ("tax_id", profile.TaxId == TaxId),
            ("match_tolerance_bps", profile.MatchTolerance == MatchTolerance),
        };
        return [.. members.Where(member => !member.Same).Select(member => member.Name)];
    }

    private void Take(SupplierProfile profile)
    {
        LegalName = profile.LegalName;
        SearchName = profile.LegalName.ToUpperInvariant();
        Email = profile.Email;
        Address = profile.Address;
        PaymentTerms = profile.PaymentTerms;
        PreferredCurrency = profile.PreferredCurrency;
        TaxId = profile.TaxId;
        MatchTolerance = profile.MatchTolerance;
    }
}

/// <summary>What the system that a supplier was imported from says of it.</summary>
/// <param name="System">Name of that system.</param>
/// <param name="SuggestedStatus">The state it has there, in our words; null when that could not be told. It decides nothing.</param>
internal sealed record ImportSource(string System, string? SuggestedStatus);
