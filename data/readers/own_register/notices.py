"""Rows of a register under a mapping: which are contracts, which are one contract together, which were mended."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from functools import partial
from typing import Any, NamedTuple

from msgspec.structs import replace

from data.model import cell_values
from data.model.issues import Issue, left_out
from data.model.notice import AwardNotice, AwardStatus, NoticesAndIssues
from data.readers.cells import suppliers
from data.readers.cells.amounts import amount
from data.readers.cells.choices import no_contract
from data.readers.cells.merged import MergedDown
from data.readers.own_register.column_names import is_amount
from data.readers.own_register.facts import AMOUNTS, NOT_USED
from data.readers.own_register.header_words import header
from data.readers.own_register.mapping import RegisterMapping
from data.readers.own_register.mends import Mends
from data.readers.own_register.no_contracts import (
    SumRows,
    begins_as_a_total,
    counts_rows,
    heads_plans,
    is_page,
    may_date,
    names_a_total,
    names_money_back,
    says_no_contract,
    stated,
    sums_up,
)
from data.readers.own_register.one_row.ahead import Reading
from data.readers.own_register.one_row.columns import Values
from data.readers.own_register.one_row.row import RowReader, award_id
from data.readers.own_register.one_row.status import day_of_reading
from data.readers.own_register.survey import ERRORS, Survey, is_ditto, row_keys, versions

_DATES = ("start_date", "end_date", "current_end_date", "latest_end_date", "period", "term")
_SAID_ONCE = (
    "title", "description", "lot", *AMOUNTS, *_DATES, "longest_term", "extension", "extension_count",
    "extensions_taken", "terminated_date", "signed_date", "published_date", "cpv", "notice_url", "remark",
)  # fmt: skip
"""What the first of several rows of one contract says for all, where each names a supplier of its own."""
_OF_A_SUPPLIER = frozenset(("supplier", "supplier_kind", "company_number", "charity_number"))
_ABOUT_A_SUPPLIER = frozenset(("supplier", "vendor", "contractor", "provider", "company", "sme", "vcse"))
"""Words of a column that is not used and differs with the supplier, such as its number in the ledger."""
_TOGETHER = 256
_AHEAD = 8
"""How many times so many rows may be with other processes."""
_FEWEST_WITH_A_SUM = 3
_SHOWN = 80
"""Characters of a cell that an issue shows."""
_SAYS = ("title", "description", "lot", "supplier", "start_date")
"""The facts by which a row that was mended is known again, whatever becomes of its value and its end."""

_MARKS_OF_A_SUM = frozenset(("GBP", "\u03a3", "\u2211"))
"""Beside "*", by which a ledger marks a sum."""


_Row = tuple[int, list[Any], list[Issue]]
"""A row with its line, its cells and what was wrong before it."""


class _Some(NamedTuple):
    """Some rows; what rows of one contract share or why a row is none; and what the cells of the others say."""

    rows: list[_Row]
    keys: list[int | Issue]
    read: Reading


class Whole:
    """The amounts of the rows of one number: of the first, which may be that of all, and of the others together."""

    __slots__ = ("_line", "_rows", "first", "sum")

    def __init__(self, line: int, first: float) -> None:
        self._line, self._rows = line, 1
        self.first, self.sum = first, 0.0

    def with_lot(self, line: int, pounds: float) -> int | None:
        """Add a further row; return the line of the first or of this one where it is the sum of the others."""
        others = self.first + self.sum
        self.sum, self._rows = self.sum + pounds, self._rows + 1
        if self._rows < _FEWEST_WITH_A_SUM:
            return None
        if abs(self.first - self.sum) < 1:
            return self._line
        if abs(pounds - others) < 1:
            self.sum = pounds
            return line
        return None


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
        self._version_of, self._latest_version = versions(columns, mapping), found.versions
        self._held: dict[int, list[tuple[AwardNotice, list[Issue]]]] = {}
        self._totals = SumRows()
        self._dated = [at for fact in _DATES for at, _ in self._uses.get(fact, ())]
        used = {at for fact, uses in self._uses.items() if fact not in AMOUNTS for at, _ in uses}
        self._used, self._said = used, list[Issue]()
        self._dittos = {at: "" for at in used if self._columns[at] in found.dittos}
        self._forms = [at for at, _ in self._uses.get("form", ())]
        self._supplied = [at for at, _ in self._uses.get("supplier", ())]
        self._money = {at: use.column in found.continental for fact in AMOUNTS for at, use in self._uses.get(fact, ())}
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
        self._amounts_of: dict[int, int] = {}
        self._of_one_name: dict[int, Whole] = {}
        self._told_in: dict[int, tuple[int, str]] = {}
        self._below_plans, self._is_below_a_heading = "", False

    def read(
        self,
        rows: Iterator[tuple[int, list[Any]]],
        drain: Callable[[], list[Issue]],
        helpers: Executor | None = None,
    ) -> Iterator[NoticesAndIssues]:
        """Yield the notices and issues of each row; rows of one contract that name a supplier each come together.

        Args:
            rows: the rows with their lines.
            drain: gives what was wrong with the rows that were taken since the last call; it goes before their issues.
            helpers: what reads cells while this process takes rows; None to read them here.
        """
        before = list[Issue]()
        # Each step is done for many rows before the next, as in data/table/contract_rows.py.
        rows = self._without_dittos(rows) if self._dittos else rows
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
        """Keep a heading that calls the rows below it plans, until the next heading."""
        held = stated(values)
        if len(held) == 1:
            self._below_plans = cell_values.text(values[held[0]]) if heads_plans(values[held[0]]) else ""

    def _under_its_heading(self, found: AwardNotice, issues: list[Issue]) -> tuple[AwardNotice, list[Issue]]:
        """Return a contract as planned that stands below a heading of plans and has not begun."""
        if not self._below_plans or found.status is not AwardStatus.AWARDED:
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
        said = ((line, self._reference(values), self._what(values)) for line, values in self._without_dittos(rows))
        self._mends.on_sheet(self._sheet, self._columns, said)
        self._said.clear()

    def _what(self, values: Values) -> str:
        """Return what a row says, by which it is known again in a later file."""
        texts = [text for at in self._says if (text := cell_values.text(values[at])[:_SHOWN])]
        return " | ".join(texts or [cell_values.text(values[at])[:_SHOWN] for at in stated(values)])

    def _drained(self, drain: Callable[[], list[Issue]]) -> list[Issue]:
        """Return what was wrong with the rows that were taken since the last call."""
        said, self._said = self._said, []
        return drain() + said

    def _without_dittos(self, rows: Iterator[tuple[int, list[Any]]]) -> Iterator[tuple[int, list[Any]]]:
        """Yield the rows with the cell above in place of each that stands for it."""
        dittos = dict(self._dittos)
        for line, values in rows:
            for at, above in dittos.items():
                if isinstance(cell := values[at], str) and cell in ERRORS:
                    if at not in self._dated:  # a day says so of itself
                        problem, path = (
                            "is what a formula leaves that failed or was never worked out",
                            self._columns[at],
                        )
                        done = "made missing; open the file in a spreadsheet and save it again"
                        row = line, self._reference(values), self._where + path
                        self._said.append(Issue(self._source, *row, cell, problem, done, unread=True))
                        values[at] = ""
                elif is_ditto(cell):
                    problem, done = "stands for the cell above", f"read as {cell_values.text(above)[:_SHOWN]!r}"
                    path = self._where + self._columns[at]
                    self._said.append(Issue(self._source, line, self._reference(values), path, cell, problem, done))
                    values[at] = above
                elif cell not in (None, ""):
                    dittos[at] = cell
            yield line, values

    def _is_broken_off(self, above: list[Any], values: list[Any], _line: int) -> bool:
        """Say whether a row of a printed table goes on with texts of the contract above, or numbers a page below it."""
        held = stated(values)
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
        held = stated(values)
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
                    problem, done = "is merged over several rows", f"the amount of all: counted once, in line {first}"
                    path, shown = self._where + self._columns[at], cell_values.text(values[at])
                    self._said.append(Issue(self._source, line, self._reference(values), path, shown, problem, done))
                    values[at] = ""
            yield line, values

    def _may_be_a_supplier(self, values: Values, at: int) -> bool:
        """Say whether a cell may name one: a text in the first column, where headings stand, only by its form."""
        text = cell_values.text(values[at])
        return bool(text) and (at > 0 or suppliers.has_form_of_a_body(text))

    def _add_suppliers(self, above: tuple[int, list[Any]], line: int, values: list[Any]) -> None:
        first_line, first = above
        reference = self._reference(values)
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
                path = self._where + self._columns[at]
                self._said.append(Issue(self._source, line, reference, path, name, problem, done))

    def _key_of(self, line: int, values: list[Any]) -> int | Issue:
        """Return what rows of one contract share, or why a row is none."""
        if self._mends:
            if done := self._mends.leave_out(line):
                return self._left_by_hand(line, values, done)
            self._said += self._mends.mend(values, self._source, line)
        below_a_heading, self._is_below_a_heading = self._is_below_a_heading, len(stated(values)) == 1
        if problem := self._names_columns(values, below_a_heading) or self._no_contract(values):
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
            self._repeats_an_amount(found, issues)
            return [found], issues
        held = self._held.setdefault(key, [])
        held.append((found, issues))
        return self._joined(self._held.pop(key)) if len(held) == self._groups[key] else None

    def _left(self, line: int, values: Values, problem: str, done: str) -> Issue:
        shown = " | ".join(cell_values.text(values[at]) for at in stated(values))
        return left_out(self._source, line, f"{self._where}row", shown, problem, done)._replace(unread=False)

    def _left_by_hand(self, line: int, values: Values, done: str) -> Issue:
        out = self._left(line, values, f"was left out by hand{self._mends.alike(line)}", done)
        return out._replace(ocid=self._reference(values), value=self._mends.says(line))

    def _repeats_an_amount(self, found: AwardNotice, issues: list[Issue]) -> None:
        """Say where rows of one number, or else of one title, state one amount each: it may be that of all together."""
        self._may_be_a_version(found, issues)
        whole = found.amount or found.amount_gross
        if not whole:
            return
        # Their hashes: the texts of all rows would take far more memory.
        name, facts = (found.release_id, (found.title, found.lot_text)) if found.numbered else (found.title, ())
        self._adds_up(hash((found.numbered, name)), found, whole, issues)
        told = hash((facts, found.suppliers))
        if self._amounts_of.setdefault(hash((found.numbered, name, found.start, found.end, whole)), told) != told:
            self.tally.repeated += 1
            what = "number" if found.numbered else "title"
            problem = f"states the same amount as another row of the same {what}"
            done = "counted in each; leave rows out where it is the amount of all of them together"
            issues.append(
                Issue(self._source, found.line, found.release_id, f"{self._where}value", f"{whole:,.2f}", problem, done)
            )

    def _may_be_a_version(self, found: AwardNotice, issues: list[Issue]) -> None:
        """Say where rows in force that share number, title, lot, supplier and first day differ in amount or end."""
        if not (found.numbered and found.suppliers and found.start) or found.status is not AwardStatus.AWARDED:
            return
        told = hash((found.release_id, found.title, found.lot_text, found.suppliers, found.start))
        line, award = self._told_in.setdefault(told, (found.line or 0, found.award_id))
        if award != found.award_id:
            problem = f"has the number, title, supplier and first day of line {line}, and other amounts or ends"
            done = "counted in each; leave one out where it is an earlier version of the other"
            path = f"{self._where}row"
            issues.append(Issue(self._source, found.line, found.release_id, path, found.release_id, problem, done))

    def _adds_up(self, name: int, found: AwardNotice, whole: float, issues: list[Issue]) -> None:
        """Say where a row states the sum of the other rows of its number, or title: they may be its lots."""
        known = self._of_one_name.get(name)
        if known is None:
            self._of_one_name[name] = Whole(found.line or 0, whole)
            return
        if (sum_line := known.with_lot(found.line or 0, whole)) is None:
            return
        self.tally.added_up += 1
        what = "number" if found.numbered else "title"
        problem = f"of the row of line {sum_line} is the sum of the other rows of the same {what}"
        done = "counted in each; leave that row out where it is the amount of all of them together"
        path, shown = f"{self._where}value", f"{known.sum if sum_line == found.line else known.first:,.2f}"
        issues.append(Issue(self._source, found.line, found.release_id, path, shown, problem, done))

    # Rows that are no contract.

    def _names_columns(self, values: Values, below_a_heading: bool) -> str:
        """Say that a row below a heading names the columns of the rows under it: each word, and an amount among them.

        Args:
            values: the cells of the row.
            below_a_heading: whether the row above holds one cell alone.
        """
        if not below_a_heading or not self._money:
            return ""
        texts = [values[at] for at in stated(values)]
        worded = all(isinstance(text, str) and not any(map(str.isdigit, text)) for text in texts)
        named = [values[at] for at in self._money if isinstance(values[at], str)]
        if worded and len(texts) > 2 and any(is_amount(name) for name in named):
            return "names columns anew, below a heading"
        return ""

    def _no_contract(self, values: list[Any]) -> str:
        """Say why a row is no contract, "" where it may be one."""
        paid = [
            (at, pounds)
            for at, continental in self._money.items()
            if (pounds := amount(values[at], "", continental=continental).pounds) is not None
        ]
        if problem := self._by_its_words(values, paid):
            return problem
        if any(map(may_date, (values[at] for at in self._dated))):
            return self._dated_total(values, paid)
        held = stated(values)
        if names_a_total(values[at] for at in held):
            self._totals.begin()
            return "is a total"
        if counts_rows(values[at] for at in held):
            return "counts the rows above"
        if len(held) == 1 and len(self._columns) > 3 and held[0] not in self._money:
            return "holds one cell alone, as a note or a heading does"
        if any(values[at] not in (None, "") for at in self._supplied):
            self._totals.add(paid)
            return ""
        return self._without_supplier_and_day(values, held, paid)

    def _without_supplier_and_day(self, values: Values, held: list[int], paid: list[tuple[int, float]]) -> str:
        """Say why a row without either is no contract, "" where it may be one."""
        if sums_up(values[at] for at in held):
            self._totals.begin()
            return "sums up the rows above"
        if held and all(at in self._money or self._is_beside_a_sum(values, at) for at in held):
            self._totals.begin()
            return "holds amounts alone, as a total does"
        titled = any(
            cell_values.text(values[at]) for fact in ("title", "description") for at, _ in self._uses.get(fact, ())
        )
        problem = self._total_by_its_amounts([values[at] for at in held if at not in self._money], paid, titled=titled)
        if problem:
            self._totals.begin()
        else:
            self._totals.add(paid)
        return problem

    def _is_beside_a_sum(self, values: Values, at: int) -> bool:
        """Say whether a cell tells nothing beside a sum: a mark, its currency, or the sum of a column not used."""
        apart = at not in self._used or any(at == place for place, _ in self._uses.get(NOT_USED, ()))
        if apart and amount(values[at]).pounds is not None:
            return True
        text = cell_values.text(values[at])
        return not any(map(str.isalnum, text)) or text in _MARKS_OF_A_SUM

    def _by_its_words(self, values: Values, paid: list[tuple[int, float]]) -> str:
        """Say what the words of a row call it, where that is no contract; else ""."""
        if paid and max(pounds for _, pounds in paid) < 0 and names_money_back(values):
            return "is money that comes back"
        forms = [form for at in self._forms if isinstance(form := values[at], str)]
        if what := next(filter(None, map(no_contract, forms)), ""):
            return what
        if says_no_contract(values[at] for fact in ("remark", "form") for at, _ in self._uses.get(fact, ())):
            return "says that it is no contract"
        return ""

    def _dated_total(self, values: Values, paid: list[tuple[int, float]]) -> str:
        """Say that a row with days is the total of a report, which gives the first and the last day of all rows."""
        if paid and all(values[at] in (None, "") for at in self._supplied):
            titles = [values[at] for fact in ("title", "reference") for at, _ in self._uses.get(fact, ())]
            if (names_a_total(titles) or sums_up(titles)) and all(
                self._totals.is_sum(at, pounds) for at, pounds in paid
            ):
                self._totals.begin()
                return "is the sum of the rows above"
        self._totals.add(paid)
        return ""

    def _total_by_its_amounts(self, named: list[Any], paid: list[tuple[int, float]], *, titled: bool) -> str:
        """Say why a row without supplier and day is a total, "" where it may be a contract.

        Args:
            named: its cells that hold no amount.
            paid: its amounts, each with the place of its column.
            titled: whether it says what was bought.
        """
        if not paid:
            return ""
        begins = begins_as_a_total(named)
        if all(self._totals.is_sum(at, pounds) for at, pounds in paid):
            if begins or not titled:
                return "is the sum of the rows above"
            if self._totals.are_several and self._dated and self._supplied:
                return "is the sum of the rows above, and holds neither a supplier nor a day"
        if begins and len(named) == 1 and self._dated and self._supplied:
            return "is called a total, and holds neither a supplier nor a day"
        return ""

    # Rows of one contract, one for each supplier.

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
