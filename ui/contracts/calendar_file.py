"""Contracts that end soon, as a calendar that any diary reads (RFC 5545) and as rows."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from output.text import calendar_text, web_address
from policy.coded import NO_DAY, Bools
from policy.formats import stated, titled
from policy.rules.trigger import EPOCH, Window, years_after
from ui.shell.view import View


def ending(view: View, months: int) -> Bools:
    """Contracts that may come back and end within so many months after the day of the data."""
    today = view.table.dataset.as_of
    last = years_after(today, months // 12)
    day = view.decisions.coded.days["last_day"]
    soon = (day != NO_DAY) & (day > (today - EPOCH).days) & (day <= (last - EPOCH).days)
    return view.decisions.counted & soon & _assessed(view)


def _assessed(view: View) -> Bools:
    """Contracts that no rule but the window keeps out: the policy would reach them if it ran when they end."""
    others = [step for step in view.decisions.steps if not isinstance(step.rule, Window)]
    return ~np.any([view.decisions.exits(step).yes for step in others], axis=0)


def calendar(table: pd.DataFrame, made: date) -> bytes:
    """Write a calendar with the end of each contract as a day of its own."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Back in house//EN"]
    for _, row in table[table["Ends"].notna()].iterrows():
        summary = f"Contract ends: {titled(row['Contract'], row['Buyer'])}"
        about = f"{row['Outcome']}. {web_address(row['Notice']) or stated(row['Notice'], 'Address of the notice')}"
        lines += [
            "BEGIN:VEVENT",
            f"UID:{calendar_text(row['Id'])}@back-in-house",
            f"DTSTAMP:{made:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{row['Ends']:%Y%m%d}",
            f"DTEND;VALUE=DATE:{row['Ends'] + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{calendar_text(summary)}",
            f"DESCRIPTION:{calendar_text(about)}",
            "END:VEVENT",
        ]
    return "\r\n".join(folded for line in [*lines, "END:VCALENDAR", ""] for folded in _folded(line)).encode()


def _folded(line: str) -> list[str]:
    """Fold a line at 75 octets, as RFC 5545 section 3.1 asks."""
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > 74:
            parts.append(part)
            part = " "
        part += letter
    return [*parts, part]
