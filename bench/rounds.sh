# What the benches share that compare loads in alternating rounds; they read it in after bench/common.sh. They set loads, postmaster and limit,
# the script that pgbench runs.
# shellcheck shell=bash disable=SC2154 # The names that they set, and those of bench/common.sh.

# What else pgbench is told, for its script.
limit_options=()

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
  pgbench -n -M prepared -c "$connections" -j "$threads" -T "$1" -f "$limit" ${limit_options[@]+"${limit_options[@]}"} -l --log-prefix="$work/transactions" \
    "${url%/*}/pgbench" >"$work/pgbench.log" 2>&1 || fail "pgbench failed: $(tail -n 3 "$work/pgbench.log")"
  sort -n -k 3,3 <(awk '{ print 0, 0, $3 }' "$work"/transactions.*) | awk \
    -v rate="$(sed -nE 's/^tps = ([0-9.]+).*/\1/p' "$work/pgbench.log")" \
    -v failed="$(sed -nE 's/^number of failed transactions: ([0-9]+).*/\1/p' "$work/pgbench.log")" '
    { latency[NR] = $3 / 1000 }
    function at(share) { return latency[int((NR - 1) * share) + 1] }
    END { printf "%d %.1f %.3f %.3f %d 0\n", NR, rate, at(0.5), at(0.99), failed }'
}

# measure KIND:NAME: one round, one line in the results. A bench may have more done, told kind and name: before and after all that is counted,
# and after the load, but counted with it.
measure() {
  local kind=${1%%:*} name=${1#*:} own=0 postgres result
  ${before_measure:-:} "$kind" "$name"
  if [ -n "${pids[$name]:-}" ]; then own=$(ticks "${pids[$name]}"); fi
  postgres=$(postgres_ticks)
  if [ "$kind" = pgbench ]; then result=$(run_pgbench "$SECONDS_PER_ROUND"); else result=$(run_load "$kind" "$name" "$SECONDS_PER_ROUND"); fi
  [ -n "$result" ] || fail "$1 gave no result."
  ${after_load:-:} "$kind" "$name"
  # The backends of clients that left are buried in a moment.
  sleep 0.2
  postgres=$(($(postgres_ticks) - postgres))
  if [ -n "${pids[$name]:-}" ]; then own=$(($(ticks "${pids[$name]}") - own)); fi
  echo "$1 $result $own $postgres" >>"$work/results"
  echo "  ${1//[-:]/ }: $(cut -d ' ' -f 2 <<<"$result")/s" >&2
  ${after_measure:-:} "$kind" "$name"
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

# rounds: all of them, and their report.
rounds() {
  local number
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
}
