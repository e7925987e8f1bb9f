"""One pull at a time for the whole process: started, stopped, gone on with from the page, then built into a table."""

import threading
from dataclasses import dataclass, field
from pathlib import Path

from data.build import build
from data.fetch import PullError
from data.files import FileError
from data.load import BUILT
from data.pull import OUT, pull
from data.pull_plan import Plan
from data.pull_progress import Progress


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
            out.parent.mkdir(parents=True, exist_ok=True)
            built = build([Path(OUT) / plan.service], out, quiet=True)
            self.said = f"Done: {built.counts['contracts']:,} rows, {built.counts['issues']:,} issues."
            self.table = str(out)
        except (PullError, FileError, OSError) as error:
            self.said = str(error)

    def _tell(self, progress: Progress) -> None:
        self.progress = progress
