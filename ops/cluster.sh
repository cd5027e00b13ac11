#!/usr/bin/env bash
# Two replicas behind nginx, on a PostgreSQL and a real Kafka broker, on this machine and for this machine only.
#
#   ops/cluster.sh          serves until Ctrl-C
#   ops/cluster.sh prove    puts load on it, kills one replica, restarts both one after the other, and counts; exits 1 when something is missing
#
# KAFKA_HOME names the broker (see its README), PORT where the proxy listens. For `prove` REQUESTS is how many there are at least while both
# restart, CALLERS how many are made at a time. SERVICE and LOAD name a built service's folder and a built Deployment.Tests.dll; otherwise
# both are built. All data goes in the end.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

: "${KAFKA_HOME:=../shared/kafka}" "${PORT:=8080}" "${REQUESTS:=10000}" "${CALLERS:=16}"
verb=${1:-serve}
# Debian keeps nginx where only root looks.
PATH=$PATH:/usr/sbin

fail() {
  echo "$*" >&2
  exit 1
}

[ "$verb" = serve ] || [ "$verb" = prove ] || fail 'Usage: ops/cluster.sh [prove]'
[ -x "$KAFKA_HOME/start" ] || fail "KAFKA_HOME=$KAFKA_HOME holds no broker to start."
for tool in nginx curl java; do
  command -v "$tool" >/dev/null ||
    fail "ops/cluster.sh needs $tool (Debian: apt-get install --no-install-recommends nginx-light curl openjdk-17-jre-headless)."
done
if (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; then fail "Port $PORT is taken; choose another: PORT=$((PORT + 10)) make cluster"; fi

work=$(mktemp -d "${TMPDIR:-/tmp}/procurement-cluster.XXXXXX")
# The accounts that run PostgreSQL and nginx for root enter it.
chmod 755 "$work"
# What runs, the first first; pids of what has been waited for are somebody else's, perhaps.
started=()
declare -A pids addresses metrics

# shellcheck disable=SC2317 # The trap calls it.
cleanup() {
  trap '' INT TERM
  local i
  for ((i = ${#started[@]} - 1; i >= 0; i--)); do stop "${started[i]}" TERM || true; done
  ops/postgres.sh stop "$work/postgres" || true
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# free_port: below those that the system gives to outgoing connections; the one after it is free, too.
free_port() {
  local port
  while
    port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || (exec 3<>"/dev/tcp/127.0.0.1/$((port + 1))") 2>/dev/null
  do :; done
  echo "$port"
}

# until_ready NAME COMMAND...: waits until it succeeds, as long as NAME runs.
until_ready() {
  until "${@:2}" >/dev/null 2>&1; do
    kill -0 "${pids[$1]}" 2>/dev/null || fail "$1 did not start: $(tail -n 3 "$work/$1.log")"
    sleep 0.05
  done
}

# background NAME COMMAND...
background() {
  # Of a group of its own: Ctrl-C is for this script, which ends things in order.
  set -m
  "${@:2}" </dev/null >>"$work/$1.log" 2>&1 5>&- 6>&- &
  set +m
  pids[$1]=$!
  started+=("$1")
}

# stop NAME SIGNAL: waits for its end, and is its exit status.
stop() {
  local pid=${pids[$1]:-}
  if [ -z "$pid" ]; then return; fi
  kill "-$2" "$pid" 2>/dev/null || true
  unset "pids[$1]"
  # The shell would say that it was killed.
  wait "$pid" 2>/dev/null
}

is_ready() { curl -fsS --max-time 2 "http://${addresses[$1]}/readyz"; }

# --- what is built ---

if [ -z "${SERVICE:-}" ]; then
  SERVICE=$PWD/artifacts/publish/Procurement.Host/release
  dotnet publish -c Release Host/Procurement.Host.csproj --nologo -v quiet >&2
fi
binary=$SERVICE/procurement
if [ "$verb" = prove ] && [ -z "${LOAD:-}" ]; then
  LOAD=$PWD/artifacts/bin/Deployment.Tests/release/Deployment.Tests.dll
  dotnet build -c Release tests/Deployment.Tests --nologo -v quiet >&2
fi

# --- what the replicas share ---

kafka_port=$(free_port)
background kafka ops/kafka.sh "$work/kafka" "$kafka_port"
mkdir "$work/postgres" "$work/mail"
DATABASE_URL=$(ops/postgres.sh start "$work/postgres" throwaway $$)

set -a
# shellcheck source=/dev/null
. env/development.env
set +a
export DATABASE_URL EVENT_TRANSPORT=kafka KAFKA_BROKERS=127.0.0.1:$kafka_port KAFKA_NAMESPACE=cluster KAFKA_PARTITIONS=6 KAFKA_REPLICATION=1
export MIGRATE_ON_START=false SHUTDOWN_DELAY=1s TRUSTED_PROXIES=127.0.0.0/8 MAIL_FOLDER=$work/mail LOG_LEVEL=warn
# All orders of the load are of one requester and one supplier, within seconds.
if [ "$verb" = prove ]; then export RATE_LIMIT_RPS=1000000 RATE_LIMIT_BURST=1000000 PURCHASING_SPLIT_WINDOW=0s; fi

"$binary" migrate >"$work/migrate.log" 2>&1 || fail "migrate failed: $(tail -n 1 "$work/migrate.log")"
until_ready kafka test -s "$work/kafka.log"

# --- the replicas ---

# replica NAME: starts it, or starts it again, where it was.
replica() {
  LISTEN_ADDR=${addresses[$1]} METRICS_ADDR=${metrics[$1]} KAFKA_NODE_ID=$1 background "$1" "$binary" serve
}

replicas=(procurement-1 procurement-2)
for name in "${replicas[@]}"; do
  port=$(free_port)
  addresses[$name]=127.0.0.1:$port metrics[$name]=127.0.0.1:$((port + 1))
  replica "$name"
done
for name in "${replicas[@]}"; do until_ready "$name" is_ready "$name"; done

# --- the proxy: that of compose.yaml, elsewhere ---

mkdir "$work/nginx"
sed -e "s#listen 8080;#listen 127.0.0.1:$PORT;#" -e "s#/tmp/#$work/nginx/#" \
  -e "s#server procurement-1:8080 #server ${addresses[procurement-1]} #" -e "s#server procurement-2:8080 #server ${addresses[procurement-2]} #" \
  ops/compose/nginx.conf >"$work/nginx.conf"
[ "$(grep -c -e "listen 127.0.0.1:$PORT;" -e "server 127.0.0.1:" "$work/nginx.conf")" -eq 3 ] ||
  fail 'ops/compose/nginx.conf has not the lines that are changed here.'
nobody=()
if [ "$(id -u)" -eq 0 ]; then
  chown nobody "$work/nginx"
  nobody=(setpriv --reuid nobody --regid "$(id -g nobody)" --clear-groups)
fi
background nginx ${nobody[@]+"${nobody[@]}"} nginx -e stderr -p "$work/nginx" -c "$work/nginx.conf" -g 'daemon off;'
addresses[nginx]=127.0.0.1:$PORT
until_ready nginx is_ready nginx

token() { "$binary" token --sub "$1" --role "$2"; }

if [ "$verb" = serve ]; then
  echo
  echo "Procurement   http://${addresses[nginx]} (documentation: /docs)"
  for name in "${replicas[@]}"; do echo "$name http://${addresses[$name]}, metrics at http://${metrics[$name]}/metrics, pid ${pids[$name]}"; done
  echo "nginx         pid ${pids[nginx]}"
  echo "Kafka         127.0.0.1:$kafka_port, pid $(cat "$work/kafka/broker.pid")"
  echo "PostgreSQL    $DATABASE_URL"
  echo "Logs          $work/*.log"
  echo
  echo 'Development tokens (send one as "Authorization: Bearer TOKEN"):'
  for person in bob:buyer lena:approver_l2 rita:receiver ann:ap_clerk fred:finance sam:supplier_manager cora:compliance otto:operator; do
    printf '%-17s %-5s %s\n' "${person#*:}" "${person%:*}" "$(token "${person%:*}" "${person#*:}")"
  done
  # Until a signal comes, or the proxy ends.
  wait "${pids[nginx]}"
  fail "nginx has ended: $(tail -n 3 "$work/nginx.log")"
fi

# --- the proof ---

# post TOKEN PATH BODY: prints the id of what comes of it.
post() {
  curl -fsS "http://${addresses[nginx]}$2" -H "Authorization: Bearer $1" -H 'Content-Type: application/json' -d "$3" |
    sed -nE 's/^[^}]*"id": ?"([^"]+)".*/\1/p'
}

SUPPLIER=$(post "$(token sam supplier_manager)" /suppliers '{"code":"CL-000001","legal_name":"Cluster Supplies","email":"orders@cluster.example"}')
post "$(token cora compliance)" "/suppliers/$SUPPLIER/approve" '{"risk_score":10}' >/dev/null
BUYER=$(token bob buyer) APPROVER=$(token lena approver_l2)
export SUPPLIER BUYER APPROVER CALLERS

coproc load { exec dotnet "$LOAD" "http://${addresses[nginx]}" "$DATABASE_URL" 2>"$work/load.log"; }
# shellcheck disable=SC2154 # coproc sets it.
pids[load]=$load_PID
started+=(load)
exec 5<&"${load[0]}" 6>&"${load[1]}"

# tell LINE...: to the load, and waits until it has done so.
tell() {
  local answer
  echo "$*" >&6
  read -r answer <&5 || true
  [ "$answer" = ok ] || fail "The load ended: $(tail -n 3 "$work/load.log")"
}

tell phase steady
tell await $((REQUESTS / 5))

tell phase "kill -9"
stop procurement-1 KILL || true
tell await $((REQUESTS / 5))
replica procurement-1
until_ready procurement-1 is_ready procurement-1

tell phase rolling restart
for name in "${replicas[@]}"; do
  kill -TERM "${pids[$name]}"
  # It says that it is going, while it is still there.
  until curl -s -i --max-time 2 "http://${addresses[$name]}/readyz" >"$work/answer" && grep -q '^HTTP/1.1 503' "$work/answer"; do
    kill -0 "${pids[$name]}" 2>/dev/null || fail "$name went without a word: $(tail -n 3 "$work/$name.log")"
  done
  grep -qi '^connection: close' "$work/answer" || fail "$name does not close its connections."
  status=0
  stop "$name" TERM || status=$?
  [ "$status" -eq 0 ] || fail "$name ended with $status: $(tail -n 3 "$work/$name.log")"
  replica "$name"
  until_ready "$name" is_ready "$name"
done
tell await "$REQUESTS"

tell end
cat <&5
wait "${pids[load]}" || fail "It does not hold. $(tail -n 3 "$work/load.log")"
unset 'pids[load]'
echo 'It holds: nothing failed while both restarted, and what was acknowledged took effect once.'
