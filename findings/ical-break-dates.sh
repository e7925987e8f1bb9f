#!/usr/bin/env bash
# ical, icalevents: of an event's own date and its further dates, one drops the first, the other the rest.
#
# Expected: an event with DTSTART and RDATE takes place on all of these days: the set is made from "the initial
#   "DTSTART" property along with" RRULE, RDATE and EXDATE (RFC 5545, section 3.8.5.2). ical is for RFC 5545 "with
#   built-in recurring event support"; recurring-ical-events gives every day.
# What happens: the days on which a contract may be ended, 1 April 2027 and, in RDATE, 2028 and 2030, are two for ical,
#   2028 and 2030, and one for icalevents, 2027. With an RRULE beside RDATE ical is right and icalevents still drops
#   the dates in RDATE. Nothing is raised. vobject gives two as well, but says so where it
#   describes getrruleset, and has addRDate=True.
# Who is hurt: whoever keeps break dates, payments or committee days as one event with dates of its own, and looks in
#   such a calendar for the next: it is missing, and with it the day of notice.
# Way round: write one event for each date; or read with recurring-ical-events. For ical alone: repeat DTSTART in RDATE.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ical==14.3.1 icalevents==0.3.1 \
  recurring-ical-events==3.8.2 icalendar==6.3.2
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import date, datetime
from importlib.metadata import version

import icalendar
import recurring_ical_events
from ical.calendar_stream import IcsCalendarStream
from icalevents import icalevents

print(*(f"{name} {version(name)}" for name in ("ical", "icalevents", "recurring-ical-events")), sep=", ")
SEEN = {  # The lines of the event, its years by ical, icalevents and the standard.
    "RDATE;VALUE=DATE:20280401,20300401": ([2028, 2030], [2027], [2027, 2028, 2030]),
    "RRULE:FREQ=YEARLY;COUNT=2\nRDATE;VALUE=DATE:20300401": ([2027, 2028, 2030], [2027, 2028], [2027, 2028, 2030]),
    "RDATE;VALUE=DATE:20270401,20280401,20300401": ([2027, 2028, 2030], [2027], [2027, 2028, 2030]),
    "RRULE:FREQ=YEARLY;COUNT=3": ([2027, 2028, 2029],) * 3,
}
for lines, (first, second, right) in SEEN.items():
    text = "\r\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Contracts//EN", "BEGIN:VEVENT", "UID:1"]
        + ["DTSTAMP:20261127T000000Z", "SUMMARY:May be ended", "DTSTART;VALUE=DATE:20270401", *lines.split("\n")]
        + ["END:VEVENT", "END:VCALENDAR", ""]
    )
    since, until = datetime(2026, 1, 1), datetime(2036, 1, 1)
    timeline = IcsCalendarStream.calendar_from_ics(text).timeline.overlapping(since.date(), until.date())
    by_ical = sorted(event.start.year for event in timeline)
    events = icalevents.events(string_content=text.encode(), start=since, end=until)
    by_icalevents = sorted(event.start.year for event in events)
    calendar = recurring_ical_events.of(icalendar.Calendar.from_ical(text))
    others = sorted(event["dtstart"].dt for event in calendar.between(since, until))
    assert others == [date(year, 4, 1) for year in right]
    print(f"{lines.replace(chr(10), ' ')}\n  ical {by_ical} icalevents {by_icalevents} recurring-ical-events {right}")
    assert by_ical == first, f"ical no longer gives {first}"
    assert by_icalevents == second, f"icalevents no longer gives {second}"
PYTHON
