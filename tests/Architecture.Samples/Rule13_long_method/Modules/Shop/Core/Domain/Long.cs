namespace Procurement.Shop.Domain;

internal static class Long
{
    public static int Walk(int step)
    {
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        step++;
        return step;
    }
}
