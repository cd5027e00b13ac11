namespace Procurement.Purchasing.Adapters.Postgres;

using System.Globalization;
using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.BuildingBlocks.Persistence.Postgres.Reads;
using Procurement.Purchasing.Ports;

/// <summary>The question which orders a list shows, as SQL that answers identifiers, newest first.</summary>
internal static class OrderSearch
{
    /// <summary>
    /// How many of the newest orders that the other filters leave are looked at one by one. What many orders have is found among them; what
    /// is not is rare enough for the index. No plan is right for both, and the planner cannot tell them apart.
    /// </summary>
    private const int LookedAt = 3000;

    public static string Sql(NpgsqlCommand command, PurchaseOrderFilter filter)
    {
        var conditions = Conditions(command, filter);
        var most = filter.Limit + 1;
        return filter.Text is null && filter.Sku is null
            ? $"SELECT id FROM purchasing.purchase_orders WHERE {conditions} ORDER BY id DESC LIMIT {most}"
            : Sql(command, filter, $"{conditions}", most);
    }

    private static string Sql(NpgsqlCommand command, PurchaseOrderFilter filter, string conditions, int most)
    {
        var matches = Matches(command, filter);
        command.Parameters.With(SearchLexemes.Of(filter));
        var lexemes = command.Parameters.Count;
        var others = $"SELECT id FROM purchasing.purchase_orders WHERE {conditions} ORDER BY id DESC";
        return $"""
            WITH found AS MATERIALIZED (
                SELECT looked_at.id FROM ({others} LIMIT {LookedAt}) looked_at CROSS JOIN LATERAL (
                    SELECT FROM purchasing.order_search s WHERE s.order_id = looked_at.id AND {matches} OFFSET 0
                ) s ORDER BY looked_at.id DESC LIMIT {most}
            ), last AS MATERIALIZED (
                {others} OFFSET {LookedAt - 1} LIMIT 1
            ), older AS MATERIALIZED (
                SELECT s.order_id AS id FROM purchasing.order_search s
                WHERE (SELECT count(*) FROM found) < {most} AND (SELECT id FROM last) IS NOT NULL
                    AND s.order_id < (SELECT id FROM last) AND s.grams @@ ${lexemes}::tsquery AND {matches}
            )
            SELECT id FROM (
                SELECT id FROM found UNION ALL
                (SELECT id FROM older JOIN purchasing.purchase_orders USING (id) WHERE {conditions} ORDER BY id DESC LIMIT {most})
            ) shown ORDER BY id DESC LIMIT {most}
            """;
    }

    private static ListConditions Conditions(NpgsqlCommand command, PurchaseOrderFilter filter)
    {
        var conditions = new ListConditions(command)
            .AndStatus(filter.Status)
            .And("supplier_id = ", filter.SupplierId?.Value)
            .And("requested_by = ", filter.RequestedBy)
            .And("number = ", filter.Number)
            .AndCreated(filter.CreatedFrom, filter.CreatedTo)
            .And("id < ", filter.After);
        if (filter.Currency is { } currency)
            conditions.AndConstant($"currency = '{currency.Code}'");
        if (filter.MinTotalMinor is { } min)
            conditions.AndConstant(string.Create(CultureInfo.InvariantCulture, $"total_cents >= {min}"));
        if (filter.MaxTotalMinor is { } max)
            conditions.AndConstant(string.Create(CultureInfo.InvariantCulture, $"total_cents <= {max}"));
        // Said outright: the planner would look for what is between them.
        if (filter.MinTotalMinor > filter.MaxTotalMinor)
            conditions.AndConstant("false");
        return conditions;
    }

    private static string Matches(NpgsqlCommand command, PurchaseOrderFilter filter)
    {
        var conditions = new ListConditions(command);
        if (filter.Text is { } text)
        {
            command.Parameters.With(SearchText.Fold(text));
            conditions.AndConstant($"strpos(s.content, ${command.Parameters.Count}) > 0");
        }
        if (filter.Sku is { } sku)
        {
            command.Parameters.With(SearchLexemes.OfSku(sku));
            conditions.AndConstant($"s.grams @@ ${command.Parameters.Count}::tsquery");
        }
        return $"{conditions}";
    }
}
