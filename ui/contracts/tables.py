"""Tables of contracts as a reader sees and filters them, each row with a link to its published source."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from output.contract_tables import (
    CEILING,
    assessments_table,
    contract_table,
    largest_words,
    may_return,
    value_names,
    with_safe_links,
)
from output.text import plain, plotly_text
from policy import formats
from policy.analysis.drill import STEP, behind, marks
from policy.bounds import cut
from policy.coded import Bools
from policy.results.groups import Decisions
from policy.results.ranking import annual_of, largest_rows
from policy.results.sentences import expected, none_expected, worth
from policy.results.totals import by, totals
from policy.rules.trigger import PERIODS, Window
from policy.scope.fields import FIELDS, Asks
from ui.charts import chart_frame, taking
from ui.contracts import columns
from ui.controls import page_input, scope_line
from ui.shell import state
from ui.shell.view import View
from ui.shell.window import is_narrow

MOST = 1_000
"""Rows that a table shows and a list offers at most; a filter brings up the others."""
PRINTED = 40
"""Rows that a printer gets of a table: two or so pages."""
_NOT_ON_PAPER = ("Id", "Notice", "Value", "Service", "Share back", "Low", "High", "£m whole term",
                 "Range, £m whole term")  # fmt: skip
"""Columns of contracts for which a page has no room; the file has them."""


def show(
    table: pd.DataFrame,
    name: str,
    view: View,
    alternative: str,
    every: tuple[int, Callable[[], pd.DataFrame]] | None = None,
    *,
    of: int | None = None,
    choose: Callable[[int], None] | None = None,
) -> None:
    """Draw a table of contracts with its file; `alternative` is the text for readers who do not see it.

    Where `table` is only the first rows, `every` says how many there are and gives them all, for the file; `of` is the
    number of rows from which they are chosen. A row that is ticked opens its contract on the page of contracts, or is
    given to `choose` by its place; the label of a row is the position of its contract.
    """
    size, whole = every or (len(table), lambda: table)
    opens = "Contract" in table
    if size > (shown_rows := min(len(table), MOST)):
        st.caption(f"The first {shown_rows:,} of {size:,} are shown; the file holds them all.")
    if opens and not choose:
        _tick(name, "Tick a row to open its contract.")
    narrow, considered = is_narrow(name), view.scenario.preset.considers
    drawn = _with_notices(_in_millions(with_safe_links(table.head(MOST))))
    row = columns.row_height(table, narrow=narrow)
    shown: dict[str, Any] = {
        "hide_index": True,
        "column_config": columns.config(drawn, narrow=narrow, considered=considered),
        "column_order": columns.order([*drawn], narrow=narrow),
        "alt": alternative,
        "placeholder": "not known",
        "height": columns.table_height(len(table), row),
        "row_height": row,
    }
    if opens:
        key = f"rows.{name}"
        taken = (lambda: _choose(key, choose)) if choose else "rerun"
        shown |= {"key": key, "selection_mode": "single-row", "on_select": taken}
    event = st.dataframe(columns.with_minus(columns.fitted(drawn, narrow=narrow, considered=considered)), **shown)
    if opens and not choose and (rows := event["selection"]["rows"]):
        _open(view, int(table.index[rows[0]]))
    st.html(on_paper(drawn, size, columns.CONSIDERED if considered else {}))
    what = "Contracts, a row each, and what becomes of each" if "Contract" in table else "Kinds of service, a row each"
    about = taking.taken_of_table(name, alternative, what, view)
    taking.offer_table(name, view, (size, of), lambda: about(whole(), of))


def _tick(name: str, words: str) -> None:
    """Say what a row does when it is ticked, which is nothing on paper."""
    with st.container(key=f"screen-{name}"):
        st.caption(words)


def on_paper(table: pd.DataFrame, size: int, headings: Mapping[str, str]) -> str:
    """Write the first rows for the printer, which a screen does not show: of a grid a printer sees what a screen does.

    `size` is how many rows there are; `headings` are those of columns that are not headed by their names.
    """
    rows = table.head(PRINTED).drop(columns=[*_NOT_ON_PAPER] if "Contract" in table else [], errors="ignore")
    head = "".join(_head(headings.get(str(name), str(name)), rows[name]) for name in rows)
    body = "".join(
        f"<tr>{''.join(_on_paper(str(name), value) for name, value in zip(rows, row, strict=True))}</tr>"
        for row in rows.itertuples(index=False)
    )
    more = f"<p>The first {PRINTED} of {size:,} rows; the file holds them all.</p>" if size > PRINTED else ""
    return f"<div class='on-paper'><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}</div>"


def _head(words: str, column: "pd.Series[Any]") -> str:
    """Put a heading over its figures where these stand, at the right."""
    right = "" if column.map(lambda value: isinstance(value, str)).any() else " class='number'"
    return f"<th{right}>{plotly_text(words)}</th>"


def _on_paper(name: str, value: Any) -> str:
    if isinstance(value, str):
        return f"<td>{plotly_text(value)}</td>"
    if value is None or pd.isna(value):
        return "<td>not known</td>"
    if isinstance(value, date):
        return f"<td class='number'>{value:%m/%Y}</td>"
    return f"<td class='number'>{columns.figure(name, value)}</td>"


def _in_millions(table: pd.DataFrame) -> pd.DataFrame:
    """Show pounds in millions, under a heading that says so; what returns of a value that is not known is not known.

    Nor is it known where there is only a ceiling, which no figure takes for spend; the file has the ceiling.
    """
    if "Value" in table:
        spent = table["Value"] != CEILING
        table = table.assign(
            **{name: table[name].where(spent) for name in ("£ a year", "£ whole life") if name in table}
        )
    if {"£ a year", "£ a year back"} <= {*table}:
        table = table.assign(**{"£ a year back": table["£ a year back"].where(table["£ a year"].notna())})
    millions = {name: table[name] / 1e6 for name in columns.MILLIONS if name in table}
    return table.assign(**millions).rename(columns=columns.MILLIONS)


def _with_notices(table: pd.DataFrame) -> pd.DataFrame:
    """Leave out the notices where no row has one, as of a register of one's own: there is none that is not known."""
    return table.drop(columns="Notice") if "Notice" in table and table["Notice"].isna().all() else table


def _choose(key: str, choose: Callable[[int], None]) -> None:
    if rows := state.held(key)["selection"]["rows"]:
        choose(rows[0])


def _open(view: View, row: int) -> None:
    """Go to a contract on the page of contracts; what this page shows goes along, for whoever comes back to it."""
    identity = str(view.table.coded.frame["contract_id"].iloc[row])
    query = {**state.link_query(), **state.page_query(), "contract": identity}
    st.switch_page("pages/contracts.py", query_params=query)


def largest(view: View, most: int = 10) -> None:
    """Draw the contracts with the most spend that returns, and a link to all of them."""
    names = ("Contract", "£ a year back", "Value", "Ends", "Outcome", "Buyer", "Service", "Notice")
    table, back = view.cached(
        f"largest {most}",
        lambda decisions: (contract_table(decisions, largest_rows(decisions, most), *names), may_return(decisions)),
    )
    if not back:
        st.markdown(plain(f"No contract would {view.scenario.preset.verb}."))
        return
    if table.empty:
        certain = f"No contract is certain to {view.scenario.preset.verb}"
        st.markdown(plain(f"{certain}, and the central estimate takes none of those that may."))
    else:
        _ten(table, view, back)
    st.page_link(
        "pages/contracts.py",
        label=f"All {back:,} contracts in the answer, certain or possible" if back > 1 else "The contract in the list",
        query_params={**state.link_query(), "column": "step", "value": "returns:"},
    )


def _ten(table: pd.DataFrame, view: View, back: int) -> None:
    chart_frame.heading(
        f"{largest_words(len(table), back)} behind it",
        f"Millions of pounds a year {view.scenario.preset.counts_as}, central estimate, each with its notice or where "
        "it was read",
    )
    show(table, "largest", view, "The contracts with the most spend that returns", of=back)


def assessments(view: View) -> None:
    """Draw the table of services as the scenario reads it, with what returns of each."""
    services = view.decisions.coded.services
    [groups] = by(view.decisions, "service")
    table = assessments_table(services, groups)
    first = ["Service", "Contracts", "Back, central"]
    table = table[[*first, *table.columns.drop(first)]]
    show(table, "assessments", view, "Every kind of service with its assessment and what returns of it")


FILTERS = {
    "step": "Where it stands",
    "year": "Year in which it ends",
    "quarter": "Quarter in which it ends",
    "instrument": "Form of contract",
    "line": "Distance to the threshold",
}
"""What contracts can be chosen by, beside a text and what is looked at on every page."""
_OF_SCOPE = {field.column: field.label for field in FIELDS.values() if field.asks is Asks.NAMES}
"""Columns that the scope asks about, and that older links name."""
_ASKED = {**_OF_SCOPE, "supplier": "Supplier", **FILTERS}


def filters(view: View) -> tuple[Bools, str]:
    """Let the reader filter contracts by text and by one column, kept in the address; gives a mask and a sentence."""
    decisions = view.decisions
    left, middle, right = st.columns([2, 2, 2])
    asked = state.page_value("column")
    again = view.scenario.rule(Window).lets_again()  # the box stays with the session, and would hold the view
    with left:
        find = _filter("find", st.text_input, "Find in title, buyer or supplier", "")
    with middle:
        column = _filter(
            "column",
            st.selectbox,
            "Narrow this list by",
            "",
            options=["", *FILTERS, *([asked] if asked in _ASKED and asked not in FILTERS else [])],
            format_func=lambda name: _asked_words(name, again=again) or "Choose what",
        )
    rows = decisions.counted.copy()
    with right:
        if column:
            rows &= _chosen(view, column)
        elif value := state.page_value("value"):
            st.warning(f"{plain(cut(value))} in the address belongs to no column, and nothing is chosen by it.")
    if find:
        rows &= _holding(view, find)
    return rows, _chosen_words(decisions, rows)


def _asked_words(column: str, *, again: bool) -> str:
    """Name what contracts can be chosen by; the year is that of a bar, in which some may end for the second time."""
    return f"{_ASKED.get(column, '')}{', or ends again where let once more' if again and column in PERIODS else ''}"


def _chosen_words(decisions: Decisions, rows: Bools) -> str:
    """Say how many counted contracts are chosen, and what of them returns; of all of them the headline says that."""
    counted, size = int(decisions.counted.sum()), int(rows.sum())
    every = formats.some(counted, "counted contract")
    if size == counted:
        return every
    chosen, verb = totals(decisions, rows), decisions.scenario.preset.verb
    if not expected(chosen):
        return f"{size:,} of {every}; {formats.inner(none_expected(chosen, 'of these', verb))}"
    returns, (value, rest) = chosen.contracts.returns, worth(chosen)
    about = "" if returns.low == returns.high else "about "
    back = f"{about}{formats.contracts(returns.central)}{value} would {verb}"
    return "; ".join(filter(None, (f"{size:,} of {every}", f"of these {back}", rest)))


def _chosen(view: View, column: str) -> Bools:
    """Let the reader choose a value of the column; all counted contracts where none is chosen."""
    names = {**_names(view, column), _ALL: "All", state.NOT_STATED: "Not stated"}
    values = [value or state.NOT_STATED for value in marks(view.decisions, column)]
    if column not in ("step", *PERIODS):
        values.sort(key=lambda value: str(names.get(value, value)).lower())
    value = _filter(
        "value",
        st.selectbox,
        _asked_words(column, again=view.scenario.rule(Window).lets_again()),
        _ALL,
        options=[_ALL, *values],
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
    stands = value if value in allowed else start if start in allowed else allowed[0]
    if key != "contract":  # which need not be in the list, and is drawn or missed by itself
        page_input.say_no_choice(label, value, allowed, options.get("format_func", str)(stands) if stands else "none")
    state.seed(name, stands)
    widget(label, key=name, on_change=lambda: state.choose(key, state.held(name)), **options)
    return str(state.held(name))


def _holding(view: View, text: str) -> Bools:
    frame = view.decisions.coded.frame
    holding = [
        frame[name].astype("str").str.contains(text, case=False, regex=False, na=False)
        for name in ("title", "buyer", "supplier", "contract_id")
    ]
    return np.any([column.to_numpy() for column in holding], axis=0)


LISTED = [
    "Contract",
    "Outcome",
    "£ a year",
    "Ends",
    "Buyer",
    "Supplier",
    "Service",
    "Value",
    "£ a year back",
    "Share back",
    "Low",
    "High",
    "£ whole life",
    "Notice",
    "Id",
]
"""Every column of `contract_table`, in the order of the file; a screen has an order of its own (`columns.order`)."""


def contracts(view: View, rows: Bools, words: str) -> None:
    """Draw the chosen contracts; choosing one opens it."""
    with st.container(key="listed"):
        st.markdown(plain(words))
    few = rows.nonzero()[0]
    spend = annual_of(view.decisions, few)
    few = few[np.lexsort((-spend.value, -spend.central))[:MOST]]
    if int(rows.sum()) > MOST:
        st.caption(
            f"The {MOST:,} with the most spend {view.scenario.preset.counts_as} are listed; a filter brings up the "
            "others."
        )
    table = contract_table(view.decisions, few)
    if table.empty:
        if view.is_empty:
            scope_line.nothing(view)
        else:
            st.markdown("No contract meets all of this. Take one of the filters away.")
        return
    sorted_by = f"Sorted by the spend a year {view.scenario.preset.counts_as}."
    _tick("contracts", f"{sorted_by} Tick a row to open its contract below.")
    show(
        table[LISTED],
        "contracts",
        view,
        words,
        of=int(view.decisions.counted.sum()),
        choose=lambda place: state.set_page_value("contract", str(table["Id"].iloc[place])),
    )
    titles = {row["Id"]: formats.titled(row["Contract"], row["Buyer"]) for _, row in table.iterrows()}
    _filter(
        "contract",
        st.selectbox,
        "Open a contract",
        "",
        options=["", *titles],
        format_func=lambda name: titles.get(name, "Choose one to see why it stands where it does"),
        filter_mode="contains",
    )
