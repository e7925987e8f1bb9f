"""One pull at a time for the whole process: started, stopped, gone on with from the page, then built into a table."""

import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

from data.load.load import BUILT
from data.pull.client import PullError
from data.pull.plan import Plan
from data.pull.progress import Progress
from data.pull.pull import OUT, pull
from data.table.cache import FOLDER
from data.table.parquet import read_about

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Job:
    """A pull that runs beside the pages: how far it is, how it ended."""

    progress: Progress | None = None
    said: str = ""
    table: str = ""
    _thread: threading.Thread | None = None
    _stop: threading.Event = field(default_factory=threading.Event)

    @property
    def running(self) -> bool:
        """Whether it is under way."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, plan: Plan) -> None:
        """Start a pull, or go on with one: what is there is not asked for again."""
        if self.running:
            return
        self._stop.clear()
        self.progress, self.said, self.table = Progress(plan.service), "", ""
        self._thread = threading.Thread(target=self._run, args=(plan,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ask it to stop; whole windows are kept."""
        self._stop.set()

    def _run(self, plan: Plan) -> None:
        try:
            found = pull(plan, OUT, self._tell, self._stop.is_set)
            if found.stopped:
                self.said = "Stopped. Starting it again goes on where it was."
                return
            self.said = "All is here. Building the table."
            out = BUILT / f"{plan.service}.parquet"
            if problem := _built(OUT.resolve() / plan.service, out):
                self.said = problem
                return
            counts = read_about(out).counts
            self.said = f"Done: {counts['contracts']:,} rows, {counts['issues']:,} issues."
            self.table = str(out)
        except (PullError, OSError) as error:
            self.said = str(error)

    def _tell(self, progress: Progress) -> None:
        self.progress = progress


def _built(notices: Path, out: Path) -> str:
    """Build a table by the command; what it says where it does not succeed, else nothing.

    A process of its own: those that a build starts from here would each run the page first, as their main module, and
    the pages need not share an interpreter with it.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "data", "build", str(notices), "--out", str(out), "--cache", str(FOLDER)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    return (done.stdout or done.stderr).strip().splitlines()[-1] if done.returncode else ""
