"""Assessing built tables part by part, here or on a cluster, with progress on standard error."""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from cli import printed
from cli.inputs import chosen_scope, show
from data.load.dask import NoDaskError, client
from data.load.dask import each as on_dask
from data.load.datasets import UnreadableError
from data.load.partition import PartitionedTable, partitioned
from data.model.service_table import services
from data.places.place import PlaceError
from policy.coded import CodedContracts, prepare
from policy.formats import printable
from policy.results.partial import Result
from policy.results.parts import Each, assess_parts
from policy.results.receipt import receipt_of
from policy.results.report import plain_result
from policy.results.sentences import assumed_of, largest_of
from policy.results.totals import share_of_spend
from policy.rules.reassess import Reassess
from policy.scenarios.scenario import Scenario
from policy.scope.scope import Scope, looked_at, naming, of_population

R = TypeVar("R")
_POPULATION = "published contracts in these data"


@dataclass(frozen=True)
class PartReader:
    """Reads and codes one part, wherever it is called."""

    table: PartitionedTable
    with_ids: bool
    scope: Scope

    def __call__(self, place: int) -> CodedContracts:
        """Give the facts of the part at a place."""
        part = self.table.read(place, with_ids=self.with_ids, beside=self.scope.reads)
        return looked_at(prepare(part, services()), self.scope)


def assess_tables(options: argparse.Namespace, made: Scenario, patterns: list[str]) -> int:
    """Assess built tables a row group at a time."""
    try:
        table = partitioned(patterns)
        unread = list(table.unread())
        for sentence in unread:
            print(printable(sentence), file=sys.stderr)
        with _runner(options, len(table)) as each:
            read = PartReader(table, bool(made.rule(Reassess).contracts), chosen_scope(options))
            whole = assess_parts(read, made, each)
    except (PlaceError, NoDaskError) as error:
        raise UnreadableError(str(error)) from None
    data = table.described()
    weighed = "\n".join(filter(None, (assumed_of(whole.assumed), _largest(table, whole), table.numbers)))
    of_scope = of_population(_POPULATION, whole.scope, naming(services()))
    said = printed.sentences(whole, of_scope, weighed)
    receipt = receipt_of(made, whole.totals, data, whole.scope)
    plain = {"sentences": said, **plain_result(whole, data), "receipt": receipt}
    show(options, plain, lambda: printed.assessment(whole, of_scope, weighed))
    return 1 if unread else 0


def _largest(table: PartitionedTable, whole: Result) -> str:
    """Name the one contract that outweighs the others; its words are read now."""
    found = whole.largest
    share = share_of_spend(found.spend, whole.totals.annual_gbp.returns.central)
    return largest_of(share, *table.cells(found.part, found.row, ("title", "buyer"))) if share else ""


@contextmanager
def _runner(options: argparse.Namespace, size: int) -> Iterator[Each]:
    """Give what runs a function for every part: one after another here, or on Dask."""
    if options.engine == "pandas":
        yield _here(size)
        return
    with client(options.scheduler) as opened:

        def each(what: str, function: Callable[[int], R]) -> Iterable[R]:
            return on_dask(opened, function, size, lambda done: _tell(what, done, size))

        yield each


def _here(size: int) -> Each:
    def each(what: str, function: Callable[[int], R]) -> Iterable[R]:
        for place in range(size):
            yield function(place)
            _tell(what, place + 1, size)

    return each


def _tell(what: str, done: int, size: int) -> None:
    """Say how far it is: on one line of a terminal, else every tenth of the way."""
    if sys.stderr.isatty():
        print(f"\r{what}: part {done} of {size}", end="\n" if done == size else "", file=sys.stderr, flush=True)
    elif done == size or done * 10 // size > (done - 1) * 10 // size:
        print(f"{what}: part {done} of {size}", file=sys.stderr, flush=True)
