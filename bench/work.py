"""What every engine of the benchmark has to do, so that all five can be held to the same figures.

One full recalculation: decide each contract with low, central and high; totals; funnel; six breakdowns; the twenty
suppliers with the most spend; a sweep of the threshold over a hundred points. Scenarios move the levers of the pledge
that readers move most; every other setting stays as the plain reading has it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from policy.scenarios.presets import presets
from policy.scenarios.scenario import Scenario, build_scenario

STEPS = ("authorities", "purchase", "frameworks", "window", "criteria", "small", "public")
"""Rules that do something in these scenarios, in their order."""
COLUMNS = ("service", "buyer_kind", "year", "region", "nation", "instrument")
POINTS = (0, *(int(pounds) for pounds in np.geomspace(1_000, 1_000_000_000, 99)))
CODED = (*(name for name in COLUMNS if name != "year"), "supplier", "supplier_kind", "supplier_public_kind", "purchase")
"""Columns of words that an engine may hold as codes."""
NINE = [f"{measure}_{end}" for measure in ("contracts", "annual", "whole") for end in ("low", "central", "high")]
MOST = 20
ENOUGH = 5
Nine = tuple[int, ...]
"""The sums of NINE: of contracts in thousandths, then of pence a year, then of pence whole life."""


@dataclass(frozen=True)
class Answer:
    """Every figure of one recalculation, in whole numbers; groups and steps with nothing in them are left out."""

    totals: Nine
    funnel: dict[tuple[str, str], tuple[int, int, int]]
    by: dict[str, dict[str, Nine]]
    top: dict[str, Nine]
    sweep: tuple[Nine, ...]


def scenarios() -> Iterator[Scenario]:
    """Give one scenario after another, each with other values of every lever."""
    kinds = (("central", "local", "nhs"), ("central", "local", "nhs", "education"), ("local", "nhs"))
    articles = (("2", "3", "5"), ("3", "5"), ("2", "3", "5", "8"))
    turn = 0
    while True:
        turn += 1
        made, problems = build_scenario(
            presets()["pledge"],
            {
                "authorities.kinds": kinds[turn % 3],
                "window.start": date(2027, 4, 1) + timedelta(days=37 * (turn % 9)),
                "window.years": 8 + turn % 5,
                "contact.level": ("significant", "incidental")[turn % 2],
                "contact.definition": ("pledge", "act_2006", "light_touch")[turn // 2 % 3],
                "coercive.level": ("held", "reports", "minor")[turn // 3 % 3],
                "rights.articles": articles[turn // 2 % 3],
                "small.threshold": 50_000 + 1_111 * turn,
                "public.owned": turn % 4 > 0,
                "reason.risk_low": (0, 5)[turn % 2],
                "reason.risk_high": (0, 20)[turn % 2],
            },
        )
        assert not problems, problems
        yield made


def product_table(shares: dict[str, np.ndarray], free: np.ndarray) -> np.ndarray:
    """Central share, not yet rounded, by pattern of doubts (a bit for each of STEPS) and service."""
    patterns = np.arange(1 << len(STEPS))[:, None]
    table = np.broadcast_to(free.astype(np.float64), (len(patterns), len(free))).copy()
    for bit, step in enumerate(STEPS):
        table *= np.where(patterns >> bit & 1, shares[step], 1)
    return table


def rounded(table: np.ndarray) -> np.ndarray:
    """Round to whole thousandths, halves to even, taking what is a half but for the error of floats as a half."""
    return np.rint(np.round(table, 9)).astype(np.int64)


def funnel(stops: dict[int, Sequence[int]], back: dict[int, Sequence[int]]) -> dict[tuple[str, str], tuple[int, ...]]:
    """What stays outside at each step, and what returns: three sums by outcome of all contracts, and of what returns.

    An outcome is the place of the rule that turns a contract away, 90 where it is kept in full, 200 where nothing is
    open, else 100 more than the place of the first rule that is.
    """
    found: dict[tuple[str, str], tuple[int, ...]] = {}
    for code, amounts in stops.items():
        kept = [a - b for a, b in zip(amounts, back.get(code, (0, 0, 0)), strict=True)]
        name = "exit" if code < 90 else "good_reason" if code in (90, 200) else "open"
        step = name, "" if name == "good_reason" else STEPS[code % 100]
        found[step] = tuple(a + b for a, b in zip(found.get(step, (0, 0, 0)), kept, strict=True))
    found["returns", ""] = tuple(map(sum, zip(*back.values(), strict=True)))
    return {step: amounts for step, amounts in found.items() if any(amounts)}


@dataclass(frozen=True, eq=False)
class Services:
    """The service table as small arrays: group and, under a scenario, answers and shares; the last is not known."""

    frame: pd.DataFrame

    @cached_property
    def group(self) -> np.ndarray:
        """Group of each service."""
        return np.append(pd.Categorical(self.frame["group"]).codes.astype(np.int64), -1)

    def codes(self, service: pd.Series) -> np.ndarray:
        """Places of the services of contracts."""
        codes = pd.Categorical(service.astype(object), categories=self.frame.index).codes
        return np.where(codes < 0, len(self.frame), codes)

    def kept(self, values: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
        """Least and greatest thousandths kept for good reason."""
        full = np.append(self.frame["good_reason_default"].to_numpy() == "yes", False)
        return tuple(np.where(full, 1000, 10 * values[f"reason.risk_{end}"]) for end in ("low", "high"))

    def passing(self, passed: np.ndarray, left: np.ndarray) -> np.ndarray:
        """Share that passes a rule by service: of the service, else of its group, else of all."""
        group = self.group
        member = (group[:, None] == group) & (group >= 0)
        certain = passed + left
        of_group = member @ certain
        whole = passed.sum() / certain.sum() if certain.sum() else 0.5
        known = (group >= 0) & (certain >= ENOUGH)
        shares = np.where(of_group >= ENOUGH, member @ passed / np.maximum(of_group, 1), whole)
        return np.where(known, passed / np.maximum(certain, 1), shares)

    def free(self, values: dict[str, Any]) -> np.ndarray:
        """Central thousandths that are not kept for good reason."""
        low, high = self.kept(values)
        return 1000 - (low + high) // 2

    def is_met(self, values: dict[str, Any]) -> np.ndarray:
        """Whether a service meets the assessment: 0 no, 1 not known, 2 yes; one criterion is needed."""
        table = self.frame
        column = {
            "pledge": "meets_pledge_definition",
            "act_2006": "meets_2006_definition",
            "light_touch": "light_touch",
        }[values["contact.definition"]]
        three = {"yes": 2, "no": 0, "unclear": 1}
        levels = ("significant", "incidental") if values["contact.level"] == "incidental" else ("significant",)
        contact = np.maximum(
            np.minimum(table[column].map(three), 2 * table["contact"].isin(levels)), table["named_in_pledge"].map(three)
        )
        powers = ("held", "reports", "minor")
        coercive = 2 * table["coercive"].isin(powers[: powers.index(values["coercive.level"]) + 1])
        rights = table["echr_articles"].map(lambda text: 2 * bool({*text.split()} & {*values["rights.articles"]}))
        return np.append(np.max([contact, coercive, rights], axis=0).astype(np.int64), 1)


def swept(
    by_place: np.ndarray,
    neutral: np.ndarray,
    held: np.ndarray,
    product: np.ndarray,
    services: Services,
    missing: tuple[np.ndarray, np.ndarray, np.ndarray, int],
) -> Iterator[Nine]:
    """Sum at each of POINTS the contracts that meet it, from the top, and those whose value is not known.

    Args:
        by_place: the nine sums by how many of the points after the first a contract's value meets.
        neutral: the nine sums of contracts without a value, where there is no threshold.
        held: contracts with a value by that number and service, whether or not they may return.
        product: central share of the other rules, by pattern of doubts and service.
        missing: pattern, service and number of the contracts without a value, and how much of them returns at most.
    """
    meets, above = (sums[::-1].cumsum(axis=0)[::-1] for sums in (by_place, held))
    yield tuple(map(int, meets[0] + neutral))
    pattern, code, many, most = missing
    for point in range(1, len(POINTS)):
        table = rounded(product * services.passing(above[point], above[0] - above[point]))
        doubt = np.zeros(9, dtype=np.int64)
        doubt[1], doubt[2] = (table[pattern, code] * many).sum(), most
        yield tuple(map(int, meets[point] + doubt))


def near(one: Any, other: Any) -> bool:
    """Whether figures are the same: counts alike, money but for what others round each contract by.

    Money may be in pence in the one and in thousandths of pence in the other.
    """
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(near(one[key], other[key]) for key in one)
    if not isinstance(one[0], int):
        return len(one) == len(other) and all(map(near, one, other))
    counts = len(one) // 3
    exact = {other[:counts], tuple(value for value in one[:counts])}
    slack = 1 + max(*one[:counts], 1000) // 1000
    return len(exact) == 1 and all(
        min(abs(a - b), abs(a - 1000 * b) / 1000, abs(1000 * a - b) / 1000) <= slack
        for a, b in zip(one[counts:], other[counts:], strict=True)
    )
