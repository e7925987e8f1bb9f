"""The data page: choose a data set, pull one, upload one, and see how good it is."""

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import streamlit as st

from data.load.datasets import built_tables
from data.load.steps import coverage, repairs, steps
from data.model.folders import command, is_checkout
from data.model.issues import CAUTION, NOTED
from data.pull.services import SERVICES, Plan, PlanError
from output.contract_tables import value_names
from output.subject import csv_bytes
from output.text import plain
from policy.formats import day, money, some
from policy.results.sentences import already_over
from policy.rules.trigger import Window
from ui.charts.taking import file_button
from ui.contracts import columns, tables
from ui.shell import hosting, state
from ui.shell.cache import cached_analysis, label, presence, pull_job
from ui.shell.pulling import Job, NotStartedError
from ui.shell.state import REGISTER, UPLOAD
from ui.shell.view import View

_LONG = 1e8
"""Pounds from which on a sum is shown in four digits."""
_NAMES = 190
"""Pixels of the names beside shares, which leave room for some of these on a phone."""
_PERCENT = "%.0f%%"
"""Whole ones: a tenth of a percent of a group of some dozens is less than a contract."""
_SERVICES = {"contracts-finder": "Contracts Finder", "find-a-tender": "Find a Tender",
             "registry": "Open Contracting registry, whole years"}  # fmt: skip
_RUN, _BUILD = (
    ("make run", "build data/raw/find-a-tender --out data/cache/tables/find-a-tender.parquet`")
    if is_checkout()
    else (command("policy", "dashboard"), "build FOLDER`, with the folder that the first one names")
)
_NO_PULL = f"""
This server brings no notices for its visitors, since they would fill its disk. On your own machine `{_RUN}` allows
it here, and so does the command line:

1. `{command("data", "pull find-a-tender --from 2026-01-01")}`
2. `{command("data", _BUILD)}

Whoever runs this server allows it with `{hosting.PULL}=yes`.
"""


def choose(view: View) -> None:
    """Let the reader choose among the data sets at hand, and say what the chosen one is."""
    names = {REGISTER: "The embedded register", **{str(path): path.stem for path in built_tables()}}
    if (first := state.first_data()) not in names:
        names[first] = Path(label(first)).stem
    if (own := state.upload()) is not None:
        names[UPLOAD] = own.title
    if len(names) > 1:
        key = state.seed("page.data", state.data_name() if state.data_name() in names else REGISTER)
        st.radio(
            "Data set",
            list(names),
            format_func=lambda name: plain(names[name]),
            key=key,
            on_change=lambda: state.choose_data(state.held(key)),
        )
    dataset = view.table.dataset
    counted = int(view.everything.decisions.counted.sum())
    rows = f"{some(len(dataset.contracts), 'row')}, {counted:,} counted"
    st.markdown(
        f"**{plain(dataset.title)}**, {plain(day(dataset.as_of))}: {rows}. "
        f"{plain(dataset.note)} Fingerprint `{dataset.fingerprint}`."
    )
    st.caption(plain(_age(dataset.as_of, date.today())))  # noqa: DTZ011 - as the machine has it
    _start_that_fits(view, counted)


def _age(as_of: date, today: date) -> str:
    """Say how old the data are, and when newer ones come."""
    days = (today - as_of).days
    old = "from today" if not days else f"{some(days, 'day')} old"
    if days < 0:
        old = f"of {some(-days, 'day')} after today, {day(today)} by the clock of this machine"
    return f"The data are {old}. No day is set for the next update: a table is as new as its last pull or file."


def _start_that_fits(view: View, counted: int) -> None:
    """Where most contracts ended before the policy starts, say so and offer the day of the data as its start."""
    over, window = already_over(view.decisions), view.scenario.rule(Window)
    start = view.table.dataset.as_of
    if over * 2 <= counted or start >= window.start:
        return
    st.warning(
        f"{over:,} of {counted:,} counted contracts end before the policy starts on {plain(day(window.start))}. "
        f"A policy that starts on {plain(day(start))}, the day of the latest notice, would reach more of them."
    )
    st.button(f"Start the policy on {day(start)}", on_click=state.change, args=({"window.start": start},))


def bring() -> None:
    """Start, resume or stop a pull from a public service, with its progress; or say that this server allows none."""
    if not hosting.may_pull():
        st.markdown(_NO_PULL)
        return
    services = list(SERVICES)
    left, middle, right = st.columns(3)
    with left:
        service = st.selectbox("Service", services, key="page.pull.service", format_func=lambda name: _SERVICES[name])
    with middle:
        first = st.date_input(
            "From",
            date.today() - timedelta(days=30),  # noqa: DTZ011
            format="DD/MM/YYYY",
            key="page.pull.first",
        )
    with right:
        last = st.date_input("To", date.today(), format="DD/MM/YYYY", key="page.pull.last")  # noqa: DTZ011
    job = pull_job()
    running = job.running
    state.remember("pulling", running)
    with st.container(horizontal=True):
        start = st.button("Bring these notices", disabled=running, key="page.pull.start")
        if job.may_stop(state.secret()):
            st.button("Stop", on_click=job.stop, args=(state.secret(),), key="page.pull.stop")
    if start and isinstance(first, date) and isinstance(last, date):
        _start(job, service, first, last)
    _progress()


def _start(job: Job, service: str, first: date, last: date) -> None:
    try:
        job.start(Plan(service, first, last), state.secret(), presence())
    except (PlanError, NotStartedError) as error:
        st.error(plain(str(error)))
    else:
        st.rerun()


@st.fragment(run_every=2)
def _progress() -> None:
    job = pull_job()
    running = job.running
    if running != state.remembered("pulling"):
        st.rerun()  # the buttons and the list of tables are drawn by the page
    mine = job.belongs_to(state.secret())
    if job.progress is not None and (running or mine):
        if not mine:
            st.caption("Another reader started this pull. Its table will be in the list above.")
        st.progress(job.progress.share, text=plain(job.progress.line()))
        for note in job.progress.notes[-3:]:
            st.caption(plain(note))
        if job.progress.complete:
            st.caption(plain(job.progress.complete))
    if job.message and mine:
        st.markdown(plain(job.message))
    if job.table and mine and st.button("Use this table", key="page.pull.use"):
        state.choose_data(job.table)
        st.rerun()


def good(view: View) -> None:
    """Show how much of the data can be used, what the repairs did, and every issue."""
    dataset = view.table.dataset
    _coverage(view)
    st.subheader("From records to contracts", anchor=False)
    told = cached_analysis(view.table, ("steps",), lambda: steps(dataset.contracts))
    _sums(told, "Contracts")
    counted = int(view.everything.decisions.counted.sum())
    st.caption(
        f"The headline is of {some(counted, 'counted contract')} under this policy: frameworks are among them until a "
        "rule takes them out, and so is whatever its settings let in."
    )
    st.subheader("What each repair did to the total", anchor=False)
    table = cached_analysis(view.table, ("repairs",), lambda: repairs(dataset.contracts))
    _sums(table, "Rows")
    st.caption(
        "Here a row goes by what its value is, above by what it is itself: a call-off may state only a ceiling, and a "
        "framework what was spent under it."
    )
    _issues(view, dataset.issues)


def _coverage(view: View) -> None:
    """Draw the percentage of contracts that state each fact, by kind of buyer, source or buyer."""
    ways = {"buyer_kind": "Kind of buyer", "source": "Source", "buyer": "Buyer"}
    by = st.radio(
        "Percent of contracts that state each fact, plans and ended contracts among them, by",
        list(ways),
        horizontal=True,
        format_func=lambda name: ways[name],
    )
    covered = cached_analysis(view.table, ("coverage", by), lambda: coverage(view.table.dataset.contracts, by))
    named = covered.assign(**{by: covered[by].replace(value_names(view.coded, by))})
    named = named.rename(columns={by: f"By {ways[by].lower()}"})
    first, *shares = named.columns.drop("Contracts")
    named[shares] = named[shares].map(_short_of_all)
    room = _NAMES - 20
    row = columns.WRAPS if any(columns.fitting(name, room, 1) != name for name in named[first]) else columns.ONE_LINE
    st.dataframe(
        named.assign(**{first: [columns.fitting(name, room, 3) for name in named[first]]}),
        hide_index=True,
        alt="Coverage in percent",
        placeholder="not known",
        column_config={
            first: st.column_config.TextColumn(width=_NAMES),
            **{name: st.column_config.NumberColumn(format=_PERCENT) for name in shares},
        },
        height=columns.table_height(len(named), row),
        row_height=row,
    )
    st.html(tables.on_paper(named, len(named), {}))


def _short_of_all(percent: float) -> float:
    """Give a percentage that rounds to 0 only where it is none, and to 100 only where it is all."""
    return percent if percent in (0, 100) else min(99, max(1, percent))


def _sums(table: pd.DataFrame, count: str) -> None:
    """Draw steps that add up: how many, and pounds, to the penny where they are short enough for a telephone."""
    step, pounds = table.columns[0], table["£ whole life"]
    shown = table.copy().astype(object)
    shown[step] = [plain(str(words)) for words in table[step]]  # a number and a point would begin a list
    shown["£ whole life"] = [_signed(_sum(abs(value)), value) for value in pounds]
    shown[count] = [_signed(f"{abs(rows):,}", rows) for rows in table[count]]
    with st.container(key=f"sums-{count.lower()}"):  # numbers in words, on the right by the style
        st.table(shown, hide_index=True)


def _sum(pounds: float) -> str:
    return f"£{pounds:,.2f}" if pounds < _LONG else money(round(100 * pounds), digits=4)


def _signed(size: str, value: float) -> str:
    return f"\N{MINUS SIGN}{size}" if value < 0 else size


def _issues(view: View, issues: pd.DataFrame) -> None:
    wrong = issues[~issues["done"].isin([NOTED, CAUTION])]
    st.subheader(f"Issues: {len(wrong):,}", anchor=False)
    if issues.empty:
        st.markdown("Nothing was repaired and nothing was left unread.")
        return
    kinds = wrong.groupby(["problem", "done"], observed=True).size().sort_values(ascending=False).head(15)
    named = kinds.reset_index().set_axis(["What was wrong", "What was done", "How many"], axis=1)
    if not named.empty:
        with st.container(key="issues"):
            st.table(named.map(lambda cell: plain(str(cell))), hide_index=True)
    words = f"All {len(issues):,} {'' if len(wrong) == len(issues) else 'notes and '}issues as CSV"
    file_button(words, lambda: csv_bytes(issues), view.subject.file_name("issues", "csv"))
