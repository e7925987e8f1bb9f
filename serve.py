"""The dashboard as served: the table is read and decided before the first visitor; what a run draws comes at once.

Start it from the root of the project: streamlit run serve.py
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware

from api.answers import NotServedError, Served
from api.apart import Apart
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

    async with interface.beside():
        await asyncio.to_thread(warm)
        await interface.begun()
        pages.prepare()
        packing = asyncio.create_task(Packed.prepare(pages.scripts()))
        yield
        packing.cancel()


def served() -> Served:
    """The data set on which every session starts, for the interface.

    Raises NotServedError where a page would say that the register stands in: a program reads no such remark, and would
    take one data set's figures for the other's.
    """
    from ui.shell import cache, moved, state  # noqa: PLC0415 - as above

    name = state.first_data()
    if why := cache.missing(name):
        raise NotServedError(f"{cache.label(name)} {why}; nothing is answered of other data")
    table = cache.table_named(name)
    return Served(table.dataset, table.coded, moved.mark_of(table, name), hosting.address())


def path() -> str | None:
    """Where that data set lies: "" for the register; None where the register stands in for a table."""
    from ui.shell import cache, state  # noqa: PLC0415 - as above

    name = state.first_data()
    if name == state.REGISTER:
        return ""
    return None if cache.missing(name) else name


def turn() -> AbstractContextManager[object]:
    """The one queue of decisions, in which the interface and the visitors wait alike."""
    from ui.shell.cache import DECISION_LOCK  # noqa: PLC0415 - as above

    return DECISION_LOCK


if problem := hosting.problem():
    sys.exit(problem)
interface = Interface(served, turn, hosting.address(), Apart(served, path) if hosting.interface_apart() else None)
pages = DrawnPages()
app = st.App(
    "app.py",
    lifespan=lifespan,
    middleware=[Middleware(Headers), Middleware(RunBatching), Middleware(Packed)],
    routes=[*interface.routes(), *pages.routes()],
)
