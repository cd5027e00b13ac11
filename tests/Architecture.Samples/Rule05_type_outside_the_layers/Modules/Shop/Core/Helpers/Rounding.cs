namespace Procurement.Shop.Helpers;

internal static class Rounding
{
    public static int Down(int value) => value;
}
