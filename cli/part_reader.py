"""What reads and codes the parts of a table, here or on a worker, which imports no more than it needs."""

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from data.load.partition import PartitionedTable
from data.model.service_table import services
from policy import rules
from policy.coded import CodedContracts, prepare
from policy.scope.scope import Scope

_KEPT: dict[tuple[str, int], CodedContracts] = {}
"""Parts that this process has read and coded, by the run and their place."""
_AHEAD: dict[tuple[str, int], Future[CodedContracts]] = {}
"""Parts that are being read while another is worked on."""
MOST_AHEAD = 4
"""Parts that are read at once: each takes memory while it is, whatever the number of cores."""


@dataclass(frozen=True)
class PartReader:
    """Reads and codes one part, wherever it is called.

    What it has read in a `run` that has a name stays with the process for the next pass, up to `room` bytes. `asked`
    are the columns that the rules may read, as they are where it is made: a worker elsewhere may know fewer rules.
    """

    table: PartitionedTable
    with_ids: bool
    scope: Scope
    run: str = ""
    room: int = 0
    asked: tuple[str, ...] = field(default_factory=rules.columns_read)

    def __call__(self, place: int) -> CodedContracts:
        """Give the facts of the part at a place, looked at in the scope."""
        return self._part(place).within(self.scope)

    def _part(self, place: int) -> CodedContracts:
        key = self.run, place
        if key in _KEPT:
            return _KEPT[key]
        coded = ahead.result() if (ahead := _AHEAD.pop(key, None)) else self._coded(place)
        for other in [other for other in _KEPT if other[0] != self.run]:
            del _KEPT[other]
        if sum(each.room for each in _KEPT.values()) + coded.room <= self.room:
            _KEPT[key] = coded
        return coded

    def _coded(self, place: int) -> CodedContracts:
        beside = {*self.scope.reads, *self.asked}
        contracts, profiles = self.table.read(place, with_ids=self.with_ids, beside=sorted(beside))
        coded = prepare(contracts, services(), profiles)
        # Only who is named by a scenario is looked for in the frame.
        return coded if self.with_ids else coded.block(slice(None))

    @contextmanager
    def reading_ahead(self, places: range) -> Iterator[Iterator[int]]:
        """Give the places in turn, while the parts after each are read, a thread for every core up to MOST_AHEAD."""
        ahead = min(os.cpu_count() or 1, MOST_AHEAD)
        with ThreadPoolExecutor(ahead) as pool:

            def each() -> Iterator[int]:
                for place in places:
                    for after in range(place + 1, min(place + 1 + ahead, places.stop)):
                        key = self.run, after
                        if key not in _KEPT and key not in _AHEAD:
                            _AHEAD[key] = pool.submit(self._coded, after)
                    yield place

            try:
                yield each()
            finally:
                _AHEAD.clear()
