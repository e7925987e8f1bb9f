"""The one boundary around readers: whatever breaks in a file costs what it stands in, and is said in one issue."""

from collections.abc import Iterator

from data.model.issues import Issue, left_out
from data.model.notice import Notice
from data.readers.files import FileError
from data.table.contract import Contract, contract

_REMEDY = "what follows in it; save it again as CSV in UTF-8, or fetch it again"
_LONGEST = 200


def kept(found: Iterator[tuple[list[Notice], list[Issue]]], source: str, line: int | None = None,
         ) -> Iterator[tuple[list[Notice], list[Issue]]]:  # fmt: skip
    """Yield what a reader gives; where it breaks, one issue stands for the rest of the file or of the line."""
    try:
        yield from found
    except FileError:
        raise
    except Exception as error:  # noqa: BLE001 - five libraries raise errors of many unrelated kinds on damaged files
        yield [], [broken(source, line, error)]


def judged(notices: list[Notice], issues: list[Issue]) -> list[Contract]:
    """Return the contracts of one release, and add to its issues what was wrong; none where a figure breaks it."""
    contracts, wrong = [], list[Issue]()
    try:
        for notice in notices:
            found, problems = contract(notice)
            contracts.append(found)
            wrong.extend(problems)
    except (ArithmeticError, ValueError, TypeError, AttributeError) as error:
        issues.extend(broken(notice.source, notice.line, error) for notice in notices)
        return []
    issues.extend(wrong)
    return contracts


def broken(source: str, line: int | None, error: BaseException) -> Issue:
    """Return the issue of what could not be read for a reason that no reader foresaw."""
    what = "cannot be read" if line is not None else "cannot be read to its end"
    return left_out(source, line, "", described(error), what, _REMEDY if line is None else "the record")


def described(error: BaseException) -> str:
    """Say an error in a line: its words, or its kind where it has none, without the folders of this machine."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    words = " ".join(str(error).split())[:_LONGEST]
    return f"{type(error).__name__}: {words}" if words else type(error).__name__
