"""Rows of a register under a mapping: which are contracts, which are one contract together, which were mended."""

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from data.model import cell_values
from data.model.issues import Issue, left_out
from data.model.notice import AwardNotice, NoticesAndIssues
from data.readers.cells.amounts import amount
from data.readers.own_register.facts import AMOUNTS
from data.readers.own_register.mapping import Mend, RegisterMapping
from data.readers.own_register.no_contracts import Totals, begins_as_a_total, names_a_total, names_money_back, stated
from data.readers.own_register.row import RowReader, Values, award_id
from data.readers.own_register.survey import Survey, key_places, row_key

_DATES = ("start_date", "end_date", "current_end_date", "latest_end_date", "period", "term")
_STRETCH = 8
"""Rows are dealt out to parts of the work in stretches of 2^8 lines."""
_SHOWN = 80
"""Characters of a cell that an issue shows, and by which one that was mended is known again."""


class RegisterReader:
    """Reads the rows of one table under a mapping."""

    def __init__(
        self,
        source: str,
        columns: Sequence[str],
        mapping: RegisterMapping,
        found: Survey,
        sheet: str = "",
        part: tuple[int, int] = (0, 1),
    ) -> None:
        self._source, self._columns, self._found = source, list(columns), found
        self._where = f"{sheet}!" if sheet else ""
        self._rows = RowReader(source, columns, mapping, found, self._where)
        self._uses, self._reference, self.tally = self._rows.uses, self._rows.reference, self._rows.tally
        self._key = key_places(columns, mapping)
        self._groups = dict(found.groups)
        self._held: dict[int, list[tuple[AwardNotice, list[Issue]]]] = {}
        self._totals = Totals()
        self._dated = [at for fact in _DATES for at, _ in self._uses.get(fact, ())]
        self._supplied = [at for at, _ in self._uses.get("supplier", ())]
        self._money = [at for fact in AMOUNTS for at, _ in self._uses.get(fact, ())]
        self._mended, self._out = _mends(mapping.mends)
        self._amounts_of: dict[int, int] = {}
        self._part, self._parts = part

    def is_mine(self, line: int) -> bool:
        """Say whether a row is read in this part of the work: rows are dealt out a stretch at a time."""
        return (line >> _STRETCH) % self._parts == self._part

    def read(self, rows: Iterator[tuple[int, list[Any]]]) -> Iterator[NoticesAndIssues]:
        """Yield the notices and issues of each row; rows of one contract that name a supplier each come together."""
        for line, values in rows:
            if self._mended or self._out:
                if self._is_out(values, line):
                    if self.is_mine(line):
                        yield [], [self._left(line, values, "was left out by hand", "as the mapping says")]
                    continue
                self._mend(values, line)
            if problem := self._no_contract(values):
                if self.is_mine(line):
                    yield [], [self._left(line, values, problem, "it is no contract")]
                continue
            key = row_key(values, self._key) if self._groups else 0
            count = self._groups.get(key, 0)
            if self._parts > 1 and not (key % self._parts == self._part if count > 1 else self.is_mine(line)):
                continue
            found, issues = self._rows.read(values, line)
            if count < 2 or not found.suppliers:
                self._repeats_an_amount(found, issues)
                yield [found], issues
            else:
                yield from self._together(key, found, issues)
        for held in self._held.values():
            yield self._joined(held)

    def _left(self, line: int, values: Values, problem: str, done: str) -> Issue:
        shown = " | ".join(cell_values.text(values[at]) for at in stated(values))
        return left_out(self._source, line, f"{self._where}row", shown, problem, done)._replace(unread=False)

    def _repeats_an_amount(self, found: AwardNotice, issues: list[Issue]) -> None:
        """Say where rows of one number, or else of one title, state one amount each: it may be that of all together."""
        whole = found.amount or found.amount_gross
        if not whole:
            return
        # Their hashes: the texts of all rows would take far more memory.
        name, facts = (found.release_id, (found.title, found.lot_text)) if found.numbered else (found.title, ())
        told = hash((facts, found.suppliers))
        if self._amounts_of.setdefault(hash((found.numbered, name, found.start, found.end, whole)), told) != told:
            self.tally.repeated += 1
            what = "number" if found.numbered else "title"
            problem = f"states the same amount as another row of the same {what}"
            done = "counted in each; leave rows out where it is the amount of all of them together"
            issues.append(
                Issue(self._source, found.line, found.release_id, f"{self._where}value", f"{whole:,.2f}", problem, done)
            )

    # What was mended by hand.

    def _is_out(self, values: Values, line: int) -> bool:
        reference = self._reference(values)
        return (reference, 0) in self._out or ("", line) in self._out

    def _mend(self, values: list[Any], line: int) -> None:
        reference = self._reference(values)
        for at, column in enumerate(self._columns):
            was = cell_values.text(values[at])[:_SHOWN]
            for row in ((reference, 0), ("", line)):
                if (mended := self._mended.get((*row, column, was))) is not None and row != ("", 0):
                    values[at] = mended

    # Rows that are no contract.

    def _no_contract(self, values: list[Any]) -> str:
        """Say why a row is no contract, "" where it may be one."""
        paid = [(at, pounds) for at in self._money if (pounds := self._pounds(at, values)) is not None]
        if paid and max(pounds for _, pounds in paid) < 0 and names_money_back(values):
            return "is money that comes back"
        if any(values[at] not in (None, "") for at in self._dated):
            self._add_up(paid)
            return ""
        held = stated(values)
        if names_a_total(values[at] for at in held):
            self._totals.begin()
            return "is a total"
        if any(values[at] not in (None, "") for at in self._supplied):
            self._add_up(paid)
            return ""
        if len(held) == 1 and len(self._columns) > 3 and held[0] not in self._money:
            return "holds one cell alone, as a note or a heading does"
        if held and all(at in self._money for at in held):
            self._totals.begin()
            return "holds amounts alone, as a total does"
        titled = any(
            cell_values.text(values[at]) for fact in ("title", "description") for at, _ in self._uses.get(fact, ())
        )
        sums = bool(paid) and all(self._totals.is_sum(at, pounds) for at, pounds in paid)
        if sums and (begins_as_a_total(values[at] for at in held) or not titled):
            self._totals.begin()
            return "is the sum of the rows above"
        self._add_up(paid)
        return ""

    def _add_up(self, paid: list[tuple[int, float]]) -> None:
        for at, pounds in paid:
            self._totals.add(at, pounds)

    def _pounds(self, at: int, values: Values) -> float | None:
        return amount(values[at], "", continental=self._columns[at] in self._found.continental).pounds

    # Rows of one contract, one for each supplier.

    def _together(self, key: int, found: AwardNotice, issues: list[Issue]) -> Iterator[NoticesAndIssues]:
        held = self._held.setdefault(key, [])
        held.append((found, issues))
        if len(held) == self._groups[key]:
            yield self._joined(self._held.pop(key))

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
        stated = (first.amount, first.amount_annual, first.start, first.end)
        more = (first.lot_text, first.amount_gross)
        id_ = award_id(first.title, repr(first.buyer), repr(suppliers), stated, more)
        return [replace(first, suppliers=suppliers, award_id=id_)], issues


def _mends(mends: Sequence[Mend]) -> tuple[dict[tuple[str, int, str, str], str], set[tuple[str, int]]]:
    """Return what cells become by the row (its own number, or its line), column and old text; and the rows left out."""
    rows = [((mend.reference, 0) if mend.reference else ("", mend.line), mend) for mend in mends]
    cells = {(*row, mend.column, mend.was[:_SHOWN]): mend.now for row, mend in rows if mend.column}
    return cells, {row for row, mend in rows if not mend.column}
