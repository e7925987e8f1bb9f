"""The answers: each a plain result for JSON and its rows for CSV, worked out by the same engine as everywhere."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from api.asked import Asked, chosen
from data.model.dataset import Dataset
from policy.analysis.compare import stands, sweep, sweep_values
from policy.coded import CodedContracts
from policy.engine.decide import OUTSIDE, STAGES, decide
from policy.problem import PolicyError, Problem
from policy.results.groups import Decisions
from policy.results.partial import result
from policy.results.ranking import annual_of, shares_of
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
from policy.results.sentences import headline_of
from policy.results.totals import MEASURES, by
from policy.rules import settings
from policy.rules.base import Stage
from policy.rules.trigger import PERIODS
from policy.scope.scope import looked_at, naming, of_population

MOST_CONTRACTS, MOST_GROUPS = 1_000, 5_000
_CONTRACT = (
    "contract_id", "title", "buyer", "supplier", "service", "annual_gbp", "value_gbp",
    "start_date", "end_date", "latest_end_date", "notice_url",
)  # fmt: skip


@dataclass(frozen=True)
class Served:
    """The data set that is served, and its contracts as coded."""

    dataset: Dataset
    coded: CodedContracts


@dataclass(frozen=True)
class Answer:
    """A result as plain values, and the same as rows of a table."""

    plain: Any
    rows: Sequence[Mapping[str, Any]]


def _decided(served: Served, ask: Asked) -> Decisions:
    return decide(looked_at(served.coded, ask.scope), ask.scenario)


def _about(served: Served, ask: Asked) -> dict[str, Any]:
    return {
        "scenario": described(ask.scenario),
        "scope": described_scope(ask.scope),
        "data": served.dataset.described(),
    }


def assess(served: Served, ask: Asked) -> Answer:
    """What returns, of what, the funnel, the breakdowns, the sentence and the receipt."""
    whole, data = result(_decided(served, ask)), served.dataset.described()
    population = of_population(served.dataset.population, ask.scope, naming(served.dataset.services))
    plain = {
        "headline": headline_of(whole.totals, ask.scenario, population),
        **plain_result(whole, data),
        "receipt": receipt_of(ask.scenario, whole.totals, data, ask.scope),
    }
    rows = [{"measure": measure, **plain["returns"][measure], "of": plain["of"][measure]} for measure in MEASURES]
    return Answer(plain, rows)


def groups(served: Served, ask: Asked) -> Answer:
    """What returns by the values of one column, or by the year or quarter in which contracts fall due."""
    columns = (*(name for name in served.coded.levels if name != "counted"), *PERIODS)
    column = ask.one_of("column", columns, "service")
    [found] = by(_decided(served, ask), column)
    if len(found) > MOST_GROUPS:
        what = f"has {len(found):,} values here, and at most {MOST_GROUPS:,} are answered; look at fewer contracts"
        raise PolicyError([Problem(f"column {column}", what)])
    plain = plain_groups(column, found)
    rows = [
        {
            column: group[column],
            **{f"{measure}_{end}": value for measure in MEASURES for end, value in group[measure].items()},
            **{f"{measure}_of": group["of"][measure] for measure in MEASURES},
        }
        for group in plain
    ]
    return Answer({**_about(served, ask), "column": column, "groups": plain}, rows)


def swept(served: Served, ask: Asked) -> Answer:
    """What returns at every value of one setting, the others left as they are."""
    key = chosen("key", ask.more.get("key", "small.threshold"), tuple(settings()))
    try:
        sweep_values(key, ask.scenario)
    except ValueError as error:
        raise PolicyError([Problem("key", str(error))]) from None
    points: list[dict[str, Any]] = [
        {"value": settings()[key].unit.write(point.value),
         **{measure: known_range(point.totals, measure) for measure in MEASURES}}
        for point in sweep(looked_at(served.coded, ask.scope), ask.scenario, key)
    ]  # fmt: skip
    rows = [
        {"value": point["value"], **{f"{m}_{end}": value for m in MEASURES for end, value in point[m].items()}}
        for point in points
    ]
    return Answer({**_about(served, ask), "key": key, "points": points}, rows)


def contracts(served: Served, ask: Asked) -> Answer:
    """Counted contracts with where each stands and the share of it that returns, the largest spend back first."""
    decisions = _decided(served, ask)
    stage = ask.one_of("stage", ("any", *(each.value for each in Stage)), "any")
    rows = np.flatnonzero(decisions.counted if stage == "any" else decisions.at(Stage(stage)))
    back = annual_of(decisions, rows).central
    rows = rows[np.lexsort((rows, -back))]
    start, most = ask.whole("offset", 0, 100_000_000), ask.whole("limit", 100, MOST_CONTRACTS)
    listed = rows[start : start + most]
    plain = _listed(decisions, listed)
    return Answer({**_about(served, ask), "stage": stage, "of": len(rows), "offset": start, "contracts": plain}, plain)


def _listed(decisions: Decisions, rows: "np.typing.NDArray[Any]") -> list[dict[str, Any]]:
    facts = decisions.coded.frame[list(_CONTRACT)].iloc[rows]
    shares = shares_of(decisions, rows).T.tolist()
    spend = annual_of(decisions, rows)
    plain: list[dict[str, Any]] = []
    for place, (row, contract) in enumerate(zip(rows.tolist(), facts.to_dict("records"), strict=True)):
        stage = int(decisions.places[0][decisions.outcome.codes[decisions.outcome.cells.of_row[row]]])
        low, central, high = shares[place]
        unknown = bool(spend.unstated[place])
        plain.append(
            {
                **{str(name): _plain(value) for name, value in contract.items()},
                "stage": None if stage == OUTSIDE else STAGES[stage].value,
                "stands": stands(decisions, row),
                "share_low": low / 1000,
                "share_central": central / 1000,
                "share_high": high / 1000,
                "annual_gbp_back": None if unknown else number("annual_gbp", int(spend.central[place])),
            }
        )
    return plain


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return number("contracts", round(value * 1000)) if isinstance(value, float) and value.is_integer() else value


def listed_settings(served: Served, ask: Asked) -> Answer:
    """Every setting with its meaning, unit, bounds, what it rests on, and its value in the scenario."""
    del served
    plain = [
        {
            "key": key,
            "label": setting.label,
            "help": setting.help,
            "unit": setting.unit.value,
            "value": setting.unit.write(ask.scenario.values[key]),
            "default": setting.unit.write(setting.default),
            "minimum": None if setting.minimum is None else str(setting.minimum),
            "maximum": None if setting.maximum is None else str(setting.maximum),
            "options": dict(setting.param.options),
        }
        for key, setting in settings().items()
    ]
    rows = [{**each, "options": "; ".join(settings()[str(each["key"])].param.options)} for each in plain]
    return Answer({"scenario": described(ask.scenario), "settings": plain}, rows)


def presets(served: Served, ask: Asked) -> Answer:
    """The published versions of the policy, with what each changes."""
    del served, ask
    plain = listed_presets()
    rows = [{**each, "settings": "; ".join(f"{k}={v}" for k, v in each["settings"].items())} for each in plain]
    return Answer({"presets": plain}, rows)


@dataclass(frozen=True)
class Door:
    """One answer of the interface: how it is worked out, its own parameters, and whether it may take long."""

    answer: Callable[[Served, Asked], Answer]
    parameters: Mapping[str, str]
    slow: bool = False

    @property
    def about(self) -> str:
        """What it answers."""
        return (self.answer.__doc__ or "").strip()


DOORS: dict[str, Door] = {
    "assess": Door(assess, {}),
    "groups": Door(groups, {"column": "a column of categories, such as service or buyer_kind; year or quarter"}),
    "sweep": Door(swept, {"key": "a setting with an order, such as small.threshold"}, slow=True),
    "contracts": Door(
        contracts,
        {
            "stage": "any, or the step at which they stand, such as returns or not_known",
            "limit": f"how many, at most {MOST_CONTRACTS:,}",
            "offset": "how many to pass over",
        },
    ),
    "settings": Door(listed_settings, {}),
    "presets": Door(presets, {}),
}
"""The answers by name; their address is /api/v1/NAME."""
