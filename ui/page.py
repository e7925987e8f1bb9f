"""What every page has: title and style, the menu, the controls in the sidebar, notices of what was wrong."""

import re
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from data.model.issues import CAUTION
from output.page.answer import absent, not_in_data, refused
from output.page.menu import OVERVIEW, OWN_REGISTER, PAGES
from output.page.still import FIRST_CHARTS
from output.reproduce import figure_of
from output.text import plain
from policy.bounds import MOST_NAMED
from policy.formats import capital
from policy.results.sentences import measures
from policy.scenarios.links import FINGERPRINT
from ui.controls import controls, menu, scope_line
from ui.sections import reproduce
from ui.shell import moved, state, theme, typed
from ui.shell.cache import admitted, label, missing, table_named
from ui.shell.view import View

_FILES = ("style.css", "style_dark.css", "history.js", "popover.js", "narrow.js", "arrive.js", "live.js", "letters.js")
STYLE, DARK, *_SCRIPTS = ((Path(__file__).parent / "shell" / name).read_text(encoding="utf-8") for name in _FILES)
SCRIPTS = re.sub(r"^//.*\n", "", "".join(_SCRIPTS), flags=re.MULTILINE)
"""Scripts of the page, without their comments, since every run sends them again."""
_DRAWN_OF_CONTRACTS = {*FIRST_CHARTS, "sensitivity", "compare"}
"""Pages that end after their head where no contract is looked at: all else on them is drawn of contracts."""


def open_page(name: str, head: Callable[[View], None] | None = None) -> View:
    """Open a page: read the scenario from the address, draw menu, head and controls, and name what was wrong.

    `head` draws what stands first on the page; it is drawn before the controls, so that whoever moves a lever sees the
    new figure before it is worked out which levers do nothing. A visitor for whom the server has no place gets a
    message instead, and the run ends here; so does that of a page of charts where no contract is looked at.
    """
    title = PAGES[name][1]
    st.set_page_config(page_title=f"{title} · Back in house", layout="wide", initial_sidebar_state="auto")
    st.html(f"<style>{STYLE}{DARK if theme.is_dark() else ''}</style>")
    if not admitted():
        _full()
    scenario = state.read()
    table = table_named(state.data_name()).within(state.scope())
    view = View(table, scenario)
    state.write(scenario, moved.mark(table), figure_of(view.totals))
    menu.draw(name)
    with st.container(horizontal=True, key="scope", gap="small", vertical_alignment="center"):
        panel = scope_line.draw(view)
        reproduce.draw(view)
        if name == OVERVIEW and not view.table.scope and view.table.shared:
            st.page_link(PAGES["datasets"][0], label=OWN_REGISTER, query_params=state.link_query(), width="content")
    scope_line.below(view, panel)
    _notices(view)
    if head:
        head(view)
    if nothing := view.is_empty and name in _DRAWN_OF_CONTRACTS:
        scope_line.nothing(view)
    with st.sidebar:
        controls.sidebar(view, *controls.idle(view.idle))
        st.html(f"<p class='answer-now'>{' · '.join(f'{label} {figure}' for label, figure, _ in _figures(view))}</p>")
        st.html(f"<script>{SCRIPTS}</script>", unsafe_allow_javascript=True)
        typed.answer()
    if nothing:
        st.stop()
    return view


def _figures(view: View) -> list[tuple[str, str, str]]:
    """The number of contracts and the spend, which a phone shows under the levers, since they cover the page."""
    return list(measures(view.totals))[:2]


def _full() -> None:
    """Say that no place is free, let the reader ask again, and end the run."""
    with st.container(key="full"):
        st.title("Every place is taken: please wait a moment", anchor=False)
        st.markdown(
            "This server answers as many readers as it can at once, and all its places are taken. A place is free "
            "as soon as a reader leaves. Your link is kept: the page opens with its scenario."
        )
        st.button("Try again", type="primary")
    st.stop()


def _notices(view: View) -> None:
    strange = view.table.scope.unknown_names(view.coded)
    wrong = [each for each in state.problems() if each.where != FINGERPRINT]  # what changed is told by `moved`
    problems = [*wrong, *filter(None, [moved.problem()])]
    if problems:
        _warning(*refused(problems))
    if strange:
        _warning(*absent(strange))
    if why := missing(state.data_name()):
        st.warning(f"The table {plain(label(state.data_name()))} {why}; the register stands in for it.")
    if not view.table.shared and (cautions := own_cautions(view)):
        st.warning(
            "\n".join(["Before you use a figure of your own file:\n", *(f"- {plain(caution)}" for caution in cautions)])
        )
    if changed := moved.sentence(view.table, figure_of(view.totals)):
        st.info(changed)
    opening, names = not_in_data(view)
    if names:
        st.warning("\n".join([f"{opening}\n", *(f"- {plain(name)}" for name in names)]))


def _warning(opening: str, lines: list[tuple[str, str]]) -> None:
    """Draw a warning with a line for each place and what is wrong there."""
    st.warning("\n".join([f"{opening}\n", *(f"- **{plain(where)}**: {plain(what)}" for where, what in lines)]))


def own_cautions(view: View) -> list[str]:
    """Say what of a reader's own file may be read wrong, and what it lacks that the answer rests on."""
    issues = view.table.dataset.issues
    cautions = issues[issues["done"] == CAUTION].head(MOST_NAMED)
    sentences = [f"{str(row.path).rpartition('!')[2]} {row.problem}" for row in cautions.itertuples()]
    if lost := int(issues["unread"].sum()):
        were = "was" if lost == 1 else "were"
        sentences.append(
            f"{lost:,} of its cells or rows {were} not read; the page Data names each, to be mended or left out"
        )
    return list(dict.fromkeys(f"{capital(text).rstrip('.')}." for text in sentences))
