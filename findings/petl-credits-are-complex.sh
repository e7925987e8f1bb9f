#!/usr/bin/env bash
# petl: a credit of (300) is 300+0j, a complex number that counts as a payment and is over every threshold.
#
# Expected: convertnumbers converts all values of all fields "to numbers where possible", and numparser tries int, float and
#   complex, in that order (https://petl.readthedocs.io/en/stable/transform.html, and util.html there). A credit as
#   accounts write it, (300), is none of the first two, and no i or j makes it the third: it stays text, as £300 and
#   (1,000) do, or it is minus 300.
# What happens: Python's complex() takes brackets, so (300) is 300+0j. 1200 and (300) are 1500+0j in a sum. selectgt has
#   (300) and (0.99) over 1,000, since a complex number comes after all others, as texts do; stats leaves them out as
#   errors, and tocsv writes (300+0j). Among the lots 1A, 2H and 2J the last is 2j. Nothing is said.
# Who is hurt: whoever adds up published spending in which credits stand in brackets: they are added in place of being taken
#   off, in the list of the large payments they come first, and a file that is written has numbers that no sheet reads.
# Way round: convert the field of amounts alone, with a function that knows the brackets.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check petl==1.7.30
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import petl

print("petl", version("petl"))
TEXTS = ["1200", "(300)", "(0.99)", "950.5", "-40", "(1,000)", "£5"]
SEEN = [1200, 300 + 0j, 0.99 + 0j, 950.5, -40, "(1,000)", "£5"]


def field(table, name="paid"):
    return list(petl.values(table, name))


payments = petl.wrap([["paid"], *([text] for text in TEXTS)])
numbers = field(petl.convertnumbers(payments))
for text, number in zip(TEXTS, numbers, strict=True):
    print(f"  {text} is {number!r}")
assert [(type(number), number) for number in numbers] == [(type(number), number) for number in SEEN]

spending = petl.convertnumbers(petl.head(payments, 5))
total = sum(field(petl.head(spending, 2)))
print(f"  1200 and (300) together: {total}")
assert total == 1500 + 0j and isinstance(total, complex)
large = field(petl.selectgt(spending, "paid", 1000))
print(f"  over 1,000: {large}")
assert large == [1200, 300 + 0j, 0.99 + 0j]
counted = petl.stats(spending, "paid")
print(f"  stats: {counted.count} values, {counted.errors} errors, sum {counted.sum}")
assert (counted.count, counted.errors, counted.sum) == (3, 2, 2110.5)
petl.tocsv(spending, "spending.csv")
with open("spending.csv") as file:
    written = file.read().split()
print(f"  tocsv writes {written[1:]}")
assert written == ["paid", "1200", "(300+0j)", "(0.99+0j)", "950.5", "-40"]
lots = field(petl.convertnumbers([["lot"], ["1A"], ["2H"], ["2J"]]), "lot")
print(f"  lots 1A, 2H and 2J: {lots}")
assert lots == ["1A", "2H", 2j]


def pounds(text):
    amount = float(text.strip("()"))
    return -amount if text.startswith("(") else amount


assert sum(field(petl.convert(petl.head(payments, 2), "paid", pounds))) == 900, "no way round any more"
PYTHON
