"""Registers whose rows, sheets or cells lie otherwise than in a plain table, each with what is right by hand."""

import pytest
from own_reading import CARE, HEADER, REST, Read, day, register

from data.readers.cells import amounts, days


def test_commas_within_cells_without_quotes(tmp_path):
    header = HEADER.replace(",Council", "") + ",Council,,"
    rows = [
        CARE.replace(",400000,", ",£42,000,") + ",,",
        REST.replace("Elm Care Ltd", "Elm, Ash & Oak LLP").replace(",600000,", ",£1,600,000,") + ",,",
        CARE.replace("1,Home", "3,Day").replace(",400000,", ",£950,") + ",,",
        CARE.replace("1,Home", "4,Extra").replace(",400000,", ",77,000,") + ",,",
    ]
    found = register(tmp_path, *rows, header=header)
    assert found.values("value_gbp") == [950, 77_000, 42_000, 1_600_000]
    assert found.values("supplier") == [*["Oakfield Care Ltd"] * 3, "Elm, Ash & Oak LLP"]
    shown = [issue.value for issue in found.said("commas within cells")]
    assert shown == ["£42,000", "Elm, Ash & Oak LLP, £1,600,000", "77,000"]


def test_a_remark_in_a_column_without_a_name_moves_nothing(tmp_path):
    header = HEADER.replace(",Total Contract Value", ",Total Contract Value,Days") + ","
    found = register(tmp_path, CARE.replace("400000", "£500,365") + ", see note", header=header)
    assert (found.values("value_gbp"), found.values("buyer")) == ([500], ["Ambleford Council"])


def test_a_row_that_has_moved_by_a_comma_is_said(tmp_path):
    moved = CARE.replace("Oakfield Care Ltd", "Oakfield,Ltd") + ",,"
    found = register(tmp_path, moved, REST + ",,", header=HEADER + ",,")
    assert [issue.line for issue in found.said("its cells may have moved")] == [2]


def test_the_year_and_the_whole_in_a_column_of_years(tmp_path):
    header = HEADER.replace("Total Contract Value", "Annual / total value")
    rows = [
        CARE.replace("400000", "£100k pa / £400k total"),
        REST.replace("600000", '"£12,500 pcm, £600,000 total"'),
        CARE.replace("1,Home", "3,Zonal").replace("400000", "£100k pa"),
    ]
    found = register(tmp_path, *rows, header=header)
    assert found.values("value_gbp")[:2] == [400_000, 600_000]
    assert found.values("annual_gbp")[2] == 100_000


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("2024/25 Q3", "2024-10-01", "2024-12-31"),
        ("Q4 2023/24", "2024-01-01", "2024-03-31"),
        ("Q1 26-27", "2026-04-01", "2026-06-30"),
    ],
)
def test_a_quarter_of_a_financial_year(cell, first, last):
    assert days.day(cell).day == day(first).date()
    assert days.day(cell, last=True).day == day(last).date()


@pytest.mark.parametrize("cell", ["2024/25/26 Q1", "2024/26 Q1", "Q1 2024/25 Q2", "Q5 2024/25"])
def test_what_is_no_quarter(cell):
    assert days.day(cell).day is None


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("2024/09/30 23:00:00+00", "2024-10-01"),
        ("2026/01/12 00:00:00+00", "2026-01-12"),
        ("2024-12-31 23:00:00+00:00", "2024-12-31"),
    ],
)
def test_a_day_of_london_that_a_map_wrote_in_another_zone(cell, read):
    assert days.day(cell) == (day(read).date(), "")


def test_the_lead_commissioner_buys(tmp_path):
    header = HEADER.replace(",Council", ",Associate commissioners,Lead commissioner")
    row = CARE.replace("Ambleford Council", "NHS Westmoor ICB,NHS Ambleford ICB")
    assert register(tmp_path, row, header=header).values("buyer") == ["NHS Ambleford ICB"]


def test_the_schools_of_a_trust_are_no_bodies(tmp_path):
    header = HEADER.replace("Council", "School")
    rows = [
        CARE.replace("Ambleford Council", "All schools"),
        REST.replace("Ambleford Council", "Ambleford High School"),
    ]
    found = Read(tmp_path, "\n".join(["Ambleford Learning Trust,,,,,,", header, *rows]))
    assert found.values("buyer") == ["Ambleford Learning Trust"] * 2


def test_an_agreement_that_tells_how_long_is_no_title(tmp_path):
    rows = [
        "Service,Contractor,Agreement,Cost,Council",
        "Grass cutting,Marlow Ltd,Three years from 2024,£2750,Ambleford Council",
        "Street lights,Lumen Ltd,1 April 2023 to 31 March 2028,£900,Ambleford Council",
        "Payroll,Clerk Ltd,Rolling monthly,£220,Ambleford Council",
    ]
    assert Read(tmp_path, "\n".join(rows)).values("title") == ["Grass cutting", "Payroll", "Street lights"]
    header = HEADER.replace("Contract Title", "Contract,Description")
    boilers = CARE.replace("Home care for older people", "Annual boiler service,In all buildings of the council")
    assert register(tmp_path, boilers, header=header).values("title") == ["Annual boiler service"]


@pytest.mark.parametrize("cell", ["Income", "Concession - £22k pa income to the council"])
def test_an_amount_by_which_the_body_is_paid_is_said(tmp_path, cell):
    found = register(tmp_path, CARE.replace("400000", cell))
    assert found.said("the public body is paid", "Total Contract Value")


@pytest.mark.parametrize("groups", [[], ["Service contracts,,,,,,,Works contracts,,,,,"]])
def test_two_tables_side_by_side(tmp_path, groups):
    left = "Ref,Contract,Supplier,Start,End,Annual value £"
    right = "Ref,Contract,Supplier,Start,End,Total value £"
    rows = [
        "Ambleford Fire and Rescue Authority,,,,,,,,,,,,",
        *groups,
        f"{left},,{right}",
        "S1,Station cleaning,Mop Ltd,01/04/2024,31/03/2027,84000,,C1,Pumps,Pump Ltd,01/05/2025,30/04/2027,1830000",
        "S2,Occupational health,Medi Ltd,01/01/2025,31/12/2027,61000,,,,,,,",
    ]
    found = Read(tmp_path, "\n".join(rows))
    assert found.values("title") == ["Occupational health", "Pumps", "Station cleaning"]
    assert found.values("annual_gbp")[::2] == [61_000, 84_000]
    assert found.values("value_gbp")[1] == 1_830_000
    assert found.values("buyer") == ["Ambleford Fire and Rescue Authority"] * 3


def test_days_of_two_terms_with_an_empty_column_between_are_one_table(tmp_path):
    header = HEADER.replace(",Council", ",Council,,Extended start date,Extended end date,Extended value")
    found = register(tmp_path, CARE + ",,01/04/2029,31/03/2030,100000", header=header)
    assert found.values("title") == ["Home care for older people"]
    assert not found.said("was read", "columns 1 to")


def test_cells_that_a_printed_page_broke_over_rows(tmp_path):
    rows = [
        CARE.replace("Oakfield Care Ltd", "Oakfield"),
        ",and disabled adults,Care Ltd,,,,",
        "Page 1 of 2,,,,,,",
        HEADER,
        ",at home,,,,,",
        REST,
        ",,(East) Ltd,,,,",
        "Adults,,,,,,",
        "Page 2 of 2,,,,,,",
    ]
    found = register(tmp_path, *rows)
    assert found.values("title") == [
        "Home care for older people and disabled adults at home",
        "Respite care for adults",
    ]
    assert found.values("supplier") == ["Oakfield Care Ltd", "Elm Care Ltd (East) Ltd"]
    assert [issue.line for issue in found.said("in a table of printed pages")] == [3, 6, 8]
    unpaged = register(tmp_path, *rows[:2])
    assert len(unpaged.rows) == 2


@pytest.mark.parametrize("line", ["Key: red = award abandoned; grey = expired", "Rows in amber are in extension"])
def test_colours_that_a_line_explains_are_said_not_to_be_read(tmp_path, line):
    found = Read(tmp_path, f'"{line}",,,,,,\n{HEADER}\n{CARE}')
    assert [issue.value for issue in found.said("explains colours")] == [line]
    for title in ("Bethnal Green - contracts", "Key contracts of Green Park"):
        assert not Read(tmp_path, f"{title},,,,,,\n{HEADER}\n{CARE}").said("explains colours")


def test_a_block_of_lines_for_each_contract_is_refused_in_words(tmp_path):
    block = [
        "Contract title,Telephony",
        "Supplier,Ring Ltd",
        "Start date,01/05/2023",
        "End date,30/04/2026",
        "Value,24000",
    ]
    assert Read(tmp_path, "\n".join(["FOI 1187,Answer", *block, *block])).said("a block of lines for each contract")


def test_a_web_page_under_the_name_of_a_workbook_is_called_so(tmp_path):
    found = Read(tmp_path, "<html><table><tr><td>1</td></tr></table></html>", "export.xls")
    assert [issue.value for issue in found.issues if "web page" in str(issue.value)]


def test_a_cell_of_who_supplies_with_address_and_number(tmp_path):
    header = HEADER.replace("Supplier", '"Economic operator (name, address, company number)"')
    rows = [
        CARE.replace("Oakfield Care Ltd", '"Oakfield Care Ltd\n12 Mill Road, Ambleford, BT82 9ZZ\nCo. No. NI600001"'),
        REST.replace("Elm Care Ltd", "Elm Care Ltd (Co. No. NI600004)"),
    ]
    assert register(tmp_path, *rows, header=header).values("supplier") == ["Oakfield Care Ltd", "Elm Care Ltd"]


def test_sums_of_lots_in_one_cell_are_added_up():
    assert amounts.amount("Lot 1 £40k, Lot 2 £55,500").pounds == 95_500
    assert amounts.amount("Lot 1 £40k, Lot 2 TBC").pounds is None
