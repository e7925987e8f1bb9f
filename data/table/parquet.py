"""A contracts table on disk: one Parquet file with its fingerprint, and the issues beside it."""

import json
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import ThreadPoolExecutor as Pool
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from data.model.issues import Issue
from data.model.issues import table as issue_table
from data.readers.tables.shapes import OWN
from data.table.cache import atomically, to_disk, turn
from data.table.columns import MANY, REST, TableError, frame, mapped_texts
from policy.contracts import COLUMNS, Kind, check, column_problems

_TYPES = {Kind.TEXT: pa.string(), Kind.CATEGORY: pa.dictionary(pa.int32(), pa.string()), Kind.POUNDS: pa.float64(),
          Kind.COUNT: pa.float64(), Kind.DATE: pa.timestamp("ms"), Kind.SWITCH: pa.bool_()}  # fmt: skip
SCHEMA = pa.schema([pa.field(column.name, _TYPES[column.kind]) for column in COLUMNS])
FORMAT = 1
"""Number of what a table holds and how; another is another program's."""
_AGAIN = "Build it again with: python -m data build"
_SHA256 = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class About:
    """What a table says of itself.

    `fingerprint` is the sha256 of its content as CSV, `as_of` the day of its latest notice as text ("" for none),
    `numbers` how complete the run of its numbered notices is ("" where there is none),
    `counts` are numbers of files, releases, records, contracts, counted ones, repeats and issues.
    """

    fingerprint: str
    source: str
    title: str
    as_of: str
    counts: dict[str, int]
    numbers: str = ""
    format: int = 1


@dataclass(frozen=True)
class StoredTable:
    """A contracts table read back, typed as `policy.contracts` says, with its issues and what it says of itself."""

    contracts: pd.DataFrame
    issues: pd.DataFrame
    about: About


def issues_path(path: Path) -> Path:
    """Return where the issues of a table lie: TABLE.issues.parquet beside TABLE.parquet."""
    return path.with_name(f"{path.stem}.issues.parquet")


def issue_columns(issues: list[Issue]) -> pa.Table:
    """Return issues as a table with the columns of `Issue`; `line` is missing where a source has no lines."""
    kinds = {"line": pa.int64(), "unread": pa.bool_()}
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in Issue._fields])
    return pa.table(
        {name: pa.array([getattr(i, name) for i in issues], schema.field(name).type) for name in schema.names}
    )


def write_table(path: Path, batches: Iterable[pa.Table], issues: pa.Table, about: dict[str, Any]) -> str:
    """Write a table batch by batch, complete or not at all, and return its fingerprint.

    Args:
        path: the Parquet file; the issues go beside it. Each batch becomes a row group.
        batches: the columns of the contracts table, categories as plain text.
        issues: what `issue_columns` gives.
        about: the fields of `About` without the fingerprint.

    Returns:
        The sha256 of the content as CSV, which depends on no version of Parquet, 64 hexadecimal digits.

    Raises:
        OSError: the disk is full or not writable; a table that was there before stays as it was.
    """
    fingerprint = sha256()

    def write(to: Path) -> None:
        # The next batch is put together while the one before is hashed and compressed, each in a thread.
        with _writer(to) as writer, Pool(2) as beside:
            under_way: list[Future[None]] = []
            for batch in batches:
                _finish(under_way)
                hashed = beside.submit(arrow_csv.write_csv, batch, _Hashing(fingerprint))
                under_way = [hashed, beside.submit(_pack, writer, batch)]
            _finish(under_way)
            complete = {**about, "fingerprint": fingerprint.hexdigest(), "format": FORMAT}
            writer.add_key_value_metadata({OWN.decode(): json.dumps(complete, sort_keys=True)})
        to_disk(to)  # so that both are whole when they are renamed, one straight after the other
        atomically(issues_path(path), lambda beside: pq.write_table(issues, beside, compression="zstd"))

    with turn(path.parent):
        atomically(path, write, lasting=False)
    return fingerprint.hexdigest()


def _writer(to: Path) -> pq.ParquetWriter:
    return pq.ParquetWriter(to, SCHEMA, compression="zstd", compression_level=1, write_page_checksum=True)


def _pack(writer: pq.ParquetWriter, batch: pa.Table) -> None:
    writer.write_table(batch.cast(SCHEMA), row_group_size=len(batch) or 1)


def _finish(under_way: list[Future[None]]) -> None:
    for work in under_way:
        work.result()


class _Hashing:
    """A file for pyarrow that keeps nothing but the digest of what is written to it."""

    closed = False

    def __init__(self, digest: Any) -> None:
        self._digest = digest

    def write(self, data: Any) -> int:
        self._digest.update(data)
        return len(data)

    def flush(self) -> None: ...

    def close(self) -> None: ...


def read_table(path: Path) -> StoredTable:
    """Read a table that `python -m data build` wrote; from MANY rows on its texts stay on the disk (`columns.py`).

    Raises:
        TableError: there is no such file, or it is something else.
    """
    about = read_about(path)
    many = pq.read_metadata(path).num_rows >= MANY
    with whole(path):
        stored = pq.read_table(path, columns=REST if many else None, page_checksum_verification=True)
        contracts = frame(stored, mapped_texts(path, about.fingerprint) if many else None)
    sound(path, column_problems(contracts) if many else check(contracts))
    # What was read is copied into pandas by now; Arrow keeps its memory for later unless told otherwise.
    del stored
    pa.default_memory_pool().release_unused()
    return StoredTable(contracts, read_issues(path), about)


def read_issues(path: Path, *, lost: bool = False) -> pd.DataFrame:
    """Return the issues beside a table, none where they are gone; what cannot be read of them is one issue itself.

    `lost` asks for those alone by which something was lost.
    """
    beside = issues_path(path)
    if not beside.exists():
        return issue_table([])
    try:
        only = [("unread", "==", True)] if lost else None
        found = pq.read_table(beside, columns=list(Issue._fields), filters=only).to_pandas()
        return found.astype({"line": "Int64", "unread": bool})
    except (pa.ArrowException, OSError, ValueError, TypeError, KeyError):
        problem = "cannot be read, so that nothing is known of what could not be read in the sources"
        return issue_table([Issue(beside.name, None, "", "", "", problem, "build the table again", unread=True)])


def sound(path: Path, problems: list[str]) -> None:
    """Raise TableError for the first problem of a table."""
    if problems:
        raise TableError(f"{path}: {problems[0].removeprefix('contracts table: ')} {_AGAIN}")


@contextmanager
def whole(path: Path) -> Iterator[None]:
    """Name the file in whatever is wrong with its content."""
    try:
        yield
    except TableError as error:
        raise TableError(f"{path}: {error}. {_AGAIN}") from None
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:  # the disk's, and not the file's
            raise
        raise TableError(f"{path}: is damaged ({error}). {_AGAIN}") from error


def is_built(path: Path) -> bool:
    """Whether a file says of itself that it is a table of this program."""
    try:
        return OWN in (pq.read_metadata(path).metadata or {})
    except (OSError, pa.ArrowException):
        return False


def read_batches(path: Path) -> Iterator[pa.Table]:
    """Yield a table as it is stored, checked as `read_table` does, which keeps texts of a large one on the disk.

    Raises:
        TableError: there is no such file, or it is something else.
    """
    read_about(path)
    with whole(path):
        stored = pq.read_table(path, columns=SCHEMA.names)
        contracts = frame(stored)
    sound(path, check(contracts))
    yield stored


def as_of(path: Path, about: About) -> date:
    """Return the day of the latest notice of a table, or that of the file where no notice states a day."""
    return date.fromisoformat(about.as_of) if about.as_of else date.fromtimestamp(path.stat().st_mtime)  # noqa: DTZ012


def read_about(path: Path) -> About:
    """Read what is known of a table without reading the table.

    Raises:
        TableError: there is no such file, or it is something else.
    """
    try:
        stored = (pq.read_metadata(path).metadata or {}).get(OWN)
        schema = pq.read_schema(path)
    except (OSError, pa.ArrowException) as error:
        raise TableError(f"{path}: cannot be read as Parquet ({error}). Build it with: python -m data build") from error
    if stored is None:
        raise TableError(
            f"{path}: is no contracts table. Build one with: python -m data build {path} --out TABLE.parquet"
        )
    about = _about(path, stored)
    if about.format != FORMAT:
        raise TableError(f"{path}: is of format {about.format}, and this program reads {FORMAT}. {_AGAIN}")
    if missing := [field.name for field in SCHEMA if field.name not in schema.names]:
        raise TableError(f"{path}: built by another version, without {', '.join(missing)}. {_AGAIN}")
    if other := [field.name for field in SCHEMA if schema.field(field.name).type != field.type]:
        raise TableError(f"{path}: {other[0]} holds {schema.field(other[0]).type}. {_AGAIN}")
    return about


def _about(path: Path, stored: bytes) -> About:
    """Read what a table says of itself; it stands in pages and in names of files."""
    try:
        about = About(**json.loads(stored))
        plain = all(isinstance(each, str) for each in (about.source, about.title, about.numbers))
        counted = isinstance(about.counts, dict) and all(isinstance(each, int) for each in about.counts.values())
        _ = about.as_of and date.fromisoformat(about.as_of)
        named = _SHA256.fullmatch(about.fingerprint)
    except (ValueError, TypeError, RecursionError) as error:
        raise TableError(f"{path}: what it says of itself cannot be read ({error}). {_AGAIN}") from None
    if not named:
        raise TableError(f"{path}: its fingerprint is no sha256. {_AGAIN}")
    if not (plain and counted):
        raise TableError(f"{path}: what it says of itself cannot be read. {_AGAIN}")
    return about
