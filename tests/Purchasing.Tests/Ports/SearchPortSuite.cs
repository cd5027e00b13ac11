namespace Purchasing.Tests.Ports;

using Microsoft.Extensions.DependencyInjection;
using Procurement.Purchasing.Adapters;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;
using Purchasing.Tests.Domain;
using TestKit.Ports;

/// <summary>What every adapter must find; run against memory and against PostgreSQL.</summary>
internal abstract class SearchPortSuite
{
    private static readonly Currency Dollars = Currency.Parse("USD").Value;
    private static readonly Currency Yen = Currency.Parse("JPY").Value;

    protected ServiceProvider Services { get; set; } = null!;

    protected Units<PurchasingModule, PurchaseOrder, PurchaseOrderId> Units => new(Services);

    private IPurchaseOrderQueries Queries => Services.GetRequiredService<IPurchaseOrderQueries>();

    /// <summary>Sees to it that what is stored can be searched.</summary>
    protected abstract Task Searchable();

    [TestCase("A4 Kopierpapier Größe XL", "grÖße")]
    [TestCase("Crème brûlée", "BRÛLÉE")]
    [TestCase("Crème brûlée", "me br")]
    [TestCase("Οδυσσεύς", "ΣΕΎΣ")]
    [TestCase("Бумага для принтера", "БУМАГА")]
    [TestCase("办公椅子 黑色", "椅子")]
    [TestCase("办公椅子 黑色", "公椅子 黑")]
    [TestCase("กระดาษถ่ายเอกสาร", "ดาษถ่าย")]
    [TestCase("กระดาษถ่ายเอกสาร", "กร")]
    [TestCase("ورق طباعة أبيض", "طباعة")]
    [TestCase("100% cotton", "0% c")]
    [TestCase("snake_case", "e_c")]
    [TestCase(@"back\slash's", @"\s")]
    [TestCase(@"back\slash's", @"h's")]
    [TestCase("party 🎉🎊 hat", "🎉🎊")]
    [TestCase("party 🎉🎊 hat", "y 🎉")]
    [TestCase("ends here", "re")]
    public async Task Finds_a_text_in_any_script_and_letter_case(string description, string text)
    {
        var order = await Stored(texts: new() { Description = description });

        Assert.That(
            await Found(
                new()
                {
                    Limit = 5,
                    Text = text,
                    SupplierId = order.SupplierId,
                }
            ),
            Is.EqualTo(new[] { order.Id })
        );
        Assert.That(await Found(new() { Limit = 100, Text = text }), Has.Some.EqualTo(order.Id));
    }

    [TestCase("100 cotton", "0% c")]
    [TestCase("snakecase", "e_c")]
    [TestCase("snake-case", "e_c")]
    [TestCase("brulee", "brûlée")]
    [TestCase("one", "eo", Description = "nothing is found across two texts")]
    [TestCase("办公", "椅子")]
    public async Task Finds_nothing_else(string description, string text)
    {
        var order = await Stored(texts: new() { Description = description });

        var page = await Queries.List(
            new()
            {
                Limit = 5,
                Text = text,
                SupplierId = order.SupplierId,
            },
            default
        );

        Assert.That((page.Items.Count, page.Next), Is.EqualTo((0, (Guid?)null)));
    }

    [Test]
    public async Task Looks_at_all_that_is_written_in_an_order()
    {
        var order = await Stored(
            texts: new()
            {
                Sku = "Zx-Sku",
                Description = "Zx-Description",
                SupplierSku = "Zx-Supplier",
            },
            requester: "zx-requester",
            reference: "Zx-Reference",
            note: "Zx-Note"
        );

        foreach (
            var text in new[]
            {
                "zx-sku",
                "zx-description",
                "zx-supplier",
                "zx-requester",
                "zx-reference",
                "zx-note",
                Number(order)[3..],
                Number(order),
            }
        )
            Assert.That(
                await Found(
                    new()
                    {
                        Limit = 5,
                        Text = text,
                        SupplierId = order.SupplierId,
                    }
                ),
                Is.EqualTo(new[] { order.Id }),
                text
            );
        Assert.That(await Found(new() { Limit = 5, Text = $"{order.SupplierId}" }), Is.Empty, "identifiers are no texts");
    }

    [Test]
    public async Task Filters_by_number_sku_currency_and_amount()
    {
        var supplier = new SupplierId(Guid.CreateVersion7(Orders.Now));
        var cheap = await Stored(supplier, new() { Sku = "Chair/1" }, cents: 1000);
        var dear = await Stored(supplier, new() { Sku = "chair/1" }, cents: 9000);
        var yen = await Stored(supplier, new() { Sku = "Chair/1", Currency = "JPY" }, cents: 5000);

        Task<IReadOnlyList<PurchaseOrderId>> Of(PurchaseOrderFilter filter) => Found(filter with { SupplierId = supplier });
        PurchaseOrderFilter any = new() { Limit = 10 };
        Assert.That(await Of(any with { Number = dear.Number }), Is.EqualTo(new[] { dear.Id }));
        Assert.That(await Of(any with { Number = long.MaxValue }), Is.Empty);
        Assert.That(await Of(any with { Sku = "Chair/1" }), Is.EquivalentTo(new[] { cheap.Id, yen.Id }));
        Assert.That(await Of(any with { Sku = "Chair" }), Is.Empty);
        Assert.That(await Of(any with { Currency = Yen }), Is.EqualTo(new[] { yen.Id }));
        Assert.That(await Of(any with { Currency = Dollars }), Is.EquivalentTo(new[] { cheap.Id, dear.Id }));
        Assert.That(await Of(any with { MinTotalMinor = 5000 }), Is.EquivalentTo(new[] { dear.Id, yen.Id }));
        Assert.That(await Of(any with { MinTotalMinor = 1000, MaxTotalMinor = 5000 }), Is.EquivalentTo(new[] { cheap.Id, yen.Id }));
        Assert.That(await Of(any with { MinTotalMinor = 5001, MaxTotalMinor = 5000 }), Is.Empty);
        Assert.That(await Of(any with { MinTotalMinor = 0, MaxTotalMinor = long.MaxValue, Currency = Yen }), Is.EqualTo(new[] { yen.Id }));
        Assert.That(await Of(any with { Text = "chair", Sku = "Chair/1", MaxTotalMinor = 1000 }), Is.EqualTo(new[] { cheap.Id }));
        Assert.That(await Of(any with { Text = "chair", Status = PurchaseOrderStatus.Issued }), Is.Empty);
        Assert.That(await Of(any with { Text = "chair", Number = yen.Number, Currency = Dollars }), Is.Empty);
    }

    /// <summary>Orders of one moment are told apart by the rest of their identifiers.</summary>
    [TestCase(null)]
    [TestCase("pages")]
    public async Task Turns_pages_in_one_order(string? text)
    {
        var supplier = new SupplierId(Guid.CreateVersion7(Orders.Now));
        var ids = new List<Guid>();
        for (var i = 0; i < 9; i++)
            ids.Add((await Stored(supplier, new() { Description = "Pages" })).Id.Value);
        ids.Sort();
        ids.Reverse();

        var walked = await Walked(
            new()
            {
                Limit = 4,
                SupplierId = supplier,
                Text = text,
            }
        );

        Assert.That(walked.Select(id => id.Value), Is.EqualTo(ids));
    }

    [Test]
    public async Task Lists_orders_whole_as_it_lists_their_heads()
    {
        var supplier = new SupplierId(Guid.CreateVersion7(Orders.Now));
        for (var i = 0; i < 5; i++)
            await Stored(supplier, new() { Description = $"Whole {i}" });
        PurchaseOrderFilter filter = new() { Limit = 3, SupplierId = supplier };

        var heads = await Queries.List(filter, default);
        var whole = await Queries.ListWhole(filter, default);

        Assert.That(whole.Next, Is.EqualTo(heads.Next));
        Assert.That(whole.Items.Select(order => order.Id), Is.EqualTo(heads.Items.Select(order => order.Id)));
        foreach (var order in whole.Items)
            Assert.That(
                order,
                Is.EqualTo(await Queries.Find(TypedId.Parse<PurchaseOrderId>(order.Id).Value, default)).UsingPropertiesComparer()
            );
    }

    protected async Task<PurchaseOrder> Stored(
        SupplierId? supplier = null,
        LineItemDraft? texts = null,
        decimal cents = 1250,
        string requester = "alice",
        string? reference = null,
        string? note = null,
        DateTimeOffset? at = null
    )
    {
        var line = Orders.Line(cents, 1, texts?.Currency ?? "USD", texts?.Sku ?? "OFF-0001") with
        {
            Description = texts?.Description,
            SupplierSku = texts?.SupplierSku,
        };
        var order = await Units.Committed(
            OrderSubject.Numbered(
                Orders.Draft(
                    Orders.Lines(line),
                    requester,
                    id: Guid.CreateVersion7(at ?? Orders.Now),
                    now: at,
                    supplier: supplier,
                    terms: new OrderTerms { NoteToSupplier = note },
                    reference: reference
                )
            )
        );
        await Searchable();
        return order;
    }

    protected async Task<IReadOnlyList<PurchaseOrderId>> Found(PurchaseOrderFilter filter) =>
        Ids((await Queries.List(filter, default)).Items);

    protected async Task<IReadOnlyList<PurchaseOrderId>> Walked(PurchaseOrderFilter filter)
    {
        var walked = new List<PurchaseOrderHeader>();
        Guid? after = null;
        do
        {
            var page = await Queries.List(filter with { After = after }, default);
            Assert.That(page.Items, Has.Count.AtMost(filter.Limit));
            walked.AddRange(page.Items);
            after = page.Next;
        } while (after is not null);
        return Ids(walked);
    }

    private static string Number(PurchaseOrder order) => PurchaseOrderHeader.Of(order).Number;

    private static IReadOnlyList<PurchaseOrderId> Ids(IEnumerable<PurchaseOrderHeader> headers) =>
        [.. headers.Select(header => TypedId.Parse<PurchaseOrderId>(header.Id).Value)];
}
