"""Cut one JSON document of any size into lines, one release or record each, with flat memory."""

import json
import re
from collections.abc import Iterator
from typing import IO

_WINDOW_BYTES = 4 * 1024 * 1024
# In a package the array comes before any ocid; in a lone release the ocid comes first.
_START = re.compile(r'"(?:releases|records|noticeList)"\s*:\s*\[|"ocid"')
_BETWEEN = re.compile(r"[\s,\]]*")
_DECODER = json.JSONDecoder()
# The decoder that finds an item's end refuses 000, so it looks at a copy with blanks for the leading zeros.
_ZEROS = re.compile(r'(?<=":)(\s*)(0+)(?=0[,}\]\s])')
_LONGEST_ITEM = 256 * 1024 * 1024


def as_lines(file: IO[bytes], begun: bytes, piece_bytes: int) -> Iterator[tuple[int, bytes]]:
    """Yield (number of the first item, lines of JSON) until the document ends.

    `begun` is what was already read. What is no item goes out as it stands, so that the reader of lines reports it.
    """
    items, number, size = [], 1, 0
    for item in _items(_Text(file, begun)):
        items.append(item)
        size += len(item)
        if size >= piece_bytes:
            yield number, b"\n".join(items)
            number, items, size = number + len(items), [], 0
    if items:
        yield number, b"\n".join(items)


def _items(text: "_Text") -> Iterator[bytes]:
    at = _first(text.readable)
    while True:
        at = _BETWEEN.match(text.readable, at).end()  # type: ignore[union-attr]
        end = _end_of_item(text.readable, at)
        if end is not None:
            yield text.line(at, end)
            at = end
        elif text.extend(at):
            at = 0
        else:
            if text.readable[at : at + 1] in ("{", "["):
                yield text.line(at, len(text.readable))
            return


def _first(text: str) -> int:
    found = _START.search(text)
    if found is None or found[0] == '"ocid"':
        return len(text) - len(text.lstrip(" \r\n\t["))
    return found.end()


def _end_of_item(text: str, at: int) -> int | None:
    if text[at : at + 1] != "{":
        return None
    try:
        return _DECODER.raw_decode(text, at)[1]
    except ValueError:
        return None


class _Text:
    """A window on the document: as published, and as the decoder can read it, of the same length."""

    def __init__(self, file: IO[bytes], begun: bytes) -> None:
        self._file = file
        self._held = b""
        self._text = self._decoded(begun)
        self.readable = _ZEROS.sub(_blanked, self._text)

    def line(self, start: int, end: int) -> bytes:
        """Return a stretch as published, on one line."""
        return self._text[start:end].replace("\n", " ").encode("utf-8", "surrogateescape")

    def extend(self, start: int) -> bool:
        """Drop what lies before `start`, add the next window; False at the end of the file or of patience."""
        rest = self._text[start:]
        window = self._file.read(_WINDOW_BYTES) if len(rest) < _LONGEST_ITEM else b""
        if not window:
            return False
        self._text = rest + self._decoded(window)
        self.readable = _ZEROS.sub(_blanked, self._text)
        return True

    def _decoded(self, body: bytes) -> str:
        body = self._held + body
        cut = len(body)
        while cut and cut > len(body) - 4 and body[cut - 1] & 0xC0 == 0x80:
            cut -= 1
        cut -= bool(cut and body[cut - 1] >= 0xC0)
        self._held = body[cut:]
        return body[:cut].decode("utf-8", "surrogateescape")


def _blanked(zeros: re.Match[str]) -> str:
    return zeros[1] + " " * len(zeros[2])
