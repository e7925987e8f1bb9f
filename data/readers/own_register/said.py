"""What is said of a table that was read: which fact came from which column, what was not used, what nobody gives."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from data.model import cell_values
from data.model.issues import CAUTION, NOTED, Issue, some
from data.readers.cells import days
from data.readers.cells.choices import brings_money_in
from data.readers.cells.periods import paid_every
from data.readers.cells.units import UNITS_IN_WORDS
from data.readers.own_register.column_names import is_vat_rate
from data.readers.own_register.facts import AMOUNTS, DAYS_AND_TERMS, FACTS, NOT_USED
from data.readers.own_register.header_words import names_year_and_term
from data.readers.own_register.mapping import ColumnUse, RegisterMapping, is_day, is_money
from data.readers.own_register.one_row.tally import Tally
from data.readers.own_register.survey import Survey

_VAT = {"ex": "without VAT", "inc": "with VAT", "": "VAT not stated"}
_GROUPS = (
    ("buyer",), ("supplier",), ("start_date", "period"), ("reference",), ("cpv",),
    ("end_date", "current_end_date", "latest_end_date", "period", "term", "longest_term"),
    ("latest_end_date", "extension", "longest_term"),
)  # fmt: skip
_CAUTIONS = frozenset(("buyer", "supplier", "start_date", "end_date"))
_NO_MONEY = "No money can be given, and a threshold leaves each contract in doubt."


def notes(
    source: str, line: int, where: str, mapping: RegisterMapping, found: Survey, more: Iterable[str] = ()
) -> Iterator[Issue]:
    """Yield what is said of a table's columns.

    Args:
        source: the file.
        line: the line of the header.
        where: the sheet, as the issues of its rows name it, such as "Adults!".
        mapping: which column holds which fact, with what the cells and lines beside the table added.
        found: what the first look found.
        more: sentences on what the lines beside the table say.
    """
    header = f"its header in line {line}, " if line else ""
    yield Issue(source, line or None, "", f"{where}table", "", f"was read: {header}{some(found.rows, 'row')}", NOTED)
    for use in mapping.columns:
        if use.fact != NOT_USED:
            yield _note(source, line, where, use.column, _example(found, use), reading(use, found))
    for fact, text in mapping.all_rows.items():
        if text:
            yield _note(source, line, where, "all rows", text, f"share {FACTS[fact].meaning}, {text[:80]}")
    for use in mapping.columns:
        if use.fact == NOT_USED and found.filled.get(use.column):
            yield _note(source, line, where, use.column, _example(found, use), "is not used")
            if brings_money_in(use.column) and not mapping.gives(*AMOUNTS):
                problem = "says that the public body is paid: each row is counted; leave out those that buy nothing"
                yield Issue(source, line or None, "", where + use.column, "", problem, CAUTION)
    waived = next((use.column for use in mapping.columns if _WAIVED.search(use.column)), "")
    if waived and not mapping.gives(*DAYS_AND_TERMS):
        problem = "lists waivers of the rules for tendering: each row is counted; leave out those of another sheet"
        yield Issue(source, line or None, "", where + waived, "", problem, CAUTION)
    for sentence in more:
        yield _note(source, line, where, "table", "", sentence)
    yield from lacking(source, line, where, mapping)


_WAIVED = re.compile(
    r"\b(?:reasons?|grounds|justification) for (?:the )?(?:waiver|exemption)"
    r"|\b(?:waiver|exemption) (?:ref|no|number|id|reason)"
    r"|\bwaiver (?:granted|requested|sought)\b",
    re.IGNORECASE,
)
"""A column of a list of waivers: why the rules were not followed, or under which number."""
_COLOUR = (
    r"\b(?:red|amber|green|gr[ae]y|yellow|orange|blue|pink|purple|shaded|shading|highlight(?:ed|ing)?|strike-?through"
    r"|struck through|bold|italics?)\b"
)
_COLOURS = re.compile(
    rf"(?:\b(?:key|legend)\s?[:=\u2013-]|\bcolou?r).*{_COLOUR}"
    rf"|{_COLOUR}(?: (?:text|rows?|fill|cells?|shading|font|lines?))? ?(?:=|(?:means?|indicates?|denotes?|is|are)\b)",
    re.IGNORECASE,
)


def of_colours(source: str, where: str, lines: Iterable[tuple[int | None, str]]) -> Iterator[Issue]:
    """Yield a caution for each line beside a table that explains colours: what they say of a row is not read."""
    for line, text in lines:
        if _COLOURS.search(text[:500]):
            problem = "explains colours or type, which are not read: leave out the rows that do not count by them"
            yield Issue(source, line, "", f"{where}line", text[:200], problem, CAUTION)


_LONGEST_CODE = 4


def of_codes(
    source: str, where: str, mapping: RegisterMapping, rows: Sequence[Mapping[str, Any]], explained: AbstractSet[str]
) -> Iterator[Issue]:
    """Yield a caution for each column that is not used and holds nothing but codes which another sheet explains.

    Args:
        source: the file.
        where: the sheet, as the issues of its rows name it.
        mapping: which column holds which fact.
        rows: some first rows.
        explained: the words that the other sheet explains.
    """
    for use in mapping.columns:
        held = {text for row in rows if (text := cell_values.text(row.get(use.column)))}
        if use.fact == NOT_USED and held and held <= explained and max(map(len, held)) <= _LONGEST_CODE:
            problem = "holds codes that another sheet explains, and is not used: look at what they say of each contract"
            yield Issue(source, None, "", where + use.column, ", ".join(sorted(held))[:80], problem, CAUTION)


def _note(source: str, line: int, where: str, path: str, value: str, problem: str) -> Issue:
    return Issue(source, line or None, "", where + path, value[:80], problem, NOTED)


def _example(found: Survey, use: ColumnUse) -> str:
    return found.example.get(use.column, "")


def reading(use: ColumnUse, found: Survey | None = None) -> str:
    """Say how a column is read, in words: as what, in which unit, with or without VAT, in which order."""
    at_what_rate = use.fact == "vat" and is_vat_rate(use.column)
    parts = ["is read as the rate of VAT" if at_what_rate else f"is read as {FACTS[use.fact].meaning}"]
    if is_money(use.fact):
        unit = UNITS_IN_WORDS.get(use.unit, "in pounds")
        parts += [unit, _VAT[use.vat]]
        if use.fact == "annual" and use.period not in ("", "year"):
            parts.append(f"each figure for {paid_every(use.period).removeprefix('every ')}")
        if found and use.column in found.continental:
            parts.append("with a decimal comma")
    elif use.unit:
        parts.append(f"in {use.unit}")
    if is_day(use.fact) and use.order and use.order != days.DAY_FIRST:
        shown = f", because of {found.shown[use.column]!r}" if found and use.column in found.shown else ""
        how = (
            "month first" if use.order == days.MONTH_FIRST else "in both orders: what can be read both ways is not read"
        )
        parts.append(how + shown)
    if use.why not in ("", "by its name", "as the mapping says", "as chosen"):
        parts.append(use.why)
    return ", ".join(parts)


def lacking(source: str, line: int, where: str, mapping: RegisterMapping) -> Iterator[Issue]:
    """Yield what no column gives and what that does to the answer."""
    for facts in _GROUPS:
        if not mapping.gives(*facts):
            about = FACTS[facts[0]]
            what = about.meaning.partition(";")[0]  # how a column would write it helps where there is one
            problem = f"gives {what}. {about.lacking}"
            kind = CAUTION if facts[0] in _CAUTIONS else NOTED
            yield Issue(source, line or None, "", f"{where}no column", "", problem, kind)
    for use in mapping.columns:
        if use.fact in AMOUNTS and names_year_and_term(use.column) and not mapping.gives("value_period"):
            meant = "a year" if use.fact == "annual" else "the whole term"
            problem = (
                "may hold amounts of a year as well as of the whole term, as its name says: each is read as one of "
                f"{meant} unless its cell says otherwise"
            )
            yield Issue(source, line or None, "", where + use.column, "", problem, CAUTION)
    if not mapping.gives(*AMOUNTS):
        problem = f"gives {FACTS['value'].meaning}, or a year. {_NO_MONEY}"
        yield Issue(source, line or None, "", f"{where}no column", "", problem, CAUTION)


def afterwards(source: str, where: str, tally: Tally) -> Iterator[Issue]:
    """Yield what was seen over all rows: amounts that disagree by tens, and days that were worked out."""
    apart = sum(tally.apart.values())
    if tally.compared and apart * 5 >= tally.compared:
        [(power, _)] = tally.apart.most_common(1)
        factor = f"{10 ** abs(power):,}"
        which = "smaller" if power > 0 else "larger"
        rows = "the one row that states both" if tally.compared == 1 else f"{tally.compared:,} rows that state both"
        problem = (
            f"disagree in {f'{apart:,} of {rows}' if tally.compared > 1 else rows}: the yearly amount is about {factor}"
            f" times "
            f"{which} than the amount for the whole term gives ({tally.first[power]}). One of the two is probably in "
            "another unit"
        )
        yield Issue(source, None, "", f"{where}amounts", "", problem, CAUTION)
    if tally.repeated:
        problem = (
            f"of {some(tally.repeated, 'row')} are those of another row of the same number or title, as where each lot "
            "or supplier repeats the amount of all: each is counted. Leave rows out where that is so"
        )
        yield Issue(source, None, "", f"{where}amounts", "", problem, CAUTION)
    if tally.added_up:
        problem = (
            f"are in {some(tally.added_up, 'case')} those of one row and again of its parts, as "
            "where an agreement stands above its lots: each is counted. Leave rows out where that is so"
        )
        yield Issue(source, None, "", f"{where}amounts", "", problem, CAUTION)
    if tally.years_added:
        problem = (
            f"of {some(tally.years_added, 'row')}: the value of the whole term was added up from those of its years"
        )
        yield Issue(source, None, "", f"{where}amounts", "", problem, NOTED)
    for count, sentence in (
        (tally.ends_from_terms, "the last day was worked out from the first day and the length"),
        (tally.ends_from_latest, "the last day before extensions was worked out from the one after them"),
        (
            tally.bare_lengths,
            "a length without a unit was read in years, above 10 in months: choose its unit where that is wrong",
        ),
        (
            tally.options_untold,
            "may be extended, and nothing says for how long: the last day stands in for the latest",
        ),
        (
            tally.past_their_end,
            "the last day is past, though the status says in force: it may have been extended, or the register is old",
        ),
        (tally.ends_moved, "the last day was moved by the extensions that were taken"),
        (
            tally.latest_from_lengths,
            "the last day after all extensions was worked out from the first day and the longest length",
        ),
        (
            tally.latest_from_options,
            "the last day after all extensions was worked out from the options"
            + (", each of the stated length, as many as are stated" if tally.multiplied else ""),
        ),
    ):
        if count:
            yield Issue(source, None, "", f"{where}dates", "", f"of {some(count, 'row')}: {sentence}", NOTED)


def cautions_first(notes: Sequence[Issue]) -> list[Issue]:
    """Return notes with the cautions before the others, and the columns of one sheet together."""
    return sorted(notes, key=lambda note: note.done != CAUTION)
