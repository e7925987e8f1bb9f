"""A contract as one notice tells it: classified, valued and dated, with what was wrong with its dates and money."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from data.classify.classification import NoticeClassification, classify_notices
from data.model.dates import EARLIEST, LATEST_START, CrediblePeriod, credible, local_day, term_years
from data.model.issues import Issue
from data.model.money import StatedAmounts, Worth, worth
from data.model.notice import AwardNotice
from data.table.described.amount import yearly
from data.table.described.term import DescribedPeriod, described, renewed

_DAILY = "sen_transport"
"""The service of which every contract is of rides to school, day after day."""


class ContractRecord(Struct, frozen=True, gc=False):
    """One award, read, classified and valued: enough for a row of the contracts table and for its duplicates.

    `fields` are the days that the notice's fields state, `period` with those that its description alone says.
    `published` is None where the notice states no day; `regime` is the procurement law, "unknown" where nothing tells.
    """

    notice: AwardNotice
    classification: NoticeClassification
    worth: Worth
    fields: CrediblePeriod
    period: CrediblePeriod
    published: date | None
    regime: str


def records_of(notices: Sequence[AwardNotice]) -> list[tuple[ContractRecord, list[Issue]]]:
    """Return the contract that each notice tells of, and what was wrong with its dates and money."""
    return [
        _to_contract(notice, classification)
        for notice, classification in zip(notices, classify_notices(notices), strict=True)
    ]


def _to_contract(notice: AwardNotice, classification: NoticeClassification) -> tuple[ContractRecord, list[Issue]]:
    published, false = local_day(notice.published) if notice.published else None, None
    if published and not EARLIEST <= published < LATEST_START:
        published, false = None, published
    fields = credible(notice.start, notice.end, notice.latest_end, published)
    told = not notice.partial and (notice.of_notices or not notice.of_own_register)
    in_words = described(fields, notice.description, published) if told else DescribedPeriod(fields)
    period, renewal, _ = renewed(in_words.period, notice.renewal if told else "")
    stated = StatedAmounts(
        notice.amount,
        notice.amount_gross,
        notice.amount_annual,
        notice.currency,
        notice.vat_basis,
        notice.estimated,
        len(notice.suppliers),
        notice.vat_ratio,
        not notice.of_own_register,
        classification.service == _DAILY and classification.purchase == "service",
    )
    value = worth(stated, classification.instrument, term_years(period.start, period.end, period.latest_end))
    issues = [_issue(notice, column, day, problem, "made missing") for column, day, problem in fields.problems]
    if in_words.said:
        problem = "says when the contract runs, where no field does"
        issues.append(_issue(notice, "description", in_words.said, problem, "read from the words"))
    if in_words.left_open and not renewal:
        problem = "tells of an extension, and not whether the stated days hold it"
        issues.append(_issue(notice, "description", in_words.left_open, problem, "the stated days stand"))
    if renewal:
        issues.append(
            _issue(notice, "renewal/description", renewal, "says how the contract goes on", "read from the words")
        )
    if notice.may_be_renewed and period.end and not period.latest_end:
        problem = "says that the contract may be extended, and not until which day"
        issues.append(_issue(notice, "hasRenewal", "true", problem, "the first end stands"))
    if false:
        issues.append(_issue(notice, "published_date", str(false), "cannot be the day of a notice", "made missing"))
    spent = yearly(notice.description, value.value_gbp, period) if told and notice.amount_annual is None else None
    if spent is not None:
        value = replace(value, annual_gbp=spent)
        problem = "says what a year costs, and the value is so many years of it"
        issues.append(_issue(notice, "description", f"{spent:,.2f} a year", problem, "read from the words"))
    if value.problem:
        issues.append(_issue(notice, "value_gbp", value.figure, value.problem, value.repair))
    regime = _regime(notice, classification.nation)
    return ContractRecord(notice, classification, value, fields, period, published, regime), issues


def _issue(notice: AwardNotice, path: str, value: str, problem: str, remedy: str) -> Issue:
    return Issue(notice.source, notice.line, notice.ocid or notice.release_id, path, value, problem, remedy)


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
