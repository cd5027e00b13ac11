namespace Procurement.Purchasing.Adapters.Http;

using System.Globalization;
using System.Text.RegularExpressions;
using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;
using static Procurement.BuildingBlocks.Hosting.Http.QueryParameter;
using Endpoints = Procurement.BuildingBlocks.Hosting.Http.Resource<
    PurchasingModule,
    Domain.PurchaseOrder,
    Domain.PurchaseOrderId,
    Ports.PurchaseOrderView
>;

/// <summary>What is read of many orders: page by page, as a table, summed up.</summary>
internal static class PurchaseOrderLists
{
    /// <summary>Orders of a table that are read at a time, each with up to five thousand lines.</summary>
    private const int AtATime = 50;

    private static readonly QueryParameter<PurchaseOrderStatus?> Status = OneOf<PurchaseOrderStatus>("status", "Orders in this state.");
    private static readonly QueryParameter<SupplierId?> Supplier = Id<SupplierId>("supplier_id", "Orders from this supplier.");
    private static readonly QueryParameter<string> RequestedBy = Text(
        "requested_by",
        "Orders that this person asked for, compared exactly.",
        Requester.Facts
    );
    private static readonly QueryParameter<long?> Number = new("number", "The order of this number.", OrderNumber.Facts, ParseNumber);
    private static readonly QueryParameter<string> Sku = Text(
        "sku",
        "Orders with a line of this SKU, compared exactly; a new order is found after a moment.",
        Domain.Sku.Facts
    );
    private static readonly QueryParameter<Currency?> Currency = Value(
        "currency",
        "Orders in this currency.",
        BuildingBlocks.Currency.Parse
    );
    private static readonly QueryParameter<long?> MinTotal = QueryParameter.Number(
        "min_total_cents",
        "Orders of this total or more. Totals are compared as numbers of minor units: give `currency` too.",
        0,
        long.MaxValue
    );
    private static readonly QueryParameter<long?> MaxTotal = QueryParameter.Number(
        "max_total_cents",
        "Orders of this total or less. Totals are compared as numbers of minor units: give `currency` too.",
        0,
        long.MaxValue
    );
    private static readonly QueryParameter<string> Written = new(
        "q",
        "Orders in which this is written, in whatever letter case: anywhere in the number, the reference, the note to the supplier, the "
            + "requester, or a SKU, supplier's SKU or description of a line. A new order is found after a moment.",
        SearchText.Facts,
        SearchText.Parse
    );
    private static readonly QueryParameter<DateTimeOffset?> CreatedFrom = Moment("created_from", "Orders made at this moment or later.");
    private static readonly QueryParameter<DateTimeOffset?> CreatedTo = Moment("created_to", "Orders made before this moment.");

    private static readonly QueryParameter[] Filters =
    [
        Status,
        Supplier,
        RequestedBy,
        Number,
        Sku,
        Currency,
        MinTotal,
        MaxTotal,
        Written,
        CreatedFrom,
        CreatedTo,
    ];

    public static void Map(Endpoints orders)
    {
        orders.List<IPurchaseOrderQueries, PurchaseOrderFilter, PurchaseOrderHeader>(
            Filters,
            query => Filter(query) with { Limit = query.Limit, After = query.After },
            (queries, filter, ct) => queries.List(filter, ct)
        );
        orders.Export<IPurchaseOrderQueries, PurchaseOrderFilter>(
            "export.csv",
            Filters,
            Filter,
            (queries, filter, ct) =>
                Pages.All((after, stop) => queries.ListWhole(filter with { After = after }, stop), ct).SelectMany(PurchaseOrderTable.Rows),
            PurchaseOrderTable.Columns
        );
        orders.Whole<IPurchaseOrderQueries, SummaryFilter, SummaryView>(
            "SummarizePurchaseOrders",
            "summary",
            [CreatedFrom, CreatedTo, Currency, Supplier],
            SummaryOf,
            (queries, filter, ct) => queries.Summarize(filter, ct)
        );
    }

    private static PurchaseOrderFilter Filter(ListQuery query) =>
        new()
        {
            Status = query.Get(Status),
            SupplierId = query.Get(Supplier),
            RequestedBy = query.Get(RequestedBy),
            Number = query.Get(Number),
            Sku = query.Get(Sku),
            Currency = query.Get(Currency),
            MinTotalMinor = query.Get(MinTotal),
            MaxTotalMinor = query.Get(MaxTotal),
            Text = query.Get(Written),
            CreatedFrom = query.Get(CreatedFrom),
            CreatedTo = query.Get(CreatedTo),
            Limit = AtATime,
        };

    /// <summary>Unless said, from so many days before the end, which is now.</summary>
    private static SummaryFilter SummaryOf(ListQuery query)
    {
        var to = query.Get(CreatedTo) ?? query.Now;
        var from = query.Get(CreatedFrom) ?? to.AddDays(-SummaryFilter.DaysUnlessSaid);
        if (from >= to || to - from > TimeSpan.FromDays(SummaryFilter.MostDays))
            query.Refuse(CreatedFrom, $"must be before created_to, by at most {SummaryFilter.MostDays} days");
        return new SummaryFilter
        {
            CreatedFrom = from,
            CreatedTo = to,
            Currency = query.Get(Currency),
            SupplierId = query.Get(Supplier),
        };
    }

    /// <summary>Zero for more digits than a number can have: no order has it.</summary>
    private static Result<long?> ParseNumber(string text)
    {
        if (!Regex.IsMatch(text, OrderNumber.Facts.Pattern!))
            return Error.Invalid("INVALID_NUMBER", "must be the number of an order, such as PO-00004711");
        return long.TryParse(text.AsSpan("PO-".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
