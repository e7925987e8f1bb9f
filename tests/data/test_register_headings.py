"""Headings as officers write them: which fact each names, and what looks alike and names none. Right values by hand."""

import pytest
from own_reading import CARE, HEADER, REST, day, register

from data.readers.own_register.column_names import by_name, first_fact
from data.readers.own_register.header_words import header

END = "2029-03-31"


def fact_of(name):
    return next(iter(by_name(header(name).words, name)), ("", 0.0))[0]


@pytest.mark.parametrize(
    "name",
    ["Ext. available to", "Extension available until", "Date to which contract may be extended", "Extension up to",
     "Date to which the contract can be extended", "Could be extended to", "Options to", "Extension possible to",
     "Optional end date", "Absolute end date"],
)  # fmt: skip
def test_a_heading_names_the_latest_end(tmp_path, name):
    found = register(tmp_path, CARE + ",2031-03-31", REST + ",", header=f"{HEADER},{name}")
    assert found.values("latest_end_date")[0] == day("2031-03-31")
    assert found.values("end_date")[0] == day(END)


@pytest.mark.parametrize(
    "name",
    ["Decision date for extension", "Extension decision due", "Date by which extension must be agreed",
     "Date by which contract may be extended", "Date extension granted", "Date extension approved",
     "Extension review date", "Extension notice date", "Can be cancelled from", "Applies to", "Relates to"],
)  # fmt: skip
def test_a_day_of_a_decision_is_no_end(tmp_path, name):
    found = register(tmp_path, CARE + ",2028-09-30", REST + ",2028-09-30", header=f"{HEADER},{name}")
    assert found.values("end_date")[0] == day(END)
    assert found.values("latest_end_date")[0] in (None, day(END))
    assert found.said("is not used", name) and not found.column(name)


@pytest.mark.parametrize("name", ["Extension granted to", "Extension agreed until", "Extended to"])
def test_an_extension_that_was_granted_up_to_a_day_is_the_end_as_it_stands(name):
    assert fact_of(name) == "current_end_date"


@pytest.mark.parametrize(
    ("name", "fact"),
    [
        ("End of term", "end_date"), ("End of contract term", "end_date"), ("Fixed term end", "end_date"),
        ("Contract runs to", "end_date"), ("Last day of contract", "end_date"), ("Contract runs from", "start_date"),
        ("Further term", "extension"), ("Further period", "extension"), ("Additional term", "extension"),
        ("Term", "term"), ("Total term", "term"), ("Further information", "remark"),
    ],
)  # fmt: skip
def test_a_heading_names_its_fact(name, fact):
    assert first_fact(name) == fact


@pytest.mark.parametrize("name", ["Second supplier (if any)", "Other supplier (if any)", "Joint supplier"])
def test_a_further_supplier_is_read_beside_the_first(tmp_path, name):
    header_row = HEADER.replace("Supplier,", f"Supplier,{name},")
    found = register(
        tmp_path, CARE.replace("Ltd,", "Ltd,Ash Care Ltd,"), REST.replace("Ltd,", "Ltd,,"), header=header_row
    )
    assert found.values("n_suppliers") == [2.0, 1.0]


@pytest.mark.parametrize("name", ["Termly cost", "Cost per school term", "Cost each academic term"])
def test_a_cost_of_a_school_term_is_no_value(tmp_path, name):
    found = register(tmp_path, CARE, REST, header=HEADER.replace("Total Contract Value", name))
    assert found.values("value_gbp") == [None, None]
    assert found.said("is not used", name) and not found.column(name)


@pytest.mark.parametrize("name", ["Value over contract term", "Cost for the term", "Full term value"])
def test_a_value_of_the_contract_s_term_is_the_whole(tmp_path, name):
    found = register(tmp_path, CARE, REST, header=HEADER.replace("Total Contract Value", name))
    assert found.values("value_gbp") == [400_000, 600_000]


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("Year value", "year"), ("12 month value", "year"), ("Full year cost", "year"), ("Value (12 months)", "year"),
        ("Cost in a full year", "year"), ("1 year value", "year"), ("Cost over 12 months", "year"),
        ("Multi-year value", ""), ("3 year value", ""), ("Five year cost", ""), ("Year end value", ""),
        ("Year of value", ""), ("Total value", ""), ("Value over 36 months", ""), ("Spend last 12 months", ""),
        ("Cost for a full year", "year"), ("Cost per full year", "year"), ("Value per 12 months", "year"),
        ("Cost (12 months x 4)", ""), ("Value 1 year or more", ""),
        ("2+1 year value", ""), ("First year value", ""), ("Value (1 year + 1 year)", ""),
    ],
)  # fmt: skip
def test_a_heading_says_whether_an_amount_is_a_year_s(name, period):
    assert header(name).period == period


@pytest.mark.parametrize(
    ("names", "suppliers"),
    [
        ("Awarded to,Second supplier (if any)", 2.0), ("Contractor,Supplier 2", 2.0),
        ("Awarded to,Second bidder", 1.0), ("Supplier,Second tenderer", 1.0), ("Supplier,Supplier postcode 2", 1.0),
        ("Supplier,Previous supplier", 1.0), ("Supplier,Unsuccessful supplier 2", 1.0),
    ],
)  # fmt: skip
def test_a_second_supplier_may_stand_beside_a_first_called_otherwise(tmp_path, names, suppliers):
    cells = "Oakfield Care Ltd,Ash Care Ltd"
    found = register(tmp_path, CARE.replace("Oakfield Care Ltd", cells), header=HEADER.replace("Supplier", names, 1))
    assert found.values("n_suppliers") == [suppliers]


RATES = HEADER.replace("Total Contract Value", "Rate,{}")


@pytest.mark.parametrize(
    ("name", "cells", "annual"),
    [
        ("Rate basis", "1000,per month", 12_000), ("Per", "1000,month", 12_000), ("Frequency", "1000,Monthly", 12_000),
        ("Rate basis", "12000,per annum", 12_000), ("Basis", "3000,Quarterly", 12_000),
        ("Rate basis", "45,per hour", None), ("Rate basis", "45,", None), ("Notes", "1000,as agreed", None),
        ("Rate basis", "2.5%,per annum", None), ("Rate basis", "1.5,per annum", None),
        ("Lead", "1000,A. Example", None), ("Rate basis", "1000,per term", None),
        ("Type", "1000,Fixed", None), ("Index", "1000,RPI", None),
        ("Paid", "1000,per calendar month", 12_000), ("How often paid", "1000,four-weekly", 13_036),
        ("Basis", "6000,half year", 12_000), ("Payment frequency", "1000,pcm", 12_000),
        ("Review frequency", "1000,Annual", None), ("Contract meetings", "1000,Monthly", None),
        ("Price review", "1000,Annually", None), ("Frequency of visits", "1000,Weekly", None),
        ("Indexation", "1000,Annual", None), ("Per", "1000,child per week", None),
        ("Per", "1000,week (per child)", None), ("Rate basis", "1000,per FTE per annum", None),
        ("Per", "1000,month per vehicle", None), ("Per", "1000,resident/week", None),
    ],
)  # fmt: skip
def test_a_rate_is_an_amount_where_each_row_says_how_often(tmp_path, name, cells, annual):
    found = register(tmp_path, CARE.replace("400000", cells), header=RATES.format(name))
    assert found.values("annual_gbp") == [annual if annual is None else pytest.approx(annual, rel=1e-3)]


def test_a_rate_beside_an_amount_or_without_a_period_in_a_row_is_no_amount(tmp_path):
    rows = (CARE.replace("400000", "1000,per month"), REST.replace("600000", "1000,"))
    found = register(tmp_path, *rows, header=RATES.format("Rate basis"))
    assert found.values("annual_gbp") == [None, None]
    header_row = HEADER.replace("Total Contract Value", "Total Contract Value,Rate,Rate basis")
    found = register(tmp_path, CARE.replace("400000", "400000,1000,per month"), header=header_row)
    assert found.values("value_gbp") == [400_000]


@pytest.mark.parametrize("cells", ["400000,450,day", "400000,8333,month", "400000,100000,year"])
def test_a_period_behind_a_rate_is_not_of_the_value_beside_it(tmp_path, cells):
    header_row = HEADER.replace("Total Contract Value", "Total Contract Value,Rate,Per")
    found = register(tmp_path, CARE.replace("400000", cells), header=header_row)
    assert found.values("value_gbp") == [400_000] and found.said("is not used", "Per")


YEARS = "Contract,Supplier,Start,End,Year 1,Year 2,Year 3"


@pytest.mark.parametrize("line", ["Ambleford Council contracts (£k)", "All values in £000", "Figures in thousands"])
def test_small_years_are_amounts_where_a_line_says_thousands(tmp_path, line):
    row = "Home care,Oakfield Care Ltd,2025-04-01,2028-03-31,400,410,420"
    found = register(tmp_path, YEARS, row, header=line)
    assert found.values("value_gbp") == [1_230_000]


@pytest.mark.parametrize(
    "line", ["Ambleford Council contracts", "All values in £", "Contracts over £5,000", "Contracts of 2026/27"]
)
def test_small_years_are_no_amounts_where_no_line_says_thousands(tmp_path, line):
    row = "Home care,Oakfield Care Ltd,2025-04-01,2028-03-31,400,410,420"
    assert register(tmp_path, YEARS, row, header=line).values("value_gbp") == [None]


def test_years_of_other_things_in_a_table_of_thousands_are_no_amounts(tmp_path):
    header_row = "All values in £000\n" + YEARS + ",Total value"
    row = "Home care,Oakfield Care Ltd,2025-04-01,2028-03-31,12,13,14,400"
    assert register(tmp_path, row, header=header_row).values("value_gbp") == [400_000]
    words = "Home care,Oakfield Care Ltd,2025-04-01,2028-03-31,met,met,not met"
    assert register(tmp_path, YEARS, words, header="All values in £000").values("value_gbp") == [None]


BUSES = "Contract no.,Route,Operator,Price per annum,Start,End,Council"


def test_a_route_of_buses_is_the_title(tmp_path):
    rows = (
        "T1,Service 12 Harden - Moorby,Vale Buses Ltd,184000,2025-09-01,2028-08-31,Ambleford Council",
        "T2,Service 47 Hospital Link,Dales Coaches Ltd,96500,2024-04-01,2027-03-31,Ambleford Council",
    )
    found = register(tmp_path, *rows, header=BUSES)
    assert found.values("title") == ["Service 12 Harden - Moorby", "Service 47 Hospital Link"]


@pytest.mark.parametrize("route", ["Open tender", "Framework RM6180", "Direct award", "Three quotes", "Light touch"])
def test_a_route_to_market_is_no_title(tmp_path, route):
    rows = (
        f"T1,{route},Vale Buses Ltd,184000,2025-09-01,2028-08-31,Ambleford Council",
        "T2,Mini competition,Dales Coaches Ltd,96500,2024-04-01,2027-03-31,Ambleford Council",
    )
    assert len(register(tmp_path, *rows, header=BUSES).rows) == 0
    titled = register(tmp_path, *rows, header=BUSES.replace("Contract no.", "Contract"))
    assert titled.values("title") == ["T1", "T2"]


@pytest.mark.parametrize(
    "route", ["Harden to Moorby", "School bus Moorby", "Harden / Moorby / Vale", "S12 Harden Moorby"]
)
def test_a_route_that_tells_a_journey_is_the_title(tmp_path, route):
    row = f"T1,{route},Vale Buses Ltd,184000,2025-09-01,2028-08-31,Ambleford Council"
    assert register(tmp_path, row, header=BUSES).values("title") == [route]


@pytest.mark.parametrize(
    "route",
    ["Via NHS Supply Chain", "Crown Commercial Service - RM6180", "Cabinet decision", "Spot purchase", "Approved list",
     "Extension of existing arrangement", "In-house provision", "Collaborative - Borsley lead"],
)  # fmt: skip
def test_a_route_that_tells_no_journey_is_no_title(tmp_path, route):
    row = f"T1,{route},Vale Buses Ltd,184000,2025-09-01,2028-08-31,Ambleford Council"
    assert len(register(tmp_path, row, header=BUSES).rows) == 0


@pytest.mark.parametrize("name", ["Joint supplier", "Second supplier (if any)", "Supplier 2", "Other suppliers"])
@pytest.mark.parametrize("cell", ["No", "Nac oes", "N", "Yes", "No second supplier"])
def test_yes_and_no_are_no_further_supplier(tmp_path, name, cell):
    header_row = HEADER.replace("Supplier,", f"Supplier,{name},")
    rows = (CARE.replace("Ltd,", f"Ltd,{cell},"), REST.replace("Ltd,", "Ltd,Ash Care Ltd,"))
    found = register(tmp_path, *rows, header=header_row)
    assert found.values("n_suppliers") == [1.0, 2.0]
    assert bool(found.said("others supply too")) == (cell == "Yes")
    bare = register(
        tmp_path, CARE.replace("Oakfield Care Ltd,", f",{cell},"), REST.replace("Ltd,", "Ltd,,"), header=header_row
    )
    assert bare.values("supplier")[0] is None


@pytest.mark.parametrize(
    ("cells", "latest"),
    [
        (["Oes - 2 flynedd", "Nac oes", "Dim", "Dim"], "2031-03-31"),
        (["2 flynedd", "Dim", "Dim", "Dim"], "2031-03-31"), (["Yes - 2 years", "No", "No", "No"], "2031-03-31"),
        (["12 months", "No", "No", "No"], "2030-03-31"), (["No", "No", "No", "No"], None),
        (["Yes", "No", "No", "No"], None), (["Subject to review", "No", "No", "No"], None),
        (["1 flwyddyn", "Nac oes", "Nac oes", "Nac oes"], "2030-03-31"), (["Dim", "Dim", "Dim", "Dim"], None),
        (["12 mis", "Dim", "Dim", "Dim"], "2030-03-31"),
    ],
)  # fmt: skip
def test_options_are_read_in_both_languages_however_many_cells_say_none(tmp_path, cells, latest):
    rows = [f"{n},Gofal {n},Gofal Cyf,40000{n},2025-04-01,{END},Ambleford Council,{c}" for n, c in enumerate(cells)]
    found = register(tmp_path, *rows, header=f"{HEADER},Opsiwn i Ymestyn")
    ends = found.values("latest_end_date")
    assert ends[0] in ({day(latest)} if latest else {None, day(END)})
    assert all(end in (None, day(END)) for end in ends[1:])


FINDER = (
    "Notice Identifier,Organisation Name,Status,Title,Awarded Value,Contract start date,Contract end date,"
    "Supplier [Name|Address|Ref type|Ref Number|Is SME|Is VCSE]"
)
FOUND = (
    "CF-1,Ambleford Council,Awarded,Home care,400000,2025-04-01,2029-03-31,[Oakfield Care Ltd|1 Quay|NONE||true|false]"
)


def test_an_export_of_contracts_finder_may_lack_columns(tmp_path):
    found = register(tmp_path, FOUND, header=FINDER)
    assert found.values("value_gbp") == [400_000] and found.values("supplier") == ["Oakfield Care Ltd"]
    assert found.values("end_date") == [day(END)]
    [said] = found.said("is a Contracts Finder export without")
    assert "Value Low" in said.problem and "Awarded Date" in said.problem and "Title" not in said.problem
    bare = register(tmp_path, FOUND.replace("Awarded,", ""), header=FINDER.replace("Status,", ""))
    assert bare.values("stage") == ["awarded"]


@pytest.mark.parametrize(
    "line",
    ["Contracts over £1,000", "Contracts of £1000 or more", "Contracts with a value above £1 million",
     "Contracts (£1,000 and over)", "Contracts worth over £5 thousand", "Contracts over one million pounds in value",
     "Values rounded to the nearest thousand pounds", "Values to the nearest £1,000", "Contracts over £5k",
     "Values are in pounds, not thousands",
     "Contracts valued at a million pounds or more", "Value from £1,000 to £5,000", "Spending over £500"],
)  # fmt: skip
def test_a_sum_in_a_line_above_is_no_unit(tmp_path, line):
    found = register(tmp_path, HEADER, CARE, REST, header=f'"{line}"')
    assert found.values("value_gbp") == [400_000, 600_000]


@pytest.mark.parametrize(
    ("line", "pounds", "basis"),
    [("Contracts above £30k inc VAT", 400_000, "unknown"), ("Contracts over £30,000 (inc. VAT)", 400_000, "unknown"),
     ("Contracts of more than £25,000, including VAT", 400_000, "unknown"),
     ("Spend over £5,000 excl VAT", 400_000, "unknown"),
     ("All values inc VAT", 333_333.33, "inc"), ("Contracts over £30,000. Values include VAT", 333_333.33, "inc"),
     ("Values exclude VAT; contracts over £30k inc VAT", 400_000, "ex")],
)  # fmt: skip
def test_the_vat_of_a_threshold_above_is_not_that_of_the_amounts(tmp_path, line, pounds, basis):
    found = register(tmp_path, HEADER, CARE, REST, header=f'"{line}"')
    assert found.values("value_gbp")[0] == pounds
    assert set(found.values("vat_basis")) == {basis}


@pytest.mark.parametrize(
    "line",
    ["All values in £1,000s", "Values in £1,000", "Contracts over £1,000 (values in £000)", "Values (£1,000)",
     "Values in £'000", "Contracts above £1 million, values in £k", "Values in thousands", "Value, £ thousand",
     "Figures of 2026/27 in £000", "Values stated in units of £1,000", "Unit: £1,000",
     "All values x £1,000",
     "Figures are in units of one thousand pounds", "Values to be multiplied by £1,000",
     "£000s are used for all values", "Values are shown in thousands of pounds"],
)  # fmt: skip
def test_a_line_above_names_thousands(tmp_path, line):
    rows = (CARE.replace("400000", "400"), REST.replace("600000", "600"))
    assert register(tmp_path, HEADER, *rows, header=f'"{line}"').values("value_gbp") == [400_000, 600_000]
