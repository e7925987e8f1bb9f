"""From a stored table to the contracts table, by codes: what each category's words are is worked out once a word.

Texts of a large table are kept beside it as they lie in memory and mapped from the disk, so that only those of the
contracts on show are ever read.
"""

from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data.table.cache import FOLDER, atomically
from policy.contracts import COLUMNS, Column, Kind

TEXTS = [column.name for column in COLUMNS if column.kind is Kind.TEXT]
REST = [column.name for column in COLUMNS if column.kind is not Kind.TEXT]
MANY = 200_000
"""Rows from which texts are mapped rather than read; below that they take no room to speak of."""


def frame(stored: pa.Table, texts: pa.Table | None = None) -> pd.DataFrame:
    """Return the contracts table of a stored one: the same as `typed` makes of it, without looking at each cell.

    `texts` are those that `mapped_texts` gives, where the stored table was read without its own.
    """
    cells = {name: stored[name] for name in stored.column_names}
    if texts is None:
        cells |= {name: _without_blanks(cells[name]) for name in TEXTS if name in cells}
    else:
        cells |= {name: texts[name] for name in TEXTS}
    made = {column.name: _column(cells[column.name], column) for column in COLUMNS if column.name in cells}
    return pd.DataFrame(made, index=pd.RangeIndex(stored.num_rows), copy=False)


def _column(cells: pa.ChunkedArray, column: Column) -> pd.Series:
    if column.kind is Kind.CATEGORY:
        return pd.Series(_categories(cells, column))
    if column.kind is Kind.TEXT:
        return cells.to_pandas().astype("str")
    values = cells.to_pandas()
    return values.astype({Kind.DATE: "datetime64[s]", Kind.SWITCH: "bool"}.get(column.kind, "float64"))


def _without_blanks(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Take a blank text as missing, as everywhere."""
    blank = pc.equal(cells, "")
    return pc.if_else(blank, None, cells) if pc.any(blank).as_py() else cells


def _categories(cells: pa.ChunkedArray, column: Column) -> pd.Categorical:
    """Recode a column to the declared words, or to its own in order; a blank is missing, but not of a service."""
    if not pa.types.is_dictionary(cells.type):
        cells = cells.dictionary_encode()
    whole = cells.unify_dictionaries().combine_chunks()
    words = whole.dictionary.to_pylist()
    kept = [word for word in words if word is not None and (word != "" or column.from_service)]
    codes = whole.indices.fill_null(len(words)).to_numpy(zero_copy_only=False)
    levels = list(column.values) or sorted({words[code] for code in np.unique(codes) if code < len(words)} & {*kept})
    place = {word: code for code, word in enumerate(levels)}
    recode = np.array([*(place.get(word, -1) for word in words), -1], dtype=np.int32)
    return pd.Categorical.from_codes(recode[codes], categories=pd.Index(levels, dtype="str"))


def mapped_texts(path: Path, fingerprint: str) -> pa.Table:
    """Map the texts of a table from the disk, where they are laid down, blanks as missing, when it is first opened.

    A column is a file of one piece: to take some rows of several pieces, Arrow joins all of them in memory.
    """
    kept = {name: FOLDER / f"texts-{fingerprint}-{name}.arrow" for name in TEXTS}
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, place in kept.items():
        if not place.exists():
            atomically(place, partial(_lay_down, path, name))
    return pa.table({name: _mapped(place)[name] for name, place in kept.items()})


def _mapped(place: Path) -> pa.Table:
    return pa.ipc.open_file(pa.memory_map(str(place))).read_all()


def _lay_down(path: Path, name: str, to: Path) -> None:
    cells = _without_blanks(pq.read_table(path, columns=[name])[name]).cast(pa.large_string())
    whole = pa.table({name: cells}).combine_chunks()
    with pa.ipc.new_file(to, whole.schema) as writer:
        writer.write_table(whole)
