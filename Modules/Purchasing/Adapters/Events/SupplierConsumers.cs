namespace Procurement.Purchasing.Adapters.Events;

using MassTransit;
using Procurement.BuildingBlocks.Messaging.Inbox;
using Procurement.Purchasing.UseCases;
using Procurement.Supplier.Contracts;

/// <summary>Keeps Purchasing's own copy of how suppliers stand.</summary>
internal sealed class KeepSupplierStanding(RecordSupplierStanding record)
    : IConsumer<SupplierApproved>,
        IConsumer<SupplierSuspended>,
        IConsumer<SupplierReinstated>,
        IConsumer<SupplierBlacklisted>
{
    public Task Consume(ConsumeContext<SupplierApproved> context) => Record(context, context.Message.SupplierId, "Approved");

    public Task Consume(ConsumeContext<SupplierSuspended> context) => Record(context, context.Message.SupplierId, "Suspended");

    public Task Consume(ConsumeContext<SupplierReinstated> context) => Record(context, context.Message.SupplierId, "Approved");

    public Task Consume(ConsumeContext<SupplierBlacklisted> context) => Record(context, context.Message.SupplierId, "Blacklisted");

    private async Task Record(ConsumeContext context, string supplier, string standing)
    {
        var happened = context.Event();
        (await record.Execute(supplier, standing, happened.AggregateVersion, happened.OccurredAt, context.CancellationToken)).OrFail();
    }
}

internal sealed class KeepSupplierStandingDefinition : ConsumerDefinition<KeepSupplierStanding>;
