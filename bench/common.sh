# What the benches share; bench/*.sh read it in. It starts and ends what they need: a folder, a PostgreSQL, the service and its load.
# shellcheck shell=bash
: "${CONNECTIONS:=16}"
connections=$CONNECTIONS threads=$((CONNECTIONS < 2 ? 1 : 2))
host=127.0.0.1
# What a service is started through; bench/envelope.sh confines it.
wrapper=()
started=()
declare -A pids addresses tokens suppliers binaries databases
hz=$(getconf CLK_TCK)

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

whole() {
  local name
  for name in "$@"; do [[ ${!name} =~ ^[1-9][0-9]*$ ]] || fail "$name is a whole number from 1."; done
}

free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)) && (exec 3<>"/dev/tcp/$host/$port") 2>/dev/null; do :; done
  echo "$port"
}

# --- PostgreSQL ---

# start_postgres durable|throwaway: url.
start_postgres() {
  mkdir "$work/postgres"
  url=$(ops/postgres.sh start "$work/postgres" "$1" $$)
}

# CPU time of a process in ticks, with `1` that of the children it has buried too.
ticks() { sed -E 's/.*\) //' "/proc/$1/stat" | awk -v reaped="${2:-0}" '{ print $12 + $13 + (reaped ? $14 + $15 : 0) }'; }

# --- the services ---

# publish NAME FOLDER OPTION...: builds the service of a checkout as that checkout deploys it, unless PUBLISH_OPTIONS says otherwise.
publish() {
  echo "Building $1 ..." >&2
  # shellcheck disable=SC2086 # Several options.
  dotnet publish -c Release "$2/Host/Procurement.Host.csproj" -o "$work/build/$1" --nologo -v quiet ${PUBLISH_OPTIONS:-} "${@:3}" >&2
  binaries[$1]=$work/build/$1/procurement
}

# publish_image NAME: builds what goes into the image.
publish_image() {
  echo "Building $1 ..." >&2
  ops/publish.sh restore >&2
  ops/publish.sh publish "$work/build/$1" >&2
  binaries[$1]=$work/build/$1/procurement
}

# take NAME BUILD...: the published service in the folder SERVICE, or what the command builds.
take() { if [ -n "${SERVICE:-}" ]; then take_published "$1" "$SERVICE"; else "${@:2}"; fi; }

# take_service: what this checkout deploys.
take_service() { take service publish service .; }

# take_image NAME: what goes into the image.
take_image() {
  take "$1" publish_image "$1"
  [ -e "${binaries[$1]%/*}/profile.pgo" ] || fail "$SERVICE is not what goes into the image: it has no profile.pgo."
}

take_published() {
  [ -x "$2/procurement" ] || fail "$2 holds no published service."
  binaries[$1]=$(cd "$2" && pwd)/procurement
}

# serve NAME PATH COMMAND...: starts it in the background, with its output in a file, and waits until PATH answers 200.
serve() {
  local name=$1 path=$2 attempt
  "${@:3}" >"$work/$name.log" 2>&1 &
  pids[$name]=$!
  started+=($!)
  for ((attempt = 0; attempt < 3000; attempt++)); do
    if curl -fs -o "$work/answer" "http://${LISTEN_ADDR}$path"; then return; fi
    kill -0 "${pids[$name]}" 2>/dev/null || break
    sleep 0.02
  done
  tail -n 5 "$work/$name.log" >&2
  fail "$name did not start."
}

# serve_ours NAME BINARY: on the database and the port of NAME. What goes into the image, known by its profile, is run as the image runs it.
serve_ours() {
  local folder=${2%/*} variables=()
  if [ -e "$folder/profile.pgo" ]; then mapfile -t variables < <(sed -n "s|/app/|$folder/|; s|^ENV ||p" Dockerfile); fi
  export LISTEN_ADDR=${addresses[$1]} DATABASE_URL=${databases[$1]}
  serve "$1" /readyz env "${variables[@]}" ${wrapper[@]+"${wrapper[@]}"} "$2" serve
}

stop() {
  kill -TERM "${pids[$1]}"
  wait "${pids[$1]}" || true
  unset "pids[$1]"
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

# new_supplier NAME: an approved one; prints its id.
new_supplier() {
  local manager compliance id
  manager=$("${binaries[$1]}" token --sub sam --role supplier_manager)
  compliance=$("${binaries[$1]}" token --sub cora --role compliance)
  id=$(post "${addresses[$1]}" "$manager" /suppliers '{"code":"BE-000001","legal_name":"Bench Supplies","email":"orders@bench.example"}')
  post "${addresses[$1]}" "$compliance" "/suppliers/$id/approve" '{"risk_score":10}' >/dev/null
  echo "$id"
}

# start_ours NAME: binaries[NAME] on a database and a port of its own, with a supplier, a token and the orders to read.
start_ours() {
  local name=$1
  sql "$url" -c "CREATE DATABASE $name"
  addresses[$name]=$host:$(free_port)
  databases[$name]=${url%/*}/$name
  export DATABASE_URL=${databases[$name]} LISTEN_ADDR=${addresses[$name]}
  "${binaries[$name]}" migrate >"$work/migrate.log" 2>&1 || fail "procurement migrate failed: $(tail -n 1 "$work/migrate.log")"
  serve_ours "$name" "${binaries[$name]}"
  tokens[$name]=$("${binaries[$name]}" token --sub bob --role buyer)
  suppliers[$name]=$(new_supplier "$name")
  make_orders "$name"
}

# serve_peer NAME COMMAND: another service, which asks for no token and knows no suppliers, on a database and a port of its own.
serve_peer() {
  sql "$url" -c "CREATE DATABASE $1"
  addresses[$1]=$host:$(free_port) databases[$1]=${url%/*}/$1
  export LISTEN_ADDR=${addresses[$1]} DATABASE_URL=${databases[$1]}
  serve "$1" /healthz "$2"
  tokens[$1]='' suppliers[$1]=7d0f6a52-3b54-4a0e-9c3f-5f1f2a9be001
}

# The service that a .NET team would pick instead, out of PEERS_HOME.
start_wolverine() {
  tar -xJf "$PEERS_HOME/wolverine-peer.tar.xz" -C "$work"
  export DURABILITY_MODE=Solo
  serve_peer wolverine "$work/out/wolverine-peer"
}

# --- what the service is connected to ---

# A collector that takes what comes; and the service is told of it.
start_collector() {
  xz -dc "$COLLECTOR" >"$work/collector"
  chmod +x "$work/collector"
  local port
  port=$(free_port)
  cat >"$work/collector.yaml" <<YAML
receivers: { otlp: { protocols: { grpc: { endpoint: $host:$port } } } }
processors: { batch: {} }
exporters: { debug: { verbosity: basic } }
service:
  telemetry: { metrics: { level: none } }
  pipelines: { traces: { receivers: [otlp], processors: [batch], exporters: [debug] } }
YAML
  "$work/collector" --config "$work/collector.yaml" >"$work/collector.log" 2>&1 &
  started+=($!)
  export OTEL_TRACES_EXPORTER=otlp OTEL_EXPORTER_OTLP_PROTOCOL=grpc OTEL_EXPORTER_OTLP_ENDPOINT=http://$host:$port
  export OTEL_TRACES_SAMPLER=parentbased_traceidratio OTEL_TRACES_SAMPLER_ARG=0.1
}

# A broker of its own, out of KAFKA_HOME; the service hands its events to it.
start_kafka() {
  local port
  port=$(free_port)
  mkdir "$work/kafka"
  ops/kafka.sh "$work/kafka" "$port" >"$work/kafka.log" 2>&1 &
  started+=($!)
  until [ -s "$work/kafka.log" ]; do
    kill -0 "${started[-1]}" 2>/dev/null || fail 'The broker did not start.'
    sleep 0.1
  done
  export EVENT_TRANSPORT=kafka KAFKA_BROKERS=$host:$port KAFKA_NAMESPACE=bench KAFKA_PARTITIONS=12 KAFKA_REPLICATION=1
}

# --- the load ---

# run_load KIND NAME SECONDS: POST, POST-without-key, GET, MIXED, INVOICE or INVOICE-alone; prints answers, answers a second, p50 and p99 in ms,
# failed answers, socket errors. MIXED is what MIX, RATE and LISTS say (bench/mixed.lua), and leaves its kinds in $work/MIXED.wrk.
run_load() {
  local kind=$1 name=$2 script=create_po keys=$RANDOM-$RANDOM-$RANDOM workers=$threads
  ${before_load:-:}
  case $kind in
    GET) script=read_po ;;
    POST-without-key) keys='' ;;
    INVOICE*) script=create_invoice ;;
    MIXED) script=mixed workers=$connections ;;
  esac
  SUPPLIER=${suppliers[$name]} TOKEN=${tokens[$name]} IDS=$work/$name.ids KEYS=$keys SEED=$RANDOM CONNECTIONS=$connections \
    wrk -t "$workers" -c "$connections" -d "${3}s" -s "bench/$script.lua" "http://${addresses[$name]}" |
    tee "$work/$kind.wrk" | sed -n 's/^RESULT //p'
}

# The middle one of the numbers on stdin, or the lower of the two in the middle.
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# Of the lines in $work/results.
no_errors() {
  awk '$6 + $7 > 0 { bad = 1 } END { exit bad }' "$work/results" || fail 'Some answers were errors: the figures do not count.'
}

# stands_still CPU...: whether the last value is within 5 % of each of the two before it.
stands_still() {
  (($# >= 3)) && awk -v a="${*: -3:1}" -v b="${*: -2:1}" -v c="${*: -1}" 'BEGIN {
    exit !(c <= 1.05 * a && c >= 0.95 * a && c <= 1.05 * b && c >= 0.95 * b) }'
}

# warm NAME KIND...: load of each kind in turn until the CPU that the service takes for an answer stands still, for at least 32 s and at
# most WARM_SECONDS. The runtime compiles what is called often anew, on the same cores. A line for each kind goes to $work/warm-ups.
warm() {
  local name=$1 kinds=("${@:2}") most=${WARM_SECONDS:-90} spent=0 note='' settled window kind result cpu
  local -A cpus=()
  window=$(((most + 3 * $# - 4) / (3 * $# - 3)))
  ((window <= 4)) || window=4
  echo "Warm-up of $name ..." >&2
  while :; do
    settled=true
    for kind in "${kinds[@]}"; do
      cpu=$(ticks "${pids[$name]}")
      result=$(run_load "$kind" "$name" "$window")
      cpu=$(awk -v ticks=$(($(ticks "${pids[$name]}") - cpu)) -v hz="$hz" '{ printf "%d", ticks * 1e6 / hz / ($1 ? $1 : 1) }' <<<"$result")
      cpus[$kind]+=" $cpu"
      # shellcheck disable=SC2086 # A list of numbers.
      stands_still ${cpus[$kind]} || settled=false
    done
    spent=$((spent + window * ${#kinds[@]}))
    if [ "$settled" = true ] && ((spent >= 32)); then break; fi
    if ((spent + window * ${#kinds[@]} > most)); then
      [ "$settled" = true ] || note=' (not yet still)'
      break
    fi
  done
  for kind in "${kinds[@]}"; do echo "| ${kind//-/ } $name | $spent$note |${cpus[$kind]} |"; done >>"$work/warm-ups"
  echo "  $spent s$note" >&2
}

show_warm_ups() {
  printf '| warm-up | seconds, all loads together | service CPU us an answer, window by window |\n|---|---|---|\n'
  cat "$work/warm-ups"
}

# What was measured where, for the end of a report.
circumstances() {
  printf '%s, %s cores, %s, PostgreSQL %s, .NET %s; %s, %s connections\n' "$(date -u +%F)" "$(nproc)" \
    "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(sql "$url" -c 'SHOW server_version')" \
    "$(dotnet --list-runtimes | sed -nE 's/^Microsoft\.AspNetCore\.App ([^ ]+).*/\1/p' | tail -n 1)" "$1" "$connections"
}

# The environment of the services: what BASELINE needs, and over it what this checkout does. A service ignores what it does not know.
set -a
if [ -r "${BASELINE:-}/env/development.env" ]; then
  # shellcheck source=/dev/null
  . "$BASELINE/env/development.env"
fi
# shellcheck source=/dev/null
. env/development.env
set +a
export RATE_LIMIT_RPS=1000000 RATE_LIMIT_BURST=1000000 SHUTDOWN_DELAY=0s METRICS_ADDR=
