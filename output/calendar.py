"""Ends of contracts as a calendar that any diary reads (RFC 5545)."""

from datetime import UTC, date, datetime, time, timedelta

import pandas as pd
from icalendar import Calendar, Event

from output.subject import Subject
from output.text import calendar_text, web_address
from policy.formats import capital, stated, titled


def calendar(table: pd.DataFrame, written: date, about: Subject) -> bytes:
    """Write a calendar with the end of each contract as a day of its own.

    A last day of all days, 31 December 9999, is how a source writes that there is no end: no reminder is made of it.
    Each day says the policy and the source of its outcome: in a diary nothing else of the calendar stands beside it.
    """
    whole = Calendar()
    whole.add("VERSION", "2.0")
    whole.add("PRODID", "-//Back in house//EN")
    for _, row in table[table["Ends"].notna()].iterrows():
        if pd.Timestamp(row["Ends"]).date() == date.max:
            continue
        whole.add_component(_end(row, written, about))
    return whole.to_ical(sorted=False)


def _end(row: "pd.Series[str]", written: date, about: Subject) -> Event:
    said = (
        f"{row['Outcome']}. {web_address(row['Notice']) or stated(row['Notice'], 'Address of the notice')}",
        f"Policy: {about.policy_line}.",
        f"{about.source_line}. {capital(about.ids)}.",
    )
    event, ends = Event(), pd.Timestamp(row["Ends"]).date()
    event.add("UID", f"{calendar_text(row['Id'])}@back-in-house")
    event.add("DTSTAMP", datetime.combine(written, time(), UTC))
    event.add("DTSTART", ends)
    event.add("DTEND", ends + timedelta(days=1))
    event.add("SUMMARY", calendar_text(f"Contract ends: {titled(row['Contract'], row['Buyer'])}"))
    event.add("DESCRIPTION", "\n".join(map(calendar_text, said)))
    return event
