"""Where the headline's range comes from, as parts that add up exactly to high less low in each measure.

A contract's whole gap goes to one cause, but for good reason: the share that authorities may keep is open whether or
not the rest is known, so it is its own part. A figure that is only a ceiling comes before what is not known, since
knowing that would still leave it a ceiling. What a value covers, where it is assumed, opens the rest: the figures of
other causes are those of the likely value.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from policy.coded import Bools, Ints, Rows
from policy.engine.decide import Decisions
from policy.engine.money import ceilings, ends, part
from policy.results.totals import MEASURES, Totals, totals
from policy.rules.base import Permille, Stage
from policy.rules.good_reason import GoodReason

CEILING, SPAN = "ceiling", "span"
"""Ids of the parts that ceilings and assumed spans of values make; the others have the id of their rule."""


@dataclass(frozen=True)
class RangePart:
    """One cause of the range: the gap that it opens, and how much of that nothing else would keep open.

    `gap` and `alone` are thousandths of contracts, or pence; `contracts` is how many contracts it touches.
    """

    id: str
    label: str
    stage: Stage
    contracts: int
    gap: dict[str, int]
    alone: dict[str, int]


@dataclass(frozen=True)
class Uncertainty:
    """The parts of the range, the largest number of contracts first, and the whole that they come from."""

    parts: tuple[RangePart, ...]
    totals: Totals

    def gap(self, measure: str) -> int:
        """High less low of a measure."""
        returns = self.totals.measure(measure).returns
        return returns.high - returns.low

    def without_value(self, measure: str) -> int:
        """Contracts that may come back and are in no range of the measure, for their value is not known."""
        return self.totals.measure(measure).without_value


def uncertainty(decisions: Decisions) -> Uncertainty:
    """Split the range of the headline by cause; asserts that the parts add up in each measure."""
    parts = tuple(sorted(_parts(decisions), key=lambda part: -part.contracts))
    split = Uncertainty(parts, totals(decisions))
    for measure in MEASURES:
        assert sum(part.gap[measure] for part in parts) == split.gap(measure), f"{measure}: the parts do not add up"
    return split


def _parts(decisions: Decisions) -> Iterator[RangePart]:
    gaps, labelled = _Gaps(decisions), set[str]()
    for position, step in enumerate(decisions.steps):
        named = gaps.waiting & (decisions.rule[gaps.rows] == position)
        if named.any():
            label = (
                step.rule.doubt if step.rule.doubt not in labelled else f"{step.rule.doubt} ({step.rule.label.lower()})"
            )
            labelled.add(step.rule.doubt)
            yield gaps.part(step.rule.id, label, Stage.NOT_KNOWN, named, gaps.decided_by(named))
    if gaps.by_reason.any():
        rule = GoodReason
        yield gaps.part(rule.id, "Good reason: a range by its nature", Stage.GOOD_REASON, gaps.by_reason > 0, None)
    if gaps.ceiling.any():
        yield gaps.part(CEILING, "Only a ceiling is published", Stage.RETURNS, gaps.ceiling, ~gaps.waiting)
    if gaps.spans.any():
        yield gaps.part(SPAN, "Not said which years the value covers", Stage.RETURNS, gaps.spans, ~gaps.waiting)


class _Gaps:
    """High less low of each contract that may return, split into what is decided by cause."""

    def __init__(self, decisions: Decisions) -> None:
        self.decisions = decisions
        self.rows: Rows = np.flatnonzero(decisions.high > 0)
        self.low, self.high = decisions.low[self.rows], decisions.high[self.rows]
        self.waiting: Bools = decisions.at(Stage.NOT_KNOWN)[self.rows]
        self.ceiling: Bools = ceilings(decisions.coded)[self.rows]
        lowest, _, highest = (end[self.rows] for end in ends(decisions.coded, "annual_gbp"))
        self.spans: Bools = (lowest != highest) & ~self.ceiling
        self.least = np.where(self.waiting, self.high - self._open(), self.low).astype(np.int16)
        self.by_reason = self.high - self.least

    def _open(self) -> Permille:
        """Thousandths that good reason leaves open, where all else is known."""
        left = self.decisions.retained
        return (left.most - left.least).take(left.kind_of(self.rows))

    def decided_by(self, named: Bools) -> Bools:
        """Which of the waiting contracts one fact would decide: two rules that miss the same fact are one doubt."""
        by_doubt: dict[str, Bools] = {}
        for step in self.decisions.steps:
            unknown = self.decisions.exits(step).unknown[self.rows]
            by_doubt[step.rule.doubt] = by_doubt.get(step.rule.doubt, np.zeros_like(named)) | unknown
        return named & (np.sum(list(by_doubt.values()), axis=0) == 1)

    def part(self, id_: str, label: str, stage: Stage, rows: Bools, alone: Bools | None) -> RangePart:
        """Sum one part; for good reason `alone` is what is decided but for it."""
        alone = ~self.waiting if alone is None else alone
        split = {measure: self._of(measure, id_) for measure in MEASURES}
        return RangePart(
            id_,
            label,
            stage,
            int(rows.sum()),
            {measure: int(gap[rows].sum()) for measure, gap in split.items()},
            {measure: int(gap[rows & alone].sum()) for measure, gap in split.items()},
        )

    def _of(self, measure: str, id_: str) -> Ints:
        """What a cause opens of each contract, in thousandths or pence."""
        if measure == "contracts":
            nothing = np.zeros_like(self.by_reason)
            of_cause = {GoodReason.id: self.by_reason, CEILING: nothing, SPAN: nothing}
            return of_cause.get(id_, self.least - self.low).astype(np.int64)
        amounts = self.decisions.annual if measure == "annual_gbp" else self.decisions.whole_life
        high, low = amounts.high[self.rows], amounts.low[self.rows]
        if id_ == CEILING:
            return high - low
        likely = amounts.value[self.rows]
        lowest, least, highest = (part(likely, share) for share in (self.low, self.least, self.high))
        gap = {GoodReason.id: highest - least, SPAN: (high - low) - (highest - lowest)}.get(id_, least - lowest)
        return np.where(self.ceiling, 0, gap)
