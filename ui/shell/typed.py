"""Whether the server has what was typed: what is pressed next in the browser waits for that, so that none is lost."""

from pathlib import Path

import streamlit as st

from ui.shell import state

_KEY = "typed"
_asks = st.components.v2.component("typed", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"))


def answer() -> None:
    """Tell the browser the number of the last question that came, with what was typed before it."""
    came = (state.held_before(_KEY) or {}).get("asked") or state.remembered(_KEY, 0)
    state.remember(_KEY, came)
    _asks(key=_KEY, data={"taken": came}, on_asked_change=lambda: None)
