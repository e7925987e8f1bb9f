#!/usr/bin/env bash
# text2digits: half a million as 0.5 million is a million, and two point five million is 2.5000000.
#
# Expected: the README has "2.5 thousand" as 2500 and "1.2345 hundred" as 123.45, among what is supported. 0.5 million
#   is 500000, 0.75 million 750000; "two point five million" is 2500000 or stays in words.
# What happens: 2.5 million is right, and a number below one counts as one: 0.25, 0.5 and 0.75 million are 1000000, 0.5
#   thousand is 1000. In words the million goes to the digits behind the point: "two point five million" is 2.5000000,
#   which is two and a half, and "one point two billion" 1.2000000000.
# Who is hurt: whoever brings amounts of notices or minutes into digits: sums below a million are a million, and those
#   in words are a pound or two.
# Way round: take a decimal and the word behind it by hand before the rest is converted.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check text2digits==0.1.2
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from text2digits.text2digits import Text2Digits

print("text2digits", version("text2digits"))
SEEN = {
    "2.5 million": "2500000",
    "1.25 million": "1250000",
    "0.75 million": "1000000",
    "0.5 million": "1000000",
    "0.25 million": "1000000",
    "0.5 thousand": "1000",
    "two million five hundred thousand": "2500000",
    "two point five million": "2.5000000",
    "one point two billion": "1.2000000000",
}
convert = Text2Digits().convert
for text, seen in SEEN.items():
    print(f"  {text!r} is {convert(text)!r}")
    assert convert(text) == seen, f"no longer {seen!r}"
print("  as numbers:", float(convert("two point five million")), "and", float(convert("one point two billion")))
assert float(convert("two point five million")) == 2.5
PYTHON
