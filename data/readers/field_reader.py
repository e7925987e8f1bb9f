"""How to read Open Contracting JSON of any publisher without trusting its shape, and to note each repair."""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

from msgspec import Struct, UnsetType
from msgspec.structs import fields

from data.model.dates import local_day
from data.model.issues import Issue
from data.readers.repairs import clean

Json = dict[str, Any]
Scalar = str | int | float | bool | None
MaybeScalar = Scalar | UnsetType


class Shape(Struct, frozen=True, gc=False, rename="camel"):
    """A part of a release, with those of its fields that are read."""


S = TypeVar("S", bound=Shape)


def shaped(kind: type[S], value: object) -> S:
    """Return a part of a release from JSON of any shape: what does not fit is as if it were not there."""
    held = value if isinstance(value, dict) else {}
    return kind(**{name: fit(held[key]) for name, key, fit in _fits(kind) if key in held})


@cache
def _fits(kind: type[Shape]) -> list[tuple[str, str, Callable[[object], object]]]:
    return [(one.name, one.encode_name, _fit(one.type)) for one in fields(kind)]


def _fit(wanted: Any) -> Callable[[object], object]:
    if wanted in (Scalar, MaybeScalar):
        return lambda value: value if isinstance(value, str | int | float) else None
    if get_origin(wanted) is tuple:
        kind = get_args(wanted)[0]
        return lambda value: tuple([shaped(kind, item) for item in _objects(value)])
    if isinstance(wanted, type) and issubclass(wanted, Shape):
        return lambda value: shaped(wanted, value)
    return lambda value: value


def _objects(value: object) -> list[object]:
    """Return the objects of a list; one object alone counts as a list of one."""
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, dict)]


class FieldReader:
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


def as_texts(value: object) -> list[str]:
    """Return the texts of a list; one text alone counts as a list of one."""
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
