-- POST /purchase-orders: one order of three lines, each request under an Idempotency-Key of its own.
-- SUPPLIER names an approved supplier, KEYS is unique to the run of wrk or empty for requests without a key, TOKEN may be empty.
dofile("bench/report.lua")

local body = dofile("bench/order.lua")
local keys, token = os.getenv("KEYS") or "", os.getenv("TOKEN") or ""
local headers = { ["Content-Type"] = "application/json" }
if token ~= "" then headers["Authorization"] = "Bearer " .. token end

local threads, sent = 0, 0

function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

function request()
  sent = sent + 1
  if keys ~= "" then headers["Idempotency-Key"] = string.format("%s-%d-%d", keys, number, sent) end
  return wrk.format("POST", "/purchase-orders", headers, body)
end
