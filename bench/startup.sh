#!/usr/bin/env bash
# Measures how the service comes to speed after its start under full load, built in three ways: compiled while it runs, compiled before
# (ReadyToRun), and as the image has it: SERVICE names a folder with that, instead of building it. See docs/performance.md.
#
#   ROUNDS=3 SECONDS_OF_LOAD=45 bench/startup.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

: "${ROUNDS:=3}" "${SECONDS_OF_LOAD:=45}"
# shellcheck source=bench/common.sh
. bench/common.sh
whole ROUNDS SECONDS_OF_LOAD

builds=(jit r2r image)
publish jit . -p:PublishReadyToRun=false
publish r2r . -p:PublishReadyToRun=true
take_image image
for build in "${builds[@]}"; do echo "$build $(du -sm "${binaries[$build]%/*}" | cut -f 1)" >>"$work/sizes"; done

start_postgres durable
binaries[service]=${binaries[r2r]}
start_ours service
stop service

milliseconds() { echo $(($(date +%s%N) / 1000000)); }

# start KIND BUILD: a new process, loaded from the moment it is ready. Lines: KIND BUILD ROUND, "ready" and ms; then for each second of
# load its beginning in ms, answers, answers a second, errors and ticks of the process.
start() {
  local kind=$1 build=$2 begun ready now spent result
  begun=$(milliseconds)
  serve_ours service "${binaries[$build]}"
  ready=$(milliseconds)
  echo "$kind $build $round ready $((ready - begun))" >>"$work/starts"
  while now=$(($(milliseconds) - ready)) && ((now < SECONDS_OF_LOAD * 1000)); do
    spent=$(ticks "${pids[service]}")
    result=$(run_load "$kind" service 1)
    awk -v head="$kind $build $round $now" -v ticks=$(($(ticks "${pids[service]}") - spent)) '{ print head, $1, $2, $5 + $6, ticks }' \
      <<<"$result" >>"$work/starts"
  done
  stop service
}

for ((round = 1; round <= ROUNDS; round++)); do
  for kind in GET POST; do
    for build in "${builds[@]}"; do
      echo "Round $round of $ROUNDS: $kind $build" >&2
      start "$kind" "$build"
    done
  done
done

awk -v hz="$hz" -v seconds="$SECONDS_OF_LOAD" '
  function middle(list, n,   i, j, x) {
    for (i = 2; i <= n; i++) {
      x = list[i]
      for (j = i - 1; j >= 1 && list[j] > x; j--) list[j + 1] = list[j]
      list[j + 1] = x
    }
    return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
  }
  # The figures of one start, from its seconds.
  function finish(   i, late, list, steady, reached, early) {
    if (key == "") return
    for (i = 1; i <= n; i++) if (at[i] >= seconds * 2000 / 3) {
      list[++late] = rate[i]; late_ticks += ticks[i]; late_answers += answers[i]
    }
    steady = middle(list, late)
    # Three seconds together, because neighbours make a single one unsure.
    for (i = 1; i <= n - 2 && !reached; i++) if (rate[i] + rate[i + 1] + rate[i + 2] >= 2.7 * steady) reached = i
    for (i = 1; i <= n && at[i] < 5000; i++) { early += rate[i]; early_n++; early_ticks += ticks[i]; early_answers += answers[i] }
    r = ++starts[key]
    figure[key, "ready", r] = ready; figure[key, "early", r] = early / early_n; figure[key, "steady", r] = steady
    figure[key, "reached", r] = reached ? at[reached] / 1000 : seconds
    figure[key, "early cpu", r] = early_ticks * 1e6 / hz / early_answers; figure[key, "late cpu", r] = late_ticks * 1e6 / hz / late_answers
    n = early_n = early_ticks = early_answers = late_ticks = late_answers = 0
  }
  function value(key, name,   i, list) {
    for (i = 1; i <= starts[key]; i++) list[i] = figure[key, name, i]
    return middle(list, starts[key])
  }
  NR == FNR { size[$1] = $2; next }
  $4 == "ready" { finish(); key = $1 " " $2; build[key] = $2; if (!(key in starts)) order[++keys] = key; ready = $5; next }
  { at[++n] = $4; answers[n] = $5; rate[n] = $6; failed += $7; ticks[n] = $8 }
  END {
    finish()
    printf "| load, build | ready after ms | per second in the first 5 s | seconds until 0.9 of steady | steady per second "
    print "| service CPU us: first 5 s, steady | MiB on disk |"
    print "|---|---|---|---|---|---|---|"
    for (k = 1; k <= keys; k++) {
      key = order[k]
      printf "| %s | %d | %d | %.0f | %d | %d, %d | %d |\n", key, value(key, "ready"), value(key, "early"), value(key, "reached"),
        value(key, "steady"), value(key, "early cpu"), value(key, "late cpu"), size[build[key]]
    }
    if (failed) { print failed " answers were errors: the figures do not count." > "/dev/stderr"; exit 1 }
  }' "$work/sizes" "$work/starts"
echo
circumstances "medians of $ROUNDS starts of each, $SECONDS_OF_LOAD s of load"
