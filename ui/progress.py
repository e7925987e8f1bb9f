"""Heavier analyses: a bar while they run, and the result before them dimmed and marked; nothing waits for a button."""

from collections.abc import Callable, Iterator
from typing import TypeVar

import streamlit as st

from ui import state
from ui.cache import finished, keep
from ui.frame import View

R = TypeVar("R")
_EVERY = 5
"""Steps between two movements of the bar."""


def worked_out(
    name: str, view: View, extra: tuple[str, ...], steps: Callable[[], Iterator[tuple[int, int, R | None]]],
    draw: Callable[[list[R], str], None],
) -> None:  # fmt: skip
    """Draw the results of an analysis; from the store where another run has finished it.

    `draw` gets the results and an ending for its names, which is empty unless the results are the ones before.
    """
    key = (name, view.data_key, view.scenario.fingerprint(), *extra)
    waiting = st.empty()
    if key not in finished(view.table):
        with waiting.container():
            found = _run(name, view, steps(), draw)
        keep(view.table, key, found)
    waiting.empty()  # a second container in its place would inherit what stood in the first
    state.remember(f"before.{name}", key)
    draw(finished(view.table).get(key, []), "")


def _run(
    name: str, view: View, steps: Iterator[tuple[int, int, R | None]], draw: Callable[[list[R], str], None]
) -> list[R]:
    bar = st.progress(0.0, "Trying other values …")
    before = finished(view.table).get(state.remembered(f"before.{name}", ()))
    if before is not None:
        with st.container(key=f"stale.{name}"):
            st.caption("The result before the last change, until the new one is ready:")
            draw(before, ".before")
    found = []
    for done, of, result in steps:
        if result is not None:
            found.append(result)
        if done % _EVERY == 0 or done == of:
            bar.progress(done / of, f"Trying other values: {done} of {of}")
    return found
