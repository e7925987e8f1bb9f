"""The questions of the library: presets, what a scenario decides, what others would, and how big the whole is."""

import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, cast

import pandas as pd

from policy import coded
from policy.analysis import compare as comparing
from policy.api import given, tables
from policy.api.decided import Decided, decisions_of
from policy.api.tables import Table
from policy.bounds import cut, shown
from policy.coded import CodedContracts
from policy.contracts import is_typed, typed
from policy.engine import decide as deciding
from policy.national import report
from policy.national.answer import Answer, answer
from policy.national.sentences import headline
from policy.problem import PolicyError, Problem
from policy.results.groups import Decisions
from policy.results.totals import totals
from policy.rules import settings
from policy.rules.base import Setting
from policy.scenarios import presets as published
from policy.scenarios import scenario as scenarios
from policy.scenarios.scenario import Scenario
from policy.scope.scope import from_where

_CHANGES = '{"small.threshold": "£1m"}'


class Data(Protocol):
    """A contracts table and the service table that was joined to it, as `data.load_dataset` gives them."""

    @property
    def contracts(self) -> pd.DataFrame:
        """The contracts, a row each, with the columns of `policy.contracts`."""

    @property
    def services(self) -> pd.DataFrame:
        """The kinds of service by id."""


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(Table):
    """Totals of several scenarios, a row each; `settings` that differ; `flips`, the contracts that they part on."""

    settings: pd.DataFrame
    flips: pd.DataFrame


@dataclass(frozen=True, eq=False, repr=False)
class WholeAnswer(Table):
    """The interval of published spending that a policy catches, with its kinds as a table.

    `low` and `high` are pounds a year; `rows` has every published row behind them; `answer` holds the whole result.
    """

    low: float
    high: float
    rows: pd.DataFrame
    answer: Answer

    @property
    def sentence(self) -> str:
        """The answer in one sentence."""
        return headline(self.answer.interval)


def prepare(data: Data | CodedContracts) -> CodedContracts:
    """Code a data set once, for whoever asks several questions of it; every question takes what this gives.

    Args:
        data: a data set of n contracts, from `data.load_dataset` or anything with `contracts` and `services`. Money
            in pounds excluding VAT, missing values empty as `policy.contracts` says of each column; words may be text
            or categories. What this gave is given back.

    Returns:
        The n contracts as whole numbers; len() is n. What is missing stays missing: a rule that needs it answers
        "not known" (semantics 10.5, 10.6).

    Raises:
        PolicyError: the contracts lack a column, or a column of theirs or of the services holds what it cannot; each
            is named. A service that `services` lacks, and what contracts say of one otherwise, is a warning.
    """
    if isinstance(data, CodedContracts):
        return data
    contracts, services = getattr(data, "contracts", None), getattr(data, "services", None)
    if not (isinstance(contracts, pd.DataFrame) and isinstance(services, pd.DataFrame)):
        raise PolicyError([Problem("data", f"expected what data.load_dataset gives, got {given.kind(data)}")])
    if problems := given.problems(contracts, services):
        raise PolicyError(problems)
    for sentence in given.unread(contracts, services):
        warnings.warn(sentence, stacklevel=2)
    return coded.prepare(contracts if is_typed(contracts) else typed(contracts), services)


def presets() -> Table:
    """List the published versions of the policy.

    Returns:
        A table of a row for each preset, by its id, with `version`, `letter`, `title`, `summary` and `settings`, which
        holds what it changes from the plain reading, as a link writes it (semantics 10).
    """
    known = settings()
    rows = {
        preset.id: {
            "version": preset.version,
            "letter": preset.letter,
            "title": preset.title,
            "summary": preset.summary,
            "settings": {key: known[key].unit.write(value) for key, value in preset.settings.items()},
        }
        for preset in published.presets().values()
    }
    return Table(pd.DataFrame.from_dict(rows, orient="index").rename_axis("preset"))


def scenario(preset: str = published.DEFAULT, changes: Mapping[str, Any] | None = None) -> Scenario:
    """Make a scenario: a preset, and what you change of it.

    Args:
        preset: the id of a preset, such as `pledge`, a version of it, such as `pledge@1`, or its letter.
        changes: values by the keys of docs/settings.md, as text (`"£1m"`, `"2030-01-01"`) or as plain values (whole
            pounds, dates, lists of words). A setting that is not named stays as the preset has it.

    Returns:
        The scenario, which decides; equal where every setting is equal (semantics 10).

    Raises:
        PolicyError: no such preset or setting, or a value that cannot stand; every problem is named.
    """
    if not isinstance(preset, str):
        raise PolicyError([Problem("preset", f"expected its name, such as pledge, got {given.kind(preset)}")])
    if not isinstance(changes, Mapping | None) or not all(isinstance(key, str) for key in changes or {}):
        raise PolicyError(
            [Problem("changes", f"expected values by key, such as {_CHANGES}, got {given.kind(changes)}")]
        )
    base, problems = scenarios.find_preset(preset)
    built, wrong = scenarios.build_scenario(base, changes)
    if problems or wrong:
        raise PolicyError([*problems, *wrong])
    return built


def decide(
    data: Data | CodedContracts, scenario: Scenario | str = published.DEFAULT, where: Sequence[str] = ()
) -> Decided:
    """Decide every contract: at which step it leaves, whether it is decided at all, and what share of it returns.

    Args:
        data: a data set of n contracts, or what `prepare` made of it.
        scenario: a scenario, or the name of a preset.
        where: what you look at, such as `["buyer_kind=local", "value_gbp>=5m"]`; all contracts where it is empty. A
            name that the data do not hold adds no contract, and a warning says so.

    Returns:
        n contracts decided, with `totals()`, `groups(column)`, `funnel()` and `explain(contract_id)`; `table` has a
        row for each. A contract of which a needed fact is missing is not decided and returns in a range of shares
        (semantics 10.10, 10.11). A contract outside what you look at is not counted, and is evidence for the others
        (12).

    Raises:
        PolicyError: no such preset or field, or the data cannot be read as contracts.
    """
    chosen = _scenario(scenario)
    return Decided(deciding.decide(_coded(data, where, chosen), chosen))


def sweep(
    data: Data | CodedContracts, scenario: Scenario | str, key: str, values: Any = None, where: Sequence[str] = ()
) -> Table:
    """Say what returns at each value of one setting, the others left as they are.

    Args:
        data: a data set, or what `prepare` made of it.
        scenario: a scenario, or the name of a preset.
        key: a setting, such as `small.threshold`.
        values: the values to try, as text or plain values, or one alone; None tries every tick, step or option of the
            setting, without those that conflict with the scenario's other settings.
        where: what you look at, as in `decide`.

    Returns:
        A table of a row for each value; columns are pairs of a measure and `low`, `central`, `high` or `of`, units as
        in `totals` (semantics 10.8, 10.10).

    Raises:
        PolicyError: no such setting, one that has no values to try, or a value that cannot stand.
    """
    base = _scenario(scenario)
    if not isinstance(key, str):
        raise PolicyError([Problem("key", f"expected a setting, such as small.threshold, got {given.kind(key)}")])
    if key not in settings():
        raise PolicyError([Problem(cut(key), scenarios.no_such_setting(key))])
    several = isinstance(values, Iterable) and not isinstance(values, str)
    tried = None if values is None else _values(settings()[key], base, values if several else [values])
    try:
        points = list(comparing.sweep(_coded(data, where, base), base, key, tried))
    except ValueError as error:
        raise PolicyError([Problem(key, str(error))]) from None
    return Table(tables.side_by_side([(point.value, point.totals) for point in points], key))


def compare(data: Data | CodedContracts, named: Mapping[str, Scenario | str], where: Sequence[str] = ()) -> Comparison:
    """Compare scenarios on the same data: what returns of each, where they differ, and which contracts they part on.

    Args:
        data: a data set, or what `prepare` made of it.
        named: scenarios, or names of presets, by the names that the tables give them; the first is what the others
            are compared with.
        where: what you look at, as in `decide`.

    Returns:
        A table of a row for each scenario, columns as in `sweep`. `settings` has a row for each setting that differs
        and a column for each scenario, in words. `flips` has a row for each contract whose outcome differs from the
        first scenario's, with the scenario, and where the contract stands `before` and `after`; one that stays
        undecided for the same reason is not among them (semantics 10.11).

    Raises:
        PolicyError: no scenario is named, no such preset, or the data cannot be read as contracts.
    """
    if not isinstance(named, Mapping) or not named:
        got = "" if isinstance(named, Mapping) else f", got {given.kind(named)}"
        raise PolicyError([Problem("scenarios", f'none is named; give them by name, such as {{"A": "pledge"}}{got}')])
    chosen = {name: _scenario(scenario) for name, scenario in named.items()}
    ready = _coded(data, where, *chosen.values())
    decided = {name: deciding.decide(ready, each) for name, each in chosen.items()}
    table = tables.side_by_side([(name, totals(each)) for name, each in decided.items()], "scenario")
    return Comparison(table, _differences(decided), _flips(decided))


def whole(decided: Decided, spending: pd.DataFrame, day: date) -> WholeAnswer:
    """Say how big the whole is: published outside spending in the kinds of service that a policy catches.

    Args:
        decided: what `decide` gave.
        spending: the published figures, as `data.load_spending()` gives them: text cells by the id of the row.
        day: the day of the contracts, such as `register.as_of`; those in force on it are set beside the figures.

    Returns:
        A table of a row for each kind of service: low and high in pounds a year, the mark of its figures (V, S, N),
        and the contracts that the data hold of it. What has no figure that could be read is NaN, never nought
        (semantics 11).

    Raises:
        PolicyError: one of the three is something else.
    """
    if not isinstance(day, date) or pd.isna(day):
        raise PolicyError([Problem("day", f"expected a date, such as register.as_of, got {given.kind(day)}")])
    if not isinstance(spending, pd.DataFrame) or "service_ids" not in spending:
        raise PolicyError([Problem("spending", f"expected what data.load_spending gives, got {given.kind(spending)}")])
    found = answer(decisions_of(decided), spending, day.date() if isinstance(day, datetime) else day)
    span = found.interval.span
    return WholeAnswer(report.kinds_table(found), span.low / 100, span.high / 100, report.rows_table(found), found)


def _differences(decided: Mapping[str, Decisions]) -> pd.DataFrame:
    names = next(iter(decided.values())).coded.service_names
    differing = comparing.differences([each.scenario for each in decided.values()], names)
    rows = [[difference.label, *difference.words] for difference in differing]
    index = pd.Index([difference.key for difference in differing], name="key", dtype=object)
    return pd.DataFrame(rows, index=index, columns=["label", *decided])


def _flips(decided: Mapping[str, Decisions]) -> pd.DataFrame:
    (_, first), *others = decided.items()
    ids = first.coded.frame["contract_id"]
    rows = []
    for name, each in others:
        flipped = comparing.flips(first, each)
        rows += [(name, id_, *words) for id_, words in zip(ids.iloc[flipped.rows], flipped.words(), strict=True)]
    return pd.DataFrame(rows, columns=["scenario", "contract_id", "before", "after"])


def _coded(data: Data | CodedContracts, where: Sequence[str], *scenarios: Scenario) -> CodedContracts:
    coded = prepare(data)
    scope = from_where(_texts(where), "where")
    for problem in scope.unknown_names(coded):
        warnings.warn(f"where {problem}", stacklevel=3)
    for sentence in dict.fromkeys(line for each in scenarios for line in each.not_in_data(coded)):
        warnings.warn(sentence, stacklevel=3)
    return coded.within(scope) if scope else coded


def _texts(where: object) -> list[str]:
    """Give conditions as texts, one alone or several; raises PolicyError where they are something else."""
    if where is None:
        return []
    several = isinstance(where, Iterable) and not isinstance(where, str | bytes)
    every: list[object] = [*cast("Iterable[object]", where)] if several else [where]
    texts = [text for text in every if isinstance(text, str)]
    if strange := [text for text in every if not isinstance(text, str)]:
        raise PolicyError([Problem("where", f"expected texts such as buyer_kind=local, got {given.kind(strange[0])}")])
    return texts


def _scenario(named: Scenario | str) -> Scenario:
    if isinstance(named, Scenario):
        return named
    if not isinstance(named, str):
        what = f"expected the name of a preset, or what policy.scenario gives, got {given.kind(named)}"
        raise PolicyError([Problem("scenario", what)])
    return scenario(named)


def _values(setting: Setting, base: Scenario, values: Iterable[Any]) -> list[Any]:
    """Values as the setting holds them; every one that cannot stand is named."""
    held, problems = [], []
    for value in values:
        try:
            one = setting.hold(setting.parse(value) if isinstance(value, str) else value)
            base.having(setting.key, one)
        except ValueError as error:
            problems.append(
                Problem(f"{setting.key} {cut(value) if isinstance(value, str) else shown(value)}", str(error))
            )
        else:
            held.append(one)
    if problems:
        raise PolicyError(problems)
    return held
