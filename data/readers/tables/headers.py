"""Where the header of a table is: below title lines, over one row or two, merged or not; and each column's name."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from data.readers.bounds import MOST_COLUMNS, BeyondError
from data.readers.own_register.column_names import first_fact, is_amount, is_length, known_names
from data.readers.own_register.facts import FACTS
from data.readers.own_register.header_words import header
from data.readers.own_register.no_contracts import is_page
from data.readers.tables.shapes import known_shape

WITHIN = 40
"""Rows among which the header is looked for."""
_FEWEST_NAMES, _SURE, _FEWEST_PARTED = 3, 5, 2
_LONGEST_NAME, _MOST_WORDS = 250, 40
_GENERIC = frozenset(
    [
        "name",
        "number",
        "total",
        "annual",
        "type",
        "date",
        "from",
        "to",
        "start",
        "end",
        "ref",
        "reference",
        "id",
        "value",
        "amount",
        "£",
        "code",
        "yearly",
        "whole-life",
        "months",
        "years",
        "original",
        "current",
        "maximum",
        "latest",
        "extended",
        "length",
        "per",
        "annum",
        "status",
        "net",
        "gross",
        "per annum",
        "a year",
        "postcode",
        "address",
    ]
)
_UNIT_OF_TIME = re.compile(r"\b(?:months?|years?|yrs?|mths?|weeks?|days?)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]")
Row = tuple[int, list[Any]]


@dataclass(frozen=True)
class HeaderRows:
    """A header: its line, the last line of it, the name of each column, and the texts of the lines above."""

    line: int
    last: int
    columns: list[str]
    above: list[tuple[int, str]]
    renamed: list[tuple[str, str]]
    """Columns that had no name, or that of another: the name as written and as given."""


def find(first: Sequence[Row], merged: Iterable[tuple[tuple[int, int], tuple[int, int]]] = ()) -> HeaderRows:
    """Return the header among the first rows of a table.

    Args:
        first: rows with their lines.
        merged: merged cells of a sheet, as (row, column) of first and last, counted from 0.
    """
    place = _place(first)
    if place + 1 < len(first) and _is_filled_by(_texts(first[place][1]), _texts(first[place + 1][1])):
        place += 1
    line, values = first[place] if first else (1, [])
    names, last = _texts(values), line
    spans = [span for span in merged if span[0][1] != span[1][1]]
    if place and (group := _texts(first[place - 1][1])) and _is_group(group, names):
        groups = _filled(group, spans, first[place - 1][0] - 1)
        if not spans:
            groups = _until_repeated(groups, group, names)
        if place > 1 and _is_group(over := _texts(first[place - 2][1]), names):
            groups = _within(_filled(over, spans, first[place - 2][0] - 1), over, groups, group)
        names = _under(groups, names, by_merge=bool(spans))
    elif place + 1 < len(first) and _tells_units(names, below := _below(names, first[place + 1][1])):
        names = [_with_unit(name, unit) for name, unit in zip_longest(names, below, fillvalue="")]
        last = first[place + 1][0]
    elif place + 1 < len(first) and _continues(names, below := _below(names, first[place + 1][1])):
        names = _under(_filled(names, spans, line - 1), below, by_merge=True)
        last = first[place + 1][0]
    narrow([name for name in names if name])
    if len(names) > MOST_COLUMNS:
        names = names[: max((at for at, name in enumerate(names, 1) if name), default=1)][: 2 * MOST_COLUMNS]
    above = [(number, " ".join(_texts(row)).strip()) for number, row in first[:place]]
    columns, renamed = own_names(names)
    return HeaderRows(line, last, columns, [(number, text) for number, text in above if text], renamed)


def narrow(names: Collection[str]) -> None:
    """Raise BeyondError for a table of more columns than any that is published."""
    if len(names) > MOST_COLUMNS:
        width, remedy = f"{len(names):,} names in its header", "Keep the columns that tell of contracts"
        raise BeyondError(f"has more than {MOST_COLUMNS} columns", width, remedy)


def _texts(values: Sequence[Any]) -> list[str]:
    return [
        " ".join(value.split()) if isinstance(value, str) else "" if value is None else str(value) for value in values
    ]


def _place(first: Sequence[Row]) -> int:
    """Return which row is the header: a known one, else the first that names most of our facts, else of names."""
    best, best_score, named = 0, 1, -1
    for place, (_, values) in enumerate(first[:WITHIN]):
        names = [value.strip() for value in values if isinstance(value, str) and value.strip()]
        if len(names) >= _FEWEST_NAMES and named < 0:
            named = place
        if known_shape(names):
            return place
        if len(names) < 2 or len(names) * 2 < sum(value not in (None, "") for value in values):
            continue
        score = known_names(name for name in names if _like_a_name(name))
        if score > best_score:
            best, best_score = place, score
        if score >= _SURE:
            break
    return best if best_score > 1 else max(named, 0)


def _like_a_name(text: str) -> bool:
    return len(text) <= _LONGEST_NAME and text.count(" ") < _MOST_WORDS and bool(_WORD.search(text) or "£" in text)


def _is_group(group: list[str], names: list[str]) -> bool:
    """Say whether a row names groups of the columns below: a few words over some of them, and blanks between."""
    stated = [text for text in group if text]
    over = [text for text, name in zip(group, names, strict=False) if text and name]
    return (
        2 <= len(stated) <= len([name for name in names if name])
        and not any(map(is_page, stated))
        and len(over) * 2 >= len(stated)
        and all(
            len(text) <= 60 and _like_a_name(text) and not re.search(r"\d{2}", text.replace("000", ""))
            for text in stated
        )
    )


def _is_filled_by(names: list[str], below: list[str]) -> bool:
    """Say whether a row is of groups and the row below it names each column that they leave blank."""
    pairs = list(zip_longest(names, below, fillvalue=""))
    width = max((at for at, pair in enumerate(pairs, 1) if any(pair)), default=0)
    parted = sum(bool(name and text and name != text) for name, text in pairs)
    stated = [text for text in below if text]
    return (
        parted >= _FEWEST_PARTED
        and all(any(pair) for pair in pairs[:width])
        and sum(not name for name, _ in pairs[:width]) >= _FEWEST_PARTED
        and all(map(_like_a_name, stated))
        and len(set(stated)) * 2 > len(stated)
        and known_names(stated) >= _FEWEST_NAMES
        and _is_group(names, below)
    )


def _below(names: list[str], values: Sequence[Any]) -> list[str]:
    """Return the texts of the row below a header, without those of cells that are merged downwards from it."""
    held = names + [""] * len(values)
    return ["" if text == name else text for text, name in zip(_texts(values), held, strict=False)]


def _continues(names: list[str], below: list[str]) -> bool:
    """Say whether a row goes on with the header above: names alone, at least one under a blank, most places blank."""
    stated = [text for text in below if text]
    under_blank = any(text and not name for name, text in zip(names, below, strict=False))
    often = Counter(name for name in names if name)
    under_blank = under_blank or any(
        often[name] > 1 and text.lower().strip(" (£)") in _GENERIC for name, text in zip(names, below, strict=False)
    )
    words = all(len(text) <= 40 and _WORD.search(text) and not re.search(r"\d", text) for text in stated)
    return (
        bool(stated)
        and under_blank
        and words
        and len(stated) * 2 <= len(names)
        and known_names(f"value {text}" for text in stated) > 0
    )


_OF_AMOUNT = re.compile(
    r"\(?(?:£|gbp|pounds)? ?(?:'?000s?|k|m|mn|thousands?|millions?)\)?|\(?(?:£|gbp|pounds|months?|years?"
    r"|(?:£ )?(?:ex|exc|excl|inc|incl)\.? ?vat)\)?",
    re.IGNORECASE,
)
_OF_WRITING = re.compile(
    r"[(\[]?(?:(?:dd|mm|yyyy|yy)[/.-](?:mm|dd)[/.-](?:yyyy|yy|dd)|(?:free )?text|numeric|number|date|currency|y ?/ ?n"
    r"|yes ?(?:/|or) ?no|%)[)\]]?",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"[(\[](?=[^()\[\]]*[a-z])[^()\[\]]{1,40}[)\]]", re.IGNORECASE)
"""What a name goes on with, such as "(if any)" or "(annual)"."""


def _tells_units(names: list[str], below: list[str]) -> bool:
    """Say whether a row below a header tells the unit of each column or how it is written: "£000", "dd/mm/yyyy"."""
    stated = [(name, text) for name, text in zip_longest(names, below, fillvalue="") if text]
    telling = any("£" in text or "000" in text or _OF_WRITING.fullmatch(text) for _, text in stated)
    return telling and all(
        name and (_OF_AMOUNT.fullmatch(text) or _OF_WRITING.fullmatch(text) or _ASIDE.fullmatch(text))
        for name, text in stated
    )


def _with_unit(name: str, unit: str) -> str:
    """Return a name with the unit or the words in brackets below it; how a cell is written adds nothing."""
    adds = unit and not _OF_WRITING.fullmatch(unit) and (_OF_AMOUNT.fullmatch(unit) or _ASIDE.fullmatch(unit))
    return f"{name} ({unit.strip('()[]')})" if adds else name


def _filled(group: list[str], spans: Iterable[tuple[tuple[int, int], tuple[int, int]]], row: int) -> list[str]:
    """Return the group over each column: by merged cells, else up to the next that is named."""
    spans = [span for span in spans if span[0][0] <= row <= span[1][0]]
    filled = list(group)
    if spans:
        for (_, left), (_, right) in spans:
            text = group[left] if left < len(group) else ""
            filled.extend([""] * (right + 1 - len(filled)))
            filled[left : right + 1] = [text] * (right + 1 - left)
        return filled
    held = ""
    for place, text in enumerate(group):
        held = text or held
        filled[place] = held
    return filled


def _until_repeated(groups: list[str], group: list[str], names: list[str]) -> list[str]:
    """Return the groups, the last of them no further than it repeats the names of the one before it.

    Under "First term" and "Extension", each over "Start" and "End", a "Value" behind them is of neither.
    """
    begins = [at for at, text in enumerate(group) if text]
    before, last = begins[-2:] if len(begins) > 1 else (0, 0)
    end = 2 * last - before
    repeats = last - before > 1 and [name.lower() for name in names[before:last]] == [
        name.lower() for name in names[last:end]
    ]
    return groups[:end] + [""] * (len(groups) - end) if repeats else groups


def _within(over: list[str], named_over: list[str], groups: list[str], named: list[str]) -> list[str]:
    """Return the group over each column where groups stand over groups: the lower one, else the upper one.

    Args:
        over: the upper group over each column.
        named_over: the same where it is named, so that a lower group ends there.
        groups: the lower group over each column.
        named: the same where it is named.
    """
    found, held = list[str](), True
    width = max(len(over), len(groups))
    padded = [[*row, *[""] * (width - len(row))] for row in (over, named_over, groups, named)]
    for upper, upper_name, lower, lower_name in zip(*padded, strict=True):
        held = bool(lower_name) or (held and not upper_name)
        below = lower if held else ""
        found.append(below if _WORD.search(below) else f"{upper} {below}".strip())
    return found


def _under(groups: list[str], names: list[str], *, by_merge: bool) -> list[str]:
    """Return the names with those of their groups before them, where they would not say enough alone."""
    width = max(len(groups), len(names))
    groups = groups + [groups[-1] if groups and not by_merge else ""] * (width - len(groups))
    names = names + [""] * (width - len(names))
    often = Counter(name.lower() for name in names if name)
    joined = []
    for group, name in zip(groups, names, strict=True):
        vague = name.lower().strip(" (£)") in _GENERIC or often[name.lower()] > 1 or known_names([name]) == 0
        both = f"{group} {name}" if group and group != name else name
        alone = often[name.lower()] == 1 and _says_more_alone(group, name, both)
        of_money = (by_merge or "total" in name.lower()) and is_amount(group) and _may_be_money(name)
        vague = (vague and not alone) or of_money
        joined.append(group if not name else both if vague else name)
    return joined


def _may_be_money(name: str) -> bool:
    """Say whether a name such as "Initial term" or "With extensions" may be that of an amount under its group."""
    return is_length(name) and not _UNIT_OF_TIME.search(name)


def _says_more_alone(group: str, name: str, both: str) -> bool:
    """Say whether a name tells a day or status that it does not tell behind its group, as under "Start and end"."""
    together, alone = first_fact(both), first_fact(name)
    if alone and together in ("title", "description") and together == first_fact(group):
        return True  # "Ref" under "Contract details": the group says no more than that all is of the contract
    if together:
        return together == "period"
    of_another = alone == "status" and FACTS["status"].without & set(header(both).words)
    return alone in ("start_date", "end_date", "status") and not of_another


def own_names(names: list[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """Return a name of its own for each column, and those that had none: "column 7", "Start Date [2]"."""
    columns, renamed, often = list[str](), list[tuple[str, str]](), Counter[str]()
    taken = set(names)
    for place, name in enumerate(names, 1):
        often[name] += 1
        unique = name
        if not name:
            unique = f"column {place}"
        elif often[name] > 1:
            unique = f"{name} [{often[name]}]"
        while unique != name and unique in taken:
            unique += "'"
        if unique != name:
            renamed.append((name, unique))
        taken.add(unique)
        columns.append(unique)
    return columns, renamed
