"""From a notice to a row of the contracts table: what it is worth, when, of which kind, by which law.

The judgements on service, parties, places and instrument are made elsewhere; this module is where they meet.
"""

from datetime import date
from typing import NamedTuple

from data.dates import Period, credible, local_day, term_years
from data.issues import Issue
from data.money import Stated, Worth, worth
from data.notice import Notice, Party, Step


class Judged(NamedTuple):
    """What is concluded about a notice from its words, codes and parties; None is not known."""

    service: str | None = None
    service_confidence: str | None = None
    service_evidence: str | None = None
    purchase: str | None = None
    buyer_kind: str | None = None
    buyer_is_portal: bool = False
    supplier_kind: str | None = None
    supplier_public_kind: str | None = None
    supplier_keys: tuple[str, ...] = ()
    nation: str | None = None
    region: str | None = None
    instrument: str | None = None


class Contract(NamedTuple):
    """One award, read and judged: enough for a row of the contracts table and for finding its duplicates."""

    notice: Notice
    judged: Judged
    worth: Worth
    period: Period
    published: date | None
    regime: str


def contract(notice: Notice) -> tuple[Contract, list[Issue]]:
    """Return the contract that a notice tells of, and what was wrong with its dates and money."""
    published = local_day(notice.published) if notice.published else None
    period = credible(notice.start, notice.end, notice.latest_end, published)
    judged = judge(notice)
    stated = Stated(notice.net, notice.gross, notice.annual, notice.currency, notice.vat_basis, notice.estimated)
    found = worth(stated, judged.instrument, term_years(period.start, period.end, period.latest_end))
    issues = [_issue(notice, column, value, problem, "made missing") for column, value, problem in period.problems]
    if found.problem:
        issues.append(_issue(notice, "value_gbp", found.figure, found.problem, found.done))
    return Contract(notice, judged, found, period, published, _regime(notice, judged.nation)), issues


def _issue(notice: Notice, path: str, value: str, problem: str, done: str) -> Issue:
    return Issue(notice.source, notice.line, notice.ocid or notice.release_id, path, value, problem, done)


def judge(notice: Notice) -> Judged:
    """Return what the notice's words, codes and parties say about it."""
    return Judged(
        purchase="unknown",
        buyer_is_portal=_is_portal(notice.buyer),
        supplier_kind=None if notice.suppliers else "none",
        supplier_keys=tuple(_supplier_key(supplier) for supplier in notice.suppliers),
        instrument=_instrument(notice),
    )


def _instrument(notice: Notice) -> str:
    details = notice.method_details.casefold()
    if notice.is_dps:
        return "dps"
    if notice.is_framework:
        return "framework"
    if "concession" in notice.special_regimes:
        return "concession"
    if notice.under_framework or "under framework" in details or "call-off" in details:
        return "call_off"
    direct = ("direct award", "without competition", "without prior publication")
    return "direct_award" if any(words in details for words in direct) else "contract"


def _is_portal(buyer: Party) -> bool:
    name = buyer.name.casefold()
    return "atamis" in name or "etendering portal" in name


def _supplier_key(supplier: Party) -> str:
    return next((number for number in supplier.ids if number.startswith(("GB-COH", "GB-CHC"))), supplier.name.casefold())


def _regime(notice: Notice, nation: str | None) -> str:
    """Return the procurement law: Scotland keeps its own; what is neither the Act nor health is the older law."""
    if "health" in notice.special_regimes:
        return "health"
    if notice.legal_basis == "UKPGA":
        return "act"
    if nation == "Scotland":
        return "other"
    known = notice.legal_basis == "CELEX" or notice.origin.startswith("Contracts Finder")
    return "older" if known else "unknown"


def stage(notice: Notice) -> str:
    """Return the stage by this notice alone."""
    return {Step.AWARDED: "awarded", Step.PLANNED: "planned"}.get(notice.step, "superseded")
