"""Habits of published registers that were read wrong without a word, each with the value that is right by hand."""

import pytest
from own_reading import CARE, HEADER, REST, Read, day, register, workbook

from data.readers.cells import amounts, suppliers


def test_pence_are_hundredths_of_pounds(tmp_path):
    found = register(tmp_path, CARE, header=HEADER.replace("Total Contract Value", "Contract value (pence)"))
    assert found.values("value_gbp") == [4_000]
    assert "in pence" in found.column("Contract value (pence)")


@pytest.mark.parametrize(
    ("cell", "pounds", "yearly"),
    [
        ("£20,000 x 3 years", None, 20_000),
        ("1.2E+06", 1_200_000, None),
        ("£600,000 (£150,000 pa)", 600_000, None),
        ("£36,000 over three years", 36_000, None),
        ("£6,240 a year", None, 6_240),
    ],
)
def test_amounts_as_people_write_them(tmp_path, cell, pounds, yearly):
    found = register(tmp_path, CARE.replace("400000", f'"{cell}"'))
    if yearly:
        assert found.values("annual_gbp") == [yearly]
    else:
        assert found.values("value_gbp") == [pounds]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Bracken Care Ltd (04567123)\nLaurel Homes Ltd (05678234)", ("Bracken Care Ltd", "Laurel Homes Ltd")),
        ("BRACKEN LIMITED [123456]", ("BRACKEN LIMITED",)),
        ("Inkwell plc (call-off from CCS RM6174)", ("Inkwell plc",)),
        ("1. Gavel LLP 2. Wigg & Partners LLP 3. Silk Chambers", ("Gavel LLP", "Wigg & Partners LLP", "Silk Chambers")),
        ("100234 - Campus Kitchens Ltd", ("Campus Kitchens Ltd",)),
        ("Formerly Ticketron Ltd, now Metrik Parking Ltd", ("Metrik Parking Ltd",)),
        ("Metrik Parking Ltd (formerly Ticketron Ltd)", ("Metrik Parking Ltd",)),
        ("Voice (charity / elusen 1098765)", ("Voice (charity / elusen 1098765)",)),
        ("Stillwater Ltd†", ("Stillwater Ltd",)),
        ("24-7 Cleaning Ltd", ("24-7 Cleaning Ltd",)),
        ("2020 Delivery Limited", ("2020 Delivery Limited",)),
        ("Acme (UK) Ltd", ("Acme (UK) Ltd",)),
    ],
)
def test_what_stands_beside_a_name_is_none_of_it(cell, names):
    assert suppliers.names(cell) == names


def test_a_company_number_behind_a_name_is_kept(tmp_path):
    found = register(tmp_path, CARE.replace("Oakfield Care Ltd", "Oakfield Care Ltd (04567123)"))
    assert found.values("supplier") == ["Oakfield Care Ltd"]
    assert suppliers.numbers("Oakfield Care Ltd (04567123)") == (("GB-COH", "04567123"),)


def test_a_column_of_number_and_name_names_the_supplier(tmp_path):
    header = HEADER.replace("Supplier", "Supplier No & Name")
    found = register(tmp_path, CARE.replace("Oakfield", "100234 - Oakfield"), header=header)
    assert found.values("supplier") == ["Oakfield Care Ltd"]


@pytest.mark.parametrize("cell", ["Various - 43 operators on DPS", "12 local providers", "Various (12 suppliers)"])
def test_how_many_supply_is_not_who(tmp_path, cell):
    found = register(tmp_path, CARE.replace("Oakfield Care Ltd", cell))
    assert found.values("supplier") == [None]
    assert found.said("names nobody")


@pytest.mark.parametrize("cell", ["Not awarded", "No bids received", "Contract not awarded"])
def test_a_contract_that_nobody_was_given_does_not_count(tmp_path, cell):
    rest = CARE.replace("1,Home", "2,Respite", 1)
    found = register(tmp_path, rest, CARE.replace("Oakfield Care Ltd", cell))
    assert found.values("title") == ["Respite care for older people"]
    assert found.said("nobody was given the contract", "Supplier")


@pytest.mark.parametrize(
    ("cell", "first_day", "stage"),
    [
        ("TBC", "TBC", "planned"),
        ("Out to tender", "", "planned"),
        ("To be appointed", "2099-01-04", "planned"),
        ("Procurement underway", "TBC", "planned"),
        ("TBC", "2025-04-01", "awarded"),  # it runs, so that somebody supplies it
        ("", "TBC", "awarded"),  # who supplies is only not stated
        ("Tender Care Ltd", "TBC", "awarded"),
    ],
)
def test_a_contract_whose_supplier_is_still_to_come_is_planned(tmp_path, cell, first_day, stage):
    row = CARE.replace("Oakfield Care Ltd", cell).replace("2025-04-01", first_day)
    found = register(tmp_path, row, REST)
    assert found.values("stage") == [stage, "awarded"]
    assert bool(found.said("the supplier is still to come", "Supplier")) == (stage == "planned")


def test_a_status_goes_before_a_supplier_who_is_still_to_come(tmp_path):
    header, row = HEADER.replace(",Council", ",Status,Council"), CARE.replace(",Ambleford", ",Live,Ambleford")
    found = register(tmp_path, row.replace("Oakfield Care Ltd", "TBC").replace("2025-04-01", "TBC"), header=header)
    assert found.values("stage") == ["awarded"]


def test_what_a_remark_calls_no_contract_is_left_out_and_said(tmp_path):
    header = HEADER.replace(",Council", ",Notes,Council")
    grant = CARE.replace(",Ambleford", ",Grant agreement - not a contract for services,Ambleford")
    kept = REST.replace(",Ambleford", ",Not a contract extension but a new award,Ambleford")
    found = register(tmp_path, grant, kept, header=header)
    assert found.values("title") == ["Respite care for adults"]
    assert found.said("says that it is no contract")


def test_a_basis_beside_the_amount_says_what_it_is_for(tmp_path):
    header = HEADER.replace("Total Contract Value", "Amount £ (excl. VAT),Basis")
    rows = [CARE.replace("400000", "38600,per year"), REST.replace("600000", "21450,total of three seasons")]
    found = register(tmp_path, *rows, header=header)
    assert found.values("annual_gbp")[0] == 38_600
    assert found.values("value_gbp")[1] == 21_450


def test_a_variation_is_no_contract_of_its_own(tmp_path):
    header = HEADER.replace(",Council", ",Type,Council")
    first = CARE.replace(",Ambleford", ",Contract,Ambleford")
    changes = [
        first.replace("Contract", kind).replace("400000", value)
        for kind, value in (("Variation 1", "25000"), ("CCN 2", "-5000"), ("Deed of variation", "1"))
    ]
    found = register(tmp_path, first, *changes, header=header)
    assert found.values("value_gbp") == [400_000]
    assert len(found.said("is a change to a contract")) == 3


def test_an_agreement_by_which_the_body_is_paid_is_said(tmp_path):
    header = HEADER.replace(",Council", ",Agreement type,Council")
    found = register(tmp_path, CARE.replace(",Ambleford", ",Income contract,Ambleford"), header=header)
    assert found.said("the public body is paid", "Agreement type")


def test_a_purchasing_system_by_its_procedure(tmp_path):
    header = HEADER.replace(",Council", ",Route to market,Council")
    rows = [
        CARE.replace("1,Home", f"{at},{at} Home", 1).replace(",Ambleford", f",{route},Ambleford")
        for at, route in enumerate(("DPS established", "Open tender"))
    ]
    found = register(tmp_path, *rows, header=header)
    assert list(found.all.sort_values("title").instrument) == ["dps", "contract"]


def test_columns_of_one_name_over_a_second_line_of_names(tmp_path):
    header = "Ref,Contract Title,Supplier,Supplier,Start,End,Value,Value,Council\n,,name,postcode,,,per annum,total,"
    row = "1,Youth club,Oakhanger Trust,OK1 2AB,01/04/2025,31/03/2028,30000,90000,Ambleford Council"
    found = register(tmp_path, row, header=header)
    assert found.values("supplier") == ["Oakhanger Trust"]
    assert (found.values("value_gbp"), found.values("annual_gbp")) == ([90_000], [30_000])


@pytest.mark.parametrize("mark", ['"""" ', "ditto", "As above", "-do-"])
def test_a_cell_that_stands_for_the_one_above(tmp_path, mark):
    second = CARE.replace("1,Home", "2,Respite", 1).replace("Ambleford Council", mark.strip())
    found = register(tmp_path, CARE, second)
    assert found.values("buyer") == ["Ambleford Council"] * 2
    assert found.said("stands for the cell above", "Council")


def test_a_second_table_under_the_first_has_its_own_columns(tmp_path):
    rows = [
        "Penwith Council,,,,,",
        "Ref,Description of service,Provider,Start,End,Annual value (£)",
        "A1,School taxis,Carn Cabs,01/09/2024,31/08/2027,320000",
        "Works contracts,,,,,",
        "Ref,Description of works,Contract sum (£),Contractor,Site start,Completion",
        "B1,Sea wall repair,1850000,Granite Civils Ltd,01/03/2026,30/11/2026",
    ]
    found = Read(tmp_path, "\n".join(rows))
    assert found.values("title") == ["School taxis", "Sea wall repair"]
    assert found.values("buyer") == ["Penwith Council"] * 2
    assert found.values("supplier") == ["Carn Cabs", "Granite Civils Ltd"]
    assert found.values("annual_gbp")[0] == 320_000
    assert found.values("value_gbp")[1] == 1_850_000
    assert found.values("end_date") == [day("2027-08-31"), day("2026-11-30")]


def test_the_same_contract_on_the_sheets_of_two_years_is_said(tmp_path):
    names = ["No", "Title", "Supplier", "Start date", "End date", "Value £", "Council"]
    one = ["C1", "Pest control", "Ratty Ltd", "01/04/2023", "31/03/2026", 45_000, "Ambleford Council"]
    other = ["C2", "Leisure", "FitLife Trust", "01/04/2020", "31/03/2030", 90_000, "Ambleford Council"]
    longer = [*one[:4], "31/03/2027", 60_000, one[6]]
    found = workbook(tmp_path, {"2024-25": [names, one, other], "2025-26": [names, longer, other]})
    assert found.values("value_gbp") == [90_000, 60_000, 45_000]  # leisure is the same on both, and counts once
    assert [i.value for i in found.said("stands with the same number and title on sheet 2024-25")] == ["Pest control"]
    assert found.said("hold 1 contract of sheet 2024-25 again")


def test_a_table_with_a_contract_in_each_column_is_refused_in_words(tmp_path):
    down = [
        ("Contract reference", "1", "2"), ("Title", "Tyres", "Cleaning"), ("Supplier", "Gripwell", "Spotless Ltd"),
        ("Start date", "01/04/2025", "01/04/2025"), ("End date", "31/03/2028", "31/03/2027"),
        ("Value (£)", "9000", "7000"),
    ]  # fmt: skip
    found = Read(tmp_path, "\n".join(",".join(row) for row in down))
    assert found.said("one contract in each column")


def test_a_mark_behind_a_title_is_none_of_it(tmp_path):
    assert register(tmp_path, CARE.replace("adults", "adults†").replace("people,", "people*,")).values("title") == [
        "Home care for older people"
    ]


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("University of Eastmoor Contracts Register", "University of Eastmoor"),
        ("Police and Crime Commissioner for Westmarch contract listing", "Police and Crime Commissioner for Westmarch"),
        ("Contracts register for the University of Eastmoor", "University of Eastmoor"),
        ("Transport for Wessex", "Transport for Wessex"),
        ("London Borough of Ravensmere Contracts Register", "London Borough of Ravensmere"),
        ("Little Marram District Council: list of contracts (October)", "Little Marram District Council"),
    ],
)
def test_a_body_named_after_its_kind(tmp_path, line, body):
    bare = [row.rpartition(",")[0] for row in (HEADER, CARE)]
    assert Read(tmp_path, "\n".join([f"{line},,,,,", *bare])).values("buyer") == [body]


def test_a_row_marked_as_a_duplicate_does_not_count(tmp_path):
    header = HEADER.replace(",Council", ",Record status,Council")
    rows = [
        CARE.replace("1,Home", f"{at},{at} Home", 1).replace(",Ambleford", f",{status},Ambleford")
        for at, status in enumerate(("Live", "Duplicate - delete"))
    ]
    assert register(tmp_path, *rows, header=header).values("title") == ["0 Home care for older people"]


def test_a_column_of_no_known_name_is_told_by_its_cells(tmp_path):
    header = "Ref,Lead force,Bought by us,Firm used,Cost to us,Start Date,End Date"
    rows = [
        "1,Avonmouth Constabulary,Forensic examiners,Custodoc Ltd,£540000,2025-04-01,2029-03-31",
        "2,Severnside Police,Body worn video,LensForce plc,£90000,2025-04-01,2029-03-31",
    ]
    found = register(tmp_path, *rows, header=header)
    assert found.values("title") == ["Body worn video", "Forensic examiners"]
    assert found.values("buyer") == ["Severnside Police", "Avonmouth Constabulary"]
    assert found.values("supplier") == ["LensForce plc", "Custodoc Ltd"]
    assert found.values("value_gbp") == [90_000, 540_000]
    assert "by its cells" in found.column("Bought by us")
    goods = ["1,Ambleford Council,Home care,Welfare services,£9000,2025-04-01,2029-03-31"]
    assert register(tmp_path, *goods, header=header).values("supplier") == [None]


def test_recoverable_vat_that_is_left_out(tmp_path):
    found = Read(tmp_path, f"Contracts: values exclude recoverable VAT,,,,,,\n{HEADER}\n{CARE}")
    assert found.values("vat_basis") == ["ex"]


def test_more_names_of_columns(tmp_path):
    header = "Landlord,Contract,Supplier,Go live,Optional term,Initial expiry,Annual value"
    row = "Tidewell Housing Association,Door entry,Buzzer Ltd,01/06/2024,+1 +1,31/05/2029,12000"
    found = register(tmp_path, row, header=header)
    assert found.values("buyer") == ["Tidewell Housing Association"]
    assert found.values("start_date") == [day("2024-06-01")]
    assert found.values("latest_end_date") == [day("2031-05-31")]


def test_a_buyer_who_is_a_person_beside_the_body(tmp_path):
    header = HEADER.replace("Council", "Organisation,Buyer")
    rows = [f"{CARE},Priya Nair", f"{REST},Tom Oakes"]
    found = register(tmp_path, *rows, header=header)
    assert found.values("buyer") == ["Ambleford Council", "Ambleford Council"]
    assert found.column("Buyer") == ""


def test_the_body_stays_where_another_column_names_bodies(tmp_path):
    header = HEADER.replace("Council", "Buyer,Organisation")
    row = CARE.replace("Ambleford Council", "Ambleford Council,Elmshire County Council")
    assert register(tmp_path, row, header=header).values("buyer") == ["Ambleford Council"]


def test_a_dated_row_called_total_that_is_no_sum_is_a_contract(tmp_path):
    rows = [CARE, REST, "3,Total,,5000,2025-04-01,2029-03-31,Ambleford Council"]
    assert len(register(tmp_path, *rows).rows) == 3


def test_a_service_that_is_a_part_of_the_body_is_no_title(tmp_path):
    header = "Body Name,Service,Supplier,Contract description,Contract start,Contract end,Contract value"
    rows = [
        "Ambleford Council,Adults,Oakfield Care Ltd,Home care zone 1,01-Apr-2025,31-Mar-2029,400000",
        "Ambleford Council,Highways,Tarfix Ltd,Surface dressing,01-May-2025,30-Apr-2027,600000",
        "Ambleford Council,Estates,No contract,Plumbing as needed,01-May-2025,30-Apr-2027,100",
    ]
    found = register(tmp_path, *rows, header=header)
    assert found.values("title") == ["Home care zone 1", "Plumbing as needed", "Surface dressing"]
    assert found.values("supplier") == ["Oakfield Care Ltd", None, "Tarfix Ltd"]  # "No contract" names nobody
    wordy = [row.replace("Adults", "Care at home").replace("Highways", "Roads in summer") for row in rows[:2]]
    assert register(tmp_path, *wordy, header=header).values("title") == ["Care at home", "Roads in summer"]


def test_columns_of_a_ledger_with_their_texts_beside_their_codes(tmp_path):
    header = "Contract,Contract(T),Supp ID,Supp ID (T),Status,Status (T),Date from,Date to,Amount,Council"
    row = (
        "CM1,Catering equipment,20011,Hob Ltd,N,Active,01/08/24,31/07/27,150000,Ambleford Council\n"
        "CM2,Old minibus,20672,GoBus Travel,C,Closed,01/09/22,31/08/25,90000,Ambleford Council"
    )
    found = register(tmp_path, row, header=header)
    assert found.values("title")[0] == "Catering equipment"
    assert found.values("supplier")[0] == "Hob Ltd"
    assert found.column("Contract").startswith("is read as the source's own number")
    assert not found.said("is over")


def test_names_of_columns_of_portals(tmp_path):
    header = (
        "organisation_label,contract_title,supplier_name,commenced,end_date,max_extend_date,contract_value,vat_included"
    )
    row = "Ambleford Council,Home care,Oakfield Care Ltd,2025-04-01,2029-03-31,2031-03-31,400000,FALSE"
    found = register(tmp_path, row, header=header)
    assert found.values("start_date") == [day("2025-04-01")]
    assert found.values("latest_end_date") == [day("2031-03-31")]
    assert found.values("vat_basis") == ["ex"]


def test_a_buyer_who_is_a_person_under_a_line_that_names_the_body(tmp_path):
    header = HEADER.replace("Council", "Buyer")
    rows = [row.replace("Ambleford Council", name) for row, name in ((CARE, "Joan Pike"), (REST, "Quill, Mrs Ada"))]
    text = "\n".join([header, rows[0], rows[1].replace("Quill, Mrs Ada", '"Quill, Mrs Ada"')])
    found = Read(tmp_path, f"Ambleford Council contracts register,,,,,,\n{text}\n")
    assert found.values("buyer") == ["Ambleford Council", "Ambleford Council"]
    named = Read(tmp_path, f"Ambleford Council contracts register,,,,,,\n{HEADER.replace('Council', 'Buyer')}\n"
                 + CARE.replace("Ambleford Council", "West Suffolk"))  # fmt: skip
    assert named.values("buyer") == ["West Suffolk"]  # a council named by its place is no person


def test_agreements_that_are_numbers_beside_their_descriptions(tmp_path):
    header = "Operating Unit,Agreement,Description,Supplier,Effective From,Effective To,Agreed Amount,Buyer"
    rows = [
        'Ambleford County Council,50001,Highways signs,SignWorks Ltd,01-APR-25,31-MAR-28,450000,"Quill, Mrs Ada"',
        'Ambleford County Council,50002,Library books,Pagebound plc,01-AUG-24,31-JUL-27,1200000,"Pound, Mr Leo"',
    ]
    found = register(tmp_path, *rows, header=header)
    assert found.values("title") == ["Highways signs", "Library books"]
    assert found.values("buyer") == ["Ambleford County Council"] * 2
    assert found.column("Agreement").startswith("is read as the source's own number")


@pytest.mark.parametrize("line", ["FOI-88231 Ambleford Council", "FOI 88231 Ambleford Council"])
def test_a_body_behind_the_number_of_a_request(tmp_path, line):
    header = HEADER.replace(",Council", ",Owner")
    found = Read(tmp_path, f"{line},,,,,,\n{header}\n{CARE.replace('Ambleford Council', 'Sal')}\n")
    assert found.values("buyer") == ["Ambleford Council"]


def test_what_we_buy(tmp_path):
    header = HEADER.replace("Contract Title", "What we buy")
    assert register(tmp_path, CARE.replace("Home care for older people", "Grounds"), header=header).values("title") == [
        "Grounds"
    ]


def test_an_open_agreement_that_has_begun_with_a_supplier_is_in_force(tmp_path):
    header = HEADER.replace(",Council", ",Status,Council")
    rows = [CARE.replace(",Ambleford", ",Open,Ambleford"), REST.replace(",Ambleford", ",Closed,Ambleford")]
    found = register(tmp_path, *rows, header=header)
    assert found.all.set_index("title").stage["Home care for older people"] == "awarded"
    assert found.said("may be an open tender or an open contract", "Status")
    unnamed = register(tmp_path, rows[0].replace("Oakfield Care Ltd", ""), header=header)
    assert list(unnamed.all.stage) == ["planned"]
    later = register(tmp_path, rows[0].replace("2025-04-01", "2199-04-01").replace("2029", "2201"), header=header)
    assert list(later.all.stage) == ["planned"]


def test_a_buyer_that_is_a_department_under_a_line_that_names_the_body(tmp_path):
    header = HEADER.replace("Council", "Buyer")
    rows = [
        CARE.replace("Ambleford Council", "School of Chemistry"),
        REST.replace("Ambleford Council", "Student Services"),
        REST.replace("Ambleford Council", "IT Services").replace("Respite", "Lecture"),
    ]
    found = Read(tmp_path, "\n".join(["University of Northbrook: contracts register 2026,,,,,,", header, *rows]))
    assert found.values("buyer") == ["University of Northbrook"] * 3


@pytest.mark.parametrize(
    ("cell", "value", "annual"), [("£12,000 p/a", None, 12_000), ("£8,450 one-off", 8_450, None)]
)  # fmt: skip
def test_amounts_a_year_and_once(cell, value, annual):
    found = amounts.amount(cell)
    assert (found.pounds, found.period) == (value or annual, "year" if annual else "")


def test_amounts_of_each_financial_year_are_the_whole_where_they_span_the_term(tmp_path):
    header = "Ref,Contract Title,Supplier,Value 2024/25,Value 2025/26,Value 2026/27,Start Date,End Date,Council"
    rows = [
        "1,Home care,Oakfield Care Ltd,100,200,300,2024-04-01,2027-03-31,Ambleford Council",
        "2,Respite care,Elm Care Ltd,100,200,300,2024-04-01,2030-03-31,Ambleford Council",  # three years have no column
        "3,Day care,Elm Care Ltd,,200,300,2024-04-01,2027-03-31,Ambleford Council",  # one year is blank
        "4,Meals,Elm Care Ltd,,200,300,2025-04-01,2027-03-31,Ambleford Council",
    ]
    found = register(tmp_path, *[row.replace("00,", "0000,") for row in rows], header=header)
    assert found.values("title") == ["Day care", "Home care", "Meals", "Respite care"]
    assert found.values("value_gbp") == [None, 60_000, 50_000, None]
    assert round(found.values("annual_gbp")[1], -2) == 20_000
    assert len(found.said("and not those of the whole term", "Value 20")) == 2
    assert found.said("of 2 rows: the value of the whole term was added up from those of its years")


def test_what_was_spent_in_each_year_is_no_value(tmp_path):
    header = HEADER.replace("Total Contract Value", "Spend 2024/25,Spend 2025/26")
    found = register(tmp_path, CARE.replace("400000", "100000,300000"), header=header)
    assert found.values("value_gbp") == [None]
    assert found.said("gives pounds over the whole term")


@pytest.mark.parametrize(
    "cell",
    ["Tender closes 18/12/2199", "Not yet let - quotes due 15 January 2199", "Procurement under way - award Feb 2199",
     "To be appointed (spring)" , "TBC: market engagement",
     "Award expected May 2199", "Going out to tender Jan 2199", "Being procured", "Subject to award"],
)  # fmt: skip
def test_a_supplier_that_is_still_to_come_in_more_words(tmp_path, cell):
    row = CARE.replace("Oakfield Care Ltd", cell).replace("2025-04-01", "2199-04-01").replace("2029", "2201")
    found = register(tmp_path, row)
    if cell.endswith("(spring)"):  # nothing tells that from a name
        assert list(found.all.stage) == ["awarded"]
        return
    assert list(found.all.stage) == ["planned"]
    assert found.all.suppliers.isna().all()
    assert found.said("says that the supplier is still to come", "Supplier")


@pytest.mark.parametrize(
    "name", ["TBC - Acme Ltd", "Tender Live Ltd", "In Tender Care Ltd", "TBC - Age Concern", "TBC/A"]
)
def test_a_firm_is_not_still_to_come(name):
    assert not suppliers.is_to_come(name)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("(1) A Ltd (2) B LLP", ("A Ltd", "B LLP")),
        ("Voices (lead) with Mind Trust", ("Voices", "Mind Trust")),
        ("A Ltd (lead supplier), B Ltd and C LLP", ("A Ltd", "B Ltd", "C LLP")),
        ("Consortium: A Ltd (lead), B Ltd and C LLP", ("A Ltd", "B Ltd", "C LLP")),
        ("Fell SPV Ltd (consortium led by A; members B and C)", ("Fell SPV Ltd",)),
        ("Wallers (J & T Benn), Co. No. n/a", ("Wallers (J & T Benn)",)),
        ("Pestward Marine Ltd (1)", ("Pestward Marine Ltd",)),
        ("Alpha (2) Beta Ltd", ("Alpha (2) Beta Ltd",)),
        ("Alliance Medical Ltd", ("Alliance Medical Ltd",)),
    ],
)
def test_who_belongs_together_in_a_cell_of_suppliers(cell, names):
    assert suppliers.names(cell) == names


def test_several_suppliers_by_a_framework_are_nobody():
    assert suppliers.names_nobody("Multiple (framework call-off)")
    assert not suppliers.names_nobody("Multiple Sclerosis Society")


def test_a_total_that_is_called_no_more_than_that(tmp_path):
    header = HEADER.replace("Total Contract Value", "Estimated Annual Spend,Estimated Total (incl. extension)")
    found = register(tmp_path, CARE.replace("400000", '"£100,000","£400,000"'), header=header)
    assert (found.values("value_gbp"), found.values("annual_gbp")) == ([400_000], [100_000])
    months = HEADER.replace(",Council", ",Total (incl. extension),Council").replace("Total Contract Value", "Cost pa")
    found = register(tmp_path, CARE.replace(",Ambleford", ",72,Ambleford"), header=months)
    assert found.column("Total (incl. extension)") != "is read as pounds over the whole term, in pounds, VAT not stated"
    assert found.values("value_quality") == ["annual_times_term"]


def test_groups_over_groups_of_columns(tmp_path):
    table = (
        "Register of Ambleford Council,,,,,,,,\n"
        ",,,Term,,,Value (£000s),,Management\n"
        ",,,Dates,,Extension,,,\n"
        "Ref,Contract Title,Supplier Name,Commenced,Expires,Periods left,Annual,Total (current term),Category\n"
        "1,Laboratory,Assay Ltd,01/04/2022,31/03/2029,3 years,2150,15050,Pathology\n"
        "2,Laundry,Snow Ltd,01/07/2021,30/06/2027,none,780,4680,Facilities\n"
        ",,,,,,2930,19730,\n"
    )
    found = Read(tmp_path, table)
    assert found.values("title") == ["Laboratory", "Laundry"]
    assert found.values("value_gbp") == [15_050_000, 4_680_000]
    assert found.values("annual_gbp") == [2_150_000, 780_000]
    assert found.values("latest_end_date") == [day("2032-03-31"), None]
    assert found.column("Category").startswith("is read as goods, works or services") or not found.column("Category")


def test_a_column_of_colours_some_of_which_are_a_status(tmp_path):
    header = HEADER.replace(",Council", ",RAG,Council")
    cells = [",Green,Ambleford", ",Planned - quotes Jan 2199,Ambleford"]
    rows = [row.replace(",Ambleford", cell) for row, cell in zip([CARE, REST], cells, strict=True)]
    found = register(tmp_path, *rows, header=header)
    assert dict(zip(found.all.title, found.all.stage, strict=True)) == {
        "Home care for older people": "awarded",
        "Respite care for adults": "planned",
    }


@pytest.mark.parametrize(
    ("cell", "pounds"),
    [("£8,200 + £8,400 + £8,600", 25_200), ("£250,000 budget", 250_000), ("£1,800,000 across all suppliers", 1_800_000),
     ("£44,000 + £5 a month", None)],
)  # fmt: skip
def test_amounts_with_words_behind(cell, pounds):
    assert amounts.amount(cell).pounds == pounds


def test_a_firm_and_its_address_and_an_end_if_all_is_used(tmp_path):
    header = HEADER.replace("Supplier", "Contractor (name and address)").replace(
        "End Date", "Expiry (initial term),Expiry (if all extensions used)"
    )
    row = CARE.replace("Oakfield Care Ltd", '"Oakfield Care Ltd, 9 Canal Wharf, Hartsmere HM1 4ZZ"')
    found = register(tmp_path, row.replace("2029-03-31", "2029-03-31,2031-03-31"), header=header)
    assert found.values("supplier") == ["Oakfield Care Ltd"]
    assert found.values("latest_end_date") == [day("2031-03-31")]


def test_a_development_corporation_is_a_body(tmp_path):
    header = HEADER.replace("Council", "Entity")
    found = register(tmp_path, CARE.replace("Ambleford Council", "Lea Marsh Development Corporation"), header=header)
    assert found.values("buyer") == ["Lea Marsh Development Corporation"]
    table = f"Lea Marsh Development Corporation,,,,,,\n{HEADER.replace(',Council', '')}\n"
    assert Read(tmp_path, table + CARE.replace(",Ambleford Council", "")).values("buyer") == found.values("buyer")
