"""A data set for the library: the register, a built table, or a file of the reader's own, by its path."""

import warnings
from collections.abc import Mapping
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from data.load.datasets import UnreadableError, embedded, load
from data.load.register import HEADER
from data.model.dataset import Dataset
from data.places.place import is_remote, names_tables
from data.readers.files import ENDINGS, FileError, ending

if TYPE_CHECKING:
    from data.readers.own_register.mapping import RegisterMapping

_SHOWN = 80
"""Characters of a path that a message shows: its end, which is the file's own name."""
MOST_SAID = 20
"""Rows that could not be read and are named one by one; the rest is counted."""


def load_dataset(
    path: str | PathLike[str] | None = None, mapping: Mapping[str, str] | str | PathLike[str] | None = None
) -> Dataset:
    """Load contracts: the embedded register, a register or built table by its path, or a file of your own.

    Args:
        path: None for the embedded register; a register in CSV; tables of `python -m data build` (.parquet): a file, a
            folder, a pattern such as "parts/*.parquet", or an address (s3://, gs://, https://); or your own CSV, TSV,
            XLSX, Parquet or JSON, gzipped or not.
        mapping: for your own file, our columns by their names, each with yours, such as {"buyer": "Council"}; "=Salford
            City Council" gives every row that text. Or the path of a mapping that `python -m data check --save-mapping`
            or the page Data saved. None reads the file as what it is recognised as, else by a guess
            from the names of its columns.

    Returns:
        A data set of a row for each contract: money in pounds excluding VAT, dates, and what is missing left missing
        (semantics 10.1, 10.13, 10.14). `issues` names whatever could not be read or was repaired, and every row that
        could not be read is in a warning.

    Raises:
        UnreadableError: there is no such file, nothing of it can be read, or the mapping names columns that there are
            not; the message says what, where and what to do.
    """
    dataset = open_dataset(path, mapping)
    unread = dataset.unread()
    for sentence in unread[:MOST_SAID]:
        warnings.warn(sentence, stacklevel=2)
    if (more := len(unread) - MOST_SAID) > 0:
        warnings.warn(f"{dataset.source}: {more:,} more could not be read; all are in `issues`", stacklevel=2)
    return dataset


def open_dataset(
    path: str | PathLike[str] | None = None, mapping: Mapping[str, str] | str | PathLike[str] | None = None
) -> Dataset:
    """Load contracts as `load_dataset` does, for a caller that says itself what could not be read.

    Raises:
        UnreadableError: as there.
    """
    if not isinstance(mapping, Mapping | str | PathLike | None):
        what = "our columns with yours by name, or the path of a saved mapping"
        raise UnreadableError(f"mapping: expected {what}, got {_kind(mapping)}")
    if path is None and mapping is None:
        return _apart(embedded())
    if not isinstance(path, str | PathLike) or not str(path):
        raise UnreadableError(f"{_kind(path)}: names no file. Give the path of a file of contracts.")
    _check_can_be(path)
    chosen = _saved(mapping) if isinstance(mapping, str | PathLike) else mapping
    for fact, theirs in chosen.items() if isinstance(chosen, Mapping) else ():
        if not isinstance(fact, str):
            raise UnreadableError(f"mapping: expected the name of a column of ours, got {_kind(fact)}")
        if not isinstance(theirs, str):
            raise UnreadableError(f"mapping: {fact}: expected the name of a column of yours, got {_kind(theirs)}")
    file = Path(path)
    tables = mapping is None and names_tables(str(path)) and not _is_own_parquet(file)
    if not (file.is_file() or tables):
        raise UnreadableError(f"{file}: {'a folder' if file.is_dir() else 'no such file'}. Give a file of contracts.")
    return load(str(path)) if tables or (mapping is None and _is_register(file)) else _own(file, chosen)


def _apart(dataset: Dataset) -> Dataset:
    """Give a data set whose tables a caller may write into: every other caller has the same from the process."""
    tables = {name: getattr(dataset, name).copy(deep=False) for name in ("contracts", "services", "issues")}
    return replace(dataset, **tables)


def is_own(path: str) -> bool:
    """Whether a path is that of a file of the reader's own: one of a kind that can be read, and no register of ours."""
    _check_can_be(path)
    file = Path(path)
    return file.is_file() and ending(file) in ENDINGS and not names_tables(path) and not _is_register(file)


def _kind(given: object) -> str:
    """Say what was given where a name was expected: a text in quotes, nothing as it is written, any other by kind."""
    if isinstance(given, str | None):
        return repr(given and given[:_SHOWN])
    if callable(given):
        return "a function"
    name = type(given).__name__
    return "bytes" if isinstance(given, bytes) else f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def _check_can_be(path: str | PathLike[str], what: str = "") -> None:
    """Raise UnreadableError where a path is none that this system can look for, such as one of 5,000 characters."""
    if is_remote(str(path)):
        return
    try:
        Path(path).exists()
    except OSError as error:
        name = str(path) if len(str(path)) <= _SHOWN else f"…{str(path)[1 - _SHOWN :]}"
        reason = (error.strerror or "it cannot be looked for").lower()
        raise UnreadableError(f"{what}{name}: {reason}. Give the path of a file.") from None


def _is_register(file: Path) -> bool:
    """Whether the first line is that of a register."""
    if file.suffix != ".csv":
        return False
    header = ",".join(HEADER)
    with file.open("rb") as content:
        begun = content.read(len(header) + 3)
    return begun.decode("utf-8", "replace").removeprefix("\ufeff").startswith(header)


def _is_own_parquet(file: Path) -> bool:
    """Whether a Parquet file is somebody's own table, and neither built nor said to be what this program wrote."""
    if not file.is_file():
        return False
    from data.readers.tables.shapes import own_output  # noqa: PLC0415 - the register opens without Arrow
    from data.table.parquet import columns_of, is_built  # noqa: PLC0415 - the same

    columns = columns_of(file)
    return bool(columns) and not is_built(file) and not own_output(file.name, columns)


def _saved(path: str | PathLike[str]) -> "RegisterMapping":
    """Read a mapping that was saved; raises UnreadableError with what is wrong in it."""
    from data.readers.own_register.mapping_file import LARGEST, MappingError, from_toml  # noqa: PLC0415 - the same

    _check_can_be(path, "mapping: ")
    file = Path(path)
    if not file.is_file():
        raise UnreadableError(f"mapping: {file}: no such file. Give a saved mapping, or columns by our names.")
    try:
        with file.open(encoding="utf-8-sig") as content:
            return from_toml(content.read(LARGEST + 1), str(file))
    except UnicodeDecodeError:
        raise UnreadableError(f"mapping: {file}: not UTF-8 text. Give a saved mapping.") from None
    except MappingError as error:
        raise UnreadableError(str(error)) from None


def _own(file: Path, mapping: "Mapping[str, str] | RegisterMapping | None") -> Dataset:
    from data.load.upload import opened as looked_into  # noqa: PLC0415 - the register opens without Arrow
    from data.load.upload import read  # noqa: PLC0415 - the same

    try:
        looked = looked_into(file.name, file.read_bytes())
        if mapping is not None and not looked.columns:  # published notices, or a table that was built
            raise UnreadableError(f"mapping: {file.name} holds {looked.shape} and is read without one. Leave it out.")
        return read(looked, mapping)
    except FileError as error:
        raise UnreadableError(str(error)) from None
