"""Where a table lies, by its address, and how it is opened there; a connection that breaks is tried again."""

import glob
import hashlib
import os
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from data.model.folders import command
from data.places.web import WAITS, FinalError, WebFile, again, listed

R = TypeVar("R")
STORES, WEB = ("s3", "gs"), ("http", "https")
ENDING, ISSUES = ".parquet", ".issues.parquet"
_STORE_WAITS = "10"
"""Seconds for which Google's client tries again by itself; its own default is a quarter of an hour."""
_STORE_SAID = re.compile(r"AWS Error (?:UNKNOWN \((HTTP status \d+)\)|(\w+))|google::cloud::Status\((\w+):")
_CERTAIN = (
    "ACCESS_DENIED", "NO_SUCH_BUCKET", "NO_SUCH_KEY", "RESOURCE_NOT_FOUND", "INVALID_ACCESS_KEY_ID",
    "INVALID_SIGNATURE", "SIGNATURE_DOES_NOT_MATCH", "MISSING_AUTHENTICATION_TOKEN", "UNRECOGNIZED_CLIENT",
    "VALIDATION", "PERMISSION_DENIED", "UNAUTHENTICATED", "NOT_FOUND", "INVALID_ARGUMENT",
)  # fmt: skip
"""What a store says that another try will not change."""


class PlaceError(Exception):
    """A table that cannot be read where it lies: where, what is wrong, what to do. It holds no password."""


@dataclass(frozen=True)
class Place:
    """One file: a path of this machine, or an address that begins with s3://, gs://, http:// or https://.

    `str` of it is safe to show: without user, password, and what follows a question mark.
    """

    address: str = field(repr=False)

    def __str__(self) -> str:
        return shown(self.address)

    @property
    def path(self) -> Path | None:
        """The path of a file on this machine; None elsewhere."""
        return None if is_remote(self.address) else Path(self.address)

    @property
    def issues(self) -> "Place":
        """Where the issues of a table lie: TABLE.issues.parquet beside TABLE.parquet."""
        return Place(_put(self.address, lambda path: f"{path.removesuffix(ENDING)}{ISSUES}"))

    def day(self) -> date:
        """The day of a file on this machine; today elsewhere."""
        return date.fromtimestamp(self.path.stat().st_mtime) if self.path else date.today()  # noqa: DTZ011, DTZ012

    def exists(self) -> bool:
        """Whether there is such a file.

        Raises:
            PlaceError: nobody there can be asked.
        """
        if self.path is not None:
            return self.path.is_file()
        try:
            self.read(lambda _: None)
        except _AbsentError:
            return False
        return True

    def read(self, work: Callable[[Any], R]) -> R:
        """Give what a function reads of the file as Arrow opens it, tried anew where a connection breaks.

        Raises:
            PlaceError: it is elsewhere and cannot be read there.
            OSError: it is on this machine and cannot be read, or its content is not what it should be.
        """
        if self.path is not None:
            return work(self.path)

        def once() -> R:
            with _opened(self.address) as file:
                return work(file)

        return _tried(self.address, once)


class _AbsentError(PlaceError):
    """There is no such file."""


def is_remote(address: str) -> bool:
    """Whether it names something that is not on this machine."""
    return address.startswith(tuple(f"{scheme}://" for scheme in (*STORES, *WEB)))


def names_tables(name: str) -> bool:
    """Whether a name means built tables: by its ending, a pattern, a folder that has some, or an address elsewhere."""
    if not name:  # no path, though the one of the folder that one is in
        return False
    here = is_remote(name) or name.endswith(ENDING) or (glob.has_magic(name) and not Path(name).exists())
    return here or (Path(name).is_dir() and any(Path(name).glob(f"*{ENDING}")))


def shown(address: str) -> str:
    """Give an address without user, password, and what follows a question mark, where a right to read may stand."""
    if not is_remote(address):
        return address
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def changed(name: str) -> str:
    """A word for the files of a table on this machine and when each was last written; "" elsewhere or without a file.

    Of a folder or a pattern it is another as soon as one part is written, added or taken away.
    """
    found = []
    for address in [] if is_remote(name) else _here(name):
        with suppress(OSError):  # it has gone, or was never there
            found.append((address, Path(address).stat().st_mtime_ns))
    return hashlib.sha256(repr(found).encode()).hexdigest()[:16] if found else ""


def places(pattern: str) -> list[Place]:
    """Give the files of a path, a folder or a pattern in the order of their names, without the issues beside them.

    Raises:
        PlaceError: nothing matches, or the place cannot be asked. A plain path stays itself, whether it exists or not.
    """
    if not is_remote(pattern):
        addresses = _here(pattern)
    elif "*" in urlsplit(pattern).path or not urlsplit(pattern).path.endswith(ENDING):
        addresses = _elsewhere(pattern)
    else:
        return [Place(pattern)]
    tables = [address for address in addresses if not urlsplit(address).path.endswith(ISSUES)]
    if not tables:
        raise PlaceError(f"{shown(pattern)}: no file matches. Give tables of `{command('data', 'build')}`.")
    return [Place(address) for address in tables]


def _here(pattern: str) -> list[str]:
    if Path(pattern).is_dir():
        return sorted(str(path.resolve()) for path in Path(pattern).glob(f"*{ENDING}"))
    if not glob.has_magic(pattern) or Path(pattern).exists():
        return [str(Path(pattern).resolve())]
    return sorted(str(Path(name).resolve()) for name in glob.glob(pattern, recursive=True))  # noqa: PTH207 - absolute patterns too


def _elsewhere(pattern: str) -> list[str]:
    """List a folder of a store or of a web server: `*` stands for any letters within one name."""
    parts = urlsplit(pattern)
    path = parts.path if "*" in parts.path else f"{parts.path.rstrip('/')}/*{ENDING}"
    names = _tried(pattern, lambda: (_stored if parts.scheme in STORES else _served)(pattern, path))
    return sorted(urlunsplit((*parts[:2], name, parts.query, "")) for name in names)


def _stored(address: str, path: str) -> list[str]:
    from pyarrow import fs  # noqa: PLC0415 - what lies on this machine needs none of it

    system, bucket = _system(address)
    segments = path.strip("/").split("/")
    steady = next(at for at, segment in enumerate(segments) if "*" in segment)
    folder = "/".join([bucket, *segments[:steady]])
    deep = len(segments) > steady + 1
    listed = system.get_file_info(fs.FileSelector(folder, recursive=deep))
    pattern = PurePosixPath(bucket, *segments)
    return [
        quote(each.path.removeprefix(bucket))
        for each in listed
        if each.is_file
        and len(PurePosixPath(each.path).parts) == len(pattern.parts)
        and all(map(fnmatchcase, PurePosixPath(each.path).parts, pattern.parts))
    ]


def _served(address: str, path: str) -> list[str]:
    folder, _, name = path.rpartition("/")
    if "*" in folder:
        raise PlaceError(f"{shown(address)}: on a web server `*` may stand in the last part of the address alone.")
    names = listed(_put(address, lambda _: f"{folder}/"))
    return [quote(f"{unquote(folder)}/{each}") for each in names if fnmatchcase(each, unquote(name))]


def _put(address: str, change: Callable[[str], str]) -> str:
    """Change the path of an address."""
    if not is_remote(address):
        return change(address)
    parts = urlsplit(address)
    return urlunsplit(parts._replace(path=change(parts.path)))


def _opened(address: str) -> Any:
    parts = urlsplit(address)
    if parts.scheme in STORES:
        system, bucket = _system(address)
        return system.open_input_file(f"{bucket}{unquote(parts.path)}")
    import pyarrow as pa  # noqa: PLC0415 - what lies on this machine needs none of it

    return pa.PythonFile(WebFile(address), mode="r")


def _system(address: str) -> tuple[Any, str]:
    parts = urlsplit(address)
    return _connected(parts.scheme, parts.netloc, parts.query), parts.netloc.rpartition("@")[2]


@cache
def _connected(scheme: str, netloc: str, query: str) -> Any:
    """Open a store; who may read it is said by the environment, as its own tools have it, or in the address."""
    from pyarrow import fs  # noqa: PLC0415 - what lies on this machine needs none of it

    options = [query] if query else []
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    if scheme == "gs" and "retry_limit_seconds=" not in query:
        options.append(f"retry_limit_seconds={_STORE_WAITS}")
    if scheme == "s3" and "region=" not in query and (region or os.environ.get("AWS_ENDPOINT_URL")):
        options.append(f"region={region or 'us-east-1'}")  # else Amazon is asked, which knows no other store's bucket
    try:
        return fs.FileSystem.from_uri(urlunsplit((scheme, netloc, "/", "&".join(options), "")))[0]
    except (ValueError, NotImplementedError) as error:  # ArrowInvalid, such as an option that there is not
        raise PlaceError(f"{scheme}://{netloc.rpartition('@')[2]}: {_reason(error)}. Check the address.") from None


def _tried(address: str, work: Callable[[], R]) -> R:
    """Do something at an address, in a store again where the connection breaks; a file of the web does so by itself."""
    in_store = urlsplit(address).scheme in STORES
    try:
        return again(work, lambda error: _reason(error) not in _CERTAIN) if in_store else work()
    except FileNotFoundError:
        raise _AbsentError(f"{shown(address)}: no such file. Give tables of `{command('data', 'build')}`.") from None
    except OSError as error:
        if type(error) is OSError and error.errno is None and not _STORE_SAID.search(str(error)):
            raise  # Parquet's, of the content
        reason = _reason(error)
        certain = isinstance(error, FinalError | PermissionError) or reason in _CERTAIN
        todo = "Check the address and the right to read it" if certain else "Check the connection, then run it again"
        tried = "" if certain else f"; tried {len(WAITS) + 1} times"
        raise PlaceError(f"{shown(address)}: cannot be read ({reason}{tried}). {todo}.") from None


def _reason(error: Exception) -> str:
    """Say why in few words, none of which is a password: a store's own code, or the words of this program."""
    if match := _STORE_SAID.search(str(error)):
        return str(next(filter(None, match.groups())))
    if isinstance(error, OSError) and "://" not in str(error):
        return " ".join(str(error).split())[:200]
    return type(error).__name__
