-- One order as one statement and one transaction: header, three lines, outbox row.
WITH header AS (
    INSERT INTO orders (id, supplier_id, requested_by, status, total_cents, currency, created_at)
    VALUES (gen_random_uuid(), '7d0f6a52-3b54-4a0e-9c3f-5f1f2a9be001', 'bob', 'Draft', 48300, 'USD', now())
    RETURNING id, supplier_id, requested_by, total_cents, created_at
), lines AS (
    INSERT INTO order_lines (order_id, line_number, sku, quantity, unit_price_cents)
    SELECT header.id, line.*
    FROM header, (VALUES (1, 'PAPER-A4', 20, 450), (2, 'TONER-BLACK', 2, 8900), (3, 'CHAIR-TASK', 1, 21500)) AS line
)
INSERT INTO outbox (order_id, event, payload, created_at)
SELECT id, 'PurchaseOrderCreated',
    json_build_object('order_id', id, 'supplier_id', supplier_id, 'requested_by', requested_by, 'total_cents', total_cents, 'currency', 'USD'),
    created_at
FROM header;
