"""A mapping as a small TOML file: written, read back, and said what is wrong in it."""

import tomllib
from collections.abc import Mapping
from typing import Any

from data.model.folders import command
from data.readers.own_register.facts import FACTS, NOT_USED
from data.readers.own_register.mapping import ColumnUse, Mend, RegisterMapping

LARGEST = 500_000
"""Characters of a mapping; one of 500 columns has some 50,000."""
_MOST = 1_000
_FIELDS = ("fact", "unit", "vat", "period", "order")


class MappingError(ValueError):
    """A mapping that cannot be read; the message says what, where and what is expected."""


def to_toml(mapping: RegisterMapping, file: str = "") -> str:
    """Return the mapping as TOML, with what each column means beside it."""
    lines = [
        f"# Which column{' of ' + _quoted(file) if file else ''} holds which fact. Give it with the next file:",
        f"# {command('data', 'build FILE --mapping THIS.toml')}, or on the page Data together with the file.",
        f'# Facts: {", ".join(FACTS)}; "{NOT_USED}" for a column that is not used.',
    ]
    if mapping.sheets:
        lines += ["", f"sheets = [{', '.join(map(_quoted, mapping.sheets))}]"]
    if mapping.all_rows:  # one that was emptied says that no line of the file is to give it
        lines += ["", "[all_rows]", *(f"{fact} = {_quoted(text)}" for fact, text in mapping.all_rows.items())]
    lines += ["", "[columns]"]
    for use in mapping.columns:
        fields = ", ".join(f"{name} = {_quoted(getattr(use, name))}" for name in _FIELDS if getattr(use, name))
        lines.append(f"{_quoted(use.column)} = {{ {fields} }}")
    for mend in mapping.mends:
        row = f"reference = {_quoted(mend.reference)}" if mend.reference else f"line = {mend.line}"
        lines += ["", "[[mended]]", row, *([f"sheet = {_quoted(mend.sheet)}"] if mend.sheet else [])]
        if mend.column:
            lines += [f"{name} = {_quoted(getattr(mend, name))}" for name in ("column", "was", "now")]
        else:
            lines.append("left_out = true")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return (
        '"'
        + "".join(escaped.get(c, c if c.isprintable() else f"\\u{ord(c):04x}" if ord(c) < 0x10000 else c) for c in text)
        + '"'
    )


def from_toml(text: str, name: str) -> RegisterMapping:
    """Read a mapping.

    Raises:
        MappingError: it is no mapping; what is wrong, where, and what is expected.
    """
    if len(text) > LARGEST:
        raise MappingError(f"{name}: {len(text):,} characters long, and at most {LARGEST:,} are read.")
    try:
        read = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise MappingError(f"{name}: not a mapping in TOML ({str(error)[:200]}).") from None
    columns = _table(read, "columns", name)
    all_rows = {str(fact): str(text) for fact, text in _table(read, "all_rows", name).items()}
    uses = tuple(_use(column, about, name) for column, about in columns.items())
    if unknown := [fact for fact in (*(use.fact for use in uses), *all_rows) if fact not in (*FACTS, NOT_USED)]:
        raise MappingError(f"{name}: {unknown[0]!r} is no fact. Expected one of {', '.join(FACTS)}, or {NOT_USED}.")
    if not uses and not all_rows:
        raise MappingError(
            f'{name}: names no column. Expected [columns] with lines such as "Vendor" = {{ fact = "supplier" }}.'
        )
    sheets, mended = read.get("sheets", []), read.get("mended", [])
    if not isinstance(sheets, list) or not isinstance(mended, list):
        raise MappingError(f"{name}: sheets and mended are lists.")
    return RegisterMapping(uses, all_rows, tuple(map(str, sheets)), tuple(_mend(item, name) for item in mended[:_MOST]))


def _table(read: Mapping[str, Any], key: str, name: str) -> Mapping[str, Any]:
    found = read.get(key, {})
    if not isinstance(found, dict):
        raise MappingError(f"{name}: [{key}] is expected to be a table.")
    return found


def _use(column: str, about: Any, name: str) -> ColumnUse:
    if isinstance(about, str):
        about = {"fact": about}
    if not isinstance(about, dict) or not isinstance(about.get("fact", ""), str):
        raise MappingError(f'{name}: {column!r} is expected to be a table such as {{ fact = "supplier" }}.')
    fields = {field: str(about.get(field, "")) for field in _FIELDS}
    return ColumnUse(column, **{**fields, "fact": fields["fact"] or NOT_USED}, why="as the mapping says")


def _mend(item: Any, name: str) -> Mend:
    if not isinstance(item, dict) or not (item.get("reference") or isinstance(item.get("line"), int)):
        raise MappingError(f"{name}: a mended row is expected to name its reference or its line.")
    texts = {key: str(item.get(key, "")) for key in ("reference", "sheet", "column", "was", "now")}
    if item.get("left_out") is True:
        texts["column"] = ""
    line = item.get("line", 0)
    return Mend(**texts, line=line if isinstance(line, int) and not isinstance(line, bool) else 0)
