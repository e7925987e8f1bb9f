"""When contracts fall due: a yearly limit on what can be taken in house, and what ends soon."""

import pandas as pd
import streamlit as st

from policy.capacity import Year, under_limit
from policy.findings import figure
from policy.report import number
from policy.sentence import measures
from policy.summary import totals
from policy.wording import day
from ui import calendar_file, charts, palette, tables
from ui.cache import decided
from ui.chart import Chart, show
from ui.files import file_name
from ui.frame import View
from ui.text import plain

MONTHS = (12, 24, 36)
_LIMITS = {"contracts": ("contracts a year", 1000), "annual_gbp": ("£ million of yearly spend a year", 100_000_000)}
_START = {"contracts": 20, "annual_gbp": 200}


def limit(view: View) -> None:
    """Draw what a yearly limit does: what is taken in house each year, and what waits."""
    left, right = st.columns([2, 2])
    with left:
        measure = st.radio("Limit capacity by", list(_LIMITS), format_func=lambda name: _LIMITS[name][0],
                           key="page.limit.by", horizontal=True)  # fmt: skip
    with right:
        label = f"At most, {_LIMITS[measure][0]}"
        most = st.number_input(label, 1, 100_000, _START[measure], key=f"page.limit.{measure}")
    years = under_limit(view.decisions, measure, int(most) * _LIMITS[measure][1])
    show(_limited(years, measure, f"{int(most):,} {_LIMITS[measure][0]}"), view)


def _limited(years: list[Year], measure: str, said: str) -> Chart:
    bars = [charts.Bar(str(y.year), y.taken, y.taken, y.taken, figure(measure, y.taken, short=True)) for y in years]
    unit = "contracts" if measure == "contracts" else "£ a year"
    table = pd.DataFrame(
        [(str(y.year), *(number(measure, value) for value in (y.due, y.taken, y.waiting))) for y in years],
        columns=["Year", f"Falls due, {unit}", f"Taken in house, {unit}", f"Waiting at the end, {unit}"],
    )
    drawn = charts.years(bars, palette.current(), lambda value: figure(measure, round(value), short=True))
    return Chart("limited", _finding(years, measure), f"Taken in house by year with at most {said}, central estimate",
                 drawn, table, "a contract that waits is taken as let on the same terms")  # fmt: skip


def _finding(years: list[Year], measure: str) -> str:
    if not years:
        return "No return has a known date"
    longest = max(years, key=lambda year: year.waiting)
    if not longest.waiting:
        return "The limit holds nothing back"
    cleared = next(year.year for year in reversed(years) if year.taken)
    return f"Up to {figure(measure, longest.waiting)} wait, and the last is taken in {cleared}"


def soon(view: View) -> None:
    """Offer the contracts that end soon as rows and as a calendar."""
    months = int(st.segmented_control("Ending within", MONTHS, default=MONTHS[0], format_func=lambda n: f"{n} months",
                                      key="page.months", required=True))  # fmt: skip
    rows = calendar_file.ending(view, months)
    table = tables.contract_table(view, rows).sort_values("Ends", kind="stable")
    today = view.table.dataset.as_of
    said = f"{len(table)} contracts that the policy would assess end in the {months} months after {day(today)}"
    st.markdown(f"{plain(said)}, those that end before the policy starts among them.")
    if table.empty:
        return
    kept = ["Contract", "Ends", "Buyer", "Supplier", "Outcome", "£ a year", "Notice"]
    tables.show(table[kept], "ending", view, said)
    st.download_button("Calendar file", data=lambda: calendar_file.calendar(table, today), mime="text/calendar",
                       file_name=file_name(f"ending-{months}-months", view, "ics"), on_click="ignore", type="tertiary",
                       key="ics", help="The end of each contract as a day in your diary")  # fmt: skip


def ends(view: View) -> None:
    """Say what the other way of counting ends would give."""
    other = {"first": "after_extensions", "after_extensions": "first"}[view.scenario.values["window.end"]]
    words = {"first": "first end", "after_extensions": "end after extensions"}
    changed = totals(decided(view.table, view.scenario.having("window.end", other)))
    said = "; ".join(f"{label.lower()} {central} ({spread})" for label, central, spread in measures(changed))
    st.markdown(plain(f"Counting the {words[other]} instead: {said}."))

