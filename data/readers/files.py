"""Open any published file and stream it in pieces: folders, gzip, JSON, JSON Lines; flat memory whatever the size."""

import gzip
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import IO, NamedTuple

from data.model.issues import Issue, left_out
from data.readers import documents
from data.readers.bounds import LONGEST_ITEM, too_long
from data.readers.encodings import in_utf_8, utf_16

PIECE_BYTES = 8 * 1024 * 1024
SMALL_DOCUMENT_BYTES = LONGEST_ITEM
_HEAD_BYTES = 1024 * 1024
# Manchester and Salford files start with a byte order mark that was itself encoded as UTF-8.
_MARKS = ((b"\xc3\xaf\xc2\xbb\xc2\xbf", "starts with a byte order mark encoded twice"),
          (b"\xef\xbb\xbf", "starts with a byte order mark"))  # fmt: skip
_LINE_OF_JSON = re.compile(rb"\s*\{.*\}\s*", re.DOTALL)
WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
TABLE_ENDINGS = (".csv", ".tsv", ".txt", *WORKBOOK_ENDINGS, ".parquet")
ENDINGS = (".json", ".jsonl", ".ndjson", *TABLE_ENDINGS)
_OF_FOLDERS = tuple(each for each in ENDINGS if each != ".txt")
"""What is read of a folder: a text that is given alone is a table, one beside others is more often a note on them."""
_ARCHIVES = (".zip", ".tar", ".tgz", ".7z", ".rar")
"""What is often downloaded and holds files to read; it is not opened, and not passed over in silence."""
_OURS = (".log", ".arrow")
"""The journal that a pull keeps beside the files that it brings, and parts of the cache."""
LOCK = "~$"
"""How Excel begins the name of the file by which it keeps a workbook for whoever has it open."""
_APART = (".", LOCK, "__MACOSX")
"""How names begin of what a system or an editor keeps beside the files of a folder: copies, locks, forks."""
_EXPECTED = f"Expected {', '.join(ENDINGS)}, gzipped or not."


class FileError(Exception):
    """A path that cannot be read: what is wrong, what was given, what to do."""


class PieceKind(StrEnum):
    """How a piece is to be read."""

    LINES = "lines"
    DOCUMENT = "document"
    TABLE = "table"


class BodyInFile(NamedTuple):
    """Where the body of a piece lies in an unpacked file, and when the file was last changed."""

    path: Path
    start: int
    length: int
    changed: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a file small enough to hold: whole lines, one document, or a table named by its path.

    `position` is how far into the file, in bytes on the disk, reading has come. `mapping` is the text of the mapping
    under which a table is read, "" where it is recognised or guessed.
    """

    source: str
    first_line: int
    body: bytes
    kind: PieceKind
    path: str = ""
    issues: tuple[Issue, ...] = ()
    position: int = 0
    place: BodyInFile | None = None
    mapping: str = ""

    def light(self) -> "Piece":
        """Return the piece without its body where the disk holds it: handing bytes over costs more than reading them.

        `whole` fetches it back.
        """
        return self if self.place is None else replace(self, body=b"")

    def whole(self) -> "Piece":
        """Return the piece with its body.

        Raises:
            FileError: the file was changed meanwhile.
        """
        if self.place is None or self.body:
            return self
        path, start, length, changed = self.place
        with path.open("rb") as file:
            file.seek(start)
            body = file.read(length)
            if os.fstat(file.fileno()).st_mtime_ns != changed:
                raise FileError(f"{path}: was changed while it was read. Build again.")
        return replace(self, body=body)


def find(paths: list[Path]) -> list[tuple[str, Path]]:
    """Return every readable file under the paths with the name it is reported by, in a fixed order.

    Raises:
        FileError: a path does not exist, is of an unknown kind or holds nothing to read.
    """
    by_name: dict[str, Path] = {}
    for path in paths:
        if not path.exists():
            raise FileError(f"{path}: no such file or folder. Check the path.")
        for name, file in _files(path):
            if by_name.get(name, file) != file:
                name = str(file)  # noqa: PLW2901 (two folders hold a file of this name)
            by_name[name] = file
    if all(ending(path) in _ARCHIVES for path in by_name.values()):
        raise FileError(f"{', '.join(map(str, paths))}: no file to read. {_EXPECTED} Unpack an archive.")
    return sorted(by_name.items())


def _files(path: Path) -> Iterator[tuple[str, Path]]:
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            name = file.relative_to(path)
            if file.is_file() and ending(file) in (*_OF_FOLDERS, *_ARCHIVES) and not _is_apart(name):
                yield name.as_posix(), file
    elif problem := no_kind(path):
        raise FileError(f"{path}: {problem}")
    else:
        yield path.name, path


def no_kind(path: Path) -> str:
    """Say why a file is by its name none that can be read, and what to give; "" where it may be."""
    if path.name.startswith(LOCK):
        workbook = path.name.removeprefix(LOCK)
        return f"is what Excel keeps while a workbook is open, and no table. Give the workbook, such as {workbook}."
    if ending(path) in _ARCHIVES:
        return "is an archive, which is not opened. Unpack it and give the folder."
    return "" if ending(path) in ENDINGS else f"not a kind of file that can be read. {_EXPECTED}"


def _is_apart(name: Path) -> bool:
    """Whether a file of a folder, by its name in it, is hidden or lies in a hidden folder, or is a lock or a fork."""
    return any(part.startswith(_APART) for part in name.parts)


def passed_over(paths: list[Path]) -> Iterator[tuple[str, list[str]]]:
    """Yield each folder with the names of the files in it that are of no kind to be read, where there are any."""
    for path in filter(Path.is_dir, paths):
        others = [file.relative_to(path) for file in sorted(path.rglob("*")) if file.is_file()]
        names = [
            file.as_posix()
            for file in others
            if ending(file) not in (*_OF_FOLDERS, *_ARCHIVES, *_OURS) and not _is_apart(file)
        ]
        if names:
            yield path.name or str(path), names


def kept_apart(paths: list[Path]) -> Iterator[tuple[str, list[str]]]:
    """Yield each folder with the names of the files in it that would be read if they were not hidden, locks or forks.

    A copy that a notebook keeps in a hidden folder would count each contract twice that was changed since.
    """
    for path in filter(Path.is_dir, paths):
        files = [file.relative_to(path) for file in sorted(path.rglob("*")) if file.is_file()]
        names = [file.as_posix() for file in files if ending(file) in _OF_FOLDERS and _is_apart(file)]
        if names:
            yield path.name or str(path), names


def ending(path: Path) -> str:
    """Return the ending that tells the kind of file, without .gz."""
    return Path(path.name.lower().removesuffix(".gz")).suffix


@contextmanager
def opened(path: Path) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """Open a file, unpacked if it is gzipped whatever its name says; yield it and the file on the disk."""
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        yield (gzip.GzipFile(fileobj=raw) if packed else raw), raw  # type: ignore[misc]


def pieces(source: str, path: Path, mapping: str = "") -> Iterator[Piece]:
    """Stream one file in pieces; `mapping` says how a table of the reader's own is read, as TOML.

    Raises:
        OSError, EOFError: the file breaks off or cannot be unpacked.
    """
    if ending(path) in _ARCHIVES:
        said = left_out(
            source, None, "", path.name, "is an archive, which is not opened", "unpack it beside the others"
        )
        yield Piece(source, 1, b"", PieceKind.LINES, issues=(said,), position=path.stat().st_size)
        return
    if ending(path) in TABLE_ENDINGS:
        yield Piece(source, 1, b"", PieceKind.TABLE, str(path), (), path.stat().st_size, mapping=mapping)
        return
    with opened(path) as (file, raw):
        head, changed = file.read(_HEAD_BYTES), os.fstat(raw.fileno()).st_mtime_ns
        text, head, recoded = _as_text(file, head, source)
        begun = len(head)
        head, marks = without_marks(head, source)
        begun, issues = begun - len(head), (*recoded, *marks)
        first, ends, _ = head.lstrip().partition(b"\n")
        if ends and _LINE_OF_JSON.fullmatch(first):
            spans, in_place = _lines(source, text, head, issues), text is raw
        else:
            spans, in_place = _document(source, text, head, issues), False
        for before, piece in spans:
            place = BodyInFile(path, begun + before, len(piece.body), changed) if in_place else None
            yield replace(piece, position=raw.tell(), place=place)


def _as_text(file: IO[bytes], head: bytes, source: str) -> tuple[IO[bytes], bytes, tuple[Issue, ...]]:
    """Return the rest of a file and how it begins, both in UTF-8: Windows saves JSON in UTF-16 too ("Unicode")."""
    encoding = utf_16(head)
    if encoding is None:
        return file, head, ()
    said = Issue(source, 1, "", "", head[:4].hex(" "), f"is written in {encoding}", "read as such")
    recoded = in_utf_8(head, file, encoding)
    return recoded, recoded.read(_HEAD_BYTES), (said,)


def without_marks(head: bytes, source: str) -> tuple[bytes, tuple[Issue, ...]]:
    """Return the first bytes of a file without its byte order mark."""
    for mark, problem in _MARKS:
        if head.startswith(mark):
            return head[len(mark) :], (Issue(source, 1, "", "", mark.hex(" "), problem, "removed"),)
    return head, ()


def _lines(source: str, file: IO[bytes], head: bytes, issues: tuple[Issue, ...]) -> Iterator[tuple[int, Piece]]:
    """Yield pieces of whole lines with how many bytes lie before each; a line beyond its bound is passed over."""
    line, rest, before = 1, head, 0
    while chunk := file.read(PIECE_BYTES):
        end, passed, long = chunk.rfind(b"\n") + 1, 0, tuple[Issue, ...]()
        if end:
            body, rest = b"".join((rest, memoryview(chunk)[:end])), chunk[end:]
        else:
            rest += chunk
            begins = rest.rfind(b"\n") + 1
            if len(rest) - begins <= LONGEST_ITEM:
                continue
            body = rest[:begins]
            long = (line_too_long(source, line + body.count(b"\n"), rest[begins:]),)
            passed, rest = _next_line(file, len(rest) - begins)
        yield before, Piece(source, line, body, PieceKind.LINES, "", (*issues, *long))
        line, issues, before = line + body.count(b"\n") + len(long), (), before + len(body) + passed
    if rest or issues:
        yield before, Piece(source, line, rest, PieceKind.LINES, "", issues)


def _next_line(file: IO[bytes], passed: int) -> tuple[int, bytes]:
    """Pass over the rest of a line; return how many bytes of it were passed in all, and what was read beyond it."""
    while chunk := file.read(PIECE_BYTES):
        end = chunk.find(b"\n") + 1
        if end:
            return passed + end, chunk[end:]
        passed += len(chunk)
    return passed, b""


def line_too_long(source: str, line: int, body: bytes) -> Issue:
    """Return the issue of a line of JSON that is beyond the bound of an item."""
    shown, problem = body[:80].decode("utf-8", "replace"), too_long("line", LONGEST_ITEM, "bytes")
    return left_out(source, line, "", shown, problem, "the line; give its releases one a line")


def _document(source: str, file: IO[bytes], head: bytes, issues: tuple[Issue, ...]) -> Iterator[tuple[int, Piece]]:
    body = head + file.read(SMALL_DOCUMENT_BYTES)
    if len(body) < SMALL_DOCUMENT_BYTES:
        yield 0, Piece(source, 1, body, PieceKind.DOCUMENT, "", issues)
        return
    for cut in documents.as_lines(file, body, PIECE_BYTES):
        if cut.problem:
            remedy = "the item; give its releases one a line"
            issues = (*issues, left_out(source, cut.number, "", cut.shown, cut.problem, remedy))
        yield 0, Piece(source, cut.number, cut.lines, PieceKind.LINES, "", issues)
        issues = ()
