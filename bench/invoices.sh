#!/usr/bin/env bash
# Measures how many invoices of twenty lines are registered and matched in a second, beside what PostgreSQL inserts of the same rows: alone,
# and with all that follows from them. One run, one PostgreSQL that is made for it and removed.
#
#   ROUNDS=5 SECONDS_PER_ROUND=4 ORDERS=3000 bench/invoices.sh
#
# An order can be billed ten times: with more rounds, or on a faster machine, ORDERS has to be more. SERVICE names the folder of a published
# service to measure instead of building this checkout. See docs/performance.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

: "${ROUNDS:=5}" "${SECONDS_PER_ROUND:=4}" "${WARM_SECONDS:=60}" "${ORDERS:=3000}"
# shellcheck source=bench/common.sh
. bench/common.sh
whole ROUNDS SECONDS_PER_ROUND WARM_SECONDS ORDERS
# shellcheck source=bench/rounds.sh
. bench/rounds.sh
# shellcheck source=bench/received.sh
. bench/received.sh

# So many orders of one requester in a day would be taken for one that was split.
export PURCHASING_SPLIT_WINDOW=0s

stored() { sql "${databases[service]}" -c "SELECT count(*) FROM invoicing.invoices $*"; }

# Where the next load goes on.
FROM=0
run_invoices() {
  FROM=$(stored)
  export FROM
  ((FROM < ORDERS * (times_billed - 1))) || fail "$FROM invoices use up the $ORDERS orders: give more ORDERS."
}

# Waits until everything has been done that follows from the invoices.
run_out() {
  local left
  until left=$(sql "${databases[service]}" -c "SELECT $(
    for module in purchasing supplier invoicing; do printf '(SELECT count(*) FROM %s.outbox) + (SELECT count(*) FROM %s.inbox) + ' $module $module; done
  )0") && [ "$left" -eq 0 ]; do sleep 0.05; done
}

# Those that are measured alone leave their events where they are until the load is over: this has the turns to hand them on.
hold_back() {
  [ "$1" = INVOICE-alone ] || return 0
  local held
  coproc holder { exec psql -X -q -A -t -v ON_ERROR_STOP=1 "${databases[service]}"; }
  # shellcheck disable=SC2154 # coproc sets it.
  started+=("$holder_PID")
  echo "SELECT count(pg_advisory_lock(hashtextextended('relay.' || module, 0))) FROM unnest('{purchasing,supplier,invoicing}'::text[]) AS module;" \
    >&"${holder[1]}"
  { read -r -t 10 held <&"${holder[0]}" && [ "$held" = 3 ]; } || fail 'The turns to hand events on cannot be had.'
}

let_go() {
  [ "$1" = INVOICE-alone ] || return 0
  echo '\q' >&"${holder[1]}"
  wait "$holder_PID"
  unset 'started[-1]'
  run_out
}

# The others weigh with what follows from them.
waited=0
follow_up() {
  [ "$1" = INVOICE ] || return 0
  local from=$EPOCHREALTIME
  run_out
  waited=$(awk -v all="$waited" -v from="$from" -v to="$EPOCHREALTIME" 'BEGIN { print all + to - from }')
}

# sample NAME EXPRESSION: what one invoice of the service has, for the script of pgbench; the invoice is "i", its history "h", its order's "o".
sample() {
  local value
  value=$(sql "${databases[service]}" -c "
    SELECT $2 FROM (SELECT * FROM invoicing.invoices ORDER BY id DESC LIMIT 1) i,
      LATERAL (SELECT json_object_agg(event, details) AS j FROM invoicing.history WHERE aggregate_id = i.id) h,
      LATERAL (SELECT details FROM invoicing.history WHERE aggregate_id = i.order_id AND event = 'OrderBilled' LIMIT 1) o,
      LATERAL (SELECT convert_from(body, 'UTF8') AS body FROM invoicing.idempotency WHERE location = '/invoices/inv_' || i.id) a")
  [ -n "$value" ] || fail "The service's invoice tells no $1."
  limit_options+=(-D "$1=$value")
}

take_samples() {
  sample tax i.tax
  sample match i.match
  sample registered "h.j->'InvoiceRegistered'"
  sample matched "h.j->'InvoiceMatched'"
  sample billed o.details
  sample answer a.body
  # The events themselves are gone when they have been handed on: this is what they say.
  sample told_registered "json_build_object('invoice_id', 'inv_' || i.id, 'supplier_id', 'sup_' || i.supplier_id, 'invoice_number', i.number,
    'purchase_order_id', 'po_' || i.order_id, 'currency', i.currency, 'net_cents', i.net_cents, 'gross_cents', i.gross_cents, 'due_date', i.due_date)"
  sample told_matched "h.j->'InvoiceMatched'"
}

take_service
start_postgres durable
postmaster=$(head -n 1 "$work/postgres/data/postmaster.pid")
sql "$url" -c 'CREATE DATABASE pgbench'
sql "${url%/*}/pgbench" -f bench/invoice_schema.sql
limit=bench/create_invoice.sql
loads=(pgbench:pgbench INVOICE-alone:service INVOICE:service)
before_load=run_invoices before_measure=hold_back after_load=follow_up after_measure=let_go

start_ours service
make_received
tokens[service]=$("${binaries[service]}" token --sub carla --role ap_clerk)
warm service INVOICE
take_samples
run_out
run_pgbench 2 >/dev/null
at_first=$(stored)
rounds

answered=$(awk '$1 ~ /^INVOICE/ { n += $2 - $6 } END { print n + 0 }' "$work/results")
written=$(($(stored) - at_first))
[ "$written" -ge "$answered" ] || fail "Only $written of the $answered invoices are in the database."
unmatched=$(stored "WHERE status NOT IN ('Matched', 'ScheduledForPayment')")
[ "$unmatched" -eq 0 ] || fail "$unmatched invoices did not match."

echo
awk -v waited="$waited" -v rounds="$ROUNDS" 'BEGIN { printf "After a round of INVOICE it took %.1f s until all that followed was done.\n", waited / rounds }'

# What is compared are the same rows, and as much in them.
rows() { sql "$1" -c "SELECT string_agg(round(n, 1)::text, ' + ') FROM (VALUES $3) AS v (n)" | sed "s/^/$2: /"; }
per() { echo "((SELECT count(*) FROM $2)::numeric / (SELECT count(*) FROM $1))"; }
echo
echo 'Rows an invoice: invoice_lines + billings; bytes: invoice + a history row + an answer'
rows "${databases[service]}" service "$(per invoicing.invoices invoicing.invoice_lines), $(per invoicing.invoices invoicing.billings)"
rows "${url%/*}/pgbench" pgbench "$(per invoices invoice_lines), $(per invoices billings)"
bytes() { echo "((SELECT avg(pg_column_size(t.*)) FROM $1 t ${2:-}))"; }
of_match="WHERE event IN ('InvoiceRegistered', 'MatchStarted', 'InvoiceMatched', 'OrderBilled')"
rows "${databases[service]}" service "$(bytes invoicing.invoices), $(bytes invoicing.history "$of_match"), $(bytes invoicing.idempotency)"
rows "${url%/*}/pgbench" pgbench "$(bytes invoices), $(bytes history), $(bytes idempotency)"
no_errors
