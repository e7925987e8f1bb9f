"""When contracts fall due: a yearly limit on what can be taken in house, and what ends soon."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from output import charts, palette
from output.calendar import calendar
from output.text import plain
from policy.analysis.capacity import REST, Limited, under_limit
from policy.formats import day
from policy.results.findings import MEASURE_LABELS, figure
from policy.results.report import number
from policy.results.sentences import measures
from policy.results.totals import totals
from policy.rules.trigger import Window
from ui.charts.chart_frame import Chart, show
from ui.charts.views import LEAST, UNITS
from ui.contracts import ending, tables
from ui.controls import page_input
from ui.shell.cache import decided
from ui.shell.files import file_name
from ui.shell.view import View

MONTHS = (12, 24, 36)
_MOST = 60
"""Years drawn and listed one by one: where little is taken of much, the last of it is thousands of years off."""
_LIMITS: dict[str, tuple[str, Callable[[int], str], int, int]] = {
    "contracts": ("contracts", lambda most: f"{most:,} contract{'s' * (most != 1)}", 1000, 20),
    "annual_gbp": ("£ million", "£{:,} million of yearly spend".format, 100_000_000, 200),
}
"""What can be limited: its unit, a limit in words, how much one is in thousandths or pence, and the limit at first."""


def limit(view: View) -> None:
    """Draw what a yearly limit does: what is taken in house each year, and what becomes of the rest."""
    left, middle, right = st.columns([2, 1, 2], gap="large")
    with left:
        names = {name: MEASURE_LABELS[name] for name in _LIMITS}
        measure = page_input.one_of("limit", "Limit capacity by", names, clears="most")
    unit, words, one, start = _LIMITS[measure]
    with middle:
        most = page_input.number("most", f"At most, {unit} a year", (1, 100_000), start)
    with right:
        rest = page_input.one_of("rest", "What finds no room", REST, long=True)
    made = under_limit(view.decisions, measure, most * one, rest)
    show(_limited(view, made, measure, rest, words(most)), view)


def _limited(view: View, made: Limited, measure: str, rest: str, said: str) -> Chart:
    shown, later = made.years[:_MOST], made.years[_MOST:]
    taken = [(str(year.year), year.taken) for year in shown]
    bars = [charts.Bar(year, value, value, value, figure(measure, value, short=True)) for year, value in taken]
    unit = UNITS[measure]
    names = {
        "due": "Falls due",
        "again": "Comes round again",
        "taken": "Taken in house",
        "left": "Waiting at the end" if rest == "wait" else "Let again",
    }
    if rest == "wait":
        del names["again"]
    rows = [(str(year.year), *(getattr(year, name) for name in names)) for year in shown]
    if later:
        span = " to ".join(dict.fromkeys(str(year.year) for year in (later[0], later[-1])))
        rows.append(
            (
                span,
                *(
                    sum(getattr(year, name) for year in later) if name != "left" or rest != "wait" else later[-1].left
                    for name in names
                ),
            )
        )
    table = pd.DataFrame(
        [(name, *(number(measure, value) for value in values)) for name, *values in rows],
        columns=["Year", *(f"{words}, {unit}" for words in names.values())],
    )
    drawn = charts.years(
        bars, palette.current(), lambda value: figure(measure, round(value), short=True), LEAST[measure]
    )
    finding, note = (
        (_queue(made, measure), "a contract that waits is taken as let on the same terms")
        if rest == "wait"
        else (_rounds(made, measure), _let_again(view, made, measure))
    )
    if later:
        note = f"{note}; {span} stand in the table together"
    about = f"Taken in house by year with at most {said} a year, central estimate"
    return Chart("limited", finding, about, drawn, table, note)


def _queue(made: Limited, measure: str) -> str:
    """How much waits at most, and until when."""
    if not made.years:
        return "No return has a known date"
    longest = max(year.left for year in made.years)
    if not longest:
        return "The limit holds nothing back"
    cleared = next(year.year for year in reversed(made.years) if year.taken)
    return f"Up to {figure(measure, longest)} wait, and the last is taken in {cleared}"


def _rounds(made: Limited, measure: str) -> str:
    """How much is taken while the policy runs, of how much."""
    if not made.years:
        return "No return has a known date"
    due, taken = (sum(getattr(year, name) for year in made.years) for name in ("due", "taken"))
    if due == taken:
        return "All of it is taken in house while the policy runs"
    verb = "are" if measure == "contracts" else "is"
    return f"{figure(measure, taken)} of {figure(measure, due)} {verb} taken in house while the policy runs"


def _let_again(view: View, made: Limited, measure: str) -> str:
    """Say what becomes of what is let again and comes round in no year."""
    last = day(view.scenario.rule(Window).last_date())
    lost = {
        f"with an end after {last}": made.too_late,
        "with a term that is not known": made.not_known,
        "with a successor among the contracts": made.replaced,
    }
    said = [f"{figure(measure, value)} {words}" for words, value in lost.items() if value]
    return f"Let again and not taken: {'; '.join(said)}" if said else ""


def soon(view: View) -> None:
    """Offer the contracts that end soon as rows and as a calendar."""
    months = int(
        st.segmented_control(
            "Ending within",
            MONTHS,
            default=MONTHS[0],
            format_func=lambda n: f"{n} months",
            key="page.months",
            required=True,
        )
    )
    rows = ending.ending(view, months)
    table = tables.contract_table(view, rows).sort_values("Ends", kind="stable")
    today = view.table.dataset.as_of
    when = f"in the {months} months after {day(today)}"
    if table.empty:
        st.markdown(plain(f"No contract that the policy would assess ends {when}."))
        return
    said = f"{len(table)} contracts that the policy would assess end {when}"
    st.markdown(f"{plain(said)}, including those that end before the policy starts.")
    kept = ["Contract", "Ends", "Buyer", "Supplier", "Outcome", "£ a year", "Notice"]
    tables.show(table[kept], "ending", view, said)
    st.download_button(
        "Calendar file",
        data=lambda: calendar(table, today),
        mime="text/calendar",
        file_name=file_name(f"ending-{months}-months", view, "ics"),
        on_click="ignore",
        type="tertiary",
        key="ics",
        help="The end of each contract as a day in your diary",
    )


def ends(view: View) -> None:
    """Say what the other way of counting ends would give."""
    other = {"first": "after_extensions", "after_extensions": "first"}[view.scenario.values["window.end"]]
    words = {"first": "first end", "after_extensions": "end after extensions"}
    changed = totals(decided(view.table, view.scenario.having("window.end", other)))
    said = "; ".join(f"{label.lower()} {central} ({spread})" for label, central, spread in measures(changed))
    st.markdown(plain(f"Counting the {words[other]} instead: {said}."))
