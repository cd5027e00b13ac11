-- What every load script prints at its end: a line that bench/run.sh reads, and one that bench/envelope.sh reads.
function done(summary, latency)
  local e = summary.errors
  print(string.format("RESULT %d %.1f %.3f %.3f %d %d", summary.requests, summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, e.status, e.connect + e.read + e.write + e.timeout))
  print(string.format("SLOWEST %d", latency.max / 1000))
end
