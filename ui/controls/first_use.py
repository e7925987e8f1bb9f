"""Three questions to click for whoever is here for the first time; each sets what is looked at or the policy."""

import streamlit as st

from policy.scenarios.presets import DEFAULT
from policy.scope.scope import EVERYTHING
from ui.shell import state
from ui.shell.view import View

_SKIPPED = "first use skipped"
_UNFOLD = (
    "<button type='button' class='unfold' data-opens='first' aria-expanded='false'>New here? Try a question</button>"
)


def draw(view: View) -> None:
    """Draw the questions until the reader asks one of his own, changes the policy, or puts them away."""
    untouched = not (view.scenario.changes() or view.table.scope) and view.scenario.preset.id == DEFAULT
    if not untouched or state.data_name() != state.REGISTER or state.remembered(_SKIPPED):
        return
    st.html(_UNFOLD)
    with st.container(horizontal=True, key="first", gap="medium", vertical_alignment="center"):
        st.markdown("Try a question:", width="content")
        # A link to the page that is open would change the session and leave the address, from which the next click
        # would read the old question again; so what this page answers is a button.
        children = EVERYTHING.put("buyer_kind", ["local"]).put("service_group", ["children"])
        charities = {"suppliers.exempt": ("charity",)}
        for key, question, act, given in (
            ("children", "Which council contracts for children come back?", state.look_at, children),
            ("charities", "What if charities keep their contracts?", state.change, charities),
        ):
            st.button(question, key=f"first.{key}", type="tertiary", on_click=act, args=(given,), width="content")
        st.page_link(
            "pages/timeline.py",
            label="When do the prisons come back?",
            query_params=EVERYTHING.put("service", ["prison"]).to_query(),
            width="content",
        )
        st.button("Hide these", key="first.hide", type="tertiary", on_click=state.remember, args=(_SKIPPED, True))
