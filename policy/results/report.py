"""The result of an assessment as plain numbers, the same on the command line and in files."""

from collections.abc import Mapping
from typing import Any

from policy.formats import in_pence
from policy.measures import MEASURES
from policy.results.groups import Decisions
from policy.results.partial import Result, result
from policy.results.totals import FunnelStep, Totals
from policy.rules import settings
from policy.scenarios.links import to_query
from policy.scenarios.presets import presets
from policy.scenarios.scenario import Scenario
from policy.scope.scope import Meeting, Scope


def number(measure: str, value: int) -> float | int:
    """Contracts from thousandths, pounds to the penny from thousandths of pence; whole numbers stay whole."""
    if measure == "contracts":
        return value / 1000 if value % 1000 else int(value // 1000)
    pence = in_pence(value)
    return pence / 100 if pence % 100 else int(pence // 100)


def known_number(totals: Totals, measure: str, end: str) -> float | int | None:
    """Give low, central, high or of as a plain number; None where no value is known that it could be a sum of."""
    total = totals.measure(measure)
    if end == "of":
        return number(measure, total.of) if totals.whole_is_known(measure) else None
    value = getattr(total.returns, end)
    return number(measure, value) if value or totals.is_known(measure) else None


def known_range(totals: Totals, measure: str) -> dict[str, float | int | None]:
    """Give low, central and high as plain numbers, None where nothing is known."""
    returns, known = totals.measure(measure).returns, totals.is_known(measure)
    ends = {"low": returns.low, "central": returns.central, "high": returns.high}
    return {end: number(measure, value) if value or known else None for end, value in ends.items()}


def _returns(measure: str, totals: Totals) -> dict[str, Any]:
    total, ends = totals.measure(measure), known_range(totals, measure)
    if measure == "contracts":
        return ends
    counts = {"n_without_value": total.without_value, "n_ceilings": total.ceilings}
    return {**ends, **counts, "n_valued": number("contracts", totals.known(measure))}


def step_number(step: FunnelStep, measure: str) -> float | int | None:
    """Give a step of the funnel as a plain number; None where contracts stop there and no value of theirs is known."""
    return number(measure, step.measure(measure)) if step.is_known(measure) else None


def _group(column: str, name: str, group: Totals) -> dict[str, Any]:
    return {
        column: name or None,
        **{measure: _returns(measure, group) for measure in MEASURES},
        "of": {measure: known_number(group, measure, "of") for measure in MEASURES},
    }


def plain_groups(column: str, groups: Mapping[str, Totals]) -> list[dict[str, Any]]:
    """Give the groups of a column; the one that does not state it bears no name (None)."""
    return [_group(column, name, group) for name, group in groups.items()]


def described(scenario: Scenario) -> dict[str, Any]:
    """Give a scenario as preset, changes, link and fingerprint."""
    known = settings()
    return {
        "preset": scenario.preset.name,
        "title": scenario.preset.title,
        "changes": {key: known[key].unit.write(value) for key, value in scenario.changes().items()},
        "fingerprint": scenario.fingerprint(),
        "link": to_query(scenario),
    }


def described_scope(scope: Scope) -> dict[str, Any]:
    """Give a scope as conditions of the command line, as a part of a link, and as its fingerprint."""
    return {"where": scope.to_where(), "link": scope.to_query(), "fingerprint": scope.fingerprint() or None}


def plain_left_open(found: Mapping[str, int]) -> dict[str, int]:
    """Give how many contracts may be in a scope, by the field that is not known of them, or "several"."""
    return {field or "several": count for field, count in found.items()}


def plain_meeting(meeting: Meeting) -> dict[str, Any]:
    """Give how many names of the data meet each pattern of a scope, by field; nothing where it has none."""
    counts = {
        field: {text: len(names) for text, names in patterns.items()} for field, patterns in meeting.items() if patterns
    }
    return {"names_met": counts} if counts else {}


def assessment(decisions: Decisions, data: Mapping[str, Any]) -> dict[str, Any]:
    """Give the whole result of decisions as plain values."""
    return plain_result(result(decisions), data)


def plain_result(assessed: Result, data: Mapping[str, Any]) -> dict[str, Any]:
    """Give the whole result: scenario, data, what returns, of what, what of it is assumed, the funnel, breakdowns."""
    return {
        "scenario": described(assessed.scenario),
        "scope": {
            **described_scope(assessed.scope),
            "not_known": plain_left_open(assessed.left_open),
            **plain_meeting(assessed.meeting),
        },
        "data": dict(data),
        "returns": {measure: _returns(measure, assessed.totals) for measure in MEASURES},
        "of": {measure: known_number(assessed.totals, measure, "of") for measure in MEASURES},
        "assumed_spans": {
            "n_contracts": assessed.assumed.contracts,
            "annual_gbp": number("annual_gbp", assessed.assumed.spend),
        },
        "funnel": [
            {
                "stage": step.stage.value,
                "rule": step.rule or None,
                "label": step.label,
                **{measure: step_number(step, measure) for measure in MEASURES},
            }
            for step in assessed.funnel
        ],
        "by": {column: plain_groups(column, groups) for column, groups in assessed.by.items()},
    }


def listed_settings(scenario: Scenario) -> list[dict[str, Any]]:
    """Say every setting with its meaning, unit, bounds and options, and its value in a scenario, as plain values."""
    return [
        {
            "key": key,
            "label": setting.label,
            "help": setting.help,
            "unit": setting.unit.value,
            "value": setting.unit.write(scenario.values[key]),
            "default": setting.unit.write(setting.default),
            "minimum": None if setting.minimum is None else str(setting.minimum),
            "maximum": None if setting.maximum is None else str(setting.maximum),
            "options": dict(setting.param.options),
        }
        for key, setting in settings().items()
    ]


def listed_presets() -> list[dict[str, Any]]:
    """Give the presets with their settings and what each value rests on."""
    return [
        {
            "id": preset.id,
            "version": preset.version,
            "letter": preset.letter,
            "title": preset.title,
            "summary": preset.summary,
            "settings": {key: settings()[key].unit.write(value) for key, value in preset.settings.items()},
        }
        for preset in presets().values()
    ]
