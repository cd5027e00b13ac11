namespace Procurement.Invoicing.UseCases;

using Procurement.Invoicing.Ports;

/// <summary>Sends one mail. It changes nothing here, so it may be asked again.</summary>
internal sealed class TellSupplier(ISupplierNotifier notifier)
{
    public Task<Result> Execute(MailTo to, Notice notice, CancellationToken ct) =>
        notice switch
        {
            OrderNotice order => notifier.OrderIssued(to, order, ct),
            DiscrepancyNotice goods => notifier.GoodsDiscrepancy(to, goods, ct),
            DisputeNotice invoice => notifier.InvoiceDisputed(to, invoice, ct),
            PaymentNotice payment => notifier.PaymentSent(to, payment, ct),
            BankAccountNotice account => notifier.BankAccountChanged(to, account, ct),
            _ => throw new ArgumentOutOfRangeException(nameof(notice), notice, "Nobody knows how to tell this."),
        };
}
