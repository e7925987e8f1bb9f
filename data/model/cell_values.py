"""One cell of a table, whoever wrote it: text, ticks and blanks; and money as the public services export it.

Amounts and days as people write them in registers of their own: `data/readers/cells`.
"""

import math
import re
from typing import Any

BLANKS = frozenset(
    {"", "-", "\u2013", "n/a", "na", "none", "null", "nan", "not applicable", "tbc", "tba", "tbd", "unknown", "dim"}
)
"""What stands in a cell that states nothing; "dim" is none in Welsh."""
_TO_CONFIRM = frozenset({"tbc", "tba", "tbd", "unknown"})
# `*+` gives nothing back: blanks that both parts could take would be tried in every split, n² of them.
_MONEY = re.compile(
    r"(-?)\s*+(?:(?:£|gbp)\s*+)?(-?)(\d[\d,\s]*+(?:\.\d+)?|\.\d+)\s*(k|m|bn|million|billion|thousand)?",
    re.IGNORECASE,
)
_MOST_BITS = 1_000
_TIMES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
_RANGE = re.compile(r"\s*(\d[\d,.]*)\s*(?:-|\u2013|to)\s*£?(\d[\d,.]*)\s*")


def text(value: Any) -> str:
    """Return a cell as text without blanks around; a whole number without a decimal point."""
    if value is None or value != value:  # noqa: PLR0124 (NaN)
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, int) and value.bit_length() > _MOST_BITS:
        return "a number of more than 300 digits"  # Python writes none of more than 4,300
    return str(value).strip()


def money(value: Any) -> tuple[float | None, str]:
    """Return pounds and what was wrong; of a range the lower end, since at least that much was paid.

    A blank is missing without complaint; "TBC" is a complaint.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return (None, "") if value != value else _finite(value, "")  # noqa: PLR0124
    written = text(value)
    if written.casefold() in BLANKS:
        return None, "is not a number" if written.casefold() in _TO_CONFIRM else ""
    if span := _RANGE.fullmatch(written):
        return _finite(span[1].replace(",", ""), "is a range, of which the lower end is taken")
    match = _MONEY.fullmatch(written)
    if match is None:
        return None, "is not a number"
    amount = float(re.sub(r"[,\s]", "", match[3])) * _TIMES.get((match[4] or "").casefold(), 1.0)
    return _finite(-amount if match[1] or match[2] else amount, "")


def _finite(number: float | str, problem: str) -> tuple[float | None, str]:
    """Return the number as pounds; a whole number may be larger than any float, and `1.2.3` is a date or a section."""
    try:
        pounds = float(number)
    except ValueError:
        return None, "is not a number"
    except OverflowError:
        pounds = math.inf
    return (pounds, problem) if math.isfinite(pounds) else (None, "is too large to be an amount")


def tick(value: Any) -> bool | None:
    """Return yes or no; None where neither is said."""
    written = text(value).casefold()
    if written in ("yes", "y", "true", "1", "oes"):
        return True
    return False if written in ("no", "n", "false", "0", "nac oes") else None
