#!/usr/bin/env bash
# Writes the documents that the service serves to docs/openapi.json and docs/asyncapi.json.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

OPENAPI_REFRESH=true dotnet test tests/Host.Tests -c Release --filter Name~The_committed_document_is_the_served_one
git diff --stat docs/openapi.json docs/asyncapi.json
