"""One row of a register under a mapping: its parties, days and amounts, and every cell that was not read."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from data.model import cell_values
from data.model.issues import Issue
from data.model.notice import AwardNotice, AwardStatus, Party
from data.readers.cells import choices
from data.readers.cells.suppliers import are_several
from data.readers.field_reader import FieldReader
from data.readers.own_register.facts import AMOUNTS, NOT_USED
from data.readers.own_register.header_words import header
from data.readers.own_register.mapping import RegisterMapping
from data.readers.own_register.one_row.amounts import Amounts, RowAmounts
from data.readers.own_register.one_row.columns import Columns, Values
from data.readers.own_register.one_row.days import RowDays, When
from data.readers.own_register.one_row.parties import RowParties
from data.readers.own_register.one_row.remarks import RowRemarks
from data.readers.own_register.one_row.status import RowStatus, day_of_reading
from data.readers.own_register.one_row.tally import Tally
from data.readers.own_register.survey import Survey

_GROUPS = {
    "dates": ("start_date", "end_date", "current_end_date", "latest_end_date", "period", "term", "longest_term",
              "extension", "extension_count", "extensions_taken"),
    "basis": ("vat", "currency", "remark", "value_period", "value_unit"),
    "form": ("form",),
    "suppliers": ("supplier", "supplier_kind", "company_number", "charity_number"),
    "published": ("published_date",),
    "buyer": ("buyer", "buyer_kind"),
    "status": ("status", "terminated_date", "remark"),
    "remarks": ("remark",),
    "signed": ("signed_date",),
    "cpv": ("cpv",),
    "region": ("region",),
    "category": ("category",),
    "procedure": ("procedure",),
}  # fmt: skip
"""The facts that are read together: what they say depends on their cells alone."""
_USUAL = frozenset((str, int, float, type(None), date, datetime))
"""Kinds of cells of which equal ones say the same; True is 1 as well."""
_YEAR = frozenset(("year",))
_A_YEAR = _YEAR | {"financial", "fiscal", "budget", "spend", "accounting", "academic", "school", "of"}
"""Words of a column that says of which year a row is."""
_REMEMBERED = 8_192
"""Readings of each group that are kept."""
_OF_NOTICES = re.compile(r"contractPeriod[_./]+(?:start|end)Date")
"""How a table names its days whose columns are the fields of the standard for notices: none of a register of one's own.

https://standard.open-contracting.org/1.1/en/schema/release/#award
"""
_CPV = re.compile(r"(?<!\d)\d{8}(?!\d)")
MadeOf = tuple[str, Sequence[str], RegisterMapping, Survey, str]
"""What a reader of rows is made of."""
T = TypeVar("T")
_Form = tuple[str, bool, bool, tuple[str, ...], str]
"""The form as written, whether it sets up a framework or a purchasing system, its regimes, and where it is stated."""


class RowReader:
    """Reads single rows of one table under a mapping; `uses` are the columns of each fact with their places.

    `made_of` makes its like in another process.
    """

    def __init__(
        self, source: str, columns: Sequence[str], mapping: RegisterMapping, found: Survey, where: str
    ) -> None:
        self.made_of: MadeOf = source, columns, mapping, found.of_columns(), where
        self._source, self._names_suppliers = source, mapping.gives("supplier")
        self._sheet = where.removesuffix("!")
        self._columns = Columns(columns, mapping, where)
        self.uses, self.tally = self._columns.uses, Tally()
        self._money = RowAmounts(self._columns, found, self.tally)
        self._parties, self._stages = RowParties(self._columns), RowStatus(self._columns)
        self._remarks = RowRemarks(self._columns)
        self._counted: list[str] = []
        self._of_notices = all(
            any(_OF_NOTICES.search(use.column) for _, use in self._columns.of(fact))
            for fact in ("start_date", "end_date")
        )
        self._years = [
            at for at, use in self._columns.of(NOT_USED) if _YEAR <= set(header(use.column).words) <= _A_YEAR
        ]
        self._groups = {group: (self._cells(facts), dict[Any, Any]()) for group, facts in _GROUPS.items()}

    def _cells(self, facts: tuple[str, ...]) -> Callable[[Values], Any]:
        """Return what takes the cells of some facts from a row."""
        places = [at for fact in facts for at, _ in self._columns.of(fact)]
        return itemgetter(*places) if places else _no_cells

    def reference(self, values: Values) -> str:
        """Return the number of a row, "" where it has none."""
        return next(iter(self._columns.texts(values, "reference")), "").removeprefix("'")

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
        bases = self._once("basis", some, self._money.basis)
        amounts = [
            self._money.read(row.values, row.fields, when, basis)
            for row, (when, _), basis in zip(some, dates, bases, strict=True)
        ]
        descriptions = self._texts("description", some)
        forms = self._once("form", some, self._form)
        supplied = self._once("suppliers", some, self._parties.suppliers)
        published = self._once("published", some, self._published)
        titles = [
            _unmarked(title or more) for title, more in zip(self._texts("title", some), descriptions, strict=True)
        ]
        lots = self._texts("lot", some)
        buyers = self._once("buyer", some, self._parties.buyer)
        named = [(when, named is None or bool(named)) for (when, _), (named, _) in zip(dates, supplied, strict=True)]
        statuses = self._once("status", some, self._stages.read, named)
        statuses = [
            status if found else self._stages.unawarded(row.values, row.fields, when) or status
            for row, (found, _), (when, _), status in zip(some, supplied, dates, statuses, strict=True)
        ]
        if self._columns.of("remark"):
            told = [
                ((money.net, money.gross, money.annual), tuple(party.name for party in named or ()))
                for money, (named, _) in zip(amounts, supplied, strict=True)
            ]
            self._once("remarks", some, self._remarks.read, told)
        self.tally.past_their_end += sum(
            self._stages.runs_on(row.values, when) for row, (when, _) in zip(some, dates, strict=True)
        )
        signed = self._once("signed", some, self._signed)
        cpvs = self._once("cpv", some, self._cpvs)
        regions = self._once("region", some, self._region)
        categories = self._once("category", some, self._category)
        procedures = self._once("procedure", some, self._procedure)
        addresses = self._texts("notice_url", some)
        every = (
            _Facts(
                row=row,
                dates=dates[at],
                money=amounts[at],
                description=descriptions[at],
                form=forms[at],
                suppliers=supplied[at],
                published=published[at],
                title=titles[at],
                lot=lots[at],
                buyer=buyers[at],
                status=statuses[at],
                signed=signed[at],
                cpvs=cpvs[at],
                region=regions[at],
                category=categories[at],
                procedure=procedures[at],
                address=addresses[at],
            )
            for at, row in enumerate(some)
        )
        return [(self._notice(facts), facts.row.fields.issues) for facts in every]

    def _notice(self, facts: "_Facts") -> AwardNotice:
        (when, written), money, lot = facts.dates, facts.money, facts.lot
        (suppliers, suppliers_written), (buyer, buyer_written) = facts.suppliers, facts.buyer
        form, is_framework, is_dps, regimes, stated = facts.form
        by_procedure = bool(facts.procedure) and not is_dps and choices.establishes_system(facts.procedure)
        by_title = suppliers is None and self._is_system_of_several(facts)
        form = form or self._grant(facts)
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
            of_year=any(cell_values.text(facts.row.values[at]) for at in self._years),
            of_own_register=True,
            of_notices=self._of_notices,
            sheet=self._sheet,
            description=facts.description,
            lot_text=lot,
            buyer=buyer,
            suppliers=suppliers or (),
            n_suppliers=float("nan") if suppliers is None or not self._names_suppliers else None,
            status=facts.status,
            amount=money.net,
            amount_gross=money.gross,
            amount_annual=money.annual,
            vat_ratio=money.vat_ratio,
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
            is_dps=is_dps or by_procedure or by_title,
            form_stated="" if by_procedure or by_title else stated,
            special_regimes=regimes,
            notice_url=facts.address,
        )

    def _is_system_of_several(self, facts: "_Facts") -> bool:
        """Say whether a row names a purchasing system and says of its suppliers only that they are several."""
        several = any(map(are_several, self._columns.texts(facts.row.values, "supplier")))
        return several and any(map(choices.sets_up_purchasing_system, (facts.title, facts.procedure)))

    def _grant(self, facts: "_Facts") -> str:
        """Return the form of a row that says in place of its amount that it is a grant; "" for any other."""
        if facts.money.whole or facts.money.annual:
            return ""
        for use, text in chain.from_iterable(self._columns.each(facts.row.values, fact) for fact in AMOUNTS):
            if choices.is_grant(text):
                problem = "says that this is a grant in place of an amount"
                facts.row.fields.issue(self._columns.path(use), text, problem, "read so")
                return "Grant"
        return ""

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
        self._counted = []
        begun = len(row.fields.issues)
        found = read(row.values, row.fields, *more)
        return _Once(found, [issue[3:] for issue in row.fields.issues[begun:]], self._counted)

    def _texts(self, fact: str, rows: list["_Row"]) -> list[str]:
        """Return the text of a fact in each row."""
        if fact not in self.uses:
            return [self._columns.all_rows.get(fact, "")] * len(rows)
        return [self._columns.text(row.values, fact, row.fields) for row in rows]

    def _form(self, values: Values, fields: FieldReader) -> _Form:
        form = self._columns.text(values, "form", fields)
        if choices.brings_money_in(form):
            use = self._columns.each(values, "form")[0][0]
            fields.issue(self._columns.path(use), form, choices.IS_PAID, choices.COUNTED)
        regimes = ("concession",) if "concession" in form.lower() else ()
        if not form:
            return form, False, False, regimes, ""
        sets_up = choices.sets_up_framework(form), choices.sets_up_purchasing_system(form)
        return form, *sets_up, regimes, self._columns.said(values, "form", form)

    def _dates(self, values: Values, fields: FieldReader) -> tuple[When, str]:
        """Return the days of a row, and the first and the last as Python writes them."""
        when = RowDays(self._columns, values, fields, self._counted).when()
        return when, f"{when.start!r}, {when.end!r}"

    def _published(self, values: Values, fields: FieldReader) -> str:
        days = RowDays(self._columns, values, fields, self._counted)
        return str(days.day("published_date", until=day_of_reading()) or "")

    def _signed(self, values: Values, fields: FieldReader) -> date | None:
        return RowDays(self._columns, values, fields, self._counted).day("signed_date")

    def _cpvs(self, values: Values, _fields: FieldReader) -> tuple[str, ...]:
        return tuple(_CPV.findall(" ".join(self._columns.texts(values, "cpv"))))

    def _region(self, values: Values, fields: FieldReader) -> tuple[str, ...]:
        return tuple(filter(None, [self._columns.text(values, "region", fields)]))

    def _category(self, values: Values, fields: FieldReader) -> str:
        return choices.purchase(self._columns.text(values, "category", fields))

    def _procedure(self, values: Values, fields: FieldReader) -> str:
        return self._columns.text(values, "procedure", fields)


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
    money: Amounts
    description: str
    form: _Form
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
