"""The embedded register: its rows turned into contracts, every repair and every unreadable cell named."""

import csv
import re
from collections.abc import Callable, Iterator
from datetime import date
from io import StringIO
from typing import Any

import pandas as pd

from data.issues import Issue
from data.service_table import services
from policy.contracts import SERVICE_COLUMNS, typed

HEADER = (
    "id,title,summary,buyer,buyer_kind,supplier,supplier_kind,service,cpv,value_gbp,value_basis,vat,start_date,"
    "end_date,latest_end_date,instrument,stage,regime,region,nation,notice_id,source_title,source_url,source_kind,"
    "counted,not_counted_reason,successor_id,related_ids,note"
).split(",")
VAT = 1.2
DAYS_A_YEAR = 365.25
_OCID = re.compile(r"ocds-[a-z0-9]{6}-[a-z0-9-]+")
_WITHOUT_OPTIONS = re.compile(r"\w+-year value; .*extension possible|; £[\d,.]+ with the .*option")
"""Notes that say that the value leaves the options out, so that it covers the time to the first end only."""
_PURCHASE = {"goods": "goods", "energy": "goods", "works": "works"}
"""Kinds of service that are no services: supplies, energy (a supply under procurement law) and building works."""
_CEILINGS = ("framework", "dps")
Note = Callable[[str, str, str, str], None]


def read(text: str, source: str) -> tuple[pd.DataFrame, list[Issue]]:
    """Read a register in CSV; a row that cannot be read is left out and named, a cell is left empty and named."""
    issues: list[Issue] = []
    rows = list(_rows(text, source, issues))
    frame = pd.DataFrame(rows, columns=list(rows[0]) if rows else ["contract_id"])
    return typed(_with_services(frame)), issues


def _with_services(frame: pd.DataFrame) -> pd.DataFrame:
    if "service" not in frame:
        return frame
    return frame.join(services()[list(SERVICE_COLUMNS)], on="service")


def _rows(text: str, source: str, issues: list[Issue]) -> Iterator[dict[str, Any]]:
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    if (header := next(reader, None)) != HEADER:
        issues.append(Issue(source, 1, "", "header", ",".join(header or [])[:80],
                            f"is not a register's; expected {','.join(HEADER[:4])} …", "nothing was read"))  # fmt: skip
        return
    seen: set[str] = set()
    for cells in reader:
        line = reader.line_num
        if len(cells) != len(HEADER) or not cells[0] or cells[0] in seen:
            what = "has an id that is empty or repeated" if len(cells) == len(HEADER) else f"has {len(cells)} cells"
            issues.append(Issue(source, line, "", "row", ",".join(cells)[:80],
                                f"{what}; expected {len(HEADER)} with an id of its own", "the row was left out"))  # fmt: skip
            continue
        seen.add(cells[0])
        row = dict(zip(HEADER, cells, strict=True))

        def note(path: str, value: str, problem: str, done: str, row: dict[str, str] = row, line: int = line) -> None:
            issues.append(Issue(source, line, row["id"], path, value, problem, done))

        yield _contract(row, note)


def _contract(row: dict[str, str], note: Note) -> dict[str, Any]:
    start, end, latest = (_date(row, name, note) for name in ("start_date", "end_date", "latest_end_date"))
    covered = end if end and _WITHOUT_OPTIONS.search(row["note"]) else latest or end
    term = max(((covered - start).days + 1) / DAYS_A_YEAR, 1.0) if start and covered else None
    ocid = _OCID.search(row["notice_id"])
    suppliers = [name for name in row["supplier"].split("; ") if name]
    if row["service"] not in services().index:
        note("service", row["service"], "is no kind of service in the table", "the service is taken as not known")
    return {
        "contract_id": row["id"], "ocid": ocid[0] if ocid else None, "award_id": None,
        "notice_url": row["source_url"], "title": row["title"], "description": row["summary"], "buyer": row["buyer"],
        "buyer_kind": row["buyer_kind"], "supplier": row["supplier"], "n_suppliers": len(suppliers) or None,
        "supplier_kind": row["supplier_kind"], "service": row["service"] if row["service"] in services().index else None,
        "service_confidence": "certain", "service_evidence": "read and assigned by hand in the register",
        "purchase": _PURCHASE.get(row["service"], "service"), "cpv": row["cpv"], "vat_basis": row["vat"],
        "start_date": start, "end_date": end, "latest_end_date": latest, "successor_id": row["successor_id"],
        "instrument": row["instrument"], "regime": row["regime"], "nation": row["nation"], "region": row["region"],
        "stage": row["stage"], "source": row["source_title"], "counted": row["counted"] == "yes",
        "not_counted_reason": row["not_counted_reason"], **_value(row, term, note),
    }  # fmt: skip


def _date(row: dict[str, str], name: str, note: Note) -> date | None:
    try:
        return date.fromisoformat(row[name]) if row[name] else None
    except ValueError:
        note(name, row[name], "is not a date such as 2027-04-01", "the date is taken as not known")
        return None


def _value(row: dict[str, str], term: float | None, note: Note) -> dict[str, Any]:
    """Whole-life and annual value without VAT; what only one of them and the term give is worked out (10.14)."""
    text = row["value_gbp"]
    missing = {"value_gbp": None, "annual_gbp": None, "value_quality": "missing"}
    if not text:
        return missing
    if not re.fullmatch(r"\d+(\.\d+)?", text):
        note("value_gbp", text, "is not a number of pounds, 0 or more", "the value is taken as not known")
        return missing
    if row["value_basis"] == "unknown":
        note("value_gbp", text, "may be a year's or the whole term's", "the value is taken as not known")
        return missing
    net = float(text) / (VAT if row["vat"] == "inc" else 1)
    if row["vat"] == "inc":
        note("value_gbp", text, "includes VAT", "divided by 1.2")
    if row["value_basis"] == "annual":
        return {"value_gbp": net * term if term else None, "annual_gbp": net,
                "value_quality": "ceiling" if row["instrument"] in _CEILINGS else "annual_times_term"}  # fmt: skip
    return {"value_gbp": net, "annual_gbp": net / term if term else None, "value_quality": _quality(row)}


def _quality(row: dict[str, str]) -> str:
    """A framework's figure is a ceiling whatever the source calls it: its call-offs are the spend."""
    if row["value_basis"] == "ceiling" or row["instrument"] in _CEILINGS:
        return "ceiling"
    if row["value_basis"] == "estimated":
        return "estimated"
    return "net_from_gross" if row["vat"] == "inc" else "stated"
