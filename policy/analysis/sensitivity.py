"""Findings of the sensitivity page: sentences computed from the figures, true or not said at all."""

from collections.abc import Sequence
from itertools import pairwise

from policy.analysis.compare import Point
from policy.analysis.threshold import Curve, Near
from policy.analysis.tornado import Grid, Reach
from policy.analysis.uncertainty import RangeContracts, Uncertainty
from policy.formats import FEWER, effective, listed, money, pounds, some
from policy.measures import MEASURE_WORDS
from policy.results.findings import NO_VALUE, NOT_KNOWN, amount, counted, figure, of_nothing
from policy.results.totals import Totals
from policy.rules import settings


def of_curve(curve: Curve, measure: str) -> str:
    """Where less than half is left of what returns without a threshold."""
    full = curve.points[0].totals.measure(measure).returns.central
    if not full:
        return f"At any threshold: {of_nothing([curve.points[0].totals], measure).lower()}"
    half = {"contracts": "half of the contracts"}.get(measure, f"half of {MEASURE_WORDS[measure].noun}")
    for before, point in pairwise(curve.points):
        if point.totals.measure(measure).returns.central * 2 < full:
            where = f"above about {_round(before)}" if curve.exact else f"of {_amount(point)}"
            return f"A threshold {where} leaves less than {half}"
    return f"No threshold up to {_amount(curve.points[-1])} takes away {half}"


def _round(point: Point) -> str:
    return money(point.value * 100).replace(".0 ", " ")


def _amount(point: Point) -> str:
    """Say a threshold exactly: rounded, it would be another threshold."""
    is_round = effective(point.value) == point.value
    return _round(point) if is_round else pounds(point.value * 100)


def of_near(near_line: Near, threshold: int | None) -> str:
    """How many contracts are near the line and on it; no threshold stands for the statutory figures."""
    within, exactly = int(near_line.within.sum()), int(near_line.exactly.sum())
    if threshold == 0:
        return "At £0 there is no line for a contract to be near."
    line = "the figure that applies to it" if threshold is None else pounds(threshold * 100)
    if not within:
        return f"No contract is within 5% of {line}."
    one = within == 1
    return (
        f"{within} contract{' is' if one else 's are'} within 5% of {line}, {near_line.below or 'none'} below it; "
        f"{exactly or 'none'} {'is' if exactly == 1 else 'are'} exactly on it."
    )


def of_moves(ranked: Sequence[Reach], now: Totals, measure: str) -> str:
    """Which setting moves the measure most; what a setting does where no value is known nobody can say."""
    return NO_VALUE if not ranked and not now.is_known(measure) else of_reaches(ranked, measure)


def of_reaches(ranked: Sequence[Reach], measure: str) -> str:
    """Which setting moves the measure most, of those that someone could change."""
    if not ranked:
        return "No single change of a setting moves the answer"
    first = ranked[0]
    if first.whom:
        return f"Nothing but “{first.label}” moves the answer, and that says whom the policy is for"
    if not first.step:
        return "No setting moves the answer by one step"
    moved = figure(measure, first.step)
    by = counted(moved) if measure == "contracts" else f"{moved} {MEASURE_WORDS[measure].after}"
    return f"One step of “{first.label}” moves the answer most: by {by}"


def of_grid(grid: Grid, measure: str) -> str:
    """Between which figures two settings move the measure together."""
    cells = [cell for row in grid.cells for cell in row if cell is not None]
    ranked = sorted(cells, key=lambda cell: cell.measure(measure).returns.central)
    low, high = amount(ranked[0], measure), amount(ranked[-1], measure)
    what = "the number of contracts" if measure == "contracts" else MEASURE_WORDS[measure].noun
    unit = " a year" if measure == "annual_gbp" and high != NOT_KNOWN else ""
    known = settings()
    both = f"“{known[grid.down].label}” and “{known[grid.across].label}”"
    if not any(cell.is_known(measure) for cell in cells):
        return f"{both}: {NO_VALUE[0].lower()}{NO_VALUE[1:]} under any of their values"
    if ranked[0].measure(measure).returns.central == ranked[-1].measure(measure).returns.central:
        return f"{both} together change nothing"
    if low == high:
        return f"{both} together hardly move {what}: about {low}{unit} whatever they are"
    return f"{both} together move {what} between {low} and {high}{unit}"


def of_uncertainty(split: Uncertainty, measure: str) -> str:
    """The largest part of the range."""
    gap = split.gap(measure)
    if not gap:
        if any(part.gap["contracts"] for part in split.parts):
            return "There is no range of money: what is open has no known value"
        return "There is no range: nothing that is asked is open"
    largest = max(split.parts, key=lambda part: part.gap[measure])
    share = 100 if largest.gap[measure] == gap else min(99, round(100 * largest.gap[measure] / gap))
    part = "All" if share == 100 else f"{share}%"
    return f"{part} of the range comes from one gap: {largest.label[:1].lower()}{largest.label[1:]}"


def of_range_contracts(found: RangeContracts) -> str:
    """How many contracts make the range, how much they make together, and how one of them leaves it."""
    if not len(found):
        return "No contract makes a range: nothing that is asked is open."
    preset, one = found.decisions.scenario.preset, len(found) == 1
    whole = _together(found)
    are = "is" if whole in ("1 contract", f"{FEWER} contract") else "are"
    silent = int(found.unstated["annual_gbp"].sum())
    states = f" {silent:,} of them state{'s' * (silent == 1)} no value a year." if silent and not one else ""
    return (
        f"{some(len(found), 'contract')} make{'s' * one} the range: at the high end {whole} more {are} "
        f"{preset.counts_as} than at the low end.{states} {'It leaves' if one else 'A contract leaves'} the range once "
        f"all that is open of it is known, or as soon as one answer says that it {preset.outside}."
    )


def _together(found: RangeContracts) -> str:
    """What the contracts make of the range together, without the measures of which they make none."""
    sums = {measure: sum(found.gap[measure].tolist()) for measure in found.gap}
    said = {
        "contracts": counted(figure("contracts", sums["contracts"])),
        "annual_gbp": f"{figure('annual_gbp', sums['annual_gbp'])} a year",
        "whole_life_gbp": f"{figure('whole_life_gbp', sums['whole_life_gbp'])} over the whole term",
    }
    return listed([words for measure, words in said.items() if sums[measure]])
