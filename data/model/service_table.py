"""The table of services: what each kind of service is, as the committed CSV states it."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pandas as pd

from policy.contracts import COLUMNS

ARTICLES = ("2", "3", "4", "5", "6", "8", "14", "P1-1", "P1-2")
"""Articles of the European Convention on Human Rights, and of its first protocol, that a service may put at risk."""
AT_RISK_GROUPS = (
    "adults_lacking_capacity", "asylum_seekers_refugees", "benefit_claimants", "carers", "children",
    "children_in_custody", "disabled_children", "disabled_people", "general_public", "homeless_people",
    "immigration_detainees", "looked_after_children", "low_income_households", "older_people", "parents", "patients",
    "people_in_debt", "people_under_supervision", "people_with_dependence", "people_with_mental_illness", "prisoners",
    "service_personnel", "suspects_defendants", "tenants", "victims_of_crime",
)  # fmt: skip
"""Groups of people whom a service may be for; general_public is nobody at risk."""
_LISTS = {"echr_articles": ARTICLES, "at_risk_groups": AT_RISK_GROUPS}
"""Columns that hold several words, parted by a space; a blank cell is none of them."""
BASES = ("source", "judgement")
"""What an assessment rests on."""
PATH = Path(__file__).resolve().parents[1] / "reference" / "services.csv"


@cache
def services() -> pd.DataFrame:
    """Give the services by id; a blank cell is an empty text: none, not unknown."""
    return read_services(PATH)


def read_services(path: Path) -> pd.DataFrame:
    """Read a table of services, by id.

    Raises:
        ValueError: names each row whose id or parent cannot stand, and each cell that holds no value of its column. A
            misspelt "significant" would otherwise be a service without contact, and its contracts would stay outside.
    """
    table = pd.read_csv(path, dtype=str, keep_default_na=False).set_index("id")
    if wrong := [*_strange_ids(table), *_strange_values(table)]:
        raise ValueError(f"{path.name}: {'; '.join(wrong)}")
    return table


def _strange_ids(table: pd.DataFrame) -> Iterator[str]:
    for service in table.index[table.index.duplicated() | (table.index == "")]:
        yield f"id {service!r} is blank or stands twice"
    for service, parent in table["parent"].items():
        if parent and (parent not in table.index or table["parent"][parent]):
            yield f"{service}: parent is {parent!r}, and must be a service that has no parent itself"


def _strange_values(table: pd.DataFrame) -> Iterator[str]:
    for column in COLUMNS:
        if column.from_service and column.values:
            for service, value in table[column.name][~table[column.name].isin(column.values)].items():
                yield f"{service}: {column.name} is {value!r}, which is none of {', '.join(column.values)}"
    for name, words in _LISTS.items():
        for service, cell in table[name].items():
            for word in [word for word in cell.split() if word not in words]:
                yield f"{service}: {name} holds {word!r}, which is none of {', '.join(words)}"
    for service, basis in table["basis"][~table["basis"].isin(BASES)].items():
        yield f"{service}: basis is {basis!r}, which is none of {', '.join(BASES)}"


@cache
def groups() -> dict[str, str]:
    """Give the group of each service."""
    return dict(services()["group"])


@cache
def contacts() -> dict[str, str]:
    """Give the contact with people at risk of each service: significant, incidental or none."""
    return dict(services()["contact"])
