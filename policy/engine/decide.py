"""From contracts and rules to a decision for each cell, and so for each contract (semantics 10).

The way is that of `_decide`: a scenario's questions group the contracts into cells, each cell is decided
(`outcome_of`), and every contract has what its cell has (`DecidedContracts`). First stands how often contracts of a
service pass a rule, by which the undecided are shared; last come the sums of what is decided.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any, Generic, NamedTuple, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from policy.cached import cached
from policy.coded import CEILING, MONEY_COLUMNS, Bools, CodedContracts, Floats, Ints, Rows
from policy.engine.cells import (
    BLOCK,
    CAVEATS,
    IN_SCOPE,
    SERVICE,
    Cells,
    Ruled,
    Step,
    by_block,
    cells_of,
    conditions_of,
    exactly,
    grouped_columns,
    questions_of,
    reasons_of,
    reassessed,
    steps_of,
    sums_of,
)
from policy.rules.base import Permille, Stage
from policy.ternary import NO, UNKNOWN, YES, Ternary

S = TypeVar("S", bound=Ruled)
STAGES = tuple(Stage)
GOOD_REASON, NOT_KNOWN, RETURNS = map(STAGES.index, (Stage.GOOD_REASON, Stage.NOT_KNOWN, Stage.RETURNS))
OUTSIDE = -1
"""Stage and rule of a row that is not counted."""
NOT_COUNTED, RETAINED, OPEN, PASSES = 0, 63, 64, 127
"""Outcome codes, of which the smallest that the rules give stands: certain exit at a step (its position, so 0, at the
first step, is not counted), retained in full for good reason, open at a step (OPEN and its position), passes."""
Shares = NDArray[np.int16]
"""Low, central and high share, in thousandths, a row each."""
LOW, CENTRAL, HIGH = range(3)
"""The rows of Shares."""
ENOUGH = 5
"""Fewer certain answers than this say too little of a service (semantics 10.10)."""
FALLBACK = (1, 1)
"""Passes and exits where no contract has a certain answer: a pass rate of 1/2."""
_TIE = 1e-6
"""A float product closer than this to a half is worked out again with fractions, so that it rounds correctly."""
Counts = Ints
"""Number of counted contracts by step, service (0 not known) and answer (NO, UNKNOWN, YES)."""
BASE_MEASURES = ("central", "annual_central", "whole_central", "annual_silent", "whole_silent")
"""What is summed of every counted contract, and centrally of what returns: thousandths of contracts, of pence a year
and whole life, and of contracts without a figure in each of the two."""
LOW_ENDS = ("low", "annual_low", "whole_low")
"""The least that returns, in thousandths of contracts and of pence."""
HIGH_ENDS = ("high", "annual_high", "whole_high")
"""The most that returns."""
COUNTS = ("annual_unstated", "annual_ceiling", "whole_unstated", "whole_ceiling")
"""How many contracts may return without a known value, or with a ceiling alone."""
MEASURE_ENDS = (*BASE_MEASURES, *LOW_ENDS, *HIGH_ENDS, *COUNTS)
"""What is summed of the contracts that may return."""
Part = tuple[NDArray[Any], Ints]
"""What counts of each of some amounts, such as thousandths; and the amounts."""


@dataclass(frozen=True)
class PassRate:
    """Pass rate per service as a fraction: `passed[s] / of[s]` contracts, `of` above 0. Index 0: service not known."""

    passed: Ints
    of: Ints


def pass_rates(counts: Counts, coded: CodedContracts) -> PassRate:
    """Pass rate per service: its own where five or more contracts have a certain answer, else its group's, else of all.

    `counts` are by service and answer; those of several rules may be stacked before these two, as the rates then are.
    """
    group = coded.groups
    certain = counts[..., [NO, YES]]
    member = (group[:, None] == group) & (group >= 0)
    of_group = member.astype(np.int64) @ certain
    of_service = np.where(np.arange(len(group))[:, None] > 0, certain, 0)
    of_all = certain.sum(axis=-2, keepdims=True)
    at_last = np.where(of_all.any(axis=-1, keepdims=True), of_all, FALLBACK)
    chosen = np.where(_enough(of_service), of_service, np.where(_enough(of_group), of_group, at_last))
    return PassRate(chosen[..., 0], chosen.sum(axis=-1))


def _enough(certain: Ints) -> Bools:
    return certain.sum(axis=-1, keepdims=True) >= ENOUGH


def products(left: Permille, services: Rows, rates: Sequence[tuple[Bools, PassRate]]) -> Permille:
    """Multiply the share that good reason leaves of each cell by the pass rates of the rules it is in doubt at.

    Args:
        left: for each cell, the share that good reason leaves, in thousandths.
        services: for each cell, its service number + 1; 0 is not known.
        rates: which cells a rule is unknown for, and its pass rates; the last may hold several rates, a row each.

    Returns:
        Thousandths, a cell each (a row for each of several rates), rounded once with halves to even, exactly.
    """
    product = left.astype(np.float64)
    for unknown, rate in rates:
        product = product * np.where(unknown, (rate.passed / rate.of)[..., services], 1)
    rounded = np.rint(product).astype(np.int16)
    near_half = np.abs(product - np.floor(product) - 0.5) < _TIE
    for place in map(tuple, np.argwhere(near_half).tolist()):
        *row, cell = place
        exact = Fraction(int(left[cell]))
        for unknown, rate in rates:
            if unknown[cell]:
                of_service = (*(row if rate.of.ndim > 1 else ()), int(services[cell]))
                exact *= Fraction(int(rate.passed[of_service]), int(rate.of[of_service]))
        rounded[place] = round(exact)
    return rounded


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a scenario decides of each cell: an outcome code, what good reason leaves, and the share that returns.

    `left` and `shares` are low, central and high in thousandths, by cell; `rates` are the pass rates of the steps at
    which some cell that may return is in doubt.
    """

    cells: Cells
    codes: NDArray[np.uint8]
    left: Shares
    shares: Shares
    rates: Mapping[int, PassRate]

    @property
    def counted(self) -> Bools:
        """Which cells are counted (semantics 10.1)."""
        return self.codes != NOT_COUNTED

    def returned(self) -> list[int]:
        """Sum MEASURE_ENDS over all cells."""
        may = np.flatnonzero(self.shares[HIGH])
        parts = end_parts(self.shares[:, may], self.cells.answers[CAVEATS][may], self.cells.sums[:, may])
        return sums_of_all(parts)[:, 0].tolist()

    def base(self) -> list[int]:
        """Sum BASE_MEASURES over all counted cells."""
        return sums_of_all(self.base_parts())[:, 0].tolist()

    def base_parts(self) -> list[Part]:
        """Parts of BASE_MEASURES of all counted contracts, by cell."""
        return base_parts(1000 * self.counted, self.cells.answers[CAVEATS], self.cells.sums)


def outcome_of(coded: CodedContracts, cells: Cells, scenario: Ruled, counts: Counts | None = None) -> Outcome:
    """Decide each cell: the first certain exit wins, else what good reason retains in full, else the first unknown.

    Args:
        coded: the contracts, reassessed.
        cells: their cells, which may answer the questions of other scenarios too.
        scenario: the rules with their settings.
        counts: answers by step and service, where the pass rates rest on a larger table; of these cells if not given.

    Returns:
        Low is 0 where an answer is unknown; central is what good reason leaves times the pass rate of each unknown
        rule (semantics 10.10); high is what good reason leaves at most. What lies outside a reader's scope is not
        counted, but it is evidence for what lies inside (semantics 12).
    """
    answers = [cells.answers[step.question.key] for step in steps_of(scenario.rules)]
    least, most = (cells.answers[reason.key] for reason in reasons_of(scenario.rules))
    left = (1000 - np.stack([most, (least + most) // 2, least])).astype(np.int16)
    in_scope = cells.answers[conditions_of(coded, scenario.rules)] == IN_SCOPE
    codes = np.where(in_scope, _codes(answers, left), np.uint8(NOT_COUNTED))
    shares = np.where(codes > RETAINED, left, np.int16(0))
    doubt = np.flatnonzero((codes > RETAINED) & (codes < PASSES))
    unknown = {position: answer[doubt] == UNKNOWN for position, answer in enumerate(answers)}
    rates = {
        position: pass_rates(_count(cells, answers, position, coded) if counts is None else counts[position], coded)
        for position, in_doubt in unknown.items()
        if in_doubt.any()
    }
    in_doubt_at = [(unknown[position], rate) for position, rate in rates.items()]
    shares[LOW, doubt] = 0
    shares[CENTRAL, doubt] = products(left[CENTRAL, doubt], cells.answers[SERVICE][doubt], in_doubt_at)
    return Outcome(cells, codes, left, shares, rates)


def _codes(answers: Sequence[Rows], left: Shares) -> NDArray[np.uint8]:
    """Outcome code of each cell from its answers to the steps, in order, and from what good reason leaves of it."""
    codes = np.where(left[HIGH] == 0, np.uint8(RETAINED), np.uint8(PASSES))
    for position, answer in enumerate(answers):
        code_of_answer = np.empty(3, dtype=np.uint8)
        code_of_answer[[NO, UNKNOWN, YES]] = PASSES, OPEN + position, position
        codes = np.minimum(codes, code_of_answer.take(answer))
    return codes


def count_answers(coded: CodedContracts, scenario: Ruled) -> Counts:
    """Count the answers to every step by service in one part of a table; the counts add up over the parts."""
    coded = reassessed(coded, scenario)
    cells = cells_of(coded, questions_of(coded, scenario))
    answers = [cells.answers[step.question.key] for step in steps_of(scenario.rules)]
    return np.stack([_count(cells, answers, position, coded) for position in range(len(answers))])


def _count(cells: Cells, answers: Sequence[Rows], position: int, coded: CodedContracts) -> Counts:
    size = len(coded.levels["service"]) + 1
    if not position:  # what is known of the stage of others says nothing of one that is not known (10.10)
        return np.zeros((size, 3), dtype=np.int64)
    service_and_answer = cells.answers[SERVICE] * 3 + answers[position]
    counted = np.where(answers[0] == YES, 0, cells.contracts)
    return np.bincount(service_and_answer, weights=counted, minlength=3 * size).astype(np.int64).reshape(size, 3)


class Returning(NamedTuple):
    """The contracts that may return: rows of the table in order, with the pence (`worth`) and the kind of each.

    `kinds` numbers those that return in the same shares and with the same caveats; `shares` and `caveats` are by kind.
    """

    rows: Rows
    worth: Floats
    kinds: Rows
    shares: Shares
    caveats: Rows


def returning_of(coded: CodedContracts, outcome: Outcome) -> Returning:
    """Find the contracts that may return."""
    of_row, may_return = outcome.cells.of_row, np.flatnonzero(outcome.shares[HIGH])
    columns = [column[may_return] for column in (*outcome.shares, outcome.cells.answers[CAVEATS])]
    kinds = grouped_columns(columns)
    kind_of_cell = np.full(len(outcome.cells), -1)
    kind_of_cell[may_return] = kinds.of_row

    def visit(block: slice) -> tuple[Rows, Floats, Rows]:
        of_block = kind_of_cell.take(of_row[block])
        places = np.flatnonzero(of_block >= 0)
        return places + block.start, coded.worth[:, block].take(places, axis=1), of_block.take(places)

    sides = zip(*by_block(visit, len(of_row)), strict=True)
    rows, worth, kind_of_row = (np.concatenate(side, axis=-1) for side in sides)
    *shares, caveats = map(kinds.answers.__getitem__, range(len(columns)))
    return Returning(rows, worth, kind_of_row, np.stack(shares), caveats)


@dataclass(frozen=True, eq=False)
class DecidedContracts(Generic[S]):
    """What a scenario decides: by cell (`outcome`), and from it for each row of the table.

    `stage` indexes STAGES and `rule` indexes `steps`, OUTSIDE where the row is not counted; `rule` is OUTSIDE too
    where nothing stops the contract. Shares are thousandths: `low`, `central` and `high`.
    """

    coded: CodedContracts
    scenario: S
    steps: tuple[Step, ...]
    outcome: Outcome
    returning: Returning

    def of_rows(self, by_cell: NDArray[Any], rows: Rows | slice = slice(None)) -> NDArray[Any]:
        """Give to each row, or to some rows, what its cell has."""
        return by_cell.take(self.outcome.cells.of_row[rows], axis=-1)

    @property
    def stage(self) -> NDArray[np.int8]:
        """Stage at which each row stops."""
        return self.of_rows(self.stage_and_step[0].take(self.outcome.codes))

    @property
    def rule(self) -> NDArray[np.int8]:
        """Step that decides each row."""
        return self.of_rows(self.stage_and_step[1].take(self.outcome.codes))

    @property
    def stage_and_step(self) -> NDArray[np.int8]:
        """Stage and step of each outcome code, a row each."""
        of_code = np.full((2, PASSES + 1), OUTSIDE, dtype=np.int8)
        of_code[0, [RETAINED, PASSES]] = GOOD_REASON, RETURNS
        for position, step in enumerate(self.steps):
            of_code[:, OPEN + position] = NOT_KNOWN, position
            of_code[:, position] = STAGES.index(step.rule.stage), position
        of_code[:, NOT_COUNTED] = OUTSIDE
        return of_code

    @property
    def counted(self) -> Bools:
        """Which rows are counted at all (semantics 10.1)."""
        return self.of_rows(self.outcome.counted)

    @property
    def low(self) -> Permille:
        """Least share of each row that returns."""
        return self.of_rows(self.outcome.shares[LOW])

    @property
    def central(self) -> Permille:
        """Central share of each row that returns."""
        return self.of_rows(self.outcome.shares[CENTRAL])

    @property
    def high(self) -> Permille:
        """Greatest share of each row that returns."""
        return self.of_rows(self.outcome.shares[HIGH])

    @property
    def waiting(self) -> Bools:
        """Which contracts are not decided."""
        return self.at(Stage.NOT_KNOWN)

    def at(self, stage: Stage) -> Bools:
        """Which contracts stop at a stage."""
        return self.stage == STAGES.index(stage)

    def exits(self, step: Step) -> Ternary:
        """Answer of a step for every contract."""
        return Ternary(self.of_rows(self.outcome.cells.answers[step.question.key]))


def decide(coded: CodedContracts, scenario: S, counts: Counts | None = None) -> DecidedContracts[S]:
    """Decide every contract: the first certain exit wins, else the first unknown, else it returns.

    Args:
        coded: the contracts.
        scenario: the rules with their settings.
        counts: answers by step and service, where the table is part of a larger one whose contracts the pass rates
            rest on; counted from this table if not given.

    Returns:
        The decision on every cell. What every row has of it is worked out when it is first read.
    """
    if counts is None and len(coded) > BLOCK:
        return cast("DecidedContracts[S]", _latest(coded, scenario))
    return _decide(coded, scenario, counts)


@cached(2)
def _latest(coded: CodedContracts, scenario: Ruled) -> DecidedContracts[Any]:
    """The decision, cached: a page asks for it, and its sweep asks for the same right after."""
    return _decide(coded, scenario, None)


def _decide(coded: CodedContracts, scenario: S, counts: Counts | None) -> DecidedContracts[S]:
    coded = reassessed(coded, scenario)
    outcome = outcome_of(coded, cells_of(coded, questions_of(coded, scenario)), scenario, counts)
    return decided_contracts(coded, scenario, outcome)


def decided_contracts(coded: CodedContracts, scenario: S, outcome: Outcome) -> DecidedContracts[S]:
    """The decision on every row of a table, from the outcome of its cells."""
    return DecidedContracts(coded, scenario, tuple(steps_of(scenario.rules)), outcome, returning_of(coded, outcome))


def sums_of_all(parts: Iterable[Part]) -> Ints:
    """Sum each part, exactly: a row for each part, with a column for each row of shares that count of its amounts."""
    shares = ((np.atleast_2d(share), amounts) for share, amounts in parts)
    return np.stack([exactly(partial(np.einsum, "sc,c->s", share), amounts) for share, amounts in shares])


def sums_by_group(parts: Iterable[Part], groups: Rows, size: int) -> Ints:
    """Sum each part by group, exactly: a row for each part."""
    return np.stack([sums_of(groups, amounts, size, weights) for weights, amounts in parts])


def base_parts(share: NDArray[Any], caveats: Rows, sums: Ints) -> list[Part]:
    """Parts of BASE_MEASURES, where a share counts; a ceiling is no spend (semantics 10.14).

    Share (thousandths) and caveats are of cells, or of other lots of contracts that have these in common; `sums` are
    contracts, and pence as in CodedContracts, of each lot.
    """
    contracts, annual, whole_life, *_ = sums
    spent = share * (caveats & CEILING == 0)
    silent = [(share * no_figure(caveats, bit), contracts) for bit in range(len(MONEY_COLUMNS))]
    return [(share, contracts), (spent, annual), (spent, whole_life), *silent]


def end_parts(shares: Shares, caveats: Rows, sums: Ints) -> list[Part]:
    """Parts of MEASURE_ENDS, arguments as in `base_parts`.

    A ceiling is low 0, central 0, high its figure; a year's money has a least and a greatest figure of its own where
    what a value covers is assumed (semantics 10.14).
    """
    (low, central, high), (contracts, _, whole_life, *_), (least, _, greatest) = shares, sums, three_of(sums, 0)
    spent, counts = low * (caveats & CEILING == 0), list[Part]()
    for bit in range(len(MONEY_COLUMNS)):
        unstated = caveats >> bit & 1 > 0
        counts += [(unstated, contracts), (no_figure(caveats, bit) & ~unstated, contracts)]
    lows = [(low, contracts), (spent, least), (spent, whole_life)]
    return [
        *base_parts(central, caveats, sums),
        *lows,
        (high, contracts),
        (high, greatest),
        (high, whole_life),
        *counts,
    ]


def three_of(sums: Ints, bit: int) -> tuple[Ints, Ints, Ints]:
    """Least, likely and greatest pence in one of MONEY_COLUMNS, from sums of contracts and of `worth`."""
    likely, of_a_year = sums[1 + bit], sums[1 + len(MONEY_COLUMNS) :]
    least, greatest = of_a_year if not bit and len(of_a_year) else (likely, likely)
    return least, likely, greatest


def no_figure(caveats: Rows, bit: int) -> Bools:
    """Which contracts are in no central money: their value in one of MONEY_COLUMNS is not known, or only a ceiling."""
    return (caveats & (1 << bit | CEILING)) > 0
