"""The command changes: two states of a register, or two built tables, held against each other."""

import argparse
import sys
from pathlib import Path

from cli.words import is_refused, no_folder
from data.load.api import is_own, open_dataset
from data.places.disk import atomically
from output.register_changes import changes_table, held_against, in_lines
from output.subject import csv_bytes
from policy.formats import one_line

_OK, _INPUT_PROBLEM, _WRONG_USAGE = 0, 1, 2


def changes(options: argparse.Namespace) -> int:
    """Say which contracts are new, gone or changed between two tables; 1 where some of either could not be read."""
    if options.out is not None and is_refused("--out", options.out, _no_csv(options)):
        return _WRONG_USAGE
    before, after = (open_dataset(path, mapping) for path, mapping in _mapped(options))
    unread = [*before.unread(), *after.unread()]
    for sentence in unread:
        print(one_line(sentence), file=sys.stderr)
    held = held_against(before, after)
    print("\n".join(map(one_line, in_lines(held))))
    if options.out is not None:
        made = csv_bytes(changes_table(held))
        atomically(options.out, lambda to: to.write_bytes(made))
        print(one_line(f"{options.out}: written."))
    return _INPUT_PROBLEM if unread else _OK


def _mapped(options: argparse.Namespace) -> list[tuple[str, Path | None]]:
    """Both tables, each with the mapping where it takes one; where neither does, its reading says so."""
    paths = (options.before, options.after)
    own = [is_own(path) for path in paths]
    return [(path, options.mapping if takes or not any(own) else None) for path, takes in zip(paths, own, strict=True)]


def _no_csv(options: argparse.Namespace) -> str:
    """Say why the changes cannot be written under a name; "" where they can."""
    if options.out.suffix.lower() != ".csv":
        return "expected a name that ends in .csv."
    if any(options.out.absolute() == Path(read).absolute() for read in (options.before, options.after)):
        return "is read by this command, and would be lost. Give another name."
    return "a folder. Give the name of a file to write." if options.out.is_dir() else no_folder(options.out.parent)
