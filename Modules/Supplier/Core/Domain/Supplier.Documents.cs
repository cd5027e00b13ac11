namespace Procurement.Supplier.Domain;

/// <summary>The papers that show that a supplier may be dealt with: one of each kind, the last that was filed.</summary>
internal sealed partial class Supplier
{
    /// <summary>Most kinds of documents that a supplier has.</summary>
    public const int MostDocuments = 50;

    private readonly List<Document> documents = [];

    public IEnumerable<Document> Documents => documents.OrderBy(document => document.Number);

    /// <summary>Files a document, in place of one of the same kind.</summary>
    public Result File(string kind, string reference, DateOnly validUntil, Actor actor, DateTimeOffset now)
    {
        if (Illegal("file a document of") is { } refused)
            return refused;
        if (validUntil < DateOnly.FromDateTime(now.UtcDateTime))
            return SupplierErrors.DocumentExpired;
        if (documents.Count >= MostDocuments && !documents.Exists(document => document.Is(kind)))
            return SupplierErrors.TooManyDocuments;
        var number = documents.Select(document => document.Number).DefaultIfEmpty().Max() + 1;
        documents.RemoveAll(document => document.Is(kind));
        documents.Add(new Document(number, kind, reference, validUntil, actor.Subject, now));
        return Become(
            "file a document of",
            new SupplierDocumentFiled(actor, now)
            {
                Kind = kind,
                Reference = reference,
                ValidUntil = Day.Format(validUntil),
            }
        );
    }
}

/// <summary>A paper about a supplier; never changed in place.</summary>
/// <param name="Number">Tells it from the others of its supplier.</param>
/// <param name="ValidUntil">The last day on which it counts.</param>
internal sealed record Document(int Number, string Kind, string Reference, DateOnly ValidUntil, string FiledBy, DateTimeOffset FiledAt)
{
    public bool Is(string kind) => Kind.Equals(kind, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Which documents a supplier must have to be approved.</summary>
internal sealed record DocumentPolicy(IReadOnlyList<string> Required)
{
    /// <summary>None at all.</summary>
    public static readonly DocumentPolicy None = new([]);

    /// <summary>Reads kinds with commas between them.</summary>
    public static Result<DocumentPolicy> Parse(string text)
    {
        var kinds = text.Split(',').Select(kind => Text.Parse(kind, DocumentKind.Longest)).ToList();
        if (kinds.Exists(kind => kind.Error is not null))
            return Error.Invalid("INVALID_SETTING", $"must be kinds of 1 to {DocumentKind.Longest} characters with commas between them");
        var names = kinds.ConvertAll(kind => kind.Value);
        return names.Distinct(StringComparer.OrdinalIgnoreCase).Count() == names.Count
            ? new DocumentPolicy(names)
            : Error.Invalid("INVALID_SETTING", "must name each kind once");
    }

    /// <summary>What is wrong with those of a supplier, each in a few words; empty when nothing is.</summary>
    public IReadOnlyList<string> Faults(Supplier supplier, DateOnly today)
    {
        var faults = new List<string>();
        foreach (var kind in Required)
            if (supplier.Documents.FirstOrDefault(document => document.Is(kind)) is not { } found)
                faults.Add($"{kind} is missing");
            else if (found.ValidUntil < today)
                faults.Add($"{kind} has expired on {Day.Format(found.ValidUntil)}");
        return faults;
    }
}
