"""The embedded register: its rows turned into contracts, every repair and every unreadable cell named."""

import csv
import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache, partial
from io import StringIO
from typing import Any

import pandas as pd

from data.classify.parties import LONGEST_NAME, supplier_kind
from data.model.companies import LINE, suppliers_of
from data.model.folders import command
from data.model.issues import Issue
from data.model.money import CEILINGS, STANDARD_VAT_RATIO
from data.model.service_table import services
from data.register.sources import addresses
from data.register.spans import Dates, span
from policy.contracts import BY_NAME, SERVICE_COLUMNS, VALUE_SPANS, VAT_BASES, YES_NO, typed

HEADER = [
    "id", "title", "summary", "buyer", "buyer_kind", "supplier", "supplier_kind", "service", "cpv", "value_gbp",
    "value_basis", "vat", "start_date", "end_date", "latest_end_date", "instrument", "stage", "regime", "region",
    "nation", "notice_id", "source_title", "source_url", "source_kind", "counted", "not_counted_reason",
    "successor_id", "related_ids", "note",
]  # fmt: skip
ADDED = ["value_until", "value_years", "value_span", "part_of", "read_on"]
"""Columns that a register of one's own may leave out, all five: then what a value covers is not said."""
_OCID = re.compile(r"ocds-[a-z0-9]{6}-[a-z0-9-]+")
_PURCHASE = {"goods": "goods", "energy": "goods", "works": "works"}
"""Kinds of service that are no services: supplies, energy (a supply under procurement law) and building works."""
_NO_ID = "has an id that is empty or repeated"
_OWNED = re.compile(r"\b(Ltd|Limited)$|\w \(.*Council\)$")
_FIGURES = ("value_gbp", "annual_gbp", "annual_low_gbp", "annual_high_gbp", "value_span")
"""What a value gives, in every row: the first row of a register names the columns of all."""
Note = Callable[..., None]


def read(text: str, source: str) -> tuple[pd.DataFrame, list[Issue]]:
    """Read a register in CSV; a row that cannot be read is left out and named, a cell is left empty and named."""
    issues: list[Issue] = []
    rows = list(_rows(text, source, issues))
    frame = pd.DataFrame(rows, columns=list(rows[0]) if rows else ["contract_id"])
    return typed(_with_services(frame)), issues


def of_rows(rows: Iterable[tuple[int, Mapping[str, str]]], source: str) -> tuple[pd.DataFrame, list[Issue]]:
    """Read the rows of a register that a spreadsheet saved, its cells as text by column, each with its line."""
    issues: list[Issue] = []
    seen: set[str] = set()
    found = []
    for line, told in rows:
        row = {name: told.get(name, "").removesuffix("T00:00:00") for name in (*HEADER, *ADDED)}
        if not row["id"] or row["id"] in seen:
            issues.append(_left_out(source, line, _NO_ID, list(row.values()), len(row)))
            continue
        seen.add(row["id"])
        found.append(_contract(row, partial(_note, issues, source, line, row["id"])))
    return typed(_with_services(pd.DataFrame(found, columns=list(found[0]) if found else ["contract_id"]))), issues


def _left_out(source: str, line: int, what: str, cells: list[str], expected: int) -> Issue:
    problem = f"{what}; expected {expected} with an id of its own"
    return Issue(source, line, "", "row", ",".join(cells)[:80], problem, "the row was left out", unread=True)


def _with_services(frame: pd.DataFrame) -> pd.DataFrame:
    if "service" not in frame:
        return frame
    return frame.join(services()[list(SERVICE_COLUMNS)], on="service")


def build_first(name: str) -> str:
    """Say how a register of one's own becomes a table that is assessed; `name` is that of its file."""
    build = command("data", f"build {shlex.quote(name)} --out TABLE.parquet")
    return f"if it is a register of your own, build a table of it first: {build}, and give that"


def _rows(text: str, source: str, issues: list[Issue]) -> Iterator[dict[str, Any]]:
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    header = next(reader, [])
    if header not in (HEADER, [*HEADER, *ADDED]):
        names, problem = ",".join(header)[:80], f"is not a register's; expected {','.join(HEADER[:4])} …"
        done = f"nothing was read; {build_first(source)}"
        issues.append(Issue(source, 1, "", "header", names, problem, done, unread=True))
        return
    seen: set[str] = set()
    for cells in reader:
        line = reader.line_num
        if len(cells) != len(header) or not cells[0] or cells[0] in seen:
            what = _NO_ID if len(cells) == len(header) else f"has {len(cells)} cells"
            issues.append(_left_out(source, line, what, cells, len(header)))
            continue
        seen.add(cells[0])
        row = {**dict.fromkeys(ADDED, ""), **dict(zip(header, cells, strict=True))}
        yield _contract(row, partial(_note, issues, source, line, row["id"]))


def _note(issues: list[Issue], source: str, line: int, contract: str, *what: str, lost: bool = True) -> None:
    """Add an issue: path, value, problem, what was done; `lost` where a stated value could not be kept."""
    path, value, problem, remedy = what
    issues.append(Issue(source, line, contract, path, value, problem, remedy, lost))


def _contract(row: dict[str, str], note: Note) -> dict[str, Any]:
    dates = _dates(row, note)
    ocid = _OCID.search(row["notice_id"])
    suppliers = [name for name in row["supplier"].split("; ") if name]
    single = suppliers_of(row["supplier"], suppliers)
    words = {name: _word(row, name, allowed, note) for name, allowed in _allowed().items()}
    return {
        "contract_id": row["id"],
        "ocid": ocid[0] if ocid else None,
        "award_id": None,
        "notice_url": next(iter(addresses(row["notice_id"], row["source_url"])), None),
        "title": row["title"],
        "description": row["summary"],
        "buyer": row["buyer"],
        "supplier": row["supplier"],
        "suppliers": LINE.join(single.names) or None,
        "company": single.company,
        "n_suppliers": len(suppliers) or None,
        "service_confidence": "certain",
        "service_evidence": "read and assigned by hand in the register",
        "instrument_evidence": "read and assigned by hand in the register" if words["instrument"] else None,
        "supplier_public_kind": public_kind(row["supplier"]) if row["supplier_kind"] == "public" else None,
        "purchase": _PURCHASE.get(row["service"], "service"),
        "cpv": row["cpv"],
        "vat_basis": words.pop("vat"),
        "start_date": dates.start,
        "end_date": dates.end,
        "latest_end_date": dates.latest,
        "successor_id": row["successor_id"],
        "region": row["region"],
        "source": row["source_title"],
        "counted": words.pop("counted") == "yes",
        "not_counted_reason": row["not_counted_reason"],
        **words,
        "stage": _stage(words["stage"], dates.start, _date(row, "read_on", note), note),
        "part_of": row["part_of"],
        **_value(row, dates, note),
    }


def public_kind(name: str) -> str | None:
    """Which public body a supplier is; a company, and a name with its owner in brackets, is owned by one."""
    return "owned" if _OWNED.search(name[-LONGEST_NAME:]) else supplier_kind(name, (), ()).public_kind


@cache
def _allowed() -> dict[str, tuple[str, ...]]:
    """Words that a cell may hold, by column of the register."""
    ours = ("buyer_kind", "supplier_kind", "instrument", "regime", "nation", "stage")
    closed = {"service": tuple(services().index), "vat": VAT_BASES, "counted": YES_NO}
    return {**{name: BY_NAME[name].values for name in ours}, **closed}


def _word(row: dict[str, str], name: str, allowed: tuple[str, ...], note: Note) -> str | None:
    if row[name] in allowed:
        return row[name]
    near = get_close_matches(row[name], allowed, n=1)
    hint = f"is not among its words{f'; did you mean {near[0]}?' if near else ''}"
    note(name, row[name], hint, "the row is not counted" if name == "counted" else "taken as not known")
    return None


def _stage(stage: str | None, start: date | None, read_on: date | None, note: Note) -> str | None:
    """The stage on the day of reading: a plan whose first day had passed by then may have been awarded since."""
    if stage != "planned" or start is None or read_on is None or start > read_on:
        return stage
    told = "is announced, and its first day had passed when it was read"  # one problem, whatever the days
    note("stage", f"{stage}, from {start}, read on {read_on}", told, "whether it was awarded is not known", lost=False)
    return None


def _dates(row: dict[str, str], note: Note) -> Dates:
    start, end, latest = (_date(row, name, note) for name in ("start_date", "end_date", "latest_end_date"))
    stated = [day for day in (start, end, latest) if day]
    if stated != sorted(stated):
        note("end_date", f"{start} {end} {latest}", "are dates out of order", "the ends are taken as not known")
        return Dates(start, None, None)
    return Dates(start, end, latest)


def _date(row: dict[str, str], name: str, note: Note) -> date | None:
    try:
        return date.fromisoformat(row[name]) if row[name] else None
    except ValueError:
        note(name, row[name], "is not a date such as 2027-04-01", "the date is taken as not known")
        return None


def _value(row: dict[str, str], dates: Dates, note: Note) -> dict[str, Any]:
    """Whole-life and annual value without VAT; what one of them and the span give is worked out (semantics 10.14)."""
    text = row["value_gbp"]
    missing = {**dict.fromkeys(_FIGURES), "value_quality": "missing"}
    if not text:
        return missing
    if not re.fullmatch(r"\d+(\.\d+)?", text):
        note("value_gbp", text, "is not a number of pounds, 0 or more", "the value is taken as not known")
        return missing
    if row["value_basis"] == "unknown":
        note("value_gbp", text, "may be a year's or the whole term's", "taken as not known", lost=False)
        return missing
    net = float(text) / (STANDARD_VAT_RATIO if row["vat"] == "inc" else 1)
    if row["vat"] == "inc":
        note("value_gbp", text, "includes VAT", "divided by 1.2", lost=False)
    if row["value_basis"] == "annual":
        term = dates.years_to(dates.latest or dates.end)
        return {
            **missing,
            "value_gbp": net * term if term else None,
            "annual_gbp": net,
            "value_quality": "ceiling" if row["instrument"] in CEILINGS else "annual_times_term",
        }
    return {"value_gbp": net, "value_quality": _quality(row), **_a_year(row, net, dates, note)}


def _a_year(row: dict[str, str], net: float, dates: Dates, note: Note) -> dict[str, Any]:
    """Value a year of a whole-life value: the likely figure, and the least and greatest where the span is assumed."""
    covered = span(dates, _date(row, "value_until", note), _years(row, note))
    is_stated = row["value_span"] in VALUE_SPANS
    if row["value_span"] and not is_stated:
        note("value_span", row["value_span"], f"is none of {', '.join(VALUE_SPANS)}", "taken as assumed")
    return {
        "annual_gbp": net / covered.years if covered.years else None,
        "annual_low_gbp": net / covered.longest if covered.longest else None,
        "annual_high_gbp": net / covered.shortest if covered.shortest else None,
        "value_span": row["value_span"] if is_stated else "assumed",
    }


def _years(row: dict[str, str], note: Note) -> float | None:
    text = row["value_years"]
    if not text:
        return None
    if re.fullmatch(r"\d{1,2}(\.\d+)?", text) and float(text):
        return float(text)
    note("value_years", text, "is not a number of years below 100", "what the value covers is taken as not said")
    return None


def _quality(row: dict[str, str]) -> str:
    """A framework's figure is a ceiling whatever the source calls it: its call-offs are the spend."""
    if row["value_basis"] == "ceiling" or row["instrument"] in CEILINGS:
        return "ceiling"
    if row["value_basis"] == "estimated":
        return "estimated"
    return "net_from_gross" if row["vat"] == "inc" else "stated"
