"""Three questions to click for whoever is here for the first time; each sets what is looked at or the policy."""

import streamlit as st

from output.page.answer import is_untouched
from output.page.menu import FIRST_QUESTIONS, OVERVIEW, PAGES
from ui.shell import state
from ui.shell.view import View

_SKIPPED = "first use skipped"
_UNFOLD = (
    "<button type='button' class='unfold' data-opens='first' aria-expanded='false'>New here? Try a question</button>"
)


def _offered(view: View) -> bool:
    return is_untouched(view) and state.data_name() == state.REGISTER and not state.remembered(_SKIPPED)


def fold(view: View) -> str:
    """HTML of the button that unfolds the questions on a phone; empty where none are offered."""
    return _UNFOLD if _offered(view) else ""


def draw(view: View) -> None:
    """Draw the questions until the reader asks one of his own, changes the policy, or puts them away."""
    if not _offered(view):
        return
    with st.container(horizontal=True, key="first", gap="medium", vertical_alignment="center"):
        st.markdown("Try a question:", width="content")
        for each in FIRST_QUESTIONS:
            if each.page != OVERVIEW:
                st.page_link(PAGES[each.page][0], label=each.words, query_params=each.query(), width="content")
                continue
            # A link to the page that is open would change the session and leave the address, from which the next
            # click would read the old question again; so what this page answers is a button.
            act, given = (state.change, each.changes) if each.changes else (state.look_at, each.scope)
            st.button(
                each.words, key=f"first.{each.key}", type="tertiary", on_click=act, args=(given,), width="content"
            )
        st.button("Hide these", key="first.hide", type="tertiary", on_click=state.remember, args=(_SKIPPED, True))
