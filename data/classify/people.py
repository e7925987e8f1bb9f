"""Notices that concern one identifiable person, whose title and supplier are not shown."""

import re
from functools import cache
from typing import NamedTuple

from data.classify.cues import rows
from data.model.service_table import contacts
from data.model.words import Phrases

WITHHELD = "one person, title and supplier withheld"
# Further on stands what holds for every person served; the person of the notice is named at once.
DESCRIPTION_READ = 300


class _Pattern(NamedTuple):
    """A pattern, tried only where one of its words is there, one in lower case whatever the text's case."""

    titles_only: bool
    words: frozenset[str]
    pattern: re.Pattern[str]
    reason: str


def about_one_person(title: str, description: str, service: str | None) -> str | None:
    """Return why a notice concerns one identifiable person, such as a placement for one child; else None.

    Only services delivered to a person are asked; where the service is not known the words alone decide.
    """
    if service is not None and contacts().get(service) != "significant":
        return None
    whole = f"{title}\n{description[:DESCRIPTION_READ]}"
    lower, cased = _words()
    spoken = lower.found(whole.lower()) | cased.found(whole)
    for mark in _marks() if spoken else ():
        if not mark.words.isdisjoint(spoken) and mark.pattern.search(title if mark.titles_only else whole):
            return mark.reason
    return None


@cache
def _words() -> tuple[Phrases, Phrases]:
    """Return the words of all marks: those in lower case, and those whose case tells."""
    words = {word for mark in _marks() for word in mark.words}
    lower = {word for word in words if word.islower()}
    return Phrases(lower), Phrases(words - lower)


@cache
def _marks() -> tuple[_Pattern, ...]:
    return tuple(
        _Pattern(row["where"] == "title", frozenset(row["words"].split("|")), re.compile(row["pattern"]), row["reason"])
        for row in rows("one_person.csv")
    )
