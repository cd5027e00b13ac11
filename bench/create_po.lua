-- POST /purchase-orders: one order of three lines, each request under an Idempotency-Key of its own.
-- SUPPLIER names an approved supplier, KEYS is unique to the run of wrk or empty for requests without a key, TOKEN may be empty.
dofile("bench/report.lua")

local order = [[{"supplier_id": "%s", "requested_by": "bob", "line_items": [
  {"sku": "PAPER-A4", "quantity": 20, "unit_price_cents": 450, "currency": "USD"},
  {"sku": "TONER-BLACK", "quantity": 2, "unit_price_cents": 8900, "currency": "USD"},
  {"sku": "CHAIR-TASK", "quantity": 1, "unit_price_cents": 21500, "currency": "USD"}]}]]
local body = string.format(order, os.getenv("SUPPLIER"))
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
