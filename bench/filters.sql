-- A year of orders up to an hour ago, made out of a few that the service itself wrote, so that whatever it stores is there and fits.
-- `orders` is their number. Identifiers are UUIDv7 a few milliseconds older than created_at, as the service makes them.
\set ON_ERROR_STOP on
SET synchronous_commit = off;
SET work_mem = '256MB';

CREATE TEMP TABLE sample AS SELECT * FROM purchasing.purchase_orders;
CREATE TEMP TABLE sample_lines AS SELECT * FROM purchasing.line_items;
CREATE TEMP TABLE sample_history AS SELECT * FROM purchasing.history WHERE version = 1;
CREATE TEMP TABLE sample_kinds AS
SELECT o.id, o.status, row_number() OVER (PARTITION BY o.status ORDER BY o.id) - 1 AS place, count(*) OVER (PARTITION BY o.status) AS places
FROM sample o;

SELECT setseed(0.5);

-- Few suppliers and requesters have most of the orders. Supplier 0 and requester 0 are each other's strangers, though both have many;
-- the last of each has three orders. What is not approved is young, but for some drafts that were left lying.
CREATE TEMP TABLE fresh AS
SELECT i, at,
    (lpad(to_hex(floor(extract(epoch FROM at - random() * interval '3 ms') * 1000)::bigint), 12, '0') || '7' || substr(noise, 1, 3) || 'a'
        || substr(noise, 4, 15))::uuid AS id,
    CASE WHEN i % (:orders / 3) = 7 THEN 999 ELSE supplier END AS supplier,
    CASE WHEN i % (:orders / 3) = 8 THEN 999 WHEN supplier = 0 AND requester = 0 THEN 1 ELSE requester END AS requester,
    CASE WHEN lot < CASE WHEN i > 0.9 * :orders THEN 0.3 ELSE 0.01 END THEN 'Draft'
        WHEN lot < CASE WHEN i > 0.9 * :orders THEN 0.6 ELSE 0.011 END THEN 'AwaitingApproval'
        ELSE 'Approved' END AS status
FROM (
    SELECT i, now() - interval '1 hour' - interval '365 days' * (1 - i::float8 / :orders) AS at, md5(i::text || random()) AS noise,
        floor(900 * random() ^ 3)::int AS supplier, floor(900 * random() ^ 3)::int AS requester, random() AS lot
    FROM generate_series(1, :orders) AS i
) AS drawn;

CREATE TEMP TABLE fresh_orders AS
SELECT f.i, f.at, f.id, k.id AS sample_id, format('requester-%s', f.requester) AS requester,
    (lpad(to_hex(f.supplier), 8, '0') || '-0000-7000-8000-000000000000')::uuid AS supplier
FROM fresh f JOIN sample_kinds k ON k.status = f.status AND k.place = f.i % k.places;

INSERT INTO purchasing.purchase_orders
SELECT new.* FROM fresh_orders f JOIN sample s ON s.id = f.sample_id
CROSS JOIN LATERAL jsonb_populate_record(NULL::purchasing.purchase_orders, to_jsonb(s) || jsonb_build_object(
    'id', f.id, 'number', 1000000000 + f.i, 'supplier_id', f.supplier, 'requested_by', f.requester, 'created_at', f.at, 'updated_at', f.at)) AS new
ORDER BY f.i;

INSERT INTO purchasing.line_items
SELECT new.* FROM fresh_orders f JOIN sample_lines s ON s.order_id = f.sample_id
CROSS JOIN LATERAL jsonb_populate_record(NULL::purchasing.line_items, to_jsonb(s) || jsonb_build_object('order_id', f.id)) AS new
ORDER BY f.i;

INSERT INTO purchasing.history
SELECT new.* FROM fresh_orders f JOIN sample_history s ON s.aggregate_id = f.sample_id
CROSS JOIN LATERAL jsonb_populate_record(NULL::purchasing.history, to_jsonb(s) || jsonb_build_object('aggregate_id', f.id, 'at', f.at)) AS new
ORDER BY f.i;

VACUUM (ANALYZE) purchasing.purchase_orders, purchasing.line_items, purchasing.history;
