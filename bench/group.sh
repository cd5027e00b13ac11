# A control group with the memory and CPU of the container, 256 MiB and half a core; bench/envelope.sh and ops/image.sh read it in. Needs root.
# shellcheck shell=bash

# Version 2, or 1 with a hierarchy for each resource.
groups=/sys/fs/cgroup
group=procurement-envelope-$$
if [ -f $groups/cgroup.controllers ]; then
  memory=$groups/$group cpu=$groups/$group
else
  memory=$groups/memory/$group cpu=$groups/cpu/$group
fi

# make_groups: fails, with the reason in no_groups, where it may not be done.
# shellcheck disable=SC2034 # Whoever reads this in says it.
make_groups() {
  if ! mkdir -p "$memory" "$cpu" 2>/dev/null; then
    no_groups='A control group is made by root, where /sys/fs/cgroup can be written.'
    return 1
  fi
  if [ "$memory" != "$cpu" ]; then
    echo $((256 << 20)) >"$memory/memory.limit_in_bytes"
    echo 100000 >"$cpu/cpu.cfs_period_us"
    echo 50000 >"$cpu/cpu.cfs_quota_us"
  elif [ -f "$memory/memory.max" ]; then
    echo $((256 << 20)) >"$memory/memory.max"
    echo '50000 100000' >"$cpu/cpu.max"
  else
    no_groups='The memory and cpu controllers are not enabled for groups below /sys/fs/cgroup.'
    return 1
  fi
}

# What has run in them has ended by then; the kernel lets go of a group a moment later.
remove_groups() {
  local folder attempt
  for folder in "$memory" "$cpu"; do
    for ((attempt = 0; attempt < 50; attempt++)); do
      if [ ! -d "$folder" ] || rmdir "$folder" 2>/dev/null; then break; fi
      sleep 0.1
    done
  done
}

# How many processes the kernel has killed for want of memory.
killed() {
  if [ "$memory" = "$cpu" ]; then
    sed -n 's/^oom_kill //p' "$memory/memory.events"
  else
    sed -n 's/^oom_kill //p' "$memory/memory.oom_control"
  fi
}

# A command behind these words is confined from its first instruction on; otherwise as it is.
# shellcheck disable=SC2034
confined=(bash -c "echo \$\$ >'$memory/cgroup.procs'; echo \$\$ >'$cpu/cgroup.procs'; exec \"\$@\"" confined)
