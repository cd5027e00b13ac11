#!/usr/bin/env bash
# Records which ways the code takes under load, by which the image's runtime compiles (ADR 35): ops/profile.pgo.gz. Orders are made, approved,
# issued, received, billed, read and listed, on a PostgreSQL that is made for it and removed, with the broker out of KAFKA_HOME and the collector
# that COLLECTOR names, packed with xz.
#
#   KAFKA_HOME=... COLLECTOR=... SECONDS_OF_LOAD=30 bench/profile.sh
#
# It is what goes into the image, built for it, or the published service in the folder SERVICE.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

: "${SECONDS_OF_LOAD:=30}" "${ORDERS:=600}"
profile=ops/profile.pgo.gz
# shellcheck source=bench/common.sh
. bench/common.sh
# shellcheck source=bench/received.sh
. bench/received.sh
# shellcheck source=bench/year.sh
. bench/year.sh
whole SECONDS_OF_LOAD ORDERS
if [ -z "${KAFKA_HOME:-}" ] || [ -z "${COLLECTOR:-}" ]; then fail 'KAFKA_HOME and COLLECTOR say what the service is connected to.'; fi

# What is often called is counted for longer than it would be otherwise: the ways of one kind of request are not those of all.
counting=(DOTNET_TieredPGO=1 DOTNET_WritePGOData=1 DOTNET_PGODataPath="$work/profile" DOTNET_TC_CallCountThreshold=200)
# So many orders of one requester in a day would be taken for one that was split.
export PURCHASING_SPLIT_WINDOW=0s FROM=0 MIX='read=50 list=15 create=25 submit=10' RATE=0 LISTS=bench/pages.txt

take_image service
start_postgres durable
start_kafka
start_collector
start_ours service
stop service
wrapper=(env "${counting[@]}")
serve_ours service "${binaries[service]}"

make_received
buyer=${tokens[service]}
tokens[service]=$("${binaries[service]}" token --sub carla --role ap_clerk)
run_load INVOICE service $((SECONDS_OF_LOAD / 2))
tokens[service]=$buyer
make_year service 5000
sql "${databases[service]}" -c "SELECT 'po_' || id FROM purchasing.purchase_orders ORDER BY random() LIMIT 1000" >"$work/service.ids"
for kind in MIXED POST GET MIXED; do run_load "$kind" service "$SECONDS_OF_LOAD"; done
stop service

[ -s "$work/profile" ] || fail 'The runtime wrote no profile.'
awk -v most=8 -f bench/profile.awk "$work/profile" >"$work/small"
gzip -9nc "$work/small" >"$profile"
echo "$profile: $(grep -c ^@@@ "$work/small") methods, $(($(wc -c <"$profile") / 1024)) KiB, unpacked $(($(wc -c <"$work/small") / 1024)) KiB"
