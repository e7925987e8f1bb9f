"""A reader's own file: read in memory, kept in the session, never stored."""

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

import pandas as pd

from data.load import in_memory
from data.model.dataset import Dataset
from data.model.issues import Issue, left_out, table
from data.model.notice import Notice
from data.model.service_table import services
from data.readers.files import ENDINGS, TABLE_ENDINGS, FileError, ending, pieces
from data.readers.sheets import sheet
from data.readers.tables import mapping
from data.readers.tables.tables import known_shape
from data.table.read import notices_of

_Read = Iterator[tuple[list[Notice], list[Issue]]]
MOST_ROWS = 200_000
"""Rows of a table that a session holds; a larger one is built on the command line."""


@dataclass(frozen=True)
class Upload:
    """A file as given: its columns and first rows where it is a table, the export it was recognised as, our guess."""

    name: str
    content: bytes
    columns: tuple[str, ...]
    sample: pd.DataFrame
    shape: str
    guessed: Mapping[str, str]


def opened(name: str, content: bytes) -> Upload:
    """Look into a file; raises FileError that says what is wrong with it and what can be read."""
    if ending(Path(name)) not in ENDINGS:
        kinds = ", ".join(sorted(ENDINGS))
        raise FileError(f"{name}: not a kind of file that can be read. Give {kinds}, gzipped or not.")
    if ending(Path(name)) not in TABLE_ENDINGS:
        return Upload(name, content, (), pd.DataFrame(), "published notices", {})
    with _on_disk(name, content) as path:
        try:
            found = sheet(path, name)
            rows = [row for _, row in islice(found.records(), mapping.SAMPLE_ROWS)]
        except (ValueError, KeyError, OSError) as error:
            raise FileError(f"{name}: cannot be read as a table ({error}). Save it again as CSV in UTF-8.") from None
    if not rows:
        raise FileError(f"{name}: no row under a header. Give a table whose first row names its columns.")
    columns = tuple(column for column in found.columns if column)
    guessed = mapping.guess_mapping(columns, rows)
    return Upload(name, content, columns, pd.DataFrame(rows).astype("str"), known_shape(found.columns), guessed)


def read(upload: Upload, mapped: Mapping[str, str] | None = None) -> Dataset:
    """Read an upload as recognised, or under a mapping of our columns to its own; raises FileError where none reads."""
    with _on_disk(upload.name, upload.content) as path:
        found = _recognised(path, upload.name) if mapped is None else _mapped(path, upload.name, mapped)
        contracts, issues = in_memory.contracts(_at_most(found, upload.name))
    if contracts.empty:
        said = "; ".join(issue.problem for issue in issues[:3]) or "no contract was found in it"
        raise FileError(f"{upload.name}: {said}.")
    latest = contracts["published_date"].max()
    digest = hashlib.sha256(upload.content + repr(sorted((mapped or {}).items())).encode()).hexdigest()[:12]
    return Dataset(
        contracts, services(), digest, source=upload.name, as_of=latest.date() if pd.notna(latest) else date.today(),  # noqa: DTZ011
        title=f"Your file {upload.name}", population="contracts in your file", issues=table(issues),
        note="Your own file, which stays in this session and is not stored.",
    )  # fmt: skip


def _at_most(found: _Read, name: str) -> _Read:
    yield from islice(found, MOST_ROWS)
    if next(found, None) is not None:
        problem, remedy = f"holds more than {MOST_ROWS:,} records", "the rest; build it with python -m data build"
        yield [], [left_out(name, None, "", "", problem, remedy)]


def _recognised(path: Path, name: str) -> _Read:
    for piece in pieces(name, path):
        yield [], list(piece.issues)
        yield from notices_of(piece)


def _mapped(path: Path, name: str, mapped: Mapping[str, str]) -> _Read:
    found = sheet(path, name)
    if problems := mapping.check_mapping(mapped, found.columns):
        raise FileError("\n".join(problems))
    for line, row in found.records():
        notices, issues = mapping.notice(row, mapped, name, line)
        yield notices, found.drain() + issues


class _on_disk:  # noqa: N801 - reads as a phrase where it is used
    """The content as a file for readers that need one; gone when the block ends."""

    def __init__(self, name: str, content: bytes) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._path = Path(self._folder.name) / Path(name).name
        self._path.write_bytes(content)

    def __enter__(self) -> Path:
        return self._path

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()
