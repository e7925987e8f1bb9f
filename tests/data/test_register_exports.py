"""What exports, rate lists and workbooks hold: whole sums among yearly ones, ceilings, unit prices, lots, marks."""

import io
import zipfile

import openpyxl
import pytest
from openpyxl.styles import Font
from own_reading import CARE, HEADER, REST, Read, day, register

from data.readers.cells import amounts, options, suppliers, terms

FOI = "Ref,Contract Title,Supplier,Spend (Total or Annual),Start Date,End Date,Council"


@pytest.mark.parametrize(
    ("cell", "pounds"),
    [
        ("£400k total", 400_000),
        ("£400,000 over 4 years", 400_000),
        ("Total: £400,000", 400_000),
        ("£400,000 (whole life)", 400_000),
        ("£400,000 over the life of the contract", 400_000),
    ],
)
def test_a_cell_that_says_it_is_the_whole_is_none_of_a_year(tmp_path, cell, pounds):
    found = register(tmp_path, CARE.replace("400000", f'"{cell}"'), REST, header=FOI)
    care, rest = found.rows.itertuples()
    assert care.value_gbp == pounds
    assert care.annual_gbp == pytest.approx(pounds / 4, rel=0.001)
    assert rest.annual_gbp == 600_000
    assert found.said("whole term in a column of years", "Spend (Total or Annual)")


@pytest.mark.parametrize("cell", ["£400,000", "£400,000 4 years", "£400,000 pa", "£400,000 inc extensions"])
def test_a_cell_that_does_not_say_so_is_what_its_column_is_for(cell):
    assert amounts.amount(cell).period != amounts.WHOLE


@pytest.mark.parametrize("name", ["SumToBePaid", "Sum to be paid", "Amount to be paid (£)", "Value to be paid"])
def test_what_is_to_be_paid_is_the_value(tmp_path, name):
    found = register(tmp_path, CARE, REST, header=HEADER.replace("Total Contract Value", name))
    assert found.values("value_gbp") == [400_000, 600_000]


@pytest.mark.parametrize("name", ["Paid to date", "Amount paid", "Amount paid to supplier", "Still to be paid"])
def test_what_was_paid_or_is_left_is_no_value(tmp_path, name):
    found = register(tmp_path, CARE, REST, header=HEADER.replace("Total Contract Value", name))
    assert found.values("value_gbp") == [None, None]


@pytest.mark.parametrize(
    "ceiling", ["Framework maximum value (all users)", "Total framework value", "Framework Value", "DPS total value"]
)
@pytest.mark.parametrize("own", ["Call-off value", "Call off contract value", "Our spend", "Contract value"])
def test_what_all_may_buy_from_a_framework_is_not_the_value_of_a_call_off(tmp_path, ceiling, own):
    header = HEADER.replace("Total Contract Value", f"{ceiling},{own}")
    care, rest = (row.replace(",400000,", ",90000000,400000,") for row in (CARE, REST.replace("600000", "400000")))
    found = register(tmp_path, care, rest, header=header)
    assert found.values("value_gbp") == [400_000, 400_000]


def test_a_framework_whose_value_is_the_only_one_has_it(tmp_path):
    found = register(
        tmp_path,
        CARE.replace("Home care", "Framework agreement for home care"),
        header=HEADER.replace("Total Contract Value", "Framework value"),
    )
    assert list(found.all.value_gbp) == [400_000]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        (
            "Lot 1 \u2013 North: Menai Care Ltd; Lot 2 \u2013 South: Teifi Care Ltd",
            ("Menai Care Ltd", "Teifi Care Ltd"),
        ),
        ("Lot 1 (North): Menai Care Ltd; Lot 2 (South): Teifi Care Ltd", ("Menai Care Ltd", "Teifi Care Ltd")),
        ("Lot A: Harbwr Housing; Lot B: Cei Homes", ("Harbwr Housing", "Cei Homes")),
        ("Lot 1 - Menai Care Ltd; Lot 2 - Teifi Care Ltd", ("Menai Care Ltd", "Teifi Care Ltd")),
        ("Lot A: Harbwr Housing; Lot B: none awarded", ("Harbwr Housing",)),
        ("Lot 1: Harbwr Housing; Lot 2: Not awarded", ("Harbwr Housing",)),
        ("Lot 1: Harbwr Housing; Lot 2: no bids received", ("Harbwr Housing",)),
        ("Lot 1: Harbwr Housing\nLot 2: none awarded", ("Harbwr Housing",)),
        ("Lot 1: Menai Care Ltd, Lot 2: not awarded", ("Menai Care Ltd",)),
        ("Lot 1: Harbwr Housing, Lot 2: Cei Homes", ("Harbwr Housing", "Cei Homes")),
        ("Lothian Care: Homes Ltd", ("Lothian Care: Homes Ltd",)),
        ("Lot a Homes; Dene Living", ("Lot a Homes", "Dene Living")),
    ],
)
def test_lots_before_names(cell, names):
    assert suppliers.names(cell) == names


def test_a_lot_without_a_supplier_is_said(tmp_path):
    found = register(tmp_path, CARE.replace("Oakfield Care Ltd", "Lot A: Harbwr Housing; Lot B: none awarded"), REST)
    assert found.values("suppliers")[0] == "Harbwr Housing"
    assert found.said("names a lot or part without a supplier", "Supplier")


@pytest.mark.parametrize("name", ["Estyniad / Extension", "Extension / Estyniad", "Opsiwn estyn / Extension"])
def test_a_heading_in_two_languages_may_be_one_word_in_one(tmp_path, name):
    found = register(tmp_path, f"{CARE},1 + 1", f"{REST},24 mis / months", header=f"{HEADER},{name}")
    assert found.values("latest_end_date") == [day("2031-03-31")] * 2


def test_a_length_in_both_languages_of_one_number():
    assert terms.term("24 mis / months")[:2] == (24, 0)
    assert terms.term("3 blynedd / years")[:2] == (36, 0)
    assert terms.term("24 / months").first is None


@pytest.mark.parametrize(
    ("cell", "until"),
    [
        ("Up to 24 months, to 30/06/2031", "2031-06-30"),
        ("24 months to 30/06/2031", "2031-06-30"),
        ("2 years (to 30 June 2031)", "2031-06-30"),
        ("1+1, until 30/06/2031", "2031-06-30"),
    ],
)
def test_an_option_may_say_its_length_and_its_day(cell, until):
    assert str(options.to_a_day(cell)) == until


@pytest.mark.parametrize(
    "cell", ["24 months from 01/07/2029", "2 years, decide by 30/06/2028", "24 months, review 01/01/2030", "1+1"]
)
def test_a_day_beside_a_length_may_be_another(cell):
    assert options.to_a_day(cell) is None


def test_the_day_of_an_option_with_its_length_is_read(tmp_path):
    found = register(
        tmp_path, f'{CARE},"Up to 24 months, to 31/03/2031"', f"{REST},12 months", header=f"{HEADER},Extension options"
    )
    assert found.values("latest_end_date") == [day("2031-03-31"), day("2030-03-31")]


LEDGER = "Purch. Organization,Agreement,Vendor,Vendor name,{},Validity start,Validity end,Target value"
SOLD = [
    "Ambleford Council,4600001001,100234,Oakfield Care Ltd,Home care for older people,01.04.2025,31.03.2029,400000",
    "Ambleford Council,4600001002,100235,Elm Care Ltd,Respite care for adults,01.04.2025,31.03.2029,600000",
]


@pytest.mark.parametrize("name", ["Short text", "Short Text", "Item text", "Header text"])
def test_the_agreement_of_a_ledger_is_a_number_and_its_short_text_the_title(tmp_path, name):
    found = register(tmp_path, *SOLD, header=LEDGER.format(name))
    assert found.values("title") == ["Home care for older people", "Respite care for adults"]
    assert "own number" in found.column("Agreement")


def test_an_agreement_of_numbers_is_no_title_where_another_column_tells_what_was_bought(tmp_path):
    found = register(tmp_path, *SOLD, header=LEDGER.format("Wording"))
    assert found.values("title") == ["Home care for older people", "Respite care for adults"]


def test_a_column_that_is_nearly_empty_names_no_body(tmp_path):
    header = HEADER.replace(",Council", ",How it will end if there is no last day")
    rows = [
        CARE.replace(",Ambleford Council", ",n/a"),
        REST.replace(",Ambleford Council", ","),
        REST.replace("2,Respite", "3,Day").replace(",Ambleford Council", ",When Home Office funding ends"),
    ]
    found = Read(tmp_path, "\n".join(["Ambleford Borough Council", "", header, *rows, ""]))
    assert found.values("buyer") == ["Ambleford Borough Council"] * 3


SPOT = "Council,Placement ID,Provider name,{},Placement start,Planned end,Weekly cost,Paid to date"
PLACED = [
    "Fenmouth Council,SP1,Larkrise Homes Ltd,Children's residential placements,02/02/2026,01/02/2027,£5450,£212550",
    "Fenmouth Council,SP2,Tideway Fostering Ltd,Supported lodgings,14/07/2025,13/07/2027,£980,£64680",
]


@pytest.mark.parametrize("name", ["Type of placement", "Placement type", "Type of care", "Service type"])
def test_the_kind_of_placement_is_what_was_bought_where_nothing_else_is(tmp_path, name):
    found = register(tmp_path, *PLACED, header=SPOT.format(name))
    assert len(found.rows) == 2
    assert found.values("supplier") == ["Larkrise Homes Ltd", "Tideway Fostering Ltd"]
    assert "look at it" in found.column(name)
    assert found.values("annual_gbp") == [pytest.approx(5450 * 365.25 / 7), pytest.approx(980 * 365.25 / 7)]


@pytest.mark.parametrize(
    "name", ["Weekly rate (£ per bed)", "Rate", "Fee per place", "Unit price", "Price per bed night", "Hourly rate"]
)
def test_a_unit_price_is_no_value(tmp_path, name):
    rows = (row.replace("400000", "£782.40").replace("600000", "£960 pw") for row in (CARE, REST))
    found = register(tmp_path, *rows, header=HEADER.replace("Total Contract Value", name))
    assert found.values("value_gbp") == [None, None]
    assert found.values("annual_gbp") == [None, None]


@pytest.mark.parametrize("cell", ["n/a \u2013 grant", "Grant", "nil (grant agreement)", "N/A - revenue grant"])
def test_a_grant_in_place_of_an_amount_is_a_grant(tmp_path, cell):
    found = register(tmp_path, CARE.replace("400000", cell), REST)
    assert list(found.all.sort_values("title").instrument) == ["grant", "contract"]
    assert found.said("says that this is a grant", "Total Contract Value")


@pytest.mark.parametrize("cell", ["N/A - grant funded", "not granted", "see grant register", "£400,000 grant funded"])
def test_words_of_grants_that_pay_for_a_contract_make_none(tmp_path, cell):
    found = register(tmp_path, CARE.replace("400000", f'"{cell}"'), REST)
    assert found.values("instrument") == ["contract", "contract"]


@pytest.mark.parametrize("several", ["Various", "Multiple", "Various providers", "12 providers"])
@pytest.mark.parametrize("title", ["Temporary accommodation dynamic purchasing system", "Transport DPS"])
def test_a_purchasing_system_of_various_suppliers_is_one(tmp_path, title, several):
    row = CARE.replace("Home care for older people", title).replace("Oakfield Care Ltd", several)
    found = register(tmp_path, row, REST)
    assert found.all.set_index("title").instrument[title] == "dps"


@pytest.mark.parametrize("one", ["Redacted", "TBC"])
def test_one_supplier_who_is_not_told_leaves_it_open(tmp_path, one):
    row = CARE.replace("Home care for older people", "Transport DPS").replace("Oakfield Care Ltd", one)
    found = register(tmp_path, row, REST)
    assert "dps" not in set(found.all.instrument)


def test_rows_that_are_struck_through_are_named(tmp_path):
    book = openpyxl.Workbook()
    for row in (HEADER, CARE, REST):
        book.active.append(row.split(","))
    for cell in book.active[3]:
        cell.font = Font(strike=True)
    book.active["B2"].font = Font(strike=True)
    kept = io.BytesIO()
    book.save(kept)
    found = Read(tmp_path, kept.getvalue(), "register.xlsx")
    assert len(found.rows) == 2
    [said] = found.said("struck through")
    assert (said.path, said.value) == ("sheet Sheet", "3")


MANIFEST = """<?xml version="1.0"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry
manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""


def open_document(rows, marks):
    """An OpenDocument sheet of these lines; of some, by number, the attributes of their row and the style of cells."""
    written = []
    for number, row in enumerate(rows, 1):
        about, style = marks.get(number, ("", "plain"))
        cells = "".join(
            f'<table:table-cell table:style-name="{style}" office:value-type="string"><text:p>{cell}</text:p>'
            "</table:table-cell>"
            for cell in row.split(",")
        )
        written.append(f"<table:table-row {about}>{cells}</table:table-row>")
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:automatic-styles>'
        '<style:style style:name="plain" style:family="table-cell"/>'
        '<style:style style:name="gone" style:family="table-cell"><style:text-properties '
        'style:text-line-through-style="solid"/></style:style></office:automatic-styles>'
        f'<office:body><office:spreadsheet><table:table table:name="Contracts &amp; more">{"".join(written)}'
        '<table:table-row table:number-rows-repeated="9" table:visibility="collapse"><table:table-cell/>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("content.xml", content)
        book.writestr("META-INF/manifest.xml", MANIFEST)
    return kept.getvalue()


def test_rows_of_an_open_document_that_are_hidden_or_struck_through_are_named(tmp_path):
    marks = {2: ('table:visibility="filter"', "plain"), 3: ("", "gone")}
    found = Read(tmp_path, open_document([HEADER, CARE, REST], marks), "register.ods")
    assert len(found.rows) == 2
    [hidden], [struck] = found.said("are hidden in the workbook"), found.said("struck through")
    assert (hidden.path, hidden.value) == ("sheet Contracts & more", "1")
    assert (struck.path, struck.value) == ("sheet Contracts & more", "3")


def test_an_open_document_without_marks_has_nothing_said_of_rows(tmp_path):
    found = Read(tmp_path, open_document([HEADER, CARE, REST], {}), "register.ods")
    assert len(found.rows) == 2
    assert not found.said("in the workbook")


@pytest.mark.parametrize("gap", ["<text:line-break/>", '<text:line-break text:style-name="x"></text:line-break>'])
def test_two_firms_on_two_lines_of_a_cell_of_an_open_document_are_two(tmp_path, gap):
    both = CARE.replace("Oakfield Care Ltd", f"Oakfield Care Ltd{gap}Birch House CIC")
    found = Read(tmp_path, open_document([HEADER, both, REST], {}), "register.ods")
    assert both != CARE
    assert found.rows.n_suppliers.tolist()[0] == 2
    assert "Oakfield Care Ltd" in found.rows.supplier[0]
    assert "Birch House CIC" in found.rows.supplier[0]


def test_a_tab_within_a_cell_of_an_open_document_parts_words(tmp_path):
    title = CARE.split(",")[1]
    wide = CARE.replace(title, f"{title}<text:tab/>at home")
    found = Read(tmp_path, open_document([HEADER, wide, REST], {}), "register.ods")
    assert f"{title} at home" in {" ".join(text.split()) for text in found.rows.title}


UNIT4 = "Company,Contract,Description,SuppID,SuppID (T),Date from,Date to,Contract amount"


@pytest.mark.parametrize("body", ["Larch Multi Academy Trust", "Ambleford Council", "Birch Schools Academies Trust"])
def test_the_company_of_a_ledger_is_the_body_and_the_text_beside_the_supplier_number_the_supplier(tmp_path, body):
    found = register(
        tmp_path,
        f"{body},300101,Cleaning of six schools,50012,Brightclean Ltd,01/09/2024,31/08/2027,1260000",
        f"{body},300102,School catering,50013,Freshplate Ltd,01/08/2023,31/07/2027,2910000",
        header=UNIT4,
    )
    assert found.values("buyer") == [body] * 2
    assert found.values("supplier") == ["Brightclean Ltd", "Freshplate Ltd"]


def test_an_apostrophe_by_which_a_workbook_marks_text_is_none_of_the_cell(tmp_path):
    row = CARE.replace("1,", "'1001,", 1).replace("400000", "'£400000").replace("2025-04-01", "'01/04/2025")
    found = register(tmp_path, row, REST)
    assert found.values("value_gbp")[0] == 400_000
    assert found.values("start_date")[0] == day("2025-04-01")
    assert found.values("contract_id")[0].startswith("1001/")
    assert not [i for i in found.issues if i.line == 2 and not i.is_note]
