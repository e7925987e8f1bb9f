"""Heavier analyses: a bar while they run, and the result before them dimmed and marked; nothing waits for a button."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from ui.shell import state
from ui.shell.cache import finished, keep
from ui.shell.view import View

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

R = TypeVar("R")
_EVERY = 5
"""Steps between two movements of the bar."""
_LOOK = 0.25
"""Seconds between two looks whether an analysis may begin, at which a visitor who has gone on leaves the queue."""
_QUEUE: deque[object] = deque()
"""The analysis that runs and those that wait: several at once are none sooner done, and every lever would wait too."""
_MOVED = Condition()


@contextmanager
def alone(bar: "DeltaGenerator") -> Iterator[None]:
    """Wait until the analyses that other visitors of this process asked for before are done; let no other begin."""
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


def worked_out(
    name: str,
    view: View,
    extra: tuple[str, ...],
    steps: Callable[[], Iterator[tuple[int, int, R | None]]],
    draw: Callable[[list[R], str], None],
) -> None:
    """Draw the results of an analysis; from the store where another run has finished it.

    `draw` gets the results and an ending for its names, which is empty unless the results are the ones before.
    """
    key = (name, view.data_key, view.scenario.fingerprint(), *extra)
    waiting = st.empty()
    if key not in finished(view.table):
        with waiting.container():
            _run(name, view, key, steps(), draw)
    waiting.empty()  # a second container in its place would inherit what stood in the first
    state.remember(f"before.{name}", key)
    draw(finished(view.table).get(key, []), "")


def _run(
    name: str,
    view: View,
    key: tuple[str, ...],
    steps: Iterator[tuple[int, int, R | None]],
    draw: Callable[[list[R], str], None],
) -> None:
    bar = st.progress(0.0, "Trying other values …")
    before = finished(view.table).get(state.remembered(f"before.{name}", ()))
    if before is not None:
        with st.container(key=f"stale.{name}"):
            st.caption("The result before the last change, until the new one is ready:")
            draw(before, ".before")
    with alone(bar):
        if key in finished(view.table):  # another visitor asked for the same
            return
        found = []
        for done, of, result in steps:
            if result is not None:
                found.append(result)
            if done % _EVERY == 0 or done == of:
                bar.progress(done / of, f"Trying other values: {done} of {of}")
        keep(view.table, key, found)
