"""Parts already read, kept by what was in them: a second build reads only what is new."""

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import orjson
import pyarrow as pa

from data.model import folders
from data.model.issues import Issue
from data.readers.files import Piece, Shape
from data.readers.tables.exports import beside
from data.table import contract_rows
from data.table.read import read

HERE = Path(__file__).resolve().parents[1]
FOLDER = folders.cache_folder()
_COUNTS, _ISSUES = b"counts", b"issues"
_BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Part:
    """A file of rows in the cache, with what it was read from; `fresh` where it was read just now."""

    path: Path
    source: str
    rows: int
    releases: int
    records: int
    fresh: bool

    def table(self) -> pa.Table:
        """Return the rows, mapped from the disk."""
        return pa.ipc.open_file(pa.memory_map(str(self.path))).read_all()

    def issues(self) -> list[Issue]:
        """Return what was found wrong."""
        written = pa.ipc.open_file(pa.memory_map(str(self.path))).schema.metadata[_ISSUES]
        return [Issue(*values) for values in orjson.loads(written)]


def place(piece: Piece, folder: Path) -> Path:
    """Return where the part of a piece belongs; it is there if the same code has read the same bytes before."""
    return folder / f"{code_version()}-{_key(piece)}.arrow"


def stored(path: Path, source: str, *, fresh: bool) -> Part:
    """Return the part that lies at a path."""
    counts = orjson.loads(pa.ipc.open_file(pa.memory_map(str(path))).schema.metadata[_COUNTS])
    return Part(path=path, source=source, fresh=fresh, **counts)


def read_into(piece: Piece, path: Path) -> Part:
    """Read a piece and keep its part at a path."""
    reading = read(piece.whole())
    batches = list(contract_rows.batches(reading.rows, piece.source, reading.issues))
    rows = sum(batch.num_rows for batch in batches)
    counts = {"rows": rows, "releases": reading.releases, "records": reading.records}
    issues = list(map(list, reading.issues))
    schema = contract_rows.SCHEMA.with_metadata({_COUNTS: orjson.dumps(counts), _ISSUES: orjson.dumps(issues)})

    def write(to: Path) -> None:
        with pa.OSFile(str(to), "wb") as file, pa.ipc.new_file(file, schema) as writer:
            for batch in batches:
                writer.write_batch(batch.replace_schema_metadata(schema.metadata))

    atomically(path, write)
    return stored(path, piece.source, fresh=True)


def _key(piece: Piece) -> str:
    digest = sha256(f"{piece.source}\0{piece.shape}\0{piece.first_line}\0".encode())
    digest.update(piece.body)
    if piece.shape is Shape.TABLE:
        for path in filter(None, (Path(piece.path), beside(Path(piece.path)))):
            with path.open("rb") as file:
                while block := file.read(_BLOCK):
                    digest.update(block)
    return digest.hexdigest()[:32]


@cache
def code_version() -> str:
    """Return a fingerprint of the code and the reference files that turn a notice into a row."""
    files = [*HERE.rglob("*.py"), *(HERE / "reference").rglob("*.csv"), HERE.parent / "policy" / "contracts.py"]
    digest = sha256(pa.__version__.encode())
    for file in sorted(files):
        digest.update(file.relative_to(HERE.parent).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


def forget_old(folder: Path) -> None:
    """Remove the parts that other code wrote."""
    for path in folder.glob("*.arrow"):
        if not path.name.startswith(code_version()):
            path.unlink(missing_ok=True)


def atomically(path: Path, write: Callable[[Path], None]) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    os.close(handle)
    try:
        write(Path(name))
        Path(name).chmod(0o644)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
