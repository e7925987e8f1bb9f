"""Rows of pieces already read, an Arrow file each, named by a hash of the piece: a second build reads what is new.

Several builds and a dashboard may share the folder, and each may be killed at any moment: a file appears in it whole,
is believed only if its checksum holds, and what a killed process left half written is removed by the next one.
"""

import time
import zlib
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import orjson
import pyarrow as pa

from data.model import folders
from data.model.issues import Issue
from data.places.disk import atomically, remove_half_written, touch
from data.readers.files import Piece, PieceKind
from data.readers.tables.exports import beside
from data.table.piece_reader import read_piece
from data.table.rows.batches import SCHEMA

_DATA = Path(__file__).resolve().parents[1]
FOLDER = folders.cache_folder()
_COUNTS, _ISSUES = b"counts", b"issues"
_BLOCK = 1024 * 1024
_CHECKSUM = 4
"""Bytes at the end of a part: the CRC-32 of all before them."""
_DAY = 24 * 3600.0
_UNUSED = {"????????????-*.arrow": _DAY, "column-*.arrow": 7 * _DAY, "texts-*.arrow": 7 * _DAY}
"""After how many seconds without use a file goes: parts of other versions of the code, columns of other tables."""


@dataclass(frozen=True, slots=True)
class CachedRows:
    """The rows of one piece in the cache, with numbers of rows, releases and records; `fresh` if read in this build."""

    path: Path
    source: str
    rows: int
    releases: int
    records: int
    fresh: bool

    def table(self) -> pa.Table:
        """Return the rows with the columns `SCHEMA`, mapped from the disk."""
        return _opened(self.path).read_all()

    def issues(self) -> list[Issue]:
        """Return what was found wrong."""
        return [Issue(*values) for values in orjson.loads(_opened(self.path).schema.metadata[_ISSUES])]


def path_of(piece: Piece, folder: Path) -> Path:
    """Return where the rows of a piece belong; the file exists if the same code has read the same bytes before."""
    return folder / f"{code_version()}-{_key(piece)}.arrow"


def known(path: Path, source: str) -> CachedRows | None:
    """Return the rows at a path of `path_of`, read from the file `source`; None where none are there, or damaged."""
    try:
        body = _mapped(path)
        if zlib.crc32(body[:-_CHECKSUM]) != int.from_bytes(body[-_CHECKSUM:].to_pybytes()):
            return None
        rows = _stored(path, source, fresh=False)
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):  # not there, cut, or of something else
        return None
    touch(path)
    return rows


def _stored(path: Path, source: str, *, fresh: bool) -> CachedRows:
    counts = orjson.loads(_opened(path).schema.metadata[_COUNTS])
    return CachedRows(path=path, source=source, fresh=fresh, **counts)


def _mapped(path: Path) -> pa.Buffer:
    """Return a file as it lies on the disk; raises an OSError or a ValueError where it is none or empty."""
    with pa.memory_map(str(path)) as file:
        return file.read_buffer()


def _opened(path: Path) -> pa.ipc.RecordBatchFileReader:
    return pa.ipc.open_file(pa.BufferReader(_mapped(path)[:-_CHECKSUM]))


def read_into(piece: Piece, path: Path, helpers: Executor | None = None) -> CachedRows:
    """Read a piece, with helpers where given, and write its rows, issues and counts to a path of `path_of`."""
    result = read_piece(piece.whole(), helpers)
    rows = result.table()
    counts = {"rows": rows.num_rows, "releases": result.releases, "records": result.records}
    issues = list(map(list, result.issues))
    schema = SCHEMA.with_metadata({_COUNTS: orjson.dumps(counts), _ISSUES: orjson.dumps(issues)})

    def write(to: Path) -> None:
        with pa.OSFile(str(to), "wb") as file, pa.ipc.new_file(file, schema) as writer:
            writer.write_table(rows.replace_schema_metadata(schema.metadata))
        checksum = zlib.crc32(_mapped(to)).to_bytes(_CHECKSUM)
        with to.open("ab") as file:
            file.write(checksum)

    atomically(path, write, lasting=False)
    return _stored(path, piece.source, fresh=True)


def _key(piece: Piece) -> str:
    digest = sha256(f"{piece.source}\0{piece.kind}\0{piece.first_line}\0".encode())
    digest.update(piece.body)
    if piece.kind is PieceKind.TABLE:
        digest.update(piece.mapping.encode() + b"\0")
        for path in filter(None, (Path(piece.path), beside(Path(piece.path)))):
            with path.open("rb") as file:
                while block := file.read(_BLOCK):
                    digest.update(block)
    return digest.hexdigest()[:32]


@cache
def code_version() -> str:
    """Return a fingerprint of the code and the reference files that turn a notice into a row."""
    files = [*_DATA.rglob("*.py"), *(_DATA / "reference").rglob("*.csv"), _DATA.parent / "policy" / "contracts.py"]
    digest = sha256(pa.__version__.encode())
    for file in sorted(files):
        digest.update(file.relative_to(_DATA.parent).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


def forget_old(folder: Path) -> None:
    """Remove what nobody has used for a while and no build of this code will use, and what killed processes left."""
    remove_half_written(folder, "*.arrow")
    now = time.time()
    for pattern, unused in _UNUSED.items():
        for path in folder.glob(pattern):
            with suppress(OSError):  # another process may remove it too
                if not path.name.startswith(code_version()) and abs(now - path.stat().st_mtime) > unused:
                    path.unlink()
