"""The menu: the pages in four groups, on one line of a wide window and two of a phone, and the way to the policy."""

import streamlit as st

from ui.shell import state

PAGES = {
    "overview": ("app.py", "What comes back"),
    "timeline": ("pages/timeline.py", "When"),
    "services": ("pages/services.py", "Services"),
    "buyers": ("pages/buyers.py", "Buyers"),
    "suppliers": ("pages/suppliers.py", "Suppliers"),
    "places": ("pages/places.py", "Places"),
    "whole": ("pages/whole.py", "The whole"),
    "compare": ("pages/compare.py", "Compare"),
    "sensitivity": ("pages/sensitivity.py", "How sensitive"),
    "audit": ("pages/audit.py", "Audit"),
    "contracts": ("pages/contracts.py", "Contracts"),
    "datasets": ("pages/datasets.py", "Data"),
    "settings": ("pages/settings.py", "Settings"),
    "method": ("pages/method.py", "Method"),
    "receipt": ("pages/receipt.py", "Check a figure"),
}
"""The pages: file and name."""
GROUPS = {
    "The answer": ("overview", "timeline", "whole"),
    "Who and where": ("services", "buyers", "suppliers", "places"),
    "What if": ("settings", "compare", "sensitivity"),
    "Evidence": ("contracts", "audit", "datasets", "method", "receipt"),
}
"""The groups of the menu with their pages, each in its order; a group opens on its first page."""
_WAY_TO_POLICY = "<button type='button' class='way-to-policy'>Change the policy</button>"
"""Opens the sidebar, by a script of the page; shown only where the sidebar is shut."""


def draw(current: str) -> None:
    """Draw the groups, the pages of the group that is open, and the way to the policy where the sidebar is shut."""
    query = state.link_query()
    with st.container(horizontal=True, key="menu.line", gap="medium"):
        with st.container(horizontal=True, key="groups", gap="small", width="content"):
            for group, pages in GROUPS.items():
                if current in pages:
                    st.markdown(group, help=None, width="content")
                else:
                    st.page_link(PAGES[pages[0]][0], label=group, query_params=query, width="content")
        with st.container(horizontal=True, key="menu", gap="small", width="content"):
            for name in next(pages for pages in GROUPS.values() if current in pages):
                file, title = PAGES[name]
                if name == current:
                    st.markdown(f"**{title}**", help=None, width="content")
                else:
                    st.page_link(file, label=title, query_params=query, width="content")


def way_to_policy() -> None:
    """Draw the button that opens the sidebar where it is shut, as on a phone."""
    st.html(_WAY_TO_POLICY, width="content")
