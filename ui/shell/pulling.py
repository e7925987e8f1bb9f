"""The one pull of notices of this server: started, stopped and resumed from the page, then built into a table."""

import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from data.load.datasets import BUILT
from data.places.place import Place
from data.pull.client import KeepError, PullError
from data.pull.progress import Progress
from data.pull.run import OUT, pull
from data.pull.services import Plan, PlanError
from data.table.cache import FOLDER
from data.table.columns import TableError
from data.table.parquet import read_about
from ui.shell import hosting

ROOT = Path(__file__).resolve().parents[2]
LOG = logging.getLogger(__name__)
"""Gets the messages that name the server's folders; a visitor is told only that there is a log."""
IN_THE_LOG = "Whoever runs this server finds the reason in its log."
BROKE_OFF = f"The pull broke off on this server; what had arrived is kept. {IN_THE_LOG}"
NOT_BUILT = f"All is here, but no table could be built of it. {IN_THE_LOG}"


class NotStartedError(Exception):
    """A pull that this server does not start; its text says why and what to do."""


def _always() -> bool:
    return True


@dataclass
class Job:
    """A pull in a thread of its own: how far it is, how it ended, and which session started it."""

    progress: Progress | None = None
    message: str = ""
    table: str = ""
    _owner: str = ""
    _owner_is_here: Callable[[], bool] = _always
    _thread: threading.Thread | None = None
    _stop: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    """Lock for starting, stopping and asking, so that of two starts at once only one succeeds."""

    @property
    def running(self) -> bool:
        """Whether it is under way."""
        with self._lock:
            return self._under_way()

    def belongs_to(self, session: str) -> bool:
        """Whether a session started it."""
        with self._lock:
            return session == self._owner

    def may_stop(self, session: str) -> bool:
        """Whether it runs, and a session started it, or whoever did has left."""
        with self._lock:
            return self._under_way() and self._is_in_hand_of(session)

    def start(self, plan: Plan, session: str, is_here: Callable[[], bool] = _always) -> None:
        """Start or resume a pull; what was fetched before is not fetched again.

        `session` is the secret of who starts it, `is_here` says at any time whether that session is still there.

        Raises:
            NotStartedError: this server allows none, or one is under way.
        """
        if not hosting.may_pull():
            raise NotStartedError("This server brings no notices for its visitors.")
        with self._lock:
            if self._under_way():
                raise NotStartedError("A pull is under way. Wait for its end, then start yours.")
            self._stop.clear()
            self._owner, self._owner_is_here = session, is_here
            self.progress, self.message, self.table = Progress(plan.service), "", ""
            self._thread = threading.Thread(target=self._run, args=(plan,), daemon=True)
            self._thread.start()

    def stop(self, session: str) -> None:
        """Ask it to stop; complete windows are kept. Does nothing where another session started it and is present."""
        with self._lock:
            if self._is_in_hand_of(session):
                self._stop.set()

    def _under_way(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _is_in_hand_of(self, session: str) -> bool:
        return session == self._owner or not self._owner_is_here()

    def _run(self, plan: Plan) -> None:
        try:
            progress = pull(plan, OUT, self._tell, self._stop.is_set)
            if progress.stopped:
                self.message = "Stopped. Starting it again goes on where it was."
                return
            self.message = "All is here. Building the table."
            self._build(plan.service)
        except KeepError:
            LOG.exception("a pull of %s broke off", plan.service)
            self.message = BROKE_OFF
        except (PullError, PlanError) as error:
            self.message = str(error)
        except Exception:
            LOG.exception("a pull of %s broke off", plan.service)
            self.message = BROKE_OFF

    def _build(self, service: str) -> None:
        out = BUILT / f"{service}.parquet"
        try:
            if problem := _built(OUT.resolve() / service, out):
                LOG.error("no table of %s: %s", service, problem)
                self.message = NOT_BUILT
                return
            counts = read_about(Place(str(out))).counts
        except TableError:
            LOG.exception("no table of %s", service)
            self.message = NOT_BUILT
            return
        self.message = f"Done: {counts['contracts']:,} rows, {counts['issues']:,} issues."
        self.table = str(out)

    def _tell(self, progress: Progress) -> None:
        self.progress = progress


def _built(notices: Path, out: Path) -> str:
    """Build a table with the command line in a process of its own; gives its output where it fails, else nothing.

    Worker processes of a build started from here would each run the page first, as their main module; and the pages
    need not share an interpreter with it.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "data", "build", str(notices), "--out", str(out), "--cache", str(FOLDER)]
    process = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    return (process.stdout + process.stderr or f"exit code {process.returncode}") if process.returncode else ""
