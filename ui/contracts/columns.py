"""How a table of contracts is laid out on a screen: its columns, and words cut where a row has no room for them."""

from collections.abc import Mapping
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from output.contract_tables import AT_STEP
from output.field_words import word_of_link
from output.files.lettering import width_of, wrapped
from policy.results.findings import NOT_KNOWN

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler  # a fifth of a second to load, for one kind of table

MILLIONS = {
    "£ a year": "£m a year",
    "£ a year back": "£m back",
    "£ a year back, change": "£m back, change",
    "£ whole life": "£m whole term",
    "Range, £ a year": "Range, £m a year",
    "Range, £ over the whole term": "Range, £m whole term",
}
"""Columns of pounds that the screen shows in millions, so that a phone has room for them; files have the pounds."""
_LINE, _PADDING, _SIZE = 19, 20, 14.0
"""Pixels of a line, of both edges of a cell, and of the letters."""
CONSIDERED = {
    "£m back": "£m to consider",
    "£m back, change": "£m, change",
    "Share back": "Share",
    "Back, central": "To consider",
}
"""Headings where the policy only has contracts considered."""
_TEXTS = {"Contract": 116, "Outcome": 83, "Value": 90, "Buyer": 150, "Supplier": 170, "Service": 140}
_OPEN = {"Contract": 113, "What is not known": 127, "What to look up": 170}
_WIDE_TEXTS = {**_TEXTS, "Outcome": 120, "Value": 90}
_WIDE_OPEN = {"What is not known": 180, "What to look up": 245}
"""Pixels of columns of words, on a phone and elsewhere: the longest usual word of each fits (`test_columns`)."""
_TITLE, _ROOM = (150, 250), 940 - 37
"""Pixels of a title at least and at most where a window is wide, and those of a page of 1,400 beside a box to tick."""
_OTHERS: dict[str, Any] = {
    "Ends": st.column_config.DateColumn(format="MM/YYYY", width=78),
    "Back, central": st.column_config.NumberColumn(format="%.1f"),
    "Share back": st.column_config.NumberColumn(format="percent", width=80),
    "Low": st.column_config.NumberColumn(format="percent"),
    "High": st.column_config.NumberColumn(format="percent"),
    "Range, contracts": st.column_config.NumberColumn(format="plain", width=120),
}
_MONEY, _WIDE_MONEY, _NOTICE = 72, 78, 58
"""Pixels of an amount or of "not known", on a phone and elsewhere, and of the way to a notice."""
_CHANGED = "£m back, change"
_MADE, _WIDE_MADE = 103, 120
"""Pixels of what a contract makes of a range."""
_RANGES = [name for name in MILLIONS.values() if name.startswith("Range, ")]
_WIDE_NUMBERS = dict.fromkeys(MILLIONS.values(), _WIDE_MONEY) | dict.fromkeys([*_RANGES, _CHANGED], 120)
_WIDE_NUMBERS |= {"Ends": 78, "Share back": 80, "Range, contracts": 120, "Notice": _NOTICE}
"""Pixels of the columns of a list of contracts that hold no words, where a window is wide."""
_WIDER = {"£m back": 100, "Share back": 58}
"""The same where the policy only has contracts considered: a longer heading takes the room of a shorter one."""
_OF_SERVICES, _WIDE_OF_SERVICES = 190, 400
"""Pixels of the name of a service in a table of services."""
_DECIDED, _WIDE_DECIDED = 113, 200
"""Pixels of what decides a contract under one of two scenarios: both stand beside its title on a phone."""
ONE_LINE = 35
"""Pixels of a row of one line."""
WRAPS = 67
"""Pixels of a row of three lines, the least at which the grid breaks lines at all."""
_WHOLE = 10
"""Rows of a table that is shown whole: a heading that says ten is not followed by nine and a scroll bar."""


def widths(table: pd.DataFrame, *, narrow: bool, considered: bool = False) -> dict[str, int]:
    """Pixels of the columns of words of a table."""
    if "Contract" not in table:
        return {"Service": _OF_SERVICES if narrow else _WIDE_OF_SERVICES}
    decided = dict.fromkeys(_decided(table), _DECIDED if narrow else _WIDE_DECIDED)
    open_ = (_OPEN if narrow else _WIDE_OPEN) if "What is not known" in table else {}
    texts = {**(_TEXTS if narrow else _WIDE_TEXTS), **decided, **open_}
    return texts if narrow else {**texts, "Contract": _title(table, texts, considered=considered)}


def _title(table: pd.DataFrame, texts: Mapping[str, int], *, considered: bool) -> int:
    """Pixels of the title in a wide window: what is left by the columns that fit beside it, so that none is cut."""
    known = {**_WIDE_NUMBERS, **(_WIDER if considered else {}), **texts}
    least, most = _TITLE
    beside = 0
    for name in order([MILLIONS.get(str(name), str(name)) for name in table], narrow=False)[1:]:
        if name not in known or beside + known[name] > _ROOM - least:
            break
        beside += known[name]
    return min(most, _ROOM - beside)


def _decided(table: pd.DataFrame) -> list[str]:
    """The columns of what decides a contract under two scenarios, or before and after a step."""
    return [name for name in map(str, table) if name.startswith("Under ") or name in AT_STEP]


def _short_headings(table: pd.DataFrame, room: int) -> dict[str, str]:
    """Headings of two compared scenarios where one has no room for its name: those of the boxes that chose them."""
    names = _decided(table)
    if all(width_of(name, _SIZE) <= room - _PADDING for name in names):
        return {}
    return dict(zip(names, ("From", "To"), strict=True))


def lines_of(table: pd.DataFrame, *, narrow: bool) -> int:
    """Lines of words in a row: five on a phone, where outcome, money and end stand beside the title."""
    if "Contract" in table:
        return 5 if narrow else 3
    return 3 if narrow else 1


def row_height(table: pd.DataFrame, *, narrow: bool) -> int:
    """Pixels of a row."""
    return height_of(lines_of(table, narrow=narrow))


def height_of(lines: int) -> int:
    """Pixels of a row of so many lines, one or at least three."""
    return ONE_LINE if lines == 1 else WRAPS + _LINE * (lines - 3)


def table_height(rows: int, row: int) -> int:
    """Pixels of a table whose rows take so many each: of all of it, or of what a window shows where it is long."""
    return 38 + row * max(rows, 1) if rows <= _WHOLE else 640


def config(table: pd.DataFrame, *, narrow: bool, considered: bool = False) -> dict[str, Any]:
    """How each column is drawn; under a policy that only has contracts `considered`, none is headed as back."""
    texts = {
        name: st.column_config.TextColumn(width=width)
        for name, width in widths(table, narrow=narrow, considered=considered).items()
    }
    word = word_of_link(table["Notice"]) if "Notice" in table else "Notice"
    money = st.column_config.NumberColumn(format="%,.2f", width=_MONEY if narrow else _WIDE_MONEY)
    made = st.column_config.NumberColumn(format="%,.2f", width=_MADE if narrow else _WIDE_MADE)
    amounts = dict.fromkeys(MILLIONS.values(), money) | dict.fromkeys(_RANGES, made)
    if narrow:  # no room for more; the words above the table say that it is of a year
        amounts["Range, £m a year"] = {**made, "label": "Range, £m"}
    amounts[_CHANGED] = st.column_config.NumberColumn(width=120)  # in the words of `with_minus`
    drawn = {
        **texts,
        **amounts,
        **_OTHERS,
        "Notice": st.column_config.LinkColumn(word, display_text=word, width=_NOTICE),
    }
    short = _short_headings(table, _DECIDED if narrow else _WIDE_DECIDED)
    drawn |= {name: {**drawn[name], "label": label} for name, label in short.items()}
    if not considered:
        return drawn
    return drawn | {
        name: {**drawn[name], "label": label} | ({"width": _WIDER[name]} if name in _WIDER else {})
        for name, label in CONSIDERED.items()
    }


def with_minus(table: pd.DataFrame) -> "pd.DataFrame | Styler":
    """Write changes with a minus sign, as everywhere else: a format of the grid writes a hyphen."""
    if _CHANGED not in table:
        return table
    return table.reset_index(drop=True).style.format({_CHANGED: partial(figure, _CHANGED)}, na_rep=NOT_KNOWN)


def figure(name: str, value: float) -> str:
    """Write a number of a column with a minus sign: millions of pounds with two decimals, others with one at most."""
    words = f"{value:,.2f}" if name in MILLIONS.values() else f"{value:,.1f}".removesuffix(".0")
    return words.replace("-", "\N{MINUS SIGN}")


def order(names: list[str], *, narrow: bool) -> list[str]:
    """Put first what a reader looks for: the contract, what becomes of it, its money, its end, the way to its notice.

    A phone has room for one amount; elsewhere all stand together, with what they rest on. The share, which the amounts
    say already, comes last.
    """
    if "What is not known" in names:
        return _of_range(names, narrow=narrow)
    if "Ends" not in names:
        return names
    money = [name for name in ("£m a year", "£m back", "Value") if name in names]
    first = [*("Contract", "Outcome"), *(money[:1] if narrow else money), "Ends", "Notice"]
    last = [name for name in ("Share back", "Low", "High") if name in names]
    rest = [name for name in names if name not in (*first, *last)]
    return [*(name for name in first if name in names), *rest, *last]


def _of_range(names: list[str], *, narrow: bool) -> list[str]:
    """Put first what is open of a contract and what it makes of the range, then what settles it and where to look."""
    made = [name for name in names if name.startswith("Range, ")]
    open_ = [name for name in names if name in _OPEN and name != "Contract"]
    first = ["Contract", *open_[:1], *made[:1]] if narrow else ["Contract", *open_, *made[:2]]
    first = list(dict.fromkeys([*first, "Notice", *open_, *made]))
    return [*first, *(name for name in names if name not in first)]


def fitted_to(table: pd.DataFrame, widths: Mapping[str, int], lines: int) -> pd.DataFrame:
    """Cut the words of columns of such widths to so many lines, as `fitted` does."""
    rooms = {name: width - _PADDING for name, width in widths.items()}
    return table.assign(**{name: [fitting(text, room, lines) for text in table[name]] for name, room in rooms.items()})


def fitted(table: pd.DataFrame, *, narrow: bool, considered: bool = False) -> pd.DataFrame:
    """Cut words that a row has no room for, at a word and with a sign that there are more; files have them whole."""
    lines = lines_of(table, narrow=narrow)
    room = widths(table, narrow=narrow, considered=considered)
    return fitted_to(table, {name: width for name, width in room.items() if name in table}, lines)


@lru_cache(20_000)  # a list of a thousand contracts is drawn again at every move of a lever
def fitting(text: Any, room: float, lines: int) -> Any:
    """Cut a text at a word to so many lines of so many pixels."""
    if not isinstance(text, str) or len(text) * _SIZE * 0.75 <= room * (lines - 1):
        return text  # too short to need measuring
    broken = wrapped(text, _SIZE, room)
    if len(broken) <= lines:
        return text
    kept = text.split()[: len(" ".join(broken[:lines]).split())]
    while len(kept) > 1 and len(wrapped(f"{' '.join(kept)}…", _SIZE, room)) > lines:
        kept.pop()
    return f"{' '.join(kept)}…"
