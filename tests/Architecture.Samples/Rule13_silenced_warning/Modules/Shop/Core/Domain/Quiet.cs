namespace Procurement.Shop.Domain;

internal static class Quiet
{
#pragma warning disable CS0219
    public const int One = 1;
}
