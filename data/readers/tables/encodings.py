"""Bytes of a text table in any usual encoding, given on as lines of UTF-8 or of Windows-1252."""

import codecs
import io
import re
from collections.abc import Iterator
from typing import IO

from data.model.issues import Issue

_HEAD = 64 * 1024
_BLOCK = 256 * 1024
_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
# Excel's "CSV (MS-DOS)" writes a pound sign as 9C, which is œ in Windows-1252 and stands before no number.
_DOS_POUND = re.compile(rb"\x9c ?\d")
_UTF_8_BEGINS = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")


def as_lines(file: IO[bytes], source: str, issues: list[Issue]) -> IO[bytes]:
    """Return the file as bytes with lines that end in a line feed, in UTF-8 or Windows-1252.

    UTF-16 (with or without a mark), the code page of MS-DOS and lines that end in a carriage return alone are written
    anew; `issues` says so.
    """
    head = _peek(file)
    encoding = _encoding(head)
    lone_returns = b"\r" in head and b"\n" not in head and encoding is None
    if encoding is None and not lone_returns:
        return io.BufferedReader(_Joined(head, file))  # type: ignore[type-var]
    named = encoding or "lines that end in a carriage return alone"
    issues.append(Issue(source, 1, "", "", head[:4].hex(" "), f"is written in {named}", "read as such"))
    recoded = _Recoded(_Joined(head, file), encoding or "latin-1", keep_bytes=encoding is None)
    return io.BufferedReader(recoded)  # type: ignore[type-var]


def _peek(file: IO[bytes]) -> bytes:
    head = b""
    while len(head) < _HEAD and (block := file.read(_HEAD - len(head))):
        head += block
    return head


def _encoding(head: bytes) -> str | None:
    for mark, name in _UTF_16.items():
        if head.startswith(mark):
            return name
    some = head[:2000]
    if len(some) >= 4 and some.count(0) * 3 >= len(some):
        return "utf-16-le" if some[1::2].count(0) > some[::2].count(0) else "utf-16-be"
    if _DOS_POUND.search(head) and not _UTF_8_BEGINS.search(head):
        return "cp850"
    return None


class _Joined(io.RawIOBase):
    """What was read already, then the rest of the file."""

    def __init__(self, head: bytes, file: IO[bytes]) -> None:
        self._head, self._file = head, file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        block = self._head[: len(buffer)] or self._file.read(len(buffer))
        self._head = self._head[len(buffer) :]
        buffer[: len(block)] = block
        return len(block)


class _Recoded(io.RawIOBase):
    """A stream in another encoding, as UTF-8 with line feeds; `keep_bytes` changes the line ends alone."""

    def __init__(self, raw: io.RawIOBase, encoding: str, *, keep_bytes: bool) -> None:
        self._blocks = self._decoded(raw, encoding, "latin-1" if keep_bytes else "utf-8")
        self._rest = b""

    @staticmethod
    def _decoded(raw: io.RawIOBase, encoding: str, written: str) -> Iterator[bytes]:
        decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)("replace"), translate=True)
        while block := raw.read(_BLOCK):
            if text := decoder.decode(block).removeprefix("\ufeff"):
                yield text.encode(written, "replace")
        if text := decoder.decode(b"", final=True):
            yield text.encode(written, "replace")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        while not self._rest:
            self._rest = next(self._blocks, b"")
            if not self._rest:
                return 0
        block, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(block)] = block
        return len(block)
