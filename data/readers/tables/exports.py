"""Tables of known shape: mySociety's awards, the OJEU awards of 2020."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from data.model import cell_values
from data.model.notice import AwardNotice, NoticesAndIssues, Party
from data.readers.boundary import attempt
from data.readers.field_reader import FieldReader
from data.readers.tables.sheets import Sheet, sheet

_SUPPLIERS_BESIDE = ("suppliers.csv.gz", "suppliers.csv")


def mysociety(sheet: Sheet, source: str, path: Path) -> Iterator[NoticesAndIssues]:
    """Read mySociety's award table, with the suppliers from the table that lies beside it."""
    suppliers = _suppliers_beside(path)
    for line, row in sheet.texts():
        fields = FieldReader(source, line, row["award_id"])
        yield attempt(partial(_mysociety_notice, row, suppliers.get(row["award_link"]), fields), source, line)
        yield [], sheet.drain()


def _mysociety_notice(row: dict[str, Any], named: tuple[Party, ...] | None, fields: FieldReader) -> NoticesAndIssues:
    value, problem = cell_values.money(row["value_amount"])
    if problem:
        fields.lost("value_amount", row["value_amount"], problem)
    notice = AwardNotice(
        source=fields.source,
        line=fields.line,
        origin="Contracts Finder (mySociety)",
        release_id=f"mysociety-{row['release']}",
        award_id=row["award_id"],
        published=row["published_date"][:19],
        title=fields.clean(row["award_title"], "award_title"),
        buyer=Party(fields.clean(row["buyer"], "buyer")),
        amount=value,
        currency=row["value_currency"] or "GBP",
        suppliers=named or (),
        n_suppliers=None if named else cell_values.money(row["n_suppliers"])[0],
        date_signed=fields.day(row["award_date"], "award_date"),
        start=fields.day(row["contract_start"], "contract_start"),
        end=fields.day(row["contract_end"], "contract_end"),
    )
    return [notice], fields.issues


def beside(path: Path) -> Path | None:
    """Return the table of suppliers that lies beside an award table of mySociety."""
    return next((path.with_name(name) for name in _SUPPLIERS_BESIDE if path.with_name(name).exists()), None)


def _suppliers_beside(path: Path) -> dict[str, tuple[Party, ...]]:
    other = beside(path)
    if other is None:
        return {}
    fields, by_award = FieldReader(other.name, None, ""), dict[str, dict[Party, None]]()
    for _, row in sheet(other, other.name).texts():
        ids = ((row["identifier_scheme"], row["identifier_id"]),) if row["identifier_id"] else ()
        supplier = Party(fields.clean(row["name"], "name"), ids, vcse=True if row["vco"] else None)
        by_award.setdefault(row["_link_awards"], {})[supplier] = None
    return {award: tuple(parties) for award, parties in by_award.items()}


def ojeu(sheet: Sheet, source: str) -> Iterator[NoticesAndIssues]:
    """Read the OJEU awards: one row a supplier, and the whole value repeated on each row of a notice."""
    awards: dict[tuple[str, str, str], list[tuple[int, dict[str, Any]]]] = {}
    for line, row in sheet.texts():
        awards.setdefault((row["CONTRACT_URL"], row["CONTRACT_TITLE"], row["CONTRACT_VALUE"]), []).append((line, row))
    yield [], sheet.drain()
    numbers: Counter[str] = Counter()
    for (url, _, _), rows in awards.items():
        numbers[url] += 1
        fields, each = FieldReader(source, rows[0][0], _ted_number(url)), [row for _, row in rows]
        yield attempt(partial(_ojeu_notice, each, numbers[url], fields), source, rows[0][0])


def _ojeu_notice(rows: list[dict[str, Any]], number: int, fields: FieldReader) -> NoticesAndIssues:
    row, figure = rows[0], rows[0]["CONTRACT_VALUE"]
    value, problem = cell_values.money(figure)
    if problem and value is None:
        fields.lost("CONTRACT_VALUE", figure, problem)
    elif problem:
        fields.issue("CONTRACT_VALUE", figure, problem, "marked as an estimate")
    day = fields.day(row["CONTRACT_DATE"], "CONTRACT_DATE")
    suppliers = [Party(fields.clean(r["SUPPLIER_NAME"], "SUPPLIER_NAME")) for r in rows]
    notice = AwardNotice(
        source=fields.source,
        line=fields.line,
        origin="OJEU award notices 2020",
        release_id=fields.ocid,
        award_id=str(number),
        notice_url=row["CONTRACT_URL"],
        published=day.isoformat() if day else "",
        legal_basis="CELEX",
        vat_basis="ex",
        title=fields.clean(row["CONTRACT_TITLE"], "CONTRACT_TITLE"),
        description=fields.clean(row["CONTRACT_DESC"], "CONTRACT_DESC"),
        buyer=Party(fields.clean(row["CONTRACT_BUYER"], "CONTRACT_BUYER")),
        suppliers=tuple(dict.fromkeys(party for party in suppliers if party.name)),
        amount=value,
        estimated=bool(problem),
        currency=row["CONTRACT_CURRENCY"] or "GBP",
    )
    return [notice], fields.issues


def _ted_number(url: str) -> str:
    """Return TED:NOTICE:001412-2020 of http://ted.europa.eu/udl?uri=TED:NOTICE:001412-2020:TEXT:EN:HTML."""
    return url.partition("uri=")[2].partition(":TEXT")[0] or url
