"""A first look at all rows of a table: how its dates and numbers are written, and which rows are one contract."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from operator import itemgetter
from typing import Any

from data.model import cell_values
from data.model.notice import is_of_one_register
from data.model.words import plain
from data.readers.cells import amounts, days, units
from data.readers.cells.marks import DITTOS, ERRORS, note_sign
from data.readers.own_register import header_words
from data.readers.own_register.facts import AMOUNTS, DAYS_AND_TERMS
from data.readers.own_register.mapping import ColumnUse, RegisterMapping, is_day
from data.readers.own_register.no_contracts import filled_places

_MOST_SEEN = 20_000
_TOGETHER = 2_000
_SAME = ("reference", "title", "description", "lot", *AMOUNTS, *DAYS_AND_TERMS)
_NOTES = 50
_SILENT = DITTOS | ERRORS


@dataclass
class Survey:
    """What the first look found.

    `orders` gives the order of day and month of each column of dates whose cells say it, `shown` a cell that says so;
    `continental` names columns with a decimal comma, `unsigned` those of money few of whose cells bear a pound sign;
    `groups` counts the rows of each key that several suppliers share; `notes` holds the texts that stand alone in a
    row, `marks` those of them that explain a mark such as "*", several where they begin with the same, `marked` the
    marks that a cell bears; `filled` counts the stated cells of each column, `example` is one; `silent` names the
    columns of which a cell says nothing itself: it stands for the one above, or is what a formula leaves that failed;
    `versions` gives the latest of each contract; `numbered_by_buyer` says that one number is of other contracts of
    other buyers, so that each buyer numbers its own.
    """

    rows: int = 0
    orders: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    continental: set[str] = field(default_factory=set)
    unsigned: set[str] = field(default_factory=set)
    groups: Counter[int] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    marks: dict[str, list[str]] = field(default_factory=dict)
    marked: set[str] = field(default_factory=set)
    filled: Counter[str] = field(default_factory=Counter)
    example: dict[str, str] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    versions: dict[int, float] = field(default_factory=dict)
    numbered_by_buyer: bool = False

    def of_columns(self) -> "Survey":
        """Return what is told of columns alone: what is told of rows may be as large as they are."""
        return replace(self, groups=Counter(), versions={}, notes=[])


def survey(rows: Iterator[tuple[int, Sequence[Any]]], columns: Sequence[str], mapping: RegisterMapping) -> Survey:
    """Return what all rows of a table say together; see `Survey`."""
    found, place = Survey(), {name: at for at, name in enumerate(columns)}
    of_days = [
        (at, name, _Order()) for name in _columns(mapping, days_alone=True) if (at := place.get(name)) is not None
    ]
    of_money = [(at, name) for name in _columns(mapping, days_alone=False) if (at := place.get(name)) is not None]
    row_key = row_keys(columns, mapping)
    grouped = mapping.gives("reference") and mapping.gives("supplier")
    version_of = versions(columns, mapping)
    numbers = _NumbersOfBuyers(columns, mapping)
    counts, written = [0] * len(columns), {name: _Written() for _, name in of_money}
    while some := [values for _, values in islice(rows, _TOGETHER)]:
        cells = list(zip(*some, strict=True))
        for at, column in enumerate(cells):
            counts[at] += len(column) - column.count("") - column.count(None)
            if not _SILENT.isdisjoint(column):
                found.silent.add(columns[at])
        for at, _, order in of_days:
            for cell in dict.fromkeys(cells[at]):
                order.add(cell)
        looked_at = some[: max(_MOST_SEEN - found.rows, 0)]
        found.marked |= {sign for values in looked_at for cell in values if (sign := note_sign(cell))}
        for values in looked_at:
            for at, name in of_money:
                written[name].add(values[at])
            _note(values, found)
        if grouped:
            found.groups.update(map(row_key, some))
            numbers.add(some)
        _note_versions(filter(None, map(version_of, some)) if version_of else (), found)
        found.rows += len(some)
    found.groups = Counter({key_: count for key_, count in found.groups.items() if count > 1})
    found.numbered_by_buyer = numbers.begin_anew
    found.continental = {name for name, cells in written.items() if cells.dotted > cells.english}
    found.unsigned = {name for name, cells in written.items() if cells.signed * 2 < cells.stated}
    found.filled = Counter(dict(zip(columns, counts, strict=True)))
    _say_orders(found, {name: order for _, name, order in of_days})
    return found


def row_keys(columns: Sequence[str], mapping: RegisterMapping) -> Callable[[Sequence[Any]], int]:
    """Return what gives a row a number that rows share which state the same contract, but for who supplies it."""
    place = {name: at for at, name in enumerate(columns)}
    places = [place[use.column] for use in mapping.of(*_SAME) if use.column in place]
    shared = itemgetter(*places) if places else len  # rows of no such column are all alike
    return lambda values: hash(shared(values))


_VERSION = re.compile(
    r"(?:v|ver|version|rev|revision|no|number)?\W{0,2}(\d{1,3}(?:\.\d{1,3})?)|(original)", re.IGNORECASE
)


def version(cell: Any) -> float | None:
    """Return the number of a version, such as that of "v2", None where a cell states none."""
    found = _VERSION.fullmatch(cell_values.text(cell).strip())
    return None if found is None else float(found[1] or 0)


def versions(
    columns: Sequence[str], mapping: RegisterMapping
) -> Callable[[Sequence[Any]], tuple[int, float] | None] | None:
    """Return what tells the contract of a row and its version, None where no column gives versions or numbers.

    Rows of one number that differ in title, lot or supplier may be lots, each with versions of its own.
    """
    place = {name: at for at, name in enumerate(columns)}
    stated = [place[use.column] for use in mapping.of("version") if use.column in place]
    numbers = [place[use.column] for use in mapping.of("reference") if use.column in place]
    if not stated or not numbers:
        return None
    shared = [place[use.column] for use in mapping.of("title", "lot", "supplier") if use.column in place]

    def read(values: Sequence[Any]) -> tuple[int, float] | None:
        number = version(values[stated[0]])
        if number is None or all(values[at] in (None, "") for at in numbers):
            return None
        return hash(tuple(cell_values.text(values[at]) for at in (*numbers, *shared))), number

    return read


def _columns(mapping: RegisterMapping, *, days_alone: bool) -> list[str]:
    return [use.column for use in mapping.columns if (is_day(use.fact) if days_alone else use.fact in AMOUNTS)]


class _Written:
    """How the cells of a column of money are written: how many are stated, bear a pound sign, are read in one way."""

    def __init__(self) -> None:
        self.stated = self.signed = self.dotted = self.english = 0

    def add(self, cell: Any) -> None:
        if cell in (None, ""):
            return
        self.stated += 1
        if isinstance(cell, str):
            self.signed += "£" in cell
            self.dotted += amounts.is_continental(cell)
            self.english += amounts.is_english(cell)


class _NumbersOfBuyers:
    """Whether a number that each register may give anew is of contracts of other titles for other buyers."""

    def __init__(self, columns: Sequence[str], mapping: RegisterMapping) -> None:
        place = {name: at for at, name in enumerate(columns)}
        facts = (mapping.of("reference"), mapping.of("buyer"), mapping.of("title"))
        places = [place[uses[0].column] for uses in facts if uses and uses[0].column in place]
        self._told = itemgetter(*places) if len(places) == len(facts) else None
        self._seen: dict[str, tuple[int, int]] = {}
        self.begin_anew = False

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        if self._told is None or self.begin_anew:
            return
        for told in map(self._told, rows):
            number, buyer, title = map(cell_values.text, told)
            if not (number and buyer and title) or not is_of_one_register(number):
                continue
            own = hash(plain(buyer)), hash(plain(title))
            first = self._seen.setdefault(number, own)
            self.begin_anew |= first[0] != own[0] and first[1] != own[1]


class _Order:
    """Whether the dates of a column can only be day first, only month first, or some the one and some the other."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._only: dict[str, str] = {}
        self._open = False

    def add(self, cell: Any) -> None:
        if not isinstance(cell, str) or cell in self._seen or len(self._only) == 2:
            return
        if len(self._seen) < _MOST_SEEN:
            self._seen.add(cell)
        way = days.ways(cell)
        if way == days.EITHER_WAY:
            self._open = True
        elif way:
            self._only.setdefault(way, cell)

    @property
    def is_undecided(self) -> bool:
        """Whether some dates can be read both ways and none says which."""
        return self._open and not self._only

    @property
    def is_day_first(self) -> bool:
        """Whether a date can only be day first."""
        return days.DAY_FIRST in self._only

    def said(self) -> tuple[str, str] | None:
        """Return how the column is read, unless that is day first, and a cell that says so."""
        if days.MONTH_FIRST not in self._only:
            return None
        shown = self._only[days.MONTH_FIRST]
        return (days.EITHER_WAY if days.DAY_FIRST in self._only else days.MONTH_FIRST), shown


def _say_orders(found: Survey, of_days: Mapping[str, _Order]) -> None:
    """Say in which order the dates of each column are read, where it is not day first."""
    for name, order in of_days.items():
        if said := order.said():
            found.orders[name], found.shown[name] = said
    if not found.orders or any(order.is_day_first for order in of_days.values()):
        return
    # One hand wrote all the dates of a table: a first of the month, which says nothing, has the order of the ends.
    [(decided, way), *_] = found.orders.items()
    for name, order in of_days.items():
        if order.is_undecided:
            found.orders[name], found.shown[name] = way, found.shown[decided]


def _note_versions(told: Iterable[tuple[int, float]], found: Survey) -> None:
    for key, number in told:
        found.versions[key] = max(number, found.versions.get(key, number))


def _note(values: Sequence[Any], found: Survey) -> None:
    if sum(value not in (None, "") for value in values) == 1 and len(found.notes) < _NOTES:
        found.notes.append(cell_values.text(values[filled_places(values)[0]]) if filled_places(values) else "")


_OF_A_MARK = re.compile(r"\W*?(?:\(?\d+[.):]?\s*)?([*\u2020\u2021#^]+)\s*\S")


_EACH_A_YEAR = re.compile(
    r"\W*(?:(?:notes?|nb|n\.b|all|the|these|contract|please|\d)\W+)*(?:values?|figures?|amounts?|costs?)"
    r"\s+(?:(?:are|is|shown|given|stated|quoted|expressed|as|in|an|the|estimated|approximate)\s+)+"
    r"(?:annual|per annum|p\.?a\b|yearly|per year|each year)"
    r"(?!\s+(?:and|or|uplift|index|increase|review))"
    r"|\W*(?:(?:notes?|nb|n\.b|all|the|these|\d)\W+)*(?:annual|yearly) (?:contract )?(?:values|figures|amounts|costs)"
    r"(?: (?:are |is )?(?:shown|given|stated|quoted|throughout|only|listed))*\W*$"
)
"""A line by which all values are those of a year: "All values are per annum", "Annual values shown"."""
_SAYS_WHOLE = frozenset(("total", "whole", "life", "length", "overall"))


def _may_be_yearly(use: ColumnUse, mapping: RegisterMapping) -> bool:
    """Say whether a column of the value is the only one of money and is not called after the whole term."""
    others = mapping.of("annual", "value_original", "value_of_year", "value_period")
    return use.fact == "value" and not others and not _SAYS_WHOLE & set(header_words.header(use.column).words)


_TO_THE_NEAREST = re.compile(
    r"\b(?:nearest (?:(?:£\s?)?1,?000\b|(?:one |a )?(?:thousand|million))(?: pounds)?"
    r"|not (?:in )?(?:£\s?'?000s?|thousands|millions))"
)
"""Amounts rounded to a thousand pounds, or "not in thousands", are in pounds."""
_AS_NO_UNIT = r"(?<!\bin )(?<!\bx )(?<!\bunit: )(?<!\bunits: )(?<!\bunits of )(?<!\bmultiples of )(?<!\bmultiplied by )"
_A_SUM = re.compile(
    _AS_NO_UNIT + r"(?<![£\d,.'])(?!(?<=\()£\s?1,?000\))(?:£\s?)?[1-9][\d,.]*\b(?!['\u2019]?s\b)"
    r"(?:\s?(?:thousand|million|k|m|mn)\b)?"
    r"|" + _AS_NO_UNIT + r"\b(?:an?|one|two|three|five|ten|half a|quarter of a) (?:hundred )?(?:thousand|million)\b"
)
"""A sum in a line names no unit: "Contracts over £1,000", "above £1 million"; "in £1,000" and "£1,000s" do."""
_VAT_OF_A_SUM = re.compile(
    r"\b(?:over|above|exceeding|(?:more|greater|higher) than|at least|from|under|below|up to) £\s?[\d,.]+"
    r"\s?(?:k|m|mn|thousand|million)?\b(?: (?:or (?:more|above|over)|and (?:above|over)))?"
    r",?\s?\(?\s?(?:in|ex)c?(?:l(?:\.|uding|usive(?: of)?)?)?\.?\s?vat\b"
)
"""The VAT of a threshold in a line, such as "Contracts over £30,000 (inc VAT)", is not that of the amounts below."""


def _vat_beside(line: str) -> str:
    return header_words.vat(_VAT_OF_A_SUM.sub(" ", line.lower()))


_MONEY_IN = re.compile(
    r"\b(?:money|prices?|sums?)\b(?: (?:is|are|shown|given|stated|quoted|expressed|all))*"
    r" in (?:thousand|million|1[,.]?000)s?\b(?! of (?!pounds|£|gbp))"
)
"""What else is about money where it tells a unit: "Money in thousands"."""


def _about_money(lines: Iterable[str]) -> list[str]:
    """Return the lines beside a table that are about money, in lower case."""
    words = ("£", "value", "amount", "figure", "vat", "cost")
    return [line for line in map(str.lower, lines) if any(word in line for word in words) or _MONEY_IN.search(line)]


def unit_beside(lines: Iterable[str]) -> str:
    """Return the unit of money that lines beside a table name, as `units.unit` has it; "" for none."""
    said = (_TO_THE_NEAREST.sub(" ", _A_SUM.sub(" ", line)) for line in _about_money(lines))
    return next((unit for line in said if (unit := units.unit(line))), "")


def with_what_was_found(
    mapping: RegisterMapping, found: Survey, above: Sequence[str], covers: Sequence[str] = ()
) -> tuple[RegisterMapping, list[str]]:
    """Return the mapping with what cells and lines outside the table say where the mapping says nothing, and sentences.

    A date column's order comes from its cells; the unit and VAT of money from lines such as "All values in £000". Of
    `covers`, the lines of sheets of notes, VAT alone: a sum in them may be a threshold.
    """
    said, uses = list[str](), []
    found.marks = {}
    for line in dict.fromkeys(found.notes):
        if mark := _OF_A_MARK.match(line):
            found.marks.setdefault(mark[1], []).append(line)
    # "* VAT is included" is of every row where no cell bears the mark.
    notes = [line for line in found.notes if not ((mark := _OF_A_MARK.match(line)) and mark[1][-1] in found.marked)]
    text = " \n".join([*above, *notes]).lower()
    about_money = _about_money(text.split("\n"))
    unit = unit_beside(about_money)
    vat = next(filter(None, map(_vat_beside, about_money)), "")
    yearly = any(map(_EACH_A_YEAR.match, about_money))
    on_covers = {v for line in covers if (v := _vat_beside(line)) and "vat" in line.lower()}
    where, vat = ("beside the table", vat) if vat or len(on_covers) != 1 else ("of another sheet", on_covers.pop())
    for use in mapping.columns:
        changed = use
        if is_day(use.fact) and not use.order and use.column in found.orders:
            changed = replace(use, order=found.orders[use.column])
        if use.fact in AMOUNTS:
            if yearly and _may_be_yearly(use, mapping):
                changed = replace(changed, fact="annual", period="year")
                said.append(f"{use.column}: pounds a year, as a line beside the table says")
            if unit and not use.unit:
                changed = replace(changed, unit=unit)
                said.append(f"{use.column}: {units.UNITS_IN_WORDS[unit]}, as a line beside the table says")
            if vat and not use.vat:
                changed = replace(changed, vat=vat)
                said.append(f"{use.column}: {'without' if vat == 'ex' else 'with'} VAT, as a line {where} says")
        uses.append(changed)
    return replace(mapping, columns=tuple(uses)), said
