"""The report command: a briefing as one HTML file that prints well."""

import argparse
from datetime import date
from pathlib import Path

from cli.inputs import chosen_scenario, open_data
from output.briefing import Briefing, briefing
from output.files.about import LICENCE
from output.reproduce import Reproduce
from policy.engine.decide import decide
from policy.problem import PolicyError, Problem
from policy.scope.scope import scope_of


def add_report_options(parser: argparse.ArgumentParser) -> None:
    """Say where the briefing goes."""
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.html", help="the file to write")


def report(options: argparse.Namespace) -> int:
    """Write a briefing: headline, policy, charts, the ten largest contracts, what is not known, receipt."""
    if options.out.suffix.lower() not in (".html", ".htm"):
        raise PolicyError([Problem("--out", f"expected a file that ends in .html, got {options.out.name}")])
    made = chosen_scenario(options)
    dataset, coded, code = open_data(options)
    table = options.data or ""
    ways = Reproduce(made, scope_of(coded), table)
    licence = LICENCE if not table or table.endswith(".parquet") else ""  # a register of one's own has its owner's
    text = briefing(Briefing(dataset, decide(coded, made), date.today(), ways, licence))  # noqa: DTZ011 - the reader's
    options.out.write_text(text, encoding="utf-8")
    print(f"{options.out}: written. Open it in a browser; print it from there for a PDF.")
    return code
