#!/usr/bin/env bash
# icalendar writes a backslash before a capital N as the end of a line: "C:\New" loses its N, and a reader its line.
#
# Expected: a TEXT value is any text; a backslash in it is written twice (RFC 5545, section 3.3.11), and icalendar
#   escapes what is added. So a summary "Plans in S:\Network" reads back as it was, as "S:\network" and "S:\Homes" do.
# What happens: before it escapes, the library takes a backslash with a capital N for a line end that is escaped
#   already. "S:\Network" is written "S:\network", one backslash and a small n. The next program reads a line end and
#   "etwork"; icalendar itself reads "S:", a new line, "etwork". Nothing is raised. A small n is written right.
# Who is hurt: whoever writes paths of shared drives, or names with such a sign, into a calendar: ends of contracts
#   with the folder of the file, for one.
# Way round: put another sign, such as U+2060 (word joiner), between the two before the text is added.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check icalendar==7.3.2
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from icalendar import Event

print("icalendar", version("icalendar"))
SEEN = {
    r"Plans in S:\Network": ("Plans in S:\\network", "Plans in S:\network"),
    r"Plans in S:\network": ("Plans in S:\\\\network", r"Plans in S:\network"),
    r"Plans in S:\Homes": ("Plans in S:\\\\Homes", r"Plans in S:\Homes"),
}
for given, (written, read) in SEEN.items():
    event = Event()
    event.add("uid", "1")
    event.add("summary", given)
    line = next(line for line in event.to_ical().decode().splitlines() if line.startswith("SUMMARY:"))
    again = str(Event.from_ical(event.to_ical())["summary"])
    print(f"given {given!r}: written {line!r}, read back {again!r}")
    assert line == f"SUMMARY:{written}", f"no longer written {written!r}"
    assert again == read, f"no longer read {read!r}"
PYTHON
