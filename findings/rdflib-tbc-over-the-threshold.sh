#!/usr/bin/env bash
# RDFLib: a contract whose value is the text "TBC" is over every threshold, and £0.00 is not in (0).
#
# Expected: in SPARQL a number is compared with a number; "TBC" > 1000000 is a type error, and a filter that ends in an
#   error lets the row go (SPARQL 1.1, sections 17.2 and 17.3). IN is short for "=" or "=", and 0.00 = 0 is true
#   (section 17.4.1.9). So does Oxigraph, beside it here.
# What happens: RDFLib orders what cannot be compared as ORDER BY would, by the name of its type. Every text is larger
#   than every number and every date: "TBC", "Not stated"@en and the text "£250,000" are over a million, start on or
#   after any day, and are never under a million. Their negation keeps what it should not, too. IN compares as
#   written: 0.00 is not IN (0), nor 20000 IN (20000.0), while NOT IN (0) lets £0.00 through. Nothing is raised.
# Who is hurt: whoever asks for contracts over a threshold in published linked data (TED, councils), where a value not
#   yet known stands as text: they are counted as above it. Concessions worth £0.00 are missed by IN (0).
# Way round: isNumeric(?value) && ?value >= 1000000, and datatype(?start) = xsd:date for days; "=" instead of IN.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 pyoxigraph==0.5.13
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import pyoxigraph
import rdflib

print("rdflib", version("rdflib"), "beside pyoxigraph", version("pyoxigraph"))
CONTRACTS = """
@prefix : <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:large :value 1500000.50 ; :start "2027-04-01"^^xsd:date .
:small :value 20000 ; :start "2019-04-01"^^xsd:date .
:nil :value 0.00 ; :start "TBC" .
:none :value 0 .
:open :value "TBC" .
:unsaid :value "Not stated"@en .
:typed :value "£250,000" .
"""
graph = rdflib.Graph().parse(data=CONTRACTS, format="turtle")
store = pyoxigraph.Store()
store.load(CONTRACTS.encode(), format=pyoxigraph.RdfFormat.TURTLE)
texts = ["open", "typed", "unsaid"]
DAY = '"2026-01-01"^^xsd:date'
# The filter, what RDFLib keeps, what the standard keeps.
SEEN = [
    ("value", "?v >= 1000000", ["large", *texts], ["large"]),
    ("value", "?v < 1000000", ["nil", "none", "small"], ["nil", "none", "small"]),
    ("value", "!(?v < 1000000)", ["large", *texts], ["large"]),
    ("start", f"?v >= {DAY}", ["large", "nil"], ["large"]),
    ("value", "?v IN (0)", ["none"], ["nil", "none"]),
    ("value", "?v IN (20000.0)", [], ["small"]),
    ("value", "isNumeric(?v) && ?v NOT IN (0)", ["large", "nil", "small"], ["large", "small"]),
    ("value", "?v = 0", ["nil", "none"], ["nil", "none"]),
    ("value", "isNumeric(?v) && ?v >= 1000000", ["large"], ["large"]),
]
for field, test, seen, meant in SEEN:
    query = (
        "prefix : <http://example.org/> prefix xsd: <http://www.w3.org/2001/XMLSchema#> "
        f"select ?c where {{ ?c :{field} ?v filter({test}) }}"
    )
    found = sorted(str(row[0]).rpartition("/")[2] for row in graph.query(query))
    other = sorted(row[0].value.rpartition("/")[2] for row in store.query(query))
    print(f"{test:33} rdflib {found} oxigraph {other}")
    assert found == sorted(seen), f"rdflib no longer keeps {seen}"
    assert other == sorted(meant), f"oxigraph no longer keeps {meant}"
PYTHON
