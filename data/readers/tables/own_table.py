"""A table of no known shape, read as a register: each sheet by a mapping, guessed or given, and what is said of it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from itertools import islice

from data.model import cell_values
from data.model.issues import CAUTION, NOTED, Issue, left_out
from data.model.notice import NoticesAndIssues
from data.readers.cells import choices
from data.readers.cells.units import MILLION, THOUSAND
from data.readers.own_register import said
from data.readers.own_register.bodies import body_named, body_of_sheet, few_bodies
from data.readers.own_register.column_names import known_names
from data.readers.own_register.facts import NOT_USED
from data.readers.own_register.header_words import Header, header
from data.readers.own_register.mapping import ColumnUse, RegisterMapping
from data.readers.own_register.matching.guess import SAMPLE_ROWS, guess
from data.readers.own_register.mends import Mends
from data.readers.own_register.no_contracts import heads_a_key, problem_of
from data.readers.own_register.notices import RegisterReader
from data.readers.own_register.survey import survey, unit_beside, with_what_was_found
from data.readers.own_register.value_columns import is_amount_of
from data.readers.tables.sheets import Sheet, some_records

OnRow = Callable[[int, int], None]
"""Called now and then with how many rows were looked at and how many there are, 0 where that is not known."""
_EVERY = 2_000
_SURE, _LONGEST_NAME = 4, 80
_TURNED = (
    "has one contract in each column and the names of its facts down the side: turn it round first (in a spreadsheet, "
    "copy it and paste it transposed)"
)
_IN_BLOCKS = "has a block of lines for each contract, with the names of its facts beside them: make each block one row"
_MAY_BE_NO_BODY = frozenset(("buyer", "name", "purchaser", "commissioner", "school", "academy", "college"))
"""Words of a column that may name people, or the schools of one trust or of a university and "All schools"."""
_FRAMEWORKS = frozenset(("framework", "dps"))
_EITHER = re.compile(
    r"\bcontracts?\s*(?:/|\bor\b|\band\b|&)\s*(?:framework|dps)|\b(?:frameworks?|dps)\s*(?:/|\bor\b|\band\b|&)\s*contract",
    re.IGNORECASE,
)
"""A column of contracts and frameworks alike, such as "Contract / Framework title"."""
_MOST = frozenset(("ceiling", "cap", "limit"))
"""Words of a column that is the framework's own: the most that may be bought."""
_OURS = frozenset(("contract", "spend", "spent", "paid", "our", "order"))
"""Words of a column of what was bought from a framework."""
_CALLED_OFF = frozenset(("call", "calloff"))
_CUSTOMERS = frozenset(("customer", "client", "member", "user"))
"""Words of a column that in a list of frameworks names those who may buy from them."""
_COVER = 20
"""Rows of a sheet without contracts in which the public body is looked for."""


@dataclass(frozen=True)
class Guess:
    """One sheet with the mapping that was guessed, and why it holds no contracts ("" where it does)."""

    sheet: Sheet
    mapping: RegisterMapping
    problem: str


def guesses(sheets: Sequence[Sheet]) -> list[Guess]:
    """Return the guess for each sheet of a file."""
    every = [_guess(sheet) for sheet in sheets]
    body = _one_body(every)
    return [_with_all_rows(each, each.mapping.all_rows, body) for each in every]


def together(sheets: Sequence[Sheet]) -> RegisterMapping:
    """Return one mapping for all sheets of a file that hold contracts, as the page shows it; for all if none does."""
    every = guesses(sheets)
    usable = [each for each in every if not each.problem]
    shown = [each for each in usable if not each.sheet.hidden] or usable or every
    columns = {use.column: use for each in reversed(shown) for use in each.mapping.columns}
    all_rows: dict[str, str] = {}
    if len({tuple(sorted(each.mapping.all_rows.items())) for each in shown}) == 1:
        all_rows = dict(shown[0].mapping.all_rows)
    ordered = dict.fromkeys(use.column for each in shown for use in each.mapping.columns)
    named = tuple(each.sheet.name for each in shown if each.sheet.name)
    return RegisterMapping(
        tuple(columns[name] for name in ordered), all_rows, named if len(named) < len(sheets) else ()
    )


def _guess(sheet: Sheet) -> Guess:
    sample = some_records(sheet, SAMPLE_ROWS)
    names = [name for name in sheet.columns if name not in sheet.hidden_columns]
    in_thousands = unit_beside(text for _, text in sheet.above) in (THOUSAND, MILLION)
    guessed = _without_people(guess(_named(names, sample), sample, in_thousands=in_thousands), sheet, sample)
    if sheet.hidden_columns:
        # A hidden column is often an older state of one that is shown: it gives what the others do not.
        more = guess(_named([name for name in sheet.columns if name in sheet.hidden_columns], sample), sample)
        new = [use if not guessed.gives(use.fact) else replace(use, fact=NOT_USED) for use in more.columns]
        guessed = replace(guessed, columns=(*guessed.columns, *new))
    guessed = _without_customers(guessed)
    problem = problem_of(sheet.columns, guessed) if sample else "holds no row"
    return Guess(sheet, guessed, (_turned(sheet, sample) if problem else "") or problem)


def _without_people(guessed: RegisterMapping, sheet: Sheet, sample: list[dict[str, object]]) -> RegisterMapping:
    """Leave a column called "Buyer" or "School" that names people or parts of a body where a line above names one."""
    use = next((use for use in guessed.of("buyer") if set(header(use.column).words) <= _MAY_BE_NO_BODY), None)
    if use is None or not (body := body_named(text for _, text in sheet.above)):
        return guessed
    named = [row.get(use.column) for row in sample]
    of_university = "college" in header(use.column).words and "University" in body
    if not of_university and not few_bodies(named) and not any(map(_is_all_parts, named)):
        return guessed
    return guessed.having(use.column, fact=NOT_USED)


def _is_all_parts(cell: object) -> bool:
    """Say whether a cell names all parts of one body: "All schools", "Trust-wide"."""
    return isinstance(cell, str) and bool(re.fullmatch(r"all \w+|(?:whole )?trust(?:[\s-]wide)?", cell.strip().lower()))


def _turned(sheet: Sheet, sample: list[dict[str, object]]) -> str:
    """Say that the names of columns stand below each other in the first column, once or again for each contract."""
    down = [sheet.columns[0], *(row[sheet.columns[0]] for row in sample[:_COVER])] if sheet.columns else []
    names = [name for name in down if isinstance(name, str) and 0 < len(name) <= _LONGEST_NAME]
    if known_names(names) < _SURE:
        return ""
    return _TURNED if len(set(names)) == len(names) else _IN_BLOCKS


def _named(names: list[str], sample: list[dict[str, object]]) -> list[str]:
    """Return the columns without those that have no name and hold nothing."""
    return [
        name
        for name in names
        if not re.fullmatch(r"column \d+'*", name) or any(row.get(name) not in (None, "") for row in sample)
    ]


def _with_all_rows(each: Guess, stated: Mapping[str, str], body: str) -> Guess:
    """Return a guess with what the lines above the header and the sheet's name say of all rows, where no column does.

    What is given goes before it, an empty text too; `body` is the one that is named anywhere in the file.
    """
    mapping, sheet, guessed = replace(each.mapping, all_rows=dict(stated)), each.sheet, dict[str, str]()
    above = body_named(text for _, text in sheet.above)
    if not mapping.gives("buyer") and (named := above or body_of_sheet(sheet.name) or body):
        guessed["buyer"] = named
    elif above and mapping.gives("buyer") and _is_blank(sheet, [use.column for use in mapping.of("buyer")]):
        guessed["buyer"] = above
    if _lists_frameworks(mapping):
        guessed["form"] = "Framework"
    if not mapping.gives("status") and choices.status(sheet.name) == choices.PLANNED:
        guessed["status"] = sheet.name
    if not mapping.gives("status", "supplier") and any(_is_planned(use.column) for use in mapping.of("start_date")):
        guessed["status"] = "planned"
    return replace(each, mapping=replace(mapping, all_rows={**guessed, **stated}))


def _lists_frameworks(mapping: RegisterMapping) -> bool:
    """Say whether what a table lists is called a framework in the place of a title, and nobody supplies.

    Beside a supplier such a column names the agreement that a contract was called from, unless the supplier or the
    amount is called the framework's too, and no other amount is that of a contract. A title that is called a contract's
    or a framework's tells neither.
    """
    if any(_EITHER.search(use.column) for use in mapping.of("title")):
        return False
    called = {word for use in mapping.of("title") for word in header(use.column).words}
    if not called & _FRAMEWORKS or mapping.gives("form"):
        return False
    beside = [(use, header(use.column)) for use in mapping.columns if use.fact != "title"]
    called_off = any(_CALLED_OFF & set(name.words) for _, name in beside)
    return (_is_the_frameworks(beside) and not called_off) or not mapping.gives("supplier")


def _is_the_frameworks(beside: Sequence[tuple[ColumnUse, Header]]) -> bool:
    """Say whether the supplier of a table or its only amount is called a framework's; "Framework owner" is neither."""
    of_framework = [(use, name) for use, name in beside if _FRAMEWORKS & set(name.words)]
    others = [name for _, name in beside if is_amount_of(name) and not _FRAMEWORKS & set(name.words)]
    if any(_OURS & set(name.words) for name in others):
        return False
    admitted = any(use.fact == "supplier" for use, _ in of_framework)
    return admitted or (not others and any(is_amount_of(name) or _MOST & set(name.words) for _, name in of_framework))


def _without_customers(guessed: RegisterMapping) -> RegisterMapping:
    """Leave a column of customers in a list of frameworks: they may buy from it, and did not set it up."""
    if not _lists_frameworks(guessed):
        return guessed
    for use in guessed.of("buyer"):
        if _CUSTOMERS & set(header(use.column).words):
            guessed = guessed.having(use.column, fact=NOT_USED)
    return guessed


def _is_blank(sheet: Sheet, columns: Sequence[str]) -> bool:
    """Say whether no row looked at holds anything in some columns."""
    return not any(row.get(name) not in (None, "") for row in some_records(sheet, SAMPLE_ROWS) for name in columns)


def _one_body(every: Sequence[Guess]) -> str:
    """Return the public body that the lines of a file name beside its tables, where it is but one; else ""."""
    named = dict[str, str]()
    for each in every:
        for text in _lines(each):
            if body := body_named(iter([text])):
                named.setdefault(body.casefold(), body)
    return next(iter(named.values())) if len(named) == 1 else ""


def _lines(each: Guess) -> list[str]:
    """Return the lines beside the table of a sheet; all that it holds where it is a cover."""
    texts = [text for _, text in each.sheet.above]
    if each.problem:
        texts += each.sheet.columns
        texts += [cell for _, row in islice(each.sheet.quietly(), _COVER) for cell in row if isinstance(cell, str)]
    return texts


def _on_covers(planned: Sequence[Guess]) -> list[str]:
    """Return the lines of the sheets that hold notes and no table: one column, or a word and what it means."""
    covers = [each for each in planned if each.problem and not each.sheet.hidden and len(each.sheet.columns) <= 2]
    return [line for each in covers for line in _lines(each) if not line.rstrip().endswith("?")]


def _explained(planned: Sequence[Guess]) -> set[str]:
    """Return the codes that sheets called "Key", "Codes" or the like explain: what stands in their first column."""
    keys = [each.sheet for each in planned if each.problem and heads_a_key(each.sheet.name)]
    first = [values[0] for sheet in keys for _, values in islice(sheet.quietly(), SAMPLE_ROWS) if values]
    return {
        text
        for cell in [*first, *(sheet.columns[0] for sheet in keys if sheet.columns)]
        if (text := cell_values.text(cell))
    }


def _is_planned(name: str) -> bool:
    return bool(re.search(r"anticipated|expected|proposed|planned|estimated|target|est\b", name.lower()))


def read(
    sheets: Sequence[Sheet],
    source: str,
    mapping: RegisterMapping | None,
    on_row: OnRow | None = None,
    helpers: Executor | None = None,
) -> Iterator[NoticesAndIssues]:
    """Yield the notices of every sheet that holds contracts, with what is said of each; or an issue for the whole file.

    Args:
        sheets: the sheets of the file.
        source: its name.
        mapping: a mapping of the reader's own, None for a guess.
        on_row: called now and then with how far it is.
        helpers: what reads cells while this process takes rows; None to read them here.
    """
    planned, shown = _planned(sheets, mapping)
    if not shown:
        yield [], [_none(planned, source)]
        return
    for each in planned:
        if each not in shown:
            why = each.problem or "is hidden in the workbook"
            yield [], [Issue(source, None, "", f"sheet {each.sheet.name}", "", f"was not read: it {why}", NOTED)]
    yield [], _gone(sheets, source, mapping)
    known, mends = dict[int, str](), Mends(mapping.mends if mapping else ())
    covers, explained = _on_covers(planned), _explained(planned)
    for each in shown:
        if explained:
            first = some_records(each.sheet, SAMPLE_ROWS)
            yield [], list(said.of_codes(source, f"{each.sheet.name}!", each.mapping, first, explained))
        rows = _read(each, source, on_row, mends, covers, helpers)
        yield from rows if len(shown) == 1 else _told_apart(rows, each.sheet.name, source, known)
    yield [], list(mends.not_applied(source))


def _gone(sheets: Sequence[Sheet], source: str, mapping: RegisterMapping | None) -> list[Issue]:
    """Return what is said of sheets that a mapping names and a workbook does not have."""
    held = {sheet.name for sheet in sheets}
    gone = [name for name in (mapping.sheets if mapping else ()) if name not in held] if held != {""} else []
    problem = "is named by the mapping, and this file has no such sheet"
    return [Issue(source, None, "", f"sheet {name}", "", problem, CAUTION) for name in gone]


def _told_apart(
    rows: Iterator[NoticesAndIssues], sheet: str, source: str, known: dict[int, str]
) -> Iterator[NoticesAndIssues]:
    """Yield what a sheet gives, and say which of its contracts stand on an earlier sheet with other facts.

    Args:
        rows: the notices and issues of each row of the sheet.
        sheet: its name.
        source: the file.
        known: the sheets of the contracts that were read before, by number and title and by all facts; grows.
    """
    mine, twice = dict[int, str](), dict[str, int]()
    for notices, issues in rows:
        for notice in notices:
            if not notice.numbered and not (notice.title and notice.suppliers and notice.start):
                continue
            # Without a number one contract is known by what was bought, from whom and since when.
            own = notice.release_id if notice.numbered else (notice.suppliers, notice.buyer, notice.start)
            name, whole = hash((own, notice.title)), hash((notice.release_id, notice.award_id))
            earlier = known.get(name)
            if earlier is not None and whole not in known:
                twice[earlier] = twice.get(earlier, 0) + 1
                alike = "number and title" if notice.numbered else "title, supplier and first day"
                problem = f"stands with the same {alike} on sheet {earlier}, with other facts"
                done = "counted on each sheet; leave one of them out where they are one contract"
                issues.append(
                    Issue(source, notice.line, notice.release_id, f"{sheet}!row", notice.title[:80], problem, done)
                )
            mine[name] = mine[whole] = sheet
        yield notices, issues
    known.update((key, name) for key, name in mine.items() if key not in known)
    for earlier, count in twice.items():
        problem = (
            f"hold {count:,} contract{'s' if count > 1 else ''} of sheet {earlier} again, by number or title, with "
            "other facts, as where each sheet is the register of a year: each is counted. Read one sheet alone where "
            "that is so"
        )
        yield [], [Issue(source, None, "", f"{sheet}!rows", "", problem, CAUTION)]


def _planned(sheets: Sequence[Sheet], mapping: RegisterMapping | None) -> tuple[list[Guess], list[Guess]]:
    """Return what is known of each sheet before it is read, and those of them that are."""
    planned = [_as_mapped(sheet, mapping) for sheet in sheets] if mapping else guesses(sheets)
    if mapping:
        body = _one_body(guesses(sheets)) if len(sheets) > 1 else ""
        planned = [_with_all_rows(each, mapping.all_rows, body) for each in planned]
    usable = [each for each in planned if not each.problem]
    return planned, [each for each in usable if not each.sheet.hidden] or usable


def _as_mapped(sheet: Sheet, mapping: RegisterMapping) -> Guess:
    """Return what a mapping of the reader's own says of a sheet: columns that it does not name are not used."""
    if mapping.sheets and sheet.name and sheet.name not in mapping.sheets:
        return Guess(sheet, mapping, "is not among the sheets that the mapping names")
    known = {use.column for use in mapping.columns}
    wanted = [use for use in mapping.columns if use.fact != NOT_USED]
    held = [use for use in wanted if use.column in sheet.columns]
    if wanted and not held:
        return Guess(sheet, mapping, "has none of the columns that the mapping names")
    new = tuple(ColumnUse(name, NOT_USED) for name in sheet.columns if name not in known)
    columns = (*(use for use in mapping.columns if use.column in sheet.columns), *new)
    return Guess(sheet, replace(mapping, columns=columns), "")


def missing(sheets: Sequence[Sheet], mapping: RegisterMapping) -> list[str]:
    """Return the columns that a mapping uses and no sheet of a file has."""
    held = {column for sheet in sheets for column in sheet.columns}
    return [use.column for use in mapping.columns if use.fact != NOT_USED and use.column not in held]


def _none(planned: list[Guess], source: str) -> Issue:
    if len(planned) == 1:
        sheet, problem = planned[0].sheet, planned[0].problem
        header = ", ".join(sheet.columns)
        return left_out(source, sheet.header_line or 1, "columns", header, problem, "the whole file")
    if not planned:
        return left_out(source, 1, "columns", "", "holds no row under a header", "the whole file")
    each = "; ".join(f"sheet {p.sheet.name}: {p.problem}" for p in planned)[:300]
    problem = f"has no sheet that holds contracts ({each})"
    return left_out(source, None, "columns", ", ".join(p.sheet.name for p in planned), problem, "the whole file")


def _read(
    each: Guess,
    source: str,
    on_row: OnRow | None,
    mends: Mends,
    covers: Sequence[str],
    helpers: Executor | None,
) -> Iterator[NoticesAndIssues]:
    sheet, where = each.sheet, f"{each.sheet.name}!" if each.sheet.name else ""
    looked = survey(_counted(sheet.quietly(), on_row, 0), sheet.columns, each.mapping)
    for row in some_records(sheet, 20):
        for name, value in row.items():
            if value not in (None, "") and name not in looked.example:
                looked.example[name] = cell_values.text(value)
    above = [text for _, text in sheet.above]
    mapping, more = with_what_was_found(each.mapping, looked, above, covers)
    named = list(said.notes(source, sheet.header_line, where, mapping, looked, more))
    for name in sheet.hidden_columns:
        used = next((use.fact for use in mapping.columns if use.column == name), NOT_USED) != NOT_USED
        how = (
            "is hidden in the workbook, and used since no other column gives this"
            if used
            else "is hidden in the workbook"
        )
        named.append(Issue(source, sheet.header_line, "", where + name, "", how, NOTED))
    named += said.of_colours(source, where, [*sheet.above, *((None, note) for note in looked.notes)])
    reader = RegisterReader(source, sheet.columns, mapping, looked, sheet.name, mends, sheet.merged)

    yield [], named + sheet.drain()
    if mends:
        reader.find_mended(sheet.quietly())
    yield from reader.read(_counted(sheet.rows(), on_row, looked.rows), sheet.drain, helpers, above)
    yield [], list(said.afterwards(source, where, reader.tally))


def _counted(rows: Iterator, on_row: OnRow | None, total: int) -> Iterator:  # type: ignore[type-arg]
    if on_row is None:
        yield from rows
        return
    for number, row in enumerate(rows):
        if number % _EVERY == 0:
            on_row(number, total)
        yield row
