"""Built tables in parts, a row group each, so that no more than one part of a large table is in memory."""

import glob
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from data.model.issues import Issue
from data.table.columns import REST, TableError, frame
from data.table.parquet import About, as_of, read_about, read_issues, sound, whole
from policy.contracts import SERVICE_COLUMNS, column_problems

UNREAD = (
    "buyer", "supplier", "company", "n_suppliers", "cpv", "source", "published_date", "part_of", *SERVICE_COLUMNS,
)  # fmt: skip
"""Columns that no rule reads, or that follow from the service."""
READ = [name for name in REST if name not in UNREAD]


@dataclass(frozen=True)
class Partition:
    """One row group of one file."""

    path: Path
    group: int
    rows: int


@dataclass(frozen=True)
class PartitionedTable:
    """One table in parts: files that `python -m data build` wrote, in order, each with its row groups."""

    files: tuple[Path, ...]
    abouts: tuple[About, ...]
    partitions: tuple[Partition, ...]

    def __len__(self) -> int:
        return len(self.partitions)

    @cached_property
    def rows(self) -> int:
        """How many contracts there are."""
        return sum(part.rows for part in self.partitions)

    def read(self, place: int, *, with_ids: bool = False, beside: Sequence[str] = ()) -> pd.DataFrame:
        """Read what the rules read of one part, and columns beside, such as those of a scope."""
        part = self.partitions[place]
        more = [name for name in beside if name in UNREAD and name not in SERVICE_COLUMNS]
        with whole(part.path), pq.ParquetFile(part.path) as file:
            found = frame(file.read_row_group(part.group, columns=[*["contract_id"] * with_ids, *READ, *more]))
        sound(part.path, column_problems(found))
        return found

    def cells(self, place: int, row: int, columns: Sequence[str]) -> list[str]:
        """Read some texts of one contract, each empty where it is missing."""
        part = self.partitions[place]
        with pq.ParquetFile(part.path) as file:
            found = frame(file.read_row_group(part.group, columns=list(columns))).iloc[row]
        return ["" if pd.isna(found[name]) else str(found[name]) for name in columns]

    def described(self) -> dict[str, Any]:
        """Say what the figures rest on; one file is described as when it is loaded whole."""
        prints = [about.fingerprint for about in self.abouts]
        whole = prints[0] if len(prints) == 1 else sha256("\n".join(prints).encode()).hexdigest()
        latest = max(as_of(path, about) for path, about in zip(self.files, self.abouts, strict=True))
        return {
            "fingerprint": whole[:12],
            "source": "; ".join(dict.fromkeys(about.source for about in self.abouts)),
            "contracts": self.rows,
            "as_of": latest.isoformat(),
            **({"notices": self.numbers} if self.numbers else {}),
        }

    @property
    def numbers(self) -> str:
        """Say of each file how complete its run of numbered notices is; "" where none has one."""
        return " ".join(about.numbers for about in self.abouts if about.numbers)

    def unread(self) -> Iterator[str]:
        """Say what could not be read when the files were built, a sentence each."""
        for path in self.files:
            yield from (Issue(*row).sentence() for row in read_issues(path, lost=True).itertuples(index=False))


def partitioned(patterns: Sequence[str]) -> PartitionedTable:
    """Find the files of one or more paths or patterns, and their row groups.

    Raises:
        TableError: nothing matches, or a file is no built table.
    """
    files = tuple(path for pattern in patterns for path in _files(pattern))
    abouts = tuple(map(read_about, files))
    return PartitionedTable(files, abouts, tuple(part for path in files for part in _groups(path) if part.rows))


def _groups(path: Path) -> Iterator[Partition]:
    metadata = pq.read_metadata(path)
    for group in range(metadata.num_row_groups):
        yield Partition(path, group, metadata.row_group(group).num_rows)


def _files(pattern: str) -> list[Path]:
    """Files of a pattern in the order of their names, without the issues beside them; a plain path stays itself."""
    if not glob.has_magic(pattern) or Path(pattern).is_file():
        return [Path(pattern).resolve()]
    found = sorted(Path(name).resolve() for name in glob.glob(pattern, recursive=True))  # noqa: PTH207 - absolute patterns too
    tables = [path for path in found if not path.name.endswith(".issues.parquet")]
    if not tables:
        raise TableError(f"{pattern}: no file matches. Give tables of `python -m data build`.")
    return tables
