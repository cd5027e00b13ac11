namespace Procurement.BuildingBlocks.Messaging.Inbox;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres;

/// <summary>Transactions on the module's own context, so that the unit of work of the consumer's scope joins them (ADR 0007).</summary>
internal sealed class PostgresInbox<TModule, TContext>(TContext context, InboxStatementsOf<TModule> statements)
    : IInboxTransactions<TModule>
    where TContext : ModuleContext
{
    public async Task<IInboxTransaction?> Begin(InboxItem item, CancellationToken ct)
    {
        var transaction = await context.Database.BeginTransactionAsync(ct);
        try
        {
            await using var command = new NpgsqlCommand(statements.Sql.Take, (NpgsqlConnection)context.Database.GetDbConnection());
            command.Parameters.With(item.Seq).With(item.Parks);
            if (await command.ExecuteNonQueryAsync(ct) == 1)
                return new Open(transaction);
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
        await transaction.DisposeAsync();
        return null;
    }

    private sealed class Open(IDbContextTransaction transaction) : IInboxTransaction
    {
        public Task Commit(CancellationToken ct) => transaction.CommitAsync(ct);

        public ValueTask DisposeAsync() => transaction.DisposeAsync();
    }
}

/// <summary>The statements of one module's inbox, by its module.</summary>
internal sealed record InboxStatementsOf<TModule>(InboxStatements Sql);
