"""Where the headline's range comes from, as parts that add up exactly to high less low in each measure.

A contract's whole gap goes to one cause, but for good reason: the share that authorities may keep is open whether or
not the rest is known, so it is its own part. A figure that is only a ceiling comes before what is not known, since
knowing that would still leave it a ceiling. What a value covers, where it is assumed, opens the rest: the figures of
other causes are those of the likely value.

The same range as the contracts that make it: each has all of its own gap, and every cause of it beside it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from policy.coded import CEILING as CEILING_BIT
from policy.coded import MONEY_COLUMNS, Bools, Ints, Rows
from policy.coded import SPAN as SPAN_BIT
from policy.engine.cells import CAVEATS
from policy.engine.decide import OPEN, PASSES, RETAINED, sums_of_all, three_of
from policy.formats import inner
from policy.measures import MEASURES
from policy.results.groups import Decisions
from policy.results.report import number
from policy.results.rows import money
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


_REASON = Cause(GoodReason.id, "Good reason: a range by its nature", "Nothing in the notice: the authority is to judge")
_ONLY_CEILING = Cause(
    CEILING, "Only a ceiling is published", "What is spent under it: notices of call-offs, or what the buyer paid"
)
_ASSUMED_SPAN = Cause(SPAN, "Not said which years the value covers", "Which years the published value covers")
Opens = Callable[[str, Bools], int]
"""What a cause opens of some cells in one of MEASURES: thousandths of contracts or of pence."""


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
        waiting = gaps.waiting_at(position)
        if waiting.any():
            rule, doubt = step.rule, step.rule.doubt
            cause = Cause(rule.id, f"{doubt} ({rule.label.lower()})" if doubt in labelled else doubt, "")
            labelled.add(doubt)
            yield gaps.part(cause, Stage.NOT_KNOWN, waiting, gaps.decided_by_one(waiting), gaps.by_not_known)
    by_reason = gaps.of_reason > 0
    for cause, stage, cells, opens in (
        (_REASON, Stage.GOOD_REASON, by_reason, gaps.by_reason),
        (_ONLY_CEILING, Stage.RETURNS, gaps.ceiling, gaps.by_ceiling),
        (_ASSUMED_SPAN, Stage.RETURNS, gaps.spans, gaps.by_span),
    ):
        if cells.any():
            yield gaps.part(cause, stage, cells, cells & ~gaps.waiting, opens)


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
        told_of_each = facts.where(facts.notna(), None).to_dict("records")
        ranges = zip(*(self.numbers(measure) for measure in MEASURES), strict=True)
        return [
            {
                **{str(name): value for name, value in told.items()},
                "not_known": [cause.label for cause in causes],
                "look_up": [cause.look_up for cause in causes],
                "range": dict(zip(MEASURES, makes, strict=True)),
            }
            for told, causes, makes in zip(told_of_each, self.causes(), ranges, strict=True)
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
    """High less low of each cell, split by cause: which cells each opens, and how much of them (`by_...`)."""

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
        self.of_reason = self.high - self.least

    def waiting_at(self, position: int) -> Bools:
        """Cells that wait at a step."""
        return self.decisions.outcome.codes == OPEN + position

    def decided_by_one(self, waiting: Bools) -> Bools:
        """Which of some waiting cells one fact would decide: two rules that miss the same fact are one doubt."""
        by_doubt: dict[str, Bools] = {}
        for step in self.decisions.steps:
            unknown = self.cells.answers[step.question.key] == UNKNOWN
            by_doubt[step.rule.doubt] = by_doubt.get(step.rule.doubt, np.zeros_like(waiting)) | unknown
        return waiting & (np.sum(list(by_doubt.values()), axis=0) == 1)

    def causes(self, cell: int) -> tuple[Cause, ...]:
        """Everything that is open of a cell, in the order of the rules; a fact that two rules miss is told once."""
        by_doubt: dict[str, Cause] = {}
        for step in self.decisions.steps if self.waiting[cell] else ():
            if self.cells.answers[step.question.key][cell] == UNKNOWN:
                rule = step.rule
                by_doubt.setdefault(rule.doubt, Cause(rule.id, rule.doubt, rule.settled_by()))
        priced = self.cells.answers[CAVEATS][cell] & _NO_VALUE != _NO_VALUE
        by_nature = ((_REASON, self.of_reason), (_ONLY_CEILING, self.ceiling & priced), (_ASSUMED_SPAN, self.spans))
        return (*by_doubt.values(), *(cause for cause, cells in by_nature if cells[cell]))

    def part(self, cause: Cause, stage: Stage, cells: Bools, alone: Bools, opens: Opens) -> RangePart:
        """Sum one part over its cells, and over those that nothing else keeps open."""
        gap, gap_alone = ({measure: opens(measure, some) for measure in MEASURES} for some in (cells, alone))
        return RangePart(cause.id, cause.label, stage, int(self.cells.contracts[cells].sum()), gap, gap_alone)

    def by_not_known(self, measure: str, cells: Bools) -> int:
        """What a fact that is not known opens, besides what good reason does."""
        return self._by_share(measure, cells, self.least - self.low)

    def by_reason(self, measure: str, cells: Bools) -> int:
        """What the share that authorities may keep opens."""
        return self._by_share(measure, cells, self.of_reason)

    def by_ceiling(self, measure: str, cells: Bools) -> int:
        """What a figure that is only a ceiling opens: all of it is in high, none in low. It is no doubt of return."""
        if measure == "contracts":
            return 0
        _, _, greatest = self._pence(measure)
        return self._sum(self.high, cells & self.ceiling, greatest)

    def by_span(self, measure: str, cells: Bools) -> int:
        """What an assumed span of a value opens, above the likely figure and below it. It is no doubt of return."""
        if measure == "contracts":
            return 0
        least, likely, greatest = self._pence(measure)
        return self._sum(self.high, cells, greatest - likely) + self._sum(self.low, cells, likely - least)

    def _by_share(self, measure: str, cells: Bools, shares: Permille) -> int:
        """Shares of contracts, and of their likely money; what a ceiling has of it is the ceiling's."""
        if measure == "contracts":
            return self._sum(shares, cells, self.cells.contracts)
        _, likely, _ = self._pence(measure)
        return self._sum(shares, cells & ~self.ceiling, likely)

    def _pence(self, measure: str) -> tuple[Ints, Ints, Ints]:
        return three_of(self.cells.sums, MEASURES.index(measure) - 1)

    @staticmethod
    def _sum(shares: Permille, cells: Bools, sums: Ints) -> int:
        return int(sums_of_all([(shares * cells, sums)])[0, 0])
