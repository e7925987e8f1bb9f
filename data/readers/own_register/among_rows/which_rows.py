"""Which rows of a register are contracts: by their words, and by amounts that sum up those of the rows above."""

from collections.abc import Mapping, Sequence
from typing import Any

from data.model import cell_values
from data.readers.cells.amounts import amount
from data.readers.cells.choices import no_contract
from data.readers.own_register.column_names import is_amount
from data.readers.own_register.facts import AMOUNTS, DAYS_AND_TERMS, NOT_USED
from data.readers.own_register.mapping import ColumnUse
from data.readers.own_register.no_contracts import (
    SumRows,
    begins_as_a_total,
    counts_rows,
    filled_places,
    heads_a_key,
    is_example,
    is_page,
    may_date,
    names_a_total,
    names_money_back,
    says_no_contract,
    sums_up,
    tells_how_to_fill_in,
    turns_pages,
)
from data.readers.own_register.one_row.columns import Values
from data.readers.own_register.survey import Survey

_OF_A_PAGE = 2
"""Cells of the line that a printed table repeats on each page: what is printed, and which page it is."""
_CODE_AND_MEANING = 2
"""Cells of a line of a key."""
_MARKS_OF_A_SUM = frozenset(("GBP", "\u03a3", "\u2211"))
"""Beside "*", by which a ledger marks a sum."""


class WhichRows:
    """Tells which rows of a table are contracts, one after another: a total is told by the rows above it.

    `dated` and `supplied` are the places of the columns of days and terms and of suppliers; `money` those of amounts,
    each with whether they have a decimal comma.
    """

    def __init__(self, uses: Mapping[str, Sequence[tuple[int, ColumnUse]]], found: Survey, width: int) -> None:
        self._uses, self._width = uses, width
        self._totals, self._is_below_a_heading, self._is_in_a_key = SumRows(), False, False
        self._used = {at for fact, named in uses.items() if fact not in AMOUNTS for at, _ in named}
        self._forms = [at for at, _ in uses.get("form", ())]
        self._named = {at for fact in ("title", "description", "supplier") for at, _ in uses.get(fact, ())}
        self.dated = [at for fact in DAYS_AND_TERMS for at, _ in uses.get(fact, ())]
        self.supplied = [at for at, _ in uses.get("supplier", ())]
        self.money = {at: use.column in found.continental for fact in AMOUNTS for at, use in uses.get(fact, ())}

    def no_contract(self, values: Values) -> str:
        """Say why a row is no contract, "" where it may be one."""
        below_a_heading, self._is_below_a_heading = self._is_below_a_heading, False
        if below_a_heading and self._names_columns(values, filled_places(values)):
            return "names columns anew, below a heading"
        paid = [
            (at, pounds)
            for at, continental in self.money.items()
            if (pounds := amount(values[at], "", continental=continental).pounds) is not None
        ]
        if problem := self._by_its_words(values, paid) or self._of_a_template(values, paid):
            return problem
        if any(map(may_date, (values[at] for at in self.dated))):
            return self._dated_total(values, paid)
        held = filled_places(values)
        if names_a_total(values[at] for at in held):
            self._totals.begin()
            return "is a total"
        if counts_rows(values[at] for at in held):
            return "counts the rows above"
        if len(held) == 1 and self._width > 3 and held[0] not in self.money:
            self._is_below_a_heading, self._is_in_a_key = True, heads_a_key(values[held[0]])
            return "holds one cell alone, as a note or a heading does"
        if any(values[at] not in (None, "") for at in self.supplied):
            self._totals.add(paid)
            return ""
        return self._without_supplier_and_day(values, held, paid)

    def _names_columns(self, values: Values, held: list[int]) -> bool:
        """Say whether a row names the columns of the rows under it: each cell words, and one the name of an amount."""
        worded = all(isinstance(values[at], str) and not any(map(str.isdigit, values[at])) for at in held)
        return worded and len(held) > 2 and any(at in self.money and is_amount(values[at]) for at in held)

    def _without_supplier_and_day(self, values: Values, held: list[int], paid: list[tuple[int, float]]) -> str:
        """Say why a row without either is no contract, "" where it may be one."""
        if sums_up(values[at] for at in held):
            return "sums up the rows above"
        if held and all(at in self.money or self._is_beside_a_sum(values, at) for at in held):
            self._totals.begin()
            return "holds amounts alone, as a total does"
        titled = any(
            cell_values.text(values[at]) for fact in ("title", "description") for at, _ in self._uses.get(fact, ())
        )
        problem = self._total_by_its_amounts([values[at] for at in held if at not in self.money], paid, titled=titled)
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
        if ("Next" in values or "Previous" in values) and turns_pages(values):
            return "turns the pages of a web page"
        if not paid and self._numbers_a_page(values):
            return "numbers a page"
        if says_no_contract(values[at] for fact in ("remark", "form") for at, _ in self._uses.get(fact, ())):
            return "says that it is no contract"
        return ""

    def _numbers_a_page(self, values: Values) -> bool:
        """Say whether a row is the line that a printed table repeats; "Page 7" beside a title is where it stands."""
        held = filled_places(values)
        pages = [at for at in held if is_page(values[at])]
        if not pages or len(held) > _OF_A_PAGE:
            return False
        return any(is_page(values[at], of_all=True) for at in pages) or self._named.isdisjoint({*held} - {*pages})

    def _of_a_template(self, values: Values, paid: list[tuple[int, float]]) -> str:
        """Say that a row guides who fills in a template, shows how it is done, or is a line of a key; else "".

        A contract of which nobody filled in the days states an amount; a description in full may begin with "e.g.".
        """
        self._is_in_a_key = self._is_in_a_key and not paid and len(filled_places(values)) == _CODE_AND_MEANING
        if self._is_in_a_key and not any(map(may_date, (values[at] for at in self.dated))):
            return "tells what a code means, below the heading of a key"
        if not paid and tells_how_to_fill_in(values[at] for at in self.dated):
            return "says how cells are to be filled in"
        facts = ("reference", "title" if self._uses.get("title") else "description")
        named = (at for fact in facts for at, _ in self._uses.get(fact, ()))
        return "is an example" if is_example(values[at] for at in named) else ""

    def _dated_total(self, values: Values, paid: list[tuple[int, float]]) -> str:
        """Say that a row with days is the total of a report, which gives the first and the last day of all rows."""
        if paid and all(values[at] in (None, "") for at in self.supplied):
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
            if self._totals.are_several and self.dated and self.supplied:
                return "is the sum of the rows above, and holds neither a supplier nor a day"
        if begins and len(named) == 1 and self.dated and self.supplied:
            return "is called a total, and holds neither a supplier nor a day"
        return ""
