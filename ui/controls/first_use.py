"""Three questions to click for whoever is here for the first time; each sets what is looked at or the policy."""

import streamlit as st

from policy.scenarios.links import to_query
from policy.scenarios.presets import DEFAULT
from policy.scenarios.scenario import build_scenario
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
    children = EVERYTHING.put("buyer_kind", ["local"]).put("service_group", ["children"])
    charities = build_scenario(None, {"suppliers.exempt": ("charity",)})[0]
    st.html(_UNFOLD)
    with st.container(horizontal=True, key="first", gap="medium", vertical_alignment="center"):
        st.markdown("Try a question:", width="content")
        for page, question, query in (
            ("app.py", "Which council contracts for children come back?", children.to_query()),
            ("app.py", "What if charities keep their contracts?", to_query(charities)),
            ("pages/timeline.py", "When do the prisons come back?", EVERYTHING.put("service", ["prison"]).to_query()),
        ):
            st.page_link(page, label=question, query_params=query, width="content")
        st.button("Hide these", key="first.hide", type="tertiary", on_click=state.remember, args=(_SKIPPED, True))
