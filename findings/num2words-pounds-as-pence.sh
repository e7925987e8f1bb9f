#!/usr/bin/env bash
# Whole pounds in words are a hundredth of what they are in num2words, until one contract of the table has no value.
#
# Expected: num2words(1200000, to="currency", currency="GBP") is one million, two hundred thousand pounds. The method
#   says of its argument "Numeric value", the README nothing else, and the same number as 1200000.0 or "1200000" gives
#   that.
# What happens: a Python integer is taken as pence: "twelve thousand pounds sterling, zero pence". A float, a decimal and
#   a text are pounds. So a column of whole pounds in pandas comes out a hundredth of itself, and right
#   as soon as one value is missing, since the column is then of floats. Less than a pound below nought is "minus zero".
# Who is hurt: whoever writes sums of orders, awards or invoices in words from a table: the words disagree with the
#   figure beside them by a factor of a hundred, or not, by a row that has nothing to do with them.
# Way round: hand over Decimal, always.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check num2words==0.5.14 pandas==3.1.1
"$folder/venv/bin/python" - <<'PYTHON'
from decimal import Decimal
from importlib.metadata import version

import pandas as pd
from num2words import num2words

print(*(f"{name} {version(name)}" for name in ("num2words", "pandas")))
RIGHT = "one million, two hundred thousand pounds sterling, zero pence"
WRONG = "twelve thousand pounds sterling, zero pence"


def words(pounds):
    return num2words(pounds, lang="en_GB", to="currency", currency="GBP")


for pounds, seen in [
    (1_200_000, WRONG), (1_200_000.0, RIGHT), ("1200000", RIGHT), (Decimal(1_200_000), RIGHT),
    (-5, "minus zero pounds sterling, five pence"),
]:
    print(f"{pounds!r}: {words(pounds)}")
    assert words(pounds) == seen
values = pd.Series([1_200_000, 350_000])
print("every contract states a value:", values.map(words)[0])
assert values.map(words)[0] == WRONG
values = pd.Series([1_200_000, None, 350_000])
print("one states none:              ", values.map(words, na_action="ignore")[0])
assert values.map(words, na_action="ignore")[0] == RIGHT
PYTHON
