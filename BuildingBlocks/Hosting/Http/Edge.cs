namespace Procurement.BuildingBlocks.Hosting.Http;

using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;
using Procurement.BuildingBlocks.Persistence;

/// <summary>
/// Where a request's changes are committed, once: after the use case succeeded and its answer is rendered, together with the stored
/// answer of its idempotency key. A lost race is decided again from the start, in a fresh unit of work (ADR 0007).
/// </summary>
/// <typeparam name="TModule">Whose data the request changes.</typeparam>
public sealed class Edge<TModule>(IServiceScopeFactory scopes, TimeProvider clock)
{
    private const int Attempts = 3;
    private static readonly Error Unmet = Error.Conflict(
        Problems.Precondition,
        "It is not a version that the conditions of the request allow."
    );

    /// <summary>As <see cref="Change"/>, for a use case that makes something new: no version of it can be demanded.</summary>
    public Task Create<TUseCase, TArguments, T>(
        ChangeRequest request,
        Result<TArguments> arguments,
        Func<TUseCase, TArguments, CancellationToken, Task<Result<T>>> execute,
        Func<T, Answer> render
    )
        where TUseCase : class => Change(request, request.Precondition.Demanded ? Unmet : arguments, execute, render);

    /// <summary>Runs a use case, commits what it changed and sends the answer, or the refusal.</summary>
    /// <typeparam name="TUseCase">The use case.</typeparam>
    /// <typeparam name="TArguments">What it is given.</typeparam>
    /// <typeparam name="T">What it yields.</typeparam>
    public async Task Change<TUseCase, TArguments, T>(
        ChangeRequest request,
        Result<TArguments> arguments,
        Func<TUseCase, TArguments, CancellationToken, Task<Result<T>>> execute,
        Func<T, Answer> render
    )
        where TUseCase : class
    {
        var http = request.Http;
        if ((request.Fault ?? arguments.Error) is { } unreadable)
        {
            await Problems.Write(http, unreadable);
            return;
        }
        var outcome = await Attempt(http.RequestServices);
        for (var attempt = 1; attempt < Attempts && outcome.Error == Error.Stale && !request.Precondition.Demanded; attempt++)
        {
            await using var fresh = scopes.CreateAsyncScope();
            outcome = await Attempt(fresh.ServiceProvider);
        }
        if (outcome.Error is not null && await Replayed(request))
            return;
        if (outcome.Error is null)
            await outcome.Value.Send(http);
        else if (outcome.Error == Error.Stale && request.Precondition.Demanded)
            await Problems.Write(http, Unmet);
        else
            await Problems.Write(http, outcome.Error);

        async Task<Result<Answer>> Attempt(IServiceProvider services)
        {
            var ct = http.RequestAborted;
            var value = await execute(services.GetRequiredService<TUseCase>(), arguments.Value, ct);
            if (value.Error is not null)
                return value.Error;
            var answer = render(value.Value);
            if (request.Key is not null)
                services.GetRequiredService<IIdempotency<TModule>>().Add(Stored(request, answer));
            var committed = await services.GetRequiredService<IUnitOfWork<TModule>>().Commit(ct);
            return committed.Error is null ? answer : committed.Error;
        }
    }

    /// <summary>
    /// A refusal under a key may only say that the first request succeeded: its stored answer is then the answer. Looked up now and not
    /// before, so that the ordinary case pays nothing.
    /// </summary>
    private async Task<bool> Replayed(ChangeRequest request)
    {
        if (request.Key is null)
            return false;
        await using var scope = scopes.CreateAsyncScope();
        var answers = scope.ServiceProvider.GetRequiredService<IIdempotency<TModule>>();
        if (await answers.Find(request.Actor, request.Key, request.Http.RequestAborted) is not { } stored)
            return false;
        if (!CryptographicOperations.FixedTimeEquals(stored.Fingerprint, request.Fingerprint()))
        {
            await Problems.Write(
                request.Http,
                Error.Invalid("IDEMPOTENCY_KEY_REUSED", "This Idempotency-Key was used for another request; use a new one.")
            );
            return true;
        }
        request.Http.Response.Headers["Idempotency-Replayed"] = "true";
        await new Answer(stored.Status, stored.Body, stored.ETag, stored.Location).Send(request.Http);
        return true;
    }

    private StoredAnswer Stored(ChangeRequest request, Answer answer) =>
        new()
        {
            Client = request.Actor,
            Key = request.Key!,
            Fingerprint = request.Fingerprint(),
            Status = answer.Status,
            Body = answer.Body,
            ETag = answer.ETag,
            Location = answer.Location,
            CreatedAt = clock.Now(),
        };
}
