#!/usr/bin/env bash
# Measures the service against the database's own limit, in one run on one PostgreSQL that is made for it and removed.
#
#   ROUNDS=9 SECONDS_PER_ROUND=4 bench/run.sh
#
# BASELINE names the folder of another checkout, or of a published service, to compare with as "before". SERVICE names the folder of a
# published service to measure instead of building this checkout. PEERS_HOME names a folder with other services, limit-rust.xz, seed-go.xz
# and wolverine-peer.tar.xz. COLLECTOR names an OpenTelemetry collector, packed with xz, to which the service sends a tenth of its traces;
# beside it then runs `quiet`, the same service without traces, metrics and access lines. With APART=yes runs `apart` too, the same service
# whose reads and commits each go alone. CONNECTIONS ask at a time. OPEN_SECONDS is how long requests arrive by themselves at the end.
# WARM_SECONDS bounds the warm-up of each service of ours. See docs/performance.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

: "${ROUNDS:=9}" "${SECONDS_PER_ROUND:=4}" "${WARM_SECONDS:=90}" "${OPEN_SECONDS:=20}"
# shellcheck source=bench/common.sh
. bench/common.sh
whole ROUNDS SECONDS_PER_ROUND WARM_SECONDS OPEN_SECONDS CONNECTIONS

# --- the services ---

# The other checkout is copied, so that building it leaves no trace there.
take_baseline() {
  if [ ! -f "$BASELINE/Host/Procurement.Host.csproj" ]; then
    take_published before "$BASELINE"
    return
  fi
  mkdir "$work/before"
  tar -C "$BASELINE" --exclude=./artifacts --exclude=./.data --exclude=./.git -cf - . | tar -C "$work/before" -xf -
  publish before "$work/before"
}

start_peer() {
  local name=$1 file=$2
  xz -dc "$PEERS_HOME/$file.xz" >"$work/$file"
  chmod +x "$work/$file"
  export RATE_RPS=1000000 RATE_BURST=1000000
  serve_peer "$name" "$work/$file"
  make_orders "$name"
}

# shellcheck source=bench/rounds.sh
. bench/rounds.sh

# What follows from a load is done before the next begins, and counted with it: events are handed on, orders made searchable.
come_to_rest() {
  local pid=${pids[$2]:-} spent before attempt
  [ -n "$pid" ] || return 0
  spent=$(ticks "$pid")
  for ((attempt = 0; attempt < 30; attempt++)); do
    sleep 1
    before=$spent spent=$(ticks "$pid")
    # A twentieth of one core, of which the idle workers take a fifth.
    ((spent - before > hz / 20)) || return 0
  done
  fail "$2 did not come to rest after $1."
}
after_load=come_to_rest

# Requests at half the median rate of the rounds, which arrive whether or not the ones before were answered.
open_loop() {
  printf '\n| open loop, half of the maximum | per second | p50 ms | p99 ms | p99.9 ms |\n|---|---|---|---|---|\n'
  local load
  export MIX RATE LISTS=/dev/null
  for load in GET:read POST-without-key:create; do
    MIX=${load#*:}=100
    RATE=$(awk -v name="${load%:*}:service" '$1 == name { print int($3 / 2) }' "$work/results" | median)
    echo "OPEN:service $(run_load MIXED service "$OPEN_SECONDS") 0 0" >>"$work/results"
    awk -v load="${load%:*}" '$1 == "KIND" && $2 == "all" { gsub(/-/, " ", load); printf "| %s | %d | %.1f | %.1f | %.1f |\n", load, $4, $5, $6, $7 }' \
      "$work/MIXED.wrk"
  done
}

stored() { sql "${databases[$1]}" -c 'SELECT count(*) FROM purchasing.purchase_orders'; }

# --- the run ---

ours=(service) kinds=(POST POST-without-key GET)

if [ -n "${BASELINE:-}" ]; then
  take_baseline
  ours+=(before)
fi
take_service
start_postgres durable
postmaster=$(head -n 1 "$work/postgres/data/postmaster.pid")
sql "$url" -c 'CREATE DATABASE pgbench'
sql "${url%/*}/pgbench" -f bench/schema.sql
limit=bench/create_order.sql

loads=(pgbench:pgbench)
for kind in "${kinds[@]}"; do
  for name in "${ours[@]}"; do loads+=("$kind:$name"); done
done
export METRICS_ADDR=$host:0
if [ -n "${COLLECTOR:-}" ]; then start_collector; fi
for name in "${ours[@]}"; do start_ours "$name"; done
if [ -n "${APART:-}" ]; then
  binaries[apart]=${binaries[service]}
  DB_READS_IN_FLIGHT=0 DB_COMMITS_IN_FLIGHT=0 start_ours apart
  ours+=(apart)
  for kind in "${kinds[@]}"; do loads+=("$kind:apart"); done
fi
if [ -n "${COLLECTOR:-}" ]; then
  binaries[quiet]=${binaries[service]}
  export OTEL_TRACES_EXPORTER=none METRICS_ADDR='' LOG_LEVEL=error
  start_ours quiet
  ours+=(quiet)
  loads+=(POST:quiet GET:quiet)
fi
if [ -n "${PEERS_HOME:-}" ]; then
  start_peer rust limit-rust
  start_peer go seed-go
  start_wolverine
  loads+=(POST:rust GET:rust POST:go GET:go POST:wolverine)
fi

for name in "${ours[@]}"; do warm "$name" "${kinds[@]}"; done
for load in "${loads[@]}"; do
  case $load in
    *:rust | *:go) run_load "${load%%:*}" "${load#*:}" 1 >/dev/null ;;
    *:wolverine) run_load POST wolverine 30 >/dev/null ;;
  esac
done
run_pgbench 2 >/dev/null

declare -A at_first
for name in "${ours[@]}"; do at_first[$name]=$(stored "$name"); done
rounds
open_loop

# An answer that a repeated key had replayed, or one for an order that is not there, would be no work done.
for name in "${ours[@]}"; do
  answered=$(awk -v name="$name" '$1 == "POST:" name || $1 == "POST-without-key:" name { n += $2 - $6 } END { print n + 0 }' "$work/results")
  written=$(($(stored "$name") - at_first[$name]))
  [ "$written" -ge "$answered" ] || fail "Only $written of the $answered orders of $name are in the database."
done
no_errors
