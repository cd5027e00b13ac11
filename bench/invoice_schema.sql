-- A matched invoice in a plain schema with its keys, for the database's own limit.
CREATE TABLE invoices (
    id          uuid PRIMARY KEY,
    supplier_id uuid NOT NULL,
    number      text NOT NULL,
    order_id    uuid NOT NULL,
    currency    char(3) NOT NULL,
    net_cents   bigint NOT NULL,
    gross_cents bigint NOT NULL,
    status      text NOT NULL,
    tax         json NOT NULL,
    match       json NOT NULL,
    created_at  timestamptz NOT NULL,
    UNIQUE (supplier_id, number)
);

CREATE TABLE invoice_lines (
    invoice_id        uuid NOT NULL REFERENCES invoices (id),
    line_number       int NOT NULL,
    order_line_number int NOT NULL,
    quantity          numeric NOT NULL,
    unit_price_cents  numeric NOT NULL,
    net_cents         bigint NOT NULL,
    PRIMARY KEY (invoice_id, line_number)
);

CREATE TABLE billings (
    order_id    uuid NOT NULL,
    invoice_id  uuid NOT NULL REFERENCES invoices (id),
    line_number int NOT NULL,
    place       int NOT NULL,
    quantity    numeric NOT NULL,
    credited    numeric NOT NULL,
    PRIMARY KEY (order_id, invoice_id, line_number)
);

CREATE TABLE history (
    aggregate_id uuid NOT NULL,
    version      bigint NOT NULL,
    event        text NOT NULL,
    actor        text NOT NULL,
    at           timestamptz NOT NULL,
    details      json,
    PRIMARY KEY (aggregate_id, version)
);

CREATE TABLE outbox (
    position   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    invoice_id uuid NOT NULL,
    event      text NOT NULL,
    payload    json NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE idempotency (
    client text NOT NULL,
    key    text NOT NULL,
    body   text NOT NULL,
    PRIMARY KEY (client, key)
);
