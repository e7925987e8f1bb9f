"""From a stored table to pandas, by the integer codes of categories: each word is looked up once, not once a row.

Texts, numbers and days of a large table are written once more in Arrow's own layout and mapped from the disk, so that
only those of the contracts on show stay in memory.
"""

import logging
import mmap
import zlib
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
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
MAPPED = [column.name for column in COLUMNS if column.kind not in (Kind.CATEGORY, Kind.SWITCH)]
"""Columns of a large table that are mapped: texts, and cells of eight bytes, which are coded and then only shown."""
CODED = [name for name in REST if name not in MAPPED]
_LOG = logging.getLogger(__name__)
MANY = 200_000
"""Number of rows from which columns are mapped rather than read; those of fewer rows take little memory."""
_CHECK = b"crc32"
_PAGES: WeakSet[mmap.mmap] = WeakSet()


def frame(stored: pa.Table, mapped: Mapping[str, pa.ChunkedArray] | None = None) -> pd.DataFrame:
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
    cells = {name: stored[name] for name in stored.column_names}
    if mapped is None:
        cells |= {name: _without_blanks(cells[name]) for name in TEXTS if name in cells}
    else:
        cells |= mapped
    columns = {column.name: _column(cells[column.name], column) for column in COLUMNS if column.name in cells}
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


def mapped_columns(files: Sequence[Place], fingerprint: str) -> dict[str, pa.ChunkedArray]:
    """Return the columns MAPPED of a table, mapped from the disk; they are written there when it is first opened.

    Args:
        files: the files of the table.
        fingerprint: that of their content, which names the files in the folder of the cache.

    Returns:
        Each is a file of one chunk: to take some rows of several chunks, Arrow would join all of them in memory. A
        blank text is missing. Where the folder cannot be written to, they are read into memory.
    """
    columns = {}
    try:
        for name in MAPPED:
            place = FOLDER / f"texts-{fingerprint}-{name}.arrow"
            if (column := _mapped(place, name)) is None:
                atomically(place, partial(_write, files, name))
                column = _mapped(place, name)
            columns[name] = _read(files, name) if column is None else column
            touch(place)
    except OSError as error:
        _LOG.warning("texts are not kept, so they take memory: %s", error)
        return {name: _read(files, name) for name in MAPPED}
    return columns


def let_go() -> None:
    """Give back the memory of all mapped columns; what is asked for again comes from the disk."""
    for pages in _PAGES:
        if hasattr(pages, "madvise"):  # Windows has none
            pages.madvise(mmap.MADV_DONTNEED)


def _mapped(place: Path, name: str) -> pa.ChunkedArray | None:
    """Map a column; None where its file is not there or damaged: of numbers, which enter sums, every one is checked."""
    try:
        with place.open("rb") as file:
            pages = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        table = pa.ipc.open_file(pa.BufferReader(pa.py_buffer(pages))).read_all()
        column = table[name]
        if name not in TEXTS and (table.schema.metadata or {}).get(_CHECK) != _check(column):
            return None
    except (OSError, ValueError, LookupError, pa.ArrowException):
        return None
    _PAGES.add(pages)
    return column


def _check(column: pa.ChunkedArray) -> bytes:
    return b"%d" % zlib.crc32(column.chunk(0).buffers()[1])


def _read(files: Sequence[Place], name: str) -> pa.ChunkedArray:
    """Read a column as it is mapped: a text without blanks, cells of eight bytes as pandas holds them."""
    read = [file.read(partial(pq.read_table, columns=[name], page_checksum_verification=True)) for file in files]
    cells = pa.concat_tables(read)[name]
    if name in TEXTS:
        return pa.chunked_array([_without_blanks(cells).cast(pa.large_string()).combine_chunks()])
    # Missing as pandas says it, in the cells themselves, so that it takes them as they lie and makes none of its own.
    values = _column(cells, BY_NAME[name]).to_numpy()
    kind = pa.float64() if values.dtype.kind == "f" else pa.timestamp("s")
    return pa.chunked_array([pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(values.view("i8"))])])


def _write(files: Sequence[Place], name: str, to: Path) -> None:
    column = _read(files, name)
    table = pa.table({name: column})
    if name not in TEXTS:
        table = table.replace_schema_metadata({_CHECK: _check(column)})
    with pa.ipc.new_file(to, table.schema) as writer:
        writer.write_table(table)
