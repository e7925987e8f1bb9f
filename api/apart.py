"""The process that answers the interface, as the server has it: started, asked, and started anew when it has ended.

In the server's own process every answer would wait for the interpreter behind the runs of its visitors' pages, and
they behind the answers; see `api.worker`.
"""

import asyncio
import json
import logging
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import count
from os import environ, pathsep
from pathlib import Path
from time import monotonic

from api.answers import NotServedError, Served
from api.replies import Reply, busy
from api.worker import QUESTION, REPLY
from data.places.place import changed, is_remote

_LOG = logging.getLogger(__name__)
_HOME = Path(__file__).resolve().parent.parent
_MOST_HELD_TWICE = 100_000
"""Contracts of a table that this process holds too, in some 20 MB; of a larger one the server itself answers."""
_MOST_WAITING = 200
"""Questions on their way; the process itself turns away what it cannot answer soon."""
_PATIENCE_S = 120.0
"""Seconds after which a process that does not answer is taken for lost."""
_LONGEST_START_S = 20.0
"""Seconds for which a server that starts waits for it."""
_FIRST_WAIT_S, _LONGEST_WAIT_S = 1.0, 300.0
"""Seconds before a process is started anew; they double each time that one did not last a minute."""
_LASTED_S = 60.0
_ENDED = "the process that answers has ended, and another is being started"


@dataclass(frozen=True)
class Told:
    """What a process is told to serve: a built table by its path, or the register; and as what it was written."""

    path: str
    served: Served
    written: str

    def stands(self) -> bool:
        """Whether the table is still the one that was written then, in all its parts."""
        return not self.path or changed(self.path) == self.written


class Apart:
    """A process of its own for the interface.

    Args:
        source: gives the data set that the server starts on.
        path: says where it lies: nowhere for the register, and nothing where no process is to hold it.
    """

    def __init__(self, source: Callable[[], Served], path: Callable[[], str | None]) -> None:
        self._source, self._path = source, path
        self._told: Told | None = None
        self._process: Process | None = None
        self._ready, self._tried = False, asyncio.Event()
        self._waiting: dict[int, asyncio.Future[Reply]] = {}
        self._numbers = count(1)

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Have such a process until the block ends."""
        task = asyncio.create_task(self._keep())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def begun(self) -> None:
        """Wait until the process answers, or it is plain that none will soon."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_LONGEST_START_S):
                await self._tried.wait()

    async def reply(self, name: str, query: str, tags: str) -> Reply | None:
        """Ask the process; gives nothing where none is there that holds the present data."""
        if not (self._ready and self._told and self._process and self._process.stdin):
            return None
        if not self._told.stands():
            self._end()
            return None
        if len(self._waiting) >= _MOST_WAITING:
            return busy(name)
        number, question = next(self._numbers) % 2**32, json.dumps([name, query, tags]).encode()
        waiting = self._waiting[number] = asyncio.get_running_loop().create_future()
        try:
            self._process.stdin.write(QUESTION.pack(number, len(question)) + question)
            async with asyncio.timeout(_PATIENCE_S):
                return await waiting
        except TimeoutError:
            self._end()
            return busy(name, _ENDED, 503)
        except (ConnectionError, RuntimeError):  # it has ended, or its input is closed
            return busy(name, _ENDED, 503)
        finally:
            self._waiting.pop(number, None)

    async def _keep(self) -> None:
        """Start the process, and again when it has ended."""
        wait = _FIRST_WAIT_S
        while True:
            begun = monotonic()
            if told := await asyncio.to_thread(self._tell):
                self._told = told
                try:
                    await self._live(told)
                except (OSError, NotImplementedError) as error:
                    _LOG.warning("no process for the HTTP interface: %s; the server itself answers", error)
                except EOFError:
                    _LOG.warning("the process of the HTTP interface has ended; the server itself answers meanwhile")
                finally:
                    self._end()
                    await self._over()
            self._tried.set()
            wait = _FIRST_WAIT_S if monotonic() - begun > _LASTED_S else min(2 * wait, _LONGEST_WAIT_S)
            await asyncio.sleep(wait)

    def _tell(self) -> Told | None:
        if (path := self._path()) is None or is_remote(path):
            return None
        written = changed(path) if path else ""
        try:
            served = self._source()
        except NotServedError:  # the table has gone meanwhile
            return None
        return Told(path, served, written) if len(served.dataset.contracts) <= _MOST_HELD_TWICE else None

    async def _live(self, told: Told) -> None:
        """One process from its start to its end, or until it says that it has read another table than was told."""
        path = pathsep.join(filter(None, (str(_HOME), environ.get("PYTHONPATH", ""))))
        command = (sys.executable, "-P", "-m", "api.worker")
        self._process = process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, env={**environ, "PYTHONPATH": path}
        )
        assert process.stdin is not None
        assert process.stdout is not None
        first = {"path": told.path, "mark": told.served.mark, "site": told.served.site}
        process.stdin.write(json.dumps(first).encode() + b"\n")
        while True:
            number, head, body = REPLY.unpack(await process.stdout.readexactly(REPLY.size))
            status, headers = json.loads(await process.stdout.readexactly(head))
            reply = Reply(status, headers, await process.stdout.readexactly(body))
            if not number:
                self._ready = headers["data"] == told.served.dataset.fingerprint
                if not self._ready:  # the table was replaced while it was read
                    return
                self._tried.set()
            elif (waiting := self._waiting.get(number)) and not waiting.done():
                waiting.set_result(reply)

    async def _over(self) -> None:
        """Wait until the process is gone and its pipes are closed."""
        if self._process and self._process.stdin:
            self._process.stdin.close()
            await self._process.wait()
            self._process = None

    def _end(self) -> None:
        """End the process; whoever waits for it is told to come back."""
        self._ready = False
        if self._process and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.kill()
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(ConnectionError())
