#!/usr/bin/env bash
# Builds everything, runs every project under tests/*.Tests on one throw-away PostgreSQL, and adds up the results.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

results=$PWD/artifacts/test-results
work=$(mktemp -d "${TMPDIR:-/tmp}/procurement-tests.XXXXXX")
passed=0 failed=0 skipped=0 status=1

finish() {
  # shellcheck disable=SC2046 # One word each.
  kill $(jobs -p) 2>/dev/null || true
  ops/postgres.sh stop "$work" || true
  rm -rf "$work"
  echo
  if [ "$skipped" -eq 0 ]; then echo "$passed passed, $failed failed"; else echo "$passed passed, $failed failed, $skipped skipped"; fi
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

if [ -z "${TEST_DATABASE_URL:-}" ]; then
  TEST_DATABASE_URL=$(ops/postgres.sh start "$work" throwaway $$)
  export TEST_DATABASE_URL
fi

# Tests and the processes they start live for seconds: what the runtime would learn from watching them never pays.
export DOTNET_TieredPGO=0

dotnet tool restore
dotnet build -c Release Procurement.sln
# Some tests try what is deployed.
dotnet publish -c Release Host/Procurement.Host.csproj --nologo -v quiet

# One line per test: outcome, name, and the first line of its message (for a skipped test the reason).
outcomes() {
  awk '
    function attribute(name) { return match($0, " " name "=\"[^\"]*\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : "" }
    function plain(text) { gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text); gsub(/&#xD;|\r/, "", text); gsub(/&amp;/, "\\&", text); return text }
    function flush() { if (outcome != "") print outcome "\t" plain(name) "\t" plain(message); outcome = "" }
    /<UnitTestResult / { flush(); outcome = attribute("outcome"); name = attribute("testName"); message = "" }
    /<Message>/ && outcome != "" && message == "" { message = $0; sub(/.*<Message>/, "", message); sub(/<\/Message>.*/, "", message) }
    /<\/Results>/ { flush() }
  ' "$1"
}

rm -rf "$results"
mkdir -p "$results"
table=$(printf '%-28s %8s %8s %8s' project passed failed skipped)
skips='' failures='' broken=0

# Two at a time, because much of what they do is waiting; those that take longest go first. A third slows down the longest one. The stories of
# the host that start processes run beside its others.
lanes=2
projects=(tests/Host.Tests:processes tests/Host.Tests:others tests/Messaging.Tests tests/BuildingBlocks.Tests)
for project in tests/*.Tests; do
  [[ " ${projects[*]} " == *" $project"[\ :]* ]] || projects+=("$project")
done
declare -A running=() codes=()

name_of() { basename "${1/:/-}"; }

# Waits for the first of those that run to end.
reap() {
  local pid code=0
  wait -n -p pid || code=$?
  codes[${running[$pid]}]=$code
  cat "$results/${running[$pid]}.log"
  unset "running[$pid]"
}

for project in "${projects[@]}"; do
  if [ "${#running[@]}" -eq "$lanes" ]; then reap; fi
  name=$(name_of "$project")
  case $project in
    *:processes) filter=(--filter TestCategory=processes) ;;
    *:others) filter=(--filter 'TestCategory!=processes') ;;
    *) filter=() ;;
  esac
  # A test that hangs is ended and named, rather than the whole gate by whoever waits for it.
  timeout --kill-after 30s 25m dotnet test "${project%:*}" ${filter[@]+"${filter[@]}"} --no-build -c Release --logger "trx;LogFileName=$name.trx" \
    --results-directory "$results" --blame-hang --blame-hang-timeout 5m --blame-hang-dump-type none \
    >"$results/$name.log" 2>&1 &
  running[$!]=$name
done
while [ "${#running[@]}" -gt 0 ]; do reap; done

for project in "${projects[@]}"; do
  name=$(name_of "$project")
  code=${codes[$name]}
  p=0 f=0 s=0
  note=''
  if [ -f "$results/$name.trx" ]; then
    while IFS=$'\t' read -r outcome test message; do
      case $outcome in
        Passed) p=$((p + 1)) ;;
        NotExecuted)
          s=$((s + 1))
          skips+="$name: $test: ${message:-no reason given}"$'\n'
          ;;
        *)
          f=$((f + 1))
          failures+="$name: $test: ${message:-no message}"$'\n'
          ;;
      esac
    done < <(outcomes "$results/$name.trx")
  fi
  if [ "$code" -ne 0 ] && [ "$f" -eq 0 ]; then
    # It broke off outside of a test. Without this the totals would look like success.
    f=1 note="  crashed (exit status $code)"
  fi
  if [ $((p + f + s)) -eq 0 ]; then
    broken=1 note='  ran no test'
  fi
  if [ "$code" -ne 0 ]; then broken=1; fi
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  table+=$'\n'$(printf '%-28s %8d %8d %8d%s' "$name" "$p" "$f" "$s" "$note")
done

printf '\n%s\n' "$table"
if [ -n "$skips" ]; then printf '\nSkipped:\n%s' "$skips"; fi
if [ -n "$failures" ]; then printf '\nFailed:\n%s' "$failures"; fi
if [ $((passed + failed)) -eq 0 ]; then echo 'No test ran.' >&2; fi
if [ "$broken" -eq 0 ] && [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]; then status=0; fi
