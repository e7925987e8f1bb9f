"""Ends of contracts as a calendar that any diary reads (RFC 5545)."""

from datetime import UTC, date, datetime, time, timedelta

import pandas as pd
from icalendar import Calendar, Event

from output.text import calendar_text, web_address
from policy.formats import stated, titled


def calendar(table: pd.DataFrame, written: date) -> bytes:
    """Write a calendar with the end of each contract as a day of its own."""
    whole = Calendar()
    whole.add("VERSION", "2.0")
    whole.add("PRODID", "-//Back in house//EN")
    for _, row in table[table["Ends"].notna()].iterrows():
        whole.add_component(_end(row, written))
    return whole.to_ical(sorted=False)


def _end(row: "pd.Series[str]", written: date) -> Event:
    about = f"{row['Outcome']}. {web_address(row['Notice']) or stated(row['Notice'], 'Address of the notice')}"
    event, ends = Event(), pd.Timestamp(row["Ends"]).date()
    event.add("UID", f"{calendar_text(row['Id'])}@back-in-house")
    event.add("DTSTAMP", datetime.combine(written, time(), UTC))
    event.add("DTSTART", ends)
    event.add("DTEND", ends + timedelta(days=1))
    event.add("SUMMARY", calendar_text(f"Contract ends: {titled(row['Contract'], row['Buyer'])}"))
    event.add("DESCRIPTION", calendar_text(about))
    return event
