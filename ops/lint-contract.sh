#!/usr/bin/env bash
# Judges docs/openapi.json and docs/asyncapi.json by the rules of tests/contract-lint.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../tests/contract-lint"

if ! command -v npm >/dev/null; then
  echo 'docs/openapi.json is not judged: there is no npm here.' >&2
  exit 1
fi
# Taken anew only when another version is asked for.
cmp -s package-lock.json node_modules/installed.json || { npm ci --ignore-scripts && cp package-lock.json node_modules/installed.json; }
REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true npm run --silent lint
