"""What a plain reader of a register takes for certain, and what nobody can know: the one is read, the other is said."""

import pytest
from own_reading import CARE, HEADER, REST, day, register

from data.classify.instruments import instrument
from data.readers.cells import suppliers
from data.readers.cells.amounts import amount
from data.readers.own_register.header_words import header


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("startdate", ("start", "date")),
        ("ENDDATE", ("end", "date")),
        ("contractstartdate", ("contract", "start", "date")),
        ("suppliername", ("supplier", "name")),
        ("contractor", ("contractor",)),
        ("updated", ("updated",)),
        ("enddates", ("end", "date")),
    ],
)
def test_words_that_a_data_portal_runs_together_are_told_apart(name, words):
    assert header(name).words == words


def test_a_table_whose_names_are_run_together_is_read(tmp_path):
    names = "contractref,contracttitle,suppliername,annualcontractvalue,startdate,enddate,council"
    found = register(tmp_path, CARE, REST, header=names)
    assert found.values("start_date") == [day("2025-04-01")] * 2
    assert found.values("end_date") == [day("2029-03-31")] * 2
    assert found.values("supplier") == ["Oakfield Care Ltd", "Elm Care Ltd"]
    assert found.values("annual_gbp") == [400_000, 600_000]


@pytest.mark.parametrize(
    ("title", "form"),
    [
        ("Bus Concession Card Bureau", "contract"),
        ("Concession pass production", "contract"),
        ("Travel concessions administration", "contract"),
        ("Seafront concessions", "concession"),
        ("Bus shelter advertising concession", "concession"),
    ],
)
def test_a_cheaper_fare_is_no_concession(title, form):
    assert instrument(title).instrument == form


@pytest.mark.parametrize(
    "remark",
    [
        "Insurance is exempt from VAT, 3 year agreement",
        "VAT exempt",
        "zero-rated",
        "Outside the scope of VAT",
        "No VAT",
    ],
)
def test_a_remark_that_no_vat_is_due_goes_before_the_column(tmp_path, remark):
    name = HEADER.replace("Total Contract Value", "Total Contract Value (inc VAT)")
    found = register(tmp_path, f'{CARE},"{remark}"', f"{REST},", header=f"{name},Notes")
    assert found.values("value_gbp") == [400_000, 500_000]
    assert found.said("without VAT", "Notes")


def test_a_remark_that_vat_is_due_leaves_the_column(tmp_path):
    name = HEADER.replace("Total Contract Value", "Total Contract Value (inc VAT)")
    found = register(tmp_path, f"{CARE},The charity is not exempt from VAT", f"{REST},", header=f"{name},Notes")
    assert round(found.values("value_gbp")[0]) == 333_333


@pytest.mark.parametrize("cell", ["Yes", "Y", "TRUE"])
def test_an_option_of_no_stated_length_is_said(tmp_path, cell):
    found = register(tmp_path, f"{CARE},{cell}", f"{REST},12 months", header=f"{HEADER},Option to extend")
    assert found.values("latest_end_date") == [None, day("2030-03-31")]
    assert found.said("of 1 row: may be extended, and nothing says for how long")


def test_a_number_of_options_without_their_length_is_said(tmp_path):
    found = register(tmp_path, f"{CARE},2", f"{REST},0", header=f"{HEADER},Number of extensions")
    assert found.values("latest_end_date") == [None, None]
    assert found.said("of 1 row: may be extended, and nothing says for how long")


def test_an_option_whose_length_stands_elsewhere_is_read(tmp_path):
    found = register(
        tmp_path, f"{CARE},Yes,2031-03-31", f"{REST},No,", header=f"{HEADER},Option to extend,Latest end date"
    )
    assert found.values("latest_end_date")[0] == day("2031-03-31")
    assert not found.said("nothing says for how long")


@pytest.mark.parametrize(
    ("cell", "nobody"),
    [
        ("Scotland Excel framework suppliers", True),
        ("ESPO Framework Providers", True),
        ("DPS providers", True),
        ("Approved panel contractors", True),
        ("Framework Suppliers Ltd", False),
        ("Oakfield Providers", False),
    ],
)
def test_those_on_a_framework_are_nobody_by_name(cell, nobody):
    assert suppliers.names_nobody(cell) is nobody


@pytest.mark.parametrize(
    "name",
    [
        "Contract term (yrs + options)",
        "Contract length and extension options",
        "Initial term plus extensions",
        "Term + ext",
    ],
)
def test_a_length_with_its_options_begins_with_the_term(tmp_path, name):
    header_ = HEADER.replace("End Date", name)
    found = register(tmp_path, CARE.replace("2029-03-31", "2+1+1"), REST.replace("2029-03-31", "4"), header=header_)
    assert found.values("end_date") == [day("2027-03-31"), day("2029-03-31")]
    assert found.values("latest_end_date")[0] == day("2029-03-31")


@pytest.mark.parametrize(
    ("name", "fact"),
    [
        ("Finishes", "last day, before extensions"),
        ("Expiry with all options used", "last day after all extensions"),
        ("End date after all extensions exercised", "last day after all extensions"),
        ("Extension end date (if taken)", "last day after all extensions"),
    ],
)
def test_an_end_is_told_by_its_name(tmp_path, name, fact):
    header_ = HEADER.replace("End Date", name)
    assert fact in register(tmp_path, CARE, REST, header=header_).column(name)


@pytest.mark.parametrize(
    "cell",
    [
        "1 year (taken: now ends 31/03/2031)",
        "2 x 12 months (exercised, now expires 31 March 2031)",
        "Rolled over to 31/03/2031",
        "Option exercised until 31/03/2031",
    ],
)
def test_an_option_that_was_taken_to_a_day_is_the_last_day(tmp_path, cell):
    found = register(tmp_path, f'{CARE},"{cell}"', f"{REST},2 years", header=f"{HEADER},Extension options")
    assert found.values("end_date") == [day("2031-03-31"), day("2029-03-31")]
    assert found.said("extended to 2031-03-31", "Extension options")


def test_a_remark_that_a_contract_was_rolled_over_is_said(tmp_path):
    found = register(tmp_path, f"{CARE},Rolled over to 31.03.2031", f"{REST},", header=f"{HEADER},Notes")
    assert found.said("extended to 2031-03-31, after its last day 2029-03-31", "Notes")


def test_a_contract_in_force_past_its_last_day_is_said(tmp_path):
    past = CARE.replace("2025-04-01,2029-03-31", "2019-04-01,2022-03-31")
    found = register(tmp_path, f"{past},Live", f"{REST},Live", header=f"{HEADER},Status")
    assert found.said("of 1 row: the last day is past, though the status says in force")
    option = f"{HEADER},Status,Option"
    left = register(tmp_path, f"{past},In extension,20 years", f"{REST},Live,", header=option)
    assert left.values("latest_end_date")[0] == day("2042-03-31")
    assert left.said("of 1 row: the last day is past, though the status says in force")
    ended = register(tmp_path, f"{past},Expired", f"{REST},Live", header=f"{HEADER},Status")
    assert not ended.said("the status says in force")


@pytest.mark.parametrize(
    "status",
    [
        "Brought in house 01/10/2025",
        "Insourced",
        "Taken back in-house",
        "Handed back by the provider",
        "Ceased - supplier in administration",
        "Exited early by agreement",
        "Moved to new contract",
        "Service decommissioned",
    ],
)
def test_a_contract_that_came_back_or_was_given_up_is_over(tmp_path, status):
    found = register(tmp_path, f"{CARE},{status}", f"{REST},Live", header=f"{HEADER},Status")
    stages = dict(zip(found.all["title"], found.all["stage"], strict=True))
    assert stages == {"Home care for older people": "superseded", "Respite care for adults": "awarded"}


@pytest.mark.parametrize("status", ["To be brought in house", "Being brought in house", "Live"])
def test_a_contract_that_will_come_back_is_in_force(tmp_path, status):
    found = register(tmp_path, f"{CARE},{status}", f"{REST},Live", header=f"{HEADER},Status")
    assert set(found.all["stage"]) == {"awarded"}


@pytest.mark.parametrize("name", ["Status", "Notes"])
def test_an_early_end_that_is_to_come_is_said(tmp_path, name):
    rows = [f"{CARE},Terminated with effect from 31/03/2060", f"{REST},"]
    found = register(tmp_path, *rows, header=f"{HEADER},{name}")
    assert sorted(found.all["stage"]) == ["awarded", "superseded"]
    assert [issue.done[-40:] for issue in found.said("says that it was ended", name)] == [
        "; its day, 2060-03-31, is to come: look at it"[-40:]
    ]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Oakfield Care Ltd + Elm Care Ltd", ("Oakfield Care Ltd", "Elm Care Ltd")),
        ("Lead: Oakfield Care Ltd; Partner: Elm Trust", ("Oakfield Care Ltd", "Elm Trust")),
        ("Oakfield Care Ltd (60%), Elm Care Ltd (40%)", ("Oakfield Care Ltd", "Elm Care Ltd")),
        ("Oakfield Care Ltd - novated to Elm Care Ltd", ("Elm Care Ltd",)),
        ("Oakfield Care Ltd (novated to Elm Care Ltd from May 2025)", ("Elm Care Ltd",)),
        ("Oakfield Care Ltd and others", ("Oakfield Care Ltd",)),
        ("Oakfield Care Ltd plus 3 others", ("Oakfield Care Ltd",)),
        ("Oakfield Care Ltd et al", ("Oakfield Care Ltd",)),
        ("Care and More", ("Care and More",)),
        ("Lead Mine Trust", ("Lead Mine Trust",)),
    ],
)
def test_who_supplies_is_told_from_what_stands_around_the_names(cell, names):
    assert suppliers.names(cell) == names


@pytest.mark.parametrize("cell", ["Multi-supplier", "Multi supplier framework", "Council's own staff", "DLO"])
def test_a_manner_of_supplying_is_nobody(cell):
    assert suppliers.names_nobody(cell)


def test_suppliers_who_are_not_named_are_said(tmp_path):
    found = register(tmp_path, CARE.replace("Oakfield Care Ltd", "Oakfield Care Ltd and 3 others"), REST)
    assert found.values("suppliers") == ["Oakfield Care Ltd", "Elm Care Ltd"]
    assert [issue.line for issue in found.said("others supply too", "Supplier")] == [2]


@pytest.mark.parametrize(
    ("cell", "pounds", "period"),
    [
        ("3 x £50,000", 150_000, "whole"),
        ("£50k x 3", 150_000, "whole"),
        ("3 years @ £50,000", 50_000, "year"),
        ("£50,000 per annum x 4", 50_000, "year"),
        ("£50,000 x 3 years", 50_000, "year"),
    ],
)
def test_an_amount_so_many_times_is_worked_out_and_said(cell, pounds, period):
    found = amount(cell)
    assert (found.pounds, found.period) == (pounds, period)
    assert found.problem


def test_rows_below_a_heading_of_plans_are_plans(tmp_path):
    plan = REST.replace("2025-04-01,2029-03-31", "2098-04-01,2099-03-31")
    rows = [CARE, ",PIPELINE,,,,,", plan, plan.replace("2,", "3,", 1).replace("Elm Care Ltd", ""), ",ADULTS,,,,,"]
    after = plan.replace("2,", "4,", 1)
    found = register(tmp_path, *rows, after)
    stages = dict(zip(found.all["contract_id"].str.partition("/")[0], found.all["stage"], strict=True))
    assert stages == {"1": "awarded", "2": "planned", "3": "planned", "4": "awarded"}
    assert [issue.line for issue in found.said("below a heading of plans")] == [4, 5]


@pytest.mark.parametrize(
    ("title", "second"), [("Planned procurements 2098", "planned"), ("Planned and current contracts", "awarded")]
)
def test_rows_of_a_table_whose_title_is_of_plans_are_plans_until_they_begin(tmp_path, title, second):
    plan = REST.replace("2025-04-01,2029-03-31", "2098-04-01,2099-03-31")
    rows = register(tmp_path, CARE, plan, header=f"{title},,,,,,\n{HEADER}").all
    stages = dict(zip(rows["contract_id"].str.partition("/")[0], rows["stage"], strict=True))
    assert stages == {"1": "awarded", "2": second}
