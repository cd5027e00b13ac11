namespace Procurement.BuildingBlocks.Persistence.Postgres;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Update;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres.Writes;

/// <summary>Registrations that are the same for every module on PostgreSQL.</summary>
public static class PostgresModule
{
    /// <summary>Registers the one pool of connections that all modules share, as an <see cref="NpgsqlDataSource"/>.</summary>
    public static IServiceCollection AddPostgres(this IServiceCollection services, DatabaseAddress database, PoolSettings pool)
    {
        services.AddSingleton<PoolMetrics>();
        services.AddSingleton(provider => PostgresDataSource.Build(database, pool, provider.GetRequiredService<PoolMetrics>().Pool));
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
                        npgsql => npgsql.MigrationsHistoryTable("schema_history", schema)
                    )
                    .ReplaceService<IModificationCommandBatchFactory, GroupedWritesFactory>()
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
        services.AddSingleton(new MigratedContext(typeof(TContext)));
        return services;
    }
}

/// <summary>A context whose schema the migrator keeps.</summary>
/// <param name="Type">Type of the context.</param>
public sealed record MigratedContext(Type Type);
