"""From a stored table to pandas, by the integer codes of categories: each word is looked up once, not once a row.

Texts of a large table are written once more in Arrow's own layout and mapped from the disk, so that only those of the
contracts on show are ever read into memory.
"""

import logging
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data.model.folders import cache_folder
from data.places.disk import atomically, touch
from data.places.place import Place, PlaceError
from policy.contracts import COLUMNS, Column, Kind


class TableError(PlaceError):
    """A file that is no contracts table: what is wrong, what was given, what to do."""


FOLDER = cache_folder()
TEXTS = [column.name for column in COLUMNS if column.kind is Kind.TEXT]
REST = [column.name for column in COLUMNS if column.kind is not Kind.TEXT]
_LOG = logging.getLogger(__name__)
MANY = 200_000
"""Number of rows from which texts are mapped rather than read; the texts of fewer rows take little memory."""


def frame(stored: pa.Table, texts: pa.Table | None = None) -> pd.DataFrame:
    """Return the contracts table of a stored one: what `policy.contracts.typed` gives, without a look at each cell.

    Args:
        stored: columns of the contracts table, all or some.
        texts: what `mapped_texts` gives, if the stored table was read without its text columns.

    Returns:
        As many rows: categories as categorical, dates as datetime64[s], pounds and counts as float64, switches as bool.
        A missing or blank text or category is NaN, but a blank of a service column is a word: none, not unknown.

    Raises:
        TableError: a category holds a word that the schema does not list.
    """
    cells = {name: stored[name] for name in stored.column_names}
    if texts is None:
        cells |= {name: _without_blanks(cells[name]) for name in TEXTS if name in cells}
    else:
        cells |= {name: texts[name] for name in TEXTS}
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


def mapped_texts(files: Sequence[Place], fingerprint: str) -> pa.Table:
    """Return the text columns of a table, mapped from the disk; they are written there when it is first opened.

    Args:
        files: the files of the table.
        fingerprint: that of their content, which names the files in the folder of the cache.

    Returns:
        The columns TEXTS, blanks as missing. Each is a file of one chunk: to take some rows of several chunks, Arrow
        would join all of them in memory. Where the folder cannot be written to, they are read into memory.
    """
    places = {name: FOLDER / f"texts-{fingerprint}-{name}.arrow" for name in TEXTS}
    try:
        for name, place in places.items():
            if not _is_whole(place):
                atomically(place, partial(_write_texts, files, name))
            touch(place)
    except OSError as error:
        _LOG.warning("texts are not kept, so they take memory: %s", error)
        return pa.table({name: _texts(files, name)[name] for name in TEXTS})
    return pa.table({name: _mapped(place)[name] for name, place in places.items()})


def _is_whole(place: Path) -> bool:
    try:
        return _mapped(place).num_rows >= 0
    except (OSError, pa.ArrowException):
        return False


def _mapped(place: Path) -> pa.Table:
    return pa.ipc.open_file(pa.memory_map(str(place))).read_all()


def _texts(files: Sequence[Place], name: str) -> pa.Table:
    read = [file.read(partial(pq.read_table, columns=[name], page_checksum_verification=True)) for file in files]
    return pa.table({name: _without_blanks(pa.concat_tables(read)[name]).cast(pa.large_string())}).combine_chunks()


def _write_texts(files: Sequence[Place], name: str, to: Path) -> None:
    whole = _texts(files, name)
    with pa.ipc.new_file(to, whole.schema) as writer:
        writer.write_table(whole)
