"""What every page has: settings of the page, menu, controls, the answer and its notices."""

import re
from pathlib import Path

import streamlit as st

from output.text import plain
from policy.bounds import MOST_NAMED, cut
from policy.engine.decide import Decisions
from policy.results.totals import Totals
from policy.rules.reassess import Reassess
from ui.controls import controls
from ui.shell import moved, state
from ui.shell.cache import admitted, missing, table_named
from ui.shell.view import View

STYLE, DARK, *_SCRIPTS = (
    (Path(__file__).parent / "shell" / name).read_text(encoding="utf-8")
    for name in ("style.css", "style_dark.css", "history.js", "popover.js")
)
SCRIPTS = re.sub(r"^//.*\n", "", "".join(_SCRIPTS), flags=re.MULTILINE)
"""Sent with every run, so without their comments."""
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


def page(name: str) -> View:
    """Open a page: read the scenario, draw menu and controls, decide, write the address, say what was wrong."""
    title = PAGES[name][1]
    st.set_page_config(page_title=f"{title} · Back in house", layout="wide", initial_sidebar_state="auto")
    dark = st.context.theme.get("type") == "dark"
    st.html(f"<style>{STYLE}{DARK if dark else ''}</style>")
    if not admitted():
        _full()
    scenario, table = state.read(), table_named(state.data_name())
    view = View(table, scenario)
    state.write(scenario, moved.mark(table), said(view.totals))
    _menu(name)
    with st.sidebar:
        controls.sidebar(view, *_idle(view))
        st.html(f"<script>{SCRIPTS}</script>", unsafe_allow_javascript=True)
    _notices(view)
    return view


def _full() -> None:
    """Say that no seat is free, and let the reader ask again."""
    st.title("Every place is taken: please wait a moment", anchor=False)
    st.markdown(
        "This server answers as many readers as it can at once, and all its places are taken. A place is free "
        "as soon as a reader leaves. Your link is kept: the page opens with its scenario."
    )
    st.button("Try again", type="primary")
    st.stop()


def _idle(view: View) -> tuple[dict[str, str], str]:
    return view.kept("idle", controls.idle)


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
    problems = [*state.problems(), *filter(None, [moved.problem()])]
    if problems:
        one = len(problems) == 1
        opening = "One setting was" if one else f"{len(problems)} settings were"
        lines = "\n".join(f"- **{plain(problem.where)}**: {plain(problem.what)}" for problem in problems)
        st.warning(f"{opening} not understood and left as {'it was' if one else 'they were'}:\n\n{lines}")
    if missing(state.data_name()):
        st.warning(f"The table {plain(Path(state.data_name()).name)} is not there; the register stands in for it.")
    if changed := moved.sentence(view.table, said(view.totals)):
        st.info(changed)
    if unknown := view.kept("unknown names", _unknown_names):
        named = [f"- {plain(cut(item))}" for item in unknown[:MOST_NAMED]]
        more = len(unknown) - len(named)
        st.warning(
            "\n".join(["Reassessed, but not in these data, so that nothing changes:\n", *named])
            + (f"\n- and {more:,} more" if more else "")
        )


def _unknown_names(decisions: Decisions) -> list[str]:
    """What the scenario reassesses and the table that is decided does not hold."""
    return decisions.scenario.rule(Reassess).unknown_names(decisions.coded)
