"""Contracts against gold labels: notices that a person read one by one, so that what the program read can be scored.

Labels are a table by key, the open contracting id or, where a source has none, the contract id; categories are ids of
services, or `waste` and `other`, which stand for whatever lies outside.
"""

import csv
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from typing import Any

import pandas as pd

from policy.audit.sheet import headings, most_named, plain_lines, text_of, word
from policy.bounds import cut
from policy.contracts import BY_NAME
from policy.formats import listed
from policy.problem import PolicyError, Problem

_KEYS = ("key", "ocid", "contract_id")
"""Columns that may name a labelled contract, the first of them that there is; else the first column does."""
_OUTSIDE_WORDS = ("waste", "other")
LABELLED = ("category", "category_alt", "buyer_kind", "supplier_kind", "instrument")
"""Columns that labels must have; `purchase` may be there, and `contact` is scored."""
_FORMS = ("direct_award", "pfi", "concession", "grant")
"""Forms of contract that the labels call a contract."""
_FORM = {"dps": "framework", **dict.fromkeys(_FORMS, "contract")}
_OUTSIDE = "outside"


def read_labels(body: bytes, more: Sequence[str], services: Collection[str]) -> tuple[pd.DataFrame, list[Problem]]:
    """Read labels as a spreadsheet saves them: parted by commas, semicolons or tabs, their columns in any order.

    Args:
        body: the content of the file.
        more: columns that it must have beside those of LABELLED.
        services: ids of services that a label may name.

    Returns:
        The labels by key, texts without blanks around them, and what is not sure of the file.

    Raises:
        PolicyError: no labels, no such column, or a row that names no contract, one of another row, or a word that is
            none; each row is named by its line.
    """
    text, cautions = text_of(body)
    wanted, plain = (*LABELLED, *more), plain_lines(text)
    header = headings(plain, wanted)
    if missing := [name for name in wanted if name not in header.words]:
        raise PolicyError(cautions or [Problem("the file", f"no column {listed(missing)}")])
    reader = csv.reader(islice(StringIO(plain), header.line, None), delimiter=header.parted_by, strict=True)
    try:
        rows = [(header.line + reader.line_num, [cell.strip() for cell in row]) for row in reader if any(row)]
    except csv.Error as error:
        raise PolicyError([Problem("the file", f"no CSV that can be read: {error}")]) from None
    if not rows:
        raise PolicyError([Problem("the file", "no label below its headings")])
    key = next((name for name in _KEYS if name in header.words), header.words[0])
    told = [(line, dict(zip(header.words, row, strict=False))) for line, row in rows]
    if problems := _wrong_labels(told, key, _words_of(wanted, header.words, services)):
        raise PolicyError(problems)
    return pd.DataFrame([row for _, row in told]).fillna("").set_index(key), cautions


def _words_of(wanted: Sequence[str], there: Sequence[str], services: Collection[str]) -> Mapping[str, Collection[str]]:
    """The words that each column may hold."""
    named = {*services, *_OUTSIDE_WORDS}
    others = [name for name in (*wanted, "purchase") if name in there and not name.startswith("category")]
    words = {name: {*BY_NAME[name].values, "unknown"} for name in others}
    words["supplier_kind"] |= {"none_given", "mixed"}
    return {"category": named, "category_alt": {*named, ""}, **words}


def _wrong_labels(
    told: Sequence[tuple[int, dict[str, str]]], key: str, words: Mapping[str, Collection[str]]
) -> list[Problem]:
    """Say what is wrong with each row; its words are made those of the program, whatever their capitals and blanks."""
    lines: dict[str, int] = {}
    problems = []
    for line, row in told:
        name, place = row.get(key, ""), f"line {line}"
        first = lines.setdefault(name, line)
        if not name:
            problems.append(Problem(place, f"no contract is named in its column {key}"))
        elif first != line:
            problems.append(Problem(place, f"{cut(name)} is there twice, first in line {first}; leave one of the two"))
        for column, known in words.items():
            given = row.get(column, "")
            row[column] = word(given)
            if row[column] not in known:
                expected = (
                    "the id of a service, waste or other" if "category" in column else listed(sorted(known), "or")
                )
                problems.append(Problem(place, f"{column} is {cut(given) or 'empty'}; expected {expected}"))
    return most_named(problems, "cell")


def keyed(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """Put tables of contracts together, one row for each key: of several the first that is counted."""
    table = pd.concat([table.astype(object) for table in tables], ignore_index=True)
    own = table["contract_id"] if "contract_id" in table else table["ocid"]
    table["key"] = table["ocid"].where(table["ocid"].notna(), own)
    if "counted" in table:
        table = table.sort_values("counted", ascending=False, kind="stable")
    return table.drop_duplicates("key").set_index("key")


@dataclass(frozen=True)
class Services:
    """The services that labels may name: those that came after the labels count as the one they stem from."""

    table: pd.DataFrame

    def stem(self, service: str) -> str:
        """Return the service that the labels know."""
        return str(self.table["parent"].get(service) or service) if "parent" in self.table else service

    def outside(self, service: str) -> bool:
        """Whether a category is no service under public control: goods, works, or none of the table."""
        return str(self.table["group"].get(service, _OUTSIDE)) == _OUTSIDE

    def as_labelled(self, ours: object, first: str, second: str) -> str:
        """Our service where the label agrees with it, else the label's; what lies outside is one class."""
        if isinstance(ours, str) and (
            self.stem(ours) in (first, second) or (self.outside(ours) and self.outside(first))
        ):
            return ours
        return first if first in self.table.index else "professional"


def as_labelled(now: pd.DataFrame, base: pd.DataFrame, labels: pd.DataFrame, services: Services) -> pd.DataFrame:
    """Return contracts with the facts that a person read in place of the program's.

    Args:
        now: contracts as read, n rows by key; a row that is missing is empty.
        base: the same n, whose values, dates and counting hold.
        labels: the same n, with the columns of LABELLED.
        services: the services of the program.

    Returns:
        `base` with service, kinds of buyer and supplier, form of contract and, where it is labelled, purchase.
    """
    columns = now["service"], labels["category"], labels["category_alt"]
    facts: dict[str, Any] = {
        "service": [services.as_labelled(*row) for row in zip(*columns, strict=True)],
        "buyer_kind": labels["buyer_kind"],
        "supplier_kind": labels["supplier_kind"].replace({"mixed": "unknown", "none_given": "none"}),
        "instrument": [
            ours if label == "contract" and ours in _FORMS else label
            for ours, label in zip(now["instrument"], labels["instrument"], strict=True)
        ],
    }
    if "purchase" in labels:
        facts["purchase"] = labels["purchase"]
    return base.assign(**facts)


@dataclass(frozen=True)
class Score:
    """One fact scored: the share that is right and, where not known is an honest answer, not known and wrong.

    `short` says that it falls short of what the project asks for.
    """

    name: str
    right: float
    short: bool
    not_known: float | None = None

    def sentence(self) -> str:
        """Say it in one line."""
        if self.not_known is None:
            return f"{self.name} {self.right:.3f}"
        wrong = 1 - self.right - self.not_known
        return f"{self.name} right {self.right:.3f}, not known {self.not_known:.3f}, wrong {wrong:.3f}"


@dataclass(frozen=True)
class Scores:
    """Every fact scored, how many labelled contracts were found, and which have a wrong category or contact."""

    scores: list[Score]
    matched: int
    wrong: pd.DataFrame


def scored(table: pd.DataFrame, labels: pd.DataFrame, services: Services) -> Scores:
    """Score what the program read of labelled contracts; a contract that is not in the table counts as wrong.

    Args:
        table: contracts as read, by key.
        labels: m labelled contracts by key, with the columns of LABELLED and `contact`.
        services: the services of the program.
    """
    stemmed = table.assign(service=[services.stem(one) if isinstance(one, str) else one for one in table["service"]])
    renamed = stemmed.rename(columns={name: f"{name}_us" for name in stemmed if name in labels})
    rows = labels.join(renamed, how="left")
    read = rows["service"].astype(str)
    category = pd.Series(
        [
            _class(us, services) in {_class(first, services), _class(second, services)} - {""}
            for us, first, second in zip(read, rows["category"], rows["category_alt"], strict=True)
        ],
        index=rows.index,
    )
    contacts = services.table["contact"]
    ours = read.map(lambda one: contacts.get(one, "none") == "significant")
    gold = rows["contact"] == "significant"
    both = int((ours & gold).sum())
    scores = [
        _right("category", float(category.sum()) / len(rows), 0.93),
        _right("contact precision", both / max(int(ours.sum()), 1), 0.93),
        _right("contact recall", both / max(int(gold.sum()), 1), 0.96),
        _right("buyer", _agree(rows, "buyer_kind"), 0.97),
        *([_right("purchase", _agree(rows, "purchase"), 0.95)] if "purchase_us" in rows else []),
        _three("supplier", rows["supplier_kind"], rows["supplier_kind_us"], 0.05, 0.10),
        _three("form", rows["instrument"].replace(_FORM), rows["instrument_us"].replace(_FORM), 0.04, 0.04),
    ]
    shown = ("key", "title", "title_us", "category", "category_alt", "service", "contact", "why")
    listed = rows.rename_axis("key").reset_index()
    wrong = listed.loc[(~category | (ours != gold)).to_numpy(), [name for name in shown if name in listed]]
    return Scores(scores, int(rows["service"].notna().sum()), wrong)


def _class(category: str, services: Services) -> str:
    """Take what lies outside as one class."""
    named = services.table["group"].get(category, "")
    return _OUTSIDE if category in ("waste", "other") or named == _OUTSIDE else category


def _right(name: str, reached: float, floor: float) -> Score:
    return Score(name, reached, short=reached < floor)


def _agree(rows: pd.DataFrame, name: str) -> float:
    return float((rows[name] == rows[f"{name}_us"].astype(str)).mean())


def _three(
    name: str, labels: "pd.Series[str]", us: "pd.Series[str]", wrong_at_most: float, blank_at_most: float
) -> Score:
    """Shares right and not known; a label that knows no answer is left out."""
    known = ~labels.isin(["unknown", "mixed"])
    labels = labels[known].replace({"none_given": "none"})
    us = us[known].fillna("unknown").astype(str)
    right, blank = float((labels == us).mean()), float(((us == "unknown") & (labels != "unknown")).mean())
    return Score(name, right, 1 - right - blank > wrong_at_most or blank > blank_at_most, blank)
