"""A log in which no visitor is named: of a fault its kind and its place, never its message."""

import logging
import traceback
from types import TracebackType
from typing import Any

_SERVERS = {"streamlit", "uvicorn", "starlette", "anyio", "asyncio", "api", "__main__"}
"""First parts of the names of loggers that tell of faults while a visitor is served, which may be about what that
visitor wrote; `__main__` is the process that answers the interface."""


def leave_out_messages() -> None:
    """Let the loggers of the server write a fault as its kind and the lines it passed, for this process from now on."""
    plain = logging.getLogRecordFactory()

    def nameless(name: str, *about: Any, **more: Any) -> logging.LogRecord:
        record = plain(name, *about, **more)
        if record.exc_info and record.exc_info[0] and name.partition(".")[0] in _SERVERS:
            record.exc_text, record.exc_info = _places(*record.exc_info[1:]), None
        return record

    logging.setLogRecordFactory(nameless)


def _places(fault: BaseException, passed: TracebackType | None) -> str:
    kind = type(fault)
    lines = [f"  {each.filename}:{each.lineno} in {each.name}" for each in traceback.extract_tb(passed)]
    return "\n".join([f"{kind.__module__}.{kind.__qualname__}, its message is left out", *lines])
