"""Where the headline's range comes from, as parts that add up exactly to high less low in each measure.

A contract's whole gap goes to one cause, but for good reason: the share that authorities may keep is open whether or
not the rest is known, so it is its own part. A figure that is only a ceiling comes before what is not known, since
knowing that would still leave it a ceiling. What a value covers, where it is assumed, opens the rest: the figures of
other causes are those of the likely value.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from policy.coded import CEILING as CEILING_BIT
from policy.coded import SPAN as SPAN_BIT
from policy.coded import Bools, Ints
from policy.engine.cells import STATING, exact_product
from policy.engine.decide import OPEN, PASSES, RETAINED, three_of
from policy.measures import MEASURES
from policy.results.groups import Decisions
from policy.results.totals import Totals, totals
from policy.rules.base import Permille, Stage
from policy.rules.good_reason import GoodReason
from policy.ternary import UNKNOWN

CEILING, SPAN = "ceiling", "span"
"""Ids of the parts that ceilings and assumed spans of values make; the others have the id of their rule."""


@dataclass(frozen=True)
class RangePart:
    """One cause of the range: the gap that it opens, and how much of that nothing else would keep open.

    `gap` and `alone` are thousandths of contracts, or of pence; `contracts` is how many contracts it touches.
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
        named = gaps.named(position)
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
    """High less low of each cell, split into what is decided by cause."""

    def __init__(self, decisions: Decisions) -> None:
        outcome = decisions.outcome
        self.decisions, self.cells = decisions, outcome.cells
        self.low, _, self.high = outcome.shares
        self.waiting: Bools = (outcome.codes > RETAINED) & (outcome.codes < PASSES)
        stating, may = self.cells.answers[STATING], self.high > 0
        self.ceiling: Bools = (stating & CEILING_BIT > 0) & may
        self.spans: Bools = (stating & SPAN_BIT > 0) & may & ~self.ceiling
        # What good reason leaves open, where all else is known.
        self.least = np.where(self.waiting, self.high - (outcome.left[2] - outcome.left[0]), self.low)
        self.by_reason = self.high - self.least

    def named(self, position: int) -> Bools:
        """Cells that wait at a step."""
        return self.decisions.outcome.codes == OPEN + position

    def decided_by(self, named: Bools) -> Bools:
        """Which of the waiting cells one fact would decide: two rules that miss the same fact are one doubt."""
        by_doubt: dict[str, Bools] = {}
        for step in self.decisions.steps:
            unknown = self.cells.answers[step.question.key] == UNKNOWN
            by_doubt[step.rule.doubt] = by_doubt.get(step.rule.doubt, np.zeros_like(named)) | unknown
        return named & (np.sum(list(by_doubt.values()), axis=0) == 1)

    def part(self, id_: str, label: str, stage: Stage, cells: Bools, alone: Bools | None) -> RangePart:
        """Sum one part; for good reason `alone` is what is decided but for it."""
        alone = ~self.waiting if alone is None else alone
        gap, gap_alone = ({m: self._of(m, id_, which) for m in MEASURES} for which in (cells, cells & alone))
        return RangePart(id_, label, stage, int(self.cells.contracts[cells].sum()), gap, gap_alone)

    def _of(self, measure: str, id_: str, cells: Bools) -> int:
        """What a cause opens of some cells, in thousandths of contracts or pence; a ceiling is in high alone."""
        opened = {GoodReason.id: self.by_reason, CEILING: self.high}.get(id_, self.least - self.low)
        if measure == "contracts":
            return self._sum(opened, cells & (id_ not in (CEILING, SPAN)), self.cells.contracts)
        least, likely, greatest = three_of(self.cells.sums, MEASURES.index(measure) - 1)
        if id_ == SPAN:
            above, below = self._sum(self.high, cells, greatest - likely), self._sum(self.low, cells, likely - least)
            return above + below
        which = cells & (self.ceiling == (id_ == CEILING))
        return self._sum(opened, which, greatest if id_ == CEILING else likely)

    @staticmethod
    def _sum(shares: Permille, cells: Bools, sums: Ints) -> int:
        return int(exact_product((shares * cells)[None], sums)[0])
