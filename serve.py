"""The dashboard for many visitors: the table is read and decided once before the first of them comes.

Start it from the root of the project: streamlit run serve.py
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st

from ui import hosting


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Warm up: the server answers when it is ready to."""
    from ui.warm import warm  # noqa: PLC0415 - the caches belong to the server, which runs by now

    warm()
    yield


if problem := hosting.problem():
    sys.exit(problem)
app = st.App("app.py", lifespan=lifespan)
