#!/usr/bin/env bash
# numwords-to-nums: £2.5 million are 25000000, ten times too many, and 2.5 million, without the sign, are 2500000.
#
# Expected: it converts "numerical words" to numbers (PyPI), "two point five" to 2.5 and "one billion" to 1000000000.
#   £2.5 million are 2500000, with or without the sign, and £1.25 million 1250000.
# What happens: with a sign before the number the point is dropped with it, and what is left is multiplied: £2.5 million
#   are 25 million, £1.25 million 125 million, £0.5 million 5 million. Whole millions are right, and so are 2.5 and 1.25
#   million without the sign.
# Who is hurt: whoever takes values from the text of notices or minutes: they come ten and a hundred times too large,
#   the more digits the larger, beside whole millions that are right.
# Way round: take the sign off first, and multiply by hand below a million.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check numwords-to-nums==1.2.0
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from numwords_to_nums.numwords_to_nums import NumWordsToNum

print("numwords-to-nums", version("numwords-to-nums"))
SEEN = {
    "£2 million": "2000000",
    "£2.5 million": "25000000",
    "£1.25 million": "125000000",
    "£0.5 million": "5000000",
    "£1.2 billion": "12000000000",
    "2.5 million": "2500000",
    "1.25 million": "1250000",
    "a contract of £1.5 million over 3 years": "a contract of 15000000 over 3 years",
}
words = NumWordsToNum()
for text, seen in SEEN.items():
    found = words.numerical_words_to_numbers(text)
    print(f"  {text!r} is {found!r}")
    assert found == seen, f"no longer {seen!r}"
PYTHON
