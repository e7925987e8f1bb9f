"""Tables of contracts as a reader sees and filters them, each row with a link to its published source."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from output.contract_tables import assessments_table, contract_table, value_names, with_safe_links
from output.subject import csv_bytes
from output.text import plain
from policy import formats
from policy.analysis.drill import STEP, behind, marks
from policy.coded import Bools
from policy.results.ranking import annual_of, largest_rows
from policy.results.sentences import expected, none_expected, worth
from policy.results.totals import by, totals
from policy.rules.trigger import PERIODS
from ui.charts import chart_frame
from ui.shell import state
from ui.shell.view import View

MOST = 1_000
"""Rows that a table shows and a list offers at most; a filter brings up the others."""
_COLUMNS = {
    "Contract": st.column_config.TextColumn(width="large"),
    "Notice": st.column_config.LinkColumn(display_text="Notice"),
    "£ a year": st.column_config.NumberColumn(format="£%,.0f"),
    "£ whole life": st.column_config.NumberColumn(format="£%,.0f"),
    "£ a year back": st.column_config.NumberColumn(format="£%,.0f"),
    # The sign would follow the pound, and the heading has it.
    "£ a year back, change": st.column_config.NumberColumn(format="%,.0f"),
    "Share back": st.column_config.NumberColumn(format="percent"),
    "Low": st.column_config.NumberColumn(format="percent"),
    "High": st.column_config.NumberColumn(format="percent"),
}


def show(
    table: pd.DataFrame,
    name: str,
    view: View,
    said: str,
    every: Callable[[], pd.DataFrame] | None = None,
    size: int = 0,
    of: int | None = None,
) -> None:
    """Draw a table of contracts with its file; `said` is the text for readers who do not see it.

    Where `table` is only the first of `size` rows, `every` gives them all, for the file; `of` is the number of rows
    from which they are chosen.
    """
    size = size or len(table)
    if size > MOST:
        st.caption(f"The first {MOST:,} of {size:,} are shown; the file holds them all.")
    st.dataframe(
        with_safe_links(table.head(MOST)),
        hide_index=True,
        column_config=_COLUMNS,
        alt=said,
        placeholder="not known",
        height=min(430, 38 + 35 * max(len(table), 1)),
    )
    st.download_button(
        f"CSV, {size:,} rows",
        data=lambda: csv_bytes(every() if every else table),
        mime="text/csv",
        type="tertiary",
        file_name=view.subject.file_name(name, "csv", size, of),
        on_click="ignore",
        key=f"csv.{name}",
    )


def largest(view: View, most: int = 10) -> None:
    """Draw the contracts with the most spend that returns, and a link to all of them."""
    names = ("Contract", "£ a year back", "Value", "Share back", "Ends", "Buyer", "Service", "Notice")
    table, back = view.cached(
        f"largest {most}",
        lambda decisions: (
            contract_table(decisions, largest_rows(decisions, most), *names),
            int(decisions.outcome.cells.contracts[decisions.outcome.shares[1] > 0].sum()),
        ),
    )
    if table.empty:
        st.markdown("No contract comes back.")
        return
    chart_frame.heading(
        f"The {len(table)} largest contracts behind it",
        "Pounds a year that return, central estimate, with the published notice of each",
    )
    show(table, "largest", view, f"The {len(table)} contracts with the most spend that returns", of=back)
    st.page_link(
        "pages/contracts.py",
        label=f"All {back:,} contracts behind the answer",
        query_params={**state.link_query(), "column": "step", "value": "returns:"},
    )


def assessments(view: View) -> None:
    """Draw the table of services as the scenario reads it, with what returns of each."""
    services = view.decisions.coded.services
    [groups] = by(view.decisions, "service")
    table = assessments_table(services, groups)
    show(table, "assessments", view, "Every kind of service with its assessment and what returns of it")


FILTERS = {"step": "Where it stands", "service": "Service", "group": "Group of services", "buyer_kind": "Kind of buyer",
           "supplier_kind": "Kind of supplier", "buyer": "Buyer", "company": "Company", "supplier": "Supplier",
           "year": "Year",
           "quarter": "Quarter", "region": "Region", "nation": "Nation", "instrument": "Form of contract",
           "line": "Distance to the threshold"}  # fmt: skip
"""What contracts can be chosen by, beside a text."""


def filters(view: View) -> tuple[Bools, str]:
    """Let the reader filter contracts by text and by one column, kept in the address; gives a mask and a sentence."""
    decisions = view.decisions
    left, middle, right = st.columns([2, 2, 2])
    with left:
        find = _filter("find", st.text_input, "Find in title, buyer or supplier", "")
    with middle:
        column = _filter(
            "column",
            st.selectbox,
            "Choose by",
            "",
            options=["", *FILTERS],
            format_func=lambda name: FILTERS.get(name, "Nothing"),
        )
    rows = decisions.counted.copy()
    with right:
        if column:
            rows &= _chosen(view, column)
    if find:
        rows &= _found(view, find)
    chosen = totals(decisions, rows)
    count = chosen.contracts.returns
    said = f"{int(rows.sum()):,} of {int(decisions.counted.sum()):,} counted contracts"
    if not expected(count):
        none = none_expected(chosen, "of these", "come back")
        return rows, f"{said}; {none[:1].lower()}{none[1:]}"
    value, rest = worth(chosen)
    return rows, f"{said}; of these about {formats.contracts(count.central)}{value} come back{rest}"


def _chosen(view: View, column: str) -> Bools:
    """Let the reader choose a value of the column; all counted contracts where none is chosen."""
    names = {**_names(view, column), _ALL: "All", state.NOT_STATED: "Not stated"}
    found = [value or state.NOT_STATED for value in marks(view.decisions, column)]
    if column not in ("step", *PERIODS):
        found.sort(key=lambda value: str(names.get(value, value)).lower())
    value = _filter(
        "value",
        st.selectbox,
        FILTERS[column],
        _ALL,
        options=[_ALL, *found],
        format_func=lambda name: names.get(name, name),
    )
    if value == _ALL:
        return view.decisions.counted
    return behind(view.decisions, column, "" if value == state.NOT_STATED else value)


_ALL = "all"


def _names(view: View, column: str) -> dict[str, str]:
    """Names of what contracts can be chosen by in a column."""
    if column == STEP:
        return {f"{step.stage.value}:{step.rule}": step.label for step in view.steps}
    return value_names(view.coded, column)


def _filter(key: str, widget: Any, label: str, start: str, **options: Any) -> str:
    """Draw a filter whose value is in the address; a value that is not among the options falls back to `start`."""
    name, value = f"page.{key}", state.page_value(key, start)
    allowed = options.get("options", [value])
    state.seed(name, value if value in allowed else start if start in allowed else allowed[0])
    widget(label, key=name, on_change=lambda: state.choose(key, state.held(name)), **options)
    return str(state.held(name))


def _found(view: View, text: str) -> Bools:
    frame = view.decisions.coded.frame
    found = [
        frame[name].astype("str").str.contains(text, case=False, regex=False, na=False)
        for name in ("title", "buyer", "supplier", "contract_id")
    ]
    return np.any([column.to_numpy() for column in found], axis=0)


def contracts(view: View, rows: Bools, said: str) -> None:
    """Draw the chosen contracts; choosing one opens it."""
    st.markdown(plain(said))
    few = rows.nonzero()[0]
    if len(few) > MOST:
        few = few[np.argsort(-annual_of(view.decisions, few).value, kind="stable")[:MOST]]
        st.caption(f"The {MOST:,} with the most spend a year are listed; a filter brings up the others.")
    table = contract_table(view.decisions, few)
    if table.empty:
        st.markdown("No contract meets all of this. Take one of the filters away.")
        return
    columns = [
        "Contract",
        "Outcome",
        "£ a year",
        "Share back",
        "Low",
        "High",
        "Ends",
        "Buyer",
        "Supplier",
        "Service",
        "£ whole life",
        "Value",
        "£ a year back",
        "Notice",
        "Id",
    ]
    show(table[columns], "contracts", view, said, of=int(view.decisions.counted.sum()))
    names = {row["Id"]: formats.titled(row["Contract"], row["Buyer"]) for _, row in table.iterrows()}
    _filter(
        "contract",
        st.selectbox,
        "Open a contract",
        "",
        options=["", *names],
        format_func=lambda name: names.get(name, "Choose one to see why it stands where it does"),
    )
