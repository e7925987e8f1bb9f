#!/usr/bin/env bash
# prefixdate: an empty date, "TBC" and 31/03/2030 are 1 January of the year 1000 to parse(...).dt, not nothing.
#
# Expected: the README says of parse(None) that its text is None and its precision Precision.EMPTY, and "This will also
#   be the outcome for invalid dates!"; dt is typed as a datetime or None, and is None for None and for 2030-02-31.
# What happens: text is None and the precision EMPTY, but dt is 1000-01-01 for every text that does not begin with a
#   year: the empty cell of a CSV file, "n/a", "TBC" and the date as councils write it. followthemoney hands this on: its
#   date type's to_number("") is -30610224000, a thousand years ago.
# Who is hurt: whoever filters or sorts contracts by dt: one with an open end, "" in the file, ended in the year 1000,
#   while the same one read as None has no end.
# Way round: look at text, or at the precision, before dt.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check prefixdate==0.6.1 followthemoney==4.11.2
cd "$folder"
venv/bin/python - <<'PYTHON'
from datetime import datetime
from importlib.metadata import metadata, version

from followthemoney.types import registry
from prefixdate import Precision, parse

print("prefixdate", version("prefixdate"), "followthemoney", version("followthemoney"))
readme = str(metadata("prefixdate").get_payload() or metadata("prefixdate")["Description"])
assert "This will also be the outcome for invalid dates!" in readme, "the README has changed"
THOUSAND = datetime(1000, 1, 1)
SEEN = {
    "2030-03-31": ("2030-03-31", datetime(2030, 3, 31)),
    "2030-03": ("2030-03", datetime(2030, 3, 1)),
    "": (None, THOUSAND),
    "TBC": (None, THOUSAND),
    "n/a": (None, THOUSAND),
    "31/03/2030": (None, THOUSAND),
    "2030-02-31": (None, None),
    None: (None, None),
}
for raw, seen in SEEN.items():
    end = parse(raw)
    print(f"parse({raw!r:12}) text {end.text!s:10} dt {end.dt}")
    assert (end.text, end.dt) == seen, f"no longer {seen}"
    assert (end.precision == Precision.EMPTY) == (end.text is None)

# The contracts that have ended by 1 January 2027: two with an open end, written in two ways.
ended = [raw for raw in ("", None) if (end := parse(raw)).dt is not None and end.dt < datetime(2027, 1, 1)]
print("ended by 2027:", ended)
assert ended == [""]
seconds = {raw: registry.date.to_number(raw) for raw in ("", "TBC", "2030-02-31")}
print("followthemoney, seconds since 1970:", seconds)
assert seconds == {"": -30610224000.0, "TBC": -30610224000.0, "2030-02-31": None}
PYTHON
