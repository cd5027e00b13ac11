namespace Procurement.BuildingBlocks.Persistence.Postgres;

using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

/// <summary>A context that goes through the gate.</summary>
internal interface IGatedContext
{
    /// <summary>Whether it counts among those that have a connection or wait for one.</summary>
    bool IsInsideGate { get; }

    /// <returns>What it was before.</returns>
    bool SetInsideGate(bool inside);
}

/// <summary>
/// Takes EF Core's connections through the gate. Whether a context is inside is written on the context, which has one connection, so that
/// an open that failed, was cancelled or was refused leaves the count right. That a connection was given back is heard from the connection
/// itself: EF Core does not close one that was lost.
/// </summary>
internal sealed class GatedConnections(ConnectionGate gate) : DbConnectionInterceptor
{
    public override DbConnection ConnectionCreated(ConnectionCreatedEventData data, DbConnection connection)
    {
        var context = data.Context;
        connection.StateChange += (_, change) =>
        {
            if (change.CurrentState == ConnectionState.Closed)
                Leave(context);
        };
        return connection;
    }

    public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData data, InterceptionResult result)
    {
        Enter(data.Context);
        return result;
    }

    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection,
        ConnectionEventData data,
        InterceptionResult result,
        CancellationToken ct
    )
    {
        Enter(data.Context);
        return ValueTask.FromResult(result);
    }

    public override void ConnectionCanceled(DbConnection connection, ConnectionEndEventData data) => Leave(data.Context);

    public override Task ConnectionCanceledAsync(DbConnection connection, ConnectionEndEventData data, CancellationToken ct) =>
        Left(data.Context);

    public override void ConnectionFailed(DbConnection connection, ConnectionErrorEventData data) => Leave(data.Context);

    public override Task ConnectionFailedAsync(DbConnection connection, ConnectionErrorEventData data, CancellationToken ct) =>
        Left(data.Context);

    private void Enter(DbContext? context)
    {
        if (context is not IGatedContext gated || gated.IsInsideGate)
            return;
        gate.Enter();
        gated.SetInsideGate(true);
    }

    private void Leave(DbContext? context)
    {
        // A connection may be found lost by another thread than the one that uses it.
        if (context is IGatedContext gated && gated.SetInsideGate(false))
            gate.Leave();
    }

    private Task Left(DbContext? context)
    {
        Leave(context);
        return Task.CompletedTask;
    }
}
