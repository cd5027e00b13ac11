namespace Host.Tests.Faults;

using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres;

/// <summary>Connections of the service's own pool, kept from everybody else.</summary>
internal sealed class HeldConnections : IAsyncDisposable
{
    private readonly Stack<(PooledCommand Command, NpgsqlDataReader Reader)> held = [];

    public static async Task<HeldConnections> Take(Api api, int connections)
    {
        var holders = new HeldConnections();
        for (var i = 0; i < connections; i++)
        {
            var command = api.Services.GetRequiredService<PooledDatabase>().CreateCommand("SELECT 1");
            holders.held.Push((command, await command.ExecuteReaderAsync(default)));
        }
        return holders;
    }

    public async Task GiveBackOne()
    {
        var (command, reader) = held.Pop();
        await reader.DisposeAsync();
        await command.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        while (held.Count > 0)
            await GiveBackOne();
    }
}
