"""When contracts fall due: a yearly limit on what can be taken in house, and what ends soon."""

import numpy as np
import pandas as pd
import streamlit as st

from output.calendar import calendar
from output.charts.timeline import LIMITS, MOST_LIMITED, SPLITS, Limit, limited_chart, split_chart, split_of
from output.contract_tables import contract_table
from output.text import plain
from policy.analysis.capacity import REST, under_limit
from policy.coded import NO_DAY, Bools
from policy.formats import capital, day, some
from policy.measures import MEASURE_LABELS
from policy.results.findings import coverage, with_range
from policy.results.totals import totals
from policy.rules.trigger import Window, day_number, years_after
from ui.charts.chart_frame import show
from ui.charts.taking import file_button
from ui.contracts import tables
from ui.controls import page_input
from ui.shell.cache import decided
from ui.shell.theme import palette
from ui.shell.view import View

MONTHS = (12, 24, 36)
_BEFORE_TOO = "including those that end before the policy starts"


def by_whom_and_where(view: View, measure: str) -> None:
    """Let the reader split the years by buyer or place, and draw the map of both."""
    column = page_input.one_of("split", "Each year by", SPLITS)
    if column == "none":
        return
    split, colours = split_of(view, column, measure), palette()
    show(split_chart(split, colours), view, draw=lambda alternative: st.html(split.shown().html(colours, alternative)))


def limit(view: View) -> None:
    """Draw what a yearly limit does: what is taken in house each year, and what becomes of the rest."""
    left, middle, right = st.columns([2, 1, 2], gap="large")
    with left:
        names = {name: MEASURE_LABELS[name] for name in LIMITS}
        measure = page_input.one_of("limit", "Limit a year by", names, clears="most")
    way = LIMITS[measure]
    with middle:
        most = page_input.number("most", f"At most, {way.unit} a year", (1, MOST_LIMITED), way.start)
    with right:
        rest = page_input.one_of("rest", "What does not fit into a year", REST, long=True)
    limited = under_limit(view.decisions, measure, most * way.one, rest)
    last_day = view.scenario.rule(Window).last_date()
    show(limited_chart(limited, Limit(measure, rest, way.words(most)), last_day, palette()), view)
    if covered := coverage(view.totals, measure):
        st.caption(f"{capital(covered)} contracts that come back: those without a value take no room here.")


def soon(view: View) -> None:
    """Offer the contracts that end soon as rows and as a calendar: those the policy would assess, or every one."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        months = _months()
        every = st.toggle("Those that the policy leaves alone too", key="page.every")
    table = contract_table(view.decisions, ending(view, months, every=every)).sort_values("Ends", kind="stable")
    today = view.table.dataset.as_of
    when = f"in the {months} months after {day(today)}"
    which = "" if every else " that the policy would assess"
    if table.empty:
        st.markdown(plain(f"No contract{which} ends {when}."))
        return
    ends = "ends" if len(table) == 1 else "end"
    words = f"{some(len(table), 'contract')}{which} {ends} {when}"
    st.markdown(f"{plain(words)}, {'whatever the policy makes of them' if every else _BEFORE_TOO}.")
    columns = ["Contract", "Ends", "Buyer", "Supplier", "Outcome", "£ a year", "Notice"]
    if every:  # a framework's amount is a ceiling, and not spend
        columns.insert(6, "Value")
    name = "every-end" if every else "ending"
    tables.show(table[columns], name, view, words)
    _calendar_file(view, table, f"{name}-{months}-months")


def _months() -> int:
    """Let the reader choose how many months ahead the list looks."""
    return int(
        st.segmented_control(
            "Ending within",
            MONTHS,
            default=MONTHS[0],
            format_func=lambda n: f"{n} months",
            key="page.months",
            required=True,
        )
    )


def _calendar_file(view: View, table: pd.DataFrame, name: str) -> None:
    # Not the view in the button: a file stays with the session, a view has decisions.
    subject, today = view.subject, view.table.dataset.as_of
    tip = "The end of each contract as a day in your diary"
    file_button("Calendar file", lambda: calendar(table, today, subject), subject.file_name(name, "ics"), "ics", tip)


def ends(view: View) -> None:
    """Say what returns if ends are counted the other way."""
    other = {"first": "after_extensions", "after_extensions": "first"}[view.scenario.values["window.end"]]
    words = {"first": "first end", "after_extensions": "end after extensions"}
    changed = totals(decided(view.table, view.scenario.having("window.end", other)))
    returns = "; ".join(f"{label.lower()} {with_range(changed, measure)}" for measure, label in MEASURE_LABELS.items())
    st.markdown(plain(f"If the {words[other]} counted instead: {returns}."))


def ending(view: View, months: int, *, every: bool = False) -> Bools:
    """Contracts that may come back, or every counted one, that end within so many months after the day of the data."""
    today = view.table.dataset.as_of
    last = years_after(today, months // 12)
    day = view.scenario.rule(Window).ends(view.decisions.coded)
    soon = (day != NO_DAY) & (day > day_number(today)) & (day <= day_number(last))
    return view.decisions.counted & soon & (True if every else _assessed(view))


def _assessed(view: View) -> Bools:
    """Contracts that no rule but the window keeps out: the policy would reach them if it ran when they end."""
    others = [step for step in view.decisions.steps if not isinstance(step.rule, Window)]
    return ~np.any([view.decisions.exits(step).yes for step in others], axis=0)
