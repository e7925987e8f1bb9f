"""How to read Open Contracting JSON of any publisher without trusting its shape, and to note each repair."""

from datetime import date
from typing import Any

from data.dates import local_day
from data.issues import Issue
from data.repairs import clean

Json = dict[str, Any]


class Text:
    """Reads texts and dates of one release and gathers an issue for each that was marred."""

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

    def day(self, value: object, path: str) -> date | None:
        """Return a day, or None with an issue where something else than a date is written."""
        if not isinstance(value, str) or not value:
            return None
        day = local_day(value)
        if day is None:
            self.lost(path, value, "is not a date")
        return day

    def lost(self, path: str, value: object, problem: str) -> None:
        """Note a stated value that could not be read."""
        self.issue(path, str(value)[:80], problem, "made missing", unread=True)

    def issue(self, path: str, value: str, problem: str, done: str, *, unread: bool = False) -> None:
        """Note what was wrong at a path, and what was done."""
        self.issues.append(Issue(self.source, self.line, self.ocid, path, value, problem, done, unread))


def as_dict(value: object) -> Json:
    """Return an object, or an empty one where the publisher wrote something else."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[Json]:
    """Return the objects of a list; one object alone counts as a list of one."""
    if value is None:
        return []
    if isinstance(value, list):
        if len(value) == 1 and isinstance(value[0], dict):  # most lists, and no new one is needed
            return value
        return [item for item in value if isinstance(item, dict)]
    return [value] if isinstance(value, dict) else []


def as_texts(value: object) -> list[str]:
    """Return the texts of a list; one text alone counts as a list of one."""
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
