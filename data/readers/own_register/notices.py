"""Rows of a register under a mapping: which are contracts, which are one contract together, which were mended."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from functools import partial
from typing import Any, NamedTuple

from msgspec.structs import replace

from data.model import cell_values
from data.model.issues import Issue, left_out
from data.model.notice import OF_ANOTHER_BUYER, AwardNotice, AwardStatus, NoticesAndIssues, is_of_one_register
from data.model.words import plain
from data.readers.cells import suppliers
from data.readers.cells.marks import is_ditto, is_failed_formula
from data.readers.cells.merged import MergedDown
from data.readers.own_register.among_rows.repeats import Repeats
from data.readers.own_register.among_rows.which_rows import WhichRows
from data.readers.own_register.facts import AMOUNTS, DAYS_AND_TERMS, NOT_USED
from data.readers.own_register.header_words import header
from data.readers.own_register.mapping import RegisterMapping
from data.readers.own_register.mends import Mends
from data.readers.own_register.no_contracts import filled_places, heads_ended, heads_plans, is_page, names_a_total
from data.readers.own_register.one_row.ahead import Reading
from data.readers.own_register.one_row.columns import Values
from data.readers.own_register.one_row.row import RowReader, award_id
from data.readers.own_register.one_row.status import day_of_reading
from data.readers.own_register.survey import Survey, row_keys, versions

_SAID_ONCE = (
    "title", "description", "lot", *AMOUNTS, *DAYS_AND_TERMS, "longest_term", "extension", "extension_count",
    "extensions_taken", "terminated_date", "signed_date", "published_date", "cpv", "notice_url", "remark",
)  # fmt: skip
"""What the first of several rows of one contract says for all, where each names a supplier of its own."""
_OF_A_SUPPLIER = frozenset(("supplier", "supplier_kind", "company_number", "charity_number"))
_ABOUT_A_SUPPLIER = frozenset(("supplier", "vendor", "contractor", "provider", "company", "sme", "vcse"))
"""Words of a column that is not used and differs with the supplier, such as its number in the ledger."""
_TOGETHER = 256
_AHEAD = 8
"""How many times so many rows may be with other processes."""
_SHOWN = 80
"""Characters of a cell that an issue shows."""
_SAYS = ("title", "description", "lot", "supplier", "start_date")
"""The facts by which a row that was mended is known again, whatever becomes of its value and its end."""

_Row = tuple[int, list[Any], list[Issue]]
"""A row with its line, its cells and what was wrong before it."""


class _Some(NamedTuple):
    """Some rows; what rows of one contract share or why a row is none; and what the cells of the others say."""

    rows: list[_Row]
    keys: list[int | Issue]
    read: Reading


class RegisterReader:
    """Reads the rows of one table under a mapping."""

    def __init__(
        self,
        source: str,
        columns: Sequence[str],
        mapping: RegisterMapping,
        found: Survey,
        sheet: str,
        mends: Mends,
        merged: MergedDown,
    ) -> None:
        self._source, self._columns = source, list(columns)
        self._where = f"{sheet}!" if sheet else ""
        self._rows = RowReader(source, columns, mapping, found, self._where)
        self._uses, self._reference, self.tally = self._rows.uses, self._rows.reference, self._rows.tally
        self._row_key = row_keys(columns, mapping)
        self._groups = dict(found.groups)
        self._numbered_by_buyer = found.numbered_by_buyer
        self._version_of, self._latest_version = versions(columns, mapping), found.versions
        self._held: dict[int, list[tuple[AwardNotice, list[Issue]]]] = {}
        self._which = WhichRows(self._uses, found, len(self._columns))
        self._dated, self._money, self._supplied = self._which.dated, self._which.money, self._which.supplied
        self._repeats = Repeats(source, self._where, self.tally)
        used = {at for fact, uses in self._uses.items() if fact not in AMOUNTS for at, _ in uses}
        self._said = list[Issue]()
        self._silent = [at for at in used if self._columns[at] in found.silent]
        self._mends, self._sheet, self._merged = mends, sheet, merged
        self._says = [at for fact in _SAYS for at, _ in self._uses.get(fact, ())]
        self._said_once = [at for fact in _SAID_ONCE for at, _ in self._uses.get(fact, ())]
        of_suppliers = {at for fact in _OF_A_SUPPLIER for at, _ in self._uses.get(fact, ())} | {
            at for at, use in self._uses.get(NOT_USED, ()) if _ABOUT_A_SUPPLIER & set(header(use.column).words)
        }
        self._repeated = sorted(
            {at for uses in self._uses.values() for at, _ in uses} - of_suppliers - set(self._said_once)
        )
        told = [at for fact in ("title", "description") for at, _ in self._uses.get(fact, ())]
        self._numbers = [at for at, _ in self._uses.get("reference", ())]
        self._told = frozenset(told)
        sums_and_days = [at for at in self._said_once if at not in self._told]
        untold = bool(told) and all(found.filled[self._columns[at]] < found.rows for at in told)
        repeats = bool(self._numbers and sums_and_days) and all(
            found.filled[self._columns[at]] < found.rows for at in sums_and_days
        )
        self._may_go_on, self._of_pages = untold or repeats or bool(merged), any(map(is_page, found.notes))
        self._below_plans = self._below_ended = ""

    def read(
        self,
        rows: Iterator[tuple[int, list[Any]]],
        drain: Callable[[], list[Issue]],
        helpers: Executor | None = None,
        above: Iterable[str] = (),
    ) -> Iterator[NoticesAndIssues]:
        """Yield the notices and issues of each row; rows of one contract that name a supplier each come together.

        Args:
            rows: the rows with their lines.
            drain: gives what was wrong with the rows that were taken since the last call; it goes before their issues.
            helpers: what reads cells while this process takes rows; None to read them here.
            above: the lines over the header, of which one may call all rows plans until a heading among them.
        """
        before = list[Issue]()
        self._below_plans = next(filter(heads_plans, above), "")
        # Each step is done for many rows before the next, as in data/table/rows.
        rows = self._with_what_is_meant(rows) if self._silent else rows
        rows = _gathered(rows, self._is_broken_off, self._add_words) if self._of_pages else rows
        if self._may_go_on and self._supplied:
            rows = _gathered(rows, self._goes_on, self._add_suppliers)
        rows = self._merged_amounts_once(rows) if self._merged else rows
        for some, keys, reading in self._begun(_some(rows, partial(self._drained, drain)), helpers):
            read = reading.found()
            for (_, values, wrong), key in zip(some, keys, strict=True):
                before += wrong
                if isinstance(key, Issue):
                    self._take_heading(values)
                    found: NoticesAndIssues | None = [], [key]
                else:
                    found = self._notices(key, *self._under_its_heading(*next(read)))
                if found is not None:
                    yield found[0], before + found[1]
                    before = []
        before += self._drained(drain)
        for held in self._held.values():
            notices, issues = self._joined(held)
            yield notices, before + issues
            before = []
        yield [], before

    def _begun(self, rows: Iterator[list[_Row]], helpers: Executor | None) -> Iterator[_Some]:
        """Yield some rows at a time, whose cells are being read; where there are helpers, those of further rows too."""
        ahead, most = deque[_Some](), _AHEAD if helpers else 0
        try:
            for some in rows:
                keys = [self._key_of(line, values) for line, values, _ in some]
                contracts = [row[:2] for row, key in zip(some, keys, strict=True) if isinstance(key, int)]
                ahead.append(_Some(some, keys, Reading(self._rows, contracts, helpers)))
                if len(ahead) > most:
                    yield ahead.popleft()
        except Exception:
            yield from ahead
            raise
        yield from ahead

    def _take_heading(self, values: Values) -> None:
        """Keep a heading that calls the rows below it plans or ended early, until the next heading."""
        held = filled_places(values)
        if len(held) == 1:
            text = cell_values.text(values[held[0]])
            self._below_plans = text if heads_plans(values[held[0]]) else ""
            self._below_ended = text if heads_ended(values[held[0]]) else ""

    def _under_its_heading(self, found: AwardNotice, issues: list[Issue]) -> tuple[AwardNotice, list[Issue]]:
        """Return a contract as planned that stands below a heading of plans and has not begun; as ended below one of
        contracts that ended early.
        """
        if found.status is not AwardStatus.AWARDED:
            return found, issues
        if self._below_ended:
            problem, path = "stands below a heading of contracts that ended early", f"{self._where}row"
            said = Issue(
                self._source, found.line, found.release_id, path, self._below_ended[:80], problem, "taken as ended"
            )
            return replace(found, status=AwardStatus.ENDED), [*issues, said]
        if not self._below_plans:
            return found, issues
        if found.start is not None and found.start <= day_of_reading():
            return found, issues
        problem, path = "stands below a heading of plans, and has not begun", f"{self._where}row"
        said = Issue(
            self._source, found.line, found.release_id, path, self._below_plans[:80], problem, "read as planned"
        )
        return replace(found, status=AwardStatus.PLANNED), [*issues, said]

    def find_mended(self, rows: Iterator[tuple[int, list[Any]]]) -> None:
        """Find which rows were mended by hand: before they are read, since a mend may mean one row of all."""
        said = ((line, self._reference(values), self._what(values)) for line, values in self._with_what_is_meant(rows))
        self._mends.on_sheet(self._sheet, self._columns, said)
        self._said.clear()

    def _what(self, values: Values) -> str:
        """Return what a row says, by which it is known again in a later file."""
        texts = [text for at in self._says if (text := cell_values.text(values[at])[:_SHOWN])]
        return " | ".join(texts or [cell_values.text(values[at])[:_SHOWN] for at in filled_places(values)])

    def _drained(self, drain: Callable[[], list[Issue]]) -> list[Issue]:
        """Return what was wrong with the rows that were taken since the last call."""
        said, self._said = self._said, []
        return drain() + said

    def _with_what_is_meant(self, rows: Iterator[tuple[int, list[Any]]]) -> Iterator[tuple[int, list[Any]]]:
        """Yield the rows with the cell above in place of each that stands for it, and nothing where a formula failed.

        Where that left a day, the reader of days says so.
        """
        held = dict.fromkeys(self._silent, "")
        for line, values in rows:
            for at, above in held.items():
                if is_failed_formula(cell := values[at]):
                    if at not in self._dated:
                        problem = "is what a formula leaves that failed or was never worked out"
                        done = "made missing; open the file in a spreadsheet and save it again"
                        self._say_of_cell(line, values, at, problem, done, unread=True)
                        values[at] = ""
                elif is_ditto(cell):
                    done = f"read as {cell_values.text(above)[:_SHOWN]!r}"
                    self._say_of_cell(line, values, at, "stands for the cell above", done)
                    values[at] = above
                elif cell not in (None, ""):
                    held[at] = cell
            yield line, values

    def _say_of_cell(
        self, line: int, values: Values, at: int, problem: str, done: str, *, unread: bool = False
    ) -> None:
        """Say what is odd in a cell, as it stands now, and what is done about it."""
        path, shown = self._where + self._columns[at], cell_values.text(values[at])
        self._said.append(Issue(self._source, line, self._reference(values), path, shown, problem, done, unread=unread))

    def _is_broken_off(self, above: list[Any], values: list[Any], _line: int) -> bool:
        """Say whether a row of a printed table goes on with texts of the contract above, or numbers a page below it."""
        held = filled_places(values)
        if len(held) == 1 and is_page(values[held[0]]):
            return True
        return (
            held != [0]
            and set(held) <= self._told.union(self._supplied)
            and any(above[at] not in (None, "") for at in (*self._dated, *self._money))
            and all(above[at] not in (None, "") for at in held)
            and not names_a_total(values)
        )

    def _add_words(self, above: tuple[int, list[Any]], line: int, values: list[Any]) -> None:
        first_line, first = above
        held = filled_places(values)
        if is_page(values[held[0]]):
            self._said.append(self._left(line, values, "numbers a page", "it is no contract"))
            return
        for at in held:
            first[at] = f"{cell_values.text(first[at])} {cell_values.text(values[at])}"
        shown = " | ".join(cell_values.text(values[at]) for at in held)[:_SHOWN]
        problem = "holds words and neither number, day nor sum, in a table of printed pages"
        done = f"read as going on with those of line {first_line}"
        self._said.append(Issue(self._source, line, self._reference(first), f"{self._where}row", shown, problem, done))

    def _goes_on(self, above: list[Any], values: list[Any], line: int) -> bool:
        """Say whether a row names a further supplier of the contract above and says nothing else of its own."""
        if self._mends and self._adds_nothing(above, values, line):
            self._said += self._mends.mend(values, self._source, line)
        return (
            self._adds_nothing(above, values, line)
            and any(self._may_be_a_supplier(values, at) for at in self._supplied)
            and not names_a_total(values[at] for at in self._supplied)
            and all(values[at] in (None, "", above[at]) for at in self._repeated)
            and any(above[at] not in (None, "") for at in self._supplied)
            and any(above[at] not in (None, "") for at in self._said_once)
        )

    def _adds_nothing(self, above: list[Any], values: list[Any], line: int) -> bool:
        """Say whether a row states nothing that the first of its contract says for all, but its number and title.

        What stands in a merged cell is said in the first of its rows alone.
        """
        said = [at for at in self._said_once if values[at] not in (None, "")]
        said = [at for at in said if self._merged.first_line(line, at) is None]
        if not said:
            return True
        same_number = any(values[at] not in (None, "") and values[at] == above[at] for at in self._numbers)
        return (
            same_number
            and all(at in self._told and values[at] == above[at] for at in said)
            and any(above[at] not in (None, "") for at in self._said_once if at not in self._told)
        )

    def _merged_amounts_once(self, rows: Iterator[tuple[int, list[Any]]]) -> Iterator[tuple[int, list[Any]]]:
        """Yield the rows, an amount that is merged over several in the first of them: it is that of all together."""
        for line, values in rows:
            # Rows that are one contract with several suppliers are joined, and must stay alike.
            for at in self._money if self._groups.get(self._row_key(values), 0) < 2 else ():
                first = self._merged.first_line(line, at)
                if first is not None and values[at] not in (None, ""):
                    done = f"the amount of all: counted once, in line {first}"
                    self._say_of_cell(line, values, at, "is merged over several rows", done)
                    values[at] = ""
            yield line, values

    def _may_be_a_supplier(self, values: Values, at: int) -> bool:
        """Say whether a cell may name one: a text in the first column, where headings stand, only by its form."""
        text = cell_values.text(values[at])
        return bool(text) and (at > 0 or suppliers.has_form_of_a_body(text))

    def _add_suppliers(self, above: tuple[int, list[Any]], line: int, values: list[Any]) -> None:
        first_line, first = above
        if self._mends:
            if done := self._mends.leave_out(line):
                self._said.append(self._left_by_hand(line, values, done))
                return
            self._said += self._mends.mend(first, self._source, first_line)  # before its cell grows
        for at in self._supplied:
            if name := cell_values.text(values[at]):
                before = cell_values.text(first[at])
                first[at] = name if suppliers.names_nobody(before) else f"{before}; {name}"
                problem = "names a supplier and nothing else, below a contract"
                done = f"read as a further supplier of the contract of line {first_line}"
                self._say_of_cell(line, values, at, problem, done)

    def _key_of(self, line: int, values: list[Any]) -> int | Issue:
        """Return what rows of one contract share, or why a row is none."""
        if self._mends:
            if done := self._mends.leave_out(line):
                return self._left_by_hand(line, values, done)
            self._said += self._mends.mend(values, self._source, line)
        if problem := self._which.no_contract(values):
            return self._left(line, values, problem, "it is no contract")
        if self._is_an_earlier_version(values):
            problem, done = "is an earlier version of a contract", "its latest version stands in another row"
            return self._left(line, values, problem, done)
        return self._row_key(values) if self._groups else 0

    def _is_an_earlier_version(self, values: Values) -> bool:
        told = self._version_of(values) if self._version_of else None
        return told is not None and told[1] < self._latest_version.get(told[0], told[1])

    def _notices(self, key: int, found: AwardNotice, issues: list[Issue]) -> NoticesAndIssues | None:
        """Return what a row gives; with other rows of its contract once they are all read, None before."""
        if self._groups.get(key, 0) < 2 or not found.suppliers:
            self._repeats.say_of(found, issues)
            return [found], issues
        held = self._held.setdefault(key, [])
        held.append((found, issues))
        return self._of_each_buyer(self._held.pop(key)) if len(held) == self._groups[key] else None

    def _of_each_buyer(self, held: list[tuple[AwardNotice, list[Issue]]]) -> NoticesAndIssues:
        """Return the contract of several rows, one for each buyer where each buyer numbers its own."""
        if not (self._numbered_by_buyer and is_of_one_register(held[0][0].release_id)):
            return self._joined(held)
        of_buyers = dict[str, list[tuple[AwardNotice, list[Issue]]]]()
        for found, issues in held:
            of_buyers.setdefault(plain(found.buyer.name), []).append((found, issues))
        joined = [self._joined(rows) for rows in of_buyers.values()]
        done = "counted for each, since one number is of other contracts of other buyers here"
        for (notice,), issues in joined[1:]:
            path = f"{self._where}row"
            number = notice.release_id
            issues.append(Issue(self._source, notice.line, number, path, number, OF_ANOTHER_BUYER, done))
        return [notice for notices, _ in joined for notice in notices], [each for _, more in joined for each in more]

    def _left(self, line: int, values: Values, problem: str, done: str) -> Issue:
        shown = " | ".join(cell_values.text(values[at]) for at in filled_places(values))
        return left_out(self._source, line, f"{self._where}row", shown, problem, done)._replace(unread=False)

    def _left_by_hand(self, line: int, values: Values, done: str) -> Issue:
        out = self._left(line, values, f"was left out by hand{self._mends.alike(line)}", done)
        return out._replace(ocid=self._reference(values), value=self._mends.says(line))

    def _joined(self, held: list[tuple[AwardNotice, list[Issue]]]) -> NoticesAndIssues:
        """Return the one contract of several rows with all its suppliers; a row with one named before is a repeat."""
        first, issues = held[0][0], list(held[0][1])
        named = dict.fromkeys(first.suppliers)
        for other, wrong in held[1:]:
            new = [party for party in other.suppliers if party not in named]
            if new:
                problem = "tells of the same contract as an earlier row, with another supplier"
                done = f"one contract with the row of line {first.line}"
            else:
                problem, done = "was read before", "left out: the same row counts once"
            named |= dict.fromkeys(new)
            issues += [issue for issue in wrong if issue.unread]
            said = Issue(
                self._source, other.line, other.release_id, f"{self._where}row", other.release_id, problem, done
            )
            issues.append(said)
        suppliers = tuple(named)
        amounts, more = (first.amount, first.amount_annual), (first.lot_text, first.amount_gross)
        days = f"{first.start!r}, {first.end!r}"
        id_ = award_id(first.title, repr(first.buyer), repr(suppliers), amounts, days, more)
        return [replace(first, suppliers=suppliers, award_id=id_)], issues


def _gathered(
    rows: Iterator[tuple[int, list[Any]]],
    goes_on: Callable[[list[Any], list[Any], int], bool],
    add: Callable[[tuple[int, list[Any]], int, list[Any]], None],
) -> Iterator[tuple[int, list[Any]]]:
    """Yield the rows, each with what is added to it from the rows below that go on with it."""
    above: tuple[int, list[Any]] | None = None
    try:
        for line, values in rows:
            if above and goes_on(above[1], values, line):
                add(above, line, values)
                continue
            if above:
                yield above
            above = line, values
    except Exception:
        if above:
            yield above
        raise
    if above:
        yield above


def _some(rows: Iterator[tuple[int, list[Any]]], drain: Callable[[], list[Issue]]) -> Iterator[list[_Row]]:
    """Yield some rows at a time, each with what was wrong before it; those before one that breaks its reader too."""
    some = list[_Row]()
    try:
        for line, values in rows:
            some.append((line, values, drain()))
            if len(some) == _TOGETHER:
                yield some
                some = []
    except Exception:
        yield some
        raise
    yield some
