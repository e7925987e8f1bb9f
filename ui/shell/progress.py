"""Analyses that take seconds: a progress bar while they run, with the previous result dimmed and marked below it."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from ui.shell import state
from ui.shell.cache import analyses, store_analysis
from ui.shell.view import View

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

R = TypeVar("R")
_EVERY = 5
"""Steps between two movements of the bar."""
_LOOK = 0.25
"""Seconds between two looks whether an analysis may begin; a visitor who has left the page leaves the queue then."""
_QUEUE: deque[object] = deque()
"""The analysis that runs and those that wait: side by side none would end sooner, and every lever would be slow."""
_MOVED = Condition()


@contextmanager
def queued(bar: "DeltaGenerator") -> Iterator[None]:
    """Wait until the analyses that other visitors asked for earlier are done, and hold back those asked for later."""
    ticket = object()
    with _MOVED:
        _QUEUE.append(ticket)
    try:
        while not _first(ticket):
            bar.progress(0.0, "Waiting for another visitor's analysis …")
        yield
    finally:
        with _MOVED:
            _QUEUE.remove(ticket)
            _MOVED.notify_all()


def _first(ticket: object) -> bool:
    with _MOVED:
        return _MOVED.wait_for(lambda: _QUEUE[0] is ticket, timeout=_LOOK)


def draw_analysis(
    name: str,
    view: View,
    extra: tuple[str, ...],
    steps: Callable[[], Iterator[tuple[int, int, R | None]]],
    draw: Callable[[list[R], str], None],
) -> None:
    """Run an analysis with a progress bar and draw its results; at once where they are cached.

    `steps` yields (done, of, result or None). `draw` gets the results and a suffix for the names of its charts, which
    is empty unless the results are those before the last change.
    """
    key = (name, view.table.key, view.scenario.fingerprint(), *extra)
    waiting = st.empty()
    if key not in analyses(view.table):
        with waiting.container():
            _run(name, view, key, steps(), draw)
    waiting.empty()  # a second container in its place would inherit what stood in the first
    state.remember(f"before.{name}", key)
    draw(analyses(view.table).get(key, []), "")


def _run(
    name: str,
    view: View,
    key: tuple[str, ...],
    steps: Iterator[tuple[int, int, R | None]],
    draw: Callable[[list[R], str], None],
) -> None:
    bar = st.progress(0.0, "Trying other values …")
    before = analyses(view.table).get(state.remembered(f"before.{name}", ()))
    if before is not None:
        with st.container(key=f"stale.{name}"):
            st.caption("The result before the last change, until the new one is ready:")
            draw(before, ".before")
    with queued(bar):
        if key in analyses(view.table):  # another visitor asked for the same
            return
        results = []
        for steps_done, of, result in steps:
            if result is not None:
                results.append(result)
            if steps_done % _EVERY == 0 or steps_done == of:
                bar.progress(steps_done / of, f"Trying other values: {steps_done} of {of}")
        store_analysis(view.table, key, results)
