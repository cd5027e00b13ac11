# Orders whose goods have come, for the benches that bill them; they read it in after bench/common.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # The names of bench/common.sh.

times_billed=10

# each TOKEN PATH BODY: POST to PATH, in which {} stands for the id, for every id on stdin, sixteen at a time; BODY may be empty.
each() {
  local codes
  awk -v url="http://${addresses[service]}$2" -v token="$1" -v body="$3" '
    BEGIN { gsub(/"/, "\\\"", body) }
    { at = url; sub(/\{\}/, $1, at)
      if (NR > 1) print "next"
      printf "url = \"%s\"\nrequest = \"POST\"\noutput = \"/dev/null\"\nwrite-out = \"%%{http_code}\\n\"\n", at
      printf "header = \"Authorization: Bearer %s\"\nheader = \"Content-Type: application/json\"\n", token
      if (body != "") { mine = body; gsub(/\{\}/, $1, mine); printf "data = \"%s\"\n", mine } }' >"$work/calls"
  codes=$(curl -sS --no-progress-meter -Z --parallel-max "$connections" -K "$work/calls" | sort | uniq -c | grep -v ' 20[01]$' || true)
  [ -z "$codes" ] || fail "POST $2 failed: $codes"
}

# lines FORMAT: it for each of the twenty lines.
lines() { seq -f "$1" -s , 20; }

# So many orders as ORDERS says, of twenty lines, that are with their supplier and whose goods have come.
make_received() {
  local buyer=${tokens[service]} approver receiver copied
  approver=$("${binaries[service]}" token --sub luis --role approver_l3)
  receiver=$("${binaries[service]}" token --sub walt --role receiver)
  echo "Making $ORDERS orders ..." >&2
  seq "$ORDERS" | each "$buyer" /purchase-orders "{\"supplier_id\":\"${suppliers[service]}\",\"requested_by\":\"alice\",\"reference\":\"bench\",\"line_items\":[$(
    lines "{\"sku\":\"SKU-%g\",\"quantity\":$times_billed,\"unit_price_cents\":1250,\"currency\":\"USD\"}"
  )]}"
  sql "${databases[service]}" -c "SELECT 'po_' || id FROM purchasing.purchase_orders WHERE reference = 'bench' ORDER BY id" >"$work/service.ids"
  each "$buyer" '/purchase-orders/{}/submit' '' <"$work/service.ids"
  each "$approver" '/purchase-orders/{}/approve' '' <"$work/service.ids"
  each "$buyer" '/purchase-orders/{}/issue' '' <"$work/service.ids"
  each "$receiver" '/purchase-orders/{}/goods-receipts' "{\"delivery_note\":\"LS-{}\",\"lines\":[$(lines "{\"line_number\":%g,\"quantity\":$times_billed}")]}" \
    <"$work/service.ids"
  until copied=$(sql "${databases[service]}" -c 'SELECT count(*) FROM invoicing.order_lines WHERE received > 0') && [ "$copied" -eq $((ORDERS * 20)) ]; do
    sleep 0.5
  done
}
