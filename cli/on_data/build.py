"""The commands build and check: files and folders read, into one table or only to say what would be read."""

import argparse
import sys
from pathlib import Path

from cli.words import file_text, is_refused, no_folder
from data.load.datasets import UnreadableError
from data.load.steps import write_steps
from data.model import folders
from data.places.disk import atomically
from data.places.place import ENDING, ISSUES
from data.readers.boundary import as_file_error
from data.readers.files import TABLE_ENDINGS, ending, find
from data.readers.own_register.mapping_file import MappingError, from_toml, to_toml
from data.readers.own_register.said import cautions_first
from data.readers.tables.own_table import together
from data.readers.tables.shapes import known_shape
from data.readers.tables.sheets import sheets
from data.table.build import Built, FileReport, ReadFiles, read_all
from data.table.build import build as built_of
from data.table.parquet import is_built
from policy.formats import one_line, some

_OK, _INPUT_PROBLEM, _WRONG_USAGE = 0, 1, 2
_NOT_YET = "no row was read by it, since by it a row is no contract; put it right, or every row counts as one,"


def build(options: argparse.Namespace) -> int:
    """Read files and folders and write one table."""
    if is_refused("--out", options.out, _no_place(options.out)):
        return _WRONG_USAGE
    if is_refused("--cache", options.cache, no_folder(options.cache)):
        return _WRONG_USAGE
    if options.paths == [folders.notices()] and not options.paths[0].exists():
        pull = folders.command("data", "pull contracts-finder --from 2026-08-10")
        problem = f"{options.paths[0]}: nothing was pulled yet. Bring notices, such as by `{pull}`, or name your files."
        raise UnreadableError(problem)
    built = built_of(options.paths, options.out, options.cache, mapping=_mapping(options.mapping))
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
    return "a folder. Give the name of a table to write." if out.is_dir() else no_folder(out.parent)


def _built(built: Built, out: Path) -> str:
    counts = built.counts
    issues = some(counts["issues"], "issue")
    return (
        f"{out}: {some(counts['contracts'], 'contract')} from {some(counts['files'], 'file')} "
        f"({built.fresh_files} read now); {issues} beside it; fingerprint {built.fingerprint[:12]}"
    )


def check(options: argparse.Namespace) -> int:
    """Say what would be read, and every issue found."""
    if is_refused("--cache", options.cache, no_folder(options.cache)):
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
