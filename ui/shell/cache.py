"""The one place that holds things between runs: data sets, coded tables and results, shared and never changed."""

import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd
import streamlit as st

from data.load.datasets import UnreadableError, embedded, let_go, load
from data.model.dataset import Dataset
from data.model.spending import fingerprint, load_spending
from data.places.place import changed, is_remote, shown
from output.subject import Table
from policy.analysis.threshold import Curve, curve
from policy.coded import CodedContracts, prepare
from policy.engine.decide import decide
from policy.formats import one_line
from policy.results.groups import Decisions
from policy.scenarios.scenario import Scenario
from policy.turns import Turns
from ui.shell import state
from ui.shell.hosting import visitors
from ui.shell.state import REGISTER, UPLOAD

if TYPE_CHECKING:
    from ui.shell.pulling import Job


_LOG = logging.getLogger(__name__)
K = TypeVar("K")
R = TypeVar("R")
DECISION_LOCK = Turns()
"""One session computes at a time: threads share the interpreter and would only slow each other down."""


@st.cache_resource(show_spinner="Reading the register …")
def register() -> Table:
    """The embedded register, read and coded once for the process."""
    dataset = embedded()
    return Table(dataset, prepare(dataset.contracts, dataset.services))


_REFUSED: dict[str, tuple[str, float]] = {}
"""Of tables that could not be opened: as what each was written, and until when nobody asks for it again."""
_LATER = 60.0
"""Seconds after which a table is tried again; a store that answers nobody takes seconds to say so."""


@st.cache_resource(max_entries=2, show_spinner="Opening the table …")
def _built(path: str, changed: str) -> Table:
    """A built table, opened once for the process; `changed` makes a new build a new table."""
    del changed
    dataset = load(path)
    return Table(dataset, prepare(dataset.contracts, dataset.services))


def release() -> None:
    """Give back the memory of what open tables map from the disk, once it is coded and from then on only shown."""
    let_go()


def table_named(name: str) -> Table:
    """Open a data set: the register, a built table by its path, or this session's own file.

    The register stands in for a table or a file that is no longer there or cannot be opened; see `missing`.
    """
    if name == UPLOAD and (own := state.upload()) is not None:
        return Table(own, _coded(own), shared=False)
    return register() if name in (REGISTER, UPLOAD) else _opened(name) or register()


def _opened(name: str) -> Table | None:
    """A built table; one that could not be opened is tried again when it has changed, or after a minute."""
    written = changed(name)
    if (refused := _REFUSED.get(name)) and refused[0] == written and monotonic() < refused[1]:
        return None
    try:
        return _built(name, written)
    except UnreadableError as error:
        _LOG.warning("%s", one_line(str(error)))
        _REFUSED[name] = written, monotonic() + _LATER
        return None


def written(name: str) -> str:
    """A word for the table of a data set as it was last written; empty where it lies elsewhere or is none."""
    return "" if name in (REGISTER, UPLOAD) else changed(name)


def missing(name: str) -> str:
    """Why the register stands in for a data set that is named; empty where it does not."""
    if name in (REGISTER, UPLOAD) or _opened(name):
        return ""
    if is_remote(name):
        return "cannot be read where it lies"
    if not changed(name):
        return "is not there"
    return "is damaged or was built by another version of this program, and has to be built again"


def label(name: str) -> str:
    """Name a data set to a visitor: by its file without the folder or the right to read it."""
    return Path(shown(name)).name


@st.cache_resource(show_spinner=False)
def _sessions() -> set[object]:
    return set()


@st.cache_resource(scope="session", show_spinner=False, on_release=lambda session: _sessions().discard(session))
def _session() -> object:
    return object()


def admitted() -> bool:
    """Whether this session has a place on the server; it takes a free one, and holds it until its reader leaves."""
    this, admitted_sessions = _session(), _sessions()
    if this in admitted_sessions:
        return True
    admitted_sessions.add(this)
    if len(admitted_sessions) > visitors():
        admitted_sessions.discard(this)
        return False
    return True


def nearly_full() -> bool:
    """Whether nine tenths of the places are taken, or there is none."""
    return len(_sessions()) >= visitors() or len(_sessions()) > 0.9 * visitors()


def presence() -> Callable[[], bool]:
    """Give a function that says, at any time and in any session, whether this session's reader is still there."""
    this, admitted_sessions = _session(), _sessions()
    return lambda: this in admitted_sessions


@st.cache_resource(show_spinner=False)
def pull_job() -> "Job":
    """The one pull of this process."""
    from ui.shell.pulling import Job  # noqa: PLC0415 - the readers of notices would slow the first visit to every other page

    return Job()


@st.cache_resource(max_entries=1, scope="session", show_spinner=False)
def _coded_once(fingerprint: str, _dataset: Dataset) -> CodedContracts:
    del fingerprint
    return prepare(_dataset.contracts, _dataset.services)


def _coded(dataset: Dataset) -> CodedContracts:
    return _coded_once(dataset.fingerprint, dataset)


_RESULTS: dict[tuple[str, str, str], Any] = {}
_MOST_RESULTS = 1024
"""Some hundred visitors' scenarios with what a page draws of each, at about a hundred kilobytes a scenario."""


def cached_result(data: str, scenario: str, what: str, work: Callable[[], R]) -> R:
    """Give a small result of a scenario, computed once; every session shares it and none may change it.

    `data` and `scenario` are fingerprints, `what` names the result. Not Streamlit's own cache, which pickles each
    result and reads it back: that took a tenth of a run.
    """
    key = (data, scenario, what)
    with suppress(KeyError):  # another session may drop it at any moment
        result: R = _RESULTS[key]
        return result
    with DECISION_LOCK:
        if key not in _RESULTS:
            _put(_RESULTS, key, work(), _MOST_RESULTS)
        return _RESULTS[key]


def _put(store: dict[K, Any], key: K, result: Any, most: int) -> None:
    """Store a result, and drop the oldest of more than `most`."""
    store[key] = result
    for old in list(store)[:-most]:
        store.pop(old, None)


def published() -> pd.DataFrame:
    """The published national spending, one table for the process."""
    return load_spending()


def published_fingerprint() -> str:
    """Identify the table of published spending."""
    return fingerprint()


def decided(table: Table, scenario: Scenario) -> Decisions:
    """Decide the contracts; not cached, since the engine caches what costs time."""
    return decide(table.coded, scenario)


def threshold_curve(table: Table, scenario: Scenario) -> Curve:
    """What returns at every threshold; `scenario` is the one without a threshold, so that moving it costs nothing."""
    return cached_analysis(table, ("curve", scenario.fingerprint()), lambda: curve(table.coded, scenario))


@st.cache_resource
def _of_all() -> dict[tuple[str, ...], Any]:
    return {}


@st.cache_resource(scope="session")
def _of_this_session() -> dict[tuple[str, ...], Any]:
    return {}


def analyses(table: Table) -> dict[tuple[str, ...], Any]:
    """Results of analyses that take seconds, by name, data and scenario; the oldest are dropped by `store_analysis`.

    Every session shares them, but those of a reader's own file stay in this session: some hold its contracts.
    """
    return _of_all() if table.shared else _of_this_session()


def store_analysis(table: Table, key: tuple[str, ...], result: Any, most: int = 64) -> None:
    """Cache the result of an analysis under its name, the key of its table, and those of its scenarios."""
    _put(analyses(table), key, result, most)


def cached_analysis(table: Table, key: tuple[str, ...], work: Callable[[], R]) -> R:
    """Give the cached result of an analysis, or compute and cache it; `key` is its name and its scenarios."""
    name, *scenarios = key
    full_key = (name, table.key, *scenarios)
    with suppress(KeyError):  # another session may drop it at any moment
        analysis: R = analyses(table)[full_key]
        return analysis
    result = work()
    store_analysis(table, full_key, result)
    return result
