"""A contracts table on disk: one Parquet file with its fingerprint, and the issues beside it."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures import ThreadPoolExecutor as Pool
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
from numpy.typing import NDArray

from data.model.folders import command
from data.model.issues import Issue
from data.model.issues import table as issue_table
from data.places.disk import atomically, to_disk, turn
from data.places.place import ISSUES, Place
from data.readers.tables.shapes import OWN, own_output
from data.table.columns import MANY, NOT_MAPPED, TableError, frame, mapped_columns, read_columns
from policy.contracts import COLUMNS, PARTY_PROFILE, SERVICE_PROFILE, Kind, check, column_problems

_TYPES = {Kind.TEXT: pa.string(), Kind.CATEGORY: pa.dictionary(pa.int32(), pa.string()), Kind.POUNDS: pa.float64(),
          Kind.COUNT: pa.float64(), Kind.DATE: pa.timestamp("ms"), Kind.SWITCH: pa.bool_()}  # fmt: skip
SCHEMA = pa.schema([pa.field(column.name, _TYPES[column.kind]) for column in COLUMNS])
FORMAT = 1
"""Number of what a table holds and how; another is another program's."""
_AGAIN = f"Build it again with: {command('data', 'build')}"
_SHA256 = re.compile("[0-9a-f]{64}")
_PROFILES = {"party_profile": PARTY_PROFILE, "service_profile": SERVICE_PROFILE}
"""Columns beside those of the contracts table: texts that join the cells of some columns, each stored once and coded.

Whoever decides reads them instead of the columns, and codes each combination instead of each contract.
"""
_JOINED = json.dumps(_PROFILES)
"""What of a file says which columns are joined; a file of another version, which says otherwise, is read without."""
_CODES = b"back_in_house.codes"
_BETWEEN = "\x1f"
_STORED = pa.schema([*SCHEMA, *(pa.field(name, _TYPES[Kind.CATEGORY]) for name in _PROFILES)])


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
    return path.with_name(f"{path.stem}{ISSUES}")


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
            metadata = {OWN: json.dumps(complete, sort_keys=True), _CODES: _JOINED}
            writer.add_key_value_metadata({name.decode(): text for name, text in metadata.items()})
        to_disk(to)  # so that both are whole when they are renamed, one straight after the other
        atomically(issues_path(path), lambda beside: pq.write_table(issues, beside, compression="zstd"))

    with turn(path.parent):
        atomically(path, write, lasting=False)
    return fingerprint.hexdigest()


def _writer(to: Path) -> pq.ParquetWriter:
    return pq.ParquetWriter(to, _STORED, compression="zstd", compression_level=1, write_page_checksum=True)


def _pack(writer: pq.ParquetWriter, batch: pa.Table) -> None:
    joined = [_joined(batch, names).cast(_STORED.field(name).type) for name, names in _PROFILES.items()]
    stored = pa.Table.from_arrays([*batch.cast(SCHEMA).columns, *joined], schema=_STORED)
    writer.write_table(stored, row_group_size=len(batch) or 1)


def _joined(batch: pa.Table, names: Sequence[str]) -> pa.ChunkedArray:
    cells = [batch[name].cast(pa.string()) for name in names]
    return pc.binary_join_element_wise(*cells, _BETWEEN, null_handling="replace", null_replacement="")


def profiles_in(footer: pq.FileMetaData) -> list[str]:
    """Name the columns of profiles that a file has, none where another version wrote it."""
    return list(_PROFILES) if (footer.metadata or {}).get(_CODES) == _JOINED.encode() else []


def profiles_of(stored: pa.Table) -> list[tuple[pd.DataFrame, NDArray[Any]]]:
    """Read the profiles that stand beside a table: what buys from whom, and what is bought how.

    Returns:
        For each kind of profile the combinations that occur, a row each with its columns, and the place of each
        contract's combination among them.
    """
    return [_profile(stored[name], names) for name, names in _PROFILES.items()]


def _profile(cells: pa.ChunkedArray, names: Sequence[str]) -> tuple[pd.DataFrame, NDArray[Any]]:
    encoded = cells.unify_dictionaries().combine_chunks()
    parts = pc.split_pattern(encoded.dictionary, _BETWEEN)
    if encoded.null_count or parts.null_count or set(pc.list_value_length(parts).to_pylist()) - {len(names)}:
        raise TableError(f"its combinations are not those of {', '.join(names)}")
    words = parts.flatten()
    columns = {name: words.take(pa.array(range(place, len(words), len(names)))) for place, name in enumerate(names)}
    if "counted" in columns:
        columns["counted"] = pc.equal(columns["counted"], "true")
    return frame(pa.table(columns)), encoded.indices.to_numpy()


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


def read_table(table: Path | Sequence[Place]) -> StoredTable:
    """Read files that `python -m data build` wrote as one table; from MANY rows on most of it stays on the disk.

    Raises:
        PlaceError: there is no such file, or it is something else.
    """
    files = [Place(str(table))] if isinstance(table, Path) else table
    abouts = [read_about(file) for file in files]
    check_apart(files, abouts)
    about = of_files(files, abouts)
    many = sum(file.read(pq.read_metadata).num_rows for file in files) >= MANY
    stored = pa.concat_tables([_columns(file, NOT_MAPPED if many else SCHEMA.names) for file in files])
    named = " to ".join(dict.fromkeys((str(files[0]), str(files[-1]))))
    with whole(named):
        contracts = frame(stored, mapped_columns(files, about.fingerprint) if many else None)
    sound(named, column_problems(contracts) if many else check(contracts))
    # What was read is copied into pandas by now; Arrow keeps its memory for later unless told otherwise.
    del stored
    pa.default_memory_pool().release_unused()
    issues = [each for each in map(read_issues, files) if len(each)]
    return StoredTable(contracts, pd.concat(issues, ignore_index=True) if issues else issue_table([]), about)


def read_issues(file: Place, *, lost: bool = False) -> pd.DataFrame:
    """Return the issues beside a table, none where they are gone; what cannot be read of them is one issue itself.

    `lost` asks for those alone by which something was lost.

    Raises:
        PlaceError: nobody there can be asked.
    """
    beside = file.issues
    if not beside.exists():
        return issue_table([])
    only = [("unread", "==", True)] if lost else None
    try:
        issues = beside.read(partial(pq.read_table, columns=list(Issue._fields), filters=only)).to_pandas()
        return issues.astype({"line": "Int64", "unread": bool})
    except (pa.ArrowException, OSError, ValueError, TypeError, KeyError):
        problem = "cannot be read, so that nothing is known of what could not be read in the sources"
        name = Path(str(beside)).name
        return issue_table([Issue(name, None, "", "", "", problem, "build the table again", unread=True)])


def sound(file: Place | str, problems: list[str]) -> None:
    """Raise TableError for the first problem of a table."""
    if problems:
        raise TableError(f"{file}: {problems[0].removeprefix('contracts table: ')} {_AGAIN}")


@contextmanager
def whole(file: Place | str) -> Iterator[None]:
    """Raise TableError with the name of the file for whatever is found wrong with its content meanwhile."""
    try:
        yield
    except TableError as error:
        raise TableError(f"{file}: {error}. {_AGAIN}") from None
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:  # the disk's, and not the file's
            raise
        raise TableError(f"{file}: is damaged ({error}). {_AGAIN}") from error


def is_built(path: Path) -> bool:
    """Whether a file says of itself that it is a table of this program."""
    try:
        return OWN in (pq.read_metadata(path).metadata or {})
    except (OSError, pa.ArrowException):
        return False


def columns_of(path: Path) -> list[str]:
    """Names of the columns of a Parquet file; none where it is no such file."""
    try:
        return list(pq.read_schema(path).names)
    except (OSError, pa.ArrowException):
        return []


def read_batches(path: Path) -> Iterator[pa.Table]:
    """Yield a table as it is stored, checked as `read_table` does, which keeps texts of a large one on the disk.

    Raises:
        PlaceError: there is no such file, or it is something else.
    """
    file = Place(str(path))
    read_about(file)
    stored = _columns(file, SCHEMA.names)
    with whole(file):
        contracts = frame(stored)
    sound(file, check(contracts))
    yield stored


def _columns(file: Place, names: Sequence[str]) -> pa.Table:
    with whole(file):
        return read_columns(file, names)


def check_apart(files: Sequence[Place], abouts: Sequence[About]) -> None:
    """Raise TableError where two files hold the same contract, which would be counted twice.

    Files of the same content are told by their fingerprints; contracts that two builds share by their ids, in tables
    of fewer than MANY rows.
    """
    if len(files) < 2:
        return
    rows = [file.read(pq.read_metadata).num_rows for file in files]
    known: dict[str, Place] = {}
    for file, about, size in zip(files, abouts, rows, strict=True):
        if size and about.fingerprint in known:
            raise TableError(f"{file}: holds what {known[about.fingerprint]} holds, and would count twice. Name one.")
        known[about.fingerprint] = file
    if sum(rows) >= MANY:
        return
    of: dict[str, Place] = {}
    for file in files:
        ids = _columns(file, ["contract_id"])["contract_id"].to_pylist()
        if twice := next((id_ for id_ in ids if id_ in of), None):
            both = f"contract {twice[:80]} stands in {of[twice]} too, and would count twice"
            raise TableError(f"{file}: {both}. Build one table of the notices of both: {command('data', 'build')}")
        of |= dict.fromkeys(ids, file)


def of_files(files: Sequence[Place], abouts: Sequence[About]) -> About:
    """Put together what several files of one table say of themselves: counts added, sources joined, the latest day.

    The fingerprint of one file is its own, that of several the sha256 of theirs in order.
    """
    prints = [about.fingerprint for about in abouts]
    return About(
        prints[0] if len(prints) == 1 else sha256("\n".join(prints).encode()).hexdigest(),
        "; ".join(dict.fromkeys(about.source for about in abouts)),
        "; ".join(dict.fromkeys(about.title for about in abouts)),
        max(map(as_of, files, abouts)).isoformat(),
        {name: sum(about.counts.get(name, 0) for about in abouts) for name in abouts[0].counts},
        " ".join(about.numbers for about in abouts if about.numbers),
    )


def as_of(file: Place, about: About) -> date:
    """Return the day of the latest notice of a table, or that of the file where no notice states a day."""
    return date.fromisoformat(about.as_of) if about.as_of else file.day()


def read_about(file: Place) -> About:
    """Read what is known of a table without reading the table.

    Raises:
        PlaceError: there is no such file, or it is something else.
    """
    try:
        stored, schema = file.read(_told)
    except FileNotFoundError:
        build = command("data", "build FILE... --out TABLE.parquet")
        raise TableError(f"{file}: no such file. Build it with: {build}") from None
    except (OSError, pa.ArrowException) as error:
        raise TableError(
            f"{file}: cannot be read as Parquet ({error}). Build it with: {command('data', 'build')}"
        ) from error
    if stored is None and (own := own_output(str(file), schema.names)):
        raise TableError(f"{file}: {own[0].problem}. {_AGAIN}")
    if stored is None:
        raise TableError(
            f"{file}: is no contracts table. Build one with: {command('data', f'build {file} --out TABLE.parquet')}"
        )
    about = _about(file, stored)
    if about.format != FORMAT:
        raise TableError(f"{file}: is of format {about.format}, and this program reads {FORMAT}. {_AGAIN}")
    held = [field for field in SCHEMA if field.name in schema.names]
    if missing := [column.name for column in COLUMNS if not (column.since_later or column.name in schema.names)]:
        raise TableError(f"{file}: built by another version, without {', '.join(missing)}. {_AGAIN}")
    if other := [field.name for field in held if schema.field(field.name).type != field.type]:
        raise TableError(f"{file}: {other[0]} holds {schema.field(other[0]).type}. {_AGAIN}")
    return about


def _told(source: Any) -> tuple[bytes | None, pa.Schema]:
    """Read what a file says of itself, and of what columns it is, by one opening."""
    with pq.ParquetFile(source) as file:
        return (file.metadata.metadata or {}).get(OWN), file.schema_arrow


def _about(file: Place, stored: bytes) -> About:
    """Read what a table says of itself; it stands in pages and in names of files."""
    try:
        about = About(**json.loads(stored))
        plain = all(isinstance(each, str) for each in (about.source, about.title, about.numbers))
        counted = isinstance(about.counts, dict) and all(isinstance(each, int) for each in about.counts.values())
        _ = about.as_of and date.fromisoformat(about.as_of)
        named = _SHA256.fullmatch(about.fingerprint)
    except (ValueError, TypeError, RecursionError) as error:
        raise TableError(f"{file}: what it says of itself cannot be read ({error}). {_AGAIN}") from None
    if not named:
        raise TableError(f"{file}: its fingerprint is no sha256. {_AGAIN}")
    if not (plain and counted):
        raise TableError(f"{file}: what it says of itself cannot be read. {_AGAIN}")
    return about
