"""The value threshold at every level: what returns at each, figures worth a mark, contracts near the line."""

from dataclasses import dataclass
from math import log10

import numpy as np

from policy.analysis.compare import Point, sweep
from policy.coded import MISSING, Bools, CodedContracts
from policy.formats import listed
from policy.results.groups import Decisions
from policy.rules.exemptions import THRESHOLD_TICKS, BelowThreshold
from policy.rules.thresholds import LATEST, LAW, LAW_PERIODS, PINNED
from policy.scenarios.presets import presets
from policy.scenarios.scenario import Scenario, start_values

KEY, FIGURES = "small.threshold", "small.figures"
NEAR_PERCENT = 5
BEND = 10_000
"""Pounds around which the scale turns from even steps to even ratios, so that £0 has a place on it."""
_VAT = {"inc": "with VAT", "ex": "without VAT"}
_MOST_CORNERS = 1_500
_LADDER = (10, 12, 15, 20, 25, 30, 40, 50, 60, 80)


def position(pounds: float) -> float:
    """Place of an amount on a scale that is even in ratios above £10,000 and holds £0."""
    return log10(1 + pounds / BEND)


def one_line(scenario: Scenario) -> Scenario:
    """The scenario as it is under one threshold for all, at £0; what the curve starts from."""
    return scenario.having_all({KEY: 0, FIGURES: "one"})


def round_thresholds(scenario: Scenario) -> list[int]:
    """Thresholds that a person would choose: ten to each power of ten, the ticks and every mark."""
    ladder = {step * 10**power for power in range(3, 8) for step in _LADDER}
    return sorted({*ladder, *THRESHOLD_TICKS, *(mark.pounds for mark in marks(scenario))})


def corners(coded: CodedContracts, scenario: Scenario) -> list[int]:
    """Every threshold above which a contract drops out, so that between two of them nothing changes."""
    value, _, _ = one_line(scenario).rule(BelowThreshold).compares(coded)
    ends = [end[value.least != MISSING] // 100 for end in (value.least, value.greatest)]
    distinct = np.unique(np.concatenate(ends))
    return [int(pounds) for pounds in distinct if pounds <= THRESHOLD_TICKS[-1]]


@dataclass(frozen=True)
class Curve:
    """What returns at thresholds in order; where it is `exact`, each point holds for all above the one before."""

    points: tuple[Point, ...]
    exact: bool


def curve(coded: CodedContracts, scenario: Scenario) -> Curve:
    """What returns at every threshold, with one figure for all contracts and the other settings as they are.

    The curve is exact up to 1,500 distinct values; beyond that it holds round thresholds and marks only.
    """
    all_corners = corners(coded, scenario)
    exact = len(all_corners) <= _MOST_CORNERS
    values = sorted({*round_thresholds(scenario), *(all_corners if exact else ())})
    return Curve(tuple(sweep(coded, one_line(scenario), KEY, values)), exact)


@dataclass(frozen=True)
class Mark:
    """A threshold that someone has named, in the terms in which the scenario compares values."""

    pounds: int
    label: str


def marks(scenario: Scenario) -> list[Mark]:
    """Thresholds of the presets and of procurement law; none of another basis, and VAT taken off where it must be."""
    rule = scenario.rule(BelowThreshold)
    named: dict[int, list[str]] = {}
    for preset in presets().values():
        values = start_values(preset)
        if values[FIGURES] == "one" and values["small.basis"] == rule.basis:
            pounds = _in_terms(values[KEY], values["small.vat"], rule.vat)
            stated = "" if pounds == values[KEY] else f" (£{values[KEY]:,} {_VAT[values['small.vat']]})"
            named.setdefault(pounds, []).append(f"“{preset.short}”{stated}")
    if rule.basis == "whole_life":
        law = LAW_PERIODS[PINNED[rule.figures]] if rule.figures in PINNED else LATEST
        for figure, what in ((getattr(law, name), what) for name, what in LAW.items()):
            label = f"{what} in law (£{figure:,} with VAT)" if rule.vat == "ex" else f"{what} in law"
            named.setdefault(_in_terms(figure, "inc", rule.vat), []).append(label)
    return [Mark(pounds, listed(labels)) for pounds, labels in sorted(named.items())]


def _in_terms(pounds: int, stated: str, wanted: str) -> int:
    """Take 20% VAT off or put it on; the next whole pound, since at or above is caught."""
    if stated == wanted:
        return pounds
    return -(-pounds * 10 // 12) if wanted == "ex" else -(-pounds * 12 // 10)


@dataclass(frozen=True, eq=False)
class Near:
    """Counted contracts within 5% of the threshold that applies to them, and those exactly on it."""

    within: Bools
    exactly: Bools
    below: int
    """How many of those within are under the line."""


def near(decisions: Decisions) -> Near:
    """Find the contracts near the line; where VAT or the line is not known, either reading of it counts."""
    rule = decisions.scenario.rule(BelowThreshold).under(decisions.scenario.rules)
    value, lowest, highest = rule.compares(decisions.coded)
    known = decisions.counted & (value.least != MISSING) & (highest > 0)
    least, greatest = np.where(known, value.least, 0), np.where(known, value.greatest, 0)
    pairs = [(end, line) for end in (least, greatest) for line in (lowest, highest)]
    close = [(abs(end - line) * 100 <= line * NEAR_PERCENT) & (line > 0) for end, line in pairs]
    within = known & np.any(close, axis=0)
    exactly = known & np.any([(end == line) & (line > 0) for end, line in pairs], axis=0)
    below = within & rule.exits(decisions.coded).yes
    return Near(within, exactly, int(below.sum()))
