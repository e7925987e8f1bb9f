"""How big the whole is, as plain numbers and tables: for JSON, files, the library and a receipt."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from policy.national.answer import STATES, Answer
from policy.national.held import Held, Kind
from policy.national.interval import Block, Span, added, without
from policy.national.published import WHOLE_SHARE, Row, in_order
from policy.results.receipt import code_fingerprint, identity
from policy.results.report import described, described_scope, number
from policy.scenarios.links import to_toml
from policy.scenarios.scenario import Scenario
from policy.scope.scope import EVERYTHING, Scope


def pounds(pence: int) -> float | int:
    """Pounds from pence; whole numbers stay whole."""
    return number("annual_gbp", 1000 * pence)  # which takes thousandths of a penny, as totals have them


def plain_span(span: Span) -> dict[str, float | int]:
    """Give both ends in pounds."""
    return {"low": pounds(span.low), "high": pounds(span.high)}


def _held(held: Held) -> dict[str, Any]:
    return {
        "counted": held.contracts,
        "in_force": {"low": held.running.low, "high": held.running.high},
        "annual_gbp": None if held.without_value and not held.annual.high else plain_span(held.annual),
        "n_without_value": held.without_value,
    }


def _reach(of: Kind | Answer) -> dict[str, float | None] | None:
    if (share := of.reach) is None:
        return None
    return {"low": share.low / WHOLE_SHARE, "high": None if share.high is None else share.high / WHOLE_SHARE}


def _row(row: Row) -> dict[str, Any]:
    return {
        "row": row.id,
        "mark": row.mark,
        "label": row.label,
        "gbp": None if row.pence is None else pounds(row.pence),
        "year": row.year,
        "basis": row.basis or None,
        "nation": row.nation,
        "publisher": row.publisher or None,
        "title": row.title or None,
        "url": row.url or None,
    }


def _kind(kind: Kind) -> dict[str, Any]:
    blocks = [
        {
            "block": block.row.block,
            "name": block.row.name,
            "caught": block.caught,
            **plain_span(block.span),
            "treatment": block.row.treatment,
            "holds_what_is_not_caught": block.wide,
            "rows": [_row(row) for row in block.rows],
            "taken_off": [row.id for row in block.off],
            "shares_rest_on": [_row(row) for row in block.evidence],
        }
        for block in kind.blocks
    ]
    return {
        "kind": kind.name,
        "services": list(kind.services),
        "mark": kind.mark,
        **plain_span(kind.span),
        "contracts": _held(kind.held),
        "reached": _reach(kind),
        "blocks": blocks,
    }


def plain(
    found: Answer, scenario: Scenario, data: Mapping[str, Any], spending: str, scope: Scope = EVERYTHING
) -> dict[str, Any]:
    """Give the whole answer with its receipt as plain values; money in pounds a year, shares from 0 to 1.

    `scope` is what is looked at of the contracts beside it; the published spending is the same whatever that is.
    """
    return {
        "scenario": described(scenario),
        "scope": described_scope(scope),
        "data": dict(data),
        "spending": spending,
        "interval": plain_span(found.interval.span),
        "holds_what_is_not_caught": plain_span(added(found.interval.wide)),
        "with_apart": plain_span(found.interval.span_with_apart),
        "verified": plain_span(found.interval.verified()),
        "contracts": _held(found.held),
        "reached": _reach(found),
        "kinds": [_kind(kind) for kind in found.kinds],
        "apart": [_kind(kind) for kind in found.apart],
        "no_figure": [
            {
                "service": each.service,
                "label": each.label,
                "caught": "certain" if each.sure else "in doubt",
                "state": STATES[each.state],
                "contracts": _held(each.held),
                "rows": [{**_row(row), "note": row.note} for row in each.rows],
            }
            for each in found.silent
        ],
        "scale": [_row(row) for row in found.scale],
        "not_followed": [
            {"rule": lever.rule.id, "at_work": lever.at_work, "direction": lever.direction, "why": lever.why}
            for lever in found.levers
        ],
        "receipt": receipt(found, scenario, data, spending, scope),
    }


def receipt(
    found: Answer, scenario: Scenario, data: Mapping[str, Any], spending: str, scope: Scope = EVERYTHING
) -> dict[str, Any]:
    """Give what determined the interval, and the id made from it; `spending` is the fingerprint of the table.

    One of all contracts says nothing of a scope, as the receipt of a headline does.
    """
    content: dict[str, Any] = {
        "scenario": to_toml(scenario),
        "scenario_fingerprint": scenario.fingerprint(),
        **({"scope": scope.to_where()} if scope else {}),
        "data": dict(data),
        "spending": spending,
        "code": code_fingerprint(),
        "whole": {
            "interval": plain_span(found.interval.span),
            "with_apart": plain_span(found.interval.span_with_apart),
            "contracts": _held(found.held),
        },
    }
    return {"id": identity(content), **content}


_PART, _OFF = "gives the low end of a part", "is taken off the high end"


def rows_table(found: Answer) -> pd.DataFrame:
    """Every row that the interval is made of, and those beside it: what it adds, and the interval without it."""
    rows = [
        _figure_row(found, stands, kind, block, row)
        for stands, kinds in (("in the sum", found.kinds), ("apart", found.apart))
        for kind in kinds
        for block in kind.blocks
        for row in block.rows
    ]
    return pd.DataFrame(rows)


def _figure_row(found: Answer, stands: str, kind: Kind, block: Block, row: Row) -> dict[str, Any]:
    """What a row adds to its figure and to the whole, and its source; only the row that is the figure has its ends."""
    left, is_figure = without(found.interval, row.id), row is block.row
    inside = _PART if row in block.parts else _OFF
    return {
        "Row": row.id,
        "Mark": row.mark,
        "Figure": row.label,
        "Kind": kind.name,
        "Stands": stands if is_figure else inside,
        "Caught": block.caught,
        "Year": row.when,
        "Nation": row.nation,
        "Published, £ a year": None if row.pence is None else pounds(row.pence),
        "Low, £ a year": pounds(block.span.low) if is_figure else None,
        "High, £ a year": pounds(block.span.high) if is_figure else None,
        "Low without it, £ a year": pounds(left.low),
        "High without it, £ a year": pounds(left.high),
        "Low rests on": " ".join(row.low_rests_on),
        "High rests on": " ".join(row.high_rests_on),
        "Years of what they rest on": "; ".join(in_order(each.when for each in block.evidence)),
        "How its ends were chosen": row.treatment,
        "Publisher": row.publisher,
        "Source": row.title,
        "Address": row.url,
    }


def kinds_table(found: Answer) -> pd.DataFrame:
    """The kinds of the sum, those apart and those without a figure, beside the contracts of the table."""
    rows = [
        _kind_row(kind.name, stands, kind.mark, kind.span, kind.held)
        for stands, kinds in (("in the sum", found.kinds), ("apart", found.apart))
        for kind in kinds
    ]
    rows += [_kind_row(each.label, STATES[each.state], "N", None, each.held) for each in found.unheard]
    columns = ["Kind of service", "Stands", "Mark", "Low, £ a year", "High, £ a year", "Contracts counted",
               "In force, at least", "In force, at most", "Contracts, £ a year, low", "Contracts, £ a year, high",
               "Value a year not known"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _kind_row(name: str, stands: str, mark: str, span: Span | None, held: Held) -> tuple[Any, ...]:
    ends = (None, None) if span is None else (pounds(span.low), pounds(span.high))
    silent = held.without_value and not held.annual.high
    annual = (None, None) if silent else (pounds(held.annual.low), pounds(held.annual.high))
    return name, stands, mark, *ends, held.contracts, held.running.low, held.running.high, *annual, held.without_value
