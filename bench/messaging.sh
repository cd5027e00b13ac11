#!/usr/bin/env bash
# Measures how events are carried and handled, in rounds that alternate with the service that a .NET team would pick instead, on one
# PostgreSQL that is made for it and removed.
#
#   PEERS_HOME=../shared/peers ROUNDS=3 bench/messaging.sh
#
# PEERS_HOME names a folder with wolverine-peer.tar.xz; without it our own figures are printed alone. See docs/performance.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

: "${ROUNDS:=3}" "${SECONDS_PER_ROUND:=8}" "${BACKLOG_SECONDS:=15}"
# shellcheck source=bench/common.sh
. bench/common.sh
whole ROUNDS SECONDS_PER_ROUND BACKLOG_SECONDS

received() { sql "${databases[wolverine]}" -c 'SELECT count(*) FROM received'; }

# What its consumer gets done after the load has ended, a second.
drain_wolverine() {
  run_load POST wolverine "$BACKLOG_SECONDS" >/dev/null
  local before after seconds=4
  before=$(received)
  sleep "$seconds"
  after=$(received)
  echo $(((after - before) / seconds))
}

# Ours: the same consumer, an effect and nothing else, one message a transaction; and what else there is to say of carrying events.
measure_ours() {
  sql "$url" -c "CREATE DATABASE measure_$1"
  dotnet artifacts/bin/Messaging.Tests/release/Messaging.Tests.dll measure "${url%/*}/measure_$1" 2>"$work/measure.log" ||
    fail "The measures failed: $(tail -n 3 "$work/measure.log")"
}

dotnet build -c Release tests/Messaging.Tests --nologo -v quiet >&2
take_service
start_postgres durable
start_ours service
if [ -n "${PEERS_HOME:-}" ]; then start_wolverine; fi

warm service POST-without-key
if [ -n "${PEERS_HOME:-}" ]; then run_load POST wolverine 40 >/dev/null; fi

for ((number = 1; number <= ROUNDS; number++)); do
  echo "Round $number of $ROUNDS" >&2
  echo "service $(run_load POST service "$SECONDS_PER_ROUND" | cut -d ' ' -f 2)" >>"$work/posts"
  if [ -n "${PEERS_HOME:-}" ]; then
    echo "wolverine $(run_load POST wolverine "$SECONDS_PER_ROUND" | cut -d ' ' -f 2)" >>"$work/posts"
    drain_wolverine >>"$work/drains"
  fi
  measure_ours "$number" | tee -a "$work/measures" >&2
done

of() { awk -v name="$1" '$1 == name { print $2 }' "$work/posts" | median; }

echo '| measure | rounds |'
echo '|---|---|'
awk -F ' *[|] *' '{ if (!($2 in seen)) order[++n] = $2; seen[$2] = seen[$2] (seen[$2] == "" ? "" : "; ") $3 }
  END { for (i = 1; i <= n; i++) print "| " order[i] " | " seen[order[i]] " |" }' "$work/measures"
echo "| POST with its outbox row, with key | $(awk '$1 == "service" { printf "%s%d/s", s, $2; s = "; " }' "$work/posts") |"
if [ -n "${PEERS_HOME:-}" ]; then
  echo "| POST wolverine | $(awk '$1 == "wolverine" { printf "%s%d/s", s, $2; s = "; " }' "$work/posts") |"
  echo "| drain of the consumer of wolverine | $(awk '{ printf "%s%d/s", s, $1; s = "; " }' "$work/drains") |"
  echo
  echo '| ratio of medians | | wanted |'
  echo '|---|---|---|'
  awk -v ours="$(of service)" -v theirs="$(of wolverine)" 'BEGIN { printf "| POST / POST wolverine | %.2f | 2.5 |\n", ours / theirs }'
  consumed=$(sed -nE 's/^\| consume[^|]*\| ([0-9]+) .*/\1/p' "$work/measures" | median)
  awk -v ours="$consumed" -v theirs="$(median <"$work/drains")" 'BEGIN { printf "| consume / drain of wolverine | %.2f | 1.0 |\n", ours / theirs }'
fi
echo
circumstances "$ROUNDS rounds"
