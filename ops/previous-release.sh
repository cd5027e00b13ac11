#!/usr/bin/env bash
# Tries whether the release before goes on while and after the schema is brought to this version, and beside the new program (ADR 29).
#
#   ops/previous-release.sh [COMMIT]
#
# COMMIT is what was released before: the last tag, or without one what there was before a migration was added last. It is built in a
# temporary folder. Fails when any answer is not 2xx, when a message was put aside, or when the schema is not the one that this version makes
# by itself: then a migration was changed after it was released.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

host=127.0.0.1
declare -A ports pids

fail() {
  echo "$*" >&2
  exit 1
}

for tool in psql pg_dump curl jq; do
  command -v "$tool" >/dev/null || fail "$0 needs $tool (Debian: apt-get install postgresql curl jq)."
done

work=$(mktemp -d "${TMPDIR:-/tmp}/procurement-previous.XXXXXX")
# The account that runs PostgreSQL for root enters it.
chmod 755 "$work"
# shellcheck disable=SC2317 # The trap calls it.
cleanup() {
  trap '' INT TERM
  local pid
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait
  ops/postgres.sh stop "$work/postgres" || true
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

before_last_migration() {
  local added
  added=$(git log -1 --format=%H --diff-filter=A -- ':(glob)Modules/*/Adapters/Postgres/Migrations/*')
  git rev-parse "$added^"
}

# build NAME FOLDER: what a checkout deploys, but compiled while it runs, which is built in half the time.
build() {
  dotnet publish -c Release "$2/Host/Procurement.Host.csproj" -o "$work/$1" --nologo -v quiet -p:PublishReadyToRun=false >&2
  cp "$2/env/development.env" "$work/$1.env"
}

# become NAME VERB...: turns this shell into the program, on the settings of its own version.
become() {
  while IFS= read -r line; do
    if [[ $line =~ ^[A-Za-z_][A-Za-z0-9_]*= ]]; then export "${line?}"; fi
  done <"$work/$1.env"
  export DATABASE_URL=${database:-$url} LISTEN_ADDR=$host:${ports[$1]} METRICS_ADDR='' MIGRATE_ON_START=false LOG_LEVEL=warn
  exec "$work/$1/procurement" "${@:2}"
}

run() (become "$@")

serve() {
  local attempt
  become "$1" serve >"$work/$1.log" 2>&1 &
  pids[$1]=$!
  for ((attempt = 0; attempt < 600; attempt++)); do
    if curl -fs -o "$work/ready" "http://$host:${ports[$1]}/readyz"; then return; fi
    kill -0 "${pids[$1]}" 2>/dev/null || break
    sleep 0.1
  done
  fail "$1 did not start: $(tail -n 1 "$work/$1.log")"
}

stop() {
  local status=0
  kill -TERM "${pids[$1]}"
  wait "${pids[$1]}" || status=$?
  unset "pids[$1]"
  [ "$status" -eq 0 ] || fail "$1 ended with $status: $(tail -n 5 "$work/$1.log")"
}

# call NAME METHOD PATH ROLE [BODY]: prints the answer, which must be 2xx.
call() {
  local answer
  answer=$(curl -sS --fail-with-body -X "$2" "http://$host:${ports[$1]}$3" -H "Authorization: Bearer $(cat "$work/token.$4")" \
    ${5:+-H 'Content-Type: application/json' -d "$5"}) || fail "$1: $2 $3: $answer"
  echo >>"$work/calls.$1"
  printf '%s\n' "$answer"
}

# round NAME OTHER: one order from the draft to its goods, every second request to the other.
round() {
  local order
  order=$(call "$1" POST /purchase-orders buyer "{\"supplier_id\": \"$supplier\", \"requested_by\": \"alice\",
    \"line_items\": [{\"sku\": \"OFF-0001\", \"quantity\": 3, \"unit_price_cents\": 1250, \"currency\": \"USD\"}]}" | jq -r .id)
  call "$2" POST "/purchase-orders/$order/submit" buyer
  call "$1" POST "/purchase-orders/$order/approve" approver_l3
  call "$2" POST "/purchase-orders/$order/issue" buyer
  call "$1" POST "/purchase-orders/$order/goods-receipts" receiver '{"delivery_note": "LS-1", "lines": [{"line_number": 1, "quantity": 3}]}'
  call "$2" GET "/purchase-orders/$order" buyer
  call "$1" GET '/purchase-orders?limit=10' buyer
} >/dev/null

rounds() {
  local i
  for ((i = 0; i < $1; i++)); do round "$2" "${3:-$2}"; done
}

answers() { wc -l <"$work/calls.$1"; }

schema() { pg_dump --schema-only --dbname "$1" | grep -v '^[\]'; }

commit=$(git rev-parse --verify --quiet "${1:-$(git describe --tags --abbrev=0 2>/dev/null || before_last_migration)}^{commit}") ||
  fail "${1:-The release before} is no commit of this repository."
echo "Before: $(git log -1 --format='%h %s' "$commit")"
echo "Now:    $(git log -1 --format='%h %s')"
mkdir "$work/source"
git archive "$commit" | tar -x -C "$work/source"
build old "$work/source"
build new .

mkdir "$work/postgres"
url=$(ops/postgres.sh start "$work/postgres" throwaway $$)
for name in old new; do
  while ports[$name]=$((20000 + RANDOM % 12000)) && (exec 3<>"/dev/tcp/$host/${ports[$name]}") 2>/dev/null; do :; done
done
run old migrate >/dev/null
for role in buyer approver_l3 receiver supplier_manager compliance; do run old token --sub "$role" --role "$role" >"$work/token.$role"; done

serve old
supplier=$(call old POST /suppliers supplier_manager '{"code": "TH-100001", "legal_name": "Siam Paper", "email": "a@siam.example"}' | jq -r .id)
call old POST "/suppliers/$supplier/approve" compliance '{"risk_score": 12}' >/dev/null
rounds 5 old
echo "The old program on its own schema: $(answers old) answers, all 2xx."

run new migrate --plan | sed -n 's/^-- Migration /Pending: /p'
# Without a pause until the migration is over.
: >"$work/migrating"
(while [ -e "$work/migrating" ]; do round old old; done) &
pids[load]=$!
run new migrate
rm "$work/migrating"
wait "${pids[load]}" || fail 'The old program has failed while the schema changed.'
unset 'pids[load]'
echo "The old program until the schema was new: $(answers old) answers, all 2xx."

psql -X -q "$url" -c 'CREATE DATABASE fresh'
database=${url%/*}/fresh run new migrate >/dev/null
diff <(schema "${url%/*}/fresh") <(schema "$url") || fail 'The schema is not the one that this version makes: a released migration was changed.'
echo 'The schema is the one that this version makes of an empty database.'

rounds 20 old
echo "The old program on the new schema: $(answers old) answers, all 2xx."
serve new
rounds 20 old new
rounds 5 new old
echo "Both beside each other, on the same orders: $(answers old) of the old, $(answers new) of the new, all 2xx."

stop old
rounds 5 new
echo "The new program alone: $(answers new) answers, all 2xx."
stop new
serve old
rounds 5 old
echo "Taken back, the old program alone: $(answers old) answers, all 2xx."
serve new

queues() { run new ops messaging | awk 'NR > 1 && NF { pending += $3; dead += $6 } END { print pending + 0, dead + 0 }'; }
for ((attempt = 0; attempt < 60; attempt++)); do
  if [ "$(queues)" = '0 0' ]; then break; fi
  sleep 0.5
done
[ "$(queues)" = '0 0' ] || fail "Messages are left or were put aside: $(run new ops messaging)"
echo 'All queues are empty, and no message was put aside.'
