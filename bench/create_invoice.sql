-- A matched invoice of twenty lines as one statement and one transaction: the rows that the service inserts for one, with the JSON that it
-- has written into them.
WITH header AS (
    INSERT INTO invoices (id, supplier_id, number, order_id, currency, net_cents, gross_cents, status, tax, match, created_at)
    VALUES (gen_random_uuid(), '7d0f6a52-3b54-4a0e-9c3f-5f1f2a9be001', gen_random_uuid()::text, gen_random_uuid(), 'USD', 25000, 30000, 'Matched',
        :tax, :match, now())
    RETURNING id, order_id, created_at
), lines AS (
    INSERT INTO invoice_lines (invoice_id, line_number, order_line_number, quantity, unit_price_cents, net_cents)
    SELECT header.id, line, line, 1, 1250, 1250 FROM header, generate_series(1, 20) AS line
), billed AS (
    INSERT INTO billings (order_id, invoice_id, line_number, place, quantity, credited)
    SELECT header.order_id, header.id, line, line, 1, 0 FROM header, generate_series(1, 20) AS line
), told AS (
    INSERT INTO outbox (invoice_id, event, payload, created_at)
    SELECT header.id, event, payload::json, created_at
    FROM header, LATERAL (VALUES ('InvoiceRegistered', :told_registered), ('InvoiceMatched', :told_matched)) AS told (event, payload)
), answer AS (
    INSERT INTO idempotency (client, key, body) SELECT 'carla', header.id::text, :answer FROM header
)
INSERT INTO history (aggregate_id, version, event, actor, at, details)
SELECT changed.id, changed.version, changed.event, 'carla', created_at, details::json
FROM header, LATERAL (VALUES (header.id, 1, 'InvoiceRegistered', :registered), (header.id, 2, 'MatchStarted', NULL),
    (header.id, 3, 'InvoiceMatched', :matched), (header.order_id, 1, 'OrderBilled', :billed)) AS changed (id, version, event, details);
