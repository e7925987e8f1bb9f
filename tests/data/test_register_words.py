"""Options, ends and amounts in words that people use: how each is read, and under which heading."""

import pytest
from own_reading import CARE, HEADER, REST, day, register, workbook

from data.readers.cells import amounts, days, options, terms


@pytest.mark.parametrize(
    ("cell", "months"),
    [
        ("Two 12-month periods", 24),
        ("two further one-year periods", 24),
        ("Two optional 12 month extensions", 24),
        ("Yes, by one year twice", 24),
        ("12 months, 2 times", 24),
        ("up to three times by 6 months", 18),
        ("extended once by 12 months", 12),
        ("2 years 6 months", 30),
        ("2 years and 6 months", 30),
        ("1 yr, 6 mths", 18),
    ],
)
def test_a_length_in_words(cell, months):
    assert terms.term(cell)[:2] == (months, 0)


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("3 years and 12 months", (36, 12)),
        ("3 years + 6 months", (36, 6)),
        ("3 years, 6 months extension", (36, 6)),
        ("2 years 6 months + 1 year", (30, 12)),
        ("2 x 12 months", (24, 0)),
    ],
)
def test_a_length_of_two_parts_stays_one(cell, parts):
    assert terms.term(cell)[:2] == parts


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("31/03/2028 + 1 + 1", ("31/03/2028", None, 24)),
        ("31/03/2028 +2 years", ("31/03/2028", None, 24)),
        ("31 March 2028 plus 12 months", ("31 March 2028", None, 12)),
        ("31/03/2028, extendable to 31/03/2030", ("31/03/2028", day("2030-03-31").date(), 0)),
        ("31/03/2028 + 24", ("31/03/2028 + 24", None, 0)),
        ("31/03/2028 + 6 months holdover", ("31/03/2028 + 6 months holdover", None, 0)),
        ("31/03/2028", ("31/03/2028", None, 0)),
    ],
)
def test_an_option_behind_a_last_day(cell, read):
    assert options.behind_last(cell) == read


def test_an_option_without_a_unit_behind_a_last_day_is_said(tmp_path):
    found = register(tmp_path, CARE.replace("2029-03-31", "31/03/2029 + 1 + 1"), REST)
    assert found.values("end_date") == [day("2029-03-31")] * 2
    assert found.values("latest_end_date")[0] == day("2031-03-31")
    assert found.said("a length without a unit was read in years")


@pytest.mark.parametrize("name", ["Can it be extended?", "Can the contract be extended?", "Remaining Options"])
def test_a_question_may_name_the_option(tmp_path, name):
    found = register(tmp_path, f"{CARE},Yes - two years", f"{REST},No", header=f"{HEADER},{name}")
    assert found.values("latest_end_date")[0] == day("2031-03-31")


def test_days_under_a_question_are_the_last_day_after_the_option(tmp_path):
    rows = [f'{CARE},"Yes, to 31 March 2031"', f"{REST},No"]
    found = register(tmp_path, *rows, header=f"{HEADER},Can it be extended?")
    assert found.values("latest_end_date")[0] == day("2031-03-31")


def test_the_value_with_its_changes_goes_before_the_awarded_one(tmp_path):
    for name in ("Value After Changes", "Value including variations", "Amended Value"):
        header = HEADER.replace("Total Contract Value", f"Awarded Value,{name}")
        rows = [CARE.replace("400000", "400000,475000"), REST.replace("600000", "600000,")]
        assert register(tmp_path, *rows, header=header).values("value_gbp") == [475_000, 600_000]


@pytest.mark.parametrize("name", ["Value of variations", "Value of all variations", "Value excluding variations"])
def test_the_value_of_a_change_alone_is_no_value(tmp_path, name):
    header = HEADER.replace("Total Contract Value", f"Awarded Value,{name}")
    found = register(tmp_path, CARE.replace("400000", "400000,75000"), header=header)
    assert found.values("value_gbp") == [400_000]


def test_a_termination_date_beside_an_end_date_tells_of_an_early_end(tmp_path):
    rows = [f"{CARE},2026-03-31", f"{REST},", f"{REST.replace('2,', '3,', 1).replace('Respite', 'Night')},"]
    found = register(tmp_path, *rows, header=f"{HEADER},Termination Date")
    stages = dict(zip(found.all["title"], found.all["stage"], strict=True))
    assert stages["Home care for older people"] == "superseded"
    assert stages["Respite care for adults"] == "awarded"


def test_a_termination_date_that_every_row_states_is_an_end(tmp_path):
    alone = register(tmp_path, CARE, REST, header=HEADER.replace("End Date", "Termination Date"))
    assert alone.values("end_date") == [day("2029-03-31")] * 2
    beside = register(tmp_path, f"{CARE},2030-03-31", f"{REST},2030-03-31", header=f"{HEADER},Termination Date")
    assert set(beside.all["stage"]) == {"awarded"}


def test_a_column_of_departments_may_name_the_bodies(tmp_path):
    header = HEADER.replace("Council", "Lead Department")
    bodies = ("Department for Harbours", "Pilotage Commission", "Department for Harbours")
    rows = [row.replace("Ambleford Council", body) for row, body in zip((CARE, REST), bodies, strict=False)]
    assert set(register(tmp_path, *rows, header=header).values("buyer")) == set(bodies)
    rows = [row.replace("Ambleford Council", of) for row, of in zip((CARE, REST), ("Adults", "Children"), strict=True)]
    assert register(tmp_path, *rows, header=header).values("buyer") == [None, None]


@pytest.mark.parametrize(
    ("line", "vat"),
    [
        ("Costs exclude VAT (the trust recovers VAT).", "ex"),
        ("VAT is excluded unless it cannot be recovered.", "ex"),
        ("All amounts include VAT.", "inc"),
        ("Is VAT included?", ""),
        ("The register is published each quarter.", ""),
    ],
)
def test_a_sheet_of_notes_may_tell_of_vat(tmp_path, line, vat):
    row = ["Home care", "Oakfield Care Ltd", 400_000, "2025-04-01", "2029-03-31"]
    header = ["Contract Title", "Supplier", "Total Contract Value", "Start Date", "End Date"]
    found = workbook(tmp_path, {"Read me": [["About this register"], [line]], "Contracts": [header, row]})
    assert [words for words in ("without VAT", "with VAT") if found.said(f"{words}, as a line of another sheet")] == {
        "ex": ["without VAT"],
        "inc": ["with VAT"],
        "": [],
    }[vat]


@pytest.mark.parametrize("cell", ["three (3) years", "3 (three) years", "36 (36) months"])
def test_a_number_in_words_and_figures_is_one(cell):
    assert terms.term(cell)[:2] == (36, 0)


@pytest.mark.parametrize(
    ("cell", "end"),
    [
        ("31/03/2025 extended to 31/03/2027", "2027-03-31"),
        ("31 March 2025 - now extended until 31 March 2027", "2027-03-31"),
        ("31/03/2025 or 31/03/2027", None),
        ("31/03/2025 (extended to 31/03/2027)", "2027-03-31"),
    ],
)
def test_a_last_day_that_was_extended_without_brackets(cell, end):
    found = days.day(cell, last=True)
    assert found.day == (end and day(end).date())
    assert found.problem


@pytest.mark.parametrize(
    "cell", ["£250,000 (incl. extensions)", "£250k including all options", "250000 inc extension years"]
)
def test_an_amount_with_its_extensions_is_read(cell):
    assert amounts.amount(cell).pounds == 250_000


def test_days_alone_under_a_name_of_options_may_be_of_a_decision(tmp_path):
    found = register(tmp_path, f"{CARE},2028-09-30", f"{REST},2028-10-31", header=f"{HEADER},Extension decision by")
    assert found.column("Extension decision by") == ""
    assert found.values("latest_end_date") == [None, None]


@pytest.mark.parametrize("name", ["2026/27 Contract Value", "Budget 2026/27", "Value (26-27)"])
def test_the_amount_of_one_financial_year_is_a_yearly_one_where_the_term_is_longer(tmp_path, name):
    of_that_year = "3,Meals,Elm Care Ltd,90000,2026-04-01,2027-03-31,Ambleford Council"
    found = register(tmp_path, CARE, of_that_year, header=HEADER.replace("Total Contract Value", name))
    assert found.values("annual_gbp") == [400_000, 90_000]
    assert [round(value, -4) for value in found.values("value_gbp")] == [1_600_000, 90_000]
    assert [i.path for i in found.said("is the amount of one year, and the term is another")] == [name]


def test_the_amount_of_one_financial_year_is_nothing_beside_a_whole_or_a_yearly_one(tmp_path):
    for other, annual in (("Estimated value", 100_000), ("Annual value", 400_000)):
        header = HEADER.replace("Total Contract Value", f"{other},2026/27 value")
        found = register(tmp_path, CARE.replace("400000", "400000,7000"), header=header)
        assert round(found.values("annual_gbp")[0], -3) == annual
        assert not found.column("2026/27 value")


def test_what_was_spent_in_one_year_is_no_value(tmp_path):
    found = register(tmp_path, CARE, header=HEADER.replace("Total Contract Value", "Spend 2025/26"))
    assert found.values("value_gbp") == [None]
    assert found.said("gives pounds over the whole term")


@pytest.mark.parametrize(
    "name", ["Full term end", "Maximum term end date", "Latest end of term", "End of the full term"]
)
def test_the_end_of_the_full_term_is_the_latest(tmp_path, name):
    found = register(tmp_path, f"{CARE},2031-03-31", header=f"{HEADER.replace('End Date', 'Initial term end')},{name}")
    assert found.values("end_date") == [day("2029-03-31")]
    assert found.values("latest_end_date") == [day("2031-03-31")]


@pytest.mark.parametrize(
    "name",
    [
        "End Date Provided for in the Contract (disregarding any option to extend)",
        "End date (not including any option to extend)",
    ],
)
def test_the_end_that_leaves_out_the_option_is_the_last_day(tmp_path, name):
    columns = f"{HEADER.replace('End Date', name)},Extension period"
    found = register(tmp_path, f"{CARE},24 months", header=columns)
    assert found.values("end_date") == [day("2029-03-31")]
    assert found.values("latest_end_date") == [day("2031-03-31")]


@pytest.mark.parametrize("name", ["Started", "Date started", "Contract started"])
def test_when_it_started_is_the_first_day(tmp_path, name):
    found = register(tmp_path, CARE, header=HEADER.replace("Start Date", name))
    assert found.values("start_date") == [day("2025-04-01")]


@pytest.mark.parametrize(
    "names", ["Lead Supplier,Other Suppliers", "Lead contractor,Additional contractors", "Main provider,Other provider"]
)
def test_the_lead_supplier_is_a_supplier_beside_the_others(tmp_path, names):
    header = HEADER.replace("Supplier", names)
    found = register(
        tmp_path,
        CARE.replace("Care Ltd", "Care Ltd,Elm Care Ltd"),
        REST.replace("Elm Care Ltd", "Elm Care Ltd,"),
        header=header,
    )
    assert found.values("suppliers") == ["Oakfield Care Ltd\nElm Care Ltd", "Elm Care Ltd"]


def test_a_current_end_before_the_original_one_is_the_last_day(tmp_path):
    header = HEADER.replace("End Date", "Original End Date,Current End Date")
    rows = [CARE.replace("2029-03-31", "2029-03-31,2026-05-12"), REST.replace("2029-03-31", "2029-03-31,2030-03-31")]
    found = register(tmp_path, *rows, header=header)
    assert found.values("end_date") == [day("2026-05-12"), day("2030-03-31")]
    assert [i.value for i in found.said("is before the last day that was first agreed", "Current End Date")] == [
        "2026-05-12"
    ]


@pytest.mark.parametrize(("name", "form"), [("Contract Type", "Framework"), ("Kind of contract", "DPS")])
def test_a_framework_among_services_and_works_is_one_however_few_they_are(tmp_path, name, form):
    rows = [f"{at},Care at home {at},Elm Care Ltd,600000,2025-04-01,2029-03-31,Ambleford Council" for at in range(9)]
    found = register(tmp_path, *(f"{row},Services" for row in rows), f"{CARE},{form}", header=f"{HEADER},{name}")
    assert found.values("instrument") == ["contract"] * 9 + [form.lower()]


@pytest.mark.parametrize("name", ["Frequency", "Payment frequency"])
def test_how_often_a_bare_cost_is_paid_says_what_it_is_for(tmp_path, name):
    rows = [f"{CARE.replace('400000', '1200')},Monthly", f"{REST},One-off"]
    header = f"{HEADER},{name}"
    found = register(tmp_path, *rows, header=header.replace("Total Contract Value", "Cost"))
    assert found.values("annual_gbp") == [14_400, 150_000]
    found = register(tmp_path, *rows, header=header)
    assert found.values("value_gbp") == [1_200, 600_000]  # a value of the contract that is paid in parts


def test_of_what_was_spent_and_what_is_agreed_for_a_year_the_agreed_one_is_the_yearly_amount(tmp_path):
    for names in ("Spend 2025/26,Budget 2026/27", "Forecast cost 2025/26,Budget 2026/27"):
        header = HEADER.replace("Total Contract Value", names)
        found = register(tmp_path, CARE.replace("400000", "7000,400000"), header=header)
        assert found.values("annual_gbp") == [400_000]


def test_what_was_spent_beside_the_budgets_of_years_is_no_value(tmp_path):
    header = HEADER.replace("Total Contract Value", "Spend 2025/26,Budget 2025/26,Budget 2026/27")
    found = register(tmp_path, CARE.replace("400000", "7000,10000,20000").replace("2029", "2027"), header=header)
    assert found.values("value_gbp") == [30_000]


@pytest.mark.parametrize("name", ["Total contract value (2026/27)", "Value over the term 2025/26 to 2028/29"])
def test_a_year_in_the_name_of_a_total_makes_it_no_yearly_amount(tmp_path, name):
    found = register(tmp_path, CARE, header=HEADER.replace("Total Contract Value", name))
    assert found.values("value_gbp") == [400_000]


DATED = "Ref,Contract Title,Supplier,Total Contract Value,{},End Date,Council"


def dated(tmp_path, heading, first, second):
    rows = (CARE.replace("2025-04-01", first), REST.replace("2025-04-01", second))
    return register(tmp_path, *rows, header=DATED.format(heading))


@pytest.mark.parametrize("heading", ["First day of contract", "First Day of Agreement"])
def test_a_first_day_by_its_words(tmp_path, heading):
    read = dated(tmp_path, heading, "2025-04-01", "2025-04-02")
    assert read.values("start_date") == [day("2025-04-01"), day("2025-04-02")]


@pytest.mark.parametrize("heading", ["Date let", "Date contract let", "Agreed", "Date agreed", "Let"])
def test_a_day_on_which_it_was_let_is_no_first_day(tmp_path, heading):
    read = dated(tmp_path, heading, "2025-04-01", "2025-04-02")
    assert "awarded or signed" in read.column(heading)
    assert read.values("start_date") == [None, None]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Agreed", ("Yes", "No")),
        ("Agreed", ("390000", "580000")),
        ("Let", ("Yes", "No")),
        ("Agreed by", ("A B", "C D")),
        ("Agreed rate", ("2%", "3%")),
        ("Let by", ("Procurement", "Estates")),
        ("System", ("Proactis", "Atamis")),
        ("System name", ("Proactis", "Atamis")),
        ("First day of tender", ("2024-04-01", "2024-04-02")),
        ("To be let", ("2024-04-01", "2024-04-02")),
    ],
)
def test_words_like_these_over_other_cells_are_no_day_and_no_number(tmp_path, heading, cells):
    read = register(tmp_path, f"{CARE},{cells[0]}", f"{REST},{cells[1]}", header=f"{HEADER},{heading}")
    assert read.column(heading) == ""
    assert read.values("start_date") == [day("2025-04-01")] * 2
    assert read.values("value_gbp") == [400_000, 600_000]


def test_the_number_of_a_system_tells_two_rows_apart_that_are_alike(tmp_path):
    alike = CARE.removeprefix("1,")
    read = register(tmp_path, f"4711,{alike}", f"4712,{alike}", header=HEADER.replace("Ref,", "System ID,"))
    assert read.values("value_gbp") == [400_000, 400_000]


def test_the_number_of_the_contract_goes_before_that_of_a_system(tmp_path):
    read = register(tmp_path, f"4711,{CARE}", f"4712,{CARE}", header=f"System ID,{HEADER}")
    assert read.column("Ref").startswith("is read as the source's own number")
    assert read.column("System ID") == ""


NO_BODY = HEADER.removesuffix(",Council")


def headed(tmp_path, line):
    rows = [row.removesuffix(",Ambleford Council") for row in (CARE, REST)]
    return register(tmp_path, NO_BODY, *rows, header=f"{line},,,,,")


@pytest.mark.parametrize(
    ("line", "body", "kind"),
    [
        ("Comhairle nan Eilean Siar - Contracts Register", "Comhairle nan Eilean Siar", "local"),
        ("Comhairle na Gàidhealtachd contracts", "Comhairle na Gàidhealtachd", "local"),
        ("Cyngor Sir Ynys Môn", "Cyngor Sir Ynys Môn", "local"),
        ("Cofrestr Contractau Cyngor Bwrdeistref Sirol Conwy", "Cyngor Bwrdeistref Sirol Conwy", "local"),
        ("Cyngor Gwynedd Cofrestr Contractau", "Cyngor Gwynedd", "local"),
        ("Bwrdd Iechyd Prifysgol Betsi Cadwaladr: contracts", "Bwrdd Iechyd Prifysgol Betsi Cadwaladr", "nhs"),
        ("Awdurdod Tân ac Achub Gogledd Cymru", "Awdurdod Tân ac Achub Gogledd Cymru", "police_fire"),
        ("Heddlu Gwent contracts register", "Heddlu Gwent", "police_fire"),
        ("Prifysgol Bangor contracts register", "Prifysgol Bangor", "education"),
    ],
)
def test_a_body_above_the_rows_by_its_welsh_or_gaelic_name(tmp_path, line, body, kind):
    read = headed(tmp_path, line)
    assert (read.values("buyer"), read.values("buyer_kind")) == ([body] * 2, [kind] * 2)


@pytest.mark.parametrize(
    "line",
    [
        *("Cyngor", "Cofrestr Contractau", "Cyngor ar Bopeth", "Ymddiriedolaeth Natur Cymru", "Gwasanaethau Cyngor"),
        *("Contracts register", "Coleg", "College contracts", "Heddlu", "Contracts let through the Welsh framework"),
    ],
)
def test_words_above_the_rows_that_name_no_public_body(tmp_path, line):
    assert headed(tmp_path, line).values("buyer") == [None, None]
