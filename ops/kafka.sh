#!/usr/bin/env bash
# Starts the broker of KAFKA_HOME in the foreground: kafka.sh DIR PORT [key=value ...]; SIGTERM stops it.
# The cluster's identifier that a new broker draws may begin with a hyphen, which its own tool takes for an option. It has ended before it
# began then, and is started anew with another.
set -euo pipefail
: "${KAFKA_HOME:?names no broker to start}"
status=0
for _ in 1 2 3 4; do
  "$KAFKA_HOME/start" "$@" &
  broker=$!
  trap 'kill -TERM "$broker" 2>/dev/null || true' TERM INT
  # A signal ends the waiting, not the broker.
  while kill -0 "$broker" 2>/dev/null; do
    status=0
    wait "$broker" || status=$?
  done
  if [ -f "$1/data/meta.properties" ]; then break; fi
done
exit "$status"
