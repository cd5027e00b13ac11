namespace Procurement.BuildingBlocks.Hosting.Http;

using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;
using Procurement.BuildingBlocks.Persistence;

/// <summary>
/// Where a request's changes are committed, once: after the use case succeeded and its answer is rendered, together with the stored
/// answer of its idempotency key. A lost race is decided again from the start, in a fresh unit of work (ADR 0007). From the first loss on,
/// the requests of this process that change the same resource take turns, so that all of them come through; what other processes and
/// messages change meanwhile is still decided by who commits first.
/// </summary>
/// <typeparam name="TModule">Whose data the request changes.</typeparam>
internal sealed class Edge<TModule>(IServiceScopeFactory scopes, Admission admission, TimeProvider clock)
{
    private const int Attempts = 3;

    private readonly Turns<(string Collection, Guid Id)> turns = new();

    /// <summary>The refusal of a version that the caller did not want to change.</summary>
    public static readonly Error Unmet = Error.Conflict(
        Problems.Precondition,
        "It is not a version that the conditions of the request allow."
    );

    /// <summary>The refusal of a key that stands for another request.</summary>
    public static readonly Error KeyReused = Error.Invalid(
        "IDEMPOTENCY_KEY_REUSED",
        "This Idempotency-Key was used for another request; use a new one."
    );

    /// <summary>What any change may be refused with.</summary>
    public static readonly IReadOnlyList<Error> Refusals =
    [
        Problems.Unreadable,
        Problems.BodyTooSlow,
        Problems.BodyTooLarge,
        Problems.UnsupportedMediaType,
        Unmet,
        KeyReused,
    ];

    /// <summary>Runs a use case, commits what it changed and sends the answer, or the refusal.</summary>
    /// <typeparam name="TUseCase">The use case.</typeparam>
    /// <typeparam name="T">What it yields.</typeparam>
    /// <param name="request">What is asked for.</param>
    /// <param name="resource">The collection and identifier of what is changed; nil when it is still to be made.</param>
    /// <param name="fingerprint">Tells the request from others under the same key.</param>
    /// <param name="execute">Calls the use case.</param>
    /// <param name="render">Makes the answer.</param>
    public async Task Change<TUseCase, T>(
        ChangeRequest request,
        (string Collection, Guid Id) resource,
        Func<byte[]> fingerprint,
        Func<TUseCase, Task<Result<T>>> execute,
        Func<T, Answer> render
    )
        where TUseCase : class
    {
        var http = request.Http;
        Result<Answer> outcome;
        using (admission.Enter())
        {
            outcome = await Decide(request, resource, fingerprint, execute, render);
            if (outcome.Error is not null)
                outcome = await Replayed(request, fingerprint) ?? outcome;
        }
        if (outcome.Error is null)
            await outcome.Value.Send(http);
        else
            await Problems.Write(http, outcome.Error == Error.Stale && request.When.Demanded ? Unmet : outcome.Error);
    }

    private async Task<Result<Answer>> Decide<TUseCase, T>(
        ChangeRequest request,
        (string Collection, Guid Id) resource,
        Func<byte[]> fingerprint,
        Func<TUseCase, Task<Result<T>>> execute,
        Func<T, Answer> render
    )
        where TUseCase : class
    {
        var http = request.Http;
        IDisposable? turn = null;
        try
        {
            await Queue(turns.Contended(resource));
            var outcome = await Attempt(http.RequestServices);
            for (var attempt = 1; attempt < Attempts && outcome.Error == Error.Stale && !request.When.Demanded; attempt++)
            {
                await Queue(resource.Id != Guid.Empty);
                await using var fresh = scopes.CreateAsyncScope();
                outcome = await Attempt(fresh.ServiceProvider);
            }
            return outcome;
        }
        finally
        {
            turn?.Dispose();
        }

        async Task<Result<Answer>> Attempt(IServiceProvider services)
        {
            services.GetRequiredService<Outbox<TModule>>().Open();
            var value = await Traced(services.GetRequiredService<TUseCase>(), execute);
            if (value.Error is not null)
                return value.Error;
            var answer = render(value.Value);
            if (request.Key is not null)
                services.GetRequiredService<IIdempotency<TModule>>().Add(Stored(request, fingerprint(), answer));
            // Whoever waits for its turn has lost once; it would lose again to who decided before it and commits only now.
            await Queue(turns.Contended(resource));
            var committed = await services.GetRequiredService<IUnitOfWork<TModule>>().Commit(http.RequestAborted);
            return committed.Error is null ? answer : committed.Error;
        }

        // No connection is held here: each statement takes one and gives it back.
        async ValueTask Queue(bool isContended)
        {
            if (isContended)
                turn ??= await turns.Take(resource, http.RequestAborted);
        }
    }

    private static async Task<Result<T>> Traced<TUseCase, T>(TUseCase useCase, Func<TUseCase, Task<Result<T>>> execute)
    {
        using var span = Spans.Source.StartActivity(typeof(TUseCase).Name);
        try
        {
            var value = await execute(useCase);
            span?.SetTag("procurement.refusal", value.Error?.Code);
            return value;
        }
        catch (Exception e)
        {
            span?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            throw;
        }
    }

    /// <summary>
    /// A refusal under a key may only say that the first request succeeded: its stored answer is then the answer. Looked up now and not
    /// before, so that the ordinary case pays nothing.
    /// </summary>
    /// <returns>Null when there is none.</returns>
    private async Task<Result<Answer>?> Replayed(ChangeRequest request, Func<byte[]> fingerprint)
    {
        if (request.Key is null)
            return null;
        await using var scope = scopes.CreateAsyncScope();
        var answers = scope.ServiceProvider.GetRequiredService<IIdempotency<TModule>>();
        if (await answers.Find(request.Client, request.Key, request.Http.RequestAborted) is not { } stored)
            return null;
        if (!CryptographicOperations.FixedTimeEquals(stored.Fingerprint, fingerprint()))
            return KeyReused;
        request.Http.Response.Headers["Idempotency-Replayed"] = "true";
        return new Answer(stored.Status, stored.Body, stored.ETag, stored.Location);
    }

    private StoredAnswer Stored(ChangeRequest request, byte[] fingerprint, Answer answer) =>
        new()
        {
            Client = request.Client,
            Key = request.Key!,
            Fingerprint = fingerprint,
            Status = answer.Status,
            Body = answer.Body,
            ETag = answer.ETag,
            Location = answer.Location,
            CreatedAt = clock.Now(),
        };
}
