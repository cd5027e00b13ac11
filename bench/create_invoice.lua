-- POST /invoices: one invoice of twenty lines, each request under an Idempotency-Key of its own, for a piece of each line of an order.
-- IDS names the orders, one on each line; each is billed once before any is billed again. FROM says how many invoices there are already.
-- SUPPLIER names their supplier, KEYS is unique to the run of wrk. Five thousand in a row have a gross amount each of its own, as invoices have:
-- those of one amount would each be flagged as a possible duplicate of the others.
dofile("bench/report.lua")

local lines = {}
for i = 1, 20 do
  lines[i] = string.format('{"line_number": %d, "quantity": 1, "unit_price_cents": 1250, "net_cents": 1250}', i)
end
local invoice = '{"supplier_id": "' .. os.getenv("SUPPLIER") .. '", "invoice_number": "%s", "purchase_order_id": "%s", "currency": "USD", ' ..
  '"issue_date": "2026-01-31", "net_cents": 25000, "tax": [{"category": "S", "rate_percent": %.3f, "base_cents": 25000, "tax_cents": %d}], ' ..
  '"gross_cents": %d, "lines": [' .. table.concat(lines, ", ") .. ']}'
local keys, from = os.getenv("KEYS"), tonumber(os.getenv("FROM"))
local headers = { ["Content-Type"] = "application/json", ["Authorization"] = "Bearer " .. os.getenv("TOKEN") }

local threads, sent, orders = 0, 0, {}

function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

function init()
  for id in io.lines(os.getenv("IDS")) do orders[#orders + 1] = id end
end

function request()
  sent = sent + 1
  local key = string.format("%s-%d-%d", keys, number, sent)
  headers["Idempotency-Key"] = key
  -- Two threads, so that they meet at an order no more often than two requests of one thread do.
  local place = from + 2 * sent + number
  local order, tax = orders[place % #orders + 1], place % 5000 + 1
  return wrk.format("POST", "/invoices", headers, string.format(invoice, key, order, tax / 250, tax, 25000 + tax))
end
