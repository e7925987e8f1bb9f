"""What a remark says of a change to the contract of its row: another amount, another supplier."""

import re
from functools import lru_cache

from data.readers.cells.amounts import amount
from data.readers.cells.suppliers import has_form_of_a_body

_LONGEST = 300
_SUM = r"(?P<sum>£\s?\d[\d,.]*\d?\s?(?:k|m|bn|thousand|million|billion)?\b)"
_NEW_AMOUNT = re.compile(
    r"(?:\b(?:value|price|cost|sum|amount|spend|total|worth)\b[^£.;]{0,20}\bnow\b[^£.;]{0,12}"
    r"|\bnow (?:worth |at |stands at |approx\.? |c\.? ?)?"
    r"|\b(?:revised|increased?|uplift(?:ed)?|raised|reduced|decreased|amended|varied|updated|corrected|changed|rose|risen|cut)\b"
    r"(?: (?:from|of|by) £[\d,.]+\s?[a-z]{0,8})?[^£.;]{0,25}\bto\b[^£.;]{0,12}"
    r"|\b(?:revised|amended|updated|corrected|new) (?:contract )?(?:value|price|cost|sum|amount|total)\b[^£.;]{0,12})"
    rf"{_SUM}",
    re.IGNORECASE,
)
_OF_ANOTHER_SUM = re.compile(
    r"insur|indemnit|liabilit|discount|deposit|penalt|\bbond\b|\brates?\b|\bfees?\b|budget|saving|threshold|turnover",
    re.IGNORECASE,
)
"""Words of a remark whose sum is another than the amount of its contract."""
_NEW_SUPPLIER = re.compile(
    r"(?:\b(?:now|currently) (?:(?:held|provided|delivered|supplied|run|operated|managed) by|with)"
    r"|\b(?:novated|transferred|assigned|re-?assigned|passed|moved|switched)(?: over)? to|\btaken over by)\s+"
    r"(?P<name>(?-i:[A-Z])[^,;()]{2,80})",
    re.IGNORECASE,
)
_BEHIND_THE_NAME = re.compile(
    r"\s+(?:from|on|since|in|as of|wef|w\.e\.f\.?|after|until|following|effective|with effect)\s.*|\s+\d.*|\.\s.*|\.$",
    re.IGNORECASE,
)


def new_amount(remark: str) -> tuple[float, str] | None:
    """Return the pounds to which a remark says that the amount changed, with its words; None where it says none."""
    found = None if _OF_ANOTHER_SUM.search(remark[:_LONGEST]) else _NEW_AMOUNT.search(remark[:_LONGEST])
    pounds = amount(found["sum"]).pounds if found else None
    return (pounds, found["sum"].strip()) if found and pounds is not None else None


@lru_cache(maxsize=4096)
def new_supplier(remark: str) -> str:
    """Return the company or other body by its form that a remark says supplies now, "" where it names none."""
    found = _NEW_SUPPLIER.search(remark[:_LONGEST])
    name = _BEHIND_THE_NAME.sub("", found["name"]).strip() if found else ""
    return name if has_form_of_a_body(name) else ""


def tells_of_a_change(remark: str) -> bool:
    """Say whether a remark tells of another amount or another supplier."""
    return bool(new_amount(remark) or new_supplier(remark))
