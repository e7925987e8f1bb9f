"""A chart as one ZIP: tables, pictures, scenario, receipt, contracts, citation, and a data package describing them."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, time
from typing import Any

import numpy as np
import pandas as pd

from output.contract_tables import contract_table
from output.files import picture, quote, tables
from output.files.about import LICENCE, Taken, is_number, units
from output.text import file_text
from policy.bounds import MOST_TAKEN
from policy.results.groups import Decisions
from policy.results.ranking import annual_of
from policy.scenarios.links import to_toml

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
"""Schema of Data Package, version 2, by which a program reads `datapackage.json`."""
_OGL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
_FILES = {
    "table.csv": "the table of the chart, numbers in full",
    "table.xlsx": "the same as a workbook, with title and notes",
    "chart.svg": "the chart as a picture that scales",
    "chart.png": "the chart as a picture of fixed size",
    "contracts.csv": "the contracts behind it, a row each, with what becomes of each and its notice",
    "scenario.toml": "every setting of the policy that differs from its preset",
    "receipt.json": "what determines the figure; python -m policy verify receipt.json works it out again",
    "citation.txt": "sentences to quote, and the citation",
    "citation.bib": "the citation for BibTeX",
    "citation.json": "the citation as CSL-JSON",
    "citation.ris": "the citation as RIS",
    "datapackage.json": "what the two CSV files hold, for programs (Data Package, Table Schema)",
}
_MEANT = {
    "Outcome": "the step at which the contract stays out, or that it returns",
    "Share back": "share of the contract that comes back, central estimate, 0 to 1",
    "Low": "the least of that share",
    "High": "the most of that share",
    "£ a year": "spend a year, pounds",
    "£ whole life": "value over the whole term, pounds",
    "£ a year back": "spend a year that comes back, central estimate, pounds",
    "Ends": "the day on which it ends: the first, or after the extensions that are stated, as the policy counts",
    "Notice": "where the contract was published",
    "Id": "the contract's id in these data",
}


_AMOUNTS = ("Share back", "Low", "High", "£ a year", "£ whole life", "£ a year back")
"""Columns of the contracts that hold numbers, also where none of them is known."""


def contracts_behind(decisions: Decisions) -> tuple[pd.DataFrame, int]:
    """List the contracts behind a chart, at most MOST_TAKEN, with what becomes of each; and say how many there are."""
    rows = np.flatnonzero(decisions.counted)
    of = len(rows)
    if of > MOST_TAKEN:
        most = np.argsort(-annual_of(decisions, rows).central, kind="stable")[:MOST_TAKEN]
        rows = np.sort(rows[most])
    return contract_table(decisions, rows), of


def packed(taken: Taken, decisions: Decisions) -> bytes:
    """Write everything about a chart as one ZIP."""
    contracts, of = contracts_behind(decisions)
    forms = quote.citations(taken)
    content: dict[str, str | bytes] = {
        "table.csv": tables.plain_csv(taken.table),
        "table.xlsx": tables.workbook(taken),
        "chart.svg": picture.svg(taken),
        "chart.png": picture.png(taken),
        "contracts.csv": tables.plain_csv(contracts),
        "scenario.toml": to_toml(taken.subject.scenario, taken.chart.finding),
        "receipt.json": json.dumps(dict(taken.answered.receipt()), ensure_ascii=False, indent=1),
        "citation.txt": quote.citation_text(taken),
        "citation.bib": forms["BibTeX"],
        "citation.json": forms["CSL-JSON"],
        "citation.ris": forms["RIS"],
    }
    described = [
        _resource("table", content["table.csv"], taken.table, _column_units(taken.table), _silent(taken.table)),
        _resource("contracts", content["contracts.csv"], contracts, _MEANT, _AMOUNTS),
    ]
    content["datapackage.json"] = json.dumps(_package(taken, described), ensure_ascii=False, indent=1)
    return _zip({"README.txt": readme(taken, len(contracts), of), **content}, taken)


def readme(taken: Taken, rows: int, of: int) -> str:
    """Say what the package is and what each file in it holds."""
    about = [f"{label}: {file_text(text)}" for label, text in taken.lines().items()]
    extent = taken.subject.extent(rows, of if rows < of else None)
    files = [f"{name}: {words}{f' ({extent})' if name == 'contracts.csv' else ''}" for name, words in _FILES.items()]
    return "\n".join([*about, "", "Files", *files, ""])


def _column_units(table: pd.DataFrame) -> dict[str, str]:
    return {str(name): units(table[[name]]) for name in table if is_number(table[name])}


def _silent(table: pd.DataFrame) -> list[str]:
    """Columns of a chart's table in which no figure is known: all but the first, which names its rows, hold figures."""
    return [str(name) for name in table.columns[1:] if table[name].isna().all()]


def _resource(
    name: str, content: str | bytes, table: pd.DataFrame, meant: Mapping[str, str], numbers: Collection[str]
) -> dict[str, Any]:
    """Describe a CSV file of the package as Data Package and Table Schema have it.

    `numbers` are columns of numbers whether or not one of their figures is known: what a column is does not change with
    the scenario.
    """
    data = content.encode() if isinstance(content, str) else content
    words = {cell for column in table if is_number(table[column]) for cell in table[column] if isinstance(cell, str)}
    return {
        "name": name,
        "type": "table",
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": {
            "fields": [
                _field(str(column), table[column], meant.get(str(column), ""), known=str(column) in numbers)
                for column in table
            ],
            "missingValues": ["", *sorted(words)],
        },
    }


def _field(name: str, column: "pd.Series[Any]", description: str, *, known: bool) -> dict[str, Any]:
    kind = "date" if name == "Ends" else "string"
    if known or is_number(column):
        kind = "number"
    return {"name": name, "type": kind, **({"description": description} if description else {})}


def _package(taken: Taken, resources: list[dict[str, Any]]) -> dict[str, Any]:
    subject = taken.subject
    licence = {"name": "OGL-UK-3.0", "path": _OGL, "title": "Open Government Licence v3.0"}
    return {
        "$schema": PROFILE,
        "name": re.sub(r"[^a-z0-9]+", "-", subject.file_name(taken.chart.name, "").lower()).strip("-"),
        "title": file_text(taken.chart.finding),
        "description": "\n".join(f"{label}: {file_text(text)}" for label, text in taken.lines().items()),
        "created": datetime.combine(taken.day, time(), UTC).isoformat().replace("+00:00", "Z"),
        "version": subject.fingerprint,
        "sources": [{"title": subject.source_line.removeprefix("Source: ")}],
        "contributors": [{"title": "Back in house"}],
        **({"licenses": [licence]} if taken.licence == LICENCE else {}),
        "resources": resources,
    }


def _zip(content: Mapping[str, str | bytes], taken: Taken) -> bytes:
    """Pack files in a folder of their own, all of the day on which they are taken."""
    folder = taken.file_name("zip").removesuffix(".zip")
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed_:
        for name, data in content.items():
            entry = zipfile.ZipInfo(f"{folder}/{name}", (taken.day.year, taken.day.month, taken.day.day, 0, 0, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            packed_.writestr(entry, data.encode(errors="replace") if isinstance(data, str) else data)
    return written.getvalue()
