"""Files that appear on a disk whole or not at all, whoever else writes there and whoever is killed meanwhile."""

import glob
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

_HALF = ".tmp"


def touch(path: Path) -> None:
    """Note that a file was used now."""
    with suppress(OSError):  # it may be gone, or on a disk that is read only
        os.utime(path)


def atomically(path: Path, write: Callable[[Path], object], *, lasting: bool = True) -> None:
    """Write a file completely or not at all, and remove what killed processes left half written of it.

    Args:
        path: the file, replaced at once by the new one.
        write: gets a temporary path beside it, which is renamed when it is done.
        lasting: whether the new file has to be whole even after a power cut.

    Raises:
        OSError: the disk is full or not writable, and the file stays as it was; the error names it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        remove_half_written(path.parent, glob.escape(path.name))
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=_HALF)
        try:
            with _claimed(handle):
                write(Path(name))
                if lasting:
                    to_disk(Path(name))
                Path(name).chmod(0o644)
                Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error)
        raise OSError(error.errno, why, str(path)) from error


@contextmanager
def turn(folder: Path) -> Iterator[None]:
    """Wait for another process that writes files which belong together into a folder; where that cannot be, go on."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        with suppress(OSError):  # some file systems know no such lock, and Windows opens no folder
            held.enter_context(_claimed(os.open(folder, os.O_RDONLY)))
        yield


def remove_half_written(folder: Path, names: str) -> None:
    """Remove what killed processes left of files whose names fit a pattern; what is being written now is let be."""
    for path in folder.glob(f".{names}.*{_HALF}"):
        with suppress(OSError), _claimed(os.open(path, os.O_RDWR), waiting=False):
            path.unlink()


@contextmanager
def _claimed(handle: int, *, waiting: bool = True) -> Iterator[None]:
    """Hold a file by its open handle, which is closed in the end; a killed process lets go by itself.

    Raises:
        BlockingIOError: another process holds it, and it was not to be waited for.
    """
    try:
        if sys.platform == "win32":  # which lets nobody rename or remove a file that is open
            os.close(handle)
        else:
            import fcntl  # noqa: PLC0415 - Windows has no such module

            fcntl.flock(handle, fcntl.LOCK_EX if waiting else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        if sys.platform != "win32":
            os.close(handle)


def to_disk(path: Path) -> None:
    """Wait until a file would outlast a power cut."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
