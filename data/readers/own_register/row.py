"""One row of a register under a mapping: its parties, days and amounts, and every cell that was not read."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from data.classify.parties import OWN_WORD
from data.model import cell_values
from data.model.dates import term_years
from data.model.issues import Issue
from data.model.money import STANDARD_VAT_RATIO
from data.model.notice import AwardNotice, AwardStatus, Party
from data.readers.cells import choices, days, suppliers
from data.readers.field_reader import FieldReader
from data.readers.own_register.amounts_of_row import RowAmounts, powers_of_ten, stated
from data.readers.own_register.days_of_row import RowDays, When
from data.readers.own_register.facts import AMOUNTS
from data.readers.own_register.header_words import header, vat
from data.readers.own_register.mapping import ColumnUse, RegisterMapping
from data.readers.own_register.survey import Survey

_STAGES = {
    choices.CANCELLED: AwardStatus.CANCELLED,
    choices.ENDED: AwardStatus.ENDED,
    choices.PLANNED: AwardStatus.PLANNED,
}
_SHORT_REMARK = 40
"""Characters up to which a remark that names VAT, and no sum of its own, is about the amount of its row."""
_GROUPS = {
    "dates": ("start_date", "end_date", "current_end_date", "latest_end_date", "period", "term", "longest_term",
              "extension", "extension_count", "extensions_taken"),
    "basis": ("vat", "currency", "remark", "value_period"),
    "form": ("form",),
    "suppliers": ("supplier", "supplier_kind", "company_number", "charity_number"),
    "published": ("published_date",),
    "buyer": ("buyer", "buyer_kind"),
    "status": ("status", "terminated_date", "remark"),
    "signed": ("signed_date",),
    "cpv": ("cpv",),
    "region": ("region",),
    "category": ("category",),
    "procedure": ("procedure",),
}  # fmt: skip
"""The facts that are read together: what they say depends on their cells alone."""
_USUAL = frozenset((str, int, float, type(None), date, datetime))
"""Kinds of cells of which equal ones say the same; True is 1 as well."""
_REMEMBERED = 8_192
"""Readings of each group that are kept."""
_CPV = re.compile(r"(?<!\d)\d{8}(?!\d)")
Values = Sequence[Any]
T = TypeVar("T")


@dataclass
class Tally:
    """What was seen over all rows: how often the yearly amount disagrees with the whole, and what was worked out."""

    compared: int = 0
    apart: Counter[int] = field(default_factory=Counter)
    first: dict[int, str] = field(default_factory=dict)
    ends_from_terms: int = 0
    latest_from_options: int = 0
    latest_from_lengths: int = 0
    ends_moved: int = 0
    bare_lengths: int = 0
    multiplied: int = 0
    repeated: int = 0
    added_up: int = 0


class RowReader:
    """Reads single rows of one table under a mapping; `uses` are the columns of each fact with their places."""

    def __init__(
        self, source: str, columns: Sequence[str], mapping: RegisterMapping, found: Survey, where: str
    ) -> None:
        self._source, self._mapping, self._found, self._where = source, mapping, found, where
        place = {name: at for at, name in enumerate(columns)}
        self.uses: dict[str, list[tuple[int, ColumnUse]]] = {}
        for use in mapping.columns:
            if use.column in place:
                self.uses.setdefault(use.fact, []).append((place[use.column], use))
        self._days = RowDays(self.uses, where)
        self._names_suppliers, self._says_vat = mapping.gives("supplier"), mapping.gives("vat")
        self._has_twins = len({use.vat for fact in AMOUNTS for _, use in self.uses.get(fact, ())}) > 1
        self.tally = Tally()
        self._counted: list[str] = []
        self._groups = {group: (self._cells(facts), dict[Any, Any]()) for group, facts in _GROUPS.items()}

    def _cells(self, facts: tuple[str, ...]) -> Callable[[Values], Any]:
        """Return what takes the cells of some facts from a row."""
        places = [at for fact in facts for at, _ in self.uses.get(fact, ())]
        return itemgetter(*places) if places else _no_cells

    def reference(self, values: Values) -> str:
        """Return the number of a row, "" where it has none."""
        for at, _ in self.uses.get("reference", ()):
            if text := cell_values.text(values[at]):
                return text
        return ""

    def read(self, rows: Sequence[tuple[int, Values]]) -> list[tuple[AwardNotice, list[Issue]]]:
        """Read some rows, one fact after another: their notices, and an issue for every cell not read as it stands.

        Args:
            rows: the rows with their lines.
        """
        some = [
            _Row(values, FieldReader(self._source, line, self.reference(values)), _USUAL.issuperset(map(type, values)))
            for line, values in rows
        ]
        dates = self._once("dates", some, self._dates)
        bases = self._once("basis", some, self._basis)
        amounts = [self._amounts(*each) for each in zip(some, dates, bases, strict=True)]
        descriptions = self._texts("description", some)
        forms = self._once("form", some, self._form)
        supplied = self._once("suppliers", some, self._written_suppliers)
        published = self._once("published", some, self._published)
        titles = [
            _unmarked(title or more) for title, more in zip(self._texts("title", some), descriptions, strict=True)
        ]
        lots = self._texts("lot", some)
        buyers = self._once("buyer", some, self._buyer)
        named = [(when, named is None or bool(named)) for (when, _), (named, _) in zip(dates, supplied, strict=True)]
        statuses = self._once("status", some, self._status, named)
        statuses = [
            status if found else self._unawarded(row, when) or status
            for row, (found, _), (when, _), status in zip(some, supplied, dates, statuses, strict=True)
        ]
        signed = self._once("signed", some, self._signed)
        cpvs = self._once("cpv", some, self._cpvs)
        regions = self._once("region", some, self._region)
        categories = self._once("category", some, self._category)
        procedures = self._once("procedure", some, self._procedure)
        addresses = self._texts("notice_url", some)
        columns = (some, dates, amounts, descriptions, forms, supplied, published, titles, lots, buyers, statuses)
        more = (signed, cpvs, regions, categories, procedures, addresses)
        every = map(_Facts._make, zip(*columns, *more, strict=True))
        return [(self._notice(facts), facts.row.fields.issues) for facts in every]

    def _notice(self, facts: "_Facts") -> AwardNotice:
        (when, written), money, lot = facts.dates, facts.money, facts.lot
        (suppliers, suppliers_written), (buyer, buyer_written) = facts.suppliers, facts.buyer
        form, is_framework, is_dps, regimes = facts.form
        reference = facts.row.fields.ocid
        amounts = (money.net, money.annual)
        return AwardNotice(
            source=self._source,
            line=facts.row.fields.line,
            origin=self._source,
            title=facts.title,
            release_id=reference or self._source,
            award_id=award_id(facts.title, buyer_written, suppliers_written, amounts, written, (lot, money.gross)),
            numbered=bool(reference),
            description=facts.description,
            lot_text=lot,
            buyer=buyer,
            suppliers=suppliers or (),
            n_suppliers=float("nan") if suppliers is None or not self._names_suppliers else None,
            status=facts.status,
            amount=money.net,
            amount_gross=money.gross,
            amount_annual=money.annual,
            estimated=money.estimated,
            vat_basis=money.vat,
            currency=money.currency,
            start=when.start,
            end=when.end,
            latest_end=when.latest,
            date_signed=facts.signed,
            published=facts.published,
            cpvs=facts.cpvs,
            region_names=facts.region,
            category=facts.category,
            method_details=f"{facts.procedure} {form}" if facts.procedure and form else facts.procedure or form,
            is_framework=is_framework,
            is_dps=is_dps or (bool(facts.procedure) and choices.establishes_system(facts.procedure)),
            special_regimes=regimes,
            notice_url=facts.address,
        )

    def _once(
        self, group: str, rows: list["_Row"], read: Callable[..., T], more: list[tuple[Any, ...]] | None = None
    ) -> list[T]:
        """Return what some cells of each row say together: cells that were read before are not read again.

        What they gave rise to is said and counted anew for each row.

        Args:
            group: which cells, a key of `_GROUPS`.
            rows: the rows.
            read: what reads them in one row.
            more: for each row what else `read` asks; it asks nothing else where no column of the group is there.
        """
        cells, known = self._groups[group]
        beside = [()] * len(rows) if more is None else more[:1] * len(rows) if cells is _no_cells else more
        found = list[T]()
        for row, also in zip(rows, beside, strict=True):
            key = (cells(row.values), *also) if also else cells(row.values)
            held = known.get(key) if row.is_usual else None
            if held is None:
                held = self._read_now(row, read, also)
                if len(known) >= _REMEMBERED:
                    known.clear()
                if row.is_usual:
                    known[key] = held
            elif held.issues:
                fields = row.fields
                fields.issues += [Issue(self._source, fields.line, fields.ocid, *said) for said in held.issues]
            for what in held.counted:
                setattr(self.tally, what, getattr(self.tally, what) + 1)
            if cells is _no_cells and not held.issues and not held.counted:
                return [held.found] * len(rows)  # nothing is asked of a row, so each of them gives the same
            found.append(held.found)
        return found

    def _read_now(self, row: "_Row", read: Callable[..., T], more: tuple[Any, ...]) -> "_Once":
        self._fields, self._counted = row.fields, []
        begun = len(row.fields.issues)
        found = read(row.values, *more)
        return _Once(found, [issue[3:] for issue in row.fields.issues[begun:]], self._counted)

    def _texts(self, fact: str, rows: list["_Row"]) -> list[str]:
        """Return the text of a fact in each row."""
        if fact not in self.uses:
            return [self._mapping.all_rows.get(fact, "")] * len(rows)
        found = list[str]()
        for row in rows:
            self._fields = row.fields
            found.append(self._text(row.values, fact))
        return found

    def _form(self, values: Values) -> tuple[str, bool, bool, tuple[str, ...]]:
        form = self._text(values, "form")
        if choices.brings_money_in(form):
            use = next(use for at, use in self.uses["form"] if cell_values.text(values[at]))
            problem = "says that the public body is paid"
            self._fields.issue(self._path(use), form, problem, "counted; leave the row out where nothing is bought")
        regimes = ("concession",) if "concession" in form.lower() else ()
        if not form:
            return form, False, False, regimes
        return form, choices.sets_up_framework(form), choices.sets_up_purchasing_system(form), regimes

    def _dates(self, values: Values) -> tuple[When, str]:
        """Return the days of a row, and the first and the last as Python writes them."""
        when = self._days.when(values, self._fields, self._counted)
        return when, f"{when.start!r}, {when.end!r}"

    def _published(self, values: Values) -> str:
        return str(self._days.day(values, "published_date", self._fields) or "")

    def _signed(self, values: Values) -> date | None:
        return self._days.day(values, "signed_date", self._fields)

    def _cpvs(self, values: Values) -> tuple[str, ...]:
        return tuple(_CPV.findall(" ".join(self._all(values, "cpv"))))

    def _region(self, values: Values) -> tuple[str, ...]:
        return tuple(filter(None, [self._text(values, "region")]))

    def _category(self, values: Values) -> str:
        return choices.purchase(self._text(values, "category"))

    def _procedure(self, values: Values) -> str:
        return self._text(values, "procedure")

    def _all(self, values: Values, fact: str) -> list[str]:
        return [text for at, _ in self.uses.get(fact, ()) if (text := cell_values.text(values[at]))]

    def _text(self, values: Values, fact: str) -> str:
        for at, use in self.uses.get(fact, ()):
            value = values[at]
            cell = value if isinstance(value, str) else cell_values.text(value)
            if text := cell and self._fields.clean(cell, self._path(use)):
                return text
        return self._mapping.all_rows.get(fact, "")

    def _path(self, use: ColumnUse) -> str:
        return self._where + use.column

    def _buyer(self, values: Values) -> tuple[Party, str]:
        name = self._text(values, "buyer")
        stated_kind = self._text(values, "buyer_kind")
        kind = choices.buyer_kind(stated_kind) if stated_kind else ""
        party = Party(name, ((OWN_WORD, kind),) if kind else ())
        return party, repr(party)

    def _written_suppliers(self, values: Values) -> tuple[tuple[Party, ...] | None, str]:
        found = self._suppliers(values)
        return found, repr(found or ())

    def _suppliers(self, values: Values) -> tuple[Party, ...] | None:
        """Return who supplies, None where a cell says that somebody does and not who."""
        uses = self.uses.get("supplier", ())
        cells = [self._fields.clean(cell_values.text(values[at]), self._path(use)) for at, use in uses]
        cells = [cell for cell in cells if cell.casefold() not in cell_values.BLANKS] or (
            [self._mapping.all_rows["supplier"]] if self._mapping.all_rows.get("supplier") else []
        )
        if len(cells) == 1 and suppliers.names_nobody(cells[0]):
            column = next((self._path(use) for at, use in uses if cell_values.text(values[at])), "supplier")
            self._fields.issue(column, cells[0], "names nobody", "the supplier is not known")
            return None
        found = dict.fromkeys(name for cell in cells for name in suppliers.names(cell))
        ids = tuple(self._supplier_ids(values, cells)) if len(found) == 1 else ()
        kind = self._supplier_kind(values)
        return tuple(Party(name, (*((OWN_WORD, kind),), *ids) if kind else ids) for name in found)

    def _supplier_kind(self, values: Values) -> str:
        for at, use in self.uses.get("supplier_kind", ()):
            text = cell_values.text(values[at])
            if (ticked := cell_values.tick(text)) is not None:
                if ticked and {"vcse", "charity", "voluntary", "vcs", "third"} & set(header(use.column).words):
                    return "charity"
            elif kind := choices.supplier_kind(text):
                return kind
            elif text.casefold() not in cell_values.BLANKS and text.casefold() != "other":
                self._fields.issue(
                    self._path(use), text, "names no kind of supplier that is known", "told by the name instead"
                )
        return choices.supplier_kind(self._mapping.all_rows.get("supplier_kind", ""))

    def _supplier_ids(self, values: Values, cells: list[str]) -> Iterator[tuple[str, str]]:
        known = set[str]()
        for fact, scheme in (("company_number", "GB-COH"), ("charity_number", "GB-CHC")):
            for number in self._all(values, fact) if fact in self.uses else ():
                if number.casefold() not in cell_values.BLANKS:
                    known.add(scheme)
                    yield scheme, number.zfill(8) if scheme == "GB-COH" and number.isdigit() else number
        for cell in cells:
            for pair in suppliers.numbers(cell):
                if pair[0] not in known:
                    yield pair

    def _status(self, values: Values, when: When, named: bool) -> AwardStatus:
        for at, use in self.uses.get("status", ()):
            stated = self._stated_status(use, cell_values.text(values[at]), when, named=named)
            if stated is not AwardStatus.AWARDED:
                return stated
        for at, use in self.uses.get("terminated_date", ()):
            text = cell_values.text(values[at])
            if cell_values.tick(text) or days.day(values[at], use.order or days.DAY_FIRST).day:
                return AwardStatus.ENDED
        for use, text in self._remarks(values):
            if said := choices.ended_by_remark(text):
                self._fields.issue(self._path(use), text[:80], "says that it was ended", "taken as its status")
                return AwardStatus.CANCELLED if said == choices.CANCELLED else AwardStatus.ENDED
            self._extended_by_remark(use, text, when)
        planned = self._mapping.all_rows.get("status", "")
        return AwardStatus.PLANNED if choices.status(planned) == choices.PLANNED else AwardStatus.AWARDED

    def _extended_by_remark(self, use: ColumnUse, text: str, when: When) -> None:
        """Say where a remark begins with an extension beyond the last day that is known."""
        until = days.extended_until(text)
        if until and when.end and until > when.end:
            problem = f"says that it was extended to {until.isoformat()}, after its last day {when.end.isoformat()}"
            self._fields.issue(self._path(use), text[:80], problem, "the last day is read as stated; look at it")

    def _unawarded(self, row: "_Row", when: When) -> AwardStatus | None:
        """Return that a contract was given to nobody, or not yet, where its cell of suppliers says so, else None."""
        for at, use in self.uses.get("supplier", ()):
            if suppliers.not_awarded(text := cell_values.text(row.values[at])):
                row.fields.issue(self._path(use), text, "says that nobody was given the contract", "read as cancelled")
                return AwardStatus.CANCELLED
            begun = when.start is not None and when.start <= _today()
            if suppliers.is_to_come(text) and not begun and not self._states_status(row):
                problem = "says that the supplier is still to come, and no first day is past"
                row.fields.issue(self._path(use), text, problem, "read as planned")
                return AwardStatus.PLANNED
        return None

    def _states_status(self, row: "_Row") -> bool:
        """Say whether a row, or its reader for all rows, states a status."""
        stated = (choices.status(cell_values.text(row.values[at])) for at, _ in self.uses.get("status", ()))
        return any(stated) or bool(self._mapping.all_rows.get("status"))

    def _stated_status(self, use: ColumnUse, text: str, when: When, *, named: bool) -> AwardStatus:
        """Return what a cell of status says; `named` is whether the row has a supplier."""
        ticked = cell_values.tick(text)
        said = choices.status(text) if ticked is None else (choices.IN_FORCE if ticked else choices.OVER)
        if said == choices.OVER and (when.last is None or self._is_cut_short(use, text, when)):
            return AwardStatus.ENDED
        if said == choices.ENDED and choices.passed_on(text):
            problem = "says that it passed to another supplier"
            self._fields.issue(self._path(use), text, problem, "taken as ended; look whether another row carries it on")
        if said == choices.PLANNED and named and text.casefold() == "open" and when.start and when.start <= _today():
            done = "read as in force, since it has a supplier and its first day is past"
            self._fields.issue(self._path(use), text, "may be an open tender or an open contract", done)
            return AwardStatus.AWARDED
        if said == choices.HELD:
            in_force = named or not self._names_suppliers
            done = "read as in force" if in_force else "read as planned, since it has no supplier"
            self._fields.issue(self._path(use), text, "says that it waits", done)
            return AwardStatus.AWARDED if in_force else AwardStatus.PLANNED
        if not said and text.casefold() not in cell_values.BLANKS:
            self._fields.issue(self._path(use), text, "is no status that is known", "read as in force")
        return _STAGES.get(said, AwardStatus.AWARDED)

    def _is_cut_short(self, use: ColumnUse, text: str, when: When) -> bool:
        """Say whether a contract that is over had begun and has its last day before it, by the day of reading."""
        today = _today()
        if when.last is None or when.last <= today or (when.start and when.start > today):
            return False
        problem = f"says that it is over, before its last day {when.last.isoformat()}"
        self._fields.issue(self._path(use), text, problem, "taken as ended early")
        return True

    def _remarks(self, values: Values) -> list[tuple[ColumnUse, str]]:
        return [(use, text) for at, use in self.uses.get("remark", ()) if (text := cell_values.text(values[at]))]

    # Amounts.

    def _amounts(self, row: "_Row", dates: tuple[When, str], said: tuple[str, str, str, str]) -> RowAmounts:
        self._fields, values, (when, _) = row.fields, row.values, dates
        money = RowAmounts(*said)
        for fact in ("value", "value_original"):
            if fact == "value_original" and (money.net is not None or money.gross is not None):
                break
            for at, use in self.uses.get(fact, ()):
                self._take(money, values[at], use)
            stands = money.whole
            if (
                fact == "value_original"
                and stands
                and when.first
                and (years := term_years(when.start, when.first, None))
            ):
                basis = stands if money.net is not None else stands / STANDARD_VAT_RATIO
                money.annual = basis / years  # the value leaves the options out, so the term does too (semantics 10.14)
        for at, use in self.uses.get("annual", ()):
            self._take(money, values[at], use)
        money.turned_round(self._fields, self._where)
        money.nought(self._fields, self._where)
        self._compare(money, when)
        return money

    def _take(self, money: RowAmounts, cell: Any, use: ColumnUse) -> None:
        path = self._path(use)
        money.take(stated(cell, use, self._found, self._fields, path), use, self._fields, path, cell)

    def _basis(self, values: Values) -> tuple[str, str, str, str]:
        """Return the VAT and currency that a row states of its amounts, the VAT of a remark, and what they are for."""
        return self._row_vat(values), self._currency(values), self._vat_by_remark(values), self._value_period(values)

    def _row_vat(self, values: Values) -> str:
        text = self._text(values, "vat").lower() if self._says_vat else ""
        if not text:
            return ""
        ticked = cell_values.tick(text)
        if ticked is not None:
            return "inc" if ticked else "ex"
        if re.search(r"\bex|\bnet\b|without|\bplus\b|not incl", text):
            return "ex"
        return "inc" if re.search(r"\binc|\bgross\b|\bwith\b", text) else ""

    def _vat_by_remark(self, values: Values) -> str:
        """Return what a remark says of VAT in its row's only amount, "" where none does."""
        if self._has_twins or "remark" not in self.uses or self._row_vat(values):
            return ""
        for use, text in self._remarks(values):
            short = len(text) <= _SHORT_REMARK and not any(sign.isdigit() for sign in text)
            if short and "vat" in text.lower() and (said := vat(text.lower())):
                known = "with" if said == "inc" else "without"
                self._fields.issue(self._path(use), text[:80], f"says that the amount is {known} VAT", "read so")
                return said
        return ""

    def _value_period(self, values: Values) -> str:
        for at, use in self.uses.get("value_period", ()):
            text = cell_values.text(values[at])
            if period := choices.value_period(text):
                return period
            if text.casefold() not in cell_values.BLANKS:
                self._fields.issue(self._path(use), text, "does not say what an amount is for", "its column decides")
        return ""

    def _currency(self, values: Values) -> str:
        return choices.currency(self._text(values, "currency"))

    def _compare(self, money: RowAmounts, when: When) -> None:
        whole = money.whole
        if not whole or not money.annual or "annual" not in self.uses or whole < 0 or money.annual < 0:
            return
        years = term_years(when.start, when.first or when.end, None) or term_years(when.start, None, when.last)
        if not years:
            return
        self.tally.compared += 1
        apart = powers_of_ten(whole / (money.annual * years))
        if apart:
            self.tally.apart[apart] += 1
            sentence = f"£{money.annual:,.0f} a year for {years:.1f} years against £{whole:,.0f} over the whole term"
            self.tally.first.setdefault(apart, sentence)
            self._fields.issue(
                self._where + "value",
                f"{whole:,.0f}",
                f"disagrees with the yearly amount ({sentence})",
                "both kept; look at the units",
            )


def _unmarked(title: str) -> str:
    """Return a title without a sign behind it that points to a note."""
    return title.rstrip("*\u2020\u2021 ") if title.endswith(("*", "\u2020", "\u2021")) else title


def _no_cells(values: Values) -> None:
    """What a row states of facts that have no column."""


def award_id(
    title: str,
    buyer: str,
    suppliers: str,
    amounts: tuple[float | None, float | None],
    days: str,
    more: tuple[str, float | None],
) -> str:
    """Tell apart the rows that share a reference, as the lots of one agreement do; equal rows are one contract.

    Args:
        title: as in the notice.
        buyer: the buyer, as Python writes it.
        suppliers: the tuple of suppliers, as Python writes it.
        amounts: the amount and that of a year.
        days: the first and the last day, as Python writes them.
        more: the lot and the amount with VAT, which few rows state.
    """
    facts = f"({title!r}, {buyer}, {suppliers}, {amounts[0]!r}, {amounts[1]!r}, {days})"
    return sha256((f"({facts}, {more!r})" if any(more) else facts).encode()).hexdigest()[:8]


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the day of reading


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of one row, and what reads them; `is_usual` where equal cells say the same."""

    values: Values
    fields: FieldReader
    is_usual: bool


class _Facts(NamedTuple):
    """What the cells of one row say, fact by fact."""

    row: _Row
    dates: "tuple[When, str]"
    money: RowAmounts
    description: str
    form: tuple[str, bool, bool, tuple[str, ...]]
    suppliers: tuple[tuple[Party, ...] | None, str]
    published: str
    title: str
    lot: str
    buyer: tuple[Party, str]
    status: AwardStatus
    signed: date | None
    cpvs: tuple[str, ...]
    region: tuple[str, ...]
    category: str
    procedure: str
    address: str


class _Once(NamedTuple):
    """What some cells say together: what was found, the ends of the issues that it gives rise to, what is counted."""

    found: Any
    issues: list[tuple[Any, ...]]
    counted: list[str]
