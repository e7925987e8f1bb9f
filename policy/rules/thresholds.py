"""Figures of procurement law by the period for which they are set, each with its source (semantics 10.8)."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from policy.coded import NO_DAY, CodedContracts, Codes, Days, Ints
from policy.rules.base import Reference
from policy.rules.scope import under_health_regime
from policy.rules.trigger import Window, day_number
from policy.ternary import YES, Ternary


@dataclass(frozen=True)
class Figures:
    """Thresholds in pounds with VAT from a first to a last day, and the page on which they were read."""

    first: date
    last: date
    central: int
    others: int
    light_touch: int
    concession: int
    light_touch_concession: int
    source: Reference

    @property
    def years(self) -> str:
        """The years of the period, such as 2026-27."""
        return f"{self.first.year}-{self.last.year % 100}"


_BOTH_PERIODS = Reference(
    "Devonshires: procurement thresholds from 1 January 2026",
    "https://insights.devonshires.com/post/102lxjy/new-public-procurement-thresholds-from-1-january-2026",
)
LAW_PERIODS = (
    Figures(
        date(2022, 1, 1), date(2023, 12, 31), 138_760, 213_477, 663_540, 5_336_937, 5_336_937,
        Reference("Department of Finance, Northern Ireland: procurement thresholds from January 2022",
                  "https://www.finance-ni.gov.uk/articles/information-about-eu-procurement-thresholds"),
    ),
    Figures(date(2024, 1, 1), date(2025, 12, 31), 139_688, 214_904, 663_540, 5_372_609, 5_372_609, _BOTH_PERIODS),
    Figures(date(2026, 1, 1), date(2027, 12, 31), 135_018, 207_720, 663_540, 5_193_000, 5_372_609, _BOTH_PERIODS),
)  # fmt: skip
"""Every period of which the figures were read, in order and without a gap."""
LATEST = LAW_PERIODS[-1]
LAW = {
    "central": "central government and NHS", "others": "other authorities", "light_touch": "light-touch services",
    "concession": "concessions", "light_touch_concession": "light-touch concessions",
}  # fmt: skip
"""What each figure of procurement law is for."""
PINNED = {"statutory": 2, "statutory_2024": 1, "statutory_2022": 0}
"""Places among LAW_PERIODS by the value of the setting that pins them."""
DATED = "dated"
FIRST_LAW_DAY, LAST_LAW_DAY = map(day_number, (LAW_PERIODS[0].first, LATEST.last))
"""The days between which figures are known; before and after the nearest ones stand."""
_ANY = len(LAW_PERIODS)
"""Place of the figures of any period, where the day is not known."""


def figures_by_contract(coded: CodedContracts, figures: str, window: Window) -> tuple[Ints, Ints]:
    """Lowest and highest figure that may apply to each contract, in pounds; 0 is no threshold.

    Light-touch treatment, buyer, regime or day not known: every figure that may apply is between the two. `figures` is
    DATED or pins a period; which end counts is the window's to say.
    """
    read = (
        coded.says("light_touch"),
        coded.is_in("instrument", ("concession",)),
        coded.is_in("buyer_kind", ("central", "nhs")),
        under_health_regime(coded),
    )
    kind = np.zeros(len(coded), dtype=np.int16)
    for answer in read:
        kind = kind * np.int16(YES + 1) + answer.answers
    lowest, highest = _by_period_and_kind(len(read))
    if figures != DATED:
        return lowest[PINNED[figures]].take(kind), highest[PINNED[figures]].take(kind)
    one, other = (_period(day) * np.int16(lowest.shape[1]) + kind for day in days_let(coded, window))
    least, most = lowest.take(one), highest.take(one)
    if (both := np.flatnonzero(one != other)).size:
        least[both] = np.minimum(least[both], lowest.take(other[both]))
        most[both] = np.maximum(most[both], highest.take(other[both]))
    return least, most


def days_let(coded: CodedContracts, window: Window) -> tuple[Days, Days]:
    """The day on which each contract would be let again, or NO_DAY; twice, as both may be where the stage is not known.

    It is the day due, and of a planned contract its first day.
    """
    due, first = window.due(coded).day, coded.days["start_date"]
    planned = coded.is_in("stage", ("planned",))
    return np.where(planned.yes, first, due), np.where(planned.no, due, first)


def _period(day: Days) -> Codes:
    """Place of the period of each day: the nearest known one, or _ANY where the day is not known."""
    place = np.zeros(len(day), dtype=np.int16)
    for period in LAW_PERIODS[1:]:
        place += day >= day_number(period.first)
    place[day == NO_DAY] = _ANY
    return place


def _by_period_and_kind(questions: int) -> tuple[Ints, Ints]:
    """Lowest and highest figure by period, and last by any, for each combination of answers about a contract."""
    answers = np.indices((YES + 1,) * questions, dtype=np.int8).reshape(questions, -1)
    each = [_lowest_and_highest(period, *map(Ternary, answers)) for period in LAW_PERIODS]
    lowest, highest = (np.stack(side) for side in zip(*each, strict=True))
    return np.vstack([lowest, lowest.min(axis=0)]), np.vstack([highest, highest.max(axis=0)])


def _lowest_and_highest(
    law: Figures, light: Ternary, concession: Ternary, central: Ternary, health: Ternary
) -> tuple[Ints, Ints]:
    service = _either(light, (law.light_touch,) * 2, _either(central, (law.central,) * 2, (law.others,) * 2))
    conceded = _either(light, (law.light_touch_concession,) * 2, (law.concession,) * 2)
    return _either(health, (0, 0), _either(concession, conceded, service))


_Ends = tuple[int, int] | tuple[Ints, Ints]


def _either(condition: Ternary, then: _Ends, otherwise: _Ends) -> tuple[Ints, Ints]:
    lowest = np.where(condition.yes, then[0], np.where(condition.no, otherwise[0], np.minimum(then[0], otherwise[0])))
    highest = np.where(condition.yes, then[1], np.where(condition.no, otherwise[1], np.maximum(then[1], otherwise[1])))
    return lowest.astype(np.int64), highest.astype(np.int64)
