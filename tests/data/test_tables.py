"""Tables of known shape, and any table by a mapping that is guessed, corrected and applied."""

import csv
import io
from datetime import date

import pandas as pd
import pytest
from own_reading import contracts
from reading import FIXTURES

from data.model import cell_values
from data.readers.own_register.mapping import check
from data.readers.own_register.matching.guess import guess, of_names
from data.readers.tables import csv_rows, dispatch, sheets
from data.readers.tables.dispatch import READERS
from data.readers.tables.shapes import REGISTER, SHAPES
from policy.contracts import check as check_contracts


def notices(path):
    found, issues = [], []
    for read, wrong in dispatch.read_file(str(path), path.name):
        found += read
        issues += wrong
    return found, issues


def test_contracts_finder_website_export():
    care, doors, minibus = notices(FIXTURES / "cf_website.csv")[0]
    assert [(s.name, s.ids) for s in care.suppliers] == [("Test Care Ltd", (("GB-COH", "00000001"),)), ("Test", ())]
    assert (care.amount, care.start, care.end) == (1_500_000, date(2020, 10, 1), date(2023, 9, 30))
    assert care.cpvs == ("85000000", "85312400")
    assert care.method_details == "Call Off From Framework Agreement"
    assert care.description == "Care\nat home"
    assert (doors.amount, doors.end) == (1_234_567_890, None)
    assert (minibus.status, minibus.amount, minibus.estimated) == ("planned", 50_000, True)


def test_what_the_website_exports_as_open_has_the_days_that_are_planned(tmp_path):
    rows = list(csv.DictReader(io.StringIO((FIXTURES / "cf_website.csv").read_text(encoding="utf-8"))))
    for row in rows:
        row |= {"Start Date": "01/04/2027", "End Date": "31/03/2030"}
    place = tmp_path / "open.csv"
    pd.DataFrame(rows).to_csv(place, index=False)
    care, _, minibus = notices(place)[0]
    assert (care.start, minibus.start, minibus.end) == (date(2020, 10, 1), date(2027, 4, 1), date(2030, 3, 31))


def test_a_row_one_field_short_is_read_and_said():
    issues = notices(FIXTURES / "cf_website.csv")[1]
    assert [(issue.line, issue.path, issue.problem) for issue in issues] == [
        (5, "row", "has 42 fields where 43 are named"),
        (5, "Contract end date", "is not a date"),
    ]


def test_daily_harvest():
    (meals,) = notices(FIXTURES / "cf_harvest.csv")[0]
    assert (meals.ocid[-4:], meals.amount, meals.cpvs) == ("000d", 12345.67, ("55521100",))
    assert [supplier.name for supplier in meals.suppliers] == ["Test Meals", "Test Kitchens"]
    assert meals.end == date(2021, 8, 31)


def flat(place, *rows):
    columns = list(dict.fromkeys(name for row in rows for name in row))
    pd.DataFrame([[row.get(name) for name in columns] for row in rows], columns=columns).to_csv(place, index=False)
    return place


def test_a_release_flattened_into_one_row_has_each_of_its_awards(tmp_path):
    first = {
        "ocid": "ocds-x-1",
        "id": "r1",
        "tag": "award",
        "buyer/name": "Ambleford Council",
        "tender/title": "Repairs",
    }
    north = {"awards/0/id": "1", "awards/0/title": "North", "awards/0/value/amount": "2,000,000"}
    south = {"awards/1/id": "2", "awards/1/title": "South", "awards/1/value/amount": "1600000"}
    ends = {f"awards/{at}/contractPeriod/endDate": f"20{30 + at}-06-30" for at in (0, 1)}
    firms = {"awards/0/suppliers/0/name": "Oak Ltd", "awards/1/suppliers/0/name": "Elm Ltd"}
    gone = {
        "ocid": "ocds-x-1",
        "id": "r2",
        "tag": "awardCancellation",
        "awards/0/id": "2",
        "awards/0/status": "cancelled",
    }
    read, issues = notices(flat(tmp_path / "one.csv", {**first, **north, **south, **ends, **firms}, gone))
    told = [(each.award_id, each.amount, each.end.year, *[firm.name for firm in each.suppliers]) for each in read[:2]]
    assert told == [("1", 2_000_000, 2030, "Oak Ltd"), ("2", 1_600_000, 2031, "Elm Ltd")]
    assert (read[2].award_id, read[2].status, issues) == ("2", "cancelled", [])
    within = {f"compiledRelease/{path}": cell for path, cell in {**first, **north, **firms}.items()}
    for row in (within, {**within, "ocid": "ocds-x-1"}):
        compiled, issues = notices(flat(tmp_path / "compiled.csv", row))
        told = [(each.ocid, each.award_id, each.amount) for each in compiled]
        assert (told[:1], issues) == ([("ocds-x-1", "1", 2_000_000)], [])


@pytest.mark.parametrize(
    "columns",
    [
        ["_link", "ocid", "buyer_name", "tender_title", "tender_value_amount"],
        ["_link", "_link_main", "id", "title", "value_amount", "contractPeriod_endDate"],
        ["ocid", "id", "awards/0/id", "awards/0/title", "awards/0/value/amount"],
    ],
    ids=["main", "awards", "awards of the standard's tool"],
)
def test_a_table_of_parts_of_releases_is_no_register(tmp_path, columns):
    read, issues = notices(flat(tmp_path / "part.csv", dict.fromkeys(columns, "7")))
    problem = "is one of the tables that hold the parts of releases; JSON of the same releases holds them whole"
    assert (read, [(issue.problem, issue.unread) for issue in issues]) == ([], [(problem, True)])


def test_rows_and_sheets_of_one_release_are_put_together(tmp_path):
    key = {"ocid": "ocds-x-1", "id": "r1"}
    release = {**key, "tag": "award;contract", "buyer/name": "Ambleford Council", "tender/title": "Leisure"}
    award = {**key, "awards/0/id": "1", "awards/0/value/amount": "700000"}
    firms = [{**key, "awards/0/id": "1", "awards/0/suppliers/0/name": name} for name in ("Oak Ltd", "Elm Ltd")]
    contract = {**key, "contracts/0/id": "1", "contracts/0/awardID": "1", "contracts/0/value/amount": "720000"}
    rows = [{**release, **award}, *firms, *firms, contract]
    with pd.ExcelWriter(tmp_path / "many.xlsx") as book:
        for name, own in {"releases": [release], "awards": [award], "firms": firms, "contracts": [contract]}.items():
            pd.DataFrame(own).to_excel(book, sheet_name=name, index=False)
        pd.DataFrame({"Notes": ["Made by hand"]}).to_excel(book, sheet_name="About", index=False)
    for path in (flat(tmp_path / "one.csv", *rows), tmp_path / "many.xlsx"):
        (leisure,), issues = notices(path)
        assert (leisure.buyer.name, leisure.amount) == ("Ambleford Council", 720_000)
        assert [firm.name for firm in leisure.suppliers] == ["Oak Ltd", "Elm Ltd"]
        said = ["was not read: it has no column ocid, by which rows belong to a release"]
        assert [issue.problem for issue in issues] == said * path.name.startswith("many")


def test_search_answer_in_both_spellings():
    item = {
        "id": "66666666-6666-6666-6666-666666666666",
        "title": "St John&#039;s hostel",
        "organisationName": "Test Council",
        "noticeStatus": "Awarded",
        "awardedValue": 5000,
        "valueLow": 0,
        "awardedSupplier": "Test, Ltd,Other Hostels",
        "cpvCodes": "85311000 98341000",
        "start": "2025-09-08T01:00:00+01:00",
        "end": "2027-09-08T01:00:00+01:00",
        "publishedDate": "2025-11-08T17:08:57Z",
        "region": "South East",
    }
    flat = {
        "id": item["id"],
        "title": item["title"],
        "organisation": "Test Council",
        "status": "awarded",
        "awarded_value": 5000,
        "awarded_supplier": "Test, Ltd,Other Hostels",
        "cpv_codes": "85311000",
        "published_date": "2025-11-08",
        "region": "South East",
        "url": "https://example.invalid/n",
    }
    for document in ({"hitCount": 1, "noticeList": [{"score": 1, "item": item}]}, flat):
        assert dispatch.is_search_answer(document)
        ((found, issues),) = list(dispatch.read_search(document, "x", 1))
        assert found[0].title == "St John's hostel"
        assert [supplier.name for supplier in found[0].suppliers] == ["Test, Ltd", "Other Hostels"]
        assert (found[0].amount, found[0].buyer.name, found[0].cpvs[0]) == (5000, "Test Council", "85311000")
        assert [issue.problem for issue in issues] == ["holds HTML entities"]


def test_ojeu_rows_of_one_notice_are_one_award(tmp_path):
    path = tmp_path / "ojeu.csv"
    path.write_text(
        "SUPPLIER_NAME,SUPPLIER_ID,SUPPLIER_POSTCODE,SUPPLIER_COUNTRY,NUM_SUPPLIERS,CONTRACT_BUYER,CONTRACT_BUYER_POSTCODE,"
        "CONTRACT_TITLE,CONTRACT_DATE,CONTRACT_DESC,CONTRACT_URL,CONTRACT_VALUE,CONTRACT_CURRENCY\n"
        + "".join(
            f"Test {n},,,UK,2,Test Trust,,Beds,20200103,Beds,http://x/udl?uri=TED:NOTICE:000001-2020:TEXT:EN:HTML,"
            "1000000-4000000,GBP\n"
            for n in (1, 2)
        )
    )
    found, issues = notices(path)
    assert [(n.amount, n.estimated, len(n.suppliers), n.release_id) for n in found] == [
        (1_000_000, True, 2, "TED:NOTICE:000001-2020")
    ]
    assert "lower end" in issues[0].problem


def test_mysociety_awards_take_their_suppliers_from_the_table_beside(tmp_path):
    awards = tmp_path / "awards.csv"
    awards.write_text(
        "award_link,release,award_id,buyer,award_date,published_date,value_amount,value_currency,contract_start,"
        "contract_end,status,award_title,award_description,n_suppliers\n"
        "2.awards.0,2,a,Test Council,2022-05-18T00:00:00,2022-05-27T14:48:17,100.5,GBP,2022-06-01T00:00:00,"
        "2099-06-30T00:00:00,active,,See description of related tender,2\n"
    )
    (alone,) = notices(awards)[0]
    assert (alone.suppliers, alone.n_suppliers) == ((), 2)
    (tmp_path / "suppliers.csv").write_text(
        "_link_awards,_link_release,name,id,identifier_scheme,identifier_id,address_locality,address_region,"
        "address_postalCode,address_countryName,sme,vco,x_awardValue_amount,x_awardValue_currency\n"
        "2.awards.0,2,Test &amp; Co,,GB-COH,00000001,,,ZZ1,,1.0,,,GBP\n2.awards.0,2,Other,,,,,,,,,,,GBP\n"
    )
    (found,) = notices(awards)[0]
    assert [(s.name, s.ids) for s in found.suppliers] == [("Test & Co", (("GB-COH", "00000001"),)), ("Other", ())]


GUESSED = {
    "reference": "Reference Number",
    "title": "Title of agreement",
    "supplier": "Supplier name and details",
    "value": "Sum to be paid over the length of the contract",
    "annual": "Estimated annual spending",
    "start_date": "Start Date (dd/mm/yyyy)",
    "end_date": "End Date (dd/mm/yyyy)",
}


REGISTER_OF_A_COUNCIL = FIXTURES / "transparency_register.csv"


def register():
    found = sheets.sheet(REGISTER_OF_A_COUNCIL, "r")
    return pd.DataFrame([row for _, row in found.records()], columns=found.columns)


def test_a_transparency_register_is_guessed_below_its_title_line():
    frame = register()
    assert guess(frame.columns, frame.to_dict("records")).named() == GUESSED


def test_a_mapping_is_applied_and_every_complaint_is_an_issue():
    mapping = of_names({**GUESSED, "buyer": "=Test Council"})
    found, issues = contracts(dispatch.read_file(str(REGISTER_OF_A_COUNCIL), "register.csv", mapping))
    assert check_contracts(found) == []
    by_title = found.set_index("title")
    assert set(by_title.buyer) == {"Test Council"}
    assert by_title.value_gbp["Meals at day centres"] == 30_000
    assert by_title.annual_gbp["Meals at day centres"] == 10_000
    assert by_title.value_quality["Advice line"] == "annual_times_term"
    assert by_title.value_gbp["Advice line"] == pytest.approx(12_500 * 730 / 365.25, abs=0.01)
    assert by_title.value_quality["Window cleaning"] == "missing"
    assert sorted((i.line, i.value, i.problem) for i in issues if not i.is_note) == [
        (1, "c3 af c2 bb c2 bf", "starts with a byte order mark encoded twice"),
        (5, "22/04/222", "is not a date"),
        (5, "TBC", "is not a number"),
        (6, "R1", "was read before"),
    ]
    assert len(found) == 4
    assert found.counted.all()


def test_a_wrong_mapping_is_refused_with_every_problem():
    problems = check(of_names({"value": "Cost", "price": "Value"}), ["Value", "Title"])
    assert len(problems) == 2
    assert any("the table has no column 'Cost'" in problem for problem in problems)


def test_a_column_whose_name_fits_is_used_whatever_its_cells():
    columns = ["Title", "Value", "Start Date"]
    rows = [{"Title": "Home care", "Value": "high", "Start Date": "soon"}] * 3
    assert guess(columns, rows).named() == {"title": "Title", "value": "Value", "start_date": "Start Date"}


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Payment Date,Supplier Name,Net Amount,Purpose of Spend", "payments"),
        ("Contract Title,Supplier,Council", "no column for value"),
        ("Council,Region,Type", "no column for what was bought"),
    ],
)
def test_a_table_without_contracts_says_so(tmp_path, header, said):
    path = tmp_path / "a.csv"
    path.write_text(f"{header}\n" + ",".join("x" for _ in header.split(",")) + "\n")
    found, issues = notices(path)
    assert found == []
    assert len(issues) == 1
    assert said in issues[0].problem
    assert issues[0].done.startswith("left out")


@pytest.mark.parametrize("kind", ["xlsx", "parquet", "csv"])
def test_a_workbook_and_a_parquet_file_read_as_the_csv_does(tmp_path, kind):
    frame = pd.DataFrame(
        {
            "Contract Title": ["Meals", "Care"],
            "Supplier": ["Test Meals", "Test Care; Other Care"],
            "Total Value": [1000.5, 2000.0],
            "Start Date": pd.to_datetime(["2024-04-01", "2024-05-01"]),
            "End Date": pd.to_datetime(["2025-03-31", None]),
        }
    )
    path = tmp_path / f"a.{kind}"
    {"xlsx": frame.to_excel, "parquet": frame.to_parquet, "csv": frame.to_csv}[kind](path, index=False)
    meals, care = notices(path)[0]
    assert (meals.title, meals.amount, meals.start, meals.end) == ("Meals", 1000.5, date(2024, 4, 1), date(2025, 3, 31))
    assert (len(care.suppliers), care.amount, care.end) == (2, 2000, None)


def test_a_broken_workbook_is_said(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"not a workbook")
    found, issues = notices(path)
    assert found == []
    assert "cannot be read as a table" in issues[0].problem


@pytest.mark.parametrize(
    ("cell", "value", "said"),
    [
        ("£1,234.50", 1234.5, False),
        ("1.5m", 1_500_000, False),
        ("£ 2 million", 2_000_000, False),
        (7, 7, False),
        ("", None, False),
        ("N/A", None, False),
        ("TBC", None, True),
        ("lots", None, True),
        (float("nan"), None, False),
        ("1000-2000", 1000, True),
        ("-£50.00", -50, False),
        ("10k", 10_000, False),
    ],
)
def test_money_as_written(cell, value, said):
    found, problem = cell_values.money(cell)
    assert (found, bool(problem)) == (value, said)


@pytest.mark.parametrize("block", [1, 40, 32_768])
def test_rows_are_the_same_wherever_a_block_of_lines_ends(monkeypatch, block):
    lines = [f'{n},"of {n % 3} lines{chr(10) * (n % 3)}","a ""b"" {n}",£{n}' for n in range(300)]
    text = "Number,Lines,Quoted,Value\n" + "\n".join(lines) + "\n"
    monkeypatch.setattr(csv_rows, "_BLOCK", block)
    issues = []
    found = list(csv_rows.csv_rows(io.BytesIO(text.encode()), "r.csv", issues))
    assert [values for _, values in found] == list(csv.reader(io.StringIO(text, newline="")))
    assert [line for line, _ in found] == [1, *(2 + sum(m % 3 + 1 for m in range(n)) for n in range(300))]
    assert not issues


def test_every_export_that_is_known_by_its_columns_has_a_reader():
    """An export without one would be known, and none of its rows read; the program's own register is answered apart."""
    assert SHAPES.keys() - READERS.keys() == {REGISTER}
    assert READERS.keys() <= SHAPES.keys()
