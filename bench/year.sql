-- A year of orders up to an hour ago, made out of a few that the service itself wrote, so that whatever it stores is there and fits.
-- `orders` is their number. Identifiers are UUIDv7 a few milliseconds older than created_at, as the service makes them.
\set ON_ERROR_STOP on
SET synchronous_commit = off;
SET work_mem = '256MB';

-- Nothing is to be made searchable twice: orders and their entries come in one commit.
BEGIN;
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

-- What is ordered: twenty thousand things of three words, some of them Chinese, a few of which are in most orders.
CREATE FUNCTION pg_temp.grams(texts text) RETURNS tsvector LANGUAGE sql AS $$
    SELECT array_to_tsvector(array_agg(DISTINCT part)) FROM unnest(string_to_array(lower(texts), E'\n')) AS t,
        LATERAL (SELECT substr(t, i, 3) AS part FROM generate_series(1, length(t) - 1) AS i) AS parts
$$;
CREATE TEMP TABLE words AS
SELECT w, substr(translate(md5(w::text), '0123456789abcdef', 'etaoinshrdlucmfw'), 1, 3 + w % 6) AS word FROM generate_series(0, 5999) AS w;
CREATE TEMP TABLE things AS
SELECT thing, sku, description, pg_temp.grams(sku || E'\n' || description) || array_to_tsvector(ARRAY[E'\x01' || sku]) AS grams
FROM (
    SELECT i AS thing, 'SKU-' || lpad(i::text, 5, '0') AS sku, CASE WHEN i % 5000 = 4999 THEN '办公椅子 ' ELSE '' END
        || concat_ws(' ', a.word, b.word, c.word) AS description
    FROM generate_series(0, 19999) AS i JOIN words a ON a.w = i % 6000 JOIN words b ON b.w = i * 31 % 997 JOIN words c ON c.w = i * 17 % 89
) AS made;
CREATE TEMP TABLE chosen AS
SELECT f.*, 'po-' || 1000000000 + f.i AS number, t.sku, t.description, t.grams, (100 + floor(1000000 * random() ^ 4))::bigint AS total
FROM (SELECT *, floor(20000 * random() ^ 3)::int AS thing FROM fresh_orders) f JOIN things t USING (thing);
CREATE TEMP TABLE requesters AS SELECT DISTINCT requester, pg_temp.grams(requester) AS grams FROM fresh_orders;
CREATE TEMP TABLE rest AS SELECT pg_temp.grams('PAPER-A4') || array_to_tsvector(ARRAY[E'\x01PAPER-A4']) AS grams;
CREATE UNIQUE INDEX ON chosen (i);
ANALYZE chosen, requesters;

INSERT INTO purchasing.purchase_orders
SELECT new.* FROM chosen f JOIN sample s ON s.id = f.sample_id
CROSS JOIN LATERAL jsonb_populate_record(NULL::purchasing.purchase_orders, to_jsonb(s) || jsonb_build_object(
    'id', f.id, 'number', 1000000000 + f.i, 'supplier_id', f.supplier, 'requested_by', f.requester, 'created_at', f.at, 'updated_at', f.at,
    'total_cents', f.total,
    -- Unique among those of one requester, supplier and currency.
    'split_number', CASE WHEN s.split_number IS NOT NULL THEN 1000000000 + f.i END)) AS new
ORDER BY f.i;

INSERT INTO purchasing.line_items
SELECT new.* FROM chosen f JOIN sample_lines s ON s.order_id = f.sample_id
CROSS JOIN LATERAL jsonb_populate_record(NULL::purchasing.line_items, to_jsonb(s) || jsonb_build_object('order_id', f.id)
    || CASE s.line_number WHEN 1 THEN jsonb_build_object('sku', f.sku, 'description', f.description) ELSE '{}' END) AS new
ORDER BY f.i;

INSERT INTO purchasing.history
SELECT new.* FROM fresh_orders f JOIN sample_history s ON s.aggregate_id = f.sample_id
CROSS JOIN LATERAL jsonb_populate_record(NULL::purchasing.history, to_jsonb(s) || jsonb_build_object('aggregate_id', f.id, 'at', f.at)) AS new
ORDER BY f.i;

-- As the service makes them, but out of what is known of things and requesters already.
SELECT indexdef FROM pg_indexes WHERE indexname = 'order_search_grams' \gset
DROP INDEX purchasing.order_search_grams;
INSERT INTO purchasing.order_search
SELECT f.id, 1, concat_ws(E'\n', number, f.requester, lower(f.sku), 'paper-a4', lower(f.description)),
    r.grams || f.grams || rest.grams || array_to_tsvector(ARRAY[
        'po-', 'o-1', '-10', substr(number, 4, 3), substr(number, 5, 3), substr(number, 6, 3), substr(number, 7, 3), substr(number, 8, 3),
        substr(number, 9, 3), substr(number, 10, 3), substr(number, 11, 3), right(number, 2), E'\x02sup_' || f.supplier, E'\x03' || f.requester])
FROM chosen f JOIN requesters r USING (requester) CROSS JOIN rest
ORDER BY f.i;
:indexdef;
COMMIT;

VACUUM (ANALYZE) purchasing.purchase_orders, purchasing.line_items, purchasing.history, purchasing.order_search;
