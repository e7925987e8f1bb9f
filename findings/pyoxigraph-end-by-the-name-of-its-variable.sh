#!/usr/bin/env bash
# pyoxigraph: whether a start and a term make an end depends on what the variables are called: ?start + ?term does, and
#   ?from + ?months is nothing.
#
# Expected: Oxigraph reckons with dates and durations (https://docs.rs/spareval, "sep-0002"), as a proposal for SPARQL has it
#   (https://github.com/w3c/sparql-dev/blob/main/SEP/SEP-0002/sep-0002.md): a date plus a duration is a date. A variable
#   may be called anything.
# What happens: 2027-04-01 plus 36 months is 2030-04-01 as ?start + ?term, and nothing as ?start + ?length, ?s + ?t or
#   ?from + ?months; all four are the same query but for the names. Written the other way about, ?term + ?start is the end
#   and ?months + ?from is not. Where the term stands in the query it goes by the date: 2027-01-01 plus 36 months is
#   2030-01-01, and 2027-04-01 plus 36 months nothing. The same goes for days. In a condition a sum that is nothing is
#   neither true nor false, so that no contract ends after 2029, and none does not. Differences are right under any name.
# Who is hurt: whoever asks a store of notices, such as those of TED, which contracts end after a day: an empty answer, and
#   no error, from one query, and all contracts from its twin.
# Way round: subtract what is negative: ?from - xsd:yearMonthDuration(CONCAT("-", STR(?months))).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import pyoxigraph

print("pyoxigraph", version("pyoxigraph"))
PREFIXES = "PREFIX x: <http://www.w3.org/2001/XMLSchema#> PREFIX e: <http://example.org/> "
REGISTER = """@prefix x: <http://www.w3.org/2001/XMLSchema#> . @prefix e: <http://example.org/> .
e:C1 e:start "2027-04-01"^^x:date ; e:term "P36M"^^x:yearMonthDuration ; e:days "P1095D"^^x:dayTimeDuration ."""
store = pyoxigraph.Store()
store.load(REGISTER.encode(), format=pyoxigraph.RdfFormat.TURTLE)


def answer(query):
    rows = [row[0] for row in store.query(PREFIXES + query)]
    return [row and row.value for row in rows]


# What the start and the term are called, and the sum of both, either way about.
NAMES = [
    ("start", "term", "2030-04-01"),
    ("start", "length", None),
    ("begin", "months", "2030-04-01"),
    ("from", "months", None),
    ("s", "t", None),
    ("a", "b", "2030-04-01"),
]
for start, term, seen in NAMES:
    where = f"{{?contract e:start ?{start} ; e:term ?{term}}}"
    found = [answer(f"SELECT ({both} AS ?end) {where}") for both in (f"?{start} + ?{term}", f"?{term} + ?{start}")]
    print(f"  ?{start} + ?{term}: {found[0][0]}, ?{term} + ?{start}: {found[1][0]}")
    assert found == [[seen], [seen]], f"no longer {seen}"
    days = answer(f"SELECT (?{start} + ?{term} AS ?end) {where.replace('e:term', 'e:days')}")
    assert days == [seen and "2030-03-31"], f"{days} with days"
    before = answer(f"SELECT (?{start} - ?{term} AS ?day) {where}")
    assert before == ["2024-04-01"], f"a difference is {before} now"
    for condition in ("{} > {}", "!({} > {})"):
        test = condition.format(f"?{start} + ?{term}", '"2029-12-31"^^x:date')
        chosen = answer(f"SELECT ?contract {where[:-1]} FILTER({test})}}")
        print(f"    FILTER({test}): {len(chosen)} contracts")
        assert len(chosen) == (1 if seen and not test.startswith("!") else 0)

# Dates to which a term in the query is added.
for day, term, seen in (
    ("2027-01-01", "P36M", "2030-01-01"),
    ("2027-04-01", "P36M", None),
    ("2027-04-01", "P5M", "2027-09-01"),
    ("2027-04-01", "P6M", None),
):
    found = answer(f'SELECT ("{day}"^^x:date + "{term}"^^x:yearMonthDuration AS ?end) {{}}')
    print(f"  {day} + {term}: {found[0]}")
    assert found == [seen], f"no longer {seen}"
round_about = 'x:yearMonthDuration(CONCAT("-", STR(?months)))'
found = answer(f"SELECT (?from - {round_about} AS ?end) {{?contract e:start ?from ; e:term ?months}}")
assert found == ["2030-04-01"], "no way round any more"
PYTHON
