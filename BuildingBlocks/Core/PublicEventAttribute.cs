namespace Procurement.BuildingBlocks;

/// <summary>
/// Marks a record of a module's Contracts as an event that other modules may subscribe to. What it is called on the wire is said here and
/// never follows from the name of the type, so types may be renamed (ADR 0017).
/// </summary>
/// <param name="wireName">
/// Module, what happened and the major version: <c>purchasing.purchase-order-issued.v1</c>. Within a major version members are only added,
/// and never change their meaning or unit; anything else is a new major version, published beside the old one for a while.
/// </param>
/// <param name="aggregate">What it happened to: <c>purchase-order</c>. Events of one aggregate are carried in order, whatever their type.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PublicEventAttribute(string wireName, string aggregate) : Attribute
{
    /// <summary>What it is called on the wire.</summary>
    public string WireName => wireName;

    /// <summary>What kind of thing it happened to.</summary>
    public string Aggregate => aggregate;
}
