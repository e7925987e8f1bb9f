"""A reader's own file: read in memory, kept in the session, never stored."""

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pyarrow as pa

from data.load import own_file, own_process
from data.load.own_process import OnWait
from data.model.dataset import Dataset
from data.model.issues import Issue, table
from data.model.service_table import services
from data.readers.files import ENDINGS, LOCK, FileError, ending, no_kind
from data.readers.own_register import mapping_file
from data.readers.own_register.mapping import RegisterMapping
from data.readers.own_register.matching.guess import of_names
from data.readers.own_register.mends import BY_ITS_LINE, BY_ITS_NUMBER, NOT_APPLIED, for_a_later_file, still_apply
from data.readers.own_register.one_row.status import day_of_reading
from data.readers.weight import is_small
from data.table.columns import frame
from data.table.parquet import SCHEMA

SMALL_BYTES = 50_000
"""Unpacked size up to which a file is read here: a process of its own takes a second to start."""


@dataclass(frozen=True)
class Upload:
    """A file as given: its columns and first rows where it is a table, the export it was recognised as, our guess."""

    name: str
    content: bytes
    columns: tuple[str, ...]
    sample: pd.DataFrame
    shape: str
    guessed: RegisterMapping
    examples: Mapping[str, str]


def _in_silence(words: str, share: float) -> None:
    """Tell nobody what is waited for."""


def opened(name: str, content: bytes, on_wait: OnWait = _in_silence) -> Upload:
    """Return what a file looks like before it is read.

    Raises:
        FileError: what is wrong with the file, and what can be read.
    """
    if name.startswith(LOCK):
        raise FileError(f"{name}: {no_kind(Path(name))}")
    if ending(Path(name)) not in ENDINGS:
        kinds = ", ".join(sorted(ENDINGS))
        raise FileError(f"{name}: not a kind of file that can be read. Give {kinds}, gzipped or not.")
    if is_small(content, SMALL_BYTES):
        with _on_disk(name, content) as path:
            preview = own_file.preview(path, name)
    else:
        with own_process.answered(name, content, {"preview": True}, on_wait) as (answer, _):
            preview = own_file.Preview(**answer)
    guessed = mapping_file.from_toml(preview.guessed, name) if preview.guessed else RegisterMapping()
    return Upload(
        name, content, tuple(preview.columns), pd.DataFrame(preview.rows), preview.shape, guessed, preview.examples
    )


def read(
    upload: Upload, mapped: Mapping[str, str] | RegisterMapping | None = None, on_wait: OnWait = _in_silence
) -> Dataset:
    """Return the data set of an upload.

    Args:
        upload: what `opened` gives.
        mapped: which column holds which fact, or our facts to its columns by their names; None to read it as the export
            that it was recognised as, else by the guess.
        on_wait: called while it is read in a process of its own.

    Raises:
        FileError: nothing of it can be read.
    """
    mapping = mapped if mapped is None or isinstance(mapped, RegisterMapping) else of_names(mapped)
    contracts, issues = _contracts(upload, mapping, on_wait)
    latest = contracts["published_date"].max()
    return Dataset(
        contracts,
        services(),
        _fingerprint(upload, mapping, issues),
        source=upload.name,
        as_of=latest.date() if pd.notna(latest) else day_of_reading(),
        title=f"Your file {upload.name}",
        population="contracts in your file",
        issues=issues,
        note="Your own file, which stays in this session and is not stored.",
        cited=upload.name,
    )


def _fingerprint(upload: Upload, mapping: RegisterMapping | None, issues: pd.DataFrame) -> str:
    """Identify a file and how it was read: alike under the guess and a mapping that says the same, here or kept."""
    if mapping is None and not upload.shape:
        mapping = upload.guessed
    written = "" if mapping is None else mapping_file.to_toml(to_keep(mapping, issues))
    return hashlib.sha256(upload.content + written.encode()).hexdigest()[:12]


def to_keep(mapping: RegisterMapping, issues: pd.DataFrame) -> RegisterMapping:
    """Return the mapping for a later file: without the mends that this one, as read under it, has no place for.

    `issues` are those of the file as it was read.
    """
    apply = still_apply(mapping.mends, said(issues, NOT_APPLIED))
    return replace(mapping, mends=for_a_later_file(apply, said(issues, BY_ITS_NUMBER, BY_ITS_LINE)))


def said(issues: pd.DataFrame, *ends: str) -> list[Issue]:
    """Return the issues of which what was done ends in one of some ways."""
    found = issues[issues["done"].str.endswith(ends)]
    rows = found.astype({"line": object}).where(found.notna(), None).itertuples(index=False, name=None)
    return [Issue(*row) for row in rows]


def _contracts(upload: Upload, mapped: RegisterMapping | None, on_wait: OnWait) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the contracts of a file and its issues, both as tables."""
    name, content = upload.name, upload.content
    if is_small(content, SMALL_BYTES):
        with _on_disk(name, content) as path:
            batches, issues = own_file.gather(path, name, mapped)
            return frame(pa.concat_tables(batch.cast(SCHEMA) for batch in batches)), table(issues)
    request = {"preview": False, "mapped": None if mapped is None else mapping_file.to_toml(mapped)}
    with own_process.answered(name, content, request, on_wait) as (_, folder):
        stored = frame(_stream(folder / own_file.CONTRACTS))
        return stored, _stream(folder / own_file.ISSUES).to_pandas().astype({"line": "Int64"})


def _stream(path: Path) -> pa.Table:
    return pa.ipc.open_stream(pa.py_buffer(path.read_bytes())).read_all()


@contextmanager
def _on_disk(name: str, content: bytes) -> Iterator[Path]:
    """Give the content as a file for readers that need one; gone when the block ends."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / own_process.stored_name(name)
        path.write_bytes(content)
        yield path
