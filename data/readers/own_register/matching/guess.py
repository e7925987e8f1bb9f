"""Guess a mapping: each column by the words of its name, and by its cells where the name could mean two things."""

from collections.abc import Iterable, Mapping
from typing import Any

from data.readers.cells import terms
from data.readers.own_register.column_names import SAME_NAME, by_name, is_whole_name
from data.readers.own_register.facts import CHOICE, COUNT, DAY, FACTS, LITERAL, NOT_USED, TERM, Fact
from data.readers.own_register.header_words import asks_for_place, header
from data.readers.own_register.mapping import ColumnUse, RegisterMapping
from data.readers.own_register.matching.by_cells import put_right
from data.readers.own_register.matching.kinds_of_cell import (
    LOOKS_LIKE,
    blank,
    holds_a_form,
    is_bare_number,
    is_count,
    is_day,
    is_term,
    other_kind,
)
from data.readers.own_register.value_columns import amount_columns, use_of

SAMPLE_ROWS = 200
_LOOKED_AT = 1_000
_OF_SEVERAL = frozenset(("lead", "main", "other", "additional", "further", "joint"))
"""Words that tell one column of suppliers from the next, such as "Lead supplier" and "Other suppliers"."""
_PARTY = frozenset(("supplier", "contractor", "provider", "name", "of"))
"""Words of a column of suppliers; a second bidder or tenderer may be the one who was not chosen."""
_ORDINALS = frozenset(("first", "second", "third", "fourth", "fifth", "1st", "2nd", "3rd", "4th"))


def guess(
    columns: Iterable[str], sample: Iterable[Mapping[str, Any]], *, in_thousands: bool = False
) -> RegisterMapping:
    """Return the mapping of a table by its columns, in their order, and its first rows; each column has a use.

    `in_thousands` is whether a line beside the table says that its amounts are in thousands or millions.
    """
    names, rows = [name for name in columns if name], list(sample)
    cells = {name: [_begun(row[name]) for row in rows if not blank(row.get(name))] for name in names}
    called = _beside_their_codes(names)
    uses = amount_columns(names, cells, in_thousands=in_thousands)
    scored = sorted(
        (-score, place, fact)
        for place, name in enumerate(names)
        if name not in uses
        for fact, score in _scores(called.get(name, name), cells[name])
    )
    taken = {use.fact for use in uses.values()}
    for _, place, fact in scored:
        name = names[place]
        if name not in uses and (fact not in taken or _sibling(name, fact, uses)):
            uses[name] = use_of(fact, name, "by its name")
            taken.add(fact)
    put_right(names, cells, uses)
    return RegisterMapping(tuple(uses.get(name) or ColumnUse(name, NOT_USED) for name in names))


def _begun(cell: Any) -> Any:
    """Return of a long text its beginning: what a column holds shows there, and many patterns look at each cell."""
    return cell[:_LOOKED_AT] if isinstance(cell, str) else cell


def of_names(named: Mapping[str, str]) -> RegisterMapping:
    """Return the mapping of our facts → their columns, as the library takes it; "=text" is the same for all rows."""
    columns = tuple(use_of(fact, theirs) for fact, theirs in named.items() if not theirs.startswith(LITERAL))
    return RegisterMapping(
        columns, {fact: theirs.removeprefix(LITERAL) for fact, theirs in named.items() if theirs.startswith(LITERAL)}
    )


def _beside_their_codes(names: list[str]) -> dict[str, str]:
    """Return what the columns of a ledger are called of which one holds a code and one, with "(T)", its text."""
    called = dict[str, str]()
    for name in names:
        code = name[:-3].rstrip()
        if name.endswith("(T)") and code in names:
            called[name] = code.removesuffix("ID").removesuffix("code").rstrip() or code
            called[code] = called[name] + " code"
    return called


def _sibling(name: str, fact: str, uses: Mapping[str, ColumnUse]) -> bool:
    """Say whether a column is one of several of one name, such as "Supplier 2" beside "Supplier 1"."""
    if not FACTS[fact].many:
        return False
    first = next((use.column for use in uses.values() if use.fact == fact), None)
    if first is None or asks_for_place(name) != asks_for_place(first):
        return False
    one, other = _unnumbered(first), _unnumbered(name)
    if fact == "supplier":
        if _PARTY.issuperset(other) and _is_further(name):
            return True
        return [word for word in one if word not in _OF_SEVERAL] == [word for word in other if word not in _OF_SEVERAL]
    return one == other or (fact == "extension" and _unlike_in_number(one, other, name))


def _unlike_in_number(one: tuple[str, ...], other: tuple[str, ...], name: str) -> bool:
    """Say whether a column is of a second or third extension, called like the first but for "period"."""
    without = [tuple(word for word in words if word != "period") for words in (one, other)]
    return without[0] == without[1] and bool(_ORDINALS & set(header(name).words))


def _is_further(name: str) -> bool:
    """Say whether a column is of a second or third of its kind: "Second supplier", "Contractor 3"."""
    return any(word in _ORDINALS - {"first", "1st"} or word in ("2", "3", "4", "5") for word in header(name).words)


def _unnumbered(name: str) -> tuple[str, ...]:
    words = header(SAME_NAME.sub("", name)).words
    return tuple(word for word in words if not word.isdigit() and word not in _ORDINALS)


def _scores(name: str, cells: list[Any]) -> list[tuple[str, float]]:
    """Return the facts that a column may give by its name and cells."""
    found = []
    for fact, score in by_name(header(name).words, name):
        if fact == "extension" and "remaining" in header(name).words and all(map(is_bare_number, cells)):
            continue  # how many remain, and no length
        fits = _fits(fact, FACTS[fact], cells)
        if fits is None or fits >= 0.3 or (fact == "form" and holds_a_form(cells)):
            found.append((fact, score + (5.0 if fits else 0.0)))
        elif FACTS[fact].kind == DAY and _names_a_date(name) and not other_kind(cells):
            found.append((fact, score - 20.0))
        elif FACTS[fact].kind not in (CHOICE, COUNT, TERM, DAY) or (
            fact == "status" and is_whole_name(fact, header(name).words)
        ):
            found.append((fact, score - 35.0))
    return found


def _names_a_date(name: str) -> bool:
    return bool({"date", "start", "end"} & set(header(name).words))


def _fits(fact: str, about: Fact, cells: list[Any]) -> float | None:
    """Return the share of cells that look like a fact, None where they may look like anything or there are none."""
    looks = LOOKS_LIKE.get(fact) or {DAY: is_day, TERM: is_term, COUNT: is_count}.get(about.kind)
    if fact == "extension":  # however many contracts have no option
        cells = [cell for cell in cells if terms.term(cell) != terms.NO_LENGTH]
    if looks is None or not cells:
        return None
    return sum(bool(looks(cell)) for cell in cells) / len(cells)
