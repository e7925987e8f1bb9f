"""A mapping as a small TOML file: written, read back, and said what is wrong in it."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from data.model.folders import command
from data.readers.cells.units import TIMES
from data.readers.own_register.facts import FACTS, NOT_USED
from data.readers.own_register.mapping import ORDERS, PERIODS, VATS, ColumnUse, Mend, RegisterMapping, unusable

LARGEST = 500_000
"""Characters of a mapping; one of 500 columns has some 50,000."""
_MOST = 1_000
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)$")
_FIELDS = ("fact", "unit", "vat", "period", "order")
_PARTS = ("sheets", "all_rows", "columns", "mended")
_BESIDE = {"unit": TIMES, "vat": VATS, "period": PERIODS, "order": ORDERS}
_OF_A_MEND = ("reference", "line", "row", "sheet", "column", "was", "now", "left_out")


class MappingError(ValueError):
    """A mapping that cannot be read; the message says what, where and what is expected."""


def to_toml(mapping: RegisterMapping, file: str = "") -> str:
    """Return the mapping as TOML, with what each column means beside it."""
    lines = [
        f"# Which column{' of ' + _quoted(file) if file else ''} holds which fact. Give it with the next file:",
        f"# {command('data', 'build FILE --mapping THIS.toml')}, or on the page Data together with the file.",
        *(_facts_told() if file else [f'# Facts: {", ".join(FACTS)}; "{NOT_USED}" for a column that is not used.']),
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
        lines += ["", "[[mended]]", *([f"reference = {_quoted(mend.reference)}"] if mend.reference else [])]
        lines += [f"line = {mend.line}"] if mend.line or not mend.reference else []
        lines += [f"{name} = {_quoted(getattr(mend, name))}" for name in ("row", "sheet") if getattr(mend, name)]
        if mend.column:
            lines += [f"{name} = {_quoted(getattr(mend, name))}" for name in ("column", "was", "now")]
        else:
            lines.append("left_out = true")
    return "\n".join(lines) + "\n"


def _facts_told() -> list[str]:
    """Say what each fact is and what may stand beside one, for a person who puts the file right."""
    beside = ", ".join(f"{name} = {' or '.join(map(_quoted, filter(None, may)))}" for name, may in _BESIDE.items())
    return [
        f'# Facts, and "{NOT_USED}" for a column that is not used:',
        *(f"#   {name:18} {fact.meaning}" for name, fact in FACTS.items()),
        f"# Beside an amount or a day may stand {beside}.",
        "# What all rows share and no column says stands before the columns: [all_rows], and under it a line such as",
        '# buyer = "Name of the body".',
    ]


def _quoted(text: str) -> str:
    escaped = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return (
        '"'
        + "".join(escaped.get(c, c if c.isprintable() else f"\\u{ord(c):04x}" if ord(c) < 0x10000 else c) for c in text)
        + '"'
    )


def from_bytes(body: bytes, name: str) -> RegisterMapping:
    """Read a mapping as it lies in a file, as `from_toml` does.

    Raises:
        MappingError: it is no UTF-8, so that names of columns would be others; or as there.
    """
    try:
        return from_toml(body.decode("utf-8-sig"), name)
    except UnicodeDecodeError:
        raise MappingError(f"{name}: not UTF-8 text. Save the file as UTF-8.") from None


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
        raise MappingError(f"{name}: not a mapping in TOML ({_as_it_stands(str(error), text)}).") from None
    _known(read, _PARTS, name)
    columns = _table(read, "columns", name)
    all_rows = {
        fact: _text(text, f"{name}: [all_rows] {fact}") for fact, text in _table(read, "all_rows", name).items()
    }
    uses = tuple(_use(column, about, name) for column, about in columns.items())
    told = [(f"column {use.column!r}", use.fact) for use in uses] + [("[all_rows]", fact) for fact in all_rows]
    if unknown := [(place, fact) for place, fact in told if fact not in (*FACTS, NOT_USED)]:
        raise MappingError(f"{name}: {unknown[0][0][:90]}: {_no_fact(unknown[0][1])}")
    if problems := [problem for use in uses for problem in unusable(use)]:
        raise MappingError(f"{name}: {problems[0]}")
    if not uses and not all_rows:
        raise MappingError(
            f'{name}: names no column. Expected [columns] with lines such as "Vendor" = {{ fact = "supplier" }}.'
        )
    sheets, mended = read.get("sheets", []), read.get("mended", [])
    if not isinstance(sheets, list) or not isinstance(mended, list):
        raise MappingError(f"{name}: sheets and mended are lists.")
    if len(mended) > _MOST:
        raise MappingError(f"{name}: {len(mended):,} rows are mended, and at most {_MOST:,} are read. Mend the file.")
    named = tuple(_text(sheet, f"{name}: a sheet") for sheet in sheets)
    mends = tuple(_mend(item, f"{name}: mended row {place}") for place, item in enumerate(mended, 1))
    return RegisterMapping(uses, all_rows, named, mends)


def _no_fact(given: str) -> str:
    near = get_close_matches(given[:80], FACTS, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    return f"{given[:80]!r} is no fact.{hint} Expected one of {', '.join(FACTS)}, or {NOT_USED}."


def _as_it_stands(error: str, text: str) -> str:
    """Say what the parser says, with the line of the file that it names."""
    line = _AT_LINE.search(error)
    return error[:200] if line is None else f"{error[:200]}: {text.split(chr(10))[int(line[1]) - 1].strip()[:80]!r}"


def _table(read: Mapping[str, Any], key: str, name: str) -> Mapping[str, Any]:
    found = read.get(key, {})
    if not isinstance(found, dict):
        raise MappingError(f"{name}: [{key}] is expected to be a table.")
    return found


def _known(given: Iterable[str], known: tuple[str, ...], where: str) -> None:
    """Refuse a key that is not known: passed over, a unit would be lost and a mend become another one."""
    if unknown := [key for key in given if key not in known]:
        raise MappingError(f"{where}: {unknown[0][:80]!r} is not known. Expected one of {', '.join(known)}.")


def _text(value: Any, where: str) -> str:
    """Return a text as it stands, a number or a day as it is written."""
    if isinstance(value, bool | list | dict):
        raise MappingError(f"{where} is expected to be a text in quotes, got {str(value)[:80]!r}.")
    return str(value)


def _use(column: str, about: Any, name: str) -> ColumnUse:
    if isinstance(about, str):
        about = {"fact": about}
    if not isinstance(about, dict):
        raise MappingError(f'{name}: {column!r} is expected to be a table such as {{ fact = "supplier" }}.')
    _known(about, _FIELDS, f"{name}: column {column!r}")
    fields = {field: _text(about.get(field, ""), f"{name}: {field} of {column!r}") for field in _FIELDS}
    return ColumnUse(column, **{**fields, "fact": fields["fact"] or NOT_USED}, why="as the mapping says")


def _mend(item: Any, where: str) -> Mend:
    """Read a mended row; what is neither a cell put right nor a row left out is refused, not guessed."""
    if not isinstance(item, dict):
        raise MappingError(f"{where} is expected to be a table.")
    _known(item, _OF_A_MEND, where)
    line = item.get("line", 0)
    if not isinstance(line, int) or isinstance(line, bool) or line < 0 or not (line or item.get("reference")):
        raise MappingError(f"{where} is expected to name its reference, or its line as a number such as 12.")
    texts = {key: _text(item.get(key, ""), f"{where}: {key}") for key in _OF_A_MEND if key not in ("line", "left_out")}
    left_out = item.get("left_out", False)
    if not isinstance(left_out, bool) or left_out == bool(texts["column"]) or (not left_out and "now" not in item):
        raise MappingError(f"{where} is expected to give either column, was and now, or left_out = true.")
    return Mend(**texts, line=line)
