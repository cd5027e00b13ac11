# What the benches share; bench/*.sh read it in. It starts and ends what they need: a folder, a PostgreSQL, the service and its load.
# shellcheck shell=bash
connections=16 threads=2
host=127.0.0.1
binary=$PWD/artifacts/bin/Procurement.Host/release/procurement
service_command=("$binary")
started=()

fail() {
  echo "$*" >&2
  exit 1
}

for tool in wrk pgbench psql curl xz; do
  command -v "$tool" >/dev/null ||
    fail "$0 needs $tool: install wrk, curl, xz and PostgreSQL's own tools (Debian: apt-get install wrk curl xz-utils postgresql)."
done
[ -r /proc/self/stat ] || fail "$0 reads /proc and so needs Linux."

work=$(mktemp -d "${TMPDIR:-/tmp}/procurement-bench.XXXXXX")
# The account that runs PostgreSQL for root enters it.
chmod 755 "$work"

# shellcheck disable=SC2317 # The trap calls it.
cleanup() {
  trap '' INT TERM
  local pid
  for pid in ${started[@]+"${started[@]}"}; do kill "$pid" 2>/dev/null || true; done
  wait
  ops/postgres.sh stop "$work/postgres" || true
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 "$@"; }

free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)) && (exec 3<>"/dev/tcp/$host/$port") 2>/dev/null; do :; done
  echo "$port"
}

# --- the services ---

# serve NAME PATH COMMAND...: starts it in the background, with its output in a file, and waits until PATH answers 200.
serve() {
  local name=$1 path=$2 attempt
  "${@:3}" >"$work/$name.log" 2>&1 &
  pids[$name]=$!
  started+=($!)
  for ((attempt = 0; attempt < 600; attempt++)); do
    if curl -fs -o "$work/answer" "http://${LISTEN_ADDR}$path"; then return; fi
    kill -0 "${pids[$name]}" 2>/dev/null || break
    sleep 0.1
  done
  tail -n 5 "$work/$name.log" >&2
  fail "$name did not start."
}

# post ADDRESS TOKEN PATH BODY: prints the answer's id, or nothing when it has none.
post() {
  local answer
  answer=$(curl -sS --fail-with-body "http://$1$3" -H "Authorization: Bearer $2" -H 'Content-Type: application/json' -d "$4") ||
    fail "POST $3 failed: $answer"
  sed -nE 's/^[^"]*"id": *"([^"]+)".*/\1/p; t; s/.*[{,] *"id": *"([^"]+)".*/\1/p' <<<"$answer" | head -n 1
}

# Sixty-four orders to read.
make_orders() {
  local name=$1 i
  local line='{"sku":"PAPER-A4","quantity":20,"unit_price_cents":450,"currency":"USD"}'
  for ((i = 0; i < 64; i++)); do
    post "${addresses[$name]}" "${tokens[$name]}" /purchase-orders \
      "{\"supplier_id\":\"${suppliers[$name]}\",\"requested_by\":\"bob\",\"line_items\":[$line,$line,$line]}"
  done >"$work/$name.ids"
  [ "$(wc -l <"$work/$name.ids")" -eq 64 ] || fail "$name did not tell the ids of new orders."
}

start_ours() {
  LISTEN_ADDR=$host:$(free_port)
  DATABASE_URL=$url
  export LISTEN_ADDR DATABASE_URL
  "$binary" migrate >"$work/migrate.log" 2>&1 || fail "procurement migrate failed: $(tail -n 1 "$work/migrate.log")"
  serve service /readyz "${service_command[@]}" serve
  local manager compliance
  manager=$("$binary" token --sub sam --role supplier_manager)
  compliance=$("$binary" token --sub cora --role compliance)
  addresses[service]=$LISTEN_ADDR
  tokens[service]=$("$binary" token --sub bob --role buyer)
  suppliers[service]=$(post "$LISTEN_ADDR" "$manager" /suppliers "$new_supplier")
  post "$LISTEN_ADDR" "$compliance" "/suppliers/${suppliers[service]}/approve" '{"risk_score":10}' >/dev/null
  make_orders service
}

# Each prints: answers, answers a second, p50 and p99 in ms, failed answers, socket errors.
run_wrk() {
  local script=$1 name=$2 duration=$3
  SUPPLIER=${suppliers[$name]} TOKEN=${tokens[$name]} IDS=$work/$name.ids KEYS=$RANDOM-$RANDOM-$RANDOM \
    wrk -t "$threads" -c "$connections" -d "${duration}s" -s "bench/$script.lua" "http://${addresses[$name]}" |
    sed -n 's/^RESULT //p'
}

# Builds the service and starts a PostgreSQL with durable settings: url, and the pid of its postmaster.
start_postgres() {
  dotnet build -c Release Host/Procurement.Host.csproj --nologo -v quiet >&2

  mkdir "$work/postgres"
  url=$(ops/postgres.sh start "$work/postgres" durable $$)
  postmaster=$(head -n 1 "$work/postgres/data/postmaster.pid")
}

# The environment of the service, unless the caller set it.
set -a
# shellcheck source=/dev/null
. env/development.env
set +a
export RATE_LIMIT_RPS=1000000 RATE_LIMIT_BURST=1000000 SHUTDOWN_DELAY=0s
new_supplier='{"code":"BE-000001","legal_name":"Bench Supplies","email":"orders@bench.example"}'

declare -A pids addresses tokens suppliers
