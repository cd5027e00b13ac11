namespace Procurement.BuildingBlocks.Persistence.Postgres;

using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres.Coalescing;
using Procurement.BuildingBlocks.Persistence.Startup;

/// <summary>Registrations that are the same for every module on PostgreSQL.</summary>
public static class PostgresModule
{
    /// <summary>Registers the one pool of connections that all modules share, as an <see cref="NpgsqlDataSource"/>.</summary>
    public static IServiceCollection AddPostgres(this IServiceCollection services, DatabaseAddress database, PoolSettings pool)
    {
        services.AddSingleton<PoolMetrics>();
        services.AddSingleton(provider => PostgresDataSource.Build(database, pool, provider.GetRequiredService<PoolMetrics>().Pool));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<Coalescer>(provider, pool));
        services.AddSingleton(database).AddSingleton<SchemaMigrator>().AddSingleton<ITurns, PostgresTurns>();
        return services;
    }

    /// <summary>Registers a module's context, unit of work and stored answers.</summary>
    /// <param name="services">Where.</param>
    /// <param name="schema">The module's schema, which also holds its migration history.</param>
    public static IServiceCollection AddPostgresModule<TModule, TContext>(this IServiceCollection services, string schema)
        where TContext : ModuleContext
    {
        services.AddDbContextPool<TContext>(
            (provider, options) =>
                options
                    .UseNpgsql(
                        provider.GetRequiredService<NpgsqlDataSource>(),
                        npgsql => npgsql.MigrationsHistoryTable(SchemaMigrator.History, schema)
                    )
                    .AddInterceptors(new HeldTransactions())
                    .UseSnakeCaseNamingConvention()
                    // Migrations are SQL written by hand; a test compares the model with the schema they make instead.
                    .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning))
                    .EnableThreadSafetyChecks(false)
        );
        services.AddScoped<NewRows<TModule>>().AddOutbox<TModule>().AddSingleton<Job<TModule>>();
        services.AddScoped<IUnitOfWork<TModule>, PostgresUnitOfWork<TModule, TContext>>();
        services.AddScoped<IIdempotency<TModule>, PostgresIdempotency<TModule, TContext>>();
        services.AddScoped<IPrunable>(provider => provider.GetRequiredService<IIdempotency<TModule>>());
        services.AddSingleton(new MigratedContext(typeof(TContext), schema));
        services.AddSingleton(new WarmUpStep(false, (scope, _) => Task.FromResult(scope.GetRequiredService<TContext>().Model)));
        return services;
    }

    /// <summary>
    /// Has an aggregate looked for that is not there, before this process says that it is ready: queries are compiled by that. It is not looked
    /// for through the decorators, so that no metric tells of it.
    /// </summary>
    /// <typeparam name="TRepository">Class of the repository.</typeparam>
    /// <typeparam name="TAggregate">What it keeps.</typeparam>
    /// <typeparam name="TId">Its identifier.</typeparam>
    /// <param name="services">Where.</param>
    /// <param name="nobody">An identifier that no aggregate has.</param>
    public static IServiceCollection AddWarmUp<TRepository, TAggregate, TId>(this IServiceCollection services, TId nobody)
        where TRepository : class, IRepository<TAggregate, TId>
        where TAggregate : Aggregate<TId>
        where TId : struct =>
        services.AddSingleton(new WarmUpStep(true, (scope, ct) => ActivatorUtilities.CreateInstance<TRepository>(scope).Find(nobody, ct)));

    /// <summary>Has something played in a transaction that is rolled back, before this process says that it is ready.</summary>
    /// <typeparam name="TModule">Whose.</typeparam>
    /// <typeparam name="TContext">The module's context.</typeparam>
    /// <typeparam name="TRehearsal">What is played.</typeparam>
    public static IServiceCollection AddRehearsal<TModule, TContext, TRehearsal>(this IServiceCollection services)
        where TContext : ModuleContext
        where TRehearsal : IRehearsal<TModule> =>
        services.AddSingleton(
            new WarmUpStep(
                true,
                async (scope, ct) =>
                {
                    await using var transaction = await scope.GetRequiredService<TContext>().Database.BeginTransactionAsync(ct);
                    var work = ActivatorUtilities.CreateInstance<PostgresUnitOfWork<TModule, TContext>>(scope);
                    if ((await ActivatorUtilities.CreateInstance<TRehearsal>(scope).Play(work, ct)).Error is { } refused)
                        throw new InvalidOperationException($"{typeof(TRehearsal).Name}: {refused.Code}");
                    await transaction.RollbackAsync(ct);
                }
            )
        );
}

/// <summary>
/// What a module does most, done once before the first caller has to wait until it is compiled. It takes no lock that others need, and no
/// decorated service, so that neither log nor metrics tell of it.
/// </summary>
/// <typeparam name="TModule">Whose.</typeparam>
public interface IRehearsal<TModule>
{
    /// <summary>Plays it.</summary>
    /// <param name="work">Writes to a transaction that will be rolled back.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>A refusal when it did not come to its end.</returns>
    Task<Result> Play(IUnitOfWork<TModule> work, CancellationToken ct);
}

/// <summary>A context whose schema the migrator keeps.</summary>
/// <param name="Type">Type of the context.</param>
/// <param name="Schema">The module's schema.</param>
public sealed record MigratedContext(Type Type, string Schema)
{
    /// <summary>Names of the migrations that this program knows, in order.</summary>
    public IEnumerable<string> Migrations =>
        Type
            .Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<DbContextAttribute>()?.ContextType == Type)
            .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id)
            .OfType<string>()
            .Order(StringComparer.Ordinal);
}
