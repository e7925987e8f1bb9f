"""The interval of published spending read a second time, in plain Python from semantics 11 and the file itself.

Nothing here imports the program: amounts are fractions of £ million, kinds of service are put to the second reading of
the rules. The tests hold policy.national against it.
"""

import csv
from datetime import date
from fractions import Fraction
from pathlib import Path

from tests import oracle_exemptions as exempt
from tests import oracle_rules as read

FILE = Path(__file__).resolve().parents[1] / "data" / "national" / "spending.csv"
FOUR = ("England", "Scotland", "Wales", "Northern Ireland")
NATIONS = {"UK": FOUR, "Great Britain": FOUR[:3], "England and Wales": ("England", "Wales")}


def rows():
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_caught(service, attributes, buyer, nation, setting):
    """True, False or None: whether one contract of a kind of service comes back when nothing else takes it out."""
    contract = {
        **attributes, "service": service, "buyer_kind": buyer, "nation": nation, "purchase": "service",
        "service_confidence": "certain", "end_date": date(2030, 1, 1), "latest_end_date": None,
    }  # fmt: skip
    if service in ("goods", "works", "energy"):
        contract["purchase"] = "goods"
    setting = {**setting, "criteria.certainty": "possible"}
    tests = (read.authorities, read.nations, read.purchase, read.criteria, exempt.specialist)
    answers = [test(contract, setting) for test in tests]
    return False if True in answers else None if None in answers else True


def reassessed(services, setting):
    table = {service: dict(given) for service, given in services.items()}
    for item in setting["reassess.services"]:
        place, value = item.split(":")[:2]
        service, attribute = place.split(".")
        if service in table:
            table[service][attribute] = value.replace("+", " ")
    return table


def interval(published, services, setting):
    """Low and high in £ million, as fractions, of the rows in the sum."""
    table = reassessed(services, setting)
    ids = {row["id"] for row in published}
    low = high = Fraction(0)
    for row in published:
        if row["role"] == "sum":
            ends = ends_of(row, published, ids, table, setting)
            low, high = low + ends[0], high + ends[1]
    return low, high


def ends_of(row, published, ids, table, setting):
    answers = answers_of(row, table, setting)
    if set(answers) == {False}:
        return 0, 0
    most = amount(row) * (share(row, "high") if there(row, "high", ids) else 1)
    voluntary = Fraction(row["voluntary_m"] or 0) if {"charity", "mutual"} <= set(setting["suppliers.exempt"]) else 0
    counts = leaves = Fraction(0)
    for part in published:
        if part["role"] == "part" and part["block"] == row["block"] and part["share_low"]:
            reached = set(answers_of(part, table, setting))
            counts += least(part, ids, setting) if reached == {True} else 0
            leaves += outside(part, ids) if reached == {False} else 0
    if set(answers) == {True}:
        counts, leaves = max(counts, least(row, ids, setting)), Fraction(0)
    most = max(most - max(leaves, voluntary), 0)
    return min(counts, most), most


def is_wide(row, table, setting):
    """Whether a row counts and is of something that is certainly not caught."""
    answers = answers_of(row, table, setting)
    return False in answers and set(answers) != {False}


def answers_of(row, table, setting):
    nations = NATIONS.get(row["nation"], (row["nation"],))
    return [
        is_caught(service, table[service], row["buyer_kind"], nation, setting)
        for service in row["service_ids"].split()
        for nation in nations
    ]


def least(row, ids, setting):
    found = outside(row, ids)
    if {"charity", "mutual"} & set(setting["suppliers.exempt"]):
        return min(found, Fraction(row["private_m"] or 0))
    return found


def outside(row, ids):
    """The least that is outside spend, whoever gets it."""
    return amount(row) * share(row, "low") if there(row, "low", ids) else Fraction(0)


def amount(row):
    return Fraction(row["gbp_m"])


def share(row, end):
    return Fraction(row[f"share_{end}"])


def there(row, end, ids):
    return set(row[f"{end}_rests_on"].split()) <= ids
