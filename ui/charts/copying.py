"""Copies the picture or the table of a chart to the reader's clipboard, where the browser can; else it says why not."""

import base64
from collections.abc import Callable, Mapping
from pathlib import Path

import streamlit as st

from ui.shell import state

_HTML, _CSS, _JS = (
    Path(__file__).with_name(f"copy.{kind}").read_text(encoding="utf-8") for kind in ("html", "css", "js")
)
_buttons = st.components.v2.component("copying", html=_HTML, css=_CSS, js=_JS, isolate_styles=True)


def offer(name: str, made: Mapping[str, Callable[[], bytes]]) -> None:
    """Draw the buttons of a chart; `made` gives what is copied, by its kind (`picture` and `table`), when asked for."""
    key = f"copy.{name}"
    kind = state.remembered(key, "")
    state.remember(key, "")
    content = base64.b64encode(made[kind]()).decode() if kind in made else ""
    _buttons(key=key, data={"kind": kind, "content": content}, on_want_change=lambda: _noted(key))


def _noted(key: str) -> None:
    state.remember(key, state.held(key).get("want") or "")
