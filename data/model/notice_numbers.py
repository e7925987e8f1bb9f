"""Proof of completeness: Find a Tender numbers its notices without gaps, so a number that is not held is a notice lost.

The official services lose pages in silence (https://github.com/open-contracting/kingfisher-collect/issues/877, 1203 and
1306). A number is six digits and the year, such as 075841-2026; each year starts again at 1.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_NUMBER = re.compile(r"(\d{6})-(20\d\d)")
_LEAST_SHARE = 0.5
"""Least share of a run that must be held: fewer are notices that somebody chose, and no run."""
_MOST_NAMED = 50
"""Missing numbers that a sentence names; the others are counted."""


@dataclass(frozen=True)
class Completeness:
    """How much of a run of numbers is held: how many of how many, the first and the last, and each that is missing."""

    held: int
    of: int
    first: str
    last: str
    missing: tuple[str, ...]

    def sentence(self) -> str:
        """Say it with the numbers that are missing; of many, the first."""
        run = f"{self.held:,} of the {self.of:,} notices numbered from {self.first} to {self.last}"
        if not self.missing:
            return f"{run}; none is missing."
        more = f" and {len(self.missing) - _MOST_NAMED:,} more" if len(self.missing) > _MOST_NAMED else ""
        return f"{run}; missing: {', '.join(self.missing[:_MOST_NAMED])}{more}."


def is_number(text: str) -> bool:
    """Say whether an id is a number of the run."""
    return bool(_NUMBER.fullmatch(text))


def completeness(ids: Iterable[str]) -> Completeness | None:
    """Return how complete the run of notices is whose ids are given; None where they are not numbered, or no run.

    The run goes from the first number of the first year to the last of the last, so a notice that is lost at the end
    of one day is found from the next; nothing tells of one before the first or after the last of all.
    """
    held: dict[int, set[int]] = {}  # numbers by year
    for notice_id in ids:
        if match := _NUMBER.fullmatch(notice_id):
            number, year = int(match[1]), int(match[2])
            held.setdefault(year, set()).add(number)
    if not held:
        return None
    years = sorted(held)
    runs = {year: range(min(held[year]) if year == years[0] else 1, max(held[year]) + 1) for year in years}
    n_in_runs, n_held = sum(map(len, runs.values())), sum(map(len, held.values()))
    if n_held < _LEAST_SHARE * n_in_runs:
        return None
    missing = tuple(_as_published(number, year) for year in years for number in runs[year] if number not in held[year])
    first, last = _as_published(runs[years[0]][0], years[0]), _as_published(runs[years[-1]][-1], years[-1])
    return Completeness(n_held, n_in_runs, first, last, missing)


def _as_published(number: int, year: int) -> str:
    return f"{number:06d}-{year}"
