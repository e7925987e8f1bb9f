"""Read one piece of a file into rows and issues: a job small enough for one core at a time."""

import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

import pyarrow as pa

from data.model.issues import LEFT_OUT, Issue, left_out
from data.model.notice import NoticesAndIssues
from data.readers import boundary
from data.readers.bounds import DEEPEST, LONGEST_ITEM, too_deep
from data.readers.files import Piece, PieceKind, line_too_long
from data.readers.ocds import package
from data.readers.ocds.release import lone_release
from data.readers.own_register import mapping_file
from data.readers.repairs import parse
from data.readers.tables import dispatch
from data.readers.tables.own_table import OnRow
from data.table.rows.batches import SCHEMA, batches
from data.table.rows.contract_row import RELEASES_AT_ONCE, ContractRow, rows_of

_STRETCH = 4 * RELEASES_AT_ONCE
"""Releases whose rows are put by in columns together: as values of Python they take ten times the room."""
_WAITING = (os.cpu_count() or 1) + 1
"""Stretches that may wait for helpers: each has its next, and the last of them do not keep this process waiting."""
_TURN = 0.0001
"""Seconds after which a thread of Python gives way: one that hands a stretch over waits for it at each 64 kB."""


@dataclass(slots=True)
class PieceRows:
    """What one piece gave: rows, issues, and how many releases and records it holds, those left out among them."""

    batches: list[pa.RecordBatch] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    releases: int = 0
    records: int = 0

    def table(self) -> pa.Table:
        """Return the rows with the columns `SCHEMA`."""
        return pa.Table.from_batches(self.batches, SCHEMA).combine_chunks()

    def add(self, more: "PieceRows") -> None:
        """Add what was read after this."""
        self.batches += more.batches
        self.issues += more.issues
        self.releases += more.releases
        self.records += more.records


def read_piece(piece: Piece, helpers: Executor | None = None) -> PieceRows:
    """Read a piece; every record in it becomes a row or an issue that says why it was left out.

    `helpers` are as in `rows_of_all`.
    """
    result = PieceRows(issues=list(piece.issues))
    result.add(rows_of_all(notices_of(piece), piece.source, helpers))
    return result


def rows_of_all(read: Iterable[NoticesAndIssues], source: str, helpers: Executor | None = None) -> PieceRows:
    """Return what the releases of a file give; `source` is its name, for the issues.

    `helpers` make the rows of what is read here, which is more than half of the work; while some of it waits for them,
    the next is made here. None to make all of them here.
    """
    result, releases, made = PieceRows(), iter(read), deque[Future[PieceRows] | PieceRows]()
    usual_turn = sys.getswitchinterval()
    sys.setswitchinterval(_TURN if helpers else usual_turn)
    try:
        while some := list(islice(releases, _STRETCH)):
            busy = sum(isinstance(one, Future) and not one.done() for one in made)
            asked = helpers if busy < _WAITING else None
            made.append(asked.submit(_rows_in, some, source) if asked else _rows_in(some, source))
        while made:
            one = made.popleft()
            result.add(one.result() if isinstance(one, Future) else one)
    finally:
        sys.setswitchinterval(usual_turn)
    return result


def _rows_in(releases: Sequence[NoticesAndIssues], source: str) -> PieceRows:
    """Return what some releases of a file give."""
    result, rows = PieceRows(), list[ContractRow]()
    for begun in range(0, len(releases), RELEASES_AT_ONCE):
        rows += rows_of(releases[begun : begun + RELEASES_AT_ONCE])
    for notices, issues in releases:
        result.releases += bool(notices)
        result.records += len(notices)
        if issues:
            result.issues.extend(issues)
            result.records += sum(issue.done.startswith(LEFT_OUT) for issue in issues)
    result.batches = list(batches(rows, source, result.issues))
    return result


def notices_of(
    piece: Piece, on_row: OnRow | None = None, helpers: Executor | None = None
) -> Iterator[NoticesAndIssues]:
    """Yield the notices of each release or row of a piece with what was wrong in it.

    `on_row` hears how far it is, `helpers` read the cells of a register, as in `own_table.read`.
    """
    if piece.kind is PieceKind.TABLE:
        mapping = mapping_file.from_toml(piece.mapping, "mapping") if piece.mapping else None
        yield from dispatch.read_file(piece.path, piece.source, mapping, on_row, helpers)
        return
    for line, body in _bodies(piece):
        yield from boundary.guarded(_of_body(piece, line, body), piece.source, line)


def _of_body(piece: Piece, line: int, body: bytes) -> Iterator[NoticesAndIssues]:
    if len(body) > LONGEST_ITEM:
        yield [], [line_too_long(piece.source, line, body)]
        return
    if piece.kind is PieceKind.LINES and (release := lone_release(body)):
        yield package.notices(release, piece.source, line)
        return
    try:
        document, issues = parse(body, piece.source, line)
    except ValueError as error:
        yield [], [_not_json(piece.source, line, body, error)]
        return
    if issues:
        yield [], issues
    if too_deep(document):
        problem = f"holds lists or objects more than {DEEPEST} deep in one another"
        yield [], [left_out(piece.source, line, "", _shown(body), problem, "not an open contracting release")]
        return
    yield from _document(document, piece, line)


def _bodies(piece: Piece) -> Iterator[tuple[int, bytes]]:
    if piece.kind is PieceKind.DOCUMENT:
        if piece.body.strip():
            yield piece.first_line, piece.body
        return
    for number, body in enumerate(piece.body.split(b"\n"), piece.first_line):
        if body and not body.isspace():
            yield number, body


def _document(document: object, piece: Piece, line: int) -> Iterator[NoticesAndIssues]:
    if package.is_open_contracting(document):
        for number, release in enumerate(package.releases(document), 1):
            place = line if piece.kind is PieceKind.LINES else number
            yield boundary.attempt(partial(package.read, release, piece.source, place), piece.source, place)
    elif dispatch.is_search_answer(document):
        yield from dispatch.read_search(document, piece.source, line if piece.kind is PieceKind.LINES else None)
    else:
        problem = "is no open contracting release or notice"
        yield [], [left_out(piece.source, line, "", document, problem, "not understood")]


def _not_json(source: str, line: int, body: bytes, error: ValueError) -> Issue:
    return left_out(source, line, "", _shown(body), f"is not JSON ({error})", "fetch the file again")


def _shown(body: bytes) -> str:
    return body[:80].decode("utf-8", "replace")
