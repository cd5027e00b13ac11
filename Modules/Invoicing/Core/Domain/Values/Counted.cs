namespace Procurement.Invoicing.Domain;

/// <summary>A quantity of a line of an order, in the unit that the line is counted in.</summary>
internal sealed record Counted(int LineNumber, decimal Quantity);
