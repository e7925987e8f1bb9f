"""The right of reply: every buyer and company named in a view, what is said of each, and room for its answer."""

import numpy as np
import pandas as pd

from policy.analysis.compare import stands
from policy.coded import Rows
from policy.formats import in_pence, money, stated
from policy.results.groups import Decisions, Money
from policy.results.ranking import annual_of, shares_of

COLUMNS = ("Party", "Role", "Contract", "What is said", "Notice", "Contract id", "Asked on", "Answer")


def reply_sheet(decisions: Decisions, rows: Rows) -> pd.DataFrame:
    """List each party of some contracts with each contract in which it is named.

    Args:
        decisions: what a scenario decides.
        rows: positions of the contracts in the table.

    Returns:
        A row for each party and contract, ordered by role, party and money, with COLUMNS; "Asked on" and "Answer" are
        empty, to be filled in. A buyer or supplier that is not published has no row, for nobody can be asked.
    """
    frame = decisions.coded.frame
    listed = frame[["buyer", "suppliers", "title", "notice_url", "contract_id"]].iloc[rows]
    spend, shares = annual_of(decisions, rows), shares_of(decisions, rows)
    found = []
    for place, (row, contract) in enumerate(zip(rows.tolist(), listed.itertuples(index=False), strict=True)):
        said = _said(
            stands(decisions, row),
            [int(share) for share in shares[:, place]],
            _worth(spend, place),
        )
        for role, name in _parties(contract.buyer, contract.suppliers):
            title = stated(contract.title, "Title")
            last = contract.notice_url, contract.contract_id
            found.append((role, name, -int(spend.central[place]), title, said, *last))
    found.sort(key=lambda each: (each[0], str(each[1]).casefold(), each[2], str(each[6])))
    table = [
        (name, role, title, said, notice if isinstance(notice, str) else "", identity, "", "")
        for role, name, _, title, said, notice, identity in found
    ]
    return pd.DataFrame(table, columns=list(COLUMNS))


def _parties(buyer: object, suppliers: object) -> list[tuple[str, str]]:
    parties = [("Buyer", buyer)] if isinstance(buyer, str) and buyer else []
    names = suppliers.split("\n") if isinstance(suppliers, str) else []
    return [*parties, *(("Supplier", name) for name in dict.fromkeys(map(str.strip, names)) if name)]


def _worth(spend: Money, place: int) -> str:
    """What comes back of one contract a year, or why that is not known."""
    if spend.unstated[place]:
        return "its value a year is not known"
    if spend.ceiling[place]:
        return f"only a ceiling is known, at most {money(in_pence(int(spend.high[place])))} a year"
    return f"{money(in_pence(int(spend.central[place])))} a year"


def _said(outcome: str, shares: list[int], worth: str) -> str:
    """What a figure says of one contract: where it stands, which share counts as back, and how much a year that is."""
    low, central, high = (round(share / 10) for share in shares)
    back = f"{central}%" if low == high else f"{central}% (between {low}% and {high}%)"
    if not high:
        return f"{outcome}. It stays outside."
    return f"{outcome}. It counts as {back} back in house: {worth}."


def behind_the_answer(decisions: Decisions) -> Rows:
    """The contracts that a headline counts: those that may return, the largest spend back first."""
    rows = np.flatnonzero(decisions.high)
    return rows[np.lexsort((rows, -annual_of(decisions, rows).central))]
