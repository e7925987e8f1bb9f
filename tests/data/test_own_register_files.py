"""Files in which a register of a reader's own comes: workbooks, encodings, Parquet, binary workbooks."""

import io
import json
import struct
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from own_reading import CARE, HEADER, REST, Read, contracts, day, register
from reading import FIXTURES

from data.load import upload
from data.model.money import STANDARD_VAT_RATIO
from data.readers.tables.dispatch import read_file


def book(*sheets, **more):
    made, workbook = io.BytesIO(), openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets:
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for change in more.get("changes", ()):
            change(sheet)
    workbook.save(made)
    return made.getvalue()


def cells(*rows):
    return [row.split(",") for row in rows]


def test_every_sheet_with_contracts_is_read_and_the_others_said(tmp_path):
    content = book(
        ("Read me", [["Contracts register"], ["Published every quarter"]]),
        ("Adults", cells(HEADER, CARE)),
        ("Children", cells(HEADER, REST)),
    )
    found = Read(tmp_path, content, "register.xlsx")
    assert found.values("value_gbp") == [400_000, 600_000]
    assert found.said("was not read", "sheet Read me")


def test_formulas_errors_and_foreign_formats_of_a_workbook_are_said(tmp_path):
    def spoil(sheet):
        sheet["D2"], sheet["D3"] = "=1+1", 600_000
        sheet["D3"].number_format = "[$€-2] #,##0"

    found = Read(tmp_path, book(("A", cells(HEADER, CARE, REST)), changes=[spoil]), "register.xlsx")
    assert found.values("value_gbp") == [None, None]
    assert [i.value for i in found.issues if i.unread] == ["formula without a result"]
    assert found.said("is not in pounds")


def test_title_lines_merged_headers_and_a_hidden_column(tmp_path):
    rows = [["Ambleford Council", "", "", "", "", "", ""], [""], ["Ref", "Contract", "", "Value (£k)", "", "Dates", ""],
            ["", "Title", "Supplier", "Annual", "Total", "Start", "End"], [1, "Home care", "Oak Ltd", 100, 400, "2025-04-01", "2029-03-31"]]  # fmt: skip  # noqa: E501

    def merge(sheet):
        for area in ("B3:C3", "D3:E3", "F3:G3", "A3:A4"):
            sheet.merge_cells(area)

    found = Read(tmp_path, book(("A", rows), changes=[merge]), "register.xlsx")
    assert (found.values("value_gbp"), found.values("annual_gbp")) == ([400_000], [100_000])
    assert found.values("buyer") == ["Ambleford Council"]

    def hide(sheet):
        sheet.column_dimensions["D"].hidden = True

    rows = cells(HEADER + ",Contract value", CARE + ",500000")
    found = Read(tmp_path, book(("A", rows), changes=[hide]), "register.xlsx")
    assert found.values("value_gbp") == [500_000]
    assert found.said("is hidden in the workbook", "Total Contract Value")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp850"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_any_usual_encoding_and_delimiter(tmp_path, encoding, sign):
    row = CARE.replace("400000", "£400000").replace("Oakfield", "Café")
    text = "Contracts, registered\n\n" + f"{HEADER}\n{row}\n".replace(",", sign)
    found = Read(tmp_path, text.encode(encoding))
    assert (found.values("value_gbp"), found.values("supplier")) == ([400_000], ["Café Care Ltd"])


def test_lines_that_end_in_a_carriage_return_alone(tmp_path):
    assert len(Read(tmp_path, f"{HEADER}\r{CARE}\r{REST}\r".encode()).rows) == 2


@pytest.mark.parametrize("place", [0, 6])
def test_a_quote_that_is_not_closed_costs_no_other_row(tmp_path, place):
    spoiled = CARE.split(",")
    spoiled[place] = '"' + spoiled[place]
    rows = [REST.replace("2,", f"{n},", 1) for n in range(3, 7)]
    found = register(tmp_path, ",".join(spoiled), *rows)
    assert len(found.all) == 5
    assert [i.line for i in found.said("opens a quote")] == [2]


@pytest.mark.usefixtures("read_here")
def test_a_sheet_of_plans_is_planned_on_the_page_too_and_one_cover_names_the_body():
    book = openpyxl.Workbook()
    cover = book.active
    cover.title = "Cover"
    cover["A1"], cover["A2"] = "Ambleford Borough Council", "Contracts register, values exclude VAT"
    live, plans = book.create_sheet("Live"), book.create_sheet("Pipeline")
    for line in (HEADER.rpartition(",")[0].split(","), CARE.split(",")[:-1]):
        live.append(line)
    for line in (["Title", "Expected start", "Estimated value"], ["Careers hub", "01/04/2029", 900_000]):
        plans.append(line)
    content = io.BytesIO()
    book.save(content)
    given = upload.opened("register.xlsx", content.getvalue())
    rows = upload.read(given, given.guessed).contracts.sort_values("title")
    assert list(rows["stage"]) == ["planned", "awarded"]
    assert set(rows["buyer"]) == {"Ambleford Borough Council"}
    emptied = replace(given.guessed, all_rows={**given.guessed.all_rows, "buyer": ""})
    assert upload.read(given, emptied).contracts["buyer"].isna().all()


def test_a_header_of_two_lines_whose_other_cells_are_merged_downwards(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Ref", "Contract Title", "Supplier", "Contract Term", "", "Estimated Value exc. VAT", "", "Route"])
    sheet.append(["", "", "", "Start", "End", "Annual £", "Whole life £", ""])
    for place in ("A1:A2", "B1:B2", "C1:C2", "H1:H2", "D1:E1", "F1:G1"):
        sheet.merge_cells(place)
    sheet.append(["1", "Home care", "Oakfield Care Ltd", "01/04/2025", "31/03/2029", 100_000, 400_000, "Open"])
    content = io.BytesIO()
    book.save(content)
    found = Read(tmp_path, content.getvalue(), "register.xlsx")
    facts = ("title", "start_date", "end_date", "annual_gbp", "value_gbp", "vat_basis")
    assert [found.values(fact) for fact in facts] == [
        ["Home care"], [day("2025-04-01")], [day("2029-03-31")], [100_000], [400_000], ["ex"],
    ]  # fmt: skip


def parquet(frame):
    made = io.BytesIO()
    frame.to_parquet(made)
    return made.getvalue()


def test_typed_times_months_lists_and_infinity_of_parquet(tmp_path):
    frame = pd.DataFrame(
        {
            "Title": ["Home care"], "Council": ["Ambleford Council"], "Supplier": [["Oak Ltd", "Elm Ltd"]], "Value": [float("inf")],  # noqa: E501
            "Start date": [datetime(2026, 3, 31, 23, tzinfo=UTC)], "End date": pd.PeriodIndex(["2029-03"], freq="M"),
        }
    )  # fmt: skip
    found = Read(tmp_path, parquet(frame), "register.parquet")
    assert (found.values("start_date"), found.values("end_date")) == ([day("2026-04-01")], [day("2029-03-31")])
    assert found.values("supplier") == ["Oak Ltd; Elm Ltd"]
    assert [i.problem for i in found.issues if i.unread] == ["is too large to be an amount"]


def test_a_known_export_saved_as_a_workbook_reads_as_the_csv(tmp_path):
    path = FIXTURES / "cf_website.csv"
    plain, _ = contracts(read_file(str(path), "x"))
    rows = pd.read_csv(path, dtype=str, keep_default_na=False, index_col=False)
    rows.to_excel(tmp_path / "x.xlsx", index=False)
    rows.to_parquet(tmp_path / "x.parquet", index=False)
    for name in ("x.xlsx", "x.parquet"):
        found, _ = contracts(read_file(str(tmp_path / name), "x"))
        pd.testing.assert_frame_equal(found, plain)


REGISTERS = Path(__file__).resolve().parents[1] / "registers"
RIGHT = json.loads((REGISTERS / "registers.json").read_text("utf-8"))


@pytest.mark.parametrize("name", RIGHT)
def test_a_workbook_reads_as_its_author_wrote_it_down_before(name):
    """Each was made by somebody who had not seen the reader; of a day that may be read two ways, both are right."""
    given = upload.opened(name, (REGISTERS / name).read_bytes())
    found = upload.read(given, given.guessed).contracts
    found = found[found["counted"]].astype(object).where(found.notna(), None)
    assert sorted(found["title"]) == sorted(right["title"] for right in RIGHT[name])
    for right in RIGHT[name]:
        (row,) = found[(found["title"] == right["title"])].to_dict("records")
        assert (row["suppliers"] or "").split("\n") == (right["suppliers"] or [""])
        for fact in ("start_date", "end_date", "latest_end_date"):
            assert (str(row[fact].date()) if row[fact] else None) in right[fact], (right["title"], fact)
        times = STANDARD_VAT_RATIO if right["vat"] == "inc" else 1
        made = row["value_quality"] == "annual_times_term" or (row["value_quality"] == "ceiling" and not right["value"])
        whole = None if made else row["value_gbp"]
        assert whole == (right["value"] and pytest.approx(right["value"] / times)), right["title"]
        if right["annual"]:
            assert row["annual_gbp"] == pytest.approx(right["annual"] / times, abs=0.01)


def _record(kind, body=b""):
    """One record of a binary workbook (MS-XLSB 2.1.4): its kind and its size in seven bits a byte, then its body."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    return head + bytes([len(body) & 127 | 128, len(body) >> 7]) + body


def _wide(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(rows):
    """A binary workbook of one sheet, of texts and numbers."""
    cells = b""
    for at, row in enumerate(rows):
        cells += _record(0, struct.pack("<IIHBBBI", at, 0, 300, 0, 0, 0, 0))
        for column, value in enumerate(row):
            held = (6, _wide(value)) if isinstance(value, str) else (5, struct.pack("<d", value))
            cells += _record(held[0], struct.pack("<II", column, 0) + held[1])
    size = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    sheet = _record(129) + _record(148, size) + _record(145) + cells + _record(146) + _record(130)
    named = _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Register"))
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{kinds}/{{}}" Target="{{}}"/></Relationships>'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        types = "http://schemas.openxmlformats.org/package/2006/content-types"
        book.writestr("[Content_Types].xml", f'<?xml version="1.0"?><Types xmlns="{types}"/>')
        book.writestr("_rels/.rels", relation.format("officeDocument", "xl/workbook.bin"))
        book.writestr("xl/workbook.bin", _record(131) + _record(143) + named + _record(144) + _record(132))
        book.writestr("xl/_rels/workbook.bin.rels", relation.format("worksheet", "worksheets/sheet1.bin"))
        book.writestr("xl/worksheets/sheet1.bin", sheet)
    return made.getvalue()


def test_a_binary_workbook_reads_as_the_csv(tmp_path):
    typed = [[float(cell) if cell == "400000" else cell for cell in row.split(",")] for row in (HEADER, CARE, REST)]
    found, same = Read(tmp_path, xlsb(typed), "register.xlsb"), register(tmp_path, CARE, REST)
    facts = ["title", "buyer", "supplier", "value_gbp", "start_date", "end_date", "latest_end_date"]
    assert list(map(found.values, facts)) == list(map(same.values, facts))
