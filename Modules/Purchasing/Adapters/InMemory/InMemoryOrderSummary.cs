namespace Procurement.Purchasing.Adapters.InMemory;

using System.Globalization;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;
using static Procurement.Purchasing.Domain.PurchaseOrderStatus;

internal static class InMemoryOrderSummary
{
    public static SummaryView Of(IEnumerable<PurchaseOrder> all, SummaryFilter filter)
    {
        var orders = all.Where(o => o.CreatedAt >= filter.CreatedFrom && o.CreatedAt < filter.CreatedTo)
            .Where(o => filter.Currency is null || o.Currency == filter.Currency)
            .Where(o => filter.SupplierId is null || o.SupplierId == filter.SupplierId)
            .ToList();
        var issued = orders.Where(o => o.IssuedAt is not null && o.Status != Cancelled).ToList();
        return new SummaryView
        {
            CreatedFrom = filter.CreatedFrom,
            CreatedTo = filter.CreatedTo,
            ByStatus =
            [
                .. orders
                    .GroupBy(o => (Status: $"{o.Status}", o.Currency.Code))
                    .OrderBy(group => group.Key.Status, StringComparer.Ordinal)
                    .ThenBy(group => group.Key.Code, StringComparer.Ordinal)
                    .Select(group => new StatusSumView(group.Key.Status, group.Key.Code, group.Count(), Sum(group, o => o.TotalMinor))),
            ],
            BySupplier = [.. orders.GroupBy(o => o.Currency.Code).OrderBy(each => each.Key, StringComparer.Ordinal).SelectMany(Largest)],
            CycleTimes = new CycleTimesView(
                CycleTime(orders, o => o.Approval?.At - o.SubmittedAt),
                CycleTime(orders, o => o.ReceivedAt - o.IssuedAt)
            ),
            SpendByMonth =
            [
                .. issued
                    .SelectMany(o => o.LineItems.Select(line => (Month: MonthOf(o.IssuedAt!.Value), line.CostCenter, Line: line)))
                    .GroupBy(each => (each.Month, each.CostCenter, each.Line.Currency.Code))
                    .OrderBy(group => group.Key.Month, StringComparer.Ordinal)
                    .ThenBy(group => group.Key.Code, StringComparer.Ordinal)
                    .ThenBy(group => group.Key.CostCenter, StringComparer.Ordinal)
                    .Select(group => new MonthSumView(
                        group.Key.Month,
                        group.Key.CostCenter,
                        group.Key.Code,
                        Sum(group, each => each.Line.Total.MinorUnits)
                    )),
            ],
            OpenCommitments =
            [
                .. issued
                    .Where(o => o.Status != Closed)
                    .GroupBy(o => o.Currency.Code)
                    .OrderBy(group => group.Key, StringComparer.Ordinal)
                    .Select(group => new CurrencySumView(group.Key, Sum(group.SelectMany(o => o.LineItems), ToBeBilled))),
            ],
        };
    }

    private static IEnumerable<SupplierSumView> Largest(IGrouping<string, PurchaseOrder> ofCurrency) =>
        ofCurrency
            .GroupBy(o => o.SupplierId)
            .Select(group => (Id: group.Key, Count: group.Count(), Total: Sum(group, o => o.TotalMinor)))
            .OrderByDescending(each => each.Total)
            .ThenBy(each => each.Id.Value)
            .Take(SummaryView.MostSuppliers)
            .Select(each => new SupplierSumView($"{each.Id}", ofCurrency.Key, each.Count, each.Total));

    private static CycleTimeView CycleTime(List<PurchaseOrder> orders, Func<PurchaseOrder, TimeSpan?> taken)
    {
        var times = orders
            .Select(taken)
            .OfType<TimeSpan>()
            .Where(time => time >= TimeSpan.Zero)
            .Select(time => (long)time.TotalSeconds)
            .ToList();
        times.Sort();
        return times.Count == 0 ? new CycleTimeView(0, null, null) : new CycleTimeView(times.Count, At(0.5m), At(0.9m));

        long At(decimal share) => times[(int)Math.Ceiling(share * times.Count) - 1];
    }

    private static decimal ToBeBilled(LineItem line) =>
        decimal.Round(
            line.Total.MinorUnits * (Math.Max(0, line.Ordered - line.Cancelled - line.Billed) / line.Ordered),
            MidpointRounding.AwayFromZero
        );

    private static string MonthOf(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>A sum beyond what fits is the most that fits.</summary>
    private static long Sum<T>(IEnumerable<T> each, Func<T, decimal> amount) => (long)Math.Min(long.MaxValue, each.Sum(amount));
}
