#!/usr/bin/env bash
# ctparse: a contract that ends on 31 March 2030 ends next March at half past eight in the evening.
#
# Expected: resolutions are in the future "unless explicitly specified", and 12.5.2012 is 12 May 2012 (README): a year that
#   is stated counts. 31 December 2029 is read so.
# What happens: years end with 2029. What stands in their place from 2030 on is a time of day where it can be one: 31 March
#   2030 is 20:30 on the next 31 March, 30 September 2035 is 20:35; otherwise it is left out: 31.03.2030 is the next 31
#   March. 31/03/2030 is today from three o'clock to half past eight, and 2030-03-31, as ISO 8601 has it, is the 3rd to
#   the 30th of this month. Of 1 April 2027 to 31 March 2030 the end alone is left, in the wrong year. All have a
#   resolution like those that are right.
# Who is hurt: whoever reads the ends of contracts from notices in words: contracts signed now for three years and more end
#   in 2030 or after, and all of them seem to end within the year, just when a buyer would have to act.
# Way round: take the four digits of the year out of the text first, and refuse a resolution whose year is another.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  ctparse==0.3.6 regex==2026.11.19 python-dateutil==2.9.0.post0
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import datetime
from importlib.metadata import version

from ctparse import ctparse

print("ctparse", version("ctparse"))
ASKED = datetime(2026, 11, 29)
# The text, and how its resolution is written when asked on 29 November 2026; X is what is not known.
SEEN = [
    ("1 April 2027", "2027-04-01 X:X (X/X)"),
    ("31 December 2029", "2029-12-31 X:X (X/X)"),
    ("31 March 2030", "2027-03-31 20:30 (X/X)"),
    ("March 31, 2030", "2027-03-31 20:30 (X/X)"),
    ("30 September 2035", "2027-09-30 20:35 (X/X)"),
    ("31 March 2031", "2027-03-31 X:X (X/X)"),
    ("31.03.2030", "2027-03-31 X:X (X/X)"),
    ("31/03/2030", "2026-11-29 03:00 (X/X) - 2026-11-29 20:30 (X/X)"),
    ("2030-03-31", "2026-11-03 X:X (X/X) - 2026-11-30 X:X (X/X)"),
    ("1 April 2027 to 31 March 2030", "2027-03-31 20:30 (X/X)"),
]
for text, seen in SEEN:
    found = str(ctparse(text, ts=ASKED, timeout=0).resolution)
    print(f"  {text}: {found}")
    assert found == seen, f"no longer {seen}"
PYTHON
