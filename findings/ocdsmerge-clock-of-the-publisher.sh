#!/usr/bin/env bash
# ocdsmerge: of two releases the later is the one whose date is later as text, so a summer hour undoes a correction.
#
# Expected: a release's date is a date-time of RFC 3339, which states its offset, and releases are merged in the order
#   of their dates. 10:30 with +01:00, British summer time, is 09:30 UTC, before 10:00Z: a correction of 10:00Z comes
#   after it, and its value stands.
# What happens: dates are sorted as text. "2027-06-01T10:30:00+01:00" comes after "2027-06-01T10:00:00Z", so the value
#   that was corrected is the compiled one again, and the compiled release bears the earlier moment. "09:00:00.500Z" comes
#   before "09:00:00Z". Nothing is raised or warned of. The merge in Rust, ocdsmerge-rs, raises for the true order and
#   takes the other.
# Who is hurt: whoever compiles releases that passed through two systems, one that writes UTC and one that writes local
#   time: in the hours after a notice, half the year, a correction is lost.
# Way round: write all dates in UTC, in one form, before the merge.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ocdsmerge==0.8.0 ocdsmerge-rs==0.1.6
"$folder/venv/bin/python" -W error - <<'PYTHON'
from datetime import datetime
from importlib.metadata import version

import ocdsmerge
import ocdsmerge_rs

print("ocdsmerge", version("ocdsmerge"), "ocdsmerge-rs", version("ocdsmerge-rs"))
SCHEMA = {"properties": {}}
# The moment of a notice of £500,000, the later moment of its correction to £50,000, and the value that is compiled.
SEEN = [
    ("2027-06-01T09:30:00Z", "2027-06-01T10:00:00Z", 50000),
    ("2027-06-01T10:30:00+01:00", "2027-06-01T11:00:00+01:00", 50000),
    ("2027-06-01T10:30:00+01:00", "2027-06-01T10:00:00Z", 500000),
    ("2027-06-01T09:00:00Z", "2027-06-01T09:00:00.500Z", 500000),
]


def release(number, date, amount):
    award = {"id": "a1", "value": {"amount": amount, "currency": "GBP"}}
    return {"ocid": "ocds-213czf-1", "id": number, "date": date, "tag": ["award"], "awards": [award]}


for first, then, seen in SEEN:
    assert datetime.fromisoformat(first) < datetime.fromisoformat(then), "the correction comes later"
    compiled = ocdsmerge.Merger(SCHEMA).create_compiled_release([release("1", first, 500000), release("2", then, 50000)])
    [award] = compiled["awards"]
    print(f"  notice {first}, correction {then}: {award['value']['amount']:,} as of {compiled['date']}")
    assert award["value"]["amount"] == seen, f"no longer {seen:,}"

rust = ocdsmerge_rs.Merger(rules=ocdsmerge_rs.Merger.get_rules(SCHEMA))
_, _, (first, then, _), _ = SEEN
try:
    rust.create_compiled_release([release("1", first, 500000), release("2", then, 50000)])
    raise SystemExit("ocdsmerge-rs takes the true order now")
except Exception as error:
    assert type(error).__name__ == "OutOfOrderReleaseError", error
    print("  ocdsmerge-rs, in the true order:", error)
[award] = rust.create_compiled_release([release("2", then, 50000), release("1", first, 500000)])["awards"]
print(f"  ocdsmerge-rs, in the order of the text: {award['value']['amount']:,}")
assert award["value"]["amount"] == 500000
PYTHON
