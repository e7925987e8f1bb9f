"""Three questions to click for whoever is here for the first time; each sets what is looked at or the policy."""

import streamlit as st

from output.page.answer import is_untouched
from output.page.menu import PAGES, questions
from ui.shell import state
from ui.shell.view import View

_SKIPPED = "first use skipped"
_UNFOLD = (
    "<button type='button' class='unfold' data-opens='first' aria-expanded='false'>New here? Try a question</button>"
)


def draw(view: View) -> None:
    """Draw the questions until the reader asks one of his own, changes the policy, or puts them away."""
    if not is_untouched(view) or state.data_name() != state.REGISTER or state.remembered(_SKIPPED):
        return
    st.html(_UNFOLD)
    with st.container(horizontal=True, key="first", gap="medium", vertical_alignment="center"):
        st.markdown("Try a question:", width="content")
        for name, question, query in questions():
            st.page_link(PAGES[name][0], label=question, query_params=query, width="content")
        st.button("Hide these", key="first.hide", type="tertiary", on_click=state.remember, args=(_SKIPPED, True))
