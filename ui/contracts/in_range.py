"""The contracts that make the range: what is not known of each, what settles it, and what it makes of the range."""

from functools import partial

import pandas as pd

from output.contract_tables import range_table
from output.subject import Table
from output.text import plain
from policy.analysis.sensitivity import of_range_contracts
from policy.analysis.uncertainty import range_contracts
from policy.results.groups import Decisions
from policy.scenarios.scenario import Scenario
from ui.charts import chart_frame
from ui.contracts import tables
from ui.shell.cache import decided
from ui.shell.view import View

_FIRST = 100
"""Contracts that the page lists; the file has all."""


def draw(view: View, measure: str) -> None:
    """Draw the contracts that make the range, the largest part first, with the file of all of them."""
    table, size, words = view.cached(f"in range {measure}", partial(_first, measure=measure))
    if not size:
        return  # the title of the chart above says that nothing is open
    chart_frame.heading("The contracts that make the range", plain(words))
    # The file is computed on demand from the scenario: a session holds what its buttons refer to.
    of, every = view.totals.contracts.of // 1000, partial(_every, view.table, view.scenario, measure)
    tables.show(table, "range-contracts", view, "The contracts that make the range", (size, every), of=of)


def _first(decisions: Decisions, measure: str) -> tuple[pd.DataFrame, int, str]:
    found = range_contracts(decisions, measure)
    return range_table(found.at(slice(_FIRST)), measure), len(found), of_range_contracts(found)


def _every(table: Table, scenario: Scenario, measure: str) -> pd.DataFrame:
    return range_table(range_contracts(decided(table, scenario), measure), measure)
