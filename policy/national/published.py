"""The published figures as the policy reads them: rows with amounts in whole pence and shares in ten-thousandths."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

import pandas as pd

from policy.contracts import NATIONS

WHOLE_SHARE = 10_000
"""A share of one, in ten-thousandths."""
_PENCE_A_MILLION = 100_000_000
BASES = {"": "", "plan": "a plan", "grant": "a grant", "estimate": "an estimate"}
"""What an amount is, by the word for it in the table; blank: spent, as published."""
MOSTLY = "mostly"
"""Public bodies sit in a line that its source books whole to private and voluntary providers."""
_REACH = {
    "UK": ("England", "Scotland", "Wales", "Northern Ireland"),
    "Great Britain": ("England", "Scotland", "Wales"),
    "England and Wales": ("England", "Wales"),
}
"""Nations that a figure for several of them is for."""


@dataclass(frozen=True)
class Row:
    """One published figure, or the statement that none could be read.

    `pence` is a year's spend, None where no amount was published or read. `low` and `high` are the shares of it that
    are outside spend, in ten-thousandths; None where the row gives no figure of its own. `private` and `voluntary` are
    the pence that the source puts with firms and with charities; None where it does not say. `basis` is blank for
    what was spent; `external` says whether public bodies sit in the line.
    """

    id: str
    services: tuple[str, ...]
    label: str
    measure: str
    pence: int | None
    year: str
    nation: str
    buyer_kind: str
    mark: str
    publisher: str
    title: str
    url: str
    note: str
    block: str
    role: str
    low: int | None
    high: int | None
    low_rests_on: tuple[str, ...]
    high_rests_on: tuple[str, ...]
    private: int | None
    voluntary: int | None
    name: str
    bar: str
    treatment: str
    basis: str
    external: str

    @property
    def when(self) -> str:
        """The year, and what it is a year of where that is no outturn: `2024-29 average, a plan`."""
        return ", ".join(filter(None, (self.year, BASES[self.basis])))

    @property
    def is_mixed(self) -> bool:
        """Whether all or a part of it counts at the high end though public bodies, grants or cash sit in it.

        Where the greatest share rests on other rows, these take out what is no outside spend.
        """
        return self.external in ("partly", "no") and self.high_rests_on == (self.id,)

    @property
    def nations(self) -> tuple[str, ...]:
        """The nations that the figure is for, one by one."""
        return _REACH.get(self.nation, (self.nation,))

    def share(self, of: int | None) -> int:
        """Give a share of the amount in whole pence, rounded once, halves to even; nothing of no amount."""
        if self.pence is None or of is None:
            return 0
        return int((Decimal(self.pence) * of / WHOLE_SHARE).to_integral_value(ROUND_HALF_EVEN))


def read(table: pd.DataFrame, services: pd.DataFrame) -> tuple[Row, ...]:
    """Read the table of published spending, as `data.load_spending` gives it, in its order.

    Args:
        table: text cells by the id of the row; blank is not published.
        services: the kinds of service by id. One that has a `parent` is part of what is published of that.

    Returns:
        The rows, each with all kinds of service that its figure is for.
    """
    parts = _parts(services)
    cells = table.to_dict("index")
    return tuple(
        _row(str(name), {str(key): str(cell) for key, cell in row.items()}, parts) for name, row in cells.items()
    )


def _parts(services: pd.DataFrame) -> dict[str, list[str]]:
    """Kinds of service that are parts of another, by that one."""
    parts: dict[str, list[str]] = {}
    if "parent" in services:
        for name, parent in services["parent"].items():
            if isinstance(parent, str) and parent:
                parts.setdefault(parent, []).append(str(name))
    return parts


def _row(name: str, cell: dict[str, str], parts: dict[str, list[str]]) -> Row:
    return Row(
        name,
        tuple(_with_parts(cell["service_ids"].split(), parts)),
        cell["label"],
        cell["measure"],
        _pence(cell["gbp_m"]),
        cell["year"],
        cell["nation"],
        cell["buyer_kind"],
        cell["quality"],
        cell["publisher"],
        cell["title"],
        cell["url"],
        cell["note"],
        cell["block"],
        cell["role"],
        _share(cell["share_low"]),
        _share(cell["share_high"]),
        tuple(cell["low_rests_on"].split()),
        tuple(cell["high_rests_on"].split()),
        _pence(cell["private_m"]),
        _pence(cell["voluntary_m"]),
        cell["block_label"] or cell["label"],
        cell["bar"],
        cell["treatment"],
        cell["basis"],
        cell["external_only"],
    )


def in_order(years: Iterable[str]) -> list[str]:
    """Give each of some years once, by the year that they begin in: `about 2019` before `2023-24`."""
    return sorted({*years}, key=lambda year: ("".join(filter(str.isdecimal, year))[:4], year))


def _with_parts(names: Iterable[str], parts: dict[str, list[str]]) -> Iterable[str]:
    for name in names:
        yield name
        yield from _with_parts(parts.get(name, ()), parts)


def _pence(millions: str) -> int | None:
    return int(Decimal(millions) * _PENCE_A_MILLION) if millions else None


def _share(text: str) -> int | None:
    return int(Decimal(text) * WHOLE_SHARE) if text else None


assert set(_REACH["UK"]) == set(NATIONS) - {"UK"}
