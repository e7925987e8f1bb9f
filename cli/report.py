"""The report command: a briefing as HTML that prints well, as DOCX or as PDF, by the ending of the file."""

import argparse
from datetime import date

from cli.inputs import chosen_scenario, given_path, open_data
from data.places.disk import atomically
from output.briefing.content import Briefing
from output.briefing.files import FORMS
from output.reproduce import Reproduce
from output.subject import Shown, Table
from policy.problem import PolicyError, Problem


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
    if options.out.is_dir():
        raise PolicyError([Problem("--out", f"{options.out} is a folder; give the name of a file to write")])
    scenario = chosen_scenario(options)
    dataset, coded, code = open_data(options, scenario)
    table = options.data or ""
    published = not table or table.endswith(".parquet")  # a register of one's own has its owner's licence
    shown = Shown(Table(dataset, coded, shared=published), scenario)
    about = Briefing(shown, date.today(), Reproduce(scenario, shown.table.scope, table))  # noqa: DTZ011 - the reader's
    made = FORMS[ending].make(about)
    atomically(options.out, lambda to: to.write_bytes(made))
    print(f"{options.out}: written.{' Open it in a browser; print it from there.' if ending == 'html' else ''}")
    return code
