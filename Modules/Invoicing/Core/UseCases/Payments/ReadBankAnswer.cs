namespace Procurement.Invoicing.UseCases;

using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

/// <summary>The bank's answer to a file (pain.002): what it settled is remitted, what it refused has failed, the rest stays as it is.</summary>
internal sealed class ReadBankAnswer(
    IRepository<PaymentRun, PaymentRunId> runs,
    IPaymentQueries queries,
    RecordTransfer record,
    IPaymentFiles files
)
{
    public async Task<Result<PaymentRun>> Execute(PaymentRunId id, ReadOnlyMemory<byte> answer, Actor actor, CancellationToken ct)
    {
        if (await runs.Find(id, ct) is not { } run)
            return PaymentErrors.RunNotFound;
        if (run.Message is null)
            return PaymentErrors.NotHandedOut;
        var read = files.Read(answer);
        if (read.Error is not null)
            return read.Error;
        if (read.Value.MessageId != run.MessageId)
            return PaymentErrors.Pain002Invalid;
        var told = read.Value.Payments.DistinctBy(verdict => verdict.Payment).ToDictionary(verdict => verdict.Payment);
        var parts = files.Parts(run.Message);
        foreach (var payment in await queries.InRun(id, ct))
        {
            var (status, reason) =
                told.TryGetValue(payment, out var verdict) ? (verdict.Status, verdict.Reason)
                : parts.TryGetValue(payment, out var part) && read.Value.Parts.TryGetValue(part, out var ofPart) ? ofPart
                : (read.Value.GroupStatus, read.Value.GroupReason);
            DisbursementStatus? means = status switch
            {
                "ACSC" or "ACCC" => DisbursementStatus.Settled,
                "RJCT" => DisbursementStatus.Failed,
                _ => null,
            };
            if (
                means is { } now
                && (await record.Execute(payment, Precondition.None, now, null, reason ?? status, actor, ct)).Error is { } refused
            )
                return refused;
        }
        return run;
    }
}
