"""Notices that concern one identifiable person, whose title and supplier are not shown."""

import re
from functools import cache

from data.cues import rows
from data.service_table import contacts

WITHHELD = "one person, title and supplier withheld"
# Further on stands what holds for every person served; the person of the notice is named at once.
DESCRIPTION_READ = 300


def about_one_person(title: str, description: str, service: str | None) -> str | None:
    """Return why a notice concerns one identifiable person, such as a placement for one child; else None.

    Only services delivered to a person are asked; where the service is not known the words alone decide.
    """
    if service is not None and contacts().get(service) != "significant":
        return None
    whole = f"{title}\n{description[:DESCRIPTION_READ]}"
    for titles_only, pattern, reason in _patterns():
        if pattern.search(title if titles_only else whole):
            return reason
    return None


@cache
def _patterns() -> tuple[tuple[bool, re.Pattern[str], str], ...]:
    read = rows("one_person.csv")
    return tuple((row["where"] == "title", re.compile(row["pattern"]), row["reason"]) for row in read)
