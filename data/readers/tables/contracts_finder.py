"""Contracts Finder outside Open Contracting: the website's CSV export and the search answer of its REST service."""

import re
from typing import Any

from data.model import cell_values
from data.model.money import A_TENTH, is_tenth
from data.model.notice import AwardNotice, AwardStatus, NoticesAndIssues, Party
from data.readers.field_reader import FieldReader
from data.readers.tables.shapes import CONTRACTS_FINDER_SUPPLIERS as SUPPLIERS

ORIGIN = "Contracts Finder"
COLUMNS = (
    *("Status", "Title", "Description", "Published Date", "Value Low", "Value High", "Start Date", "End Date"),
    *("Contract start date", "Contract end date", "Awarded Date", "Cpv Codes", "OJEU Contract Type", "Region"),
    "Postcode",
)
"""What is read of the export beside the columns by which it is known."""
_SCHEMES = {"COMPANIES_HOUSE": "GB-COH", "CHARITY_COMMISSION": "GB-CHC"}
_CATEGORIES = {"services": "services", "works": "works", "products": "goods"}
_NOTICE = "https://www.contractsfinder.service.gov.uk/Notice/"
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PACKED = re.compile(r"\]\s*\[")
_AFTER_COMMA = re.compile(r"^\s*(?:ltd|limited|llp|plc|inc|llc|l\.?p|co|cic|t/a)\b", re.IGNORECASE)
_OVER = ("withdrawn", "cancelled")


def from_csv(row: dict[str, Any], source: str, line: int) -> NoticesAndIssues:
    """Return the notice of one row of the website's export."""
    number = f"{row['Notice Identifier']} ({row['Organisation Name']})"
    fields = FieldReader(source, line, number)
    status = _status(row["Status"])
    days = ("Start Date", "End Date") if status is AwardStatus.PLANNED else ("Contract start date", "Contract end date")
    value, estimated = _value(fields, row["Awarded Value"], row["Value Low"], row["Value High"], status)
    notice = AwardNotice(
        source=source,
        line=line,
        origin=ORIGIN,
        release_id=number,
        status=status,
        estimated=estimated,
        amount=value,
        published=row["Published Date"][:19],
        title=fields.clean(row["Title"], "Title"),
        description=fields.clean(row["Description"], "Description"),
        buyer=Party(fields.clean(row["Organisation Name"], "Organisation Name")),
        cpvs=tuple(code[:8] for code in row["Cpv Codes"].split()),
        category=_CATEGORIES.get(row["OJEU Contract Type"].casefold(), ""),
        suppliers=packed_suppliers(row[SUPPLIERS], fields),
        start=_day(fields, row, days[0]),
        end=_day(fields, row, days[1]),
        date_signed=_day(fields, row, "Awarded Date"),
        region_names=tuple(name for name in row["Region"].split(",") if name),
        postcodes=(row["Postcode"],) if row["Postcode"] else (),
        method_details=_CAMEL.sub(" ", row.get("OJEU Procedure Type", "").strip()),
    )
    return [notice], fields.issues


def filled(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with a blank cell for each column of the export that its table lacks.

    Where it lacks the status, a row that names a supplier was awarded.
    """
    status = "" if "Status" in row else "Awarded" if row[SUPPLIERS].strip() else "Open"
    return {**dict.fromkeys(COLUMNS, ""), "Status": status, **row}


def packed_suppliers(cell: str, fields: FieldReader) -> tuple[Party, ...]:
    """Unpack [name|address|kind of number|number|is SME|is VCSE][...]; an address may hold bars and line ends."""
    if not cell.strip():
        return ()
    suppliers = []
    for block in _PACKED.split(cell.strip().removeprefix("[").removesuffix("]")):
        cells = block.split("|")
        if len(cells) < 6:
            fields.issue(SUPPLIERS, block[:80], "is not a supplier of six fields", "read as a name")
            suppliers.append(Party(fields.clean(cells[0], SUPPLIERS)))
            continue
        kind, number, _, vcse = cells[-4:]
        ids = ((_SCHEMES[kind], number.strip()),) if kind in _SCHEMES and number.strip() else ()
        suppliers.append(Party(fields.clean(cells[0], SUPPLIERS), ids, vcse=cell_values.tick(vcse)))
    return tuple(dict.fromkeys(suppliers))


def from_search(item: dict[str, Any], source: str, line: int | None) -> NoticesAndIssues:
    """Return the notice of one item of a search answer, in the service's spelling or with underscores."""
    number = str(item.get("id") or "")
    fields = FieldReader(source, line, number)
    status = _status(str(_get(item, "noticeStatus", "status")))
    value, estimated = _value(
        fields, _get(item, "awardedValue"), _get(item, "valueLow"), _get(item, "valueHigh"), status
    )
    notice = AwardNotice(
        source=source,
        line=line,
        origin=ORIGIN,
        release_id=number,
        status=status,
        estimated=estimated,
        amount=value,
        published=str(_get(item, "publishedDate"))[:19],
        title=fields.clean(item.get("title"), "title"),
        description=fields.clean(item.get("description"), "description"),
        buyer=Party(fields.clean(_get(item, "organisationName", "organisation"), "organisationName")),
        cpvs=tuple(code[:8] for code in re.split(r"[\s,]+", str(_get(item, "cpvCodes"))) if code),
        suppliers=_joined_suppliers(str(_get(item, "awardedSupplier")), fields),
        start=fields.day(_get(item, "start"), "start"),
        end=fields.day(_get(item, "end"), "end"),
        date_signed=fields.day(_get(item, "awardedDate"), "awardedDate"),
        region_names=tuple(name for name in str(_get(item, "region")).split(",") if name),
        postcodes=tuple(str(item["postcode"]).split(",")) if item.get("postcode") else (),
        notice_url=str(item.get("url") or (_NOTICE + number if number else "")),
    )
    return [notice], fields.issues


def _get(item: dict[str, Any], name: str, other: str = "") -> Any:
    """Return a field under its own name, the name with underscores, or another name; "" where it is blank."""
    underscored = re.sub(r"([A-Z])", lambda letter: f"_{letter[0].lower()}", name)
    value = item.get(name, item.get(underscored, item.get(other)))
    return "" if value is None else value


def _joined_suppliers(names: str, fields: FieldReader) -> tuple[Party, ...]:
    """Part names joined by commas, without parting a name from the Ltd that follows its own comma."""
    parted: list[str] = []
    for name in fields.clean(names, "awardedSupplier").split(","):
        if parted and _AFTER_COMMA.match(name):
            parted[-1] += f",{name}"
        elif name.strip():
            parted.append(name)
    return tuple(dict.fromkeys(Party(name.strip()) for name in parted))


def _status(written: str) -> AwardStatus:
    if written.casefold() in _OVER:
        return AwardStatus.CANCELLED
    return AwardStatus.AWARDED if written.casefold() == "awarded" else AwardStatus.PLANNED


def _value(fields: FieldReader, awarded: Any, low: Any, high: Any, status: AwardStatus) -> tuple[float | None, bool]:
    """Return the awarded value, else the estimate of a plan: its upper end, as the service's own releases give it."""
    value, problem = cell_values.money(awarded)
    if problem:
        fields.lost("Awarded Value", awarded, problem)
    if status is AwardStatus.AWARDED or value:
        if any(is_tenth(value, cell_values.money(tendered)[0]) for tendered in (low, high)):
            fields.issue("Awarded Value", str(awarded), *A_TENTH)
        return value, False
    return cell_values.money(high)[0] or cell_values.money(low)[0], True


def _day(fields: FieldReader, row: dict[str, Any], column: str) -> Any:
    return fields.day(row[column], column)
