"""The table of published national spending on outside providers, as the committed CSV states it."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pandas as pd

from data.model.service_table import services
from policy.contracts import BUYER_KINDS, NATIONS

PATH = Path(__file__).resolve().parents[1] / "national" / "spending.csv"
MARKS = ("V", "S", "N")
ROLES = ("sum", "part", "alternative", "scale", "apart", "none")
NATION_WORDS = (*NATIONS, "Great Britain", "England and Wales")
EXTERNAL = ("yes", "mostly", "partly", "no")
BASES = ("", "plan", "grant", "estimate")
COLUMNS = {
    "id": "id of the row",
    "service_ids": "kinds of service that the figure is for, by their ids; blank: all",
    "label": "what the figure is of",
    "measure": "what was measured, in the publisher's terms",
    "gbp_m": "£ million a year, in cash, as published; blank: no yearly figure could be read",
    "year": "year of the figure",
    "basis": "blank: spent, as published; plan, grant, estimate: no outturn",
    "nation": "nation that the figure is for",
    "buyer_kind": "kind of public body that spends; all: every kind",
    "supplier_split": "split by kind of supplier, as published",
    "external_only": "yes: outside providers only; mostly: the source books the line to private and voluntary "
    "providers, some councils' own companies among them; partly: others sit in the line; no: all providers",
    "quality": "V: read at the publisher's own text or a copy of its file; S: as reported, in an answer to Parliament, "
    "the press or a study; N: no yearly figure could be read",
    "publisher": "who published it",
    "title": "title of the source",
    "url": "address of the source; of an N row, where the series is known to live",
    "note": "how it was read, what overlaps it",
    "checked": "second, separate reading",
    "block": "figure of the sum that the row is, or belongs to",
    "role": "sum: a figure of the sum; part: inside one; alternative: another year or measure; scale: overall total; "
    "apart: stands beside the sum; none: in no sum",
    "share_low": "least share that is outside spend",
    "share_high": "greatest share that is outside spend",
    "low_rests_on": "rows that the least share rests on",
    "high_rests_on": "rows that the greatest share rests on",
    "inside": "row that contains this one",
    "private_m": "£ million that the source puts with private firms",
    "voluntary_m": "£ million that the source puts with voluntary bodies",
    "block_label": "name of the figure for a reader",
    "bar": "name under which figures of the same kinds of service are drawn together",
    "treatment": "users' charges, VAT, and how the ends were chosen; of an N row, where it should be found",
}
"""The columns and what each holds; a blank cell is not published, unless it says otherwise."""
_NUMBERS = ("gbp_m", "share_low", "share_high", "private_m", "voluntary_m")
_HEADS = ("sum", "apart")


@cache
def load_spending() -> pd.DataFrame:
    """Load the published national spending on outside providers.

    Returns:
        A row for each published figure, or the statement that none could be read, by its id. Every cell is text as the
        file has it; the columns and what a blank means are in `COLUMNS` and in data/national/README.md.
    """
    table = pd.read_csv(PATH, dtype=str, keep_default_na=False)
    if problems := check(table):
        raise ValueError("\n".join(problems))
    return table.set_index("id")


@cache
def fingerprint() -> str:
    """Identify the table by its bytes."""
    return hashlib.sha256(PATH.read_bytes()).hexdigest()[:12]


def check(table: pd.DataFrame) -> list[str]:
    """Say everything that is wrong with a table of spending, with `id` as a column: the row, and what is wrong."""
    if list(table.columns) != list(COLUMNS):
        return [f"spending table: its columns are not {', '.join(COLUMNS)}"]
    rows = [{str(key): str(cell) for key, cell in row.items()} for row in table.to_dict("records")]
    by_id = {row["id"]: row for row in rows}
    problems = [
        f"{name}: the id is blank or repeated"
        for name, often in Counter(r["id"] for r in rows).items()
        if often > 1 or not name
    ]
    for row in rows:
        problems += [f"{row['id']}: {problem}" for problem in (*_cells(row), *_role(row, by_id))]
    return problems or _sums(rows, by_id)


def _cells(row: dict[str, str]) -> Iterator[str]:
    """What is wrong with the cells of a row, each by itself."""
    if strange := set(row["service_ids"].split()) - set(services().index):
        yield f"no such kind of service: {', '.join(sorted(strange))}"
    words = {
        "quality": MARKS,
        "role": ROLES,
        "nation": NATION_WORDS,
        "buyer_kind": (*BUYER_KINDS, "all", ""),
        "external_only": EXTERNAL,
        "basis": BASES,
    }
    for name, allowed in words.items():
        if row[name] not in allowed:
            yield f"{name} {row[name]!r} is none of {', '.join(filter(None, allowed))}"
    if row["external_only"] == "mostly" and "council" not in row["treatment"] + row["note"]:
        yield "public bodies are in the line, and neither its treatment nor its note says so"
    for name in _NUMBERS:
        if row[name] and not (row[name].replace(".", "", 1).isdecimal() and row[name].isascii()):
            yield f"{name} {row[name]!r} is not a number, 0 or more"
    if row["quality"] == "N" and row["gbp_m"]:
        yield "an N row has an amount"


def _role(row: dict[str, str], by_id: dict[str, dict[str, str]]) -> Iterator[str]:
    """What is wrong with what a row is in a sum, and with the rows it names."""
    named = {*row["low_rests_on"].split(), *row["high_rests_on"].split(), *row["inside"].split()}
    if lost := named - by_id.keys():
        yield f"names rows that there are not: {', '.join(sorted(lost))}"
    if row["role"] not in _HEADS:
        return
    if not (
        row["block"] and row["gbp_m"] and row["share_low"] and row["share_high"] and row["bar"] and row["treatment"]
    ):
        yield "a figure of a sum needs a block, a bar, an amount, both shares and how its ends were chosen"
        return
    low, high = float(row["share_low"]), float(row["share_high"])
    if not low <= high <= 1:
        yield f"shares {low} to {high} are no interval between 0 and 1"
    if low and row["external_only"] not in ("yes", "mostly") and not {*row["low_rests_on"].split()} - {row["id"]}:
        yield "public bodies are in the line, so its least share rests on another row, or is 0"
    if low and not row["low_rests_on"]:
        yield "its least share rests on no row"


def _sums(rows: list[dict[str, str]], by_id: dict[str, dict[str, str]]) -> list[str]:
    """What would be counted twice: blocks with two figures, figures inside one another, parts above their whole."""
    heads = [row for row in rows if row["role"] in _HEADS]
    problems = [
        f"block {name}: {often} rows of the sum"
        for name, often in Counter(r["block"] for r in heads).items()
        if often > 1
    ]
    for row in heads:
        outer = _around(row, by_id) & {head["id"] for head in heads}
        problems += [f"{row['id']}: inside {name}, which is in a sum too" for name in sorted(outer)]
        parts = [
            r for r in rows if r["role"] == "part" and r["block"] == row["block"] and r["share_low"] and r["gbp_m"]
        ]
        if sum(map(_low, parts)) > _low(row):
            problems.append(f"block {row['block']}: its parts come to more than its low end")
        problems += [
            f"{row['id']}: shares a kind of service with {other['id']}, and is drawn under another name"
            for other in heads
            if _alike(row, other) and row["bar"] != other["bar"]
        ]
    return problems


def _alike(one: dict[str, str], other: dict[str, str]) -> bool:
    """Whether a contract may be part of two figures: they share a kind of service and a kind of authority."""
    return one["buyer_kind"] == other["buyer_kind"] and bool(
        {*one["service_ids"].split()} & {*other["service_ids"].split()}
    )


def _around(row: dict[str, str], by_id: dict[str, dict[str, str]]) -> set[str]:
    """Rows that a row is inside of, and what those are inside of; stops where they run in a circle."""
    sums: set[str] = set()
    while (outer := row["inside"]) and outer not in sums and outer in by_id:
        sums.add(outer)
        row = by_id[outer]
    return sums


def _low(row: dict[str, str]) -> float:
    return float(row["gbp_m"]) * float(row["share_low"])
