namespace Procurement.Invoicing.Adapters.Http;

using Microsoft.AspNetCore.Routing;
using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.BuildingBlocks.Hosting.Security;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;
using Procurement.Invoicing.UseCases;
using static Procurement.BuildingBlocks.Hosting.Http.QueryParameter;

internal static class PaymentEndpoints
{
    private const string Xml = "application/xml";

    private static readonly QueryParameter<PaymentStatus?> Status = OneOf<PaymentStatus>("status", "Payments in this state.");
    private static readonly QueryParameter<InvoiceId?> Invoice = Id<InvoiceId>("invoice_id", "Payments for this invoice.");
    private static readonly QueryParameter<SupplierId?> Supplier = Id<SupplierId>("supplier_id", "Payments to this supplier.");
    private static readonly QueryParameter<PaymentRunId?> Run = Id<PaymentRunId>("payment_run_id", "Payments of this run.");
    private static readonly QueryParameter<Day?> DueFrom = Value("due_from", "Payments due on this day or later.", Day.Parse);
    private static readonly QueryParameter<Day?> DueTo = Value("due_to", "Payments due on this day or before.", Day.Parse);

    public static void Map(IEndpointRouteBuilder routes)
    {
        MapPayments(routes);
        MapRuns(routes);
    }

    private static void MapPayments(IEndpointRouteBuilder routes)
    {
        var payments = new Resource<InvoicingModule, Payment, PaymentId, PaymentView>(
            routes,
            "/payments",
            "Payments",
            InvoiceEndpoints.Readers,
            PaymentView.Of,
            InvoicingJson.Default
        );
        payments
            .Post<ReversePayment, ReasonBody>(
                "reverse",
                (use, call) => use.Execute(call.Id, call.When, call.Body.Reason, call.Actor, call.Ct)
            )
            .Allows(Roles.Finance)
            .Refuses(InvoiceErrors.PaymentUnderWay);
        payments
            .Post<RetryPayment>("retry", (use, call) => use.Execute(call.Id, call.When, call.Actor, call.Ct))
            .Allows(Roles.Finance)
            .Refuses(PaymentErrors.RetriedTooOften);
        payments.Get<IPaymentQueries>((queries, id, ct) => queries.Find(id, ct));
        payments.History<IPaymentQueries>(
            (queries, id, range, ct) => queries.History(id, range, ct),
            (queries, id, version, ct) => queries.HistoryItem(id, version, ct)
        );
        payments.List<IPaymentQueries, PaymentFilter, PaymentView>(
            [Status, Invoice, Supplier, Run, DueFrom, DueTo],
            query =>
                new()
                {
                    Status = query.Get(Status),
                    InvoiceId = query.Get(Invoice),
                    SupplierId = query.Get(Supplier),
                    RunId = query.Get(Run),
                    DueFrom = query.Get(DueFrom)?.Date,
                    DueTo = query.Get(DueTo)?.Date,
                    Limit = query.Limit,
                    After = query.After,
                },
            (queries, filter, ct) => queries.List(filter, ct)
        );
    }

    private static void MapRuns(IEndpointRouteBuilder routes)
    {
        var runs = new Resource<InvoicingModule, PaymentRun, PaymentRunId, PaymentRunView>(
            routes,
            "/payment-runs",
            "Payments",
            InvoiceEndpoints.Readers,
            PaymentRunView.Of,
            InvoicingJson.Default
        );
        runs.Create<PlanPaymentRun, PaymentRunBody>(
                (use, call) => use.Execute(call.Body.CutOff, call.Body.SupplierId, call.Body.Channel, call.Actor, call.Ct)
            )
            .Allows(Roles.Finance)
            .Refuses(PaymentErrors.NoBank);
        runs.HandOut<HandOutPaymentRun>(
                "pain.001",
                Xml,
                (use, call) => use.Execute(call.Id, call.When, call.Actor, call.Ct),
                run => run.Message!
            )
            .Allows(Roles.Finance)
            .Refuses(PaymentErrors.OtherChannel, PaymentErrors.NothingToPay);
        runs.TakeIn<ReadBankAnswer>(
                "pain.002",
                Xml,
                (use, call) => use.Execute(call.Id, call.Body, call.Actor, call.Ct),
                InvoiceEndpoints.MostBytes
            )
            .Allows(Roles.Finance)
            .Refuses(PaymentErrors.NotHandedOut, PaymentErrors.Pain002Invalid);
        runs.Get<IPaymentRunQueries>((queries, id, ct) => queries.Find(id, ct));
        runs.History<IPaymentRunQueries>(
            (queries, id, range, ct) => queries.History(id, range, ct),
            (queries, id, version, ct) => queries.HistoryItem(id, version, ct)
        );
        runs.List<IPaymentRunQueries, PaymentRunFilter, PaymentRunHeader>(
            [],
            query => new() { Limit = query.Limit, After = query.After },
            (queries, filter, ct) => queries.List(filter, ct)
        );
    }
}
