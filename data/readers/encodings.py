"""Files in another encoding than UTF-8, read as a stream of it."""

import codecs
import io
from collections.abc import Iterator
from typing import IO

_RECODED_BYTES = 256 * 1024
_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_LOOKED_AT = 2000


def utf_16(head: bytes) -> str | None:
    """Return the name of UTF-16 in one of its two orders, with or without a mark; None for any other encoding."""
    for mark, name in _UTF_16.items():
        if head.startswith(mark):
            return name
    some = head[:_LOOKED_AT]
    if len(some) >= 4 and some.count(0) * 3 >= len(some):
        return "utf-16-le" if some[1::2].count(0) > some[::2].count(0) else "utf-16-be"
    return None


def joined(head: bytes, file: IO[bytes]) -> IO[bytes]:
    """Return what was read already, then the rest of the file."""
    return io.BufferedReader(_Joined(head, file))  # type: ignore[type-var]


def in_utf_8(head: bytes, file: IO[bytes], encoding: str) -> IO[bytes]:
    """Return what was read already and the rest of a file, written anew in UTF-8 with line feeds."""
    return io.BufferedReader(_Recoded(_Joined(head, file), encoding, keep_bytes=False))  # type: ignore[type-var]


def with_line_feeds(head: bytes, file: IO[bytes]) -> IO[bytes]:
    """Return what was read already and the rest of a file, its bytes as they are but for the ends of lines."""
    return io.BufferedReader(_Recoded(_Joined(head, file), "latin-1", keep_bytes=True))  # type: ignore[type-var]


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
        while block := raw.read(_RECODED_BYTES):
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
