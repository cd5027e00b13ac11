-- What users do at the same time: reads by id, pages of lists, new orders, and submissions of them. MIX gives the share of each in percent.
-- RATE is how many requests a second arrive, whether or not the ones before were answered (an open loop: Poisson arrivals); 0 sends the
-- next when the last is answered. Each connection has a thread of its own, so that an answer is known by its question.
-- SUPPLIER, TOKEN (may be empty), IDS as for the other loads; LISTS holds the paths of pages, one on each line;
-- bench/pages.txt has what people look at: the newest, by state, of one requester, of one supplier, both, and an order by its number.
local ffi = require("ffi")
ffi.cdef([[
  typedef struct { long seconds; long nanoseconds; } moment;
  int clock_gettime(int clock, moment *at);
]])
local at = ffi.new("moment")
local function now() -- milliseconds
  ffi.C.clock_gettime(1, at)
  return tonumber(at.seconds) * 1e3 + tonumber(at.nanoseconds) / 1e6
end

local kinds = { "read", "list", "create", "submit" }

local threads = {}
function setup(thread)
  table.insert(threads, thread)
  thread:set("number", #threads)
end

local headers, create, ids, lists, shares, mean = {}, nil, {}, {}, {}, 0
local drafts, kind, started, due = {}, nil, 0, 0
-- Of the thread, for `done` to ask for.
times_read, times_list, times_create, times_submit, refused = {}, {}, {}, {}, 0
local times = { read = times_read, list = times_list, create = times_create, submit = times_submit }

local function lines(file, into)
  for line in io.lines(file) do into[#into + 1] = line end
end

function init()
  math.randomseed(number * 7919 + tonumber(os.getenv("SEED") or "1"))
  if (os.getenv("TOKEN") or "") ~= "" then headers["Authorization"] = "Bearer " .. os.getenv("TOKEN") end
  lines(os.getenv("IDS"), ids)
  lines(os.getenv("LISTS"), lists)
  local body = {}
  for name, value in pairs(headers) do body[name] = value end
  body["Content-Type"] = "application/json"
  create = wrk.format("POST", "/purchase-orders", body, dofile("bench/order.lua"))
  for name, share in os.getenv("MIX"):gmatch("(%a+)=(%d+)") do shares[name] = tonumber(share) end
  local rate = tonumber(os.getenv("RATE"))
  if rate > 0 then mean = 1000 * tonumber(os.getenv("CONNECTIONS")) / rate end
  due = now() - (mean > 0 and mean * math.log(1 - math.random()) or 0)
end

function delay()
  if mean == 0 then return 0 end
  return math.max(0, math.floor(due - now()))
end

local function drawn()
  local lot = math.random() * 100
  for _, each in ipairs(kinds) do
    lot = lot - (shares[each] or 0)
    if lot < 0 then return each end
  end
  return "read"
end

function request()
  kind = drawn()
  -- Nothing to submit yet.
  if kind == "submit" and #drafts == 0 then kind = "create" end
  started = now()
  if mean > 0 then
    -- Who could not be sent when he came has waited since then.
    started = math.min(started, due)
    due = due - mean * math.log(1 - math.random())
  end
  if kind == "create" then return create end
  if kind == "list" then return wrk.format("GET", lists[math.random(#lists)], headers) end
  if kind == "submit" then return wrk.format("POST", "/purchase-orders/" .. table.remove(drafts) .. "/submit", headers) end
  return wrk.format("GET", "/purchase-orders/" .. ids[math.random(#ids)], headers)
end

function response(status, _, body)
  local mine = times[kind]
  mine[#mine + 1] = now() - started
  if status >= 300 then refused = refused + 1 end
  if kind == "create" then
    -- Few are submitted of many.
    if #drafts < 50 then drafts[#drafts + 1] = body:match('"id": *"([^"]+)"') end
  end
end

-- `KIND answers a-second p50 p99 p99.9`, in ms, for each kind and for all; then as the other loads do.
function done(summary)
  local seconds, all, errors = summary.duration / 1e6, {}, 0
  local function show(name, list)
    table.sort(list)
    local function point(share) return list[math.max(1, math.ceil(#list * share))] or 0 end
    local p50, p99 = point(0.5), point(0.99)
    if #list > 0 then print(string.format("KIND %s %d %.1f %.3f %.3f %.3f", name, #list, #list / seconds, p50, p99, point(0.999))) end
    return p50, p99
  end
  for _, each in ipairs(kinds) do
    local list = {}
    for _, thread in ipairs(threads) do
      for _, time in ipairs(thread:get("times_" .. each)) do
        list[#list + 1] = time
        all[#all + 1] = time
      end
    end
    show(each, list)
  end
  local p50, p99 = show("all", all)
  for _, thread in ipairs(threads) do errors = errors + thread:get("refused") end
  local e = summary.errors
  print(string.format("RESULT %d %.1f %.3f %.3f %d %d", summary.requests, summary.requests / seconds, p50, p99, errors,
    e.connect + e.read + e.write + e.timeout))
end
