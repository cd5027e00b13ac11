#!/usr/bin/env bash
# Starts Prometheus, with our rules and alerts, on what `make run` serves, so that a person can look at graphs.
#
#   METRICS=127.0.0.1:9464 PORT=9090 ops/observe.sh
#
# Its data goes with it when it ends.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

: "${METRICS:=127.0.0.1:9464}" "${PORT:=9090}"

fail() {
  echo "$*" >&2
  exit 1
}

command -v prometheus >/dev/null || fail 'Prometheus is not installed (Debian: apt-get install --no-install-recommends prometheus).'
curl -fsS -o /dev/null --max-time 5 "http://$METRICS/metrics" 2>/dev/null ||
  fail "Nobody serves http://$METRICS/metrics: start the service with 'make run', or say where it is: METRICS=HOST:PORT make observe"
if (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; then
  fail "Port $PORT is taken; choose another: PORT=$((PORT + 1)) make observe"
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/procurement-observe.XXXXXX")
server=''
# shellcheck disable=SC2317 # The trap calls it.
cleanup() {
  trap '' INT TERM
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

cp ops/observe/prometheus.yml ops/observe/rules.yml ops/observe/alerts.yml "$work"
printf '[{"targets": ["%s"]}]\n' "$METRICS" >"$work/targets.json"
prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/data" --web.listen-address="127.0.0.1:$PORT" \
  --enable-feature=exemplar-storage >"$work/log" 2>&1 &
server=$!
until curl -fs -o /dev/null "http://127.0.0.1:$PORT/-/ready"; do
  kill -0 "$server" 2>/dev/null || fail "Prometheus did not start: $(tail -n 1 "$work/log")"
  sleep 0.2
done

page="http://127.0.0.1:$PORT"
cat <<TEXT
Prometheus reads http://$METRICS/metrics every five seconds.

Requests a second   $page/graph?g0.expr=class:http_requests:rate5m&g0.tab=0&g0.range_input=15m
99th percentile     $page/graph?g0.expr=histogram_quantile(0.99,%20sum%20by%20(class,%20le)%20(class:http_request_duration_seconds_bucket:rate5m))&g0.tab=0&g0.range_input=15m
Alerts              $page/alerts
Is it read          $page/targets

Dashboards for Grafana are in ops/observe/dashboards: give it $page as a data source, and import them.
Ctrl-C ends Prometheus and removes its data.
TEXT
wait "$server"
