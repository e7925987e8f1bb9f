"""Rows of a register that are no contract (totals, notes, headings), and whole tables that list payments."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from data.model import cell_values
from data.readers.own_register.facts import AMOUNTS, DAYS_AND_TERMS
from data.readers.own_register.header_words import header
from data.readers.own_register.mapping import RegisterMapping

_TOTAL = re.compile(
    r"(?:grand|sub|overall|report|sheet|page|running|cumulative|overall contract)?[\s-]*totals?\b(?:\s*(?:for|of"
    r"|value|cost|spend|contracts?|amount"
    r"|annual|\(|:|=|-|£|\d|in|excl|incl|all|by|awarded|excluding|including|\.).*)?|(?:sum|total) of .*|sum:?"
    r"|.{0,60}\b(?:sub[\s-]?|grand )?totals?:?|totals?[:.]?|cyfanswm:?"
)
_PAYMENT_WORDS = (
    "transaction", "payment date", "invoice", "date paid", "date of payment", "paid date", "document number",
    "doc number", "clearing", "gl date", "posting date", "voucher", "cheque", "bacs", "payment number",
    "payment reference", "payment amount", "date cleared", "expense type", "expense code", "expense area",
    "expenditure code", "merchant", "net amount", "ledger", "payment value", "amount paid", "paid amount",
    "document no", "pay date", "spend date", "cost centre", "line amount", "beneficiary", "payee",
)  # fmt: skip


def lists_payments(columns: Iterable[str], mapping: RegisterMapping) -> bool:
    """Say whether a table lists payments: signs of a ledger, and neither a first day nor a last nor a term."""
    if mapping.gives(*DAYS_AND_TERMS):
        return False
    joined = [f" {' '.join(header(name).words)} {name.casefold().replace('_', ' ')} " for name in columns]
    return any(word in name for name in joined for word in _PAYMENT_WORDS)


_TENANTS, _RENTS = frozenset(("tenant", "lessee", "occupier")), frozenset(("rent", "rental"))


def lists_lettings(columns: Iterable[str], mapping: RegisterMapping) -> bool:
    """Say whether a table lists what the public body lets: it names a tenant and a rent, and no amount that is paid."""
    words = {word for name in columns for word in header(name).words}
    return bool(words & _TENANTS and words & _RENTS) and not mapping.gives(*AMOUNTS)


def problem_of(columns: Sequence[str], mapping: RegisterMapping) -> str:
    """Say why a table holds no contracts, or "" where it does."""
    if lists_payments(columns, mapping):
        return "lists payments, not contracts: it has no start, end or term, but marks of a ledger"
    if lists_lettings(columns, mapping):
        return "lists what the public body lets, not what it buys: it has a tenant and a rent"
    if not mapping.gives("title", "description"):
        return "has no column for what was bought, so it lists no contracts"
    if not mapping.gives(*AMOUNTS, *DAYS_AND_TERMS):
        return "has no column for value, start or end, so it lists no contracts"
    return ""


class SumRows:
    """Tells rows that sum others: by their words, or by an amount that is the sum of those above and stands alone."""

    def __init__(self) -> None:
        self._sums = defaultdict[int, float](float)
        self._since = defaultdict[int, float](float)
        self._rows_since = 0

    def add(self, paid: Iterable[tuple[int, float]]) -> None:
        """Add the amounts of a contract, each with the place of its column."""
        self._rows_since += 1
        for place, pounds in paid:
            self._sums[place] += pounds
            self._since[place] += pounds

    def is_sum(self, place: int, pounds: float) -> bool:
        """Say whether an amount is that of all contracts above in its column, or of those since the last total."""
        near = max(1.0, abs(pounds) * 1e-6)
        return pounds != 0 and any(abs(pounds - total) <= near for total in (self._sums[place], self._since[place]))

    @property
    def are_several(self) -> bool:
        """Whether more than one row was added since the last total, so that no single row has the same amount."""
        return self._rows_since > 1

    def begin(self) -> None:
        """Begin anew after a total."""
        self._since.clear()
        self._rows_since = 0


def names_a_total(cells: Iterable[Any]) -> bool:
    """Say whether a cell of a row says that the row is a total."""
    return any(
        isinstance(cell, str)
        and len(cell) <= 100
        and _TOTAL.fullmatch(cell.strip().lower().replace("\u2013", "-").replace("\u2014", "-"))
        for cell in cells
    )


_COUNT = re.compile(r"(?:record |row |contract )?counts?:?", re.IGNORECASE)


def counts_rows(cells: Iterable[Any]) -> bool:
    """Say whether a row says "Count" and holds numbers and nothing else, as below each group of a report."""
    texts = [cell_values.text(cell).strip() for cell in cells]
    words = [text for text in texts if not text.replace(",", "").replace(".", "").isdigit()]
    return 0 < len(words) < len(texts) and all(_COUNT.fullmatch(text) for text in words)


_SUMS_UP = re.compile(
    r"(?:(?:overall|grand) )?(?:average|mean|median)(?: (?:contract )?(?:value|cost|spend|amount))?:?"
    r"|(?:sum|count|average)\s?[:=]\s?£?[\d,.]+"
    r"|(?:number of (?:contracts|agreements|records)\s?[:=]?\s?)\d[\d,]*"
    r"|\d[\d,]* (?:contracts|agreements|records)(?: (?:listed|in total|in all|shown|found|returned|above))?",
    re.IGNORECASE,
)


def sums_up(cells: Iterable[Any]) -> bool:
    """Say whether a cell counts the rows or gives their average: "3 contracts listed", "Count: 3", "Average"."""
    return any(isinstance(cell, str) and _SUMS_UP.fullmatch(" ".join(cell[:80].split())) for cell in cells)


_TOTAL_WORD = re.compile("total|sum", re.IGNORECASE)


def may_date(cell: Any) -> bool:
    """Say whether a cell of a column of dates may date a contract; "TOTAL" may stand there, left of the amounts."""
    return cell not in (None, "") and not (isinstance(cell, str) and _TOTAL_WORD.search(cell) and names_a_total([cell]))


_BEGINS_AS_A_TOTAL = re.compile(r"\W*(?:grand|sub|overall)?\W*totals?\b", re.IGNORECASE)
_MONEY_BACK = re.compile(
    r"refund|rebate|credit note|reimburse|reversal|overpa(?:id|yment)|write[\s-]?off", re.IGNORECASE
)


def begins_as_a_total(cells: Iterable[Any]) -> bool:
    """Say whether a cell begins with the word total, whatever follows."""
    return any(isinstance(cell, str) and _BEGINS_AS_A_TOTAL.match(cell) for cell in cells)


def names_money_back(cells: Iterable[Any]) -> bool:
    """Say whether a cell speaks of money that comes back, such as a refund."""
    return any(isinstance(cell, str) and len(cell) <= 300 and _MONEY_BACK.search(cell) for cell in cells)


_NO_CONTRACT = re.compile(
    r"\b(?:is |are )?not (?:a |an )?(?:formal |legal )?contracts?\b(?! (?:extension|price|value))", re.IGNORECASE
)


def says_no_contract(cells: Iterable[Any]) -> bool:
    """Say whether a remark or a form says that a row is none: "grant agreement, not a contract for services"."""
    return any(isinstance(cell, str) and len(cell) <= 300 and _NO_CONTRACT.search(cell) for cell in cells)


_OF_PLANS = re.compile(
    r"(?:contracts? |procurement |tender )?(?:pipeline|forward plan|(?:planned|forthcoming|future|upcoming|proposed)"
    r"(?: (?:contracts?|procurements?|tenders?|projects?|awards?))+)(?: (?:contracts?|procurements?|projects?))*"
    r"\W*(?:(?:(?:for|in|from) )?(?:20)\d\d(?:\s?[/\u2013-]\s?(?:20)?\d\d)?\W*)?",
    re.IGNORECASE,
)


_OF_ENDED = re.compile(
    r"(?:list of )?(?:contracts?|agreements?|terminated|ended early|terminated early|early terminations?)(?: of)?"
    r"(?: (?:contracts?|agreements?|that|which|have|been|were|was|are|is|now|or|and|terminated|ended early|early"
    r"|cancelled|handed back|in (?:the )?year|during (?:the )?year|this year|since"
    r"|before (?:their )?(?:term|time|end)))*\W*",
    re.IGNORECASE,
)
_ENDED_EARLY = re.compile(r"terminat|ended early|handed back", re.IGNORECASE)


def heads_ended(cell: Any) -> bool:
    """Say whether a line of its own heads the rows below it as ended before their time: "Terminated contracts"."""
    if not isinstance(cell, str):
        return False
    line = " ".join(cell[:80].split())
    return bool(_OF_ENDED.fullmatch(line) and _ENDED_EARLY.search(line))


def heads_plans(cell: Any) -> bool:
    """Say whether a line of its own heads the rows below it as plans: "PIPELINE", "Forthcoming procurements"."""
    return isinstance(cell, str) and bool(_OF_PLANS.fullmatch(" ".join(cell[:80].split())))


_HOW_A_DAY_IS_WRITTEN = re.compile(
    r"\W*(?:(?:in )?(?:date|format|e\.?g\.?)\W+)*"
    r"(?:dd?\W?mmm?\W?yy(?:yy)?|mm?\W?dd?\W?yy(?:yy)?|yyyy\W?mm\W?dd|mmm?\W?yy(?:yy)?)(?:\W+format)?\W*",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(
    r"\W*(?:example(?:\s(?:row|entry|only|contract|\d))*\W*(?:[:\u2013-]\s.*)?"
    r"|sample(?:\s(?:row|entry|only|contract|\d))*\W*|sample (?:row|entry|contract)\W*[:\u2013-]\s.*|e\.\s?g\.,?\s.*)",
    re.IGNORECASE,
)
"""The example of a template; "Sample - blood tests" may be what was bought."""


def tells_how_to_fill_in(cells: Iterable[Any]) -> bool:
    """Say whether the days of a row all say how one is written, as in the row of a template that guides its reader."""
    days = [cell for cell in cells if cell not in (None, "")]
    return bool(days) and all(isinstance(cell, str) and _HOW_A_DAY_IS_WRITTEN.fullmatch(cell[:60]) for cell in days)


_KEY = re.compile(
    r"(?:key|legend|glossary|abbreviations?|acronyms?|codes|look-?ups?)"
    r"(?: (?:to|of|for) (?:the )?(?:codes?|abbreviations?|columns?|terms|status(?:es)?|procedures?))?\W*",
    re.IGNORECASE,
)


def heads_a_key(cell: Any) -> bool:
    """Say whether a line of its own heads what the codes of a table mean: "Key", "Abbreviations"."""
    return isinstance(cell, str) and bool(_KEY.fullmatch(" ".join(cell[:60].split())))


def is_example(cells: Iterable[Any]) -> bool:
    """Say whether the number or title of a row calls it the example of a template: "EXAMPLE: Cleaning", "e.g. 1"."""
    return any(isinstance(cell, str) and _EXAMPLE.fullmatch(" ".join(cell[:200].split())) for cell in cells)


_PAGE = re.compile(r"page \d{1,4}(?P<of> ?(?:of|/) ?\d{1,4})?", re.IGNORECASE)


def is_page(cell: Any, *, of_all: bool = False) -> bool:
    """Say whether a cell numbers a page, as in a table that was copied from a document; or one `of_all` its pages."""
    found = _PAGE.fullmatch(" ".join(cell[:40].split())) if isinstance(cell, str) else None
    return found is not None and not (of_all and found["of"] is None)


_LONGER_THAN_A_PAGE = 4
"""Of so many figures a number is rather an amount."""
_TURNS_PAGES = frozenset(("first", "previous", "prev", "next", "last", "page", "of"))


def turns_pages(cells: Iterable[Any]) -> bool:
    """Say whether a row is that by which a web page turns to others, copied with its table: "Previous 1 2 Next"."""
    texts = [cell_values.text(cell).strip("\u00ab\u00bb\u2039\u203a<>. ").lower() for cell in cells]
    words = {text for text in texts if text and not (text.isdigit() and len(text) < _LONGER_THAN_A_PAGE)}
    return words <= _TURNS_PAGES and bool(words & {"previous", "prev", "next"})


def filled_places(values: Sequence[Any]) -> list[int]:
    """Return the places of the cells of a row that hold something."""
    return [at for at, value in enumerate(values) if value not in (None, "") and cell_values.text(value)]
