#!/usr/bin/env bash
# Runs the service on this machine: builds it, finds or starts PostgreSQL, migrates, fills an empty database, serves.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

binary=$PWD/artifacts/publish/Procurement.Host/release/procurement
data=$PWD/.data/postgres
started=false server=''

# shellcheck disable=SC2317 # The trap calls it.
cleanup() {
  # An impatient second Ctrl-C must not leave the database behind.
  trap '' INT TERM
  if [ "$started" = true ]; then ops/postgres.sh stop "$data" || true; fi
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Where `make observe` looks for them; any free port while another service has it.
if [ -z "${METRICS_ADDR+set}" ]; then
  METRICS_ADDR=127.0.0.1:9464
  if (exec 3<>"/dev/tcp/${METRICS_ADDR%:*}/${METRICS_ADDR##*:}") 2>/dev/null; then METRICS_ADDR=127.0.0.1:0; fi
  export METRICS_ADDR
fi

while IFS= read -r line || [ -n "$line" ]; do
  line=${line%$'\r'}
  if [[ $line =~ ^([A-Za-z_][A-Za-z0-9_]*)=(.*)$ ]] && [ -z "${!BASH_REMATCH[1]+set}" ]; then
    export "${BASH_REMATCH[1]}=${BASH_REMATCH[2]}"
  fi
done < <(grep -v '^DATABASE_URL=' env/development.env)

: "${LISTEN_ADDR:?is not set: env/development.env should name it}"
host=${LISTEN_ADDR%:*} port=${LISTEN_ADDR##*:}
case $host in '' | 0.0.0.0 | '*' | '[::]') host=127.0.0.1 ;; esac
if (exec 3<>"/dev/tcp/${host//[\[\]]/}/$port") 2>/dev/null; then
  echo "Port $port on $host is taken; choose another: LISTEN_ADDR=127.0.0.1:$((port + 10)) make run" >&2
  exit 1
fi

dotnet publish -c Release Host/Procurement.Host.csproj --nologo -v quiet

if [ -z "${DATABASE_URL:-}" ]; then
  if ! DATABASE_URL=$(ops/postgres.sh url "$data" 2>/dev/null); then
    # Set first: an interrupt during the start must stop it too.
    started=true
    DATABASE_URL=$(ops/postgres.sh start "$data" durable $$)
  fi
fi
export DATABASE_URL

"$binary" migrate
"$binary" seed

echo
echo "Procurement   http://$host:$port"
echo "Documentation http://$host:$port/docs"
case ${METRICS_ADDR##*:} in '' | 0) ;; *) echo "Metrics       http://$METRICS_ADDR/metrics (make observe)" ;; esac
echo
echo 'Development tokens (send one as "Authorization: Bearer TOKEN"):'
for person in buyer:bob approver_l1:leo approver_l2:lena approver_l3:luis receiver:rita ap_clerk:ann finance:fred \
  supplier_manager:sam compliance:cora operator:otto; do
  token=$("$binary" token --sub "${person#*:}" --role "${person%:*}")
  printf '%-17s %-5s %s\n' "${person%:*}" "${person#*:}" "$token"
done
echo

# In the background, because only a waiting shell hears a signal. The server ignores Ctrl-C there and gets TERM instead.
interrupted=false
trap 'interrupted=true; if [ -n "$server" ]; then kill -TERM "$server" 2>/dev/null || true; fi' INT TERM
"$binary" serve &
server=$!
if [ "$interrupted" = true ]; then kill -TERM "$server"; fi
while true; do
  # A signal ends the wait before the server has drained.
  interrupted=false status=0
  wait "$server" || status=$?
  [ "$interrupted" = true ] || break
done
exit "$status"
