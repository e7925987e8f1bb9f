"""From a stored table to pandas, by the integer codes of categories: each word is looked up once, not once a row.

The columns of a large table are written once more in Arrow's own layout and mapped from the disk, so that only those of
the contracts on show stay in memory.
"""

import json
import logging
import mmap
import zlib
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from weakref import WeakSet

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data.model.folders import cache_folder
from data.places.disk import atomically, touch
from data.places.place import Place, PlaceError
from policy.contracts import BY_NAME, COLUMNS, Column, Kind


class TableError(PlaceError):
    """A file that is no contracts table: what is wrong, what was given, what to do."""


FOLDER = cache_folder()
TEXTS = [column.name for column in COLUMNS if column.kind is Kind.TEXT]
REST = [column.name for column in COLUMNS if column.kind is not Kind.TEXT]
MAPPED = [column.name for column in COLUMNS if column.kind is not Kind.SWITCH]
"""Columns of a large table that are mapped: all but switches, since most are coded and from then on only shown."""
NOT_MAPPED = [name for name in REST if name not in MAPPED]
_LOG = logging.getLogger(__name__)
MANY = 200_000
"""Number of rows from which columns are mapped rather than read; those of fewer rows take little memory."""
_CHECK, _LEVELS = b"crc32", b"levels"
_PAGES: WeakSet[mmap.mmap] = WeakSet()


def frame(stored: pa.Table, mapped: Mapping[str, pd.Series] | None = None) -> pd.DataFrame:
    """Return the contracts table of a stored one: what `policy.contracts.typed` gives, without a look at each cell.

    Args:
        stored: columns of the contracts table, all or some.
        mapped: what `mapped_columns` gives, if the stored table was read without the columns MAPPED.

    Returns:
        As many rows: categories as categorical, dates as datetime64[s], pounds and counts as float64, switches as bool.
        A missing or blank text or category is NaN, but a blank of a service column is a word: none, not unknown.

    Raises:
        TableError: a category holds a word that the schema does not list.
    """
    found = dict(mapped or {})
    for name in stored.column_names:
        found[name] = _column(_without_blanks(stored[name]) if name in TEXTS else stored[name], BY_NAME[name])
    columns = {column.name: found[column.name] for column in COLUMNS if column.name in found}
    return pd.DataFrame(columns, index=pd.RangeIndex(stored.num_rows), copy=False)


def _column(cells: pa.ChunkedArray, column: Column) -> pd.Series:
    if column.kind is Kind.CATEGORY:
        return pd.Series(_categories(cells, column))
    if column.kind is Kind.TEXT:
        return cells.to_pandas().astype("str")
    if column.kind is Kind.DATE:  # Arrow makes seconds of milliseconds in a fifth of the time that pandas takes
        cells = cells.cast(pa.timestamp("s"), safe=False)
    values = cells.to_pandas()
    return values.astype({Kind.DATE: "datetime64[s]", Kind.SWITCH: "bool"}.get(column.kind, "float64"))


def _without_blanks(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a text column in which a blank is missing, as it is everywhere."""
    blank = pc.equal(cells, "")
    return pc.if_else(blank, None, cells) if pc.any(blank).as_py() else cells


def _categories(cells: pa.ChunkedArray, column: Column) -> pd.Categorical:
    """Return a column as codes of the words that the schema lists, else of its own words in alphabetical order.

    A blank is missing (code -1), except in a service column.
    """
    if not pa.types.is_dictionary(cells.type):
        cells = cells.dictionary_encode()
    encoded = cells.unify_dictionaries().combine_chunks()
    words = encoded.dictionary.to_pylist()
    valid = {word for word in words if word is not None and (word != "" or column.from_service)}
    codes = encoded.indices.fill_null(len(words)).to_numpy(zero_copy_only=False)
    occurs = np.zeros(len(words) + 1, dtype=bool)
    occurs[codes] = True
    used = {word for word, some in zip(words, occurs[:-1], strict=True) if some} & valid
    levels = list(column.values) or sorted(used)
    place = {word: code for code, word in enumerate(levels)}
    if strange := sorted(used - place.keys()):
        raise TableError(f"{column.name} holds {strange[0][:40]!r}, which this program does not know")
    recode = np.array([*(place.get(word, -1) for word in words), -1], dtype=np.int32)
    return pd.Categorical.from_codes(recode[codes], categories=pd.Index(levels, dtype="str"))


def read_columns(file: Place, names: Sequence[str]) -> pa.Table:
    """Read columns of a table as they are stored, each page checked; one that it is too old to have is missing."""

    def work(source: Any) -> pa.Table:
        with pq.ParquetFile(source, pre_buffer=True, page_checksum_verification=True) as opened:
            there = [name for name in names if not _may_lack(name) or name in opened.schema_arrow.names]
            # Threads share columns, not one; each keeps some of the memory that it had.
            stored = opened.read(there, use_threads=len(there) > 1)
            return with_those_of_later(stored, names).select(list(names)) if len(there) < len(names) else stored

    return file.read(work)


def with_those_of_later(stored: pa.Table, names: Sequence[str]) -> pa.Table:
    """Return a stored table with those of the columns, all missing, that came after it was built (`since_later`)."""
    for name in names:
        if _may_lack(name) and name not in stored.column_names:
            stored = stored.append_column(name, pa.nulls(stored.num_rows, pa.string()))
    return stored


def _may_lack(name: str) -> bool:
    return name in BY_NAME and BY_NAME[name].since_later


def mapped_columns(files: Sequence[Place], fingerprint: str) -> dict[str, pd.Series]:
    """Return the columns MAPPED of a table, mapped from the disk; they are written there when it is first opened.

    Args:
        files: the files of the table.
        fingerprint: that of their content, which names the files in the folder of the cache.

    Returns:
        As in `frame`. Where the folder cannot be written to, they are read into memory.
    """
    columns = {}
    try:
        for name in MAPPED:
            place = FOLDER / f"column-{fingerprint}-{name}.arrow"
            if (column := _mapped(place, name)) is None:
                atomically(place, partial(_write, files, name))
                column = _mapped(place, name)
            columns[name] = _series(_stored(files, name), name) if column is None else column
            touch(place)
    except OSError as error:
        _LOG.warning("columns are not kept, so they take memory: %s", error)
        return {name: _series(_stored(files, name), name) for name in MAPPED}
    return columns


def let_go() -> None:
    """Give back the memory of all mapped columns; what is asked for again comes from the disk."""
    for pages in _PAGES:
        if hasattr(pages, "madvise"):  # Windows has none
            pages.madvise(mmap.MADV_DONTNEED)


def _mapped(place: Path, name: str) -> pd.Series | None:
    """Map a column; None where its file is not there, damaged or of another version.

    Of what enters sums, all but texts, every byte is checked.
    """
    try:
        with place.open("rb") as file:
            pages = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        stored = pa.ipc.open_file(pa.BufferReader(pa.py_buffer(pages))).read_all()
        if name not in TEXTS and stored.schema.metadata[_CHECK] != _check(stored[name].chunk(0)):
            return None
        column = _series(stored, name)
    except (OSError, ValueError, LookupError, TypeError, pa.ArrowException):
        return None
    _PAGES.add(pages)
    return column


def _series(stored: pa.Table, name: str) -> pd.Series:
    """Return a column as `frame` does, of what `_stored` gives.

    Raises:
        ValueError: its words are not those that the schema lists today.
    """
    cells, column = stored[name], BY_NAME[name]
    if column.kind is not Kind.CATEGORY:
        return _column(cells, column)
    levels = json.loads(stored.schema.metadata[_LEVELS])
    if column.values and levels != list(column.values):
        raise ValueError(name)
    return pd.Series(pd.Categorical.from_codes(cells.chunk(0).to_numpy(), categories=pd.Index(levels, dtype="str")))


def _check(cells: pa.Array) -> bytes:
    return b"%d" % zlib.crc32(cells.buffers()[1])


def _stored(files: Sequence[Place], name: str) -> pa.Table:
    """Read a column as it is mapped: one chunk without nulls, as pandas holds it, and texts without blanks.

    One chunk, since to take some rows of several Arrow would join all of them in memory.
    """
    cells, column = pa.concat_tables([read_columns(file, [name]) for file in files])[name], BY_NAME[name]
    if name in TEXTS:
        return pa.table({name: _without_blanks(cells).cast(pa.large_string()).combine_chunks()})
    values, about = _column(cells, column).array, {}
    if column.kind is Kind.CATEGORY:
        about[_LEVELS] = json.dumps(values.categories.tolist())
        whole = pa.array(values.codes)
    else:  # missing as pandas says it, in the cells themselves, so that it takes them as they lie
        kind = pa.timestamp("s") if column.kind is Kind.DATE else pa.float64()
        held = pa.py_buffer(values.to_numpy().view("i8"))
        whole = pa.Array.from_buffers(kind, len(values), [None, held])
    return pa.table({name: whole}).replace_schema_metadata(about | {_CHECK: _check(whole)})


def _write(files: Sequence[Place], name: str, to: Path) -> None:
    stored = _stored(files, name)
    with pa.ipc.new_file(to, stored.schema) as writer:
        writer.write_table(stored)
