#!/usr/bin/env bash
# A reminder half a year before a contract ends rings half a year before it began, once ics.py has saved the calendar.
#
# Expected: RFC 5545 lets an alarm be counted from the end of an event (TRIGGER;RELATED=END:-P180D, section 3.8.6.3).
#   A calendar that is read and written without a change rings when it rang before, or is refused.
# What happens: RELATED=END is dropped without a word, and an alarm is then counted from the start. "Assess before it
#   ends" of a contract from 1 April 2024 to 31 March 2029 moves from 3 October 2028 to 4 October 2023. The 180 days
#   are written "-P25W5D", a mix of weeks and days that the RFC has no form for (weeks stand alone in its grammar), and
#   the calendar says that its scale is GEORGIAN, where the RFC's word is GREGORIAN. icalendar, ical and vobject read
#   all of it without an error, so nobody is told.
# Who is hurt: whoever keeps the terms of contracts as events and merges, filters or sorts such calendars with ics.py:
#   the one day on which something had to be done lies in the past.
# Way round: an event of its own on the day of the reminder, or icalendar, which keeps the trigger as it is.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ics==0.7.3 icalendar==7.3.2 ical==14.3.1 vobject==0.9.9
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
from datetime import date, timedelta
from importlib.metadata import version

import icalendar
import ics
import vobject
from ical.calendar_stream import IcsCalendarStream

print(*(f"{name} {version(name)}" for name in ("ics", "icalendar", "ical", "vobject")))
BEFORE = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example.org//contracts//EN
BEGIN:VEVENT
UID:care-homes@example.org
DTSTAMP:20261101T000000Z
DTSTART;VALUE=DATE:20240401
DTEND;VALUE=DATE:20290401
SUMMARY:Care homes: the contract runs
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Assess before it ends
TRIGGER;RELATED=END:-P180D
END:VALARM
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


def rings(text):
    """The day of the reminder as icalendar works it out, which knows both ways of counting."""
    [event] = icalendar.Calendar.from_ical(text).walk("VEVENT")
    [alarm] = event.alarms.times
    return alarm.trigger


after = ics.Calendar(BEFORE).serialize()
print(*(line for line in after.splitlines() if line.startswith(("CALSCALE", "TRIGGER"))), sep="\n")
print("rings on", rings(BEFORE), "and, once saved, on", rings(after))
assert rings(BEFORE) == date(2028, 10, 3)
assert rings(after) == date(2023, 10, 4)
assert "\nTRIGGER:-P25W5D\r\n" in after
assert "\nCALSCALE:GEORGIAN\r\n" in after
# The others tell their reader nothing.
assert IcsCalendarStream.calendar_from_ics(after).events[0].alarm[0].trigger == timedelta(days=-180)
assert vobject.readOne(after).vevent.valarm.trigger.value == timedelta(days=-180)
PYTHON
