"""One year of the registry: a large compressed file, resumed where it was cut and checked to its end."""

import gzip
import os
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from data.pull.client import Fetcher
from data.pull.response import ServerAnswer, TransientError, excerpt
from data.pull.services import Bulk
from data.pull.store import WindowTally
from data.pull.windows import PullWindow

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class YearFile:
    """How a year's file is brought into a folder."""

    fetcher: Fetcher
    source: Bulk
    base: str
    tell: Callable[[str], None]
    """Called as the file grows, with a sentence."""

    def fetch(self, window: PullWindow, part: Path) -> WindowTally:
        """Bring the file, asking only for the bytes that a stopped run did not get."""
        file = part / "releases.jsonl.gz"
        where = f"{self.source.name}, {window.start:%Y}"
        releases = self.fetcher.get(
            self.source.file(self.base, window),
            where,
            lambda answer: self._receive(answer, file, where),
            lambda: {"Range": f"bytes={_size(file)}-"} if _size(file) else {},
        )
        return WindowTally(1, releases)

    def _receive(self, answer: ServerAnswer, file: Path, where: str) -> int:
        if not _had_all(answer, file):
            with file.open("ab" if _goes_on(answer, file) else "wb") as out:
                for block in answer.chunks():
                    out.write(block)
                    self.fetcher.stop_if_asked()
                    self.tell(f"{where}: {out.tell() / MEGABYTE:,.1f} MB")
                out.flush()
                os.fsync(out.fileno())
        return _checked(file)


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def _had_all(answer: ServerAnswer, file: Path) -> bool:
    """Tell whether a 416 means that nothing is left to ask, rather than that the file has changed."""
    if answer.status != 416:
        return False
    if answer.headers.get("Content-Range", "") == f"bytes */{_size(file)}":
        return True
    file.unlink(missing_ok=True)
    raise TransientError("the file has changed since a part of it arrived", wait=0)


def _goes_on(answer: ServerAnswer, file: Path) -> bool:
    """Tell whether the answer starts where the file ends; if not, it is the whole file."""
    if answer.status != 206:
        return False
    started = re.match(r"bytes (\d+)-", answer.headers.get("Content-Range", ""))
    if started and int(started[1]) == _size(file):
        return True
    file.unlink(missing_ok=True)
    raise TransientError("the service sent another part of the file than was asked for", wait=0)


def _checked(file: Path) -> int:
    """Return the number of releases; the checksum at the end also tells two versions joined in the middle."""
    if not _size(file):
        raise TransientError("the file is empty")
    try:
        with gzip.open(file) as lines:
            return sum(1 for line in lines if line.strip())
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        with file.open("rb") as start:
            began = excerpt(start.read(MEGABYTE // 1024))
        file.unlink()
        raise TransientError(f"the file is not whole ({error}); it starts: {began}") from error
