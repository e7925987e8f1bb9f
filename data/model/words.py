"""Words of a notice, made comparable: lower case, no punctuation, no plural s."""

import string
from collections.abc import Iterable
from functools import lru_cache

from ahocorasick_rs import AhoCorasick

_WRITTEN = string.ascii_letters + string.digits + "àáâäçèéêëìíîïñòóôöùúûüÉÈ"
_MEANT = string.ascii_lowercase * 2 + string.digits + "aaaaceeeeiiiinoooouuuuee"
# One pass over the bytes of ISO-8859-1: all but letters and digits becomes a space.
_TABLE = bytes(dict(zip(_WRITTEN.encode("latin-1"), _MEANT.encode(), strict=True)).get(code, 32) for code in range(256))
# What stands in notices and not in ISO-8859-1.
_BEYOND = (("\u2019", "'"), ("\u2018", "'"), ("ŵ", "w"), ("ŷ", "y"))


def plain(text: str) -> str:
    """Return the words in lower case without punctuation; "&" is "and", "child's" is "childs"."""
    if not text.isascii():
        for letter, meant in _BEYOND:
            text = text.replace(letter, meant)
    if "&" in text:
        text = text.replace("&amp;", "&").replace("&", " and ")
    return b" ".join(text.encode("latin-1", "replace").translate(_TABLE, b"'").split()).decode("ascii")


# Several classifiers read a title and the opening of a description, and notices are classified some hundred at a time.
plain_once = lru_cache(maxsize=2_000)(plain)
_READ_BY_ALL = 700
# A text alone, or with a second text that is read after it where the first is short.
Description = str | tuple[str, str]


def opening(text: Description, length: int) -> str:
    """Return the plain words of the first characters."""
    first, more = (text, "") if isinstance(text, str) else text
    words = plain_once(first[: min(length, _READ_BY_ALL)])
    if len(first) > _READ_BY_ALL:
        gap = "" if first[_READ_BY_ALL - 1 : _READ_BY_ALL + 1].isalnum() else " "
        words += gap + plain(first[_READ_BY_ALL:length])
    if more and len(first) < length:
        words += " " + plain(more[: length - len(first) - 1])
    return words


def comparable(text: str) -> str:
    """Return the plain words without a final s, one space around each: "Services" and "service" are one word.

    The s of "bus" and "analysis" goes too: what is compared has lost it on both sides.
    """
    return singular(plain(text))


def singular(words: str) -> str:
    """Return plain words in comparable spelling."""
    return f" {words} ".replace("s ", " ")


class Phrases:
    """Many phrases in one spelling, at least one, found in a text in one pass over it."""

    def __init__(self, phrases: Iterable[str]) -> None:
        # Each phrase that is found is then one and the same text, whose hash is known, and not a copy of its letters.
        self._automaton = AhoCorasick(phrases, store_patterns=True)

    def found(self, words: str) -> set[str]:
        """Return the phrases that occur in a text of their spelling."""
        return set(self._automaton.find_matches_as_strings(words, overlapping=True))
