"""The command line of the data: `python -m data build | check | changes | pull | labels`."""

import argparse
import math
import sys
from collections.abc import Callable
from datetime import date

from cli.ending import STOPPED, ended, loading
from cli.words import Parser, given_path
from data.model import folders
from data.pull.services import SERVICES
from policy.bounds import cut
from policy.formats import printable
from policy.problem import PolicyError

_INPUT_PROBLEM = 1
_KEPT = "stopped. What was read is kept: run the same command again to go on."


def main(arguments: list[str] | None = None, program: str = "python -m data") -> int:
    """Run one command and return its exit code: 0, 1 for a problem in the input, 2 for wrong usage."""
    words = sys.argv[1:] if arguments is None else arguments
    return ended(lambda: _run(words, program), _KEPT if words[:1] in (["build"], ["check"]) else STOPPED)


def _run(arguments: list[str], program: str) -> int:
    options = _parser(program).parse_args(arguments)
    commands = {"build": _build, "check": _check, "changes": _changes, "pull": _pull, "labels": _labels}
    return commands[options.command](options)


def _parser(program: str) -> argparse.ArgumentParser:
    parser = Parser(prog=program, description="From published notices to one contracts table.")
    commands = parser.add_subparsers(dest="command", required=True)
    pulled = folders.notices()
    build_ = commands.add_parser("build", help="read files and folders and write one Parquet table")
    build_.add_argument(
        "paths",
        nargs="*",
        type=given_path,
        default=[pulled],
        metavar="PATH",
        help=f"files or folders, any mix of readable kinds; default what was pulled, {pulled}",
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
    kept = folders.cache_folder()
    for command in (build_, check):
        command.add_argument(
            "--mapping",
            type=given_path,
            metavar="MAPPING.toml",
            help="which column of your own register holds which fact; the page Data saves one, and --save-mapping",
        )
        command.add_argument(
            "--cache",
            type=given_path,
            default=kept,
            metavar="DIR",
            help="where what was read is kept",
        )
    _changes_arguments(commands.add_parser("changes", help="say what changed between two registers or built tables"))
    _pull_arguments(commands.add_parser("pull", help="bring published notices from a public service"))
    _labels_arguments(commands.add_parser("labels", help="score built tables against labelled notices"))
    return parser


def _changes_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("before", metavar="BEFORE", help="the earlier register of your own, or built table")
    parser.add_argument("after", metavar="AFTER", help="the later one")
    parser.add_argument("--mapping", type=given_path, metavar="MAPPING.toml", help="how both are read; default a guess")
    parser.add_argument("--out", type=given_path, metavar="FILE.csv", help="every change with its pounds, a row each")


def _pull_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("service", choices=list(SERVICES))
    parser.epilog = "Stopped or killed at any moment, the same command goes on where it was."
    add, notices = parser.add_argument, folders.notices()
    add("--from", dest="first", type=_day, required=True, metavar="DATE", help="first day: 2026-08-10")
    add("--to", dest="last", type=_day, metavar="DATE", help="last day, included; default today")
    add("--out", type=given_path, default=notices, metavar="DIR", help=f"where files go; default {notices}")
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


def _pull(options: argparse.Namespace) -> int:
    from cli.on_data.pull import bring  # noqa: PLC0415 - each command loads what it needs

    return bring(options)


def _build(options: argparse.Namespace) -> int:
    with loading():
        from cli.on_data.build import build  # noqa: PLC0415 - the same

    return _read(build, options)


def _check(options: argparse.Namespace) -> int:
    with loading():
        from cli.on_data.build import check  # noqa: PLC0415 - the same

    return _read(check, options)


def _changes(options: argparse.Namespace) -> int:
    with loading():
        from cli.on_data.changes import changes  # noqa: PLC0415 - the same

    return _read(changes, options)


def _labels(options: argparse.Namespace) -> int:
    with loading():
        from cli.on_data.labels import labels  # noqa: PLC0415 - the same

    return _read(labels, options)


def _read(command: Callable[[argparse.Namespace], int], options: argparse.Namespace) -> int:
    """Run a command that reads tables; what is wrong with one is said in its own words."""
    from data.load.datasets import UnreadableError  # noqa: PLC0415 - a pull opens no table
    from data.readers.files import FileError  # noqa: PLC0415 - the same

    try:
        return command(options)
    except (FileError, UnreadableError, PolicyError) as problem:
        print(printable(str(problem)), file=sys.stderr)
        return _INPUT_PROBLEM
