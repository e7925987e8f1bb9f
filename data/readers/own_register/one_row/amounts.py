"""The amounts of one row of a register: what a cell of money states, and which of the row's amounts it is."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from data.model import cell_values
from data.model.dates import DAYS_A_YEAR, term_years
from data.model.money import LARGEST_ANNUAL, LARGEST_WITHOUT_TERM, STANDARD_VAT_RATIO
from data.readers.cells import choices, terms
from data.readers.cells.amounts import LONGEST, Amount, amount
from data.readers.cells.marks import NOTE_SIGNS, note_sign
from data.readers.cells.periods import A_YEAR, RATE, WHOLE, paid_every, value_period
from data.readers.cells.units import TIMES, UNITS_IN_WORDS, unit_alone
from data.readers.field_reader import FieldReader
from data.readers.own_register.column_names import is_vat_rate
from data.readers.own_register.facts import AMOUNTS
from data.readers.own_register.header_words import header, is_without_vat, vat
from data.readers.own_register.mapping import ColumnUse
from data.readers.own_register.one_row.columns import Columns, Values
from data.readers.own_register.one_row.days import SLIPPED, When
from data.readers.own_register.one_row.tally import Tally
from data.readers.own_register.one_row.vat_rate import ratio_of
from data.readers.own_register.one_row.years import are_those_of, touches, year_of
from data.readers.own_register.survey import Survey

_NOT_IN_THOUSANDS = 1_000
"""Of a cell that alone bears a pound sign, so many may be pounds, though its column is in thousands."""
_SHORT_REMARK = 40
"""Characters up to which a remark that names VAT, and no sum of its own, is about the amount of its row."""
_A_YEAR = 360
"""Days from which a contract runs for a year: fifty-two weeks are 364."""


def stated(cell: Any, use: ColumnUse, found_in_all: Survey, fields: FieldReader, path: str) -> Amount:
    """Return the amount that a cell states, once what is odd in it is said; `found_in_all` is of the whole column."""
    if cell in (None, ""):
        return Amount(None)
    continental, mark = use.column in found_in_all.continental, ""
    if isinstance(cell, str) and note_sign(cell) and len(cell) <= LONGEST:
        bare = cell.rstrip().rstrip("".join(NOTE_SIGNS))
        cell, mark = bare.rstrip(), cell.rstrip().removeprefix(bare)
    found = amount(cell, use.unit, continental=continental)
    if use.unit and found.pounds is not None:
        found = _in_its_unit(found, cell, use, found_in_all)
    if mark and found.pounds is not None:
        notes = found_in_all.marks.get(mark, [])
        fields.issue(path, f"{cell}{mark}", f"bears a mark, of which {_said_of_a_mark(notes)}", "read without it")
        bases = {vat(note.lower()) for note in notes}
        found = found._replace(vat=found.vat or (bases.pop() if len(bases) == 1 else ""))
    if isinstance(cell, str) and choices.brings_money_in(cell):
        fields.issue(path, cell, choices.IS_PAID, choices.COUNTED)
    if found.problem and found.pounds is None:
        fields.lost(path, cell_values.text(cell), found.problem)
        if what := _of_another_column(cell):
            done = "each is read where it stands; look at the row"
            row = f"{path.removesuffix(use.column)}row"
            fields.issue(row, cell_values.text(cell), SLIPPED.format(what, "amounts"), done)
    elif found.problem:
        fields.issue(path, cell_values.text(cell), found.problem, f"read as £{found.pounds:,.2f}")
    if header(use.column).foreign and not found.currency and found.pounds is not None:
        found = found._replace(currency="EUR" if "€" in use.column or "eur" in use.column.lower() else "USD")
    return found


def _said_of_a_mark(notes: Sequence[str]) -> str:
    """Say what the notes say that begin with a mark; of two, one may be of another column."""
    if len(notes) > 1:
        said = " and ".join(repr(note[:60]) for note in notes[:2])
        return f"{len(notes)} notes say something, such as {said}, and it is not told which is meant"
    return f"a note says {notes[0][:120]!r}" if notes else "no note was found"


def _of_another_column(cell: Any) -> str:
    """Return what a cell of money holds instead of an amount: a day, or a length with its unit; "" for neither."""
    if isinstance(cell, date):
        return "a day"
    length = terms.term(cell)
    return "a length of time" if length.first and not length.bare else ""


def _in_its_unit(found: Amount, cell: Any, use: ColumnUse, found_in_all: Survey) -> Amount:
    """Return an amount as read in the thousands or millions of its column, or why it may be in pounds."""
    signed = isinstance(cell, str) and "£" in cell and use.column in found_in_all.unsigned
    huge = (found.pounds or 0) > (LARGEST_ANNUAL if use.fact == "annual" else LARGEST_WITHOUT_TERM)
    if not (signed or huge):
        return found
    plain = amount(cell, "", continental=use.column in found_in_all.continental).pounds
    if plain is None or plain == found.pounds:
        return found
    if signed and plain >= _NOT_IN_THOUSANDS:
        return Amount(None, f"bears a pound sign, in a column {_of_column(use)}: it may be in pounds")
    if huge:
        would = f"would be £{found.pounds:,.0f} in a column {_of_column(use)}"
        return Amount(None, f"{would}, more than any contract: it may be in pounds")
    return found


def _of_column(use: ColumnUse) -> str:
    return UNITS_IN_WORDS[use.unit].removesuffix(" of pounds")


def powers_of_ten(ratio: float) -> int:
    """Return by how many tens one amount is larger than another, 0 where they are of one size."""
    power, size = 0, ratio
    while size > 6:
        size, power = size / 10, power + 1
    while size < 1 / 6:
        size, power = size * 10, power - 1
    return power


class Amounts:
    """The amounts of a row, in pounds or one other currency; `vat` is the basis of `net` and `annual`.

    `period` is what another column says that its amounts are for, where they stand in a column for the whole term;
    `unit` the unit that another column names: one of TIMES, or words that name none, so that no amount is read.
    """

    def __init__(self, vat: str, currency: str, by_remark: str = "", period: str = "", unit: str = "") -> None:
        self.unit, self.vat_ratio = unit, STANDARD_VAT_RATIO
        self._row_vat, self._by_remark, self._period = vat, by_remark, period
        self.net: float | None = None
        self.gross: float | None = None
        self.annual: float | None = None
        self.period_of_annual = ""
        self.vat = vat if vat == "ex" else "unknown"
        self.currency = currency
        self.estimated = False

    def take(self, found: Amount, use: ColumnUse, fields: FieldReader, path: str, cell: Any) -> None:
        """Take one amount to where it belongs: by what its cell says, else by its column, else by its row."""
        if found.pounds is None:
            return
        if problem := self._by_another_column(found, use):
            fields.lost(path, cell_values.text(cell) or f"{found.pounds:,.2f}", problem)
            return
        period = found.period
        if use.fact != "annual" and not period and self._period != WHOLE:
            period = self._period
        if found.currency and found.currency != "GBP":
            self.currency = found.currency
        self.estimated = (
            self.estimated or found.estimated or ("estimated" in header(use.column).words and use.fact == "value")
        )
        vat = found.vat or self._by_remark or use.vat or self._row_vat
        yearly = period != WHOLE and (use.fact == "annual" or bool(period))
        if yearly and use.fact != "annual" and found.period:
            problem = f"is an amount {paid_every(found.period)} in a column for the whole term"
            fields.issue(path, cell_values.text(cell), problem, "read as a yearly amount")
        if use.fact == "annual" and found.period == WHOLE and not found.problem:
            problem = "is an amount for the whole term in a column of years"
            fields.issue(path, cell_values.text(cell), problem, "read as that of the whole term")
        if yearly:
            self._take_yearly(found, period or use.period or "year", vat)
        elif vat == "inc":
            self.gross = found.pounds if self.gross is None else self.gross
        elif self.net is None:
            self.net = found.pounds
            self.vat = vat or self.vat

    def _by_another_column(self, found: Amount, use: ColumnUse) -> str:
        """Say why an amount is no value by what another column says of it; "" where that says nothing against it."""
        if self.unit not in TIMES:
            return f"is in a unit that is not known, as another column says: {self.unit[:40]}"
        if use.fact != "annual" and not found.period and self._period == RATE:
            return "is a rate, as another column says, and no value of a contract"
        return ""

    def _take_yearly(self, found: Amount, period: str, vat: str) -> None:
        if self.annual is not None and vat == "inc":
            return
        pounds, self.period_of_annual = (found.pounds or 0.0) * A_YEAR.get(period, 1.0), period
        self.annual = round(pounds / self.vat_ratio, 2) if vat == "inc" else pounds
        if vat and self.net is None:
            self.vat = vat

    @property
    def whole(self) -> float | None:
        """The amount over the whole term: without VAT where it is stated, else with it."""
        return self.net if self.net is not None else self.gross

    def turned_round(self, fields: FieldReader, where: str) -> None:
        """Without VAT an amount is never larger than with it: where it is, nothing tells which of the two is right."""
        if self.net and self.gross and self.net > self.gross * (1 + 1e-9) and self.gross > 0:
            problem = f"is larger than the amount with VAT, £{self.gross:,.2f}: one of two columns is wrong"
            fields.lost(where + "value", f"{self.net:,.2f}", problem)
            self.net = self.gross = None

    def negative(self, fields: FieldReader, where: str) -> None:
        """A total below nought is no price, but it says nothing against a yearly amount beside it, which stands."""
        whole = self.whole
        if whole is not None and whole < 0 and self.annual is not None and self.annual > 0:
            done = "made missing; the yearly amount stands"
            fields.issue(where + "value", f"{whole:,.2f}", "is negative", done)
            self.net = self.gross = None

    def nought(self, fields: FieldReader, where: str) -> None:
        """A nought beside an amount of the other kind states nothing: it stands where nothing was filled in."""
        whole = self.whole
        path, done = where + "value", "taken as not stated, since the other amount is"
        if whole == 0 and self.annual:
            fields.issue(path, "0", "is nought beside a yearly amount", done)
            self.net = self.gross = None
        elif self.annual == 0 and whole:
            fields.issue(where + "annual", "0", "is nought beside an amount for the whole term", done)
            self.annual = None


def _in_the_unit_of_its_row(use: ColumnUse, money: Amounts) -> ColumnUse:
    """Return a column of amounts in the unit that another column names for the row, where one does."""
    return replace(use, unit=money.unit) if money.unit else use


class Basis(NamedTuple):
    """What a row states of its amounts, "" each where it states nothing."""

    vat: str
    currency: str
    vat_by_remark: str
    period: str
    unit: str


class RowAmounts:
    """Reads the amounts of single rows; `found` is of whole columns, and `tally` takes what is seen over all rows."""

    def __init__(self, columns: Columns, found: Survey, tally: Tally) -> None:
        self._columns, self._found, self._tally = columns, found, tally
        self._has_twins = len({use.vat for fact in AMOUNTS for _, use in columns.of(fact)}) > 1

    def read(self, values: Values, fields: FieldReader, when: When, said: Basis) -> Amounts:
        """Return the amounts of a row.

        Args:
            values: its cells.
            fields: takes an issue for every cell that was not read as it stands.
            when: its days.
            said: what it states of its amounts, as `basis` gives it.
        """
        money = Amounts(*said)
        money.vat_ratio = ratio_of(self._columns, values, fields) or STANDARD_VAT_RATIO
        for fact in ("value", "value_original"):
            if fact == "value_original" and money.whole is not None and not self._never_extended(values, money, fields):
                break
            for use, cell in self._columns.cells(values, fact):
                self._take(money, cell, use, fields)
            stands = money.whole
            if fact == "value_original" and stands and when.first and (years := term_years(when.start, when.first)):
                basis = stands if money.net is not None else stands / money.vat_ratio
                money.annual = basis / years  # the value leaves the options out, so the term does too (semantics 10.14)
        if money.whole is None and self._columns.of("value_of_year"):
            self._add_years(values, money, fields, when)
        for use, cell in self._columns.cells(values, "annual"):
            self._take(money, cell, use, fields)
        self._for_its_months(money, fields, when)
        money.turned_round(fields, self._columns.where)
        money.negative(fields, self._columns.where)
        money.nought(fields, self._columns.where)
        self._compare(money, when, fields)
        return money

    def _for_its_months(self, money: Amounts, fields: FieldReader, when: When) -> None:
        """An amount a month or week of a contract shorter than a year is that of its months, and not of twelve."""
        last = when.last or when.end
        if money.period_of_annual in ("", "year") or money.annual is None or not (when.start and last):
            return
        days = (last - when.start).days + 1
        if 0 < days < _A_YEAR and money.whole is None:
            problem = f"is an amount {paid_every(money.period_of_annual)}, and the contract is shorter than a year"
            done = "read as that of its days together"
            fields.issue(self._columns.where + "annual", f"{money.annual:,.2f} a year", problem, done)
            money.annual *= days / DAYS_A_YEAR

    def _never_extended(self, values: Values, money: Amounts, fields: FieldReader) -> bool:
        """A nought as the extended value beside an original one states nothing: such a contract was never extended."""
        if money.whole != 0:
            return False
        originals = self._columns.cells(values, "value_original")
        unsaid = FieldReader("", 0, "")
        if not any(stated(cell, use, self._found, unsaid, "").pounds for use, cell in originals):
            return False
        for use, text in self._columns.each(values, "value"):
            problem, done = "is nought beside an original value", "taken as not extended: the original value stands"
            fields.issue(self._columns.path(use), text, problem, done)
        money.net = money.gross = None
        return True

    def _take(self, money: Amounts, cell: Any, use: ColumnUse, fields: FieldReader) -> None:
        path, use = self._columns.path(use), _in_the_unit_of_its_row(use, money)
        money.take(stated(cell, use, self._found, fields, path), use, fields, path, cell)

    def _add_years(self, values: Values, money: Amounts, fields: FieldReader, when: When) -> None:
        """Add up the amounts of single years to the whole, where the years that the term touches all state one."""
        every = [
            (year_of(use.column, when.start), _in_the_unit_of_its_row(use, money), cell)
            for use, cell in self._columns.cells(values, "value_of_year")
        ]
        paths = [self._columns.path(use) for _, use, _ in every]
        found = [
            stated(cell, use, self._found, fields, path) for (_, use, cell), path in zip(every, paths, strict=True)
        ]
        amounts = [(year, use, one) for (year, use, _), one in zip(every, found, strict=True) if one.pounds is not None]
        if not amounts:
            return
        _, use, first = amounts[0]
        total = sum(one.pounds or 0.0 for _, _, one in amounts)
        # A nought outside the term states nothing; an amount there may be that of an option.
        years = [year for year, _, one in amounts if year and (one.pounds or touches(year, when))]
        if not are_those_of(years, [year for year, _, _ in every if year], when):
            if len(every) == 1:
                problem = "is the amount of one year, and the term is another"
                fields.issue(paths[0], f"{first.pounds:,.2f}", problem, "read as a yearly amount")
                money.take(first, replace(use, fact="annual"), fields, paths[0], "")
                return
            problem = f"and those of its other years are £{total:,.2f} together, and not those of the whole term"
            fields.issue(self._columns.path(use), f"{first.pounds:,.2f}", problem, "not read as its value")
            return
        money.take(first._replace(pounds=total), use, fields, self._columns.path(use), "")
        self._tally.years_added += 1
        whole, length = money.whole, term_years(when.start, when.end)
        if whole and length:
            money.annual = (whole if money.net is not None else whole / money.vat_ratio) / length

    def basis(self, values: Values, fields: FieldReader) -> Basis:
        """Return the VAT and currency that a row states of its amounts, the VAT of a remark, and what they are for."""
        stated_vat = self._vat(values, fields)
        currency = choices.currency(self._columns.text(values, "currency", fields))
        by_remark = "" if stated_vat else self._vat_by_remark(values, fields)
        return Basis(stated_vat, currency, by_remark, self._period(values, fields), self._unit(values))

    def _vat(self, values: Values, fields: FieldReader) -> str:
        rates = any(is_vat_rate(use.column) for _, use in self._columns.of("vat"))
        asked = (text for use, text in self._columns.each(values, "vat") if not is_vat_rate(use.column))
        text = (next(asked, "") if rates else self._columns.text(values, "vat", fields)).lower()
        if not text:
            return ""
        ticked = cell_values.tick(text)
        if ticked is not None:
            without = any(header(use.column).vat == "ex" for _, use in self._columns.of("vat"))
            return "inc" if ticked is not without else "ex"
        if re.search(r"\bex|\bnet\b|without|\bplus\b|not incl", text):
            return "ex"
        return "inc" if re.search(r"\binc|\bgross\b|\bwith\b", text) else ""

    def _vat_by_remark(self, values: Values, fields: FieldReader) -> str:
        """Return what a remark says of VAT in its row's only amount, "" where none does."""
        if self._has_twins:
            return ""
        for use, text in self._columns.remarks(values):
            short = len(text) <= _SHORT_REMARK and not any(sign.isdigit() for sign in text)
            said = vat(text.lower()) if short and "vat" in text.lower() else ""
            if said := "ex" if is_without_vat(text.lower()) else said:
                known = "with" if said == "inc" else "without"
                fields.issue(self._columns.path(use), text[:80], f"says that the amount is {known} VAT", "read so")
                return said
        return ""

    def _period(self, values: Values, fields: FieldReader) -> str:
        for use, cell in self._columns.cells(values, "value_period"):
            text = cell_values.text(cell)
            # A school has three terms; a "term" beside "Total" is the contract's.
            called_per = header(use.column).words == ("per",)
            if period := value_period(f"per {text}" if called_per else text):
                return period
            if text.casefold() not in cell_values.BLANKS:
                fields.issue(self._columns.path(use), text, "does not say what an amount is for", "its column decides")
        return ""

    def _unit(self, values: Values) -> str:
        """Return the unit of the amounts of a row, in its own words where these name none that is known."""
        stated_units = self._columns.texts(values, "value_unit")
        return next(
            (unit_alone(text) or text for text in stated_units if text.casefold() not in cell_values.BLANKS), ""
        )

    def _compare(self, money: Amounts, when: When, fields: FieldReader) -> None:
        whole = money.whole
        if not whole or not money.annual or not self._columns.of("annual") or whole < 0 or money.annual < 0:
            return
        years = term_years(when.start, when.first or when.end) or term_years(when.start, when.last)
        if not years:
            return
        self._tally.compared += 1
        apart = powers_of_ten(whole / (money.annual * years))
        if apart:
            self._tally.apart[apart] += 1
            sentence = f"£{money.annual:,.0f} a year for {years:.1f} years against £{whole:,.0f} over the whole term"
            self._tally.first.setdefault(apart, sentence)
            fields.issue(
                self._columns.where + "value",
                f"{whole:,.0f}",
                f"disagrees with the yearly amount ({sentence})",
                "both kept; look at the units",
            )
