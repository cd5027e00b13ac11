#!/usr/bin/env bash
# Builds everything and runs every tests/*.Tests project against one throw-away PostgreSQL. The last line of the output
# is "N passed, N failed" (", N skipped" when there are any); it is also left in artifacts/test-results/totals.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

results=$PWD/artifacts/test-results
rm -rf "$results"
mkdir -p "$results"

if [ -z "${TEST_DATABASE_URL:-}" ]; then
  cluster=$(mktemp -d "${TMPDIR:-/tmp}/procurement-tests.XXXXXX")
  trap 'ops/postgres.sh stop "$cluster"; rm -rf "$cluster"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  TEST_DATABASE_URL=$(ops/postgres.sh start "$cluster" throwaway $$)
  export TEST_DATABASE_URL
fi

dotnet tool restore
dotnet build -c Release --nologo -v minimal Procurement.sln

# One line per result of a trx file: outcome, test and, for a skipped one, its reason. Every "<" begins a record, so
# line breaks do not matter, and text holds no "<" of its own.
results_of() {
  awk '
    function attribute(name) {
      if (!match($0, "[ \t\r\n]" name "=\"[^\"]*\"")) return ""
      return plain(substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4))
    }
    function plain(text) {
      gsub(/&#x[dDaA];|[\t\r\n]+/, " ", text)
      gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text); gsub(/&apos;/, "\047", text)
      gsub(/&amp;/, "\\&", text)
      return text
    }
    function flush() { if (outcome != "") print outcome "\t" test "\t" reason; outcome = "" }
    BEGIN { RS = "<" }
    /^UnitTestResult[ \t\r\n]/ { flush(); outcome = attribute("outcome"); test = attribute("testName"); reason = "" }
    /^Message>/ { sub(/^Message>/, ""); if (reason == "") reason = plain($0) }
    /^\/Results>/ { flush(); exit }
  ' "$1"
}

passed=0 failed=0 skipped=0 broken=0
table=$(printf '%-28s %7s %7s %7s' project passed failed skipped)
notes=''
for project in tests/*.Tests/*.csproj; do
  [ -e "$project" ] || continue
  name=$(basename "$project" .csproj)
  code=0
  dotnet test "$project" --no-build -c Release --nologo --logger "trx;LogFileName=$name.trx" --results-directory "$results" || code=$?

  lines=''
  if [ -s "$results/$name.trx" ]; then lines=$(results_of "$results/$name.trx"); fi
  p=$(grep -c '^Passed' <<<"$lines" || true)
  f=$(grep -cE '^(Failed|Error|Timeout|Aborted)' <<<"$lines" || true)
  s=$(grep -cvE '^(Passed|Failed|Error|Timeout|Aborted|$)' <<<"$lines" || true)
  if [ "$code" -ne 0 ] && [ "$f" -eq 0 ]; then
    f=1
    notes+="$name ended with exit code $code and no failed test: counted as one failure"$'\n'
  fi
  if [ $((p + f + s)) -eq 0 ]; then
    broken=1
    notes+="$name ran no tests"$'\n'
  fi
  notes+=$(awk -F '\t' -v name="$name" '$1 != "" && $1 !~ /^(Passed|Failed|Error|Timeout|Aborted)$/ {
    print "skipped: " name ": " $2 ": " ($3 == "" ? "(no reason given)" : $3) }' <<<"$lines")
  notes=${notes:+${notes%$'\n'}$'\n'}
  table+=$'\n'$(printf '%-28s %7d %7d %7d' "$name" "$p" "$f" "$s")
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done

totals="$passed passed, $failed failed"
if [ "$skipped" -gt 0 ]; then totals+=", $skipped skipped"; fi
printf '\n%s\n\n%s' "$table" "${notes:+$notes$'\n'}"
echo "$totals" | tee "$results/totals"
[ "$failed" -eq 0 ] && [ "$broken" -eq 0 ] && [ "$passed" -gt 0 ]
