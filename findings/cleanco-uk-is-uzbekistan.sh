#!/usr/bin/env bash
# cleanco takes the UK of Age UK for a legal form of Uzbekistan, and removes it.
#
# Expected: cleanco cleans names "by stripping away terms indicating organization type (such as "Ltd." or "Corp")"
#   (README). "UK" at the end of a name is a country, so basename("Age UK") is "Age UK", basename("Care UK Ltd") is
#   "Care UK", and no country is suggested for it but perhaps the United Kingdom.
# What happens: "uk" stands among the legal terms of Uzbekistan. basename("Age UK") is "Age", "Care UK Ltd" is "Care",
#   "Ingeus UK Limited" is "Ingeus", and the suggested country of Age UK is Uzbekistan alone. Where UK stands in
#   brackets it stays, and loses the closing one: "G4S Care and Justice Services (UK) Limited" becomes "G4S Care and
#   Justice Services (UK".
# Who is hurt: whoever joins suppliers of British public contracts by their base names. "Care UK Ltd" and "Care Ltd"
#   are one supplier, "Serco (UK) Limited" and "Serco UK Limited" are two, and a table of suppliers by country gains
#   Uzbekistan.
# Way round: custom_basename of cleanco.clean with the default terms less "uk"; close the bracket again, or compare
#   without punctuation.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check cleanco==2.3
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from cleanco import basename, countrysources, matches, prepare_default_terms
from cleanco.clean import custom_basename

print("cleanco", version("cleanco"))
SEEN = {
    "Age UK": "Age",
    "Care UK Ltd": "Care",
    "Ingeus UK Limited": "Ingeus",
    "Serco UK Limited": "Serco",
    "Serco (UK) Limited": "Serco (UK",
    "G4S Care and Justice Services (UK) Limited": "G4S Care and Justice Services (UK",
}
for name, seen in SEEN.items():
    print(f"basename({name!r}) = {basename(name)!r}")
    assert basename(name) == seen, f"no longer {seen!r}"
countries = matches("Age UK", countrysources())
print("countries suggested for Age UK:", countries)
assert countries == ["Uzbekistan"]
without = [(size, term) for size, term in prepare_default_terms() if term != ["uk"]]
print("with the terms less uk:", repr(custom_basename("Care UK Ltd", without)))
assert custom_basename("Care UK Ltd", without) == "Care UK"
PYTHON
