#!/usr/bin/env bash
# Judges what the overlays of k8s render to by the schemas of Kubernetes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

kubectl=$(ops/kubectl.sh)/kubectl
overlays=(k8s/overlays/*/)
cd tests/kubernetes-lint
cmp -s package-lock.json node_modules/installed.json || { npm ci --ignore-scripts && cp package-lock.json node_modules/installed.json; }
for overlay in "${overlays[@]}"; do
  echo -n "$overlay: "
  "$kubectl" kustomize "../../$overlay" | npm run --silent lint
done
