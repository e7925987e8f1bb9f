"""Whether the window is as narrow as a phone's, for what a style sheet cannot lay out: the columns of a grid."""

from pathlib import Path

import streamlit as st

from ui.shell import state
from ui.shell.theme import is_phone

_KEPT = "narrow window"
_width = st.components.v2.component("window", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"))


def is_narrow(name: str) -> bool:
    """Whether the window is narrow; until the browser has told, whether it says that it is a phone's.

    `name` tells this use from others on the page, which each ask the browser.
    """
    narrow = bool(state.remembered(_KEPT, is_phone()))
    key = f"window.{name}"
    _width(key=key, data={"narrow": narrow}, on_narrow_change=lambda: _told(key))
    return narrow


def _told(key: str) -> None:
    state.remember(_KEPT, bool(state.held(key).get("narrow")))
