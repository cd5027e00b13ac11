#!/usr/bin/env bash
# Measures the service against the database's own limit, in one run on one PostgreSQL that is made for it and removed.
#
#   ROUNDS=9 SECONDS_PER_ROUND=4 bench/run.sh
#
# BASELINE names the folder of another checkout, or of a published service, to compare with as "before". SERVICE names the folder of a
# published service to measure instead of building this checkout. PEERS_HOME names a folder with other services, limit-rust.xz and
# seed-go.xz. WARM_SECONDS bounds the warm-up of each service of ours. See docs/performance.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

: "${ROUNDS:=9}" "${SECONDS_PER_ROUND:=4}" "${WARM_SECONDS:=90}"
# shellcheck source=bench/common.sh
. bench/common.sh
whole ROUNDS SECONDS_PER_ROUND WARM_SECONDS

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
  sql "$url" -c "CREATE DATABASE $name"
  LISTEN_ADDR=$host:$(free_port)
  DATABASE_URL=${url%/*}/$name
  export LISTEN_ADDR DATABASE_URL RATE_RPS=1000000 RATE_BURST=1000000
  serve "$name" /healthz "$work/$file"
  addresses[$name]=$LISTEN_ADDR tokens[$name]='' suppliers[$name]=7d0f6a52-3b54-4a0e-9c3f-5f1f2a9be001
  make_orders "$name"
}

# --- the rounds ---

# CPU time of PostgreSQL: the postmaster with the children it has buried, and those that live.
postgres_ticks() {
  local child children spent sum
  sum=$(ticks "$postmaster" 1)
  read -r -a children <"/proc/$postmaster/task/$postmaster/children" || true
  for child in "${children[@]}"; do
    # One that ends just now is no longer there to read.
    if spent=$(ticks "$child" 2>/dev/null); then sum=$((sum + spent)); fi
  done
  echo "$sum"
}

run_pgbench() {
  rm -f "$work"/transactions.*
  pgbench -n -M prepared -c "$connections" -j "$threads" -T "$1" -f bench/create_order.sql -l --log-prefix="$work/transactions" \
    "${url%/*}/pgbench" >"$work/pgbench.log" 2>&1 || fail "pgbench failed: $(tail -n 3 "$work/pgbench.log")"
  sort -n -k 3,3 <(awk '{ print 0, 0, $3 }' "$work"/transactions.*) | awk \
    -v rate="$(sed -nE 's/^tps = ([0-9.]+).*/\1/p' "$work/pgbench.log")" \
    -v failed="$(sed -nE 's/^number of failed transactions: ([0-9]+).*/\1/p' "$work/pgbench.log")" '
    { latency[NR] = $3 / 1000 }
    function at(share) { return latency[int((NR - 1) * share) + 1] }
    END { printf "%d %.1f %.3f %.3f %d 0\n", NR, rate, at(0.5), at(0.99), failed }'
}

# measure KIND:NAME: one round, one line in the results.
measure() {
  local kind=${1%%:*} name=${1#*:} own=0 postgres result
  if [ -n "${pids[$name]:-}" ]; then own=$(ticks "${pids[$name]}"); fi
  postgres=$(postgres_ticks)
  if [ "$kind" = pgbench ]; then result=$(run_pgbench "$SECONDS_PER_ROUND"); else result=$(run_load "$kind" "$name" "$SECONDS_PER_ROUND"); fi
  [ -n "$result" ] || fail "$1 gave no result."
  # The backends of clients that left are buried in a moment.
  sleep 0.2
  postgres=$(($(postgres_ticks) - postgres))
  if [ -n "${pids[$name]:-}" ]; then own=$(($(ticks "${pids[$name]}") - own)); fi
  echo "$1 $result $own $postgres" >>"$work/results"
  echo "  ${1//[-:]/ }: $(cut -d ' ' -f 2 <<<"$result")/s" >&2
}

# round NUMBER: every load once. Every second round goes backwards, so that none always follows the same other.
round() {
  local i last=$((${#loads[@]} - 1))
  for ((i = 0; i <= last; i++)); do
    if (($1 % 2)); then measure "${loads[i]}"; else measure "${loads[last - i]}"; fi
  done
}

peaks() {
  local name
  for name in "${!pids[@]}"; do echo "$name $(awk '/^VmHWM/ { print int($2 / 1024) }' "/proc/${pids[$name]}/status")"; done
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

loads=(pgbench:pgbench)
for kind in "${kinds[@]}"; do
  for name in "${ours[@]}"; do loads+=("$kind:$name"); done
done
for name in "${ours[@]}"; do start_ours "$name"; done
if [ -n "${PEERS_HOME:-}" ]; then
  start_peer rust limit-rust
  start_peer go seed-go
  loads+=(POST:rust GET:rust POST:go GET:go)
fi

for name in "${ours[@]}"; do warm "$name" "${kinds[@]}"; done
for load in "${loads[@]}"; do
  case $load in *:rust | *:go) run_load "${load%%:*}" "${load#*:}" 1 >/dev/null ;; esac
done
run_pgbench 2 >/dev/null

declare -A at_first
for name in "${ours[@]}"; do at_first[$name]=$(stored "$name"); done
for ((number = 1; number <= ROUNDS; number++)); do
  echo "Round $number of $ROUNDS" >&2
  round "$number"
done

peaks >"$work/peaks"
awk -v hz="$hz" -f bench/report.awk "$work/peaks" "$work/results"
echo
show_warm_ups
echo
circumstances "$ROUNDS rounds of $SECONDS_PER_ROUND s"

# An answer that a repeated key had replayed, or one for an order that is not there, would be no work done.
for name in "${ours[@]}"; do
  answered=$(awk -v name="$name" '$1 == "POST:" name || $1 == "POST-without-key:" name { n += $2 - $6 } END { print n + 0 }' "$work/results")
  written=$(($(stored "$name") - at_first[$name]))
  [ "$written" -ge "$answered" ] || fail "Only $written of the $answered orders of $name are in the database."
done
awk '$6 + $7 > 0 { bad = 1 } END { exit bad }' "$work/results" || fail 'Some answers were errors: the figures do not count.'
