"""Results as text for a terminal, and of an assessment also as JSON."""

import argparse
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from cli.inputs import show
from output.field_words import label, row_of_source, words
from policy.analysis.compare import Point, differences, flips
from policy.analysis.sensitivity import of_range_contracts
from policy.analysis.uncertainty import RangeContracts, in_one
from policy.coded import CodedContracts
from policy.formats import contracts, day, one_line, pounds, span, stated, titled
from policy.measures import MEASURE_LABELS, MEASURES
from policy.results.explain import EVIDENCE, Explanation
from policy.results.findings import NOT_KNOWN, coverage, with_range
from policy.results.groups import Decisions
from policy.results.left_open import may_be_in_scope, met_by
from policy.results.partial import Result
from policy.results.receipt import receipt_of
from policy.results.report import known_number, plain_result, step_number
from policy.results.sentences import certainty_of, compared_value, headline_of, in_all, left_out_of
from policy.results.totals import step_names, totals
from policy.scenarios import presets as named

_MOST = 20
"""Contracts of the range that a terminal lists."""


def presets() -> str:
    """List the presets."""
    return "\n".join(f"{p.letter}  {p.id:24}{p.title}\n   {p.summary}" for p in named.presets().values())


def table(rows: list[tuple[str, ...]]) -> str:
    """Lay rows out in columns, the first aligned left and the others right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def show_assessment(
    options: argparse.Namespace, result: Result, population: str, data: Mapping[str, Any], weighed: Sequence[str]
) -> None:
    """Print the assessment of a table, as JSON with its receipt or as text."""
    said = {"sentences": sentences(result, population, weighed)}
    receipt = receipt_of(result.scenario, result.totals, data, result.scope)
    plain = {**said, **plain_result(result, data), "receipt": receipt}
    preset, of = result.scenario.preset, receipt["data"]
    when = day(date.fromisoformat(of["as_of"]))
    about = f"{preset.title} ({preset.name}). {of['source']}, {when}. Receipt {receipt['id']}."
    show(options, plain, lambda: f"{assessment(result, population, weighed)}\n\n{one_line(about)}")


def assessment(result: Result, population: str, weighed: Sequence[str] = ()) -> str:
    """Say the answer, its range, and the funnel; `weighed` are sentences on what weighs in the money."""
    steps = [
        (label, contracts(step.contracts), *(_pounds(step_number(step, name)) for name in MEASURES[1:]))
        for step, label in zip(result.funnel, step_names(result.funnel), strict=True)
        if step.contracts or step.annual_gbp
    ]
    changed = [f"{label}: {old} -> {new}" for _, label, old, new in result.scenario.changed_words()]
    compared = [said] if (said := compared_value(result.scenario)) else []
    lines = [*sentences(result, population, weighed), result.scenario.preset.not_modelled, *changed, *compared]
    return "\n".join([*lines, "", table([("Step (central)", "contracts", "a year", "whole life"), *steps])])


def sentences(result: Result, population: str, weighed: Sequence[str]) -> list[str]:
    """Say the answer, its range, and what its money leaves out, assumes and leans on (`weighed`, some empty)."""
    range_ = certainty_of(result.totals, result.funnel, result.waiting, result.scenario)
    beside = (
        range_,
        may_be_in_scope(result.left_open),
        *map(one_line, met_by(result.meeting)),
        in_all(result.totals),
        left_out_of(result.totals),
        *map(one_line, weighed),
    )
    return [f"{headline_of(result.totals, result.scenario, population)}.", *filter(None, beside)]


def _pounds(amount: float | None) -> str:
    """Say an amount of pounds in full."""
    return NOT_KNOWN if amount is None else pounds(round(100 * amount))


def settings(listed: list[dict[str, Any]]) -> str:
    """List settings, each with its value, what it does, and what may stand there."""
    lines = []
    for each in listed:
        ends = " to ".join(each[end] for end in ("minimum", "maximum") if each[end] is not None)
        may = ", ".join(each["options"]) or ends or each["unit"]
        lines += [
            f"{each['key']:24} {each['value'] or 'none'}",
            f"   {each['label']}. {each['help']}",
            f"   May be: {may}",
        ]
    return "\n".join(lines)


def sensitivity(found: Mapping[str, Any], measure: str) -> str:
    """Say which setting moves a measure most, and what each does by itself: a line for each change."""
    say = _pounds if measure != MEASURES[0] else lambda number: f"{number:,.0f}"
    rows = [
        (
            f"{each['key']}: {each['now']} -> {each['then']}",
            "one step" if each["step"] else "furthest",
            f"{'+' if each['change'] > 0 else '-'}{say(abs(each['change']))}",
            NOT_KNOWN if each["returns"]["central"] is None else say(each["returns"]["central"]),
        )
        for each in found["changes"]
    ]
    head = ("Setting", "how far", f"change, {MEASURE_LABELS[measure].lower()}", "then")
    return "\n".join([f"{found['finding']}.", *(["", table([head, *rows])] if rows else [])])


def sweep(key: str, points: list[Point], compared: str) -> str:
    """Show what returns at each value of a setting; `compared` says which value a threshold is compared with."""
    rows = [
        (
            str(p.value),
            contracts(p.totals.contracts.returns.central),
            _pounds(known_number(p.totals, "annual_gbp", "central")),
            span(*(_pounds(known_number(p.totals, "annual_gbp", end)) for end in ("low", "high"))),
            coverage(p.totals, "annual_gbp") or "value known for all",
        )
        for p in points
    ]
    shown = table([(key, "contracts", "a year", "range", "of how many"), *rows])
    return f"{compared}\n\n{shown}" if compared else shown


def compare(names: list[str], decided: list[Decisions]) -> str:
    """Show the measures side by side, the settings that differ, and the contracts that flip from the first."""
    sides = [totals(each) for each in decided]
    rows = [("", *names)] + [
        (label, *(with_range(side, measure) for side in sides)) for measure, label in MEASURE_LABELS.items()
    ]
    lines = [table(rows), ""]
    differing = differences([each.scenario for each in decided], decided[0].coded.service_names)
    lines += [f"{d.label}: {' | '.join(d.words)}" for d in differing]
    frame = decided[0].coded.frame
    for name, each in zip(names[1:], decided[1:], strict=True):
        flipped = flips(decided[0], each)
        differ = "contract differs" if len(flipped) == 1 else "contracts differ"
        lines += ["", f"{len(flipped):,} {differ} between {names[0]} and {name}{':' if len(flipped) else '.'}"]
        told = frame[["contract_id", "title"]].iloc[flipped.rows].itertuples(index=False)
        for (id_, title), (old, new) in zip(told, flipped.words(), strict=True):
            lines.append(f"  {one_line(id_)} “{one_line(stated(title, 'title'))}”: {old} -> {new}")
    return "\n".join(lines)


def plain_explanation(explained: Explanation) -> dict[str, Any]:
    """Give an explanation as plain values."""
    return {
        "contract_id": explained.contract_id,
        "stage": explained.stage.value if explained.stage else None,
        "rule": explained.rule.id if explained.rule else None,
        "share": {"low": explained.low / 1000, "central": explained.central / 1000, "high": explained.high / 1000},
        "rules": [{"rule": r.rule.id, "answer": r.answer, "read": dict(r.read)} for r in explained.readings],
        "flips": [other.plain() for other in explained.would_change],
        "evidence": dict(explained.evidence),
    }


def explanation(explained: Explanation, coded: CodedContracts, row: int, where: str = "") -> str:
    """Say what each rule read and answered, where the contract stands, and what would change that.

    Fields and their values have the words of the page; `where` is where it stands in the words of lists, else by the
    name of its stage.
    """
    contract, names = coded.frame.iloc[row], coded.service_names
    lines = [one_line(titled(contract["title"], contract["buyer"])), *map(one_line, _read_in(coded, row)), ""]
    for reading in explained.readings:
        read = "; ".join(f"{label(name)}: {words(coded, name, row)}" for name, _ in reading.read)
        lines.append(one_line(f"{reading.rule.label}: {reading.answer_words} ({read})"))
    whys = ((label(EVIDENCE[fact]), why or "not recorded") for fact, why in explained.evidence.items())
    lines += ["", *(one_line(f"{name}: {why}") for name, why in whys)]
    stands = where or (explained.stage.value if explained.stage else _not_counted(contract))
    lines += ["", one_line(f"Outcome: {stands}")]
    return "\n".join([*lines, *(f"Would change it: {other.sentence(names)}" for other in explained.would_change)])


def _not_counted(contract: "pd.Series[Any]") -> str:
    """Say that a contract is not counted, and why where the data say so; else its first rule says what it read."""
    reason = contract["not_counted_reason"]
    return "not counted" if contract["counted"] or pd.isna(reason) else f"not counted: {reason}"


def _read_in(coded: CodedContracts, row: int) -> list[str]:
    """Where a contract was read: the address of its notice, and of a register of one's own file and row."""
    at, address = row_of_source(coded.frame, row), coded.frame["notice_url"].iloc[row]
    own = [f"{label('source')}: {words(coded, 'source', row)}"] if at else []
    return own if at and pd.isna(address) else [stated(address, "address of the published notice"), *own]


def of_range(found: RangeContracts) -> str:
    """Say which contracts make the range, what is not known of each, what settles it, and what it makes."""
    lines = [of_range_contracts(found)]
    for one in found.at(slice(_MOST)).plain():
        makes = one["range"]
        annual, whole = (_pounds(makes[measure]) for measure in MEASURES[1:])
        lines += [
            "",
            one_line(f"{one['contract_id']} “{stated(one['title'], 'title')}”: {in_one(one['not_known'])}"),
            f"  Makes of the range: contracts {makes['contracts']}; a year {annual}; whole life {whole}",
            f"  Look up: {in_one(one['look_up'])}",
            f"  {one_line(stated(one['notice_url'], 'address of the published notice'))}",
        ]
    more = len(found) - _MOST
    return "\n".join([*lines, *(["", f"{more:,} more; --json lists them all."] if more > 0 else [])])
