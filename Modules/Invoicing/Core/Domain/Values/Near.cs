namespace Procurement.Invoicing.Domain;

/// <summary>Days around a day, within the calendar.</summary>
internal static class Near
{
    public static DateOnly From(DateOnly day, int days) => day.DayNumber < days ? DateOnly.MinValue : day.AddDays(-days);

    public static DateOnly To(DateOnly day, int days) =>
        day.DayNumber > DateOnly.MaxValue.DayNumber - days ? DateOnly.MaxValue : day.AddDays(days);
}
