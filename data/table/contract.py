"""From a notice to a row of the contracts table: what it is worth, when, of which kind, by which law.

What it is and who takes part is judged in `data/classify/classification.py`.
"""

from datetime import date

from msgspec import Struct

from data.classify.classification import NoticeClassification, classify_notice
from data.model.dates import CrediblePeriod, credible, local_day, term_years
from data.model.issues import Issue
from data.model.money import StatedAmounts, Worth, worth
from data.model.notice import AwardNotice, AwardStatus
from data.readers.boundary import broken


class Contract(Struct, frozen=True, gc=False):
    """One award, read and judged: enough for a row of the contracts table and for finding its duplicates."""

    notice: AwardNotice
    judged: NoticeClassification
    worth: Worth
    period: CrediblePeriod
    published: date | None
    regime: str


def contract(notice: AwardNotice) -> tuple[Contract, list[Issue]]:
    """Return the contract that a notice tells of, and what was wrong with its dates and money."""
    published = local_day(notice.published) if notice.published else None
    period = credible(notice.start, notice.end, notice.latest_end, published)
    judged = classify_notice(notice)
    stated = StatedAmounts(
        notice.amount, notice.amount_gross, notice.amount_annual, notice.currency, notice.vat_basis, notice.estimated
    )
    found = worth(stated, judged.instrument, term_years(period.start, period.end, period.latest_end))
    issues = [_issue(notice, column, value, problem, "made missing") for column, value, problem in period.problems]
    if found.problem:
        issues.append(_issue(notice, "value_gbp", found.figure, found.problem, found.done))
    return Contract(notice, judged, found, period, published, _regime(notice, judged.nation)), issues


def _issue(notice: AwardNotice, path: str, value: str, problem: str, done: str) -> Issue:
    return Issue(notice.source, notice.line, notice.ocid or notice.release_id, path, value, problem, done)


def _regime(notice: AwardNotice, nation: str | None) -> str:
    """Return the procurement law: Scotland keeps its own; what is neither the Act nor health is the older law."""
    if "health" in notice.special_regimes:
        return "health"
    if notice.legal_basis == "UKPGA":
        return "act"
    if nation == "Scotland":
        return "other"
    known = notice.legal_basis == "CELEX" or notice.origin.startswith("Contracts Finder")
    return "older" if known else "unknown"


def stage(notice: AwardNotice) -> str:
    """Return the stage by this notice alone."""
    return {AwardStatus.AWARDED: "awarded", AwardStatus.PLANNED: "planned"}.get(notice.status, "superseded")


def contracts_of(notices: list[AwardNotice], issues: list[Issue]) -> list[Contract]:
    """Return the contracts of one release, and add to its issues what was wrong; none where a figure breaks it."""
    contracts, wrong = [], list[Issue]()
    try:
        for notice in notices:
            found, problems = contract(notice)
            contracts.append(found)
            wrong.extend(problems)
    except (ArithmeticError, ValueError, TypeError, AttributeError) as error:
        issues.extend(broken(notice.source, notice.line, error) for notice in notices)
        return []
    issues.extend(wrong)
    return contracts
