"""Assessing built tables part by part, here or on a cluster, with progress on standard error."""

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from cli import printed
from cli.inputs import chosen_scope, say_other_data
from cli.part_reader import PartReader
from data.load.dask import NoDaskError, client
from data.load.dask import each as on_dask
from data.load.datasets import UnreadableError, population
from data.load.partition import PartitionedTable, partitioned
from data.model.service_table import services
from data.places.place import PlaceError
from policy.formats import printable
from policy.results.partial import Each, Result, assess_parts
from policy.results.sentences import assumed_of, largest_of
from policy.results.totals import share_of_spend
from policy.rules.reassess import Reassess
from policy.scenarios.scenario import Scenario
from policy.scope.scope import naming, of_population

R = TypeVar("R")
LEAST_ROOM = 256 * 1024 * 1024
SHARE_OF_MEMORY = 8
_OF_CONTAINER = Path("/sys/fs/cgroup/memory.max")


def room() -> int:
    """Bytes at most of parts that are kept from the first pass for the second; the others are read once more.

    An eighth of the memory of the machine, or of the container where that may hold less. A part takes 85 bytes a
    contract, so that two gigabytes hold some twenty-five million.
    """
    memory = [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")] if hasattr(os, "sysconf") else []
    with suppress(OSError, ValueError):  # no such file, or "max"
        memory.append(int(_OF_CONTAINER.read_text()))
    return max(LEAST_ROOM, min(memory, default=0) // SHARE_OF_MEMORY)


def assess_tables(options: argparse.Namespace, scenario: Scenario, patterns: list[str]) -> int:
    """Assess built tables a row group at a time."""
    try:
        table = partitioned(patterns)
        unread = list(table.unread())
        for sentence in unread:
            print(printable(sentence), file=sys.stderr)
        named = bool(scenario.rule(Reassess).contracts)
        cores = 1 if options.engine == "pandas" else os.cpu_count() or 1
        read = PartReader(table, named, chosen_scope(options), uuid4().hex, 0 if named else room() // cores)
        with _runner(options, read, len(table)) as each:
            read = _settled(read, each)
            whole = assess_parts(read, scenario, each)
            strange = _not_in_data(read, scenario, each)
        for sentence in strange:
            print(printable(sentence), file=sys.stderr)
        say_other_data(options, table.described()["fingerprint"])
    except (PlaceError, NoDaskError) as error:
        raise UnreadableError(str(error)) from None
    weighed = [assumed_of(whole.assumed, few=whole.totals.is_few), _largest(table, whole), table.numbers]
    of_scope = of_population(population(published=table.has_notices()), whole.scope, naming(services()))
    printed.show_assessment(options, whole, of_scope, table.described(), weighed)
    return 1 if unread else 0


def _settled(read: PartReader, each: Each) -> PartReader:
    """Tell patterns from names that are written with a `*` and that some part holds, whichever part is read."""
    if not read.scope.may_have_patterns:
        return read
    held = {name for found in each("looking for names", partial(_held, read)) for name in found}
    return replace(read, scope=read.scope.holding(held))


def _held(read: PartReader, place: int) -> set[tuple[str, str]]:
    return read.scope.held_in(read(place))


def _not_in_data(read: PartReader, scenario: Scenario, each: Each) -> list[str]:
    """Say what is looked at, reassessed or named and in no part; without such names no part is read again."""
    reassessed = scenario.rule(Reassess)
    if not (read.scope or reassessed.services or reassessed.contracts or scenario.names_of_data()):
        return []
    found = list(each("looking for names", partial(_missing, read, scenario)))
    return [line for key, line in found[0].items() if all(key in other for other in found)] if found else []


def _missing(read: PartReader, scenario: Scenario, place: int) -> dict[str, str]:
    """What one part does not hold: a sentence each, by what every part says of it alike."""
    coded = read(place)
    lines = [f"--where {problem}" for problem in read.scope.unknown_names(coded)]
    return {line.partition("; did you mean")[0]: line for line in lines + scenario.not_in_data(coded)}


def _largest(table: PartitionedTable, whole: Result) -> str:
    """Name the one contract that outweighs the others; its words are read now."""
    largest = whole.largest
    share = share_of_spend(largest.spend, whole.totals.annual_gbp.returns.central)
    if not share:
        return ""
    title, buyer = table.cells(largest.part, largest.row, ("title", "buyer"))
    return largest_of(share, title, buyer, few=whole.totals.is_few)


@contextmanager
def _runner(options: argparse.Namespace, read: PartReader, size: int) -> Iterator[Each]:
    """Give what runs a function for every part: one after another here, or on Dask."""
    if options.engine == "pandas":
        yield _here(read, size)
        return
    with client(options.scheduler, size) as opened:
        where: list[str] = []  # the second pass goes where the first has left its parts

        def each(what: str, function: Callable[[int], R]) -> Iterable[R]:
            return on_dask(opened, function, size, lambda part: _tell(what, part, size), where)

        yield each


def _here(read: PartReader, size: int) -> Each:
    def each(what: str, function: Callable[[int], R]) -> Iterable[R]:
        with read.reading_ahead(range(size)) as places:
            for place in places:
                yield function(place)
                _tell(what, place + 1, size)

    return each


def _tell(what: str, part: int, size: int) -> None:
    """Say how far it is: on one line of a terminal, else every tenth of the way."""
    if sys.stderr.isatty():
        print(f"\r{what}: part {part} of {size}", end="\n" if part == size else "", file=sys.stderr, flush=True)
    elif part == size or part * 10 // size > (part - 1) * 10 // size:
        print(f"{what}: part {part} of {size}", file=sys.stderr, flush=True)
