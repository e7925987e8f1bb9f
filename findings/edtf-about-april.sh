#!/usr/bin/env bash
# edtf: "about April 2027" reaches from March 2026 to May 2028, not from March to May 2027 as its README says.
#
# Expected: the README's first example is parse_edtf("1979-08~"), "approx August 1979", with the padded bounds
#   1 July 1979 and 30 September 1979: a month to either side of a month, as the setting PADDING_MONTH_PRECISION says.
#   Version 4 gives these.
# What happens: in version 5 a year is added to the month: 1 July 1978 and 30 September 1980. A day ("2027-04-01~") is
#   padded by a year, a month and a day. Only a year ("2027~"), and a month with a sign of its own ("2027-~04"), get
#   what they should.
# Who is hurt: whoever keeps approximate starts and ends, such as a pipeline's "about April 2027", and filters by
#   lower_fuzzy and upper_fuzzy, as the README advises: the contract falls in four financial years, not in two.
# Way round: take lower_strict and upper_strict, and pad them by a month oneself.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check edtf==5.0.2
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --target "$folder/older" edtf==4.0.1
cat > "$folder/bounds.py" <<'PYTHON'
import sys
from datetime import date
from importlib.metadata import metadata, version

from edtf import parse_edtf

print("edtf", version("edtf"))
readme = str(metadata("edtf").get_payload() or metadata("edtf")["Description"])
assert "((1979, 7, 1), (1979, 9, 30))" in readme, "the README's example has changed"
SEEN = {
    "4.0.1": {
        "1979-08~": (date(1979, 7, 1), date(1979, 9, 30)),
        "2027-04~": (date(2027, 3, 1), date(2027, 5, 30)),
        "2027-04-01~": (date(2027, 3, 31), date(2027, 4, 2)),
        "2027~": (date(2026, 1, 1), date(2028, 12, 31)),
    },
    "5.0.2": {
        "1979-08~": (date(1978, 7, 1), date(1980, 9, 30)),
        "2027-04~": (date(2026, 3, 1), date(2028, 5, 30)),
        "2027-~04": (date(2027, 3, 1), date(2027, 5, 30)),
        "2027-04-01~": (date(2026, 2, 28), date(2028, 5, 2)),
        "2027~": (date(2026, 1, 1), date(2028, 12, 31)),
    },
}
assert version("edtf") == sys.argv[1]
for text, seen in SEEN[version("edtf")].items():
    about = parse_edtf(text)
    bounds = tuple(date(*bound[:3]) for bound in (about.lower_fuzzy(), about.upper_fuzzy()))
    print(f"  {text:12} {bounds[0]} to {bounds[1]}")
    assert bounds == seen, f"no longer {seen}"
PYTHON
PYTHONPATH="$folder/older" "$folder/venv/bin/python" "$folder/bounds.py" 4.0.1
"$folder/venv/bin/python" "$folder/bounds.py" 5.0.2
