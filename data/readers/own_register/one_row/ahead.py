"""What the cells of some rows say, read here or in another process while further rows are taken."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress

from data.model.issues import Issue
from data.model.notice import AwardNotice
from data.readers.own_register.one_row.columns import Values
from data.readers.own_register.one_row.row import MadeOf, RowReader
from data.readers.own_register.one_row.tally import Tally

Read = tuple[AwardNotice, list[Issue]]
"""What one row gives, and an issue for each of its cells that was not read as it stands."""


class Reading:
    """What the cells of some rows say, begun in another process where there are helpers."""

    def __init__(self, reader: RowReader, rows: Sequence[tuple[int, Values]], helpers: Executor | None = None) -> None:
        self._reader, self._rows = reader, rows
        self._begun: Future[tuple[list[Read], Tally]] | None = None
        if helpers is not None and rows:
            with suppress(BrokenProcessPool):
                self._begun = helpers.submit(_read, reader.made_of, rows)

    def found(self) -> Iterator[Read]:
        """Return what each row gives, in order: from here where no helper has begun or one was ended by the system.

        Where a row breaks its reader, those before it are given.
        """
        if self._begun is not None and not self._begun.cancel():
            with suppress(BrokenProcessPool, ArithmeticError, ValueError, TypeError, AttributeError, LookupError):
                found, tally = self._begun.result()
                self._reader.tally.add(tally)
                return iter(found)
        try:
            return iter(self._reader.read(self._rows))
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - it is raised again where its row stands
            return (self._reader.read([row])[0] for row in self._rows)


_READER = list[RowReader]()
"""In a helper, the reader of the table whose rows it was given last: it remembers cells that recur."""


def _read(made_of: MadeOf, rows: Sequence[tuple[int, Values]]) -> tuple[list[Read], Tally]:
    """Read some rows in a helper, and return what was seen over them alone."""
    if not _READER or _READER[0].made_of != made_of:
        _READER[:] = [RowReader(*made_of)]
    [reader] = _READER
    reader.tally.taken()  # of rows that broke it, which are read where they stand
    return reader.read(rows), reader.tally.taken()
