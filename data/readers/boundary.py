"""The one boundary around readers: whatever breaks in a file costs what it stands in, and is said in one issue."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from data.model.issues import Issue, left_out
from data.model.notice import NoticesAndIssues
from data.readers.bounds import BeyondError
from data.readers.files import FileError

_REMEDY = "what follows in it; save it again as CSV in UTF-8, or fetch it again"
_LONGEST = 200
T = TypeVar("T")


def until_broken(items: Iterator[T], instead: Callable[[Exception], Iterable[T]]) -> Iterator[T]:
    """Yield what a reader gives; where it breaks, what `instead` gives for the error, in place of the rest."""
    try:
        yield from items
    except (FileError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - five libraries raise errors of many unrelated kinds on damaged files
        yield from instead(error)


def guarded(notices: Iterator[NoticesAndIssues], source: str, line: int | None = None) -> Iterator[NoticesAndIssues]:
    """Yield the notices that a reader gives; where it breaks, one issue stands for the rest of the file or line."""
    return until_broken(notices, lambda error: [([], [broken(source, line, error)])])


def attempt(read: Callable[[], NoticesAndIssues], source: str, line: int | None) -> NoticesAndIssues:
    """Return what one record gives; where it breaks its reader, one issue stands for it and the next is read."""
    try:
        return read()
    except (FileError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - as above
        return [], [broken(source, line, error)]


def broken(source: str, line: int | None, error: Exception) -> Issue:
    """Return the issue of a file or line whose reader broke."""
    if isinstance(error, BeyondError):
        return left_out(source, line, "", error.given, error.problem, _small(error.remedy))
    what = "cannot be read" if line is not None else "cannot be read as a table, or not to its end"
    return left_out(source, line, "", error_text(error), what, _REMEDY if line is None else "the record")


def as_file_error(name: str, error: Exception) -> FileError:
    """Return the error that the page shows for a file that broke its reader."""
    if isinstance(error, FileError):
        return error
    if isinstance(error, BeyondError):
        return FileError(f"{name}: {error}")
    return FileError(f"{name}: cannot be read as a table ({error_text(error)}). Save it again as CSV in UTF-8.")


def _small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def error_text(error: BaseException) -> str:
    """Return an error in one line: its words, or its kind where it has none, without the folders of this machine."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    words = " ".join(str(error).split())[:_LONGEST]
    if isinstance(error, ValueError) and words:
        return words
    return f"{type(error).__name__}: {words}" if words else type(error).__name__
