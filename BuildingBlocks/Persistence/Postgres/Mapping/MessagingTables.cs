namespace Procurement.BuildingBlocks.Persistence.Postgres.Mapping;

/// <summary>
/// The tables between a change in one module and its effect in another, as every module has them in its own schema (ADR 0016). A row that
/// is there is work to do and a row that is gone is done: no column says how far it is, so none can be wrong after a crash.
/// </summary>
internal static class MessagingTables
{
    /// <summary>Rows come and go by the thousand: what is dead is taken away early, often and without a pause.</summary>
    private const string Queue =
        "autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0, "
        + "autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 20000, "
        + "autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 5000, vacuum_truncate = off";

    public static string Sql(string schema) => Outgoing(schema) + Log(schema) + Incoming(schema) + PutAside(schema) + Operations(schema);

    private static string Columns(string schema, string notNull = " NOT NULL") =>
        $"""
            message_id        uuid{notNull},
                event_type        text{notNull},
                event_version     smallint{notNull},
                subject           text{notNull},
                partition_key     text{notNull},
                aggregate_version bigint{notNull},
                correlation_id    uuid{notNull},
                causation_id      uuid,
                trace_parent      text,
                trace_state       text,
                occurred_at       timestamptz{notNull},
                data              {schema}.event_data{notNull},
            """;

    private static string Outgoing(string schema) =>
        $"""

            CREATE DOMAIN {schema}.event_data AS text CHECK (octet_length(VALUE) <= {EventEnvelope.MostBytes});

            -- What other modules are to be told, in the order in which it is told.
            CREATE TABLE {schema}.outbox (
                seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                {Columns(schema).TrimEnd(',')}
            ) WITH (fillfactor = 100, {Queue});

            -- What no broker will ever take. Later events of the same key wait until somebody has decided.
            CREATE TABLE {schema}.outbox_dead (
                id          uuid PRIMARY KEY,
                seq         bigint NOT NULL,
                {Columns(schema)}
                attempts    int NOT NULL,
                error       text NOT NULL,
                dead_at     timestamptz NOT NULL DEFAULT now(),
                resolved_at timestamptz,
                resolution  text,
                resolved_by text
            );
            CREATE INDEX outbox_dead_parked ON {schema}.outbox_dead (partition_key) WHERE resolved_at IS NULL;

            -- How often the event in front could not be handed over for a reason of its own.
            CREATE TABLE {schema}.relay_state (
                only_row        boolean PRIMARY KEY DEFAULT true CHECK (only_row),
                head_seq        bigint,
                attempts        int NOT NULL DEFAULT 0,
                last_error      text,
                -- Rows put back by an operator lie after this, where a relay may no longer look by itself; null when there are none.
                look_from       bigint
            ) WITH (fillfactor = 50);
            INSERT INTO {schema}.relay_state DEFAULT VALUES;

            """;

    /// <summary>Partitions by month are dropped when they are old. The next are made ahead of time; the last resort takes what fits none.</summary>
    private static string Log(string schema) =>
        $"""

            -- What was told, for replay.
            CREATE TABLE {schema}.event_log (
                seq bigint NOT NULL,
                {Columns(schema)}
                PRIMARY KEY (occurred_at, seq)
            ) PARTITION BY RANGE (occurred_at);
            CREATE INDEX event_log_type ON {schema}.event_log (event_type, occurred_at);
            CREATE INDEX event_log_key ON {schema}.event_log (partition_key, aggregate_version);
            CREATE TABLE {schema}.event_log_rest PARTITION OF {schema}.event_log DEFAULT;

            CREATE FUNCTION {schema}.make_event_log_partitions(months int) RETURNS void LANGUAGE plpgsql AS $$
            DECLARE
                start timestamptz;
            BEGIN
                FOR i IN 0..months LOOP
                    start := date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' + make_interval(months => i);
                    EXECUTE format('CREATE TABLE IF NOT EXISTS {schema}.%I PARTITION OF {schema}.event_log FOR VALUES FROM (%L) TO (%L)',
                        'event_log_' || to_char(start AT TIME ZONE 'UTC', 'YYYYMM'), start, start + interval '1 month');
                END LOOP;
            END $$;
            SELECT {schema}.make_event_log_partitions(2);

            """;

    private static string Incoming(string schema) =>
        $"""

            -- What consumers of this module have still to do: a row for each event and consumer.
            CREATE TABLE {schema}.inbox (
                seq             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                consumer        text NOT NULL,
                {Columns(schema)}
                source          text NOT NULL,
                attempts        smallint NOT NULL DEFAULT 0,
                next_attempt_at timestamptz NOT NULL DEFAULT now(),
                last_error      text,
                received_at     timestamptz NOT NULL DEFAULT now()
            ) WITH (fillfactor = 85, {Queue});
            CREATE INDEX inbox_order ON {schema}.inbox (consumer, partition_key, seq);
            CREATE INDEX inbox_retries ON {schema}.inbox (consumer, partition_key, seq) WHERE attempts > 0;

            -- What each consumer was given once. Identifiers begin with their time, so the old ones are one range of the key.
            CREATE TABLE {schema}.inbox_seen (
                message_id uuid NOT NULL,
                consumer   text NOT NULL,
                CONSTRAINT inbox_seen_pkey PRIMARY KEY (message_id, consumer)
            ) WITH (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 100000);

            -- Who works on a consumer's messages, and when that ended without a word.
            CREATE TABLE {schema}.inbox_lease (
                consumer    text PRIMARY KEY,
                holder      text,
                unclean     timestamptz[] NOT NULL DEFAULT '{"{}"}'
            );

            """;

    private static string PutAside(string schema) =>
        $"""

            -- What a consumer could not do, or what could not even be read: then without what an event has, but with its bytes.
            CREATE TABLE {schema}.inbox_dead (
                id          uuid PRIMARY KEY,
                -- Its place in the inbox, where it is put back: before what waits for it. Null for what never had one.
                seq         bigint,
                consumer    text NOT NULL,
                {Columns(schema, "")}
                source      text NOT NULL,
                attempts    int NOT NULL,
                error_type  text NOT NULL,
                error       text NOT NULL,
                stack       text,
                raw         bytea,
                received_at timestamptz NOT NULL,
                dead_at     timestamptz NOT NULL DEFAULT now(),
                resolved_at timestamptz,
                resolution  text,
                resolved_by text
            );
            CREATE INDEX inbox_dead_parked ON {schema}.inbox_dead (consumer, partition_key) WHERE resolved_at IS NULL;

            """;

    private static string Operations(string schema) =>
        $"""

            -- What operators did to all this.
            CREATE TABLE {schema}.operations (
                id     uuid PRIMARY KEY,
                at     timestamptz NOT NULL DEFAULT now(),
                actor  text NOT NULL,
                action text NOT NULL,
                target text NOT NULL,
                rows   bigint NOT NULL,
                reason text
            );
            """;
}
