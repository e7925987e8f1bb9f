#!/usr/bin/env bash
# price-parser: "36 months: £40,000" is £36, "£40,000 3 years" is £40.0003, and a credit of -£500 is £500.
#
# Expected: "robust price amount and currency symbol extraction" from "unclean price strings"; "Price: $119.00" and "Běžná
#   cena 75 990,00 Kč" are among its examples, and amount and currency are None where they cannot be extracted (README).
#   The figure that stands with the sign is the price, and a minus belongs to it.
# What happens: the amount is the first figure of the text, wherever the sign is, and the currency is taken from beside
#   another: 36 months become £36, a year £2,027, the number of a lot £2. What follows the amount with a space is drawn
#   into it: a comma before three figures and then others is taken for a point, and £40,000 is forty pounds. -£500
#   and (£500) are £500. Any text with "free" in it and no figure, as "Free school meals", is 0.
# Who is hurt: whoever cleans the value column of a contracts register, or lines of spending with credits, by it: a
#   contract with its term written first or behind is worth pounds, and each credit counts twice.
# Way round: take the part of the text from the sign to the end of its figures by a pattern, and the minus before.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check price-parser==0.5.1
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from price_parser import Price

print("price-parser", version("price-parser"))
SEEN = {
    "£40,000": "40000",
    "Price: £40,000": "40000",
    "£40,000 for 36 months": "40000",
    "36 months: £40,000": "36",
    "Lot 2: £500,000": "2",
    "2027/28 £5,000": "2027",
    "£40,000 3 years": "40.0003",
    "-£500": "500",
    "(£500)": "500",
    "£1,250,000 4 years": "None",
    "Free school meals": "0",
}
for text, seen in SEEN.items():
    price = Price.fromstring(text)
    print(f"  {text}: {price.amount} {price.currency}")
    assert str(price.amount) == seen, f"no longer {seen}"
    assert price.currency == ("£" if "£" in text else None)
PYTHON
