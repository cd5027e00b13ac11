#!/usr/bin/env bash
# Measures the service against the database's own limit, in one run on one PostgreSQL that is made for it and removed.
#
#   ROUNDS=9 SECONDS_PER_ROUND=4 bench/run.sh
#
# PEERS_HOME names a folder with other services to compare with, limit-rust.xz and seed-go.xz. See docs/performance.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

rounds=${ROUNDS:-9} seconds=${SECONDS_PER_ROUND:-4}
# shellcheck source=bench/common.sh
. bench/common.sh
[[ $rounds =~ ^[1-9][0-9]*$ && $seconds =~ ^[1-9][0-9]*$ ]] || fail 'ROUNDS and SECONDS_PER_ROUND are whole numbers from 1.'

# --- the services ---

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

ticks() { sed -E 's/.*\) //' "/proc/$1/stat" | awk -v reaped="${2:-0}" '{ print $12 + $13 + (reaped ? $14 + $15 : 0) }'; }

# CPU time of PostgreSQL: the postmaster with the children it has buried, and those that live.
postgres_ticks() {
  local child children sum
  sum=$(ticks "$postmaster" 1)
  read -r -a children <"/proc/$postmaster/task/$postmaster/children" || true
  for child in "${children[@]}"; do
    if [ -r "/proc/$child/stat" ]; then sum=$((sum + $(ticks "$child"))); fi
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

# measure LABEL SERVICE COMMAND...: one round, one line in the results.
measure() {
  local label=$1 name=$2 own=0 postgres result
  if [ -n "${pids[$name]:-}" ]; then own=$(ticks "${pids[$name]}"); fi
  postgres=$(postgres_ticks)
  result=$("${@:3}")
  [ -n "$result" ] || fail "$label gave no result."
  # The backends of clients that left are buried in a moment.
  sleep 0.2
  postgres=$(($(postgres_ticks) - postgres))
  if [ -n "${pids[$name]:-}" ]; then own=$(($(ticks "${pids[$name]}") - own)); fi
  echo "$label $result $own $postgres" >>"$work/results"
  echo "  $label: $(cut -d ' ' -f 2 <<<"$result")/s" >&2
}

loads() {
  local duration=$1 name
  measure pgbench pgbench run_pgbench "$duration"
  for name in "${names[@]}"; do
    measure "POST-$name" "$name" run_wrk create_po "$name" "$duration"
    measure "GET-$name" "$name" run_wrk read_po "$name" "$duration"
  done
}

# --- the report ---

peak() { if [ -n "${pids[$1]:-}" ]; then awk '/^VmHWM/ { print int($2 / 1024) }' "/proc/${pids[$1]}/status"; else echo -; fi; }

report() {
  local name
  for name in "${names[@]}"; do echo "$name $(peak "$name")"; done >"$work/peaks"
  awk -v hz="$(getconf CLK_TCK)" '
    function sorted(label, column, list,   i, j, x, n) {
      n = count[label]
      for (i = 1; i <= n; i++) {
        x = value[label, column, i]
        for (j = i - 1; j >= 1 && list[j] > x; j--) list[j + 1] = list[j]
        list[j + 1] = x
      }
      return n
    }
    function median(label, column,   list, n) {
      n = sorted(label, column, list)
      return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
    }
    function cell(label, column, format,   list, n) {
      n = sorted(label, column, list)
      return sprintf(format " (" format " to " format ")", median(label, column), list[1], list[n])
    }
    function ratio(text, over, under, column) {
      if (over in count && under in count) printf "| %s | %.2f |\n", text, median(over, column) / median(under, column)
    }
    NR == FNR { peak[$1] = $2; next }
    {
      if (!($1 in count)) order[++labels] = $1
      i = ++count[$1]
      value[$1, "rate", i] = $3; value[$1, "p50", i] = $4; value[$1, "p99", i] = $5
      failed[$1] += $6; broken[$1] += $7
      value[$1, "own", i] = $8 * 1e6 / hz / $2; value[$1, "postgres", i] = $9 * 1e6 / hz / $2
    }
    END {
      print "| load | per second | p50 ms | p99 ms | non-2xx | socket errors | service CPU us | PostgreSQL CPU us | peak MiB |"
      print "|---|---|---|---|---|---|---|---|---|"
      for (l = 1; l <= labels; l++) {
        label = order[l]; name = label; sub(/^[A-Z]+-/, "", name); shown = label; sub(/-/, " ", shown)
        printf "| %s | %s | %s | %s | %d | %d | %s | %s | %s |\n", shown, cell(label, "rate", "%d"), cell(label, "p50", "%.1f"),
          cell(label, "p99", "%.1f"), failed[label], broken[label], name in peak ? cell(label, "own", "%d") : "-",
          cell(label, "postgres", "%d"), name in peak ? peak[name] : "-"
      }
      print "\n| ratio of medians | |\n|---|---|"
      ratio("POST / pgbench", "POST-service", "pgbench", "rate")
      ratio("GET / POST", "GET-service", "POST-service", "rate")
      ratio("POST / POST rust", "POST-service", "POST-rust", "rate")
      ratio("POST / POST go", "POST-service", "POST-go", "rate")
      ratio("GET / GET rust", "GET-service", "GET-rust", "rate")
      ratio("GET / GET go", "GET-service", "GET-go", "rate")
      ratio("p99 POST / p99 POST rust", "POST-service", "POST-rust", "p99")
    }' "$work/peaks" "$work/results"
  echo
  printf '%s, %s cores, %s, PostgreSQL %s, .NET %s; %s rounds of %s s, %s connections\n' "$(date -u +%F)" "$(nproc)" \
    "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(sql "$url" -c 'SHOW server_version')" \
    "$(dotnet --list-runtimes | sed -nE 's/^Microsoft\.AspNetCore\.App ([^ ]+).*/\1/p' | tail -n 1)" "$rounds" "$seconds" "$connections"
}

# --- the run ---

names=(service)

start_postgres
sql "$url" -c 'CREATE DATABASE pgbench'
sql "${url%/*}/pgbench" -f bench/schema.sql

start_ours
if [ -n "${PEERS_HOME:-}" ]; then
  start_peer rust limit-rust
  start_peer go seed-go
  names+=(rust go)
fi

echo 'Warm-up ...' >&2
# Tiered compilation needs some 40,000 orders until its last recompilation is done.
warmed=0
while ((warmed < 40000)); do warmed=$((warmed + $(run_wrk create_po service 4 | cut -d ' ' -f 1))); done
run_wrk read_po service 3 >/dev/null
for name in "${names[@]:1}"; do
  run_wrk create_po "$name" 2 >/dev/null
  run_wrk read_po "$name" 1 >/dev/null
done
run_pgbench 2 >/dev/null

stored=$(sql "$url" -c 'SELECT count(*) FROM purchasing.purchase_orders')
for ((round = 1; round <= rounds; round++)); do
  echo "Round $round of $rounds" >&2
  loads "$seconds"
done

report

# An answer that a repeated key had replayed, or one for an order that is not there, would be no work done.
answered=$(awk '$1 == "POST-service" { n += $2 - $6 } END { print n }' "$work/results")
stored=$(($(sql "$url" -c 'SELECT count(*) FROM purchasing.purchase_orders') - stored))
[ "$stored" -ge "$answered" ] || fail "Only $stored of $answered orders are in the database."
awk '$6 + $7 > 0 { bad = 1 } END { exit bad }' "$work/results" || fail 'Some answers were errors: the figures do not count.'
