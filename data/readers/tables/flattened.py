"""Open contracting releases flattened into tables: a column a path, such as awards/0/value/amount.

Contracts Finder's daily harvest has one package a row. The standard's own tool
(https://flatten-tool.readthedocs.io/en/latest/flatten/) has as many rows a release as its longest list has members,
and a sheet a list; rows belong together by ocid and id.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, groupby
from typing import Any, NamedTuple

from data.model import cell_values
from data.model.issues import NOTED, Issue
from data.model.notice import NoticesAndIssues
from data.readers.boundary import attempt
from data.readers.ocds import package as ocds
from data.readers.tables.sheets import Sheet

_NUMBERS = ("amount", "amountGross", "amountNet")
_LISTS = ("tag", "roles", "relatedLots", "relationship", "specialRegime")
"""Lists of words; the tool joins them by a semicolon."""
_LOGICAL = {"true": True, "false": False, "TRUE": True, "FALSE": False}
_Key = tuple[str, ...]


class _Row(NamedTuple):
    line: int
    cells: dict[str, str]

    @property
    def release(self) -> tuple[str, str]:
        """Return process and release."""
        return self.cells.get("ocid") or self.cells.get("compiledRelease/ocid", ""), self.cells.get("id", "")


def harvest(sheet: Sheet, source: str) -> Iterator[NoticesAndIssues]:
    """Read the daily harvest: one package a row, its JSON flattened into headers such as releases/0/tender/title."""
    for line, row in sheet.texts():
        yield [], sheet.drain()
        yield attempt(partial(_read, [_Row(line, row)], source), source, line)


def releases(sheets: Sequence[Sheet], source: str) -> Iterator[NoticesAndIssues]:
    """Read the sheets of a file that hold releases; what stands in several is put together before it is read."""
    own = [sheet for sheet in sheets if not {"ocid", "compiledRelease/ocid"}.isdisjoint(sheet.columns)]
    for sheet in sheets:
        if sheet not in own:
            problem = "was not read: it has no column ocid, by which rows belong to a release"
            yield [], [Issue(source, None, "", f"sheet {sheet.name}", "", problem, NOTED)]
    for rows in _by_release(own):
        yield attempt(partial(_read, rows, source), source, rows[0].line)
        yield [], [issue for sheet in own for issue in sheet.drain()]


def _by_release(sheets: Sequence[Sheet]) -> Iterable[list[_Row]]:
    """Return the rows of each release. One sheet is read as it comes, so that its length does not matter."""
    rows = (_Row(line, cells) for sheet in sheets for line, cells in sheet.texts())
    if len(sheets) == 1:
        return (list(group) for _, group in groupby(rows, key=lambda row: row.release))
    by_release: dict[tuple[str, str], list[_Row]] = {}
    for row in rows:
        by_release.setdefault(row.release, []).append(row)
    return by_release.values()


def _read(rows: list[_Row], source: str) -> NoticesAndIssues:
    document, line = _nested(rows), rows[0].line
    read = [ocds.read(release, source, line) for release in ocds.releases(document)]
    notices, issues = zip(*read, strict=True) if read else ((), ())
    return list(chain.from_iterable(notices)), list(chain.from_iterable(issues))


def _nested(rows: list[_Row]) -> dict[str, Any]:
    """Return the object that rows were flattened from; what the first row says of a field stays."""
    root: dict[str | _Key, Any] = {}
    for row in rows:
        for path, value in row.cells.items():
            if value in ("", None):
                continue
            at = root
            *parents, leaf = _keys(path, row)
            for key in parents:
                at = at.setdefault(key, {})
            at.setdefault(leaf, _typed(leaf, value))
    return {str(name): _listed(value) for name, value in root.items()}


def _keys(path: str, row: _Row) -> list[str | _Key]:
    """Return the steps of a path; a member of a list is known by its place and its id, without one by its row."""
    names = path.split("/")
    keys: list[str | _Key] = []
    for depth, name in enumerate(names, 1):
        if not name.isdigit():
            keys.append(name)
            continue
        number = row.cells.get("/".join([*names[:depth], "id"]))
        keys.append((name,) if depth == len(names) else (name, number) if number else (name, "", str(row.line)))
    return keys


def _typed(leaf: str | _Key, value: str) -> Any:
    if leaf in _NUMBERS:
        number, _ = cell_values.money(value)
        return value if number is None else number
    if leaf in _LISTS:
        return [word.strip() for word in value.split(";")]
    return _LOGICAL.get(value, value)


def _listed(value: Any) -> Any:
    """Turn objects whose keys are places in a list into lists; a member without an id that two rows repeat is one."""
    if not isinstance(value, dict):
        return value
    inner = {key: _listed(item) for key, item in value.items()}
    if inner and all(isinstance(key, tuple) for key in inner):
        members = {(*key[:2], repr(item)): item for key, item in inner.items()}
        return [members[key] for key in sorted(members, key=lambda key: int(key[0]))]
    return inner
