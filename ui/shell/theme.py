"""The theme in which the reader sees the page, and the colours of its charts."""

import streamlit as st

from output.palette import DARK, LIGHT, Palette


def is_dark() -> bool:
    """Whether the page is shown on a dark ground."""
    return st.context.theme.get("type") == "dark"


def palette() -> Palette:
    """Colours of charts in the reader's theme."""
    return DARK if is_dark() else LIGHT
