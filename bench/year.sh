# A year of orders, for the benches that ask of many; they read it in after bench/common.sh.
# shellcheck shell=bash disable=SC2154 # The names of bench/common.sh.

# make_year NAME ORDERS: so many orders more in the database of a service, out of some that it makes itself.
make_year() {
  local name=$1 buyer=${tokens[$1]} approver status lines order
  local line='{"sku":"PAPER-A4","quantity":20,"unit_price_cents":450,"currency":"USD"}'
  approver=$("${binaries[$name]}" token --sub luis --role approver_l3)
  for status in Draft AwaitingApproval Approved; do
    for lines in "$line" "$line,$line" "$line,$line,$line"; do
      order=$(post "${addresses[$name]}" "$buyer" /purchase-orders \
        "{\"supplier_id\":\"${suppliers[$name]}\",\"requested_by\":\"alice\",\"line_items\":[$lines]}")
      case $status in AwaitingApproval | Approved) post "${addresses[$name]}" "$buyer" "/purchase-orders/$order/submit" '' >/dev/null ;; esac
      case $status in Approved) post "${addresses[$name]}" "$approver" "/purchase-orders/$order/approve" '' >/dev/null ;; esac
    done
  done
  echo "Making $2 orders ..." >&2
  sql "${databases[$name]}" -v orders="$2" -f bench/year.sql >/dev/null
}
