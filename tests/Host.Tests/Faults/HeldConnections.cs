namespace Host.Tests.Faults;

using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Procurement.BuildingBlocks.Hosting.Http;

/// <summary>Connections of the service's own pool, kept from everybody else by what counts like a request each.</summary>
internal sealed class HeldConnections : IAsyncDisposable
{
    private readonly Stack<(IDisposable Place, NpgsqlConnection Connection)> held = [];

    public static async Task<HeldConnections> Take(Api api, int connections)
    {
        var holders = new HeldConnections();
        for (var i = 0; i < connections; i++)
        {
            var place = api.Services.GetRequiredService<Admission>().Enter();
            holders.held.Push((place, await api.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync()));
        }
        return holders;
    }

    public async Task GiveBackOne()
    {
        var (place, connection) = held.Pop();
        await connection.DisposeAsync();
        place.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        while (held.Count > 0)
            await GiveBackOne();
    }
}
