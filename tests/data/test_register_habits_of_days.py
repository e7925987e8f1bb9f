"""Days, terms and extensions as published registers write them, each with the value that is right by hand."""

import pytest
from own_reading import CARE, HEADER, REST, Read, day, register

from data.readers.cells import days, terms


def test_the_headings_of_the_scottish_act(tmp_path):
    header = (
        "Subject Matter of Contract,Name of Contractor,Estimated Value of the Contract,Contract Start Date,"
        "Date on which Contract will come to an end (disregarding any extension),"
        "Period by which contract may be extended,Council"
    )
    row = "Care at home,Kinnaird Care Limited,1980000,01/04/2023,31/03/2026,2+1+1,Ambleford Council"
    found = register(tmp_path, row, header=header)
    assert found.values("end_date") == [day("2026-03-31")]
    assert found.values("latest_end_date") == [day("2030-03-31")]  # two years, one and one more


@pytest.mark.parametrize(
    ("cell", "first", "further"),
    [("2+1+1", 24, 24), ("4 years (2+1+1)", 24, 24), ("3+2", 36, 24), ("2 + 2 + 2", 24, 48),
     ("1 year, then 6 months", 12, 6), ("24 mis / 24 months", 24, 0), ("2 flynedd", 24, 0), ("dwy flynedd", 24, 0),
     ("12 mis + 12 mis", 12, 12), ("3 blynedd / 3 years", 36, 0), ("Dim / None", None, 0),
     ("2 years + 12 + 6 months", 24, 18), ("60 years", 720, 0), ("61 years", None, 0), ("40 + 21 years", None, 0)],
)  # fmt: skip
def test_parts_of_a_term(cell, first, further):
    """A part without a unit has that of the next; nothing runs longer than sixty years."""
    assert terms.term(cell)[:2] == (first, further)


def test_two_languages_that_say_different_lengths_say_none():
    assert terms.term("24 mis / 12 months").problem


def test_a_length_that_holds_the_extensions_is_the_longest_term(tmp_path):
    header = HEADER.replace(",Council", ",Contract term (inc. extension),Council")
    found = register(tmp_path, CARE.replace(",Ambleford", ",72 months,Ambleford"), header=header)
    assert found.values("end_date") == [day("2029-03-31")]
    assert found.values("latest_end_date") == [day("2031-03-31")]  # six years from 1 April 2025
    later = header.replace(",Council", ",Option to extend to,Council")
    both = register(tmp_path, CARE.replace(",Ambleford", ",72 months,31/03/2030,Ambleford"), header=later)
    assert both.values("latest_end_date") == [day("2030-03-31")]  # a stated day goes before one that is worked out


def test_options_that_each_say_whether_they_were_taken(tmp_path):
    header = HEADER.replace(
        ",Council", ",Ext 1 (months),Ext 1 taken?,Ext 2 (months),Ext 2 taken?,Council"
    )  # fmt: skip
    found = register(tmp_path, CARE.replace(",Ambleford", ",12,Y,6,N,Ambleford"), header=header)
    assert found.values("end_date") == [day("2030-03-31")]
    assert found.values("latest_end_date") == [day("2030-09-30")]


def test_a_day_of_appointment_is_the_first_day(tmp_path):
    found = register(tmp_path, CARE, header=HEADER.replace("Start Date", "Date appointed"))
    assert found.values("start_date") == [day("2025-04-01")]


@pytest.mark.parametrize(
    ("cell", "last"),
    [
        ("1806451200000", "2027-03-31"), ("end of March 2027", "2027-03-31"),
        ("31/3/27 (with option to 31/3/29)", "2027-03-31"), ("30/09/2026 (extended from 31/03/2026)", "2026-09-30"),
        ("31 March 2026 (extended to 31 March 2027)", "2027-03-31"),
    ],
)  # fmt: skip
def test_last_days_as_people_and_programs_write_them(tmp_path, cell, last):
    assert register(tmp_path, CARE.replace("2029-03-31", cell)).values("end_date") == [day(last)]


def test_an_end_with_the_extension_that_was_granted_is_the_end_as_it_stands(tmp_path):
    header = HEADER.replace("End Date", "Original expiry").replace(
        ",Council", ",Expiry incl. extension granted,Council"
    )
    found = register(tmp_path, CARE.replace(",Ambleford", ",31/03/2030,Ambleford"), header=header)
    assert found.values("end_date") == [day("2030-03-31")]


@pytest.mark.parametrize(
    "name", ["Agreement end (initial term)", "Initial term end date", "End of core term", "End date (original term)"]
)
def test_the_end_of_the_first_term(tmp_path, name):
    header = HEADER.replace("End Date", name).replace(",Council", ",Possible extension to,Council")
    found = register(tmp_path, CARE.replace(",Ambleford", ",2031-03-31,Ambleford"), header=header)
    assert found.values("end_date") == [day("2029-03-31")]
    assert found.values("latest_end_date") == [day("2031-03-31")]


def test_a_report_with_the_earliest_and_latest_day_and_its_total(tmp_path):
    header = (
        "Contract Title,Supplier Name,Earliest Start Date,Latest End Date,Sum of Total Contract Value,"
        "Count of Contract Ref,Council"
    )
    rows = [
        "Home care,Oakfield Care Ltd,2025-04-01,2029-03-31,400000,1,Ambleford Council",
        "Respite care,Elm Care Ltd,2024-04-01,2028-03-31,600000,1,Ambleford Council",
        "Total,,2024-04-01,2029-03-31,1000000,2,",
    ]
    found = register(tmp_path, *rows, header=header)
    assert found.values("title") == ["Home care", "Respite care"]
    assert found.values("end_date") == [day("2029-03-31"), day("2028-03-31")]
    assert found.column("Count of Contract Ref") == ""
    assert found.said("is the sum of the rows above")


def test_a_remark_that_says_an_extension_beyond_the_last_day(tmp_path):
    header = HEADER.replace(",Council", ",Comments,Council")
    found = register(tmp_path, CARE.replace(",Ambleford", ",Extended to 31/03/30,Ambleford"), header=header)
    assert found.values("end_date") == [day("2029-03-31")]
    assert found.said("extended to 2030-03-31, after its last day 2029-03-31", "Comments")
    known = register(tmp_path, CARE.replace(",Ambleford", ",Extended to 31/03/29,Ambleford"), header=header)
    assert not known.said("extended to")


def test_when_it_completes_and_when_it_now_ends(tmp_path):
    header = HEADER.replace("End Date", "Completes").replace(",Council", ",Now ends,Council")
    found = register(tmp_path, CARE.replace(",Ambleford", ",2030-03-31,Ambleford"), header=header)
    assert found.values("end_date") == [day("2030-03-31")]


def test_three_columns_of_extensions_in_months(tmp_path):
    columns = (
        "Duration of extension in months,Duration of second extension period in months,"
        "Duration of third extension period in months,Estimated annual £,Council"
    )
    found = register(
        tmp_path, CARE.replace(",Ambleford", ',12,6,0,"90,000",Ambleford'), header=HEADER.replace("Council", columns)
    )
    assert found.values("latest_end_date") == [day("2030-09-30")]  # 31 March 2029 and eighteen months
    assert found.values("annual_gbp") == [90_000]


def test_start_end_and_review_under_one_heading(tmp_path):
    table = (
        'Ref,Title of agreement,Supplier,Total value,"Start, end and review dates",,,Council\n,,,,Start,End,Review,\n'
        "1,Walling,Stone Ltd,25000,01/04/2026,31/03/2029,Annually in March,Ambleford Council\n"
        "2,Ferry,Boat Ltd,25000,01/04/2023,31/03/2026,Extended to 31/03/2028,Ambleford Council\n"
    )
    found = Read(tmp_path, table)
    assert found.values("start_date") == [day("2023-04-01"), day("2026-04-01")]
    assert found.values("end_date") == [day("2026-03-31"), day("2029-03-31")]
    assert found.said("says that it was extended to 2028-03-31", "Review")


def test_options_that_remain_begin_at_the_end_as_it_now_stands(tmp_path):
    header = HEADER.replace("End Date", "Original End Date,Current End Date,Extension Options Remaining")
    found = register(tmp_path, CARE.replace("2029-03-31", "2029-03-31,2030-03-31,1 x 24 months"), header=header)
    assert found.values("end_date") == [day("2030-03-31")]
    assert found.values("latest_end_date") == [day("2032-03-31")]


@pytest.mark.parametrize(
    ("cell", "end", "latest"),
    [
        ("31 March 2028 (option to 31 March 2030)", "2028-03-31", "2030-03-31"),
        ("31st July 2027 (+1yr)", "2027-07-31", "2028-07-31"),
        ("31/03/2027 (plus option of 2 x 12 months)", "2027-03-31", "2029-03-31"),
        ("31/03/2026 (extended to 31/03/2028)", "2028-03-31", None),
    ],
)
def test_an_option_in_brackets_behind_the_last_day(tmp_path, cell, end, latest):
    found = register(tmp_path, CARE.replace("2029-03-31", cell))
    assert found.values("end_date") == [day(end)]
    assert found.values("latest_end_date") == [latest and day(latest)]


def test_an_extension_that_names_the_day_to_which_it_was_taken(tmp_path):
    header = HEADER.replace(",Council", ",Extension,Council")
    cells = [",Extended to 31/03/2030,Ambleford", ",1 year,Ambleford"]
    rows = [row.replace(",Ambleford", cell) for row, cell in zip([CARE, REST], cells, strict=True)]
    found = register(tmp_path, *rows, header=header)
    assert found.values("end_date") == [day("2030-03-31"), day("2029-03-31")]
    assert found.said("says that it was extended to 2030-03-31", "Extension")


def test_words_in_brackets_behind_a_length_are_said(tmp_path):
    header = HEADER.replace(",Council", ",Option to extend,Council")
    cell = '"Yes - 3 x 1 year (year 1 taken, to May 2027)"'
    found = register(tmp_path, CARE.replace(",Ambleford", f",{cell},Ambleford"), header=header)
    assert found.values("latest_end_date") == [day("2032-03-31")]
    assert found.said("holds words beside the length", "Option to extend")


def test_a_status_that_says_until_when_it_was_extended(tmp_path):
    header = HEADER.replace(",Council", ",Live / Expired,Council")
    cells = [",Extended to 31/03/2031,Ambleford", ",Planned,Ambleford"]
    rows = [row.replace(",Ambleford", cell) for row, cell in zip([CARE, REST], cells, strict=True)]
    found = register(tmp_path, *rows, header=header)
    assert found.said("says that it was extended to 2031-03-31", "Live / Expired")
    assert sorted(found.all.stage) == ["awarded", "planned"]


@pytest.mark.parametrize(
    ("cell", "first"),
    [("1 Ebrill 2026", "2026-04-01"), ("Ebrill / April 2023", "2023-04-01"), ("Ragfyr 2025", "2025-12-01")],
)  # fmt: skip
def test_days_in_welsh(cell, first):
    assert days.day(cell).day == day(first).date()
