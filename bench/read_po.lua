-- GET /purchase-orders/{id}, round and round the ids in the file IDS, one on each line. TOKEN may be empty.
dofile("bench/report.lua")

local token = os.getenv("TOKEN") or ""
local headers = {}
if token ~= "" then headers["Authorization"] = "Bearer " .. token end

local requests, at = {}, 0

function init()
  for id in io.lines(os.getenv("IDS")) do
    requests[#requests + 1] = wrk.format("GET", "/purchase-orders/" .. id, headers)
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end
