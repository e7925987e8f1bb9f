"""Rows of a register that may tell of one contract twice: of one amount, of amounts that add up, of two versions."""

from data.model.issues import Issue
from data.model.notice import AwardNotice, AwardStatus
from data.readers.own_register.one_row.tally import Tally

_FEWEST_WITH_A_SUM = 3


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


class Repeats:
    """Holds each contract of a table against those above it; `where` stands before what an issue names."""

    def __init__(self, source: str, where: str, tally: Tally) -> None:
        self._source, self._where, self._tally = source, where, tally
        self._amounts_of: dict[int, int] = {}
        self._of_one_name: dict[int, Whole] = {}
        self._told_in: dict[int, tuple[int, str]] = {}
        self._yearly: dict[int, tuple[int, int]] = {}

    def say_of(self, found: AwardNotice, issues: list[Issue]) -> None:
        """Say where rows of one number, or else of one title, state one amount each: it may be that of all together."""
        self._may_be_a_version(found, issues)
        self._may_be_of_another_year(found, issues)
        whole = found.amount or found.amount_gross
        if not whole:
            return
        # Their hashes: the texts of all rows would take far more memory.
        of_number, of_title = (found.title, found.lot_text), (found.buyer.name,)
        name, facts = (found.release_id, of_number) if found.numbered else (found.title, of_title)
        self._adds_up(hash((found.numbered, name)), found, whole, issues)
        told = hash((facts, found.suppliers))
        if self._amounts_of.setdefault(hash((found.numbered, name, found.start, found.end, whole)), told) != told:
            self._tally.repeated += 1
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

    def _may_be_of_another_year(self, found: AwardNotice, issues: list[Issue]) -> None:
        """Say where rows without a number and a whole amount share all but the year's amount, or but the buyer."""
        if found.numbered or found.amount or found.amount_gross or not found.amount_annual or found.of_year:
            return
        if not (found.suppliers and found.start and found.end):
            return
        told = hash((found.title, found.lot_text, found.suppliers, found.start, found.end, found.latest_end))
        mine = hash((found.amount_annual, found.buyer.name))
        line, first = self._yearly.setdefault(told, (found.line or 0, mine))
        if first != mine:
            problem = f"has the title, supplier and days of line {line}, and another yearly amount or buyer"
            done = "counted in each; leave one out where they are one contract, of two years or of two bodies together"
            path, shown = f"{self._where}row", f"{found.amount_annual:,.2f}"
            issues.append(Issue(self._source, found.line, found.release_id, path, shown, problem, done))

    def _adds_up(self, name: int, found: AwardNotice, whole: float, issues: list[Issue]) -> None:
        """Say where a row states the sum of the other rows of its number, or title: they may be its lots."""
        known = self._of_one_name.get(name)
        if known is None:
            self._of_one_name[name] = Whole(found.line or 0, whole)
            return
        if (sum_line := known.with_lot(found.line or 0, whole)) is None:
            return
        self._tally.added_up += 1
        what = "number" if found.numbered else "title"
        problem = f"of the row of line {sum_line} is the sum of the other rows of the same {what}"
        done = "counted in each; leave that row out where it is the amount of all of them together"
        path, shown = f"{self._where}value", f"{known.sum if sum_line == found.line else known.first:,.2f}"
        issues.append(Issue(self._source, found.line, found.release_id, path, shown, problem, done))
