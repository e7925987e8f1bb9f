"""Reads texts and dates of one record of any source and gathers an issue for each that was marred or unreadable."""

from datetime import date

from data.model.dates import first_day, local_day
from data.model.issues import Issue
from data.readers.repairs import clean


class FieldReader:
    """Reads the fields of one record and gathers its issues.

    `line` is None where the source has no lines; `ocid` is the record's id, whatever the source calls it.
    """

    def __init__(self, source: str, line: int | None, ocid: str) -> None:
        self.source = source
        self.line = line
        self.ocid = ocid
        self.issues: list[Issue] = []

    def clean(self, value: object, path: str) -> str:
        """Return a text as it was meant."""
        if not value:
            return ""
        text, problem = clean(value)
        if problem:
            self.issue(path, str(value)[:80], problem, "decoded")
        return text

    def day(self, value: object, path: str, *, first: bool = False) -> date | None:
        """Return a day, or None with an issue where something else is written; `first` for one that begins a period."""
        if not isinstance(value, str) or not value:
            return None
        day = first_day(value) if first else local_day(value)
        if day is None:
            self.lost(path, value, "is not a date")
        return day

    def lost(self, path: str, value: object, problem: str) -> None:
        """Note a stated value that could not be read."""
        self.issue(path, str(value)[:80], problem, "made missing", unread=True)

    def issue(self, path: str, value: str, problem: str, remedy: str, *, unread: bool = False) -> None:
        """Note what was wrong at a path, and what was done."""
        self.issues.append(Issue(self.source, self.line, self.ocid, path, value, problem, remedy, unread))
