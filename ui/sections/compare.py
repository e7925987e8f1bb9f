"""Scenarios side by side: their figures, the settings that differ, and how far they agree on contracts."""

from collections.abc import Sequence
from functools import partial
from urllib.parse import urlencode

import numpy as np
import pandas as pd
import streamlit as st

from output import charts, palette
from output.text import plain
from policy.analysis.compare import differences, overlap, stands
from policy.analysis.drill import STEP
from policy.results.findings import of_scenarios
from policy.results.report import number, plain_range
from policy.results.sentences import measures
from policy.results.totals import MEASURES
from policy.scenarios.links import to_query
from policy.scenarios.scenario import Scenario
from ui.charts.chart_frame import Chart, show
from ui.charts.views import KEY, SAID, bar, groups_table
from ui.controls.compared import Side
from ui.shell.cache import Table, decided
from ui.shell.files import csv_bytes, file_name
from ui.shell.view import View


def side_by_side(view: View, sides: Sequence[Side], measure: str) -> None:
    """Draw the scenarios as bars with their ranges, and all three measures with the settings that differ."""
    if not sides:
        st.markdown("Choose the scenarios to compare.")
        return
    st.header("Side by side", anchor=False)
    show(_ranges(sides, measure), view)
    rows = [[plain(cell) for cell in row] for row in _rows(sides)]
    rows.append(["Open in a new tab", *(f"[The whole answer](./?{_link(side)})" for side in sides)])
    table = pd.DataFrame(rows, columns=["Measure or setting", *(plain(side.name) for side in sides)])
    st.subheader("Figures, and the settings that differ", anchor=False)
    st.table(table, hide_index=True, border="horizontal", alt="Measures with ranges, and settings that differ")
    plain_rows = _plain_rows(sides)  # a session holds on to what its buttons hold, and a side holds every decision
    st.download_button(
        "CSV of this comparison",
        data=lambda: csv_bytes(plain_rows),
        mime="text/csv",
        file_name=file_name("comparison", view, "csv"),
        on_click="ignore",
        type="tertiary",
        key="csv.comparison",
    )


def _link(side: Side) -> str:
    return urlencode(to_query(side.scenario))


def _ranges(sides: Sequence[Side], measure: str) -> Chart:
    bars = [bar(side.name, side.name, side.totals, measure) for side in sides]
    considered = [f"“{side.name}”" for side in sides if "considered" in side.scenario.preset.verb]
    note = f"under {' and '.join(considered)} the figure is what must be considered" if considered else ""
    totals = {side.name: side.totals for side in sides}
    return Chart(
        "scenarios",
        of_scenarios(list(totals.items()), measure),
        f"{SAID[measure]} back in house under each scenario. {KEY}",
        charts.ranked(bars, palette.current()),
        groups_table("Scenario", totals, {}, measure),
        note,
        column=STEP,
        marks={side.name: side.name for side in sides},
        scenarios={side.name: to_query(side.scenario) for side in sides},
    )


def _rows(sides: Sequence[Side]) -> list[list[str]]:
    said = [list(measures(side.totals)) for side in sides]
    rows = [[label, *(f"{side[i][1]} ({side[i][2]})" for side in said)] for i, (label, *_) in enumerate(said[0])]
    return rows + [[found.label, *found.words] for found in differences([side.scenario for side in sides])]


def _plain_rows(sides: Sequence[Side]) -> pd.DataFrame:
    """One row a scenario: its link, its figures with their ranges, and every setting that differs."""
    differ = differences([side.scenario for side in sides])
    rows = []
    for place, side in enumerate(sides):
        row: dict[str, object] = {"scenario": side.name, "link": f"?{_link(side)}"}
        row["fingerprint"] = side.scenario.fingerprint()
        for measure in MEASURES:
            total = side.totals.measure(measure)
            row |= {f"{measure}_{end}": value for end, value in plain_range(measure, total.returns).items()}
            row[f"{measure}_of"] = number(measure, total.of)
        rows.append(row | {found.key: found.words[place] for found in differ})
    return pd.DataFrame(rows)


def agreement(view: View, sides: Sequence[Side]) -> None:
    """Say how many contracts come back under every scenario, under one alone, and under some."""
    sure, may = (overlap([getattr(side.decisions, end) > 0 for side in sides]) for end in ("low", "high"))
    st.header("Which contracts they share", anchor=False)
    every = f"{sure.under_all:,} contracts certainly come" if sure.under_all else "No contract certainly comes"
    st.markdown(
        f"{every} back, in full or in part, under {'both' if len(sides) == 2 else f'all {len(sides)}'} "
        f"scenarios; {sure.under_any:,} certainly do under at least one."
    )
    names = [f"Under “{plain(side.name)}” alone" for side in sides]
    rows = [("Under all", sure.under_all, may.under_all), *zip(names, sure.only, may.only, strict=True)]
    if len(sides) > 2:
        rows.append(("Under some, not all", sure.some, may.some))
    rows.append(("Under at least one", sure.under_any, may.under_any))
    table = pd.DataFrame(rows, columns=["Comes back", "Certainly", "Certainly or not decided"])
    st.table(
        table,
        hide_index=True,
        border="horizontal",
        alt="How many contracts come back under all scenarios, under one alone, and under any",
    )
    st.download_button(
        "CSV of every contract under each scenario",
        mime="text/csv",
        type="tertiary",
        data=partial(_every_contract, view.table, [(side.name, side.scenario) for side in sides]),
        on_click="ignore",
        file_name=file_name("contracts-by-scenario", view, "csv"),
        key="csv.every",
    )


def _every_contract(contracts: Table, sides: Sequence[tuple[str, Scenario]]) -> bytes:
    """One row a contract: where it stands under each scenario and what share of it returns, central."""
    made = {name: decided(contracts, scenario) for name, scenario in sides}
    rows = np.flatnonzero(np.any([decisions.counted for decisions in made.values()], axis=0))
    table = contracts.coded.frame[["contract_id", "title", "buyer", "notice_url"]].iloc[rows].astype("str")
    for name, decisions in made.items():
        table[name] = [stands(decisions, int(row)) for row in rows]
        table[f"{name}, share back"] = decisions.central[rows] / 1000
    return csv_bytes(table)
