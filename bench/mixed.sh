#!/usr/bin/env bash
# Measures whether users who read, list, order and submit at the same time are answered as fast with a million orders as with a thousand.
# Two services on one PostgreSQL that is made for it and removed, in alternating rounds; fails when the p99 of a kind is more than 1.2 times
# as long with many.
#
#   ROUNDS=5 SECONDS_PER_ROUND=15 ORDERS=1000000 bench/mixed.sh
#
# Requests arrive at half the rate that the service makes at most, whether or not the ones before were answered. SERVICE names the folder of a
# published service to measure instead of building this checkout. See docs/performance.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

: "${ROUNDS:=5}" "${SECONDS_PER_ROUND:=15}" "${WARM_SECONDS:=60}" "${ORDERS:=1000000}"
few=1000 most=1.2
# shellcheck source=bench/common.sh
. bench/common.sh
# shellcheck source=bench/year.sh
. bench/year.sh
whole ROUNDS SECONDS_PER_ROUND WARM_SECONDS ORDERS CONNECTIONS
((ORDERS >= few)) || fail "ORDERS is at least $few."
declare -A orders=([few]=$few [many]=$ORDERS)
export MIX='read=70 list=10 create=15 submit=5' RATE=0 LISTS=bench/pages.txt
# So many orders of one requester in a day would be taken for one that was split.
export PURCHASING_SPLIT_WINDOW=0s

take_service
start_postgres durable
for name in few many; do
  binaries[$name]=${binaries[service]}
  start_ours "$name"
  make_year "$name" "${orders[$name]}"
  sql "${databases[$name]}" -c "SELECT 'po_' || id FROM purchasing.purchase_orders ORDER BY random() LIMIT 10000" >"$work/$name.ids"
done
for name in few many; do warm "$name" MIXED; done

# At most, in a closed loop.
for number in 1 2 3; do
  for name in few many; do echo "$name $(run_load MIXED "$name" 5)" >>"$work/at-most"; done
done
rate_of() { awk -v name="$1" '$1 == name { print $3 }' "$work/at-most" | median; }
RATE=$(rate_of few | awk '{ print int($1 / 2) }')

for ((number = 1; number <= ROUNDS; number++)); do
  echo "Round $number of $ROUNDS, $RATE a second" >&2
  for name in $( ((number % 2)) && echo few many || echo many few); do
    echo "$name:all $(run_load MIXED "$name" "$SECONDS_PER_ROUND")" >>"$work/results"
    sed -n "s/^KIND /$name /p" "$work/MIXED.wrk" >>"$work/kinds"
  done
done

printf '| orders | mixed requests a second at most |\n|---|---|\n'
for name in few many; do echo "| ${orders[$name]} | $(rate_of "$name") |"; done
printf '\n| %s a second | p50 ms, %s orders | %s orders | p99 ms, %s | %s | p99.9 ms, %s | %s | p99: many / few, at most %s |\n|---|---|---|---|---|---|---|---|\n' \
  "$RATE" "$few" "$ORDERS" "$few" "$ORDERS" "$few" "$ORDERS" "$most"
# Medians of the rounds.
for kind in read list create submit all; do
  for column in 5 6 7; do
    for name in few many; do
      awk -v name="$name" -v kind="$kind" -v column="$column" '$1 == name && $2 == kind { print $column }' "$work/kinds" | median
    done
  done | paste -s -d ' ' | sed "s/^/$kind /"
done >"$work/medians"
awk '{ printf "| %s | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.2f |\n", $1, $2, $3, $4, $5, $6, $7, $5 / $4 }' "$work/medians"
echo
circumstances "$ROUNDS rounds of $SECONDS_PER_ROUND s"

no_errors
awk -v most="$most" '$5 > most * $4 { print $1; bad = 1 } END { exit bad }' "$work/medians" >"$work/slower" ||
  fail "With $ORDERS orders the p99 is more than $most times as long: $(paste -s -d ' ' "$work/slower")."
