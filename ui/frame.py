"""What every page has: settings of the page, menu, controls, the answer and its notices."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from policy.engine import Decisions
from policy.rules.reassess import Reassess
from policy.scenario import Scenario
from policy.sentence import headline
from policy.summary import Totals, totals
from policy.wording import capital, contracts, day, money
from ui import controls, state
from ui.cache import Table, decided, table_named
from ui.text import plain

STYLE, DARK, HISTORY = (
    (Path(__file__).parent / name).read_text(encoding="utf-8") for name in ("style.css", "style_dark.css", "history.js")
)
PAGES = {
    "overview": ("app.py", "What comes back"),
    "timeline": ("pages/timeline.py", "When"),
    "services": ("pages/services.py", "Services"),
    "buyers": ("pages/buyers.py", "Buyers"),
    "suppliers": ("pages/suppliers.py", "Suppliers"),
    "places": ("pages/places.py", "Places"),
    "compare": ("pages/compare.py", "Compare"),
    "sensitivity": ("pages/sensitivity.py", "How sensitive"),
    "audit": ("pages/audit.py", "Audit"),
    "contracts": ("pages/contracts.py", "Contracts"),
    "datasets": ("pages/datasets.py", "Data"),
    "settings": ("pages/settings.py", "Settings"),
    "method": ("pages/method.py", "Method"),
}
"""The pages in the order of the menu: file and name."""


@dataclass(frozen=True)
class View:
    """What a page draws: the table, the scenario, the decisions and their totals."""

    table: Table
    scenario: Scenario
    decisions: Decisions
    totals: Totals

    @property
    def data_key(self) -> str:
        """Fingerprint of the data."""
        return self.table.dataset.fingerprint

    @property
    def source_line(self) -> str:
        """Source and date, as they stand under every chart."""
        return f"Source: {self.table.dataset.title}, {day(self.table.dataset.as_of)}"

    def headline(self) -> str:
        """The answer in one sentence."""
        return headline(self.decisions, self.table.dataset.population)


def page(name: str) -> View:
    """Open a page: read the scenario, draw menu and controls, decide, write the address, say what was wrong."""
    title = PAGES[name][1]
    st.set_page_config(page_title=f"{title} · Back in house", layout="wide", initial_sidebar_state="auto")
    dark = st.context.theme.get("type") == "dark"
    st.html(f"<style>{STYLE}{DARK if dark else ''}</style>")
    scenario, table = state.read(), table_named(state.data_name())
    view = _view(table, scenario)
    state.write(scenario, view.data_key, said(view.totals))
    _menu(name)
    with st.sidebar:
        controls.sidebar(view.decisions, view.data_key)
        st.html(f"<script>{HISTORY}</script>", unsafe_allow_javascript=True)
    _notices(view)
    return view


def _view(table: Table, scenario: Scenario) -> View:
    decisions = decided(table, scenario)
    return View(table, scenario, decisions, totals(decisions))


def said(whole: Totals) -> str:
    """The figure that a link carries: thousandths of contracts and pence a year, central."""
    return f"{whole.contracts.returns.central}-{whole.annual_gbp.returns.central}"


def _menu(current: str) -> None:
    with st.container(horizontal=True, key="menu", gap="medium"):
        for name, (file, title) in PAGES.items():
            if name == current:
                st.markdown(f"**{title}**", help=None)
            else:
                st.page_link(file, label=title, query_params=state.link_query())


def _notices(view: View) -> None:
    problems = state.problems()
    if problems:
        one = len(problems) == 1
        opening = "One setting was" if one else f"{len(problems)} settings were"
        lines = "\n".join(f"- **{plain(problem.where)}**: {plain(problem.what)}" for problem in problems)
        st.warning(f"{opening} not understood and left as {'it was' if one else 'they were'}:\n\n{lines}")
    if moved := _moved(view):
        st.info(moved)
    for item in view.scenario.rule(Reassess).unknown_names(view.table.facts):
        st.warning(f"{plain(item)} names nothing in these data and changes nothing.")


def _moved(view: View) -> str:
    """Say where data or rules have moved since a link was made: it said this, now it is that."""
    data, figure = state.said()
    now = said(view.totals)
    if not figure or figure == now:
        return ""
    count, _, pence = figure.partition("-")
    if not (count.isdigit() and pence.isdigit()):
        return ""
    why = "The data are newer than this link" if data != view.data_key else "A rule has changed"
    then = f"{contracts(int(count))} contracts and {money(int(pence))} a year"
    annual = view.totals.annual_gbp.returns.central
    count_now = contracts(view.totals.contracts.returns.central)
    return capital(f"{why}: it said {then}, now {count_now} and {money(annual)}.")
