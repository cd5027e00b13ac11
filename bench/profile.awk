# Makes what the runtime wrote of a run small: no method that was not counted, no versions of assemblies, and of the samples that a place has
# of the types or methods met there the first ones, or one when all are alike.
function place(   i, alike) {
  if (schema == "") return
  alike = samples > 1
  for (i = 2; i <= samples && alike; i++) alike = sample[i] == sample[1]
  if (alike) samples = 1
  sub(/ Count [0-9]+ /, " Count " samples " ", schema)
  text = text schema "\n"
  for (i = 1; i <= samples; i++) text = text sample[i] "\n"
  schema = ""
}
function method() {
  place()
  if (counted && !(key in seen)) {
    seen[key]
    kept[++methods] = text
  }
  counted = 0
}
/^\*\*\*/ { method(); next }
/^@@@/ { method(); key = $3 " " $5; text = $0 "\n"; next }
/^(MethodName|Signature):/ { text = text $0 "\n"; next }
/^Schema / { place(); schema = $0; samples = 0; next }
samples < most {
  if ($0 !~ /^0$|(NULL|UNKNOWN)$/) counted = 1
  gsub(/, Version=[^],]*, Culture=[^],]*, PublicKeyToken=[0-9a-z]*/, "")
  sample[++samples] = $0
}
END {
  printf "*** START PGO Data, max index = %d ***\n", methods
  for (i = 1; i <= methods; i++) printf "%s", kept[i]
  print "*** END PGO Data ***"
}
