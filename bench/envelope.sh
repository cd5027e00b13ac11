#!/usr/bin/env bash
# Runs the service in the envelope of its container, under as much load as it sustains, and fails when it does not fit: a control group
# with 256 MiB of memory and half a CPU. Needs to be root, for the control group. PostgreSQL and the load run outside of it, and so do the
# broker out of KAFKA_HOME and the collector that COLLECTOR names, packed with xz, if they are given: the service is connected to them then.
# It is what goes into the image, built for it, or the published service in the folder SERVICE.
#
#   SECONDS_OF_LOAD=120 bench/envelope.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# shellcheck source=bench/common.sh
. bench/common.sh

: "${SECONDS_OF_LOAD:=120}"
most_resident=200 connections=8 threads=1
whole SECONDS_OF_LOAD

# shellcheck source=bench/group.sh
. bench/group.sh
trap 'cleanup; remove_groups' EXIT
make_groups || fail "$no_groups"
counter() { sed -n "s/^$1 //p" "$cpu/cpu.stat"; }
wrapper=("${confined[@]}")

# --- the run ---

start_postgres durable
connected=PostgreSQL
if [ -n "${KAFKA_HOME:-}" ]; then start_kafka; connected+=', Kafka'; fi
if [ -n "${COLLECTOR:-}" ]; then start_collector; connected+=', a collector'; fi
take_image service
# Pages of files belong to the group that reads them first. In a container that is its own, and the kernel takes back what is not needed.
"${confined[@]}" cp -r "${binaries[service]%/*}" "$work/app"
binaries[service]=$work/app/procurement
start_ours service
# A start on a database that is there, and the first minute of that process.
stop service
begun=$(date +%s%N)
serve_ours service "${binaries[service]}"
ready=$((($(date +%s%N) - begun) / 1000000))

resident() { awk -v of="$1:" '$1 == of { print int($2 / 1024) }' "/proc/${pids[service]}/status"; }

# both SECONDS: orders made and read at once.
both() {
  local load
  run_load POST service "$1" >"$work/post" &
  load=($!)
  run_load GET service "$1" >"$work/get" &
  load+=($!)
  while kill -0 "${load[@]}" 2>/dev/null; do
    resident VmRSS >>"$work/resident"
    sleep 1
  done
  wait "${load[@]}" || fail 'The load broke off.'
  cat "$work/post" "$work/get" >>"$work/answers"
}

echo 'The first minute ...' >&2
both 60
slowest=$(sed -n 's/^SLOWEST //p' "$work/POST.wrk" "$work/GET.wrk" | sort -n | tail -n 1)

echo "Load for $SECONDS_OF_LOAD s ..." >&2
periods=$(counter nr_periods) throttled=$(counter nr_throttled)
both "$SECONDS_OF_LOAD"
periods=$(($(counter nr_periods) - periods)) throttled=$(($(counter nr_throttled) - throttled))

# --- the report ---

row() { awk -v name="$1" '{ printf "| %s | %d | %.1f | %.1f | %d | %d |\n", name, $2, $3, $4, $5, $6 }' "$2"; }
peak=$(sort -n "$work/resident" | tail -n 1) last=$(tail -n 1 "$work/resident") files=$(resident RssFile) oom=$(killed)
echo '| load | per second | p50 ms | p99 ms | non-2xx | socket errors |'
echo '|---|---|---|---|---|---|'
row "POST, $connections connections" "$work/post"
row "GET, $connections connections" "$work/get"
echo
echo "Ready after $ready ms; slowest answer of the first minute: $slowest ms; connected to $connected."
echo "Resident: $peak MiB at most, $last MiB at the end, of that $files pages of files; out-of-memory kills: $oom; throttled in $throttled of $periods periods of 100 ms."

[ "$oom" -eq 0 ] || fail 'The kernel killed for want of memory.'
[ "$peak" -le "$most_resident" ] || fail "The service took more than $most_resident MiB."
awk '$5 + $6 > 0 { bad = 1 } END { exit bad }' "$work/answers" || fail 'Some answers were errors.'
