"""Tables of contracts: what is shown of each, and the link to its published source."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from output.text import plain, web_address
from policy import formats
from policy.analysis.compare import stands
from policy.analysis.drill import LINE, NEAR, ON, behind, marks
from policy.coded import Bools, Rows
from policy.contracts import BY_NAME
from policy.results.ranking import annual_of, largest_rows, shares_of
from policy.results.report import number
from policy.results.sentences import expected, none_expected
from policy.results.totals import by, totals
from policy.rules import settings
from policy.rules.trigger import PERIODS
from ui.charts import chart_frame
from ui.shell import state
from ui.shell.files import csv_bytes, file_name
from ui.shell.view import View


def service_labels(view: View) -> dict[str, str]:
    """Names of services by id."""
    services = view.coded.services
    return dict(zip(services.index, services["label"], strict=True))


def contract_table(view: View, rows: Bools | Rows, *names: str) -> pd.DataFrame:
    """The chosen contracts with what returns of each, in pounds and shares; of the columns those named, else all."""
    decisions, frame = view.decisions, view.decisions.coded.frame
    positions = np.flatnonzero(rows) if rows.dtype == bool else rows.astype(np.intp)
    low, central, high = shares_of(decisions, positions)
    read: Callable[[str], Any] = lambda name: _cells(frame[name], positions)  # noqa: E731
    columns: dict[str, Callable[[], Any]] = {
        "Contract": lambda: read("title"),
        "Buyer": lambda: read("buyer").astype("str"),
        "Supplier": lambda: read("supplier").astype("str").fillna("Not named"),
        "Service": lambda: _services(view, positions),
        "Outcome": lambda: [stands(decisions, int(row)) for row in positions],
        "Share back": lambda: central / 1000,
        "Low": lambda: low / 1000,
        "High": lambda: high / 1000,
        "£ a year": lambda: read("annual_gbp"),
        "£ whole life": lambda: read("value_gbp"),
        "£ a year back": lambda: [number("annual_gbp", int(p)) for p in annual_of(decisions, positions).central],
        "Ends": lambda: read("latest_end_date").fillna(read("end_date")).dt.date,
        "Notice": lambda: read("notice_url"),
        "Id": lambda: read("contract_id"),
    }
    return pd.DataFrame({name: columns[name]() for name in names or columns}).set_axis(positions)


def _services(view: View, rows: Rows) -> list[str]:
    services, coded = view.coded.services["label"].array, view.decisions.coded
    return [services[code] if code >= 0 else "Not known" for code in coded.code("service", rows)]


def _cells(column: "pd.Series[Any]", rows: Rows) -> "pd.Series[Any]":
    """Read some cells; few texts are read one by one, since a take joins every piece of a large column first."""
    if column.dtype == "str" and len(rows) <= _FEW:
        return pd.Series([column.array[row] for row in rows], dtype="str")
    return column.iloc[rows].reset_index(drop=True)


MOST = 1_000
"""Rows that a table shows and a list offers; what goes beyond is chosen by a filter."""
_FEW = 2_000
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
) -> None:
    """Draw a table of contracts with its file; `said` names what it holds for those who do not see it.

    Where `table` is only the first of `size` rows, `every` gives them all, for the file.
    """
    size = size or len(table)
    if size > MOST:
        st.caption(f"The first {MOST:,} of {size:,} are shown; the file holds them all.")
    st.dataframe(
        _with_links(table.head(MOST)),
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
        file_name=file_name(name, view, "csv"),
        on_click="ignore",
        key=f"csv.{name}",
    )


def _with_links(table: pd.DataFrame) -> pd.DataFrame:
    """Keep of the notices those that are web addresses: the table makes a link of whatever it is given."""
    if "Notice" not in table:
        return table
    return table.assign(Notice=table["Notice"].map(lambda notice: web_address(notice) or None))


def largest(view: View, most: int = 10) -> None:
    """Draw the contracts with the most spend that returns, and the way to all of them."""
    names = ("Contract", "£ a year back", "Share back", "Ends", "Buyer", "Service", "Notice")
    table, back = view.kept(
        f"largest {most}",
        lambda made: (contract_table(view, largest_rows(made, most), *names), np.count_nonzero(made.shares[1])),
    )
    if table.empty:
        st.markdown("No contract comes back.")
        return
    chart_frame.heading(
        f"The {len(table)} largest contracts behind it",
        "Pounds a year that return, central estimate, with the published notice of each",
    )
    show(table, "largest", view, f"The {len(table)} contracts with the most spend that returns")
    st.page_link(
        "pages/contracts.py",
        label=f"All {back:,} contracts behind the answer",
        query_params={**state.link_query(), "column": "step", "value": "returns:"},
    )


def assessments(view: View) -> None:
    """Draw the table of services as the scenario reads it, with what returns of each."""
    services = view.decisions.coded.services
    [groups] = by(view.decisions, "service")
    rows = [
        (
            row["label"],
            row["group"].replace("_", " "),
            row["contact"],
            row["coercive"],
            row["echr_articles"] or "none",
            row["meets_pledge_definition"],
            row["named_in_pledge"],
            row["at_risk_groups"].replace("_", " ") or "none",
            groups[name].contracts.of // 1000 if name in groups else 0,
            number("contracts", groups[name].contracts.returns.central) if name in groups else 0,
        )
        for name, row in services.iterrows()
    ]
    names = [
        "Service",
        "Group",
        "Contact",
        "Coercive powers",
        "Articles at risk",
        "Relies on state protection",
        "Named in the pledge",
        "People at risk",
        "Contracts",
        "Back, central",
    ]
    table = pd.DataFrame(rows, columns=names)
    show(table, "assessments", view, "Every kind of service with its assessment and what returns of it")


FILTERS = {"step": "Where it stands", "service": "Service", "group": "Group of services", "buyer_kind": "Kind of buyer",
           "supplier_kind": "Kind of supplier", "buyer": "Buyer", "supplier": "Supplier", "year": "Year",
           "quarter": "Quarter", "region": "Region", "nation": "Nation", "instrument": "Form of contract",
           "line": "Distance to the threshold"}  # fmt: skip
"""What contracts can be chosen by, beside a text."""


def filters(view: View) -> tuple[Bools, str]:
    """Let the reader choose contracts by text and by one column; the choice is kept in the address."""
    decisions = view.decisions
    left, middle, right = st.columns([2, 2, 2])
    with left:
        find = _kept("find", st.text_input, "Find in title, buyer or supplier", "")
    with middle:
        column = _kept(
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
    count, annual = chosen.contracts.returns, chosen.annual_gbp.returns
    said = f"{int(rows.sum()):,} of {int(decisions.counted.sum()):,} counted contracts"
    if not expected(count):
        none = none_expected(chosen, "of these", "come back")
        return rows, f"{said}; {none[:1].lower()}{none[1:]}"
    worth = f", worth {formats.money(annual.central)} a year" if annual.central else ""
    return rows, f"{said}; of these about {formats.contracts(count.central)} come back{worth}"


def _chosen(view: View, column: str) -> Bools:
    """Let the reader choose a value of the column; all counted contracts where none is chosen."""
    names = {**value_names(view, column), _ALL: "All", state.NOT_STATED: "Not stated"}
    found = [value or state.NOT_STATED for value in marks(view.decisions, column)]
    if column not in ("step", *PERIODS):
        found.sort(key=lambda value: str(names.get(value, value)).lower())
    value = _kept(
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


_SUPPLIER_KINDS = {
    "private": "Private firms", "charity": "Charities", "mutual": "Mutuals", "joint_venture": "Joint ventures",
    "public": "Public bodies", "unknown": "Kind not known", "none": "No supplier named",
}  # fmt: skip


def value_names(view: View, column: str) -> dict[str, str]:
    """Names for a reader of the values of a column."""
    if column == "service":
        return service_labels(view)
    if column == "step":
        return {f"{step.stage.value}:{step.rule}": step.label for step in view.steps}
    if column == LINE:
        return {NEAR: "Within 5% of it", ON: "Exactly on it"}
    if column == "supplier_kind":
        return _SUPPLIER_KINDS
    if column == "buyer_kind":
        return dict(settings()["authorities.kinds"].param.options)
    levels = view.coded.levels.get(column, ())
    return {level: level.replace("_", " ").capitalize() for level in levels if BY_NAME[column].values}


def _kept(key: str, widget: Any, label: str, start: str, **options: Any) -> str:
    """Draw a filter whose value lives in the address; a value that is no option falls back to the start."""
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
    table = contract_table(view, few)
    if table.empty:
        st.markdown("No contract meets all of this. Take one of the filters away.")
        return
    kept = [
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
        "£ a year back",
        "Notice",
        "Id",
    ]
    show(table[kept], "contracts", view, said)
    names = {row["Id"]: formats.titled(row["Contract"], row["Buyer"]) for _, row in table.iterrows()}
    _kept(
        "contract",
        st.selectbox,
        "Open a contract",
        "",
        options=["", *names],
        format_func=lambda name: names.get(name, "Choose one to see why it stands where it does"),
    )
