-- An order in a plain schema with its keys, for the database's own limit.
CREATE TABLE orders (
    id           uuid PRIMARY KEY,
    supplier_id  uuid NOT NULL,
    requested_by text NOT NULL,
    status       text NOT NULL,
    total_cents  bigint NOT NULL,
    currency     char(3) NOT NULL,
    created_at   timestamptz NOT NULL
);

CREATE TABLE order_lines (
    order_id         uuid NOT NULL REFERENCES orders (id),
    line_number      int NOT NULL,
    sku              text NOT NULL,
    quantity         int NOT NULL,
    unit_price_cents bigint NOT NULL,
    PRIMARY KEY (order_id, line_number)
);

CREATE TABLE outbox (
    position   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id   uuid NOT NULL,
    event      text NOT NULL,
    payload    json NOT NULL,
    created_at timestamptz NOT NULL
);
