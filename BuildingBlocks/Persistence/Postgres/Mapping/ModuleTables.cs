namespace Procurement.BuildingBlocks.Persistence.Postgres.Mapping;

using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Migrations.Operations.Builders;

/// <summary>
/// The tables that every module has in its own schema, said once. Rules for single values are domains: PostgreSQL prepares the checks of a
/// table anew for every statement, those of a domain once for a session (ADR 0011).
/// </summary>
public static class ModuleTables
{
    /// <summary>Creates them. A module's first migration begins with it; later ones may use its domains.</summary>
    /// <param name="migration">The module's migration.</param>
    /// <param name="schema">The module's schema, a constant of its code.</param>
    public static OperationBuilder<SqlOperation> CreateModuleTables(this MigrationBuilder migration, string schema) =>
        migration.Sql(Sql(schema));

    /// <summary>
    /// Creates the index by which a consumer's next messages are found. Without it, a plan that was made while the inbox was empty reads all
    /// that a consumer has to do for each few that it takes.
    /// </summary>
    /// <param name="migration">The module's migration.</param>
    /// <param name="schema">The module's schema, a constant of its code.</param>
    public static OperationBuilder<SqlOperation> IndexInbox(this MigrationBuilder migration, string schema) =>
        migration.Sql(InboxIndex(schema));

    /// <summary>That index. It may have been made by hand before, CONCURRENTLY (ADR 0029).</summary>
    public static string InboxIndex(string schema) => $"CREATE INDEX IF NOT EXISTS inbox_next ON {schema}.inbox (consumer, seq);";

    /// <summary>The statements.</summary>
    public static string Sql(string schema) =>
        $"""
            CREATE DOMAIN {schema}.positive_bigint AS bigint CHECK (VALUE > 0);
            CREATE DOMAIN {schema}.positive_int AS int CHECK (VALUE > 0);
            CREATE DOMAIN {schema}.subject AS text CHECK (length(VALUE) BETWEEN 1 AND 128);

            -- The key is also what the loser of a race collides with.
            CREATE TABLE {schema}.history (
                aggregate_id uuid NOT NULL,
                version      {schema}.positive_bigint NOT NULL,
                event        text NOT NULL,
                actor        text NOT NULL,
                on_behalf_of text,
                cause        text,
                at           timestamptz NOT NULL,
                from_state   text,
                to_state     text NOT NULL,
                details      json,
                trace_id     text,
                CONSTRAINT history_pkey PRIMARY KEY (aggregate_id, version)
            );

            CREATE TABLE {schema}.idempotency (
                client      text NOT NULL,
                key         text NOT NULL,
                fingerprint bytea NOT NULL,
                status      int NOT NULL,
                body        bytea NOT NULL,
                etag        text,
                location    text,
                created_at  timestamptz NOT NULL,
                CONSTRAINT idempotency_pkey PRIMARY KEY (client, key)
            );
            -- For pruning. A BRIN index is smaller, but opening it costs each statement that inserts one row more than the row.
            CREATE INDEX idempotency_created_at ON {schema}.idempotency (created_at);
            {MessagingTables.Sql(schema)}
            """;
}
