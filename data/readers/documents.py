"""Cut one JSON document of any size into lines, one release or record each, with flat memory and in linear time."""

import re
from collections.abc import Iterator
from typing import IO, NamedTuple

from data.readers.bounds import LONGEST_ITEM, too_long

_WINDOW_BYTES = 4 * 1024 * 1024
# In a package the array comes before any ocid; in a lone release the ocid comes first.
_START = re.compile(rb'"(?:releases|records|noticeList)"\s*+:\s*+\[|"ocid"')
_ARRAY = re.compile(rb'"(?:releases|records|noticeList)"\s*+:\s*+\[')
_BETWEEN = re.compile(rb"[\s,]*+")
# All up to the next bracket in one step: texts are passed over whole, so that a bracket in one closes nothing. The last
# sign is a quote where a text begins whose end lies beyond the window.
_UP_TO_BRACKET = re.compile(rb'(?:[^"{}\[\]]++|"[^"\\]*+(?:\\.[^"\\]*+)*+")*+([{}\[\]"]?)', re.DOTALL)
_REST_OF_TEXT = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+("?)', re.DOTALL)
_SCALAR = re.compile(rb"[^,\]}\s]*+")
_LONGEST_SCALAR = 64
_OPENING = b"{["


class Cut(NamedTuple):
    """Whole items, one a line, and the number of the first; or what is wrong with the item of that number."""

    number: int
    lines: bytes
    problem: str = ""
    shown: str = ""


def as_lines(file: IO[bytes], begun: bytes, piece_bytes: int) -> Iterator[Cut]:
    """Yield the items of a document until it ends; one that is beyond its bound is passed over and said.

    `begun` is what was already read. What is no item goes out as it stands, so that the reader of lines reports it.
    """
    items, number, size = list[bytes](), 1, 0
    for item in _items(_Window(file, begun)):
        if isinstance(item, str):
            yield Cut(number, b"\n".join(items))
            yield Cut(number + len(items), b"", too_long("item", LONGEST_ITEM, "bytes"), item)
            number, items, size = number + len(items) + 1, [], 0
            continue
        items.append(item)
        size += len(item)
        if size >= piece_bytes:
            yield Cut(number, b"\n".join(items))
            number, items, size = number + len(items), [], 0
    yield Cut(number, b"\n".join(items))


def _items(window: "_Window") -> Iterator[bytes | str]:
    """Yield each item on one line; of one that is beyond its bound only how it begins, as text."""
    at, in_array = _first(window.text)
    while True:
        at = _BETWEEN.match(window.text, at).end()  # type: ignore[union-attr]
        here = window.text[at : at + 1]
        if not here:
            if not window.extend(at):
                return
            at = 0
        elif here in b"{[" or (here == b'"' and in_array):
            item, at = _item(window, at)
            yield item
        elif here == b"]" and in_array:
            at = _next_array(window, at)
        elif here in b"]}":
            at += 1
        else:
            item, at = _scalar(window, at)
            yield item
            if not in_array:
                return


def _first(text: bytes) -> tuple[int, bool]:
    """Return where the first item begins, and whether it lies in the array of a package.

    In a list of packages each is an item, which keeps its address, unless the first alone is too long for one.
    """
    match, first = _START.search(text), len(text) - len(text.lstrip(b" \r\n\t["))
    if match is None or match[0] == b'"ocid"':
        return first, False
    listed = b"[" in text[:first] and not _to_end(text, first, 0, in_text=False)[1]
    return (first, False) if listed else (match.end(), True)


def _next_array(window: "_Window", at: int) -> int:
    """Return where the items of the next package begin, or the end: what follows an array is no item."""
    while (match := _ARRAY.search(window.text, at)) is None:
        at = max(at, len(window.text) - _LONGEST_SCALAR)
        if not window.extend(at):
            return len(window.text)
        at = 0
    return match.end()


def _item(window: "_Window", start: int) -> tuple[bytes | str, int]:
    """Return an item and where it ends; each byte is looked at once, however many windows it takes."""
    at, depth, in_text, shown = start, 0, False, ""
    while True:
        at, depth, in_text = _to_end(window.text, at, depth, in_text=in_text)
        ended = not depth and not in_text
        if not shown and at - start > LONGEST_ITEM:
            shown = window.shown(start)
        kept = at if shown else start
        if ended or not window.extend(kept):
            return shown or window.line(start, at if ended else len(window.text)), at if ended else len(window.text)
        at, start = at - kept, 0


def _to_end(text: bytes, at: int, depth: int, *, in_text: bool) -> tuple[int, int, bool]:
    """Return how far the item was followed, how deep it is there, and whether that is within a text."""
    if not depth and not in_text and text[at : at + 1] == b'"':
        at, in_text = at + 1, True
    if in_text:
        rest = _REST_OF_TEXT.match(text, at)
        at, in_text = rest.end(), not rest[1]  # type: ignore[index, union-attr]
        if in_text or not depth:
            return at, depth, in_text
    while sign := (run := _UP_TO_BRACKET.match(text, at))[1]:  # type: ignore[index]
        at = run.end()  # type: ignore[union-attr]
        if sign == b'"':
            return _REST_OF_TEXT.match(text, at).end(), depth, True  # type: ignore[union-attr]
        depth += 1 if sign in _OPENING else -1
        if not depth:
            return at, 0, False
    return len(text), depth, False


def _scalar(window: "_Window", start: int) -> tuple[bytes | str, int]:
    """Return a number or word that stands where an item should, and where it ends."""
    shown, end = "", _SCALAR.match(window.text, start).end()  # type: ignore[union-attr]
    while end == len(window.text):
        shown = shown or (window.shown(start) if end - start > _LONGEST_SCALAR else "")
        kept = end if shown else start
        if not window.extend(kept):
            return shown or window.text[start:end], end
        start = 0
        end = _SCALAR.match(window.text, end - kept).end()  # type: ignore[union-attr]
    return shown or window.text[start:end], end


class _Window:
    """The stretch of the document that is held."""

    def __init__(self, file: IO[bytes], begun: bytes) -> None:
        self._file = file
        self.text = begun

    def line(self, start: int, end: int) -> bytes:
        """Return a stretch as published, on one line."""
        return self.text[start:end].replace(b"\n", b" ")

    def shown(self, start: int) -> str:
        """Return how a stretch begins."""
        return self.text[start : start + 80].decode("utf-8", "replace")

    def extend(self, start: int) -> bool:
        """Drop what lies before `start` and add the next window; False at the end of the file, where all is kept."""
        window = self._file.read(_WINDOW_BYTES)
        if window:
            self.text = self.text[start:] + window
        return bool(window)
