-- The body of a new order of three lines from SUPPLIER.
return string.format([[{"supplier_id": "%s", "requested_by": "bob", "line_items": [
  {"sku": "PAPER-A4", "quantity": 20, "unit_price_cents": 450, "currency": "USD"},
  {"sku": "TONER-BLACK", "quantity": 2, "unit_price_cents": 8900, "currency": "USD"},
  {"sku": "CHAIR-TASK", "quantity": 1, "unit_price_cents": 21500, "currency": "USD"}]}]], os.getenv("SUPPLIER"))
