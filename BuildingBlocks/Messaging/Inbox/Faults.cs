namespace Procurement.BuildingBlocks.Messaging.Inbox;

using System.Text.Json;
using Procurement.BuildingBlocks.Persistence.Postgres;

/// <summary>What a consumer wanted was refused.</summary>
/// <param name="refusal">How.</param>
public sealed class RefusedException(Error refusal) : Exception($"{refusal.Code}: {refusal.Detail}")
{
    /// <summary>How.</summary>
    public Error Refusal => refusal;
}

/// <summary>What a fault of a consumer means for its message.</summary>
internal static class Faults
{
    /// <summary>Somebody else was quicker: decided again, it may well succeed.</summary>
    public static bool IsRace(this Exception fault) =>
        fault
            .Causes()
            .Any(each =>
                each is RefusedException { Refusal: var refusal } && refusal == Error.Stale
                || each is DoomedTransactionException && PostgresFaults.IsCertainlyUndone(each)
            );

    /// <summary>What everything rests on is away: nothing of the message's doing, and no attempt of it.</summary>
    public static bool IsAway(this Exception fault) =>
        fault.Causes().Any(each => PostgresFaults.IsUnavailable(each) || PostgresFaults.IsPoolExhausted(each));

    public static bool IsPermanent(this Exception fault) => fault.Causes().Any(each => each is PermanentFailureException or JsonException);

    private static IEnumerable<Exception> Causes(this Exception fault)
    {
        for (var each = fault; each is not null; each = each.InnerException)
            yield return each;
    }
}
