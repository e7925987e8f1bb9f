"""The answers: each a plain result for JSON and its rows for CSV, worked out by the same engine as everywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from api.asked import Asked, chosen
from data.model.dataset import Dataset
from policy.analysis.compare import each_stands, sweep, sweep_values
from policy.analysis.uncertainty import TOLD, in_one, range_contracts
from policy.bounds import cut
from policy.coded import CodedContracts
from policy.engine.decide import OUTSIDE, STAGES, decide
from policy.measures import ENDS, MEASURES
from policy.problem import PolicyError, Problem
from policy.results.groups import Decisions
from policy.results.partial import result
from policy.results.ranking import annual_of, by_spend, shares_of
from policy.results.receipt import receipt_of
from policy.results.report import (
    described,
    described_scope,
    known_range,
    listed_presets,
    number,
    plain_groups,
    plain_result,
)
from policy.results.report import listed_settings as settings_of
from policy.results.sentences import headline_of
from policy.results.totals import by, totals
from policy.rules import settings
from policy.rules.base import Stage
from policy.rules.trigger import PERIODS
from policy.scope.scope import naming, of_population

MOST_CONTRACTS, MOST_GROUPS = 1_000, 5_000
_CONTRACT = (
    "contract_id", "title", "buyer", "supplier", "service", "annual_gbp", "value_gbp",
    "start_date", "end_date", "latest_end_date", "notice_url", "service_evidence", "instrument", "instrument_evidence",
)  # fmt: skip
_WHERE_IT_STANDS = ("stage", "stands", "share_low", "share_central", "share_high", "annual_gbp_back")
_RANGES = tuple(f"{measure}_{end}" for measure in MEASURES for end in ENDS)
_OF_RANGE = (*TOLD, "not_known", "look_up", *(f"range_{measure}" for measure in MEASURES))


@dataclass(frozen=True)
class Served:
    """The data set that is served, and its contracts as coded."""

    dataset: Dataset
    coded: CodedContracts
    mark: str = ""
    """Names the data set in a link."""
    site: str = ""
    """The address at which the program is served, with which links in a picture begin; they are a query without it."""


class NotServedError(Exception):
    """The data set that the server starts on is not there; the message says why, and names no folder."""


@dataclass(frozen=True)
class Answer:
    """A result as plain values, and the same as rows of a table; `columns` are those of a table that may have none."""

    plain: Any
    rows: Sequence[Mapping[str, Any]]
    columns: Sequence[str] = ()


def _decided(served: Served, ask: Asked) -> Decisions:
    return decide(served.coded.within(ask.scope), ask.scenario)


def about(served: Served, ask: Asked) -> dict[str, Any]:
    """Say what an answer is of: scenario, scope and data."""
    return {
        "scenario": {**described(ask.scenario), **_unchanged(served, ask)},
        "scope": {**described_scope(ask.scope), **_absent(served, ask)},
        "data": {**served.dataset.described(), **_other_data(served, ask)},
    }


def _other_data(served: Served, ask: Asked) -> dict[str, str]:
    """Say that a link was made on other data than are answered for, as the pages and the command line do."""
    if not ask.data or ask.data.rpartition(".")[2] == served.dataset.fingerprint:
        return {}
    here = f"its policy is answered for the data here ({served.dataset.fingerprint})"
    return {"not_these": f"the link was made on other data ({cut(ask.data)}); {here}"}


def _absent(served: Served, ask: Asked) -> dict[str, list[str]]:
    """Say which names of a scope the data do not hold, so that nobody takes a misspelt name for nothing found."""
    names = [str(problem) for problem in ask.scope.unknown_names(served.coded)]
    return {"not_in_data": names} if names else {}


def _unchanged(served: Served, ask: Asked) -> dict[str, list[str]]:
    """Say what a setting names and the data do not hold, so that nobody takes it for a change without effect."""
    names = ask.scenario.not_in_data(served.coded)
    return {"not_in_data": names} if names else {}


def assess(served: Served, ask: Asked) -> Answer:
    """What returns, of what, the funnel, the breakdowns, the sentence and the receipt."""
    whole, data = result(_decided(served, ask)), served.dataset.described()
    population = of_population(served.dataset.population, ask.scope, naming(served.dataset.services))
    plain = {
        "headline": headline_of(whole.totals, ask.scenario, population),
        **plain_result(whole, data),
        "receipt": receipt_of(ask.scenario, whole.totals, data, ask.scope),
    }
    plain["data"] = {**data, **_other_data(served, ask)}  # the receipt names what it was made on, and no more
    plain["scenario"].update(_unchanged(served, ask))
    plain["scope"].update(_absent(served, ask))
    rows = [{"measure": measure, **plain["returns"][measure], "of": plain["of"][measure]} for measure in MEASURES]
    return Answer(plain, rows)


def groups(served: Served, ask: Asked) -> Answer:
    """What returns by the values of one column, or by the year or quarter in which contracts fall due."""
    offered = (*(name for name in served.coded.levels if name != "counted"), *PERIODS)
    column = ask.one_of("column", offered, "service")
    [found] = by(_decided(served, ask), column)
    if len(found) > MOST_GROUPS:
        what = f"has {len(found):,} values here, and at most {MOST_GROUPS:,} are answered; look at fewer contracts"
        raise PolicyError([Problem(f"column {column}", what)])
    plain = plain_groups(column, found)
    rows = [
        {
            column: group[column],
            **_ends(group),
            **{f"{measure}_of": group["of"][measure] for measure in MEASURES},
        }
        for group in plain
    ]
    columns = (column, *_RANGES, *(f"{measure}_of" for measure in MEASURES))
    return Answer({**about(served, ask), "column": column, "groups": plain}, rows, columns)


def _ends(ranges: Mapping[str, Any]) -> dict[str, Any]:
    """Low, central and high of every measure as cells of a row, by _RANGES."""
    return {f"{measure}_{end}": value for measure in MEASURES for end, value in ranges[measure].items()}


def swept(served: Served, ask: Asked) -> Answer:
    """What returns at every value of one setting, the others left as they are."""
    key = chosen("key", ask.more.get("key", "small.threshold"), tuple(settings()))
    try:
        sweep_values(key, ask.scenario)
    except ValueError as error:
        raise PolicyError([Problem("key", str(error))]) from None
    points: list[dict[str, Any]] = [
        {
            "value": settings()[key].unit.write(point.value),
            **{measure: known_range(point.totals, measure) for measure in MEASURES},
        }
        for point in sweep(served.coded.within(ask.scope), ask.scenario, key)
    ]
    rows = [{"value": point["value"], **_ends(point)} for point in points]
    return Answer({**about(served, ask), "key": key, "points": points}, rows)


def contracts(served: Served, ask: Asked) -> Answer:
    """Counted contracts with where each stands and the share of it that returns, the largest spend back first."""
    decisions = _decided(served, ask)
    stage = ask.one_of("stage", ("any", *(each.value for each in Stage)), "any")
    rows = by_spend(decisions, np.flatnonzero(decisions.counted if stage == "any" else decisions.at(Stage(stage))))
    start, most = _page(ask)
    plain = _listed(decisions, rows[start : start + most])
    said = {"stage": stage, "of": len(rows), "offset": start, "contracts": plain}
    return Answer({**about(served, ask), **said}, plain, (*_CONTRACT, *_WHERE_IT_STANDS))


def in_range(served: Served, ask: Asked) -> Answer:
    """The contracts that make the range, the largest part first: what is not known of each, and what settles it."""
    decisions, measure = _decided(served, ask), ask.one_of("measure", MEASURES, "annual_gbp")
    found, whole = range_contracts(decisions, measure), totals(decisions)
    start, most = _page(ask)
    plain = found.at(slice(start, start + most)).plain()
    rows = [
        {
            **{name: value for name, value in one.items() if name != "range"},
            **{name: in_one(one[name]) for name in ("not_known", "look_up")},
            **{f"range_{name}": value for name, value in one["range"].items()},
        }
        for one in plain
    ]
    returns = {name: known_range(whole, name) for name in MEASURES}
    said = {"measure": measure, "returns": returns, "of": len(found), "offset": start, "contracts": plain}
    return Answer({**about(served, ask), **said}, rows, _OF_RANGE)


def _page(ask: Asked) -> tuple[int, int]:
    """How many contracts to pass over, and how many to list."""
    return ask.whole_number("offset", 0, 100_000_000), ask.whole_number("limit", 100, MOST_CONTRACTS)


def _listed(decisions: Decisions, rows: "np.typing.NDArray[Any]") -> list[dict[str, Any]]:
    facts = decisions.coded.as_read(rows)[list(_CONTRACT)].round({"annual_gbp": 2, "value_gbp": 2})
    columns = {str(name): list(map(_plain, facts[name].tolist())) for name in facts}
    stage_of_code = decisions.stage_and_step[0]
    places = stage_of_code[decisions.of_rows(decisions.outcome.codes, rows)].tolist()
    stages = [None if place == OUTSIDE else STAGES[place].value for place in places]
    spend = annual_of(decisions, rows)
    back = [
        None if unknown else number("annual_gbp", int(central))
        for unknown, central in zip(spend.unstated.tolist(), spend.central.tolist(), strict=True)
    ]
    low, central, high = ((ends / 1000).tolist() for ends in shares_of(decisions, rows))
    standing = (stages, each_stands(decisions, rows), low, central, high, back)
    columns |= dict(zip(_WHERE_IT_STANDS, standing, strict=True))
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _plain(value: Any) -> Any:
    if value is None or value != value or value is pd.NaT:  # noqa: PLR0124 - NaN
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return number("contracts", round(value * 1000)) if isinstance(value, float) and value.is_integer() else value


def listed_settings(served: Served, ask: Asked) -> Answer:
    """Every setting with its meaning, unit, bounds, what it rests on, and its value in the scenario."""
    del served
    plain = settings_of(ask.scenario)
    rows = [{**each, "options": "; ".join(settings()[str(each["key"])].param.options)} for each in plain]
    return Answer({"scenario": described(ask.scenario), "settings": plain}, rows)


def presets(served: Served, ask: Asked) -> Answer:
    """The published versions of the policy, with what each changes."""
    del served, ask
    plain = listed_presets()
    rows = [{**each, "settings": "; ".join(f"{k}={v}" for k, v in each["settings"].items())} for each in plain]
    return Answer({"presets": plain}, rows)
