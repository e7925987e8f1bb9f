"""Days, terms, extensions and options of a register of a reader's own, each with the day that is right."""

from datetime import date

import pandas as pd
import pytest
from own_reading import CARE, HEADER, REST, day, register

from data.load.api import load_dataset

END = date(2029, 3, 31)
WRITTEN = [
    "31-Mar-2029", "31-Mar-29", "31st March 2029", "31/03/2029 00:00:00", "2029/03/31", "31-03-29", "31.03.2029", "47208",  # noqa: E501
    "31 March 2029", "Saturday 31 March 2029", "March 2029", "Mar-29", "2029-03", "31/3/29", "20290331", "2028/29",
    "until 31/03/2029", "31/03/2029 (plus 2 years)", "2029-03-31T00:00:00", "47208.0", "'31 Mar 2029",
]  # fmt: skip


@pytest.mark.parametrize(
    "cell",
    ["Start: 01/04/2025 End: 31/03/2029 Review: 01/01/2028", "01/04/2025 - 31/03/2029 (review 01/01/2028)",
     "1 April 2025 to 31 March 2029, reviewed 1 January each year", "01/04/2025 to 31/03/2029"],
)  # fmt: skip
def test_start_end_and_review_dates_in_one_cell(tmp_path, cell):
    """The Local Government Transparency Code 2015 asks for them in these words."""
    columns = HEADER.replace("Start Date,End Date", '"Start, end and review dates"')
    found = register(tmp_path, CARE.replace("2025-04-01,2029-03-31", f'"{cell}"'), header=columns)
    assert found.values("start_date") == [pd.Timestamp(2025, 4, 1)]
    assert found.values("end_date") == [pd.Timestamp(END)]


@pytest.mark.parametrize("cell", WRITTEN)
def test_a_date_as_people_write_it(tmp_path, cell):
    found = register(tmp_path, CARE.replace("2029-03-31", cell))
    assert found.values("end_date") == [pd.Timestamp(END)]


@pytest.mark.parametrize("cell", ["TBC", "soon", "29/02/2029", "31/03/26 or 31/03/27", "#REF!"])
def test_a_date_that_cannot_be_read_is_said_and_costs_itself(tmp_path, cell):
    found = register(tmp_path, *[CARE.replace("2029-03-31", cell).replace("1,", f"{n},", 1) for n in (1, 3, 4)], REST)
    assert sorted(map(str, found.values("end_date"))) == ["2029-03-31 00:00:00", "None", "None", "None"]
    assert [(i.line, i.path, i.value) for i in found.issues if i.unread] == [(n, "End Date", cell) for n in (2, 3, 4)]


@pytest.mark.parametrize("cell", ["Rolling", "Ongoing", "31/12/9999", "No end date", "31/12/2099"])
def test_an_open_end_is_no_end(tmp_path, cell):
    found = register(tmp_path, CARE.replace("2029-03-31", cell))
    assert found.values("end_date") == [None]
    assert found.said("says that there is no end")


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (["03/31/2029", "04/05/2029"], ["2029-03-31", "2029-04-05"]),
        (["31/03/2029", "04/05/2029"], ["2029-03-31", "2029-05-04"]),
        (["04/05/2029", "05/06/2029"], ["2029-05-04", "2029-06-05"]),
        (["31/03/2029", "03/30/2029", "04/05/2029", "05/05/2029"], ["2029-03-31", "2029-03-30", None, "2029-05-05"]),
    ],
)
def test_the_order_of_day_and_month_is_the_column_s(tmp_path, cells, read):
    rows = [CARE.replace("1,Home", f"{n},{n} Home").replace("2029-03-31", cell) for n, cell in enumerate(cells)]
    found = register(tmp_path, *rows)
    assert found.values("end_date") == [text and day(text) for text in read]
    assert bool(found.said("month first")) == any(cell.split("/")[1] > "12" for cell in cells)
    assert [i.value for i in found.issues if i.unread] == [c for c, r in zip(cells, read, strict=True) if r is None]


@pytest.mark.parametrize(
    ("end", "review", "start"),
    [("3/31/2029", "", "2025-04-01"), ("3/31/2029", "13/2/2028", "2025-01-04"), ("1/3/2029", "", "2025-01-04")],
)
def test_a_first_of_the_month_has_the_order_of_the_other_dates(tmp_path, end, review, start):
    row = CARE.replace("2025-04-01", "4/1/2025").replace("2029-03-31", end) + f",{review}"
    found = register(tmp_path, row, header=HEADER + ",Maximum end date")
    assert found.values("start_date") == [day(start)]
    assert bool(found.said("month first", "Start Date")) == (start == "2025-04-01")


EXTENSIONS = "Contract Reference,Contract Title,Supplier,Total Contract Value,Start Date,End Date,Council,"


@pytest.mark.parametrize(
    ("columns", "cells", "end", "latest"),
    [
        ("Option to extend (months),How many extensions,Extension 1 Taken?,Current Expiry Date", "12,2,Yes,2030-03-31", "2030-03-31", "2031-03-31"),  # noqa: E501
        ("Option to extend (months),How many extensions", "12,2", "2029-03-31", "2031-03-31"),
        ("Extension options", "1+1 years", "2029-03-31", "2031-03-31"),
        ("Extension period", "24 months", "2029-03-31", "2031-03-31"),
        ("Extension (years)", "2", "2029-03-31", "2031-03-31"),
        ("Maximum Contract End Date", "31/03/2031", "2029-03-31", "2031-03-31"),
        ("End date including extensions", "Mar-31", "2029-03-31", "2031-03-31"),
        ("1st extension end date,2nd extension end date", "31/03/2030,31/03/2031", "2029-03-31", "2031-03-31"),
        ("1st extension end date,2nd extension end date", "31/03/2030,", "2029-03-31", "2030-03-31"),
        ("Extension options", "Two further periods of 12 months", "2029-03-31", "2031-03-31"),
        ("Current end date", "2030-03-31", "2030-03-31", None),
        ("Extension end date", "", "2029-03-31", None),
        ("Extension option (months),Extensions taken", "12,1", "2030-03-31", "2030-03-31"),
    ],
)  # fmt: skip
def test_extensions(tmp_path, columns, cells, end, latest):
    row = CARE + "," + cells
    found = register(tmp_path, row, header=EXTENSIONS + columns)
    assert (found.values("end_date"), found.values("latest_end_date")) == ([day(end)], [latest and day(latest)])


@pytest.mark.parametrize(("options", "said"), [("3+1", True), ("2+2", False), ("2+1", False)])
def test_options_as_long_as_the_term_itself_are_said_to_be(tmp_path, options, said):
    found = register(tmp_path, CARE + "," + options, header=EXTENSIONS + "Extension options")
    assert bool(found.said("as long as the term itself")) == said


def test_a_term_gives_the_end_where_none_is_stated(tmp_path):
    header = HEADER.replace("End Date", "Contract length")
    found = register(tmp_path, CARE.replace("2029-03-31", "3+1+1 years"), header=header)
    assert (found.values("end_date"), found.values("latest_end_date")) == ([day("2028-03-31")], [day("2030-03-31")])
    assert found.said("worked out from the first day and the length")


@pytest.mark.parametrize(
    ("length", "end", "latest"),
    [
        ("3 years with an option to extend for 2 years", "2028-03-31", "2030-03-31"),
        ("3 years plus a further 2 years", "2028-03-31", "2030-03-31"),
        ("3 years plus a further year", "2028-03-31", "2029-03-31"),
        ("3 years with an extension of 12 months", "2028-03-31", "2029-03-31"),
        ("4 years (2+1+1)", "2027-03-31", "2029-03-31"),
    ],
)
def test_a_term_with_its_option_in_words(tmp_path, length, end, latest):
    found = register(tmp_path, CARE.replace("2029-03-31", length), header=HEADER.replace("End Date", "Contract Length"))
    assert (found.values("end_date"), found.values("latest_end_date")) == ([day(end)], [day(latest)])


@pytest.mark.parametrize(
    ("heading", "length", "end", "said"),
    [
        ("Contract Length", "4", "2029-03-31", True),
        ("Contract Length", "18", "2026-09-30", True),
        ("Contract Length", "4 years", "2029-03-31", False),
        ("Contract Length (months)", "48", "2029-03-31", False),
    ],
)
def test_a_length_without_a_unit_is_said_to_be_read_as_one(tmp_path, heading, length, end, said):
    found = register(tmp_path, CARE.replace("2029-03-31", length), header=HEADER.replace("End Date", heading))
    assert found.values("end_date") == [day(end)]
    assert [i.problem.partition(":")[0] for i in found.said("a length without a unit")] == ["of 1 row"] * said


def test_a_last_day_far_beyond_the_first_is_said_and_kept(tmp_path):
    found = register(tmp_path, CARE.replace("2029", "2072"), REST)
    assert found.values("end_date") == [day("2072-03-31"), day("2029-03-31")]
    assert [(i.line, i.value) for i in found.said("more than 40 years after the first day")] == [(2, "2072-03-31")]


def test_an_extension_of_unknown_length_that_was_taken_is_said(tmp_path):
    found = register(tmp_path, f"{CARE},Y", REST + ",N", header=f"{HEADER},Extended? Y/N")
    assert found.values("end_date") == [day("2029-03-31")] * 2
    assert [i.line for i in found.said("says that it was extended")] == [2]


def test_first_and_last_day_in_one_cell(tmp_path):
    header = HEADER.replace("Start Date,End Date", "Contract Period")
    found = register(tmp_path, CARE.replace("2025-04-01,2029-03-31", "01/04/2025 - 31/03/2029"), header=header)
    assert (found.values("start_date"), found.values("end_date")) == ([day("2025-04-01")], [day("2029-03-31")])


@pytest.mark.parametrize(
    ("cell", "problem"), [("31/03/2029", "holds one date where two are expected"), ("soon", "is not a date")]
)
def test_one_date_where_two_are_expected_is_said_and_not_read(tmp_path, cell, problem):
    header = HEADER.replace("Start Date,End Date", "Contract Period")
    rows = [CARE.replace("2025-04-01,2029-03-31", cell), REST.replace("2025-04-01,", "2025-04-01 to ")]
    found = register(tmp_path, *rows, header=header)
    assert found.values("start_date") == [None, day("2025-04-01")]
    assert found.values("end_date") == [None, day("2029-03-31")]
    assert [i.value for i in found.said(problem)] == [cell]


@pytest.mark.parametrize("start", ["9999-01-01", "3084-04-01"])
def test_a_start_that_cannot_be_is_missing(tmp_path, start):
    assert register(tmp_path, CARE.replace("2025-04-01", start)).values("start_date") == [None]


def test_a_longest_length_in_months_gives_the_latest_end(tmp_path):
    found = register(tmp_path, f"{CARE},60", header=f"{HEADER},Maximum Duration (Months)")
    assert found.values("end_date") == [day("2029-03-31")]
    assert found.values("latest_end_date") == [day("2030-03-31")]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("Val. start", "Val. end"), ("Val. from", "Val. to"), ("Val. per. start", "Val. per. end"),
        ("Commencement quarter", "Completion quarter"), ("When it started", "When it runs out"),
        ("Start Date", "End date (disregarding any option to extend) or circumstances in which contract will end"),
        ("Start Date", "End Date or description of circumstances in which the contract will end"),
    ],
)  # fmt: skip
def test_headings_of_first_and_last_day(tmp_path, start, end):
    header = HEADER.replace("Start Date", start).replace("End Date", end)
    found = register(tmp_path, CARE, header=header)
    assert (found.values("start_date"), found.values("end_date")) == ([day("2025-04-01")], [day("2029-03-31")])


@pytest.mark.parametrize(
    ("cell", "end", "latest"),
    [
        ("01/04/2025 - 31/03/2028, extended by 12 months", "2029-03-31", None),
        ("From 01/04/2025 for one year", "2026-03-31", None), ("1 April 2025 for 12 months", "2026-03-31", None),
        ("01/04/2025 - 31/03/2028 (extendable to 31/03/2029)", "2028-03-31", "2029-03-31"),
        ("01/04/2025 - 31/03/2028 with extension to 31/03/2029", "2028-03-31", "2029-03-31"),
    ],
)  # fmt: skip
def test_an_extension_behind_both_days_was_taken_where_it_says_so(tmp_path, cell, end, latest):
    header = HEADER.replace("Start Date,End Date", "Contract Period")
    found = register(tmp_path, CARE.replace("2025-04-01,2029-03-31", f'"{cell}"'), header=header)
    assert found.values("start_date") == [day("2025-04-01")]
    assert found.values("end_date") == [day(end)]
    assert found.values("latest_end_date") in ([day(latest or end)], [latest and day(latest)])


def test_of_several_ends_after_extensions_so_many_as_were_taken_are_in_the_end(tmp_path):
    header = f"{HEADER},Extension 1 end,Extension 2 end,Extensions exercised"
    rows = [f"{CARE},2030-03-31,2031-03-31,1", f"{REST},2030-03-31,,1", f"{CARE.replace('1,H', '3,H')},2030-03-31,,0"]
    found = register(tmp_path, *rows, header=header).all.sort_values("contract_id")
    by_title = found.sort_values(["title", "end_date"])
    assert list(by_title["end_date"]) == [day("2029-03-31"), day("2030-03-31"), day("2030-03-31")]
    assert list(by_title["latest_end_date"])[:2] == [day("2030-03-31"), day("2031-03-31")]


def test_an_abbreviated_extension_behind_both_days_is_said_to_be_open(tmp_path):
    header = HEADER.replace("Start Date,End Date", "Contract Period")
    cell = "01.04.2025 - 31.03.2028 ext. to 31.03.2029"
    found = register(tmp_path, CARE.replace("2025-04-01,2029-03-31", cell), header=header)
    assert found.values("latest_end_date") == [day("2029-03-31")]
    assert [i.value for i in found.said("may be an option or an extension that was taken")] == [cell]


def test_a_day_of_publication_that_is_to_come_is_not_the_day_of_the_data(tmp_path):
    rows = [f"{row},{day_}" for row, day_ in ((CARE, "01/06/2062"), (REST, "01/06/2026"))]
    found = register(tmp_path, *rows, header=f"{HEADER},Date published")
    assert found.values("published_date") == [None, day("2026-06-01")]
    assert [(i.line, i.value, i.done) for i in found.said("is still to come", "Date published")] == [
        (2, "01/06/2062", "made missing")
    ]
    assert load_dataset(tmp_path / "register.csv").as_of == date(2026, 6, 1)
