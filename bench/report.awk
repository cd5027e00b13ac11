# The tables of bench/run.sh and bench/invoices.sh. First file: a service and its peak memory in MiB on each line. Second file, a line for each round of each load:
# KIND:NAME, answers, answers a second, p50 and p99 in ms, failed answers, socket errors, ticks of the service, ticks of PostgreSQL.
# hz is the number of ticks in a second.

# The values of a load, or of its ratio to another round by round, in order.
function sorted(label, column, list, under,   i, j, x, n) {
  n = count[label]
  for (i = 1; i <= n; i++) {
    x = value[label, column, i]
    if (under != "") x = value[under, column, i] ? x / value[under, column, i] : 0
    for (j = i - 1; j >= 1 && list[j] > x; j--) list[j + 1] = list[j]
    list[j + 1] = x
  }
  return n
}

function median(label, column, under,   list, n) {
  n = sorted(label, column, list, under)
  return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
}

function cell(label, column, format, under,   list, n) {
  n = sorted(label, column, list, under)
  return sprintf(format " (" format " to " format ")", median(label, column, under), list[1], list[n])
}

function ratio(text, over, under, column, wanted) {
  if (over in count && under in count && median(under, column))
    printf "| %s | %.2f | %s |\n", text, median(over, column) / median(under, column), wanted
}

function change(kind, other, text, column,   after, before) {
  after = kind ":service"; before = kind ":" other
  if (median(before, column))
    printf "| %s %s | %.2f | %s |\n", shown(kind), text, median(after, column) / median(before, column), cell(after, column, "%.2f", before)
}

function shown(label) { gsub(/[-:]/, " ", label); return label == "pgbench pgbench" ? "pgbench" : label }

NR == FNR { peak[$1] = $2; next }

{
  if (!($1 in count)) order[++labels] = $1
  i = ++count[$1]
  value[$1, "rate", i] = $3; value[$1, "p50", i] = $4; value[$1, "p99", i] = $5
  failed[$1] += $6; broken[$1] += $7
  value[$1, "own", i] = $2 ? $8 * 1e6 / hz / $2 : 0; value[$1, "postgres", i] = $2 ? $9 * 1e6 / hz / $2 : 0
}

END {
  print "| load | per second | p50 ms | p99 ms | non-2xx | socket errors | service CPU us | PostgreSQL CPU us | peak MiB |"
  print "|---|---|---|---|---|---|---|---|---|"
  for (l = 1; l <= labels; l++) {
    label = order[l]; name = label; sub(/^.*:/, "", name)
    printf "| %s | %s | %s | %s | %d | %d | %s | %s | %s |\n", shown(label), cell(label, "rate", "%d"), cell(label, "p50", "%.1f"),
      cell(label, "p99", "%.1f"), failed[label], broken[label], name in peak ? cell(label, "own", "%d") : "-",
      cell(label, "postgres", "%d"), name in peak ? peak[name] : "-"
  }

  print "\n| ratio of medians | | wanted |\n|---|---|---|"
  ratio("INVOICE alone / pgbench", "INVOICE-alone:service", "pgbench:pgbench", "rate", "0.25")
  ratio("INVOICE / pgbench", "INVOICE:service", "pgbench:pgbench", "rate", "")
  ratio("POST / pgbench", "POST:service", "pgbench:pgbench", "rate", "0.45")
  ratio("POST without key / pgbench", "POST-without-key:service", "pgbench:pgbench", "rate", "0.45")
  ratio("GET / POST", "GET:service", "POST:service", "rate", "3")
  ratio("POST / POST rust", "POST:service", "POST:rust", "rate", "0.60")
  ratio("POST / POST go", "POST:service", "POST:go", "rate", "1.5")
  ratio("POST / POST wolverine", "POST:service", "POST:wolverine", "rate", "3")
  ratio("GET / GET rust", "GET:service", "GET:rust", "rate", "0.70")
  ratio("GET / GET go", "GET:service", "GET:go", "rate", "1.7")
  ratio("POST / POST quiet", "POST:service", "POST:quiet", "rate", "0.90")
  ratio("GET / GET quiet", "GET:service", "GET:quiet", "rate", "")
  ratio("p99 POST / p99 POST rust", "POST:service", "POST:rust", "p99", "at most 2")

  others = split("before apart", other, " ")
  for (o = 1; o <= others; o++) {
    if (!("POST:" other[o] in count)) continue
    print "\n| service / " other[o] " | ratio of medians | median of the rounds' own ratios (least to greatest) |\n|---|---|---|"
    kinds = split("POST POST-without-key GET", kind, " ")
    for (k = 1; k <= kinds; k++) {
      change(kind[k], other[o], "per second", "rate")
      change(kind[k], other[o], "p50", "p50")
      change(kind[k], other[o], "p99", "p99")
      change(kind[k], other[o], "service CPU", "own")
      change(kind[k], other[o], "PostgreSQL CPU", "postgres")
    }
  }
}
