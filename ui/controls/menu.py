"""The menu: the pages in four groups, on one line of a wide window and two of a phone, and the way to the policy."""

import streamlit as st

from output.page.menu import GROUPS, PAGES
from ui.shell import state

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
