"""What a scenario decides of a data set, and what can be asked of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from policy.analysis import tornado
from policy.analysis.uncertainty import in_one, range_contracts
from policy.api import given, tables
from policy.api.tables import Table
from policy.bounds import cut
from policy.engine.decide import OUTSIDE, STAGES
from policy.formats import listed
from policy.measures import ENDS, MEASURES
from policy.problem import PolicyError, Problem
from policy.results import explain as explaining
from policy.results import totals as summing
from policy.results.groups import Decisions
from policy.results.left_open import not_known
from policy.results.report import plain_left_open
from policy.rules.trigger import PERIODS
from policy.scenarios.scenario import Scenario
from policy.scope.scope import scope_of

_SHOWN = ("contract_id", "title", "buyer", "supplier", "service", "annual_gbp")
_OF_RANGE = ("contract_id", "title", "buyer", "supplier", "not_known", "look_up", *MEASURES, "notice_url")
_OF_SENSITIVITY = ("key", "label", "now", "then", "value", "step", "change", "low", "central", "high")


@dataclass(frozen=True, eq=False, repr=False)
class TotalsTable(Table):
    """What returns, and of how many contracts and how much; `exact` holds thousandths of contracts and of pence."""

    exact: summing.Totals


@dataclass(frozen=True, eq=False, repr=False)
class ExplanationTable(Table):
    """One contract explained: what each rule read and answered.

    `stage` and `rule` say where it stops (None where nothing stops it, or where it is not counted); `low`, `central`
    and `high` are the shares of it that return, from 0 to 1; `changes` is a table of the settings that would change
    the outcome, each at the nearest value that does; `evidence` says why its kind of service and its form were
    concluded, None where the table does not record it.
    """

    contract_id: str
    stage: str | None
    rule: str | None
    low: float
    central: float
    high: float
    changes: pd.DataFrame
    evidence: Mapping[str, str | None]


class Decided:
    """A data set decided under a scenario: every contract, and the totals, groups and funnel made from them.

    `decisions` is what the engine decides (`DecidedContracts`); this is how the library shows it.
    """

    def __init__(self, decisions: Decisions) -> None:
        self.decisions = decisions

    @property
    def scenario(self) -> Scenario:
        """The scenario that decided."""
        return self.decisions.scenario

    @cached_property
    def table(self) -> pd.DataFrame:
        """Every contract of the table, a row each, with where it stops and the share of it that returns.

        `stage` is missing where the row is not counted, `rule` where no rule stops it. `low`, `central` and `high`
        are shares from 0 to 1 (semantics 10.10). `annual_gbp` is in pounds to the penny, missing where it is not known.
        """
        decisions = self.decisions
        frame = decisions.coded.as_read()
        stage = [None if code == OUTSIDE else STAGES[code].value for code in decisions.stage.tolist()]
        rule = [None if code == OUTSIDE else decisions.steps[code].rule.id for code in decisions.rule.tolist()]
        shares = {end: np.asarray(getattr(decisions, end)) / 1000 for end in ENDS}
        known = {name: frame[name] for name in _SHOWN if name in frame}
        known["annual_gbp"] = known["annual_gbp"].round(2)
        return pd.DataFrame({**known, "stage": stage, "rule": rule, **shares}).reset_index(drop=True)

    def __len__(self) -> int:
        return len(self.decisions.coded)

    def __repr__(self) -> str:
        return repr(self._looked_at())

    def _repr_html_(self) -> str:
        """Show the contracts in a notebook."""
        return self._looked_at()._repr_html_()

    def _looked_at(self) -> Table:
        """The contracts in the scope, or all where nothing narrows it."""
        looked_at = self.table.dropna(subset=["stage"]).reset_index(drop=True)
        return Table(looked_at if scope_of(self.decisions.coded) else self.table)

    def totals(self) -> TotalsTable:
        """Total what returns: see `policy.totals`."""
        return totals(self)

    def groups(self, column: str) -> Table:
        """Total by the values of a column: see `policy.groups`."""
        return groups(self, column)

    def funnel(self) -> Table:
        """Give the steps at which contracts leave: see `policy.funnel`."""
        return funnel(self)

    def left_open(self) -> dict[str, int]:
        """How many contracts may be in the scope and are in no figure, by the field not known of them, or "several"."""
        return plain_left_open(not_known(self.decisions))

    def range_of(self, measure: str = "annual_gbp") -> Table:
        """List the contracts that make the range: see `policy.range_of`."""
        return range_of(self, measure)

    def sensitivity(self, measure: str = "annual_gbp") -> Table:
        """What each setting moves by itself; see `policy.sensitivity`."""
        return sensitivity(self, measure)

    def explain(self, contract_id: str) -> ExplanationTable:
        """Explain one contract: see `policy.explain`."""
        return explain(self, contract_id)


def decisions_of(decided: Decided) -> Decisions:
    """What the engine decided; raises PolicyError where something else was given."""
    if not isinstance(decided, Decided):
        raise PolicyError([Problem("decided", f"expected what policy.decide gives, got {given.kind(decided)}")])
    return decided.decisions


def totals(decided: Decided) -> TotalsTable:
    """Total what returns: how many contracts, how much a year, how much over their whole term.

    Args:
        decided: what `decide` gave.

    Returns:
        A table of three rows, `contracts` (a number), `annual_gbp` and `whole_life_gbp` (pounds, excluding VAT), with
        the columns `low`, `central`, `high` (what returns, semantics 10.10), `of` (all counted contracts, 10.1),
        `n_without_value` (contracts that may return and whose value is not known, so that it is in no sum),
        `n_ceilings` (those whose only figure is a ceiling, which is in the high end alone) and `n_valued` (contracts
        that return, centrally, and are in the central money). A sum of money is missing (NaN) where contracts return
        and no value of theirs is known: never 0. `exact` holds the same in thousandths of contracts and of pence, as
        whole numbers (10.12).
    """
    sums = summing.totals(decisions_of(decided))
    return TotalsTable(tables.of_totals(sums), sums)


def groups(decided: Decided, column: str) -> Table:
    """Total by the values of a column of the contracts table, or by the year or quarter in which contracts fall due.

    Args:
        decided: what `decide` gave.
        column: a column of categories, such as `service`, `buyer_kind` or `supplier`; `year` or `quarter`.

    Returns:
        A table of a row for each group with a counted contract, in the order of the column's values; its columns are
        pairs of a measure and `low`, `central`, `high` or `of`, units as in `totals`. The rows add up to the totals.
        The row without a name (None) holds what is not stated (semantics 10.1; periods: 10.2).

    Raises:
        PolicyError: there is no such column to group by; the message lists those that there are.
    """
    known = [*decisions_of(decided).coded.levels, *PERIODS]
    if not isinstance(column, str) or column not in known:
        raise PolicyError([Problem(given.name_of(column), f"no column to group by; there are {listed(known)}")])
    [by_group] = summing.by(decisions_of(decided), column)
    return Table(tables.side_by_side(by_group.items(), column))


def funnel(decided: Decided) -> Table:
    """Say at which step of the policy contracts leave, which are not decided, and what returns.

    Args:
        decided: what `decide` gave.

    Returns:
        A table of a row for each step in order, with `stage`, `rule` (None in the last row, which is what returns),
        `label`, and what leaves, waits or returns there by the central figure: `contracts` (a number), `annual_gbp`
        and `whole_life_gbp` (pounds; values that are not known are in no sum). The rows add up to `of` of the totals
        (semantics 10.11).
    """
    return Table(tables.of_steps(summing.funnel(decisions_of(decided))))


def range_of(decided: Decided, measure: str = "annual_gbp") -> Table:
    """List the contracts that make the range from low to high, those first that make most of it.

    Args:
        decided: what `decide` gave.
        measure: `contracts`, `annual_gbp` or `whole_life_gbp`: by which of them the contracts are in order.

    Returns:
        A table of a row for each contract of which something is open, with `contract_id`, `title`, `buyer`,
        `supplier`, `not_known` and `look_up` (what is not known of it, and what settles that; parted by semicolons),
        what it makes of the range in `contracts` (a number), `annual_gbp` and `whole_life_gbp` (pounds; missing where
        its value is not known, so that it is in no range of money), and `notice_url`. Each column adds up to high
        less low of the totals to the penny (semantics 10.19). Empty where nothing is open.

    Raises:
        PolicyError: there is no such measure.
    """
    _check_measure(measure)
    rows = [
        {
            **{name: one[name] for name in ("contract_id", "title", "buyer", "supplier")},
            **{name: in_one(one[name]) for name in ("not_known", "look_up")},
            **{name: tables.as_float(value) for name, value in one["range"].items()},
            "notice_url": one["notice_url"],
        }
        for one in range_contracts(decisions_of(decided), measure).plain()
    ]
    return Table(pd.DataFrame(rows, columns=list(_OF_RANGE)))


def sensitivity(decided: Decided, measure: str = "annual_gbp") -> Table:
    """List what each setting does by itself, the others as they are, the one that moves the answer most first.

    Args:
        decided: what `decide` gave.
        measure: `contracts`, `annual_gbp` or `whole_life_gbp`: what is moved.

    Returns:
        A table of a row for each change of a setting: `key`, `label`, `now` and `then` in words, the `value` as it is
        written, `step` (one step, else to the end of its range), `change` of the central figure, and `low`, `central`
        and `high` of what is back then, in contracts or pounds. A setting that moves nothing has no row.

    Raises:
        PolicyError: there is no such measure.
    """
    _check_measure(measure)
    decisions = decisions_of(decided)
    ranked = tornado.reaches(decisions, tornado.all_changes(decisions), measure)
    plain = tornado.plain(ranked, summing.totals(decisions), measure)
    rows = [{**each, **each.pop("returns")} for each in plain]
    return Table(pd.DataFrame(rows, columns=list(_OF_SENSITIVITY)))


def _check_measure(measure: str) -> None:
    if not isinstance(measure, str) or measure not in MEASURES:
        raise PolicyError([Problem(given.name_of(measure), f"no such measure; there are {listed(list(MEASURES))}")])


def explain(decided: Decided, contract_id: str) -> ExplanationTable:
    """Explain one contract: every rule, the value it read, its answer, and what would change the outcome.

    Args:
        decided: what `decide` gave.
        contract_id: the id of the contract in the data; or its own number, or the row of a register ("row 4") that
            states it, where exactly one contract has it.

    Returns:
        A table of a row for each rule, with `rule`, `label`, `read` (the values read; a missing one is said to be
        not known) and `answer`; the outcome, the shares and what would change it are its attributes
        (semantics 10.5, 10.10, 10.11).

    Raises:
        PolicyError: the data hold no contract with this id, or several with this number.
    """
    frame = decisions_of(decided).coded.frame
    if not isinstance(contract_id, str):
        raise PolicyError([Problem("contract_id", f"expected the id of a contract, got {given.kind(contract_id)}")])
    if (row := explaining.row_named(frame, contract_id)) is None:
        raise PolicyError([Problem(cut(str(contract_id)), explaining.no_such_contract(frame, str(contract_id)))])
    account = explaining.explain(decisions_of(decided), row)
    readings = [
        {
            "rule": reading.rule.id,
            "label": reading.rule.label,
            "read": "; ".join(f"{name} {value}" for name, value in reading.read),
            "answer": reading.answer_words,
        }
        for reading in account.readings
    ]
    changes = [other.plain() for other in account.would_change]
    return ExplanationTable(
        pd.DataFrame(readings),
        account.contract_id,
        account.stage.value if account.stage else None,
        account.rule.id if account.rule else None,
        account.low / 1000,
        account.central / 1000,
        account.high / 1000,
        pd.DataFrame(changes, columns=["key", "value", "outcome"]),
        account.evidence,
    )
