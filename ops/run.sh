#!/usr/bin/env bash
# Builds the service, gives it a database with demonstration data and serves until Ctrl-C.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Variables of the caller win over the file.
while IFS= read -r line || [ -n "$line" ]; do
  case $line in '' | '#'* | DATABASE_URL=*) continue ;; esac
  key=${line%%=*}
  if [ -z "${!key+x}" ]; then export "$key=${line#*=}"; fi
done <env/development.env

host=${LISTEN_ADDR%:*}
port=${LISTEN_ADDR##*:}
case $host in '' | 0.0.0.0 | '*' | '[::]') host=127.0.0.1 ;; esac
if (exec 3<>"/dev/tcp/$host/$port") 2>/dev/null; then
  echo "Port $port is taken: choose another with LISTEN_ADDR=127.0.0.1:$((port + 10)) make run" >&2
  exit 1
fi

dotnet build Host/Procurement.Host.csproj -c Release --nologo -v quiet
procurement=artifacts/bin/Procurement.Host/release/procurement

cluster=''
# Deaf to a second Ctrl-C, which must not leave the database half stopped.
trap 'trap "" INT TERM; if [ -n "$cluster" ]; then ops/postgres.sh stop "$cluster"; fi' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

if [ -z "${DATABASE_URL:-}" ]; then
  if ! DATABASE_URL=$(ops/postgres.sh url .data/postgres 2>/dev/null); then
    cluster=.data/postgres
    DATABASE_URL=$(ops/postgres.sh start "$cluster" durable $$)
  fi
  export DATABASE_URL
fi

"$procurement" migrate
"$procurement" seed

tokens=''
while read -r name role; do
  tokens+=$(printf '  %-17s %-5s %s' "$role" "$name" "$("$procurement" token --sub "$name" --role "$role")")$'\n'
done <<'PEOPLE'
bob buyer
leo approver_l1
lena approver_l2
luis approver_l3
rita receiver
ann ap_clerk
fred finance
sam supplier_manager
cora compliance
otto operator
PEOPLE

cat <<TEXT

Procurement   http://$host:$port
Docs          http://$host:$port/docs
Database      $(sed -E 's#//([^:@/]*):[^@/]*@#//\1:***@#' <<<"$DATABASE_URL")

Development tokens (curl -H "Authorization: Bearer TOKEN" http://$host:$port/purchase-orders):
$tokens
Ctrl-C stops the service.
TEXT

"$procurement" serve &
server=$!
trap 'kill -TERM "$server" 2>/dev/null || true' INT TERM
code=0
# A signal ends wait early, so ask until the service is really gone.
while kill -0 "$server" 2>/dev/null; do
  code=0
  wait "$server" || code=$?
done
exit "$code"
