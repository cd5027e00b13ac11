#!/usr/bin/env bash
# Asks every combination of filters that GET /purchase-orders allows, the first page and one from the middle, on a year of orders, and
# fails when one page in a hundred takes 50 ms or more. Searches and amounts are combined with each value of every other filter, two at a time. The filters are those of /openapi.json, so that a new one cannot be forgotten.
#
#   ORDERS=1000000 bench/filters.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

: "${ORDERS:=1000000}"
# shellcheck source=bench/common.sh
. bench/common.sh
# shellcheck source=bench/year.sh
. bench/year.sh
whole ORDERS
((ORDERS >= 1000)) || fail 'ORDERS is at least 1000.'
command -v jq >/dev/null || fail "$0 needs jq."
most_milliseconds=50 times=${TIMES:-5}

# --- the orders ---

start_postgres throwaway
take_service
start_ours service

buyer=${tokens[service]}
make_year service "$ORDERS"

# --- the questions ---

get() { curl -sS --fail-with-body "http://${addresses[service]}$1" -H "Authorization: Bearer $buyer"; }

get /openapi.json >"$work/openapi.json"
# shellcheck disable=SC2016 # These are jq's own variables.
parameters='. as $all | def follow: if has("$ref") then (.["$ref"] | ltrimstr("#/") | split("/")) as $at | $all | getpath($at) else . end;
  .paths["/purchase-orders"].get.parameters[] | follow | select(.in == "query")'
mapfile -t filters < <(jq -r "$parameters"' | .name | select(. != "limit" and . != "cursor")' "$work/openapi.json")
((${#filters[@]} > 0)) || fail 'The service describes no filter.'

# moment SHARE: when that share of the orders had been created.
moment() {
  sql "${databases[service]}" -c "SELECT to_char(now() AT TIME ZONE 'UTC' - interval '1 hour' - interval '365 days' * (1 - $1),
    'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
}

# Those that are described, or else those that are there.
states() {
  jq -e -r "$parameters"' | select(.name == "status") | .schema | follow | .enum[]?' "$work/openapi.json" ||
    sql "${databases[service]}" -c 'SELECT DISTINCT status FROM purchasing.purchase_orders'
}

# values FILTER: what to ask for, from what few orders have to what most have.
values() {
  case $1 in
    status) states ;;
    supplier_id) printf '000003e7-0000-7000-8000-000000000000\n00000000-0000-7000-8000-000000000000\n' ;;
    requested_by) printf 'requester-999\nrequester-0\nrequester-1\n' ;;
    created_from) for share in 0 0.5 0.9999; do moment "$share"; done ;;
    created_to) for share in 0.0001 0.5001 1; do moment "$share"; done ;;
    # Something few orders have, what many have, what most have, and what none has.
    sku) printf 'SKU-19998\nSKU-00000\nPAPER-A4\nSKU-20000\n' ;;
    number) printf 'PO-1000000500\nPO-99999999\n' ;;
    currency) printf 'USD\nJPY\n' ;;
    min_total_cents) printf '0\n50000\n999000\n' ;;
    max_total_cents) printf '100\n200\n20000\n9000000\n' ;;
    # Two and three letters, Chinese, a word of one thing, parts of many numbers, and what could be there by its letters but is not.
    q) printf '%s\n' paper pa requester-999 19998 %E6%A4%85%E5%AD%90 00500 sku-0000 -99 "$word" xyzzy tapera zz %E0%B8%82%E0%B9%89%E0%B8%B2%E0%B8%A7 ;;
    *) fail "No values for the filter $1: choose some in bench/filters.sh." ;;
  esac
}

word=$(sql "${databases[service]}" -c "SELECT split_part(description, ' ', 1) FROM purchasing.line_items WHERE sku LIKE 'SKU-%' ORDER BY sku DESC LIMIT 1" | jq -rR @uri)
# crossed FILTER: whether it is combined with all others, not two at a time.
crossed() { case $1 in status | supplier_id | requested_by | created_from | created_to) true ;; *) false ;; esac }

mapfile -t filters < <(for filter in "${filters[@]}"; do if crossed "$filter"; then echo "0 $filter"; else echo "1 $filter"; fi; done |
  sort -s -n -k 1,1 | cut -d ' ' -f 2)
questions=('') single=('')
for filter in "${filters[@]}"; do
  values "$filter" >"$work/values"
  mapfile -t chosen <"$work/values"
  ((${#chosen[@]} > 0)) || fail "There is no value to ask the filter $filter for."
  if crossed "$filter"; then known=("${questions[@]}"); else known=("${single[@]}"); fi
  for value in "${chosen[@]}"; do
    for question in "${known[@]}"; do questions+=("$question&$filter=$value"); done
  done
  for value in "${chosen[@]}"; do single+=("&$filter=$value"); done
done
middle=$(get "/purchase-orders?limit=1&created_to=$(moment 0.7)" | jq -r .next)
for question in "${questions[@]}"; do
  echo "/purchase-orders?limit=100$question"
  echo "/purchase-orders?limit=100$question&cursor=$middle"
done >"$work/questions"
echo "Asking $(wc -l <"$work/questions") pages, $times times each (filters: ${filters[*]}) ..." >&2

# ask FILE: every question of the file on one connection; prints milliseconds to the first byte, status and question.
ask() {
  sed "s|.*|url=\"http://${addresses[service]}&\"\noutput=\"/dev/null\"|" "$1" >"$work/curl"
  curl -sS -K "$work/curl" -H "Authorization: Bearer $buyer" -w '%{time_pretransfer} %{time_starttransfer} %{http_code}\n' >"$work/answers"
  paste -d ' ' "$work/answers" "$1" | awk '{ printf "%.2f %s %s\n", ($2 - $1) * 1000, $3, $4 }'
}

ask "$work/questions" >/dev/null
for ((time = 0; time < times; time++)); do ask "$work/questions"; done >"$work/times"
awk '$2 != 200 { print; bad = 1 } END { exit bad }' "$work/times" >&2 || fail 'Some answers were errors.'
sort -k 3,3 -k 1,1n "$work/times" | awk -v times="$times" 'NR % times == int(times / 2) + 1 { print $1, $3 }' | sort -rn >"$work/medians"

# The worst of each combination of filters, whatever their values.
by_filters() {
  awk -v most="$most_milliseconds" '
    { question = $2; sub(/^[^?]*\?limit=100&?/, "", question); gsub(/=[^&]*/, "", question); gsub(/&/, ", ", question)
      sub(/(, )?cursor$/, "", question); pages[question]++; if ($1 >= most) slow[question]++
      if (!(question in worst)) { worst[question] = $1; order[++n] = question } }
    END { print "| filters | pages | of them slow | worst ms |\n|---|---|---|---|"
      for (i = 1; i <= n; i++) printf "| %s | %d | %d | %s |\n", order[i] == "" ? "none" : order[i], pages[order[i]], slow[order[i]], worst[order[i]] }' \
    "$work/medians"
}

# --- the plans of the worst, from the statements as the service sends them ---

for setting in "session_preload_libraries = 'auto_explain'" 'auto_explain.log_min_duration = 0' 'auto_explain.log_analyze = on' \
  'auto_explain.log_buffers = on'; do
  sql "${databases[service]}" -c "ALTER DATABASE service SET $setting"
done
stop service
serve_ours service "${binaries[service]}"

plan() {
  local log=$work/postgres/postgres.log seen
  seen=$(wc -l <"$log")
  get "$1" >/dev/null
  tail -n +$((seen + 1)) "$log" | awk '
    /^\t/ { if (inside) block = block $0 "\n"; next }
    { inside = /duration: .* plan:/; if (inside) { if (block ~ /purchase_orders/) kept = block; block = "" } }
    END { if (block ~ /purchase_orders/) kept = block; printf "%s", kept }' | sed -n '/(cost=/,$p' | head -n 14
}

awk -v times="$times" '{ t[NR] = $1 } END { printf "%d pages, each the median of %d; half of them take at most %s ms, 99 in 100 at most %s ms.\n\n", NR,
  times, t[int(NR / 2) + 1], t[int(NR / 100) + 1] }' "$work/medians"
by_filters
printf '\nThe worst:\n'
head -n 10 "$work/medians" >"$work/worst"
while read -r milliseconds question; do
  echo
  echo "$milliseconds ms  $question"
  plan "$question"
done <"$work/worst"
echo
circumstances "$ORDERS orders"

usual=$(sed -n "$(($(wc -l <"$work/medians") / 100 + 1))s/ .*//p" "$work/medians")
awk -v usual="$usual" -v most="$most_milliseconds" 'BEGIN { exit usual >= most }' ||
  fail "One page in a hundred takes $usual ms, $most_milliseconds or more."
