namespace Host.Tests.Bank;

using Host.Tests.Invoicing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

/// <summary>An invoice that is to be paid: 37.50 USD.</summary>
internal sealed record Bill(string Supplier, string Order, string Invoice, string Payment);

/// <summary>What leads to a payment by the bank, in short.</summary>
internal static class Paying
{
    /// <summary>One whose payment is scheduled.</summary>
    public static async Task<Bill> Bill(this Api api, string? from = null)
    {
        var supplier = from ?? await api.PayableSupplier();
        var order = await api.Delivered(supplier: supplier);
        var invoice = (await api.Invoice(order)).Text("id");
        return new Bill(supplier, order, invoice, (await api.PaymentOf(invoice)).Text("id"));
    }

    /// <summary>Payments to one supplier in a run for the bank.</summary>
    public static async Task<IReadOnlyList<string>> HandedIn(this Api api, int count)
    {
        var first = await api.Bill();
        List<string> payments = [first.Payment];
        while (payments.Count < count)
            payments.Add((await api.Bill(first.Supplier)).Payment);
        await api.HandIn(first);
        return payments;
    }

    /// <summary>Its payment is put into a run for the bank.</summary>
    public static async Task HandIn(this Api api, Bill bill)
    {
        var run = await api.Run(bill.Supplier);
        Assert.That(run.Text("channel"), Is.EqualTo("bank"));
        Assert.That(
            run.Json.GetProperty("payments").EnumerateArray().Select(payment => payment.GetProperty("id").GetString()),
            Does.Contain(bill.Payment)
        );
    }

    public static Task<Reply> Payment(this Api api, string payment) => api.Fay.Get($"/payments/{payment}");

    public static Task PaymentBecomes(this Api api, string payment, string status) => api.Becomes($"/payments/{payment}", status);

    /// <summary>Leaves the payments to other processes.</summary>
    public static void WithoutDispatcher(IServiceCollection services)
    {
        var dispatchers = services
            .Where(each => each.ServiceType == typeof(IHostedService))
            .Where(each => each.ImplementationFactory?.Method.ReturnType.Name == "PaymentDispatcher")
            .ToList();
        Assert.That(dispatchers, Has.Count.EqualTo(1));
        services.Remove(dispatchers[0]);
    }
}
