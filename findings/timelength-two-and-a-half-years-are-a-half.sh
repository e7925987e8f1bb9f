#!/usr/bin/env bash
# timelength: two and a half years are half a year, as three and a half are, and 3+2 years are two.
#
# Expected: the README has "half of a day" and "1/2 of a day" among what is read; "two and a half years" are 2.5 years,
#   912.5 days at its 365 days to the year, or a failure. 3+2 years is one of the usual ways of writing a term with an
#   extension, five years or a failure.
# What happens: the half multiplies the year alone, and the two is put with the invalid items as a number without a
#   unit; the result is a success all the same. So it goes with one, three and four and a half, with "2 1/2 years", and
#   with "2½ years", which are 2. "A year and a half" is a year. Of 3+2 years and of 24-36 months the last number
#   counts. The flags that would make a number without a unit a failure are not set for English.
# Who is hurt: whoever reads the terms of contracts from notices: the longer the term, the more is lost, and
#   result.success is true.
# Way round: English(flags=FailureFlags.LONELY_VALUE | FailureFlags.UNKNOWN_TERM) as the locale; or write halves as .5.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check timelength==3.0.4
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from timelength import English, FailureFlags, TimeLength

print("timelength", version("timelength"))
strict = English(flags=FailureFlags.LONELY_VALUE | FailureFlags.UNKNOWN_TERM)
SEEN = {  # the days that are read, and whether the stricter flags let them pass
    "two years": (730, True),
    "2.5 years": (912.5, True),
    "two years and six months": (913, True),
    "half a year": (182.5, True),
    "two and a half years": (182.5, False),
    "three and a half years": (182.5, False),
    "2 1/2 years": (182.5, False),
    "2½ years": (730, False),
    "a year and a half": (365, False),
    "3+2 years": (730, False),
    "24-36 months": (1098, False),
}
for text, (days, passes) in SEEN.items():
    found = TimeLength(text).result
    strictly = TimeLength(text, locale=strict).result.success
    print(f"  {text!r}: {found.seconds / 86400:g} days, success {found.success}; by the stricter flags {strictly}")
    assert found.success, "a failure now"
    assert found.seconds / 86400 == days, f"no longer {days}"
    assert strictly == passes
PYTHON
