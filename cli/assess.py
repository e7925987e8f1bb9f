"""The assess command: a data set that is held in memory, or built tables part by part, here or on a cluster."""

import argparse
from collections.abc import Mapping
from pathlib import Path

from cli import printed
from cli.inputs import chosen_scenario, open_data, population
from cli.report import ENDINGS_OF_A_TABLE, add_file_options, check_file, write_contracts
from data.model.folders import command
from data.places.place import names_tables
from output.held_with_others import held_with_others
from policy.analysis.records import carried, carried_words, look_at
from policy.engine.decide import decide
from policy.problem import PolicyError, Problem
from policy.results.groups import Decisions
from policy.results.partial import result
from policy.results.sentences import assumed, largest, law_not_known
from policy.results.totals import totals
from policy.scenarios.presets import presets

ENGINES = ("pandas", "dask")


def add_assess_options(parser: argparse.ArgumentParser) -> None:
    """Say which data and where the work is done."""
    parser.add_argument(
        "tables",
        nargs="*",
        metavar="TABLE",
        help="built tables, folders, patterns, addresses, such as 'parts/*.parquet' or s3://bucket/parts",
    )
    parser.add_argument(
        "--engine",
        choices=ENGINES,
        default="pandas",
        help="pandas: here, a part at a time; dask: on every core or a cluster",
    )
    add_file_options(parser, "write every contract and what becomes of it too", ENDINGS_OF_A_TABLE)
    parser.add_argument("--scheduler", metavar="ADDRESS", help="a Dask scheduler, such as tcp://10.0.0.5:8786")


def assess(options: argparse.Namespace) -> int:
    """Assess every contract under a scenario."""
    check_file(options, ENDINGS_OF_A_TABLE)
    for word in options.tables:
        if word.partition("@")[0] in presets() and not Path(word).exists():
            raise PolicyError([Problem(word, f"is a preset, and no table; give it as --preset {word}")])
    scenario = chosen_scenario(options)
    named = [*options.tables, *([options.data] if options.data is not None else [])]
    if options.out is not None and options.engine == "dask":
        raise PolicyError([Problem("--engine", "dask writes no file of contracts; leave it or --out out")])
    if options.out is not None and len(named) > 1:
        raise PolicyError([Problem("--out", "writes the contracts of one table; give one, or a pattern in quotes")])
    if options.mapping is not None and any(map(names_tables, named)):
        raise PolicyError([Problem("--mapping", "is for a file of your own; built tables are read without one")])
    if any(map(names_tables, named)) and options.out is None:
        from cli.parts import assess_tables  # noqa: PLC0415 - the register opens without Arrow's files

        return assess_tables(options, scenario, named)
    if options.engine == "dask" or len(named) > 1:
        raise PolicyError([Problem("TABLE", f"give tables of `{command('data', 'build')}`, such as 'parts/*.parquet'")])
    options.data = named[0] if named else None
    dataset, coded, code = open_data(options, scenario)
    decisions = decide(coded, scenario)
    whole, weighed = result(decisions), _weighed(decisions, dataset.checked)
    if options.out is not None:  # before a word: who reads the first line may go
        write_contracts(options, dataset, decisions)
    printed.show_assessment(options, whole, population(dataset, whole.scope), dataset.described(), weighed)
    return code


def _weighed(decisions: Decisions, checked: Mapping[str, float]) -> list[str]:
    """Say which contract outweighs the others, how much of the money is assumed, and how few contracts carry it."""
    carriers = carried(decisions, checked)
    return [
        largest(decisions),
        assumed(decisions),
        law_not_known(decisions),
        held_with_others(decisions),
        carried_words(carriers, totals(decisions)),
        look_at(decisions, carriers),
    ]
