namespace Invoicing.Tests.Domain.Properties;

using System.Text.Json;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;
using static Made;

/// <summary>One order on which is played what numbers stand for: goods that come and go back, invoices that bill and cease to, credit notes.</summary>
internal sealed class BillingPlay
{
    /// <summary>How many commands a number may stand for.</summary>
    public const int Commands = 7;

    /// <summary>A unit of the third line holds twelve; a piece of every line costs whole minor units, so that sums are exact.</summary>
    private static readonly OrderedLine[] Asked = [Ordered(1), Ordered(2, 7, 30), Ordered(3, 3, 120, 12)];
    private static readonly decimal[] Sizes = [1, 1, 12];

    private static readonly InvoiceId[] Invoices = [.. Enumerable.Range(1, 4).Select(_ => new InvoiceId(Guid.CreateVersion7(Now)))];

    public OrderCopy Order { get; } = Issued(Asked);

    public string Show() => JsonSerializer.Serialize(OrderCopyView.Of(Order));

    public static decimal PieceOf(int line) => Asked[line - 1].UnitPriceMinor / Sizes[line - 1];

    /// <summary>Plays one.</summary>
    /// <returns>The refusal; null when it was done, or nothing was to be done.</returns>
    public Error? Next(int command, int a, int b)
    {
        var (line, quantity, invoice) = (1 + (a % 3), 1 + b, Invoices[b % Invoices.Length]);
        return command switch
        {
            0 or 1 => Order.CountGoods($"grn_{a}", [Line(line, quantity), Line(1 + (line % 3), 1)], Machine, Now).Error,
            2 => Return(line, quantity),
            3 => Order.Bill(invoice, [Line(line, quantity)], Machine, Now).Error,
            4 => BillAll(invoice),
            5 => Order.GiveBack(invoice, Machine, Now).Error,
            _ => Order.Credit(invoice, default, [new CreditedLine(line, (1m + b) / 4)], Clerk, Now).Error,
        };
    }

    /// <summary>No more goes back than came: whoever keeps the receipts sees to that.</summary>
    private Error? Return(int number, decimal quantity)
    {
        var line = Order.Lines.Single(line => line.LineNumber == number);
        var back = Math.Min(quantity, line.Received - line.Returned);
        return back == 0 ? null : Order.TakeBackGoods("grn_1", [Line(number, back)], Machine, Now).Error;
    }

    private Error? BillAll(InvoiceId invoice)
    {
        if (Order.Billings.Any(billing => billing.InvoiceId == invoice))
            return null;
        List<Counted> goods =
        [
            .. Order.Lines.Where(line => line.Facts.Available > 0).Select(line => Line(line.LineNumber, line.Facts.Available)),
        ];
        return goods.Count == 0 ? null : Order.Bill(invoice, goods, Machine, Now).Error;
    }
}
