"""How large a reader's own file is once unpacked, before anything of it is read."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import pyarrow as pa
import pyarrow.parquet as pq

from data.model.folders import command
from data.readers.bounds import MOST_PACKED, MOST_UNPACKED, MOST_UNPACKED_WORKBOOK, WORTH_WEIGHING, BeyondError
from data.readers.files import ending, opened

PACKED_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".ods")
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
"""How an XLS begins."""
_BLOCK = 1024 * 1024
_HEADER, _SECTORS, _SPECIAL = 512, (512, 4096), 0xFFFFFFFA
"""Of a compound file (MS-CFB), as an XLS is: bytes of its header, of a sector, the first number that is no sector."""
_CIRCLE = "it is a damaged workbook, whose parts follow each other in a circle"
_REMEDY = f"Give a part of it, or build it on the command line with {command('data', 'build')}"


def weigh(path: Path) -> None:
    """Raise BeyondError for a file that unpacks to more than the page reads; a damaged one is left to its reader."""
    kind = ending(path)
    try:
        size = _workbook(path) if kind in PACKED_WORKBOOKS else _parquet(path) if kind == ".parquet" else unpacked(path)
    except (OSError, EOFError, zlib.error, BadZipFile, pa.ArrowException):
        return
    most = MOST_UNPACKED_WORKBOOK if kind in PACKED_WORKBOOKS else MOST_UNPACKED
    if size > most:
        raise BeyondError(f"unpacks to more than {most // 1_000_000} MB", _megabytes(size), _REMEDY)


def unpacked(path: Path, most: int = MOST_UNPACKED) -> int:
    """Return the bytes of a file when unpacked, counted to a little beyond `most` and no further."""
    size = 0
    with opened(path) as (file, raw):
        if file is raw:
            return path.stat().st_size
        while size <= most and (block := file.read(_BLOCK)):
            size += len(block)
    return size


def is_small(content: bytes, most: int) -> bool:
    """Whether a file holds at most so many bytes when unpacked, and is none that unpacks within."""
    if content[:4] in (b"PK\x03\x04", b"PAR1", OLD_WORKBOOK):
        return False
    if content[:2] != b"\x1f\x8b":
        return len(content) <= most
    try:
        with gzip.GzipFile(fileobj=BytesIO(content)) as file:
            return len(file.read(most + 1)) <= most
    except (OSError, EOFError, zlib.error):
        return True


def _workbook(path: Path) -> int:
    """Return what the parts of a workbook unpack to; `zipfile` never gives more of a part than is stated there."""
    with ZipFile(path) as book:
        return unpacked_parts(book)


def unpacked_parts(book: ZipFile) -> int:
    """Return what the parts of a workbook unpack to; BeyondError where one of them is packed beyond any real one."""
    parts = book.infolist()
    for part in parts:
        if part.file_size > max(WORTH_WEIGHING, MOST_PACKED * part.compress_size):
            sizes = f"{_megabytes(part.file_size)} from {part.compress_size:,} bytes"
            raise BeyondError(f"holds a part packed more than {MOST_PACKED} times", sizes, _REMEDY)
    return sum(part.file_size for part in parts)


def _parquet(path: Path) -> int:
    about = pq.read_metadata(path)
    return sum(about.row_group(number).total_byte_size for number in range(about.num_row_groups))


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"


def check_sectors(content: bytes) -> None:
    """Raise ValueError for an XLS whose sectors follow each other in a circle: a reader would follow them for ever."""
    size = 1 << min(content[30], 31) if len(content) >= _HEADER else 0
    if size not in _SECTORS:
        raise ValueError("it is no workbook that can be read")

    def sector(number: int) -> list[int]:
        whole = memoryview(content)[(number + 1) * size : (number + 2) * size]
        return whole.cast("I").tolist() if len(whole) == size else []

    def followed(number: int, after: Callable[[int], int]) -> Iterator[int]:
        seen = set()
        while sector(number):
            if number in seen:
                raise ValueError(_CIRCLE)
            seen.add(number)
            yield number
            number = after(number)

    first = memoryview(content)[: len(content) // 4 * 4].cast("I")
    more = [sector(number) for number in followed(first[17], lambda number: sector(number)[-1])]
    listed = [*first[19:128], *(number for each in more for number in each[:-1])]
    chains = [number for place in listed if place < _SPECIAL for number in sector(place)]
    _no_circle(chains)
    small = followed(first[15], lambda number: chains[number] if number < len(chains) else _SPECIAL)
    _no_circle([number for place in small for number in sector(place)])


def _no_circle(after: list[int]) -> None:
    """Raise ValueError where numbers that each name the next lead back to one of them."""
    ends = bytearray(len(after))  # 0 not seen, 1 on the way, 2 leads to an end
    for start in range(len(after)):
        way, at = list[int](), start
        while at < len(after) and not ends[at]:
            ends[at] = 1
            way.append(at)
            at = after[at]
        if at < len(after) and ends[at] == 1:
            raise ValueError(_CIRCLE)
        for each in way:
            ends[each] = 2
