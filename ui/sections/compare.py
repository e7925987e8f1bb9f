"""Scenarios side by side: their figures, the settings that differ, and how far they agree on contracts."""

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from output import comparison
from output.charts.comparison import ranges_chart
from output.comparison import Compared
from output.subject import Table, csv_bytes
from output.text import plain
from policy.scenarios.scenario import Scenario
from ui.charts.chart_frame import show
from ui.shell.cache import decided
from ui.shell.theme import palette
from ui.shell.view import View


def side_by_side(view: View, compared: Sequence[Compared], measure: str) -> None:
    """Draw the scenarios as bars with their ranges, and all three measures with the settings that differ."""
    if not compared:
        st.markdown("Choose the scenarios to compare.")
        return
    st.header("Side by side", anchor=False)
    show(ranges_chart(compared, measure, palette()), view)
    rows = [[plain(cell) for cell in row] for row in comparison.figures_and_settings(compared)]
    rows.append(["Open in a new tab", *(f"[The whole answer](./?{one.link})" for one in compared)])
    table = pd.DataFrame(rows, columns=["Measure or setting", *(plain(one.name) for one in compared)])
    st.subheader("Figures, and the settings that differ", anchor=False)
    st.table(table, hide_index=True, border="horizontal", alt="Measures with ranges, and settings that differ")
    # A session holds what its buttons refer to: this small table, and not every decision of every scenario.
    file = comparison.scenarios_table(compared)
    st.download_button(
        "CSV of this comparison",
        data=lambda: csv_bytes(file),
        mime="text/csv",
        file_name=view.subject.file_name("comparison", "csv"),
        on_click="ignore",
        type="tertiary",
        key="csv.comparison",
    )


def agreement(view: View, compared: Sequence[Compared]) -> None:
    """Say how many contracts come back under every scenario, under one alone, and under some."""
    st.header("Which contracts they share", anchor=False)
    sentence, table = comparison.agreement(compared)
    st.markdown(plain(sentence))
    st.table(
        table.assign(**{"Comes back": table["Comes back"].map(plain)}),
        hide_index=True,
        border="horizontal",
        alt="How many contracts come back under all scenarios, under one alone, and under any",
    )
    st.download_button(
        "CSV of every contract under each scenario",
        mime="text/csv",
        type="tertiary",
        data=partial(_every_contract, view.table, [(one.name, one.scenario) for one in compared]),
        on_click="ignore",
        file_name=view.subject.file_name("contracts-by-scenario", "csv"),
        key="csv.every",
    )


def _every_contract(table: Table, scenarios: Sequence[tuple[str, Scenario]]) -> bytes:
    return csv_bytes(comparison.every_contract({name: decided(table, scenario) for name, scenario in scenarios}))
