namespace Host.Tests.Routes;

using Procurement.BuildingBlocks.Hosting.Security;

/// <summary>
/// A sample for every route that takes an identifier, a body or filters. The stories of all routes run on these: a new route is driven
/// through them by one entry here and one in <see cref="WhoMayDoWhat"/>.
/// </summary>
internal static class RouteSamples
{
    internal const string Reason = """{"reason":"Not this year."}""";

    private const string Profile = """
        "address":{"street":"Charoen Krung 1","city":"Bangkok","postal_code":"10100","country":"TH"},"payment_terms_days":30,
        "preferred_currency":"THB","tax_id":"0105556000000","match_tolerance_bps":500
        """;

    private static readonly (string, int)[] ProfileTexts =
    [
        ("address.street", 140),
        ("address.city", 100),
        ("address.postal_code", 16),
        ("tax_id", 32),
    ];

    private static int lastCode = 500_000;

    internal static readonly string[] Identifiers = ["x", "po_", "", "sup_0189ABCD-0000-7000-8000-000000000000"];
    internal static readonly string[] Moments = ["yesterday", "2026-02-30", "2026-01-31T12:00:00", "1", ""];

    private static readonly string[] Names = ["%00", "", "a%E2%80%AEb", new string('a', 201)];

    /// <summary>A list that has no filters.</summary>
    internal static readonly Dictionary<string, string[]> None = [];

    public static readonly IReadOnlyList<RouteSample> All =
    [
        .. OrderSamples.All,
        .. InvoiceSamples.All,
        new("POST /delegations", Roles.ApproverL1)
        {
            Body = _ => Task.FromResult("""{"to":"luis","from_date":"2099-12-01","until_date":"2099-12-31"}"""),
            Texts = Longest(("to", 128)),
        },
        new("GET /delegations", Roles.ApproverL1) { Filters = new Dictionary<string, string[]> { ["active"] = ["yes", "True", "1", ""] } },
        new("GET /delegations/{id}", Roles.ApproverL1) { Id = api => api.Delegation(revoked: true) },
        new("DELETE /delegations/{id}", Roles.ApproverL1) { Id = api => api.Delegation() },
        new("POST /suppliers", Roles.SupplierManager)
        {
            Body = _ =>
                Task.FromResult(
                    $$"""{"code":"SM-{{Interlocked.Increment(ref lastCode)}}","legal_name":"Siam Paper","email":"a@siam.example",{{Profile}}}"""
                ),
            Texts = Longest([("legal_name", 256), .. ProfileTexts]),
        },
        new("POST /suppliers/import", Roles.SupplierManager)
        {
            Body = _ => Task.FromResult($$"""{"vendor_code":"SM-{{Interlocked.Increment(ref lastCode)}}"}"""),
        },
        new("PATCH /suppliers/{id}", Roles.SupplierManager)
        {
            Id = api => api.Supplier(),
            Body = _ => Task.FromResult($$"""{"legal_name":"Siam Paper","email":"b@siam.example",{{Profile}}}"""),
            Texts = Longest([("legal_name", 256), .. ProfileTexts]),
        },
        new("POST /suppliers/{id}/documents", Roles.Compliance)
        {
            Id = api => api.Supplier(),
            Body = _ => Task.FromResult("""{"kind":"insurance","reference":"Policy 4711-B","valid_until":"2099-12-31"}"""),
            Texts = Longest(("kind", 64), ("reference", 256)),
        },
        new("PUT /suppliers/{id}/bank-account", Roles.SupplierManager)
        {
            Id = api => api.Supplier(),
            Body = _ => Task.FromResult(Api.BankAccount),
            Texts = Longest(("holder", 140)),
        },
        new("POST /suppliers/{id}/bank-account/confirm", Roles.Finance) { Id = api => api.SupplierWithAccount() },
        new("POST /suppliers/{id}/hold", Roles.Finance)
        {
            Id = api => api.Supplier(),
            Body = _ => Task.FromResult("""{"scope":"Payments","reason":"Not this year."}"""),
            Texts = Longest(("reason", 1000)),
        },
        new("POST /suppliers/{id}/release", Roles.Finance) { Id = api => api.SupplierOnHold() },
        new("GET /suppliers", Roles.Buyer)
        {
            Filters = new Dictionary<string, string[]>
            {
                ["status"] = ["Nonsense", "0", "pending", ""],
                ["code"] = ["%25", "TH_", "TH-0012345", ""],
                ["name"] = ["%00", "", "a%E2%80%AEb", new string('a', 257)],
                ["country"] = ["se", "XX", "SWE", ""],
                ["min_risk_score"] = ["-1", "101", "1.0", "x", ""],
                ["max_risk_score"] = ["-1", "101", "1.0", "x", ""],
                ["document_expires_before"] = ["tomorrow", "2026-02-30", "2026-01-31T00:00:00Z", ""],
            },
        },
        new("GET /suppliers/{id}", Roles.Buyer) { Id = api => api.Supplier() },
        new("GET /suppliers/{id}/history", Roles.Buyer) { Id = api => api.Supplier(), Filters = None },
        new("GET /suppliers/{id}/history/{version}", Roles.Buyer) { Id = api => api.Supplier() },
        new("POST /suppliers/{id}/approve", Roles.Compliance)
        {
            Id = api => api.Supplier(approved: false),
            Body = _ => Task.FromResult("""{"risk_score":12}"""),
        },
        new("POST /suppliers/{id}/suspend", Roles.Compliance)
        {
            Id = api => api.Supplier(),
            Body = _ => Task.FromResult(Reason),
            Texts = Longest(("reason", 1000)),
        },
        new("POST /suppliers/{id}/reinstate", Roles.Compliance) { Id = api => api.Supplier(suspended: true) },
        new("POST /suppliers/{id}/blacklist", Roles.Compliance)
        {
            Id = api => api.Supplier(),
            Body = _ => Task.FromResult(Reason),
            Texts = Longest(("reason", 1000)),
        },
        new("GET /ops/messaging", Roles.Operator),
        new("GET /ops/dead-letters", Roles.Operator)
        {
            Filters = new Dictionary<string, string[]>
            {
                ["consumer"] = Names,
                ["module"] = Names,
                ["type"] = Names,
                ["error"] = Names,
                ["key"] = Names,
                ["from"] = Moments,
                ["to"] = Moments,
                ["resolved"] = ["yes", "True", "1", ""],
            },
        },
        new("GET /ops/dead-letters/counts", Roles.Operator),
        new("GET /ops/dead-letters/{id}", Roles.Operator) { Id = api => api.DeadLetter(decidedOn: true) },
        new("POST /ops/dead-letters/{id}/replay", Roles.Operator) { Id = api => api.DeadLetter() },
        new("POST /ops/dead-letters/{id}/skip", Roles.Operator)
        {
            Id = api => api.DeadLetter(),
            Body = _ => Task.FromResult(Reason),
            Texts = Longest(("reason", 1000)),
        },
        new("POST /ops/dead-letters/replay", Roles.Operator)
        {
            Body = _ =>
                Task.FromResult(
                    """{"consumer":"a.b","module":"a","type":"a.b.v1","error":"FormatException","key":"sup_1","reason":"It was mended."}"""
                ),
            Texts = Longest(("consumer", 200), ("module", 200), ("type", 200), ("error", 200), ("key", 200), ("reason", 1000)),
        },
        new("GET /ops/events", Roles.Operator)
        {
            Filters = new Dictionary<string, string[]>
            {
                ["module"] = Names,
                ["type"] = Names,
                ["key"] = Names,
                ["from"] = Moments,
                ["to"] = Moments,
            },
        },
        new("GET /ops/operations", Roles.Operator)
        {
            Filters = new Dictionary<string, string[]> { ["actor"] = ["%00", "", new string('a', 129)] },
        },
        new("POST /ops/consumers/{consumer}/replay", Roles.Operator)
        {
            Body = _ => Task.FromResult("""{"from":"2026-01-31T12:00:00Z","reason":"It was mended."}"""),
            Texts = Longest(("reason", 1000)),
        },
    ];

    /// <summary>Members with a spelling of their own, which is never that of a free text.</summary>
    public static readonly IReadOnlySet<string> Spelt = new HashSet<string>
    {
        "supplier_id",
        "unit",
        "currency",
        "code",
        "vendor_code",
        "email",
        "country",
        "preferred_currency",
        "iban",
        "bic",
        "scope",
        "mode",
        "valid_until",
        "delivery_date",
        "expected_delivery",
        "outcome",
        "purchase_order_id",
        "invoice_id",
        "issue_date",
        "due_date",
        "category",
        "reason_code",
        "cut_off",
        "channel",
        "from",
        "from_date",
        "until_date",
    };

    /// <summary>Null when there is none.</summary>
    public static RouteSample? Of(Route route) => All.SingleOrDefault(sample => sample.Route == $"{route}");

    /// <summary>Whether a route can be called without a sample.</summary>
    public static bool IsNeeded(Route route) => route.HasId || !route.IsOpen;

    /// <summary>The call of the sample, on a resource of its own.</summary>
    public static async Task<Call> Prepare(Api api, Route route)
    {
        var sample = IsNeeded(route) ? Of(route) : new RouteSample($"{route}", Roles.Operator);
        if (sample is null)
            throw new InvalidOperationException(
                $"{route} has no sample: add one to RouteSamples, with who may call it, its resource in the right state and a good body."
            );
        var id = sample.Id is null ? null : await sample.Id(api);
        var body = sample.Body is null ? null : await sample.Body(api);
        var path = route.PathOf(id);
        return new Call(route, sample, api.Sample(sample.Role), path, id, body);
    }

    /// <summary>Of the routes that have a sample; that each has one is a story of its own.</summary>
    public static async Task<IReadOnlyList<Call>> PrepareAll(Api api, IEnumerable<Route> routes)
    {
        var calls = new List<Call>();
        foreach (var route in routes.Where(route => Of(route) is not null))
            calls.Add(await Prepare(api, route));
        return calls;
    }

    internal static Dictionary<string, int> Longest(params (string Member, int Units)[] texts) =>
        texts.ToDictionary(text => text.Member, text => text.Units);
}
