#!/usr/bin/env bash
# quantulum3: £1.5m is one and a half pound sterling metres, and £2-3 million is £15,500,001.
#
# Expected: quantulum3 finds quantities in text, "spelled-out numbers, ranges and uncertainties" among them, and knows
#   pound sterling (README). "£1.5M" and "£1.5 million" it reads as 1,500,000, "£5,000-10,000" as 7,500 with 2,500 to
#   either side.
# What happens: a small m behind an amount is the metre: £1.5m is 1.5, of a unit made up for it, "pound sterling metre".
#   A range of which only the end says "million" is taken apart wrongly: £2-3 million is 15,500,001, give or take
#   15,499,999, and £2 to 3 million 1,500,001. £10-20 million is 30 million. A minus before the sign for money is left
#   out: -£500 is £500, while £-500 and (£500) are negative.
# Who is hurt: whoever takes values from the texts of notices and press releases, where "£1.5m" is the usual way: such a
#   value is a millionth of what it is, or in a range six times as much, and credits are added to spending.
# Way round: put "M" for "m" behind an amount first, and drop ranges and texts with "-£"; keep to the unit pound
#   sterling.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check quantulum3==0.10.0 inflect==7.5.0 num2words==0.5.14
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
from importlib.metadata import version

from quantulum3 import parser

print("quantulum3", version("quantulum3"))
POUND, METRE = "pound sterling", "pound sterling metre"
# The text, and the value, the unit and the uncertainty that are found in it.
SEEN = [
    ("£1.5M", 1500000, POUND, None),
    ("£1.5 million", 1500000, POUND, None),
    ("£1.5m", 1.5, METRE, None),
    ("£12m", 12, METRE, None),
    ("£5,000-10,000", 7500, POUND, 2500),
    ("£2 million to £3 million", 2500000, POUND, 500000),
    ("£2-3 million", 15500001, POUND, 15499999),
    ("£2 to 3 million", 1500001, POUND, 1499999),
    ("£10-20 million", 30000000, POUND, None),
    ("£-500", -500, POUND, None),
    ("(£500)", -500, POUND, None),
    ("-£500", 500, POUND, None),
]
for text, value, unit, give_or_take in SEEN:
    (found,) = parser.parse(text)
    print(f"  {text}: {found.value:,.10g} {found.unit.name}" + (f" ± {found.uncertainty:,.10g}" if found.uncertainty else ""))
    assert (found.value, found.unit.name, found.uncertainty) == (value, unit, give_or_take), f"no longer {value}"

sentence = "Serco has been awarded a contract worth £1.5m, with a credit of -£1,200.50."
found = [(quantity.value, quantity.unit.name) for quantity in parser.parse(sentence)]
print(" ", sentence, found)
assert (1.5, METRE) in found and (1200.5, POUND) in found
PYTHON
