"""What pages say from the papers of the program: words, accuracy as measured, and versions, each from one source."""

import re
from functools import cache
from pathlib import Path

from output.text import plain

_ROOT = Path(__file__).parents[2]
PAPERS = ("CHANGELOG.md", "docs/glossary.md", "docs/notices.md")
"""Those that are read."""
_PLACES = (_ROOT, _ROOT / "back_in_house")
"""Where papers lie: in a checkout at its root, in an installed program beside its pages."""

_WORD = re.compile(r"^\| \*\*(.+?)\*\* \| (.+?) \| ", re.MULTILINE)


@cache
def paper(name: str) -> str:
    """Read a paper; raises FileNotFoundError where the program came without it."""
    files = [place / name for place in _PLACES if (place / name).is_file()]
    if not files:
        raise FileNotFoundError(name)
    return files[0].read_text(encoding="utf-8")


@cache
def glossary() -> dict[str, tuple[tuple[str, str], ...]]:
    """The words of the glossary with their meanings, by the heading they stand under."""
    parts = re.split(r"^## ", paper("docs/glossary.md"), flags=re.MULTILINE)[1:]
    return {part.partition("\n")[0]: tuple(_WORD.findall(part)) for part in parts}


def meanings(*words: str) -> str:
    """Say what some words mean, as a list in Markdown; a word of two meanings has both."""
    known = [pair for part in glossary().values() for pair in part]
    pairs = [pair for name in words for pair in known if pair[0] == name]
    return "\n".join(f"- **{plain(word)}**: {plain(meaning)}" for word, meaning in pairs)


def accuracy() -> str:
    """What was measured of the reading of published notices, in Markdown."""
    _, begins, rest = paper("docs/notices.md").partition("Measured on real notices")
    return begins + rest


@cache
def versions() -> dict[str, tuple[str, ...]]:
    """The first sentence of each change, in Markdown, by version, the newest first."""
    parts = re.split(r"^## ", paper("CHANGELOG.md"), flags=re.MULTILINE)[1:]
    return {part.partition("\n")[0]: tuple(map(_first, re.findall(r"^- (.+)$", part, re.MULTILINE))) for part in parts}


def _first(change: str) -> str:
    return re.split(r"(?<=[a-z)”`])[.:;] ", change)[0].rstrip(".") + "."
