"""Which few contracts carry a sum of money: the one-record test (semantics 10.13).

Every sum of money is told with the number of contracts that it is made of, what is left without the largest one, three
and ten of them, and the records that a reader should look at before printing it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from policy.coded import Bools, Rows
from policy.formats import in_pence, listed, money, titled
from policy.results.findings import amount
from policy.results.groups import Decisions
from policy.results.like import is_far
from policy.results.rows import coding_of, name_of, summable
from policy.results.rows import money as money_of
from policy.results.totals import Totals

FIRST = (1, 3, 10)
"""How many of the largest contracts a sum is told without."""
_LARGE, _FAR = 20, 10
"""A record is large where it alone carries more than 1/20 of what all others carry, and far from like contracts where
its value is more than ten times their upper quartile."""
_NAMED = 3
"""Records that a sentence names one by one."""
_WITHOUT = {1: "the largest", 3: "the three largest", 10: "the ten largest"}


@dataclass(frozen=True)
class Record:
    """A contract to look at: its row, what of it returns centrally (thousandths of pence), and why it is named."""

    row: int
    spend: int
    estimated: bool
    far: bool
    checked: bool


@dataclass(frozen=True)
class Carried:
    """A sum or a difference, how many contracts it is made of, and what it is without the largest 1, 3 and 10.

    Thousandths of pence; `estimated` is how much of it rests on values that the source itself estimates. `named` are
    the records to look at, the largest first.
    """

    total: int
    contracts: int
    without: Mapping[int, int]
    estimated: int = 0
    named: tuple[Record, ...] = ()


NO_ONE = Carried(0, 0, dict.fromkeys(FIRST, 0))
"""A sum of no contract."""


def carried(decisions: Decisions, checked: Mapping[str, float]) -> Carried:
    """Say which contracts carry the central spend a year.

    Args:
        decisions: what a scenario decides.
        checked: whole-life values that somebody compared with a source, in pounds, by contract id; a value that is
            now another counts as not checked.

    Returns:
        The sum without its largest contracts. A record is named where it alone carries more than 1/20 of what all
        others carry, and its value is an estimate, or not checked, or more than ten times the upper quartile of like
        contracts.
    """
    rows = decisions.returning.rows
    spend = summable(money_of(decisions, "annual_gbp", rows).central)
    sums = carried_by(spend)
    some = np.flatnonzero(spend.astype(np.float64) * (_LARGE + 1) > 0.99 * sums.total)  # the few to be asked exactly
    large = some[[int(spend[at]) * (_LARGE + 1) > sums.total for at in some]] if len(some) else some
    large = large[np.argsort(-spend[large], kind="stable")]
    records = [_record(decisions, int(rows[at]), int(spend[at]), checked) for at in large]
    named = tuple(one for one in records if one.estimated or one.far or not one.checked)
    return replace(sums, estimated=int(spend[_estimated(decisions, rows)].sum()), named=named)


def _estimated(decisions: Decisions, rows: Rows) -> Bools:
    """Which of some rows have a value that their source estimates."""
    names = decisions.coded.levels["value_quality"]
    return decisions.coded.code("value_quality", rows) == (names.index("estimated") if "estimated" in names else -2)


def _record(decisions: Decisions, row: int, spend: int, checked: Mapping[str, float]) -> Record:
    frame = decisions.coded.frame
    value = checked.get(str(frame["contract_id"].iloc[row]))
    estimated, far = frame["value_quality"].iloc[row] == "estimated", is_far(decisions, row, _FAR)
    return Record(row, spend, bool(estimated), far, value is not None and value == frame["value_gbp"].iloc[row])


def carried_by(amounts: NDArray[Any]) -> Carried:
    """Say how many amounts make a sum or a difference, and what it is without those that are largest in size."""
    amounts = summable(amounts)
    size = np.abs(amounts)
    most = max(FIRST)
    first = np.flatnonzero(size >= np.partition(size, -most)[-most]) if len(size) > most else np.arange(len(size))
    order = first[np.argsort(-size[first], kind="stable")][:most]
    total = int(amounts.sum())
    return Carried(total, int((size > 0).sum()), {few: total - int(amounts[order[:few]].sum()) for few in FIRST})


def carried_in(decisions: Decisions, column: str) -> dict[str, Carried]:
    """Say which contracts carry the central spend a year of each group of a column, or of each year or quarter.

    Returns:
        By the name of the group, "" for what is not stated; groups to which no return belongs are left out.
    """
    code, names = coding_of(decisions, column)
    rows = decisions.returning.rows
    spend, groups = summable(money_of(decisions, "annual_gbp", rows).central), code(rows)
    order = np.argsort(groups, kind="stable")
    starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
    each, rests = np.split(order, starts[1:]) if len(order) else [], _estimated(decisions, rows)
    return {
        name_of(names, int(groups[some[0]])): replace(
            carried_by(spend[some]), estimated=int(spend[some][rests[some]].sum())
        )
        for some in each
    }


def percent(record: Record, carriers: Carried) -> int:
    """Percentage of the sum that a record carries."""
    return round(100 * record.spend / carriers.total)


def look_at(decisions: Decisions, carriers: Carried) -> str:
    """Name the records that should be looked at, in one sentence; empty where there are none."""
    frame = decisions.coded.frame
    contracts = [
        f"{titled(frame['title'].iloc[one.row], frame['buyer'].iloc[one.row])}, {percent(one, carriers)}%, {_why(one)}"
        for one in carriers.named[:_NAMED]
    ]
    more = f"; and {len(carriers.named) - _NAMED} more" if len(carriers.named) > _NAMED else ""
    return f"Look at these before you print it: {'; '.join(contracts)}{more}." if contracts else ""


def _why(record: Record) -> str:
    reasons = ["value an estimate"] if record.estimated else []
    if not record.estimated and not record.checked:
        reasons.append("value not checked")
    if record.far:
        reasons.append("far above like contracts")
    return listed(reasons)


def carried_words(carriers: Carried, totals: Totals) -> str:
    """Say of how many contracts the spend is the sum, and what it is without the largest; empty where it is nothing.

    Of few contracts, none of them certain to return, the ends are said (semantics 10.18).
    """
    if not carriers.total:
        return ""
    if totals.is_few:
        low, high = (amount(totals, "annual_gbp", end) for end in ("low", "high"))
        return f"Between {low} and {high} a year: no contract is certain."
    if carriers.contracts == 1:
        return ""  # the sentence of the largest contract says so
    left = [(few, money(in_pence(carriers.without[few]))) for few in FIRST if few < carriers.contracts]
    without = listed([f"{amount} without {_WITHOUT[few]}" for few, amount in left])
    whole = f"The {money(in_pence(carriers.total))} a year is the sum of {carriers.contracts:,} contracts"
    rests = (
        f" {money(in_pence(carriers.estimated))} of it are values that the source estimates."
        if carriers.estimated
        else ""
    )
    return f"{whole}, each in the share in which it is expected to count. It is {without}.{rests}"
