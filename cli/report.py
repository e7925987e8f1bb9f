"""What commands write to a file, by its ending: a briefing, the contracts of an answer, a chart of a comparison."""

import argparse
import sys
from collections.abc import Callable, Collection, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from cli.inputs import chosen_scenario, open_data
from cli.words import given_path
from data.model.dataset import Dataset
from data.places.disk import atomically
from data.places.place import names_tables
from output.briefing.content import Briefing
from output.briefing.files import FORMS
from output.charts.chart import Chart
from output.charts.comparison import ranges_chart
from output.charts.named import or_none
from output.comparison import Compared
from output.contract_tables import contract_table
from output.files.about import Taken, page_answer, taken_of_chart
from output.files.picture import png, svg
from output.files.tables import csv_with_head, workbook
from output.palette import LIGHT
from output.reproduce import Reproduce
from output.subject import Shown, Table
from policy.formats import listed, printable
from policy.problem import PolicyError, Problem
from policy.results.groups import Decisions
from policy.results.ranking import by_spend
from policy.results.totals import totals

ENDINGS_OF_A_TABLE = (".csv", ".xlsx")
ENDINGS_OF_A_CHART = (".svg", ".png", *ENDINGS_OF_A_TABLE)


def add_report_options(parser: argparse.ArgumentParser) -> None:
    """Say where the briefing goes."""
    parser.add_argument(
        "--out", type=given_path, required=True, metavar="FILE", help="the file to write: .html, .docx or .pdf"
    )


def report(options: argparse.Namespace) -> int:
    """Write a briefing: headline, policy, charts, the ten largest contracts, what is not known, receipt."""
    ending = {".htm": "html"}.get(suffix := options.out.suffix.lower(), suffix.removeprefix("."))
    if ending not in FORMS:
        raise PolicyError(
            [Problem("--out", f"expected a file that ends in .html, .docx or .pdf, got {options.out.name}")]
        )
    if lacking := FORMS[ending].missing():
        raise PolicyError(
            [Problem("--out", f"this machine draws no PDF: it lacks {lacking}; install it, or write .docx or .html")]
        )
    _check_place(options)
    scenario = chosen_scenario(options)
    dataset, coded, code = open_data(options, scenario)
    shown = Shown(Table(dataset, coded, shared=_is_shared(options)), scenario)
    ways = Reproduce(scenario, shown.table.scope, options.data or "", mapping=options.mapping or "")
    about = Briefing(shown, date.today(), ways)  # noqa: DTZ011 - the reader's own day
    made = FORMS[ending].make(about)
    atomically(options.out, lambda to: to.write_bytes(made))
    print(f"{options.out}: written.{' Open it in a browser; print it from there.' if ending == 'html' else ''}")
    return code


def add_file_options(parser: argparse.ArgumentParser, what: str, endings: Collection[str]) -> None:
    """Say where a file goes; `what` it is."""
    kinds = listed(list(endings), "or")
    parser.add_argument("--out", type=given_path, metavar="FILE", help=f"{what}: {kinds}")


def check_file(options: argparse.Namespace, endings: Collection[str]) -> None:
    """Check the name of the file before anything is worked out, where one is given; raises PolicyError."""
    if options.out is None:
        return
    if options.out.suffix.lower() not in endings:
        expected = f"expected a file that ends in {listed(list(endings), 'or')}, got {options.out.name}"
        raise PolicyError([Problem("--out", expected)])
    _check_place(options)


def _check_place(options: argparse.Namespace) -> None:
    """Check that a file may be written under its name: it is no folder, and none that the command reads."""
    if options.out.is_dir():
        raise PolicyError([Problem("--out", f"{options.out} is a folder; give the name of a file to write")])
    given = vars(options)
    read = [given.get(name) for name in ("data", "mapping", "scenario")]
    named = filter(None, [*read, *given.get("tables", ()), *given.get("scenarios", ())])
    if any(_is_file(options.out, name) for name in named):
        what = f"{options.out} is read by this command, and would be lost; give another name"
        raise PolicyError([Problem("--out", what)])


def _is_file(path: Path, name: str | Path) -> bool:
    """Whether a name is another one of a file that is there."""
    try:
        return path.samefile(name)
    except (OSError, ValueError):  # there is no such file, or it can be none
        return False


def write_contracts(options: argparse.Namespace, dataset: Dataset, decisions: Decisions) -> None:
    """Write every counted contract of an answer, the largest spend back first, below what the file says of itself."""
    what = "Contracts, a row each, and what becomes of each"
    table = contract_table(decisions, by_spend(decisions, np.flatnonzero(decisions.counted)))
    _write(options, dataset, decisions, Chart.of_table("contracts", "Every contract that was assessed", what, table))


def write_comparison(
    options: argparse.Namespace, dataset: Dataset, names: Sequence[str], decided: Sequence[Decisions]
) -> None:
    """Write the chart of compared scenarios, or its table."""
    compared = [Compared(name, each.scenario, each, totals(each)) for name, each in zip(names, decided, strict=True)]
    _write(options, dataset, decided[0], ranges_chart(compared, options.measure, LIGHT))


def _write(options: argparse.Namespace, dataset: Dataset, decisions: Decisions, chart: Chart) -> None:
    shown = Shown(Table(dataset, decisions.coded, shared=_is_shared(options)), decisions.scenario)
    taken = taken_of_chart(or_none(chart, shown), shown, page_answer(shown), "", date.today())  # noqa: DTZ011 - the reader's own day
    write: dict[str, Callable[[Taken], str | bytes]] = {
        ".csv": csv_with_head, ".xlsx": workbook, ".svg": svg, ".png": png,
    }  # fmt: skip
    made = write[options.out.suffix.lower()](taken)
    atomically(options.out, lambda to: to.write_bytes(made.encode() if isinstance(made, str) else made))
    print(printable(f"{options.out}: written."), file=sys.stderr)


def _is_shared(options: argparse.Namespace) -> bool:
    """Whether the data are ours or a built table; a register that is read as it stands is nobody else's."""
    return not options.data or names_tables(str(options.data))
