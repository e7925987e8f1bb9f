"""The theme in which the reader sees the page, and the colours of its charts."""

import streamlit as st

from output.palette import DARK, LIGHT, Palette


def is_dark() -> bool:
    """Whether the page is shown on a dark ground."""
    return st.context.theme.get("type") == "dark"


def is_phone() -> bool:
    """Whether the browser says that it is a phone's, which has no room for a wide column."""
    return "Mobi" in st.context.headers.get("User-Agent", "")


def palette() -> Palette:
    """Colours of charts in the reader's theme."""
    return DARK if is_dark() else LIGHT
