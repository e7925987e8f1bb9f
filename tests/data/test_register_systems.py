"""What purchasing systems and ledgers write: headings, units, labels and rows of their own. Right values by hand."""

import pytest
from own_reading import CARE, HEADER, REST, Read, day, register, workbook

from data.readers.cells.periods import UNTOLD_PERIOD, period
from data.readers.cells.units import unit
from data.readers.own_register.bodies import body_named
from data.readers.own_register.column_names import first_fact
from data.readers.own_register.header_words import vat
from data.readers.own_register.survey import unit_beside

PLAIN = "Contract,Supplier,{},Start,End,Council"
CLEANING = "Cleaning,Oak Ltd,12000,01/04/2024,31/03/2026,Ambleford Council"


@pytest.mark.parametrize(
    "name", ["Cost per academic year", "Price per school year", "Value each financial year", "Value per contract year"]
)
def test_a_year_of_any_kind_is_a_year(tmp_path, name):
    found = register(tmp_path, CLEANING, header=PLAIN.format(name))
    assert (found.values("annual_gbp"), found.values("value_quality")) == ([12_000], ["annual_times_term"])


@pytest.mark.parametrize("name", ["School term cost", "Academic term fee", "Cost per term", "Value per term"])
def test_a_cost_of_a_school_term_is_said_and_not_read(tmp_path, name):
    found = register(tmp_path, CLEANING, header=PLAIN.format(name))
    assert (found.values("value_gbp"), found.values("annual_gbp")) == ([None], [None])
    assert found.said("is not used", name)


@pytest.mark.parametrize(
    "name", ["Total value per term", "Value per contract term", "Cost over the term", "Monthly cost, school term time"]
)
def test_the_term_of_a_contract_is_no_school_term(name):
    assert not UNTOLD_PERIOD.search(name.lower())
    assert period(name.lower()) == ("month" if "Monthly" in name else "")


@pytest.mark.parametrize("name", ["Total for 4 years", "Total over four years (£)", "4 year total"])
def test_a_total_of_some_years_is_the_whole(tmp_path, name):
    found = register(tmp_path, CLEANING, header=PLAIN.format(name))
    assert found.values("value_gbp") == [12_000]


def test_a_total_of_some_years_is_none_beside_the_value(tmp_path):
    found = register(
        tmp_path, CLEANING.replace("12000", "24000,36000"), header=PLAIN.format("Total for 2 years,Contract value")
    )
    assert found.values("value_gbp") == [36_000]


@pytest.mark.parametrize("line", ["Values x 1,000", "Money in thousands", "Amounts shown x £1,000", "Prices in 1,000s"])
def test_a_line_says_that_amounts_are_in_thousands(tmp_path, line):
    found = Read(tmp_path, f'Ambleford Council\n"{line}"\n{PLAIN.format("Contract value")}\n{CLEANING}\n')
    assert found.values("value_gbp") == [12_000_000]


@pytest.mark.parametrize(
    "line", ["Printed 3 x 1,000 copies of the value report", "Price list: thousands of items", "Contracts over £1,000",
             "How we spend your money: thousands of contracts", "Values per order of 12 x 1,000"]
)  # fmt: skip
def test_a_line_with_a_thousand_of_something_else_names_no_unit(line):
    assert not unit_beside([line])


def test_a_heading_multiplies_by_a_thousand():
    assert [unit(name) for name in ("value x 1,000", "value (x1000)", "box of 12 x 1,000")] == ["thousand"] * 2 + [""]


@pytest.mark.parametrize(
    ("name", "fact"),
    [
        ("Contract Reference Title", "title"), ("Contract Reference", "reference"),
        ("Agreement live from", "start_date"),
        ("Operational from", "start_date"), ("Live until", "end_date"), ("Contract live to", "end_date"),
        ("Website live from", ""), ("College", "buyer"), ("Corff Prynu", "buyer"), ("Rhif y Contract", "reference"),
        ("Dyddiad Dod i Ben ar ôl Estyniad", "latest_end_date"), ("Extension decision", ""),
        ("Extension", "extension"),
    ],
)  # fmt: skip
def test_a_heading_names_its_fact(name, fact):
    assert first_fact(name) == fact


def test_a_welsh_amount_says_whether_it_holds_vat(tmp_path):
    assert (vat("gwerth (heb taw)"), vat("gan gynnwys taw"), vat("gwerth")) == ("ex", "inc", "")
    row = "1,Gofal cartref,Clyd Cyf,12000,01/04/2024,31/03/2026,Cyngor Gwynfryn"
    header = "Cyf,Teitl,Cyflenwr,Gwerth (yn cynnwys TAW),Dyddiad Dechrau,Dyddiad Gorffen,Cyngor"
    found = register(tmp_path, row, header=header)
    assert (found.values("value_gbp"), found.values("vat_basis")) == ([10_000], ["inc"])
    assert found.values("buyer") == ["Cyngor Gwynfryn"]


@pytest.mark.parametrize(
    ("cell", "latest"),
    [("24 Month(s)", "2031-03-31"), ("1 Year(s)", "2030-03-31"), ("0 Month(s)", None),
     ("2 x 12 month(s)", "2031-03-31")],
)  # fmt: skip
def test_a_length_of_one_or_more(tmp_path, cell, latest):
    found = register(tmp_path, f"{CARE},{cell}", f"{REST},12 Month(s)", header=f"{HEADER},Extn. Period")
    assert found.values("latest_end_date")[0] in ((day(latest),) if latest else (None, day("2029-03-31")))
    assert found.values("latest_end_date")[1] == day("2030-03-31")


def test_the_first_end_is_the_one_with_its_options_less_their_length(tmp_path):
    header = HEADER.replace("End Date", "End (inc. extensions)") + ",Extensions included"
    found = register(tmp_path, f"{CARE},2 years", f"{REST},", header=header)
    assert found.values("end_date") == [day("2027-03-31"), None]
    assert found.values("latest_end_date") == [day("2029-03-31")] * 2
    assert found.said("of 1 row: the last day before extensions was worked out from the one after them")


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("Publisher Leeds City Council", "Leeds City Council"),
        ("Council London Borough of Bexley", "London Borough of Bexley"),
        ("Organisation University of Leeds", "University of Leeds"), ("Name Kent Police", "Kent Police"),
        ("Leeds City Council contracts", "Leeds City Council"), ("Museum of London", "Museum of London"),
    ],
)  # fmt: skip
def test_a_label_beside_a_body_is_no_part_of_its_name(line, body):
    assert body_named(iter([line])) == body


def test_a_body_is_named_beside_its_label_on_a_cover(tmp_path):
    contracts = [
        ["Contract", "Contractor", "Start", "End", "Cost"],
        ["Bins", "Oak Ltd", "01/04/2024", "31/03/2026", 5000],
    ]
    found = workbook(tmp_path, {"About": [["Publisher", "Mid Riding Waste Authority"]], "Contracts": contracts})
    assert found.values("buyer") == ["Mid Riding Waste Authority"]


def test_the_colleges_of_a_university_are_its_parts(tmp_path):
    row = "Cleaning,Oak Ltd,12000,01/04/2024,31/03/2026,College of Arts"
    header = PLAIN.format("Contract value").replace("Council", "College")
    assert Read(tmp_path, f"{header}\n{row}\n").values("buyer") == ["College of Arts"]
    assert Read(tmp_path, f"University of Leeds\n{header}\n{row}\n").values("buyer") == ["University of Leeds"]


@pytest.mark.parametrize("row", ["First,Previous,1,Next,Last", "Previous,1,2,3,Next", ",,«,Next"])
def test_a_row_that_turns_pages_is_no_contract(tmp_path, row):
    found = register(tmp_path, CARE, REST, row)
    assert len(found.rows) == 2
    assert found.said("turns the pages of a web page")


def test_a_firm_called_next_is_no_page(tmp_path):
    found = register(tmp_path, CARE, "9,Uniforms,Next,9000,2025-04-01,2026-03-31,Ambleford Council")
    assert len(found.rows) == 2


@pytest.mark.parametrize(
    "name",
    ["Contract value per term", "Lifetime value per term", "Cost per term of contract", "Maximum value per term"],
)
def test_a_value_per_term_of_the_contract_is_the_whole(tmp_path, name):
    assert register(tmp_path, CLEANING, header=PLAIN.format(name)).values("value_gbp") == [12_000]


def test_a_thousand_of_something_or_a_million_is_no_thousand_pounds():
    assert [unit(name) for name in ("price per box (x 1000)", "cost x 1,000 litres", "value x 1,000,000")] == [
        "", "", "million",
    ]  # fmt: skip
    assert unit_beside(["We spend money in thousands of ways"]) == ""
    assert unit_beside(["All money in thousands of pounds"]) == "thousand"


def test_the_total_of_the_second_year_is_not_that_of_two_years(tmp_path):
    assert register(tmp_path, CLEANING, header=PLAIN.format("Year 2 total")).values("value_gbp") == [None]


def test_an_estimate_stands_before_a_total_of_some_years(tmp_path):
    found = register(
        tmp_path, CLEANING.replace("12000", "24000,36000"), header=PLAIN.format("Total for 2 years,Estimated value")
    )
    assert found.values("value_gbp") == [36_000]


@pytest.mark.parametrize("cell", ["2 extension(s) of 12 month(s)", "2 options of 12 months", "2 extensions of 1 year"])
def test_so_many_extensions_of_a_length(tmp_path, cell):
    found = register(tmp_path, f"{CARE},{cell}", header=f"{HEADER},Extension")
    assert found.values("latest_end_date") == [day("2031-03-31")]


def test_a_contract_with_a_firm_called_next_and_its_sum_is_no_page(tmp_path):
    assert len(register(tmp_path, CARE, "2,Next,,9000,,,").rows) == 2


def test_a_welsh_bracket_says_that_options_are_counted_and_a_welsh_title_stands_behind_the_english(tmp_path):
    assert first_fact("Dyddiad Gorffen (gan gynnwys estyniad)") == "latest_end_date"
    header = HEADER.replace("Contract Title", "Teitl (Cymraeg),Title (English)")
    row = CARE.replace("Home care for older people", "Gofal cartref,Home care")
    assert register(tmp_path, row, header=header).values("title") == ["Home care"]
