"""The command line of the data: `python -m data build | check | pull | labels`."""

import argparse
import math
import os
import sys
from datetime import date, datetime
from pathlib import Path

from cli.ending import ended
from cli.inputs import Parser, file_text, given_path
from data.load.datasets import UnreadableError
from data.load.steps import write_steps
from data.model import folders
from data.places.disk import atomically
from data.places.place import ENDING, ISSUES
from data.pull.client import GO_ON, PullError
from data.pull.progress import Terminal
from data.pull.run import OUT, pull
from data.pull.services import SERVICES, Plan, PlanError
from data.pull.windows import LONDON
from data.readers.boundary import as_file_error
from data.readers.files import TABLE_ENDINGS, FileError, ending, find
from data.readers.own_register.mapping_file import MappingError, from_toml, to_toml
from data.readers.own_register.said import cautions_first
from data.readers.tables.own_table import together
from data.readers.tables.shapes import known_shape
from data.readers.tables.sheets import sheets
from data.table import cache
from data.table.build import Built, FileReport, ReadFiles, build, read_all
from data.table.parquet import is_built
from policy.bounds import cut
from policy.formats import one_line, printable, some
from policy.problem import PolicyError

_OK, _INPUT_PROBLEM, _WRONG_USAGE = 0, 1, 2
_NOT_YET = "no row was read by it, since by it a row is no contract; put it right, or every row counts as one,"


def main(arguments: list[str] | None = None, program: str = "python -m data") -> int:
    """Run one command and return its exit code: 0, 1 for a problem in the input, 2 for wrong usage."""
    return ended(
        lambda: _run(arguments, program), "stopped. What was read is kept: run the same command again to go on."
    )


def _run(arguments: list[str] | None, program: str) -> int:
    options = _parser(program).parse_args(arguments)
    try:
        return {"build": _build, "check": _check, "pull": _pull, "labels": _labels}[options.command](options)
    except (FileError, UnreadableError, PolicyError) as problem:
        print(printable(str(problem)), file=sys.stderr)
        return _INPUT_PROBLEM


def _parser(program: str) -> argparse.ArgumentParser:
    parser = Parser(prog=program, description="From published notices to one contracts table.")
    commands = parser.add_subparsers(dest="command", required=True)
    build_ = commands.add_parser("build", help="read files and folders and write one Parquet table")
    build_.add_argument(
        "paths",
        nargs="*",
        type=given_path,
        default=[OUT],
        metavar="PATH",
        help=f"files or folders, any mix of readable kinds; default what was pulled, {OUT}",
    )
    built = folders.tables() / "all.parquet"
    build_.add_argument(
        "--out", type=given_path, default=built, metavar="TABLE.parquet", help=f"the table to write; default {built}"
    )
    check = commands.add_parser("check", help="say what would be read, and every issue found")
    check.add_argument(
        "--save-mapping",
        type=given_path,
        metavar="MAPPING.toml",
        help="write the mapping of the first table, to be put right",
    )
    check.add_argument(
        "paths", nargs="+", type=given_path, metavar="PATH", help="files or folders, any mix of readable kinds"
    )
    for command in (build_, check):
        command.add_argument(
            "--mapping",
            type=given_path,
            metavar="MAPPING.toml",
            help="which column of your own register holds which fact; the page Data saves one, and --save-mapping",
        )
        command.add_argument(
            "--cache", type=given_path, default=cache.FOLDER, metavar="DIR", help="where what was read is kept"
        )
    _pull_arguments(commands.add_parser("pull", help="bring published notices from a public service"))
    _labels_arguments(commands.add_parser("labels", help="score built tables against labelled notices"))
    return parser


def _pull_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("service", choices=list(SERVICES))
    parser.epilog = "Stopped or killed at any moment, the same command goes on where it was."
    add = parser.add_argument
    add("--from", dest="first", type=_day, required=True, metavar="DATE", help="first day: 2026-08-10")
    add("--to", dest="last", type=_day, metavar="DATE", help="last day, included; default today")
    add("--out", type=given_path, default=OUT, metavar="DIR", help=f"where files go; default {OUT}")
    add("--base-url", metavar="URL", help="ask another server that answers like the service")
    add("--pace", type=_seconds, metavar="SECONDS", help="seconds between two requests, with --base-url only")


def _labels_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what is scored, and what of it is printed."""
    kinds = parser.add_subparsers(dest="kind", required=True)
    headline = kinds.add_parser("headline", help="say how far the headline is off because facts were read wrong")
    score = kinds.add_parser("score", help="say how often each fact was read right")
    for kind in (headline, score):
        kind.add_argument(
            "labels", type=given_path, metavar="LABELS.csv", help="labelled notices, by ocid or contract id"
        )
        kind.add_argument(
            "tables", type=given_path, nargs="+", metavar="TABLE.parquet", help="built tables that hold them"
        )
    headline.add_argument("--cells", action="store_true", help="judge each pool and kind of buyer by itself")
    headline.add_argument("--rows", action="store_true", help="list the contracts that move most")
    score.add_argument("--errors", action="store_true", help="list the contracts whose category or contact is wrong")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2026-08-10") from None


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if math.isfinite(seconds):
        return seconds
    raise argparse.ArgumentTypeError(f"{cut(text)!r} is not a number of seconds such as 0.5")


def _build(options: argparse.Namespace) -> int:
    if amiss := _no_place(options.out):
        print(one_line(f"--out {options.out}: {amiss}"), file=sys.stderr)
        return _WRONG_USAGE
    if amiss := _no_folder(options.cache):
        print(one_line(f"--cache {options.cache}: {amiss}"), file=sys.stderr)
        return _WRONG_USAGE
    if options.paths == [OUT] and not OUT.exists():
        pull = folders.command("data", "pull contracts-finder --from 2026-08-10")
        raise UnreadableError(f"{OUT}: nothing was pulled yet. Bring notices, such as by `{pull}`, or name your files.")
    built = build(options.paths, options.out, options.cache, mapping=_mapping(options.mapping))
    steps = write_steps(options.out, built.counts["read_twice"])  # before a word: who reads the first line may go
    for note in cautions_first(built.notes):
        print(one_line(note.sentence()))
    print(one_line(_built(built, options.out)))
    if built.complete:
        print(built.complete)
    for name, count, pounds in steps.itertuples(index=False):
        print(f"  {name:<60} {count:>10,} {pounds:>20,.0f} pounds")
    if built.nothing:
        print(one_line(f"no contract was read: {built.nothing}."), file=sys.stderr)
    return _OK if built.counts["contracts"] else _INPUT_PROBLEM


def _no_place(out: Path) -> str:
    """Say why a table cannot be written under a name; "" where it can."""
    if out.suffix != ENDING:
        return f"expected a name that ends in {ENDING}."
    if out.name.endswith(ISSUES):  # no command would open it, and the issues of another table may lie there
        return f"{ISSUES} ends the name of the issues beside a table. Give another name."
    return "a folder. Give the name of a table to write." if out.is_dir() else _no_folder(out.parent)


def _no_folder(folder: Path) -> str:
    """Say why nothing can be written into a folder that is there or is to be made; "" where that can be tried."""
    there = next((each for each in (folder, *folder.absolute().parents) if each.exists()), folder)
    if not there.is_dir():
        return f"{there} is a file, and no folder. Give another name."
    return "" if os.access(there, os.W_OK) else f"nothing may be written into {there}. Give another name."


def _built(built: Built, out: Path) -> str:
    counts = built.counts
    issues = some(counts["issues"], "issue")
    return (
        f"{out}: {some(counts['contracts'], 'contract')} from {some(counts['files'], 'file')} "
        f"({built.fresh_files} read now); {issues} beside it; fingerprint {built.fingerprint[:12]}"
    )


def _check(options: argparse.Namespace) -> int:
    if amiss := _no_folder(options.cache):
        print(one_line(f"--cache {options.cache}: {amiss}"), file=sys.stderr)
        return _WRONG_USAGE
    mapping = _mapping(options.mapping)
    to_save = _mapping_to_save(options.paths, options.save_mapping) if options.save_mapping is not None else ""
    read = read_all(options.paths, options.cache, mapping=mapping)
    some = any(report.rows for report in read.files)
    print("\n".join(one_line(_file(report)) for report in read.files))
    print(_issues(read))
    if numbers := read.completeness():
        print(numbers.sentence())
    if options.save_mapping is not None:
        atomically(options.save_mapping, lambda to: to.write_text(to_save, "utf-8"))
        how = "how the first table is read; put it right" if some else _NOT_YET
        print(one_line(f"{options.save_mapping}: {how} and give it with --mapping"))
    return _OK if some else _INPUT_PROBLEM


def _file(report: FileReport) -> str:
    return (
        f"{report.source}: {some(report.records, 'record')}, {some(report.rows, 'row')}, "
        f"{report.left_out:,} left out, {some(report.issues, 'issue')}"
    )


def _issues(read: ReadFiles) -> str:
    notes = [issue.sentence() for issue in cautions_first([issue for issue in read.issues if issue.is_note])]
    wrong = [issue.sentence() for issue in read.issues if not issue.is_note]
    return "\n".join([*notes, *(wrong or ["no issue found"])])


def _mapping(path: Path | None) -> str:
    """Return the text of a mapping, checked; "" where none is given."""
    if path is None:
        return ""
    text = file_text(path)
    try:
        from_toml(text, str(path))
    except MappingError as error:
        raise UnreadableError(str(error)) from None
    return text


def _mapping_to_save(paths: list[Path], out: Path) -> str:
    """Return the mapping that is guessed for the first table among some files, where it can be saved.

    Raises:
        UnreadableError: there is no table to guess from, or the file to write is there: it may hold what was put right.
    """
    if out.exists():
        what = "a folder" if out.is_dir() else "there already, and would be lost"
        raise UnreadableError(f"--save-mapping {out}: is {what}. Give the name of a new file.")
    tables = [(name, path) for name, path in find(paths) if ending(path) in TABLE_ENDINGS]
    if not tables:
        raise UnreadableError(f"{', '.join(map(str, paths))}: no table of your own, so no mapping to save.")
    name, path = tables[0]
    try:
        found = [] if is_built(path) else list(sheets(path, name))
        mapping = together(found)
    except Exception as error:  # noqa: BLE001 - as in data/readers/boundary.py, whose words these are
        raise as_file_error(name, error) from None
    if shape := next(filter(None, (known_shape(sheet.columns) for sheet in found)), ""):
        raise UnreadableError(f"{name}: {shape} is read without a mapping, so there is none to save.")
    if not mapping.columns:
        raise UnreadableError(f"{name}: no table of your own, so no mapping to save.")
    return to_toml(mapping, name)


def _labels(options: argparse.Namespace) -> int:
    from cli.labels import labels  # noqa: PLC0415 - a build needs no policy

    return labels(options)


def _pull(options: argparse.Namespace) -> int:
    """Bring what was asked for; 0 when all is there, 1 after a failure or stop, 2 for wrong usage."""
    terminal = Terminal(sys.stderr)
    last = options.last or datetime.now(LONDON).date()
    plan = (options.service, options.first, last, options.base_url, options.pace)
    try:
        progress = pull(Plan(*plan), options.out, terminal)
    except PlanError as error:
        return terminal.end(one_line(str(error)), _WRONG_USAGE)
    except PullError as error:
        return terminal.end(one_line(str(error)), _INPUT_PROBLEM)
    except KeyboardInterrupt:
        return terminal.end(f"{options.service}: stopped. {GO_ON}", _INPUT_PROBLEM)
    terminal.end()
    are = "is" if progress.windows == 1 else "are"
    print(one_line(f"{some(progress.windows, 'window')} of {options.service} {are} in {options.out}"))
    if progress.complete:
        print(one_line(progress.complete))
    return _OK
