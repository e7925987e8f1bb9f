"""The dashboard as served: the table is read and decided before the first visitor; what a run draws comes at once.

Start it from the root of the project: streamlit run serve.py
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware

from api.answers import Served
from api.routes import Interface
from ui.drawn import DrawnPages
from ui.headers import Headers
from ui.packed import Packed
from ui.shell import hosting
from ui.shell.websocket_batching import RunBatching


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Warm up: the server answers when it is ready to."""
    from ui.warm_start import warm  # noqa: PLC0415 - the caches belong to the server, which runs by now

    warm()
    pages.prepare()
    packing = asyncio.create_task(Packed.prepare(pages.scripts()))
    yield
    packing.cancel()


def served() -> Served:
    """The data set on which every session starts, for the interface."""
    from ui.shell import cache, moved, state  # noqa: PLC0415 - as above

    name = state.first_data()
    table = cache.table_named(name)
    return Served(table.dataset, table.coded, moved.mark_of(table, name), hosting.address())


def turn() -> AbstractContextManager[object]:
    """The one queue of decisions, in which the interface and the visitors wait alike."""
    from ui.shell.cache import DECISION_LOCK  # noqa: PLC0415 - as above

    return DECISION_LOCK


if problem := hosting.problem():
    sys.exit(problem)
pages = DrawnPages()
app = st.App(
    "app.py",
    lifespan=lifespan,
    middleware=[Middleware(Headers), Middleware(RunBatching), Middleware(Packed)],
    routes=[*Interface(served, turn, hosting.address()).routes(), *pages.routes()],
)
