namespace Procurement.BuildingBlocks.Persistence;

using Microsoft.Extensions.DependencyInjection;

/// <summary>Runs use cases that no request and no message asks for, each in a unit of work of its own that is committed here.</summary>
/// <typeparam name="TModule">Whose data they change.</typeparam>
public sealed class Job<TModule>(IServiceScopeFactory scopes)
{
    /// <summary>Runs one and commits what it changed.</summary>
    /// <typeparam name="TUseCase">The use case.</typeparam>
    /// <typeparam name="T">What it yields.</typeparam>
    /// <param name="execute">Calls it.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>What it yields, or its refusal or that of the commit; then nothing is changed.</returns>
    public async Task<Result<T>> Run<TUseCase, T>(Func<TUseCase, Task<Result<T>>> execute, CancellationToken ct)
        where TUseCase : class
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Outbox<TModule>>().Open();
        var outcome = await execute(scope.ServiceProvider.GetRequiredService<TUseCase>());
        if (outcome.Error is not null)
            return outcome;
        var committed = await scope.ServiceProvider.GetRequiredService<IUnitOfWork<TModule>>().Commit(ct);
        return committed.Error is { } refusal ? refusal : outcome;
    }
}
