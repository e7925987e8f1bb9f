"""Answers as tables: whole contracts and pounds where the engine sums thousandths of contracts and of pence."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from policy.formats import printable
from policy.measures import ENDS, MEASURES
from policy.results.report import known_number, number, step_number
from policy.results.totals import FunnelStep, Totals

MOST_ROWS, FEW_ROWS = 60, 20
"""Rows up to which a table is shown whole; of a longer one these are shown, from both ends."""
_SHOWN = ("display.max_rows", MOST_ROWS, "display.min_rows", FEW_ROWS, "display.max_columns", None,
          "display.width", 250, "display.max_colwidth", 40)  # fmt: skip


@dataclass(frozen=True, eq=False, repr=False)
class Table:
    """An answer that shows itself as a table, in a terminal and in a notebook.

    `table` is the pandas DataFrame behind it: contracts as numbers, money in pounds to the penny. A cell that is
    missing (NaN) is not known or has no meaning there, as the question that gave the answer says.
    """

    table: pd.DataFrame

    def __repr__(self) -> str:
        with pd.option_context(*_SHOWN, "display.float_format", _written):
            return printable(repr(self.table))

    def _repr_html_(self) -> str:
        """Show the table in a notebook."""
        shown = None if len(self) <= MOST_ROWS else FEW_ROWS
        return printable(self.table.to_html(notebook=True, border=0, max_rows=shown, float_format=_written))

    def __len__(self) -> int:
        return len(self.table)


def _written(value: float) -> str:
    """Write whole numbers without decimals, others with as many as they have, three at most."""
    return f"{value:,.3f}".rstrip("0").rstrip(".")


def in_units(measure: str, value: int) -> float:
    """Contracts from thousandths of a contract, pounds to the penny from thousandths of pence, as the nearest float."""
    return float(number(measure, value))


def as_float(value: float | None) -> float:
    """A number as a table holds it; NaN where it is not known."""
    return float("nan") if value is None else float(value)


def of_totals(totals: Totals) -> pd.DataFrame:
    """The three measures of one group, a row each."""
    rows = {measure: _measure(totals, measure) for measure in MEASURES}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("measure")


def _measure(totals: Totals, measure: str) -> dict[str, Any]:
    total = totals.measure(measure)
    ends = {end: as_float(known_number(totals, measure, end)) for end in (*ENDS, "of")}
    valued = in_units("contracts", totals.known(measure))
    return {**ends, "n_without_value": total.without_value, "n_ceilings": total.ceilings, "n_valued": valued}


def side_by_side(named: Iterable[tuple[Any, Totals]], name: str) -> pd.DataFrame:
    """Totals of several groups, a row each; columns are pairs of a measure and low, central, high or of."""
    groups = list(named)
    columns = pd.MultiIndex.from_product([MEASURES, [*ENDS, "of"]])
    rows = [[_measure(totals, measure)[end] for measure, end in columns] for _, totals in groups]
    index = pd.Index([key if key != "" else None for key, _ in groups], name=name, dtype=object, tupleize_cols=False)
    return pd.DataFrame(rows, index=index, columns=columns, dtype="float64")


def of_steps(steps: list[FunnelStep]) -> pd.DataFrame:
    """The steps of the funnel, a row each."""
    return pd.DataFrame(
        [
            {
                "stage": step.stage.value,
                "rule": step.rule or None,
                "label": step.label,
                **{measure: as_float(step_number(step, measure)) for measure in MEASURES},
            }
            for step in steps
        ]
    )
