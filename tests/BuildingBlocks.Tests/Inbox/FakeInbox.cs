namespace BuildingBlocks.Tests.Inbox;

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Procurement.BuildingBlocks;

internal enum Outcome
{
    /// <summary>Not yet known: the message is locked.</summary>
    Begun,

    /// <summary>Nothing to do.</summary>
    Empty,

    /// <summary>Its effect is committed, and the message gone.</summary>
    Consumed,

    /// <summary>Somebody changed the account in between: it will come again.</summary>
    Lost,

    /// <summary>Refused for good: put aside.</summary>
    Refused,

    /// <summary>The database was too slow or away: it will come again, unless it was done and only the answer got lost.</summary>
    Faulted,
}

/// <summary>Consumes messages as the inbox of messaging will: everything that a message leads to is one transaction with its removal.</summary>
/// <param name="services">The module.</param>
/// <param name="begun">Told of each message that is locked.</param>
internal sealed class FakeInbox(IServiceProvider services, Action begun)
{
    /// <summary>Any message that nobody works on, without regard to the order of its account: it is the races that are wanted.</summary>
    private const string Next = "SELECT seq, account, name, amount FROM ledger.letters ORDER BY seq LIMIT 1 FOR UPDATE SKIP LOCKED";

    public async Task<Outcome> Consume()
    {
        try
        {
            return await ConsumeOne();
        }
        catch (Exception e) when (MayPass(e))
        {
            return Outcome.Faulted;
        }
    }

    private async Task<Outcome> ConsumeOne()
    {
        await using var scope = services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<LedgerContext>();
        await using var transaction = await context.Database.BeginTransactionAsync();
        if (await context.Set<Message>().FromSqlRaw(Next).AsTracking().SingleOrDefaultAsync() is not { } message)
            return Outcome.Empty;
        begun();
        await Handle(scope.ServiceProvider.GetRequiredService<IRepository<Account, AccountId>>(), message);
        context.Add(new Outgoing(message.Seq, message.Account, message.Amount));
        context.Remove(message);
        var committed = await scope.ServiceProvider.GetRequiredService<IUnitOfWork<LedgerModule>>().Commit(default);
        if (committed.Error is null)
        {
            await transaction.CommitAsync();
            return Outcome.Consumed;
        }
        await transaction.RollbackAsync();
        if (committed.Error == Error.Stale)
            return Outcome.Lost;
        await PutAside(message);
        return Outcome.Refused;
    }

    private static async Task Handle(IRepository<Account, AccountId> accounts, Message message)
    {
        var id = AccountId.From(message.Account);
        var now = TimeProvider.System.Now();
        var account = await accounts.Find(id, default);
        if (account is null)
            account = Account.Open(id, message.Name, message.Amount, now);
        else
            account.Add(message.Amount, now);
        await accounts.Save(account, default);
    }

    /// <summary>Sessions ended, locks and connections waited for in vain; never a statement that is wrong.</summary>
    private static bool MayPass(Exception fault)
    {
        for (var each = fault; each is not null; each = each.InnerException!)
            if (each is NpgsqlException)
                return each is not PostgresException postgres || postgres.SqlState[..2] is "08" or "25" or "40" or "53" or "55" or "57";
        return false;
    }

    /// <summary>A unit of work of its own, alone: not guarded by a history, hence in an explicit transaction.</summary>
    private async Task PutAside(Message message)
    {
        await using var scope = services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<LedgerContext>();
        context.Remove(message);
        context.Add(new Dead(message.Seq));
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork<LedgerModule>>().Commit(default);
    }
}
