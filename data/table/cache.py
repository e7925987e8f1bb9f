"""Rows of pieces already read, an Arrow file each, named by a hash of the piece: a second build reads what is new."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import orjson
import pyarrow as pa

from data.model import folders
from data.model.folders import atomically
from data.model.issues import Issue
from data.readers.files import Piece, PieceKind
from data.readers.tables.exports import beside
from data.table import contract_rows
from data.table.piece_reader import read_piece

HERE = Path(__file__).resolve().parents[1]
FOLDER = folders.cache_folder()
_COUNTS, _ISSUES = b"counts", b"issues"
_BLOCK = 1024 * 1024


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
        """Return the rows with the columns `contract_rows.SCHEMA`, mapped from the disk."""
        return pa.ipc.open_file(pa.memory_map(str(self.path))).read_all()

    def issues(self) -> list[Issue]:
        """Return what was found wrong."""
        written = pa.ipc.open_file(pa.memory_map(str(self.path))).schema.metadata[_ISSUES]
        return [Issue(*values) for values in orjson.loads(written)]


def place(piece: Piece, folder: Path) -> Path:
    """Return where the rows of a piece belong; the file exists if the same code has read the same bytes before."""
    return folder / f"{code_version()}-{_key(piece)}.arrow"


def stored(path: Path, source: str, *, fresh: bool) -> CachedRows:
    """Return the cached rows at a path of `place`; `source` is the file that they were read from."""
    counts = orjson.loads(pa.ipc.open_file(pa.memory_map(str(path))).schema.metadata[_COUNTS])
    return CachedRows(path=path, source=source, fresh=fresh, **counts)


def read_into(piece: Piece, path: Path) -> CachedRows:
    """Read a piece and write its rows, issues and counts to a path of `place`."""
    result = read_piece(piece.whole())
    batches = list(contract_rows.batches(result.rows, piece.source, result.issues))
    rows = sum(batch.num_rows for batch in batches)
    counts = {"rows": rows, "releases": result.releases, "records": result.records}
    issues = list(map(list, result.issues))
    schema = contract_rows.SCHEMA.with_metadata({_COUNTS: orjson.dumps(counts), _ISSUES: orjson.dumps(issues)})

    def write(to: Path) -> None:
        with pa.OSFile(str(to), "wb") as file, pa.ipc.new_file(file, schema) as writer:
            for batch in batches:
                writer.write_batch(batch.replace_schema_metadata(schema.metadata))

    atomically(path, write)
    return stored(path, piece.source, fresh=True)


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
    files = [*HERE.rglob("*.py"), *(HERE / "reference").rglob("*.csv"), HERE.parent / "policy" / "contracts.py"]
    digest = sha256(pa.__version__.encode())
    for file in sorted(files):
        digest.update(file.relative_to(HERE.parent).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


def forget_old(folder: Path) -> None:
    """Remove the rows that another version of the code wrote."""
    for path in folder.glob("*.arrow"):
        if not path.name.startswith(code_version()):
            path.unlink(missing_ok=True)
