"""Where the headline's range comes from, as parts that add up exactly to high less low in each measure.

A contract's whole gap goes to one cause, but for good reason: the share that authorities may keep is open whether or
not the rest is known, so it is its own part. A figure that is only a ceiling comes before what is not known, since
knowing that would still leave it a ceiling. What a value covers, where it is assumed, opens the rest: the figures of
other causes are those of the likely value.

The same range as the contracts that make it: each has all of its own gap, and every cause of it beside it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from policy.coded import CEILING as CEILING_BIT
from policy.coded import MONEY_COLUMNS, Bools, Ints, Rows
from policy.coded import SPAN as SPAN_BIT
from policy.engine.cells import CAVEATS
from policy.engine.decide import OPEN, PASSES, RETAINED, three_of
from policy.engine.exact import exact_product
from policy.formats import inner
from policy.measures import MEASURES
from policy.results.groups import Decisions, money
from policy.results.report import number
from policy.results.totals import Totals, totals
from policy.rules.base import Permille, Stage
from policy.rules.good_reason import GoodReason
from policy.ternary import UNKNOWN

CEILING, SPAN = "ceiling", "span"
"""Ids of the parts that ceilings and assumed spans of values make; the others have the id of their rule."""


@dataclass(frozen=True)
class Cause:
    """One thing that is open of a contract: what is not known, and what a reader looks up to settle it."""

    id: str
    label: str
    look_up: str


def in_one(texts: Sequence[str]) -> str:
    """Say what is open of a contract, or what settles it, in one cell."""
    return "; ".join([*texts[:1], *map(inner, texts[1:])])


_BY_NATURE = {
    GoodReason.id: Cause(
        GoodReason.id,
        "Good reason: a range by its nature",
        "Nothing in the notice: the authority is to judge",
    ),
    CEILING: Cause(
        CEILING, "Only a ceiling is published", "What is spent under it: notices of call-offs, or what the buyer paid"
    ),
    SPAN: Cause(SPAN, "Not said which years the value covers", "Which years the published value covers"),
}
"""Causes of which no rule is in doubt."""


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
        yield gaps.part(rule.id, _BY_NATURE[rule.id].label, Stage.GOOD_REASON, gaps.by_reason > 0, None)
    if gaps.ceiling.any():
        yield gaps.part(CEILING, _BY_NATURE[CEILING].label, Stage.RETURNS, gaps.ceiling, ~gaps.waiting)
    if gaps.spans.any():
        yield gaps.part(SPAN, _BY_NATURE[SPAN].label, Stage.RETURNS, gaps.spans, ~gaps.waiting)


@dataclass(frozen=True, eq=False)
class RangeContracts:
    """The contracts that make the range, those first that make most of it: rows of the table, and what each makes.

    `gap` is high less low of each in thousandths of contracts or of pence, `figures` the same in thousandths of
    contracts or in pence, rounded so that they add up to the range of the headline, whose ends are rounded to the
    penny. `unstated` says whose value is not known, so that it is in no range of that measure.
    """

    decisions: Decisions
    rows: Rows
    gap: Mapping[str, Ints]
    figures: Mapping[str, Ints]
    unstated: Mapping[str, Bools]

    def __len__(self) -> int:
        return len(self.rows)

    def at(self, which: Rows | slice) -> "RangeContracts":
        """Some of them."""
        gap, figures = ({m: of[m][which] for m in MEASURES} for of in (self.gap, self.figures))
        unstated = {measure: self.unstated[measure][which] for measure in MEASURES}
        return replace(self, rows=self.rows[which], gap=gap, figures=figures, unstated=unstated)

    def causes(self) -> list[tuple[Cause, ...]]:
        """Everything that is open of each."""
        gaps = _Gaps(self.decisions)
        cells, back = np.unique(gaps.cells.of_row[self.rows], return_inverse=True)
        of_cell = [gaps.causes(int(cell)) for cell in cells]
        return [of_cell[place] for place in back.tolist()]

    def numbers(self, measure: str) -> list[float | int | None]:
        """What each makes of the range, in contracts or pounds; None where its value is not known."""
        scale = 1 if measure == "contracts" else 1000
        each = zip(self.figures[measure].tolist(), self.unstated[measure].tolist(), strict=True)
        return [None if unstated else number(measure, figure * scale) for figure, unstated in each]

    def plain(self) -> list[dict[str, Any]]:
        """Each as plain values: what it is, what is not known of it, what to look up, and what it makes."""
        facts = self.decisions.coded.frame[list(TOLD)].iloc[self.rows].astype(object)
        told = facts.where(facts.notna(), None).to_dict("records")
        ranges = zip(*(self.numbers(measure) for measure in MEASURES), strict=True)
        return [
            {
                **{str(name): value for name, value in one.items()},
                "not_known": [cause.label for cause in causes],
                "look_up": [cause.look_up for cause in causes],
                "range": dict(zip(MEASURES, range_, strict=True)),
            }
            for one, causes, range_ in zip(told, self.causes(), ranges, strict=True)
        ]


TOLD = ("contract_id", "title", "buyer", "supplier", "notice_url")
"""What is told of each contract that makes the range."""
_NO_VALUE = (1 << len(MONEY_COLUMNS)) - 1
"""Neither the value a year nor that of the whole term is known."""


def range_contracts(decisions: Decisions, measure: str) -> RangeContracts:
    """Find the contracts that make the range, those first that make most of it in one of MEASURES.

    Asserts that they add up to high less low in each measure. A contract is among them where it makes a part of the
    range of any measure.
    """
    rows = decisions.returning.rows
    low, _, high = decisions.of_rows(decisions.outcome.shares, rows)
    gap: dict[str, Ints] = {"contracts": high.astype(np.int64) - low}
    unstated = {"contracts": np.zeros(len(rows), dtype=np.bool_)}
    for column, name in zip(MONEY_COLUMNS, MEASURES[1:], strict=True):
        worth = money(decisions, column, rows)
        gap[name], unstated[name] = worth.high - worth.low, worth.unstated
    whole = totals(decisions)
    figures = {}
    for name in MEASURES:
        returns = whole.measure(name).returns
        # As Python integers where their sum is more than int64 holds.
        first = np.array([returns.low], dtype=np.int64 if returns.high < 2**62 else object)
        steps = np.concatenate([first, gap[name]]).cumsum()
        assert int(steps[-1]) == returns.high, f"{name}: the contracts do not add up to the range"
        figures[name] = np.diff(steps if name == "contracts" else _in_pence(steps))
    some = np.flatnonzero(np.any([gap[name] > 0 for name in MEASURES], axis=0))
    order = some[np.lexsort((some, -gap["contracts"][some], -gap[measure][some]))]
    return RangeContracts(decisions, rows, gap, figures, unstated).at(order)


def _in_pence(thousandths: Ints) -> Ints:
    """Round as `policy.formats.in_pence` does."""
    pence, rest = thousandths // 1000, thousandths % 1000
    return pence + ((rest > 500) | ((rest == 500) & (pence % 2 == 1)))


class _Gaps:
    """High less low of each cell, split into what is decided by cause."""

    def __init__(self, decisions: Decisions) -> None:
        outcome = decisions.outcome
        self.decisions, self.cells = decisions, outcome.cells
        self.low, _, self.high = outcome.shares
        self.waiting: Bools = (outcome.codes > RETAINED) & (outcome.codes < PASSES)
        caveats, may = self.cells.answers[CAVEATS], self.high > 0
        self.ceiling: Bools = (caveats & CEILING_BIT > 0) & may
        self.spans: Bools = (caveats & SPAN_BIT > 0) & may & ~self.ceiling
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

    def causes(self, cell: int) -> tuple[Cause, ...]:
        """Everything that is open of a cell, in the order of the rules; a fact that two rules miss is told once."""
        found: dict[str, Cause] = {}
        for step in self.decisions.steps if self.waiting[cell] else ():
            if self.cells.answers[step.question.key][cell] == UNKNOWN:
                rule = step.rule
                found.setdefault(rule.doubt, Cause(rule.id, rule.doubt, rule.settled_by()))
        priced = self.cells.answers[CAVEATS][cell] & _NO_VALUE != _NO_VALUE
        by_nature = {GoodReason.id: self.by_reason, CEILING: self.ceiling & priced, SPAN: self.spans}
        return (*found.values(), *(_BY_NATURE[id_] for id_, cells in by_nature.items() if cells[cell]))

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
