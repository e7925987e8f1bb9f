"""A user's own table: which of its columns is which of ours, guessed, shown, corrected, and then applied."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from msgspec.structs import replace

from data.model import cell_values
from data.model.notice import AwardNotice, NoticesAndIssues, Party
from data.readers.field_reader import FieldReader
from data.readers.tables.column_aliases import COLUMN_ALIASES, ColumnAliases

SAMPLE_ROWS = 200
LITERAL = "="
"""A mapping to "=Salford City Council" gives every row that text instead of a column."""
_ENOUGH = 0.6
_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def guess_mapping(columns: Iterable[str], sample: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return our column → their column: by name, and only where the sampled cells look right."""
    rows = list(sample)
    free = {name: _words(name) for name in columns if name}
    guessed: dict[str, str] = {}
    for ours, aliases in COLUMN_ALIASES.items():
        found = _best(aliases, free, rows)
        if found is not None:
            guessed[ours] = found
            del free[found]
    return guessed


def _words(name: str) -> str:
    return _NOT_A_LETTER.sub(" ", _CAMEL.sub(" ", name).lower()).strip()


def _best(aliases: ColumnAliases, free: dict[str, str], rows: list[Mapping[str, Any]]) -> str | None:
    """Try each name whole first, then as part of a longer one such as "Contract start date (dd/mm/yyyy)"."""
    for fits in (lambda words, name: words == name, lambda words, name: f" {name} " in f" {words} "):
        for name in aliases.names:
            for column, words in free.items():
                if (
                    fits(words, name)
                    and not any(bad in words for bad in aliases.not_with)
                    and _looks(aliases, column, rows)
                ):
                    return column
    return None


def _looks(aliases: ColumnAliases, column: str, rows: list[Mapping[str, Any]]) -> bool:
    if aliases.looks is None:
        return True
    stated = [row[column] for row in rows if cell_values.text(row.get(column)).casefold() not in cell_values.BLANKS]
    return not stated or sum(map(aliases.looks, stated)) >= _ENOUGH * len(stated)


def check_mapping(mapping: Mapping[str, str], columns: Iterable[str]) -> list[str]:
    """Say everything that is wrong with a mapping."""
    known = set(columns)
    ours_known, theirs_known = ", ".join(COLUMN_ALIASES), ", ".join(sorted(known))
    problems = [
        f"{ours}: no such column of ours. Expected one of {ours_known}."
        for ours in mapping
        if ours not in COLUMN_ALIASES
    ]
    return problems + [
        f"{ours}: the table has no column {theirs!r}. Expected one of {theirs_known}."
        for ours, theirs in mapping.items()
        if ours in COLUMN_ALIASES and theirs not in known and not theirs.startswith(LITERAL)
    ]


def notice(row: Mapping[str, Any], mapping: Mapping[str, str], source: str, line: int) -> NoticesAndIssues:
    """Return the notice that a row tells of under a mapping."""
    reference = cell_values.text(_cell(row, mapping, "reference"))
    fields = FieldReader(source, line, reference)
    title = _text(row, mapping, "title", fields) or _text(row, mapping, "description", fields)
    found = AwardNotice(
        source=source,
        line=line,
        origin=source,
        title=title,
        release_id=reference or source,
        description=_text(row, mapping, "description", fields),
        buyer=Party(_text(row, mapping, "buyer", fields)),
        suppliers=_suppliers(row, mapping, fields),
        n_suppliers=None if "supplier" in mapping else float("nan"),
        amount=_money(row, mapping, "value", fields),
        amount_annual=_money(row, mapping, "annual", fields),
        currency=_text(row, mapping, "currency", fields).upper() or "GBP",
        start=_day(row, mapping, "start_date", fields),
        end=_day(row, mapping, "end_date", fields),
        latest_end=_day(row, mapping, "latest_end_date", fields),
        published=str(_day(row, mapping, "published_date", fields) or ""),
        cpvs=tuple(re.findall(r"\b\d{8}", cell_values.text(_cell(row, mapping, "cpv")))),
        region_names=tuple(filter(None, [_text(row, mapping, "region", fields)])),
        category=_text(row, mapping, "category", fields).casefold(),
        method_details=_text(row, mapping, "procedure", fields),
        notice_url=_text(row, mapping, "notice_url", fields),
    )
    return [replace(found, award_id=_digest(found))], fields.issues


def _digest(found: AwardNotice) -> str:
    """Tell apart the rows that share a reference, as the lots of one agreement do; equal rows are one contract."""
    facts = (found.title, found.buyer, found.suppliers, found.amount, found.amount_annual, found.start, found.end)
    return sha256(repr(facts).encode()).hexdigest()[:8]


def _cell(row: Mapping[str, Any], mapping: Mapping[str, str], ours: str) -> Any:
    theirs = mapping.get(ours, "")
    return theirs.removeprefix(LITERAL) if theirs.startswith(LITERAL) else row.get(theirs)


def _text(row: Mapping[str, Any], mapping: Mapping[str, str], ours: str, fields: FieldReader) -> str:
    return fields.clean(cell_values.text(_cell(row, mapping, ours)), mapping.get(ours, ours))


def _suppliers(row: Mapping[str, Any], mapping: Mapping[str, str], fields: FieldReader) -> tuple[Party, ...]:
    names = [name.strip() for name in _text(row, mapping, "supplier", fields).split(";") if name.strip()]
    number = cell_values.text(_cell(row, mapping, "company_number"))
    ids = (("GB-COH", number),) if number and len(names) == 1 and number.casefold() not in cell_values.BLANKS else ()
    return tuple(dict.fromkeys(Party(name, ids) for name in names))


def _money(row: Mapping[str, Any], mapping: Mapping[str, str], ours: str, fields: FieldReader) -> float | None:
    cell = _cell(row, mapping, ours)
    value, problem = cell_values.money(cell)
    if problem and value is None:
        fields.lost(mapping[ours], cell_values.text(cell), problem)
    elif problem:
        fields.issue(mapping[ours], cell_values.text(cell), problem, "kept")
    return value


def _day(row: Mapping[str, Any], mapping: Mapping[str, str], ours: str, fields: FieldReader) -> date | None:
    cell = _cell(row, mapping, ours)
    day, problem = cell_values.day(cell)
    if problem:
        fields.lost(mapping[ours], cell_values.text(cell), problem)
    return day
