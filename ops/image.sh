#!/usr/bin/env bash
# Makes in a folder what the Dockerfile makes in an image, without a container engine, and runs it as a container would be run: carries out
# the COPY and RUN lines of the Dockerfile as they stand there, says how big the result is, and starts it, as its user, on a read-only file
# system that holds the result and the system's libraries, with 256 MiB and half a core. Needs to be root.
#
#   ops/image.sh            what is served in the end is artifacts/image
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

image=$PWD/artifacts/image
work=$(mktemp -d "${TMPDIR:-/tmp}/procurement-image.XXXXXX")
# The account that runs PostgreSQL for root enters it.
chmod 755 "$work"
server=''

# shellcheck source=bench/group.sh
. bench/group.sh

fail() {
  echo "$*" >&2
  exit 1
}

# shellcheck disable=SC2317 # The trap calls it.
cleanup() {
  trap '' INT TERM
  if [ -n "$server" ]; then kill -KILL "$server" 2>/dev/null || true; fi
  wait
  ops/postgres.sh stop "$work/postgres" || true
  remove_groups
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

[ "$(id -u)" -eq 0 ] || fail 'ops/image.sh makes file systems and a control group: run it as root.'
for tool in curl jq unshare setpriv chroot; do
  command -v "$tool" >/dev/null || fail "ops/image.sh needs $tool."
done

# --- what .dockerignore lets through ---

context=$work/context
mkdir "$context"
while IFS= read -r line; do
  case $line in
    '' | '#'* | '*') ;;
    '!'*) cp -R --parents "${line#!}" "$context" ;;
    '**/'*) find "$context" -name "${line#\*\*/}" -prune -exec rm -rf {} + ;;
    *) fail ".dockerignore: $line is of a shape that is not known here." ;;
  esac
done <.dockerignore

# --- the lines of the Dockerfile ---

REVISION=$(git rev-parse HEAD 2>/dev/null || true)
export REVISION
source='' user='' entry='' health='' variables=()
rm -rf "$image"
mkdir "$work/source"

# copy FROM TO...: the last is where to.
copy() {
  local to=${*: -1} from
  mkdir -p "$to"
  for from in "${@:1:$#-1}"; do
    if [ -d "$from" ]; then cp -R "$from/." "$to"; else cp "$from" "$to"; fi
  done
}

while IFS= read -r line; do
  # shellcheck disable=SC2206 # The words of a line; none holds a blank or a star.
  words=($line)
  case $line in
    '' | '#'* | 'ARG '* | 'FROM '* | 'LABEL '* | 'EXPOSE '* | 'STOPSIGNAL SIGTERM') ;;
    'WORKDIR '*) source=${words[1]} ;;
    'COPY --from=build '*) copy "$work/source${words[2]#"$source"}" "$image${words[3]}" ;;
    'COPY '*)
      echo "$line" >&2
      (cd "$context" && copy "${words[@]:1:${#words[@]}-2}" "$work/source/${words[-1]}")
      ;;
    'RUN '*)
      line=${line#RUN }
      while [[ $line == --mount=* ]]; do line=${line#* }; done
      echo "RUN $line" >&2
      (cd "$work/source" && bash -c "$line" >&2)
      ;;
    'ENV '*) variables+=("${words[1]}") ;;
    'USER '*) user=${words[1]} ;;
    'HEALTHCHECK '*) health=${line#* CMD } ;;
    'ENTRYPOINT '*) entry=${line#ENTRYPOINT } ;;
    *) fail "Dockerfile: $line is of a shape that is not known here." ;;
  esac
done <Dockerfile
mapfile -t entry < <(jq -r '.[]' <<<"$entry")
mapfile -t health < <(jq -r '.[]' <<<"$health")
# The runtime would do without and say nothing.
profile=$(printf '%s\n' "${variables[@]}" | sed -n 's/^DOTNET_PGODataPath=//p')
[ -s "$image$profile" ] || fail "The image has not the profile $profile that its runtime is told of."

# --- how big it is ---

bytes() { if [ $# -gt 0 ]; then du -cb "$@" | awk 'END { print $1 }'; else echo 0; fi; }
row() { awk -v name="$1" -v bytes="$(bytes "${@:2}")" 'BEGIN { printf "| %s | %.1f |\n", name, bytes / 1048576 }'; }
mapfile -t native < <(find "$image/app" -type f -name '*.so')
mapfile -t ours < <(find "$image/app" -type f \( -iname 'procurement*' -o -name profile.pgo \) ! -name procurement.r2r.dll)
mapfile -t others < <(find "$image/app" -type f ! -iname 'procurement*' ! -name profile.pgo ! -name '*.so')
echo '| part | MiB |'
echo '|---|---|'
row 'ours, symbols, profile and words of the contracts included' "${ours[@]}"
row 'packages and framework' "${others[@]}"
row 'all of it compiled beforehand' "$image/app/procurement.r2r.dll"
row "native, of that librdkafka $(du -cm "$image"/app/*librdkafka.so | awk 'END { print $1 }')" "${native[@]}"
echo

# --- a file system like the image's ---

# Whoever runs in it sees the image and /usr/lib of this system, and neither /bin nor /usr/bin.
root=$work/root
mkdir "$root"
# shellcheck disable=SC2016 # For the shell that has a view of the file systems to itself.
view='
set -euo pipefail
root=$1 image=$2
mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs "$root"
show() { mkdir -p "$root$2"; mount --bind "$1" "$root$2"; mount -o remount,bind,ro "$root$2"; }
show "$image/app" /app
for folder in /usr/lib /usr/lib64 /usr/share/zoneinfo; do
  if [ -d "$folder" ]; then show "$folder" "$folder"; fi
done
ln -s usr/lib "$root/lib"
ln -s usr/lib64 "$root/lib64"
mkdir "$root/etc" "$root/proc" "$root/sys" "$root/dev" "$root/tmp"
mount --rbind /proc "$root/proc"
mount --rbind -o ro /sys "$root/sys"
for device in null zero random urandom; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mount -t tmpfs -o mode=1777,size=64m tmpfs "$root/tmp"
mount -o remount,ro "$root"
exec setpriv --no-new-privs "$(command -v chroot)" --userspec="$3" --groups= "$root" "${@:4}"
'
inside=()
if make_groups; then
  inside=("${confined[@]}")
  limited=true
  echo 'With 256 MiB and half a core.'
else
  limited=false
  echo "Without limits. $no_groups"
fi

# --- the run ---

free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)) && (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}

mkdir "$work/postgres"
url=$(ops/postgres.sh start "$work/postgres" throwaway $$)
address=127.0.0.1:$(free_port)
while IFS= read -r line; do variables+=("$line"); done < <(grep -E '^[A-Z]' env/development.env)
# Kafka, although there is none: its library is loaded all the same, and a broker that is away stops nothing.
variables+=("DATABASE_URL=$url" "LISTEN_ADDR=$address" MIGRATE_ON_START=false MAIL_TRANSPORT=none EVENT_TRANSPORT=kafka
  "KAFKA_BROKERS=127.0.0.1:$(free_port)" KAFKA_NAMESPACE=image KAFKA_PARTITIONS=1 KAFKA_REPLICATION=1)
inside+=(env -i "${variables[@]}" unshare -m bash -c "$view" view "$root" "$image" "$user")

milliseconds() { echo $(($(date +%s%N) / 1000000)); }

"${inside[@]}" "${entry[@]}" migrate >"$work/migrate.log" 2>&1 || fail "migrate failed: $(tail -n 1 "$work/migrate.log")"
begun=$(milliseconds)
"${inside[@]}" "${entry[@]}" serve >"$work/log" 2>&1 &
server=$!
until curl -fs -o /dev/null "http://$address/readyz"; do
  kill -0 "$server" 2>/dev/null || fail "It did not start: $(tail -n 3 "$work/log")"
  sleep 0.05
done
echo "Ready after $(($(milliseconds) - begun)) ms."

read -r uid gid < <(awk '/^[UG]id:/ { printf "%s ", $2 } END { print "" }' "/proc/$server/status")
[ "$uid:$gid" = "$user" ] || fail "It runs as $uid:$gid and not as $user."
writable=$(awk '$6 !~ /^ro/ && $5 !~ "^/(proc|sys|dev)(/|$)" { print $5 }' "/proc/$server/mountinfo")
[ "$writable" = /tmp ] || fail "It may write to $writable."
"${inside[@]}" "${health[@]}" || fail "The health check fails: ${health[*]}"
token=$("${inside[@]}" "${entry[@]}" token --sub bob --role buyer)
curl -fsS -H "Authorization: Bearer $token" "http://$address/suppliers" | jq -e '.items == []' >/dev/null || fail 'It does not answer.'
diff <(curl -fsS "http://$address/asyncapi.json" | jq -S .) <(jq -S . docs/asyncapi.json) >&2 || fail '/asyncapi.json is not docs/asyncapi.json.'
echo "Runs as $user, writes to $writable only, is healthy, answers; resident: $(awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$server/status") MiB."

kill -TERM "$server"
status=0
wait "$server" || status=$?
server=''
[ "$status" -eq 0 ] || fail "It ended with $status: $(tail -n 3 "$work/log")"
if [ "$limited" = true ] && [ "$(killed)" -gt 0 ]; then fail 'The kernel killed for want of memory.'; fi
echo 'Stopped by SIGTERM with 0.'
