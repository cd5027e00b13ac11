namespace BuildingBlocks.Tests.Inbox;

using Procurement.BuildingBlocks;

internal readonly record struct AccountId(Guid Value) : ITypedId<AccountId>
{
    public static string Prefix => "acc_";

    public static AccountId From(Guid value) => new(value);
}

internal sealed record AccountOpened(Actor Actor, DateTimeOffset At, long Amount) : DomainEvent(Actor, At);

internal sealed record AmountAdded(Actor Actor, DateTimeOffset At, long Amount) : DomainEvent(Actor, At);

/// <summary>The smallest aggregate that can be changed again and again.</summary>
internal sealed class Account : Aggregate<AccountId>
{
    private Account() { }

    public string Title { get; private init; } = "";

    public long Balance { get; private set; }

    public static Account Open(AccountId id, string name, long amount, DateTimeOffset now)
    {
        var account = new Account
        {
            Id = id,
            Title = name,
            Balance = amount,
        };
        account.Record(null, "Open", new AccountOpened(Actor.System("inbox"), now, amount));
        return account;
    }

    public void Add(long amount, DateTimeOffset now)
    {
        Balance += amount;
        Record("Open", "Open", new AmountAdded(Actor.System("inbox"), now, amount));
    }
}
