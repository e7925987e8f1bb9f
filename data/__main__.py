"""Command line: python -m data build | check | pull."""

import argparse
import importlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from data import cache
from data.build import Built, FileReport, Reading, build, read_all
from data.files import FileError

_OK, _INPUT_PROBLEM, _WRONG_USAGE = 0, 1, 2
_SHOWN = 20


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0, 1 for a problem in the input, 2 for wrong usage."""
    puller = _puller()
    options = _parser(puller).parse_args(arguments)
    if options.command == "pull" and puller is not None:
        return int(puller.run(options))
    try:
        return _build(options) if options.command == "build" else _check(options)
    except FileError as problem:
        print(problem, file=sys.stderr)
        return _INPUT_PROBLEM
    except OSError as error:
        print(
            f"{error.filename or ''}: {error.strerror or error}. Check the path, the space and the rights.",
            file=sys.stderr,
        )
        return _INPUT_PROBLEM


def _puller() -> ModuleType | None:
    return importlib.import_module("data.pull") if importlib.util.find_spec("data.pull") else None


def _parser(puller: ModuleType | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m data", description="From published notices to one contracts table."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    build_ = commands.add_parser("build", help="read files and folders and write one Parquet table")
    build_.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="files or folders, any mix of readable kinds"
    )
    build_.add_argument("--out", required=True, type=Path, metavar="TABLE.parquet", help="the table to write")
    check = commands.add_parser("check", help="say what would be read, and every issue found")
    check.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="files or folders, any mix of readable kinds"
    )
    for command in (build_, check):
        command.add_argument(
            "--cache", type=Path, default=cache.FOLDER, metavar="DIR", help="where what was read is kept"
        )
    if puller is not None:
        puller.add_arguments(commands.add_parser("pull", help="bring published notices from a public service"))
    return parser


def _build(options: argparse.Namespace) -> int:
    if options.out.suffix != ".parquet":
        print(f"--out {options.out}: expected a name that ends in .parquet.", file=sys.stderr)
        return _WRONG_USAGE
    built = build(options.paths, options.out, options.cache)
    print(_built(built, options.out))
    return _OK if built.counts["contracts"] else _INPUT_PROBLEM


def _built(built: Built, out: Path) -> str:
    counts = built.counts
    return (
        f"{out}: {counts['contracts']:,} contracts, {counts['counted']:,} counted, from {counts['files']} files "
        f"({built.fresh_files} read now); {counts['issues']:,} issues beside it; fingerprint {built.fingerprint[:12]}"
    )


def _check(options: argparse.Namespace) -> int:
    reading = read_all(options.paths, options.cache)
    print("\n".join(_file(report) for report in reading.files))
    print(_issues(reading))
    return _OK if any(report.rows for report in reading.files) else _INPUT_PROBLEM


def _file(report: FileReport) -> str:
    return (f"{report.source}: {report.records:,} records, {report.rows:,} rows, "
            f"{report.left_out:,} left out, {report.issues:,} issues")  # fmt: skip


def _issues(reading: Reading) -> str:
    return "\n".join(issue.sentence() for issue in reading.issues) or "no issue found"


if __name__ == "__main__":
    sys.exit(main())
