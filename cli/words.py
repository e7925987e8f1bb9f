"""How the words of a command are read: its options, and the files that they name."""

import argparse
import os
import sys
from pathlib import Path
from typing import Any, NoReturn

from data.places.place import is_remote, shown
from policy.bounds import LARGEST_FILE, cut
from policy.formats import one_line
from policy.problem import REPEATED


class Once(argparse.Action):
    """Stores the value of an option; another value of it would pass over the first, and is refused."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, value: Any, option: str | None = None
    ) -> None:
        """Keep the value, or end with what was given twice."""
        before = vars(namespace).setdefault("given", {}).setdefault(self.dest, value)
        if option and before != value:
            parser.error(f"argument {option}: {REPEATED}, as {cut(str(before))!r} and {cut(str(value))!r}")
        setattr(namespace, self.dest, value)


class Parser(argparse.ArgumentParser):
    """Reads the words of a command; one that it cannot use is said without what would command the terminal."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.register("action", None, Once)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """Read the words, and say here what none of them is known: the command itself knows its options."""
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return found, unknown

    def error(self, message: str) -> NoReturn:
        """End with what is wrong and the exit code 2."""
        super().error(one_line(message))


def given_path(text: str) -> Path:
    """Read the name of a file or a folder on this machine.

    An empty one, as of a variable that is not set, would be the folder here, and an address a folder called `s3:`.
    """
    if not text:
        raise argparse.ArgumentTypeError("an empty text names no file")
    if is_remote(text):
        raise argparse.ArgumentTypeError(f"{cut(shown(text))!r} is an address; give a file or a folder on this machine")
    return Path(text)


def file_text(path: Path) -> str:
    """Read a scenario file or a receipt as text; raises UnreadableError where it is none or too large."""
    from data.load.datasets import UnreadableError  # noqa: PLC0415 - a pull opens no table

    if path.is_dir():
        raise UnreadableError(f"{path}: a folder. Give a file in it.")
    with path.open("rb") as file:
        body = file.read(LARGEST_FILE + 1)
    if len(body) > LARGEST_FILE:
        size = f"{max(path.stat().st_size, len(body)):,}"
        raise UnreadableError(f"{path}: {size} bytes large, and at most {LARGEST_FILE:,} are read.")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableError(f"{path}: not UTF-8 text. Save the file as UTF-8.") from None


def is_refused(option: str, path: Path, amiss: str) -> bool:
    """Say on the error stream what is amiss with a path that was given, and return whether anything is."""
    if amiss:
        print(one_line(f"{option} {path}: {amiss}"), file=sys.stderr)
    return bool(amiss)


def no_folder(folder: Path) -> str:
    """Say why nothing can be written into a folder that is there or is to be made; "" where that can be tried."""
    there = next((each for each in (folder, *folder.absolute().parents) if each.exists()), folder)
    if not there.is_dir():
        return f"{there} is a file, and no folder. Give another name."
    return "" if os.access(there, os.W_OK) else f"nothing may be written into {there}. Give another name."
