"""Built tables in parts, a row group each, so that no more than one part of a large table is in memory."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from data.model.issues import Issue
from data.model.notice import PUBLISHERS
from data.places.place import Place, PlaceError, places
from data.table.columns import REST, frame, with_those_of_later
from data.table.parquet import (
    About,
    check_apart,
    of_files,
    profiles_in,
    profiles_of,
    read_about,
    read_issues,
    sound,
    whole,
)
from policy.contracts import PARTY_PROFILE, SERVICE_COLUMNS, SERVICE_PROFILE, column_problems

ON_REQUEST = (
    "buyer", "supplier", "company", "n_suppliers", "cpv", "source", "published_date", "part_of", *SERVICE_COLUMNS,
)  # fmt: skip
"""Columns that no rule of ours reads, or that follow from the service: read where a scope or another rule asks."""
JOINED = {*PARTY_PROFILE, *SERVICE_PROFILE}
OURS = [name for name in REST if name not in ON_REQUEST]


PART = 500_000
"""Rows at most of a part of several row groups: fewer, larger parts have more in common."""
Profiles = list[tuple[pd.DataFrame, NDArray[Any]]]


@dataclass(frozen=True)
class Partition:
    """Neighbouring row groups of one file."""

    file: Place
    groups: tuple[int, ...]
    rows: int

    def read(self, columns: Sequence[str]) -> pa.Table:
        """Read some columns."""

        def work(source: Any) -> pa.Table:
            with pq.ParquetFile(
                source,
                metadata=_footer(self.file),
                pre_buffer=self.file.path is None,
                page_checksum_verification=True,
            ) as file:
                stored = file.read_row_groups(self.groups, columns=list(columns))  # without those it does not have
                return with_those_of_later(stored, columns)

        with whole(self.file):
            return self.file.read(work)


@dataclass(frozen=True)
class PartitionedTable:
    """One table in parts: files that `python -m data build` wrote, in order, each with its row groups."""

    files: tuple[Place, ...]
    abouts: tuple[About, ...]
    partitions: tuple[Partition, ...]

    def __len__(self) -> int:
        return len(self.partitions)

    @cached_property
    def rows(self) -> int:
        """How many contracts there are."""
        return sum(part.rows for part in self.partitions)

    def read(self, place: int, *, with_ids: bool = False, beside: Sequence[str] = ()) -> tuple[pd.DataFrame, Profiles]:
        """Read what our rules read of one part, and columns beside: those of a scope, or of a rule of somebody's own.

        Returns:
            The columns, and their profiles where the file has them, instead of the columns that these join.
        """
        part = self.partitions[place]
        profiles = profiles_in(_footer(part.file))
        more = [name for name in beside if name in ON_REQUEST and name not in SERVICE_COLUMNS]
        needed = [name for name in OURS if not profiles or name not in JOINED]
        stored = part.read([*["contract_id"] * with_ids, *needed, *more, *profiles])
        with whole(part.file):
            contracts, known = frame(stored.drop_columns(profiles)), profiles_of(stored) if profiles else []
        for each in (contracts, *(combinations for combinations, _ in known)):
            sound(part.file, column_problems(each))
        return contracts, known

    def cells(self, place: int, row: int, columns: Sequence[str]) -> list[str]:
        """Read some texts of one contract, each empty where it is missing."""
        contract = frame(self.partitions[place].read(columns)).iloc[row]
        return ["" if pd.isna(contract[name]) else str(contract[name]) for name in columns]

    def described(self) -> dict[str, Any]:
        """Say what the figures rest on, as when the files are loaded whole."""
        about = of_files(self.files, self.abouts)
        return {
            "fingerprint": about.fingerprint[:12],
            "source": about.source,
            "contracts": self.rows,
            "as_of": about.as_of,
            **({"notices": about.numbers} if about.numbers else {}),
        }

    @property
    def numbers(self) -> str:
        """Say of each file how complete its run of numbered notices is; "" where none has one."""
        return " ".join(about.numbers for about in self.abouts if about.numbers)

    def has_notices(self) -> bool:
        """Whether some row is read from a published notice, or there is none; no part is read after the first such."""
        sources = (part.read(["source"])["source"].unique().to_pylist() for part in self.partitions)
        return not self.rows or any(not PUBLISHERS.isdisjoint(names) for names in sources)

    def unread(self) -> Iterator[str]:
        """Say what could not be read when the files were built, a sentence each."""
        for file in self.files:
            yield from (Issue(*row).sentence() for row in read_issues(file, lost=True).itertuples(index=False))


@lru_cache(64)
def _footer(file: Place) -> pq.FileMetaData:
    return file.read(pq.read_metadata)


def partitioned(patterns: Sequence[str]) -> PartitionedTable:
    """Find the files of one or more paths, folders, patterns or addresses, and their row groups.

    Raises:
        PlaceError: nothing matches, a file is no built table, or one cannot be read where it lies.
    """
    files = tuple(file for pattern in patterns for file in places(pattern))
    at = Counter(map(_at, files))
    if twice := [file for file in files if at[_at(file)] > 1]:
        raise PlaceError(f"{twice[0]}: is named more than once, and would be counted as often. Name it once.")
    _footer.cache_clear()  # a table of the same name may have been built anew
    abouts = tuple(map(read_about, files))
    check_apart(files, abouts)
    return PartitionedTable(files, abouts, tuple(part for file in files for part in _groups(file) if part.rows))


def _at(file: Place) -> str:
    """Where a file lies, whatever it is called by."""
    return str(file.path.resolve()) if file.path is not None else file.address


def _groups(file: Place) -> Iterator[Partition]:
    footer = _footer(file)
    together: tuple[int, ...] = ()
    rows = 0
    for group in range(footer.num_row_groups):
        more = footer.row_group(group).num_rows
        if together and rows + more > PART:
            yield Partition(file, together, rows)
            together, rows = (), 0
        together, rows = (*together, group), rows + more
    yield Partition(file, together, rows)
