"""Does what the first visitor would wait for before there is one: imports, the table, the first page."""

import ctypes
import gc
import logging
import sys
from importlib import import_module

import pyarrow as pa

from output.charts.named import chart_of
from output.contract_tables import contract_table
from output.nameless_log import leave_out_messages
from output.palette import LIGHT
from policy.measures import MEASURE_LABELS
from policy.results.ranking import largest_rows
from policy.scenarios.scenario import build_scenario
from ui.controls import controls
from ui.sections import whole
from ui.shell.cache import release, table_named
from ui.shell.state import first_data
from ui.shell.view import View

_LATE = (
    *("plotly.basedatatypes", "plotly.io", "plotly.tools", "streamlit.emojis"),
    *("ui.page", "ui.charts.chart_frame", "ui.contracts.tables", "ui.contracts.typical", "ui.controls.first_use"),
)
"""What Streamlit loads when it draws the first chart, table and notice, and what the first page loads."""

_NO_PAGE = "streamlit.runtime.scriptrunner_utils.script_run_context"
"""Logger that warns of every call outside a page, and all of these are."""


def warm() -> None:
    """Open the table on which sessions start, decide it once, and fill the caches of the first page."""
    leave_out_messages()
    logging.getLogger(_NO_PAGE).setLevel(logging.ERROR)
    for module in _LATE:
        import_module(module)
    view = View(table_named(first_data()), build_scenario()[0])
    view.certainty()
    whole.interval_of(view)
    controls.idle(view.idle)
    contract_table(view.decisions, largest_rows(view.decisions, 10))
    for measure in MEASURE_LABELS:
        for name in ("funnel", "years", "service"):
            chart_of(view, name, measure, LIGHT)
    gc.collect()
    gc.freeze()  # these objects stay, so the garbage collector need not traverse them again
    _release_memory()


def _release_memory() -> None:
    """Return memory to the system: what allocators keep, and columns that are coded and from now on only shown."""
    release()
    pa.default_memory_pool().release_unused()
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "malloc_trim"):
        libc.malloc_trim(0)
