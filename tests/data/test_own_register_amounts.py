"""Amounts of a register of a reader's own: unit, period, VAT and spelling, each with the pounds that are right."""

import pytest
from own_reading import CARE, HEADER, REST, Read, day, register


@pytest.mark.parametrize(
    ("header", "cell", "pounds"),
    [
        ("Total Contract Value (£000)", "1200", 1_200_000), ("Total Value £k", '"1,200"', 1_200_000),
        ("Contract Value (£m)", "1.2", 1_200_000), ("Value (£'000s)", '"£1,200"', 1_200_000),
        ("Value in thousands", "1200", 1_200_000), ("Contract Value (£000)", "£1.2m", 1_200_000),
        ("Total Contract Value (all years)", "1200000", 1_200_000), ("Contract cost", "£1.2 million", 1_200_000),
        ("Contract Price", '"1,200,000 + VAT"', 1_200_000), ("Contract Sum", "approx £1.2m", 1_200_000),
        ("Value", "£1200k", 1_200_000), ("TotalContractValue", "GBP 1200000.00", 1_200_000),
        ("Value band", '"£1,000,000 - £1,500,000"', 1_000_000), ("Contract Value", "£300k per annum", 1_200_000),
        ("Contract Value", '"£25,000 per month"', 1_200_000), ("Value", '"£1,200,000 over 4 years"', 1_200_000),
    ],
)  # fmt: skip
def test_an_amount_has_its_unit(tmp_path, header, cell, pounds):
    row = CARE.replace("400000", cell)
    found = register(tmp_path, row, header=HEADER.replace("Total Contract Value", header))
    assert found.values("value_gbp") == [pytest.approx(pounds, rel=1e-3)]
    assert "pounds over the whole term" in found.column(header)


@pytest.mark.parametrize(
    ("header", "cell", "annual"),
    [("Est Annual Spend (£k)", "100", 100_000), ("Cost p.a.", "£100k", 100_000), ("Monthly cost", "£10000", 120_000),
     ("Annual value (inc VAT)", "120000", 100_000)],
)  # fmt: skip
def test_a_yearly_amount_has_its_period(tmp_path, header, cell, annual):
    found = register(tmp_path, CARE.replace("400000", cell), header=HEADER.replace("Total Contract Value", header))
    assert found.values("annual_gbp") == [pytest.approx(annual)]
    assert found.values("value_gbp") == [pytest.approx(4 * annual, rel=1e-3)]


def test_yearly_and_whole_that_disagree_by_a_thousand_are_said_first(tmp_path):
    rows = [f"{n},Home care {n},Oakfield Ltd,{n}00000,{n}25,2025-04-01,2029-03-31,Ambleford Council" for n in (1, 2, 3)]
    found = register(tmp_path, *rows, header=HEADER.replace("Value,", "Value,Annual value,"))
    [caution] = [i for i in found.issues if i.done == "look at this before the figure"]
    assert "3 of 3 rows" in caution.problem and "100 times smaller" in caution.problem


@pytest.mark.parametrize(
    ("columns", "cells", "net", "basis"),
    [
        ("Contract Value (inc VAT),Contract Value (exc VAT)", "480000,400000", 400_000, "ex"),
        ("Contract Value exc. VAT,Contract Value inc. VAT", "400000,480000", 400_000, "ex"),
        ("Value excl. VAT,Total incl. VAT", "400000,410000", 400_000, "ex"),
        ("Gross value,Notes", "480000,x", 400_000, "inc"), ("Net contract value,Notes", "400000,x", 400_000, "ex"),
        ("Value,VAT included?", "480000,Yes", 400_000, "inc"), ("Value,VAT", "£400k ex VAT,x", 400_000, "ex"),
        ("Contract Value,VAT that cannot be recovered", "400000,0", 400_000, "unknown"),
    ],
)  # fmt: skip
def test_vat_is_read_where_it_is_said(tmp_path, columns, cells, net, basis):
    found = register(tmp_path, CARE.replace("400000", cells), header=HEADER.replace("Total Contract Value", columns))
    assert (found.values("value_gbp"), found.values("vat_basis")) == ([net], [basis])


@pytest.mark.parametrize(
    ("columns", "cells", "net"),
    [
        ("Total inc VAT,VAT Rate", "420000,5%", 400_000), ("Total inc VAT,VAT %", "400000,0", 400_000),
        ("Total inc VAT,VAT rate", "420000,0.05", 400_000), ("Value inc VAT,Rate of VAT", "400000,Exempt", 400_000),
        ("Total inc VAT,VAT rate applied", "420000,5%", 400_000), ("Total inc VAT,% VAT", "420000,5", 400_000),
        ("Total inc VAT,VAT (%)", "420000,5", 400_000), ("Total inc VAT,VAT percentage", "420000,5%", 400_000),
        ("Total inc VAT,VAT Rate", "420000,5% reduced", 400_000),
        ("Total inc VAT,VAT Rate", "420000,5 per cent", 400_000),
        ("Total inc VAT,VAT recovery rate", "480000,5%", 400_000), ("Total inc VAT,VAT Rate", "480000,10%", 400_000),
        ("Total inc VAT,VAT Rate", "480000,20%", 400_000), ("Total inc VAT,VAT Rate", "480000,", 400_000),
        ("Total inc VAT,VAT Rate", "480000,T1", 400_000), ("Total inc VAT,VAT Rate", "480000,Standard", 400_000),
        ("Total ex VAT,VAT Rate", "400000,5%", 400_000), ("Contract Value,VAT Rate", "400000,5%", 400_000),
        ("Total inc VAT,Total ex VAT,VAT Rate", "420000,400000,5%", 400_000),
        ("Value,Value includes VAT?,VAT Rate", "420000,Yes,5%", 400_000),
        ("Value,Value includes VAT?,VAT Rate", "400000,No,5%", 400_000),
        ("Value,VAT included?,VAT Rate", "420000,Yes,5%", 400_000),
        ("Value,VAT included?,VAT Rate", "400000,No,20%", 400_000),
        ("Value,VAT Amount", "400000,80000", 400_000), ("Value,Rate", "400000,5", 400_000),
    ],
)  # fmt: skip
def test_a_column_of_rates_says_how_much_vat_an_amount_holds(tmp_path, columns, cells, net):
    found = register(tmp_path, CARE.replace("400000", cells), header=HEADER.replace("Total Contract Value", columns))
    assert found.values("value_gbp") == [net]


@pytest.mark.parametrize(
    ("columns", "cells", "quality", "basis"),
    [
        ("Total inc VAT,VAT Rate", "420000,5%", "net_from_gross", "inc"),
        ("Total inc VAT,VAT Rate", "480000,20%", "net_from_gross", "inc"),
        ("Total inc VAT,VAT Rate", "400000,Exempt", "net_from_gross", "inc"),
        ("Total ex VAT,VAT Rate", "400000,5%", "stated", "ex"),
        ("Contract Value,VAT Rate", "400000,5%", "stated", "unknown"),
        ("Total inc VAT,Total ex VAT,VAT Rate", "420000,400000,5%", "stated", "ex"),
    ],
)  # fmt: skip
def test_an_amount_divided_by_its_own_rate_is_marked_as_divided(tmp_path, columns, cells, quality, basis):
    found = register(tmp_path, CARE.replace("400000", cells), header=HEADER.replace("Total Contract Value", columns))
    assert (found.values("value_gbp"), found.values("value_quality")) == ([400_000], [quality])
    assert found.values("vat_basis") == [basis]
    divided = [issue.done for issue in found.issues if issue.done.startswith("divided by")]
    assert len(divided) == (quality == "net_from_gross")


def test_a_column_of_rates_is_said_to_be_one(tmp_path):
    header = HEADER.replace("Total Contract Value", "Total inc VAT,VAT Rate")
    found = register(tmp_path, CARE.replace("400000", "420000,5%"), header=header)
    assert found.said("is read as the rate of VAT") and not found.said("whether the value includes VAT")


def test_years_with_vat_that_are_added_up_bear_their_own_rate(tmp_path):
    columns = "Year 1 inc VAT,Year 2 inc VAT,Year 3 inc VAT,Year 4 inc VAT,VAT Rate"
    row = CARE.replace("400000", "105000,105000,105000,105000,5%")
    found = register(tmp_path, row, header=HEADER.replace("Total Contract Value", columns))
    assert (found.values("value_gbp"), found.values("annual_gbp")) == ([400_000], [pytest.approx(100_000, rel=1e-3)])


def test_a_value_without_options_and_with_vat_bears_its_own_rate(tmp_path):
    header = HEADER.replace("Total Contract Value", "Contract Value (excluding extensions) inc VAT,VAT Rate")
    found = register(tmp_path, CARE.replace("400000", "420000,5%") + ",2031-03-31", header=header + ",Maximum end date")
    assert (found.values("value_gbp"), found.values("annual_gbp")) == ([400_000], [pytest.approx(100_000, rel=1e-3)])


def test_a_line_beside_the_table_may_say_unit_and_vat(tmp_path):
    found = Read(tmp_path, f"All values in £000 excluding VAT\n{HEADER}\n{CARE.replace('400000', '400')}\n")
    assert (found.values("value_gbp"), found.values("vat_basis")) == ([400_000], ["ex"])
    assert found.said("as a line beside the table says")


def test_the_extended_value_goes_before_the_original(tmp_path):
    columns = "Original Contract Value,Extended Contract Value"
    found = register(
        tmp_path, CARE.replace("400000", "300000,400000"), header=HEADER.replace("Total Contract Value", columns)
    )
    assert found.values("value_gbp") == [400_000]
    assert "before any extension" in found.column("Original Contract Value")


def test_a_value_without_the_options_is_divided_by_the_first_term(tmp_path):
    header = HEADER.replace("Total Contract Value", "Contract Value (excluding extensions)") + ",Maximum end date"
    found = register(tmp_path, CARE + ",2031-03-31", header=header)
    assert found.values("annual_gbp") == [pytest.approx(100_000, rel=1e-3)]
    assert found.values("latest_end_date") == [day("2031-03-31")]


def test_nought_beside_a_yearly_value_states_nothing(tmp_path):
    columns = "Annual Contract Value,Contract Value"
    found = register(
        tmp_path, CARE.replace("400000", "250000,0"), header=HEADER.replace("Total Contract Value", columns)
    )
    assert (found.values("annual_gbp"), found.values("value_gbp")) == ([250_000], [pytest.approx(1_000_000, rel=1e-3)])
    assert found.said("is nought beside a yearly amount")


@pytest.mark.parametrize("total", ["(75)", "-75"])
def test_a_negative_total_beside_a_yearly_value_leaves_that(tmp_path, total):
    header = HEADER.replace("Total Contract Value", "Annual (£k),Total (£k)")
    found = register(tmp_path, CARE.replace("400000", f"25,{total}"), header=header)
    assert (found.values("annual_gbp"), found.values("value_gbp")) == ([25_000], [pytest.approx(100_000, rel=1e-3)])
    [said] = found.said("is negative")
    assert (said.value, said.done) == ("-75,000.00", "made missing; the yearly amount stands")


def test_a_negative_total_alone_is_no_value(tmp_path):
    found = register(tmp_path, CARE.replace("400000", "-400000"))
    assert (found.values("annual_gbp"), found.values("value_quality")) == ([None], ["placeholder"])


@pytest.mark.parametrize("name", ["Value type", "Value of contract (Annual / Total)", "Basis of value"])
@pytest.mark.parametrize(
    ("cell", "annual", "whole"),
    [("Annual", 400_000, 1_600_000), ("Total", 100_000, 400_000), ("Per month", 4_800_000, 19_200_000),
     ("Day rate", None, None), ("", 100_000, 400_000)],
)  # fmt: skip
def test_what_an_amount_is_for_may_stand_beside_it(tmp_path, name, cell, annual, whole):
    found = register(tmp_path, f"{CARE},{cell}", f"{REST},Annual", header=f"{HEADER},{name}")
    assert found.values("annual_gbp")[0] == (pytest.approx(annual, rel=1e-3) if annual else None)
    assert found.values("value_gbp")[0] == (pytest.approx(whole, rel=1e-3) if whole else None)
    assert found.values("annual_gbp")[1] == 600_000
    assert "what the amount of the row is for" in found.column(name)
    assert bool(found.said("is a rate, as another column says")) == (cell == "Day rate")


CODE = "Sum to be paid over the length of the contract or the estimated annual spending or budget for the contract"


@pytest.mark.parametrize(("name", "both"), [(CODE, True), ("Annual / Total Value", True), ("Total Value", False)])
def test_a_column_that_may_hold_yearly_and_whole_amounts_is_said_to(tmp_path, name, both):
    found = register(tmp_path, CARE, header=HEADER.replace("Total Contract Value", name))
    assert bool(found.said("may hold amounts of a year as well as of the whole term")) == both


def test_how_often_it_is_paid_does_not_say_what_an_amount_is_for(tmp_path):
    found = register(tmp_path, f"{CARE},Monthly", header=f"{HEADER},Payment frequency")
    assert found.values("value_gbp") == [400_000]
    assert not found.column("Payment frequency")


@pytest.mark.parametrize("currency", ["£", "Sterling", "gbp", "GBP", "Pounds", ""])
def test_pounds_by_any_name_are_pounds(tmp_path, currency):
    found = register(tmp_path, f"{CARE},{currency}", header=f"{HEADER},Currency")
    assert found.values("value_gbp") == [400_000]


@pytest.mark.parametrize(
    ("cell", "pounds"),
    [("£1,2000,000", None), ("1,234,56", None), ("£12,50000.00", None), ("£1,200,000", 1_200_000), ("1200,50", 1200.5)],
)
def test_commas_that_part_no_thousands_are_said_and_not_read(tmp_path, cell, pounds):
    found = register(tmp_path, CARE.replace("400000", f'"{cell}"'))
    assert found.values("value_gbp") == [pounds]
    assert bool(found.said("commas that do not part thousands")) == (pounds is None)


@pytest.mark.parametrize("cell", ["TBC", "see framework", "£500 per day", "under £25k", "#REF!", "12.3.4"])
def test_an_amount_that_cannot_be_read_is_missing_and_said(tmp_path, cell):
    found = register(tmp_path, CARE.replace("400000", cell))
    assert found.values("value_gbp") == [None]
    [said] = [i for i in found.issues if i.unread]
    assert (said.line, said.path, said.value) == (2, "Total Contract Value", cell)


def test_one_cell_with_dots_does_not_turn_its_column(tmp_path):
    cells = {"£250,000 + VAT": 250_000, "£1.2m": 1_200_000, "£32,450.50": 32_450.5, "£1.234.500": 1_234_500}
    rows = [
        CARE.replace("1,Home", f"{at},{at} Home", 1).replace("400000", f'"{cell}"') for at, cell in enumerate(cells)
    ]
    found = register(tmp_path, *rows)
    assert found.values("value_gbp") == list(cells.values())
    assert [i.value for i in found.said("dots between the thousands")] == ["£1.234.500"]


def test_a_cell_with_commas_in_a_continental_column_is_read_and_said(tmp_path):
    cells = ["1.234.500,00", "2.500,50", '"250,000"']
    rows = [CARE.replace("1,Home", f"{at};{at} Home", 1).replace(",", ";") for at, _ in enumerate(cells)]
    rows = [row.replace("400000", cell.strip('"')) for row, cell in zip(rows, cells, strict=True)]
    found = register(tmp_path, *rows, header=HEADER.replace(",", ";"))
    assert found.values("value_gbp") == [1_234_500, 2_500.5, 250_000]
    assert [i.value for i in found.said("unlike others of its column")] == ["250,000"]


def test_a_pound_sign_in_a_column_of_thousands_is_said_and_not_read(tmp_path):
    header = HEADER.replace("Total Contract Value", "Value (£000)")
    rows = [CARE.replace("1,Home", f"{at},{at} Home", 1).replace("400000", cell)
            for at, cell in enumerate(["400", "12.5", "600", '"£48,000"', "£90"])]  # fmt: skip
    found = register(tmp_path, *rows, header=header)
    assert found.values("value_gbp") == [400_000, 12_500, 600_000, None, 90_000]
    assert [i.value for i in found.said("bears a pound sign") if i.unread] == ["£48,000"]
    huge = [CARE.replace("1,Home", f"{at},{at} Home", 1).replace("400000", cell)
            for at, cell in enumerate(["400", '"4,500,000 + VAT"', "1900000"])]  # fmt: skip
    yearly = register(tmp_path, *huge, header=HEADER.replace("Total Contract Value", "Annual Value (£k)"))
    assert yearly.values("annual_gbp") == [400_000, None, 1_900_000_000]
    [said] = yearly.said("would be £4,500,000,000 in a column in thousands, more than any contract")
    assert said.unread and said.value == "4,500,000 + VAT"
    everywhere = register(tmp_path, CARE.replace("400000", '"£4,000"'), REST.replace("600000", "£6"), header=header)
    assert everywhere.values("value_gbp") == [4_000_000, 6_000]


def test_a_mark_behind_an_amount_is_read_with_its_note(tmp_path):
    rows = [CARE.replace("400000", "120000*"), REST.replace("600000", "600000\u2020"),
            ",,,,,,", "1. All values exclude VAT,,,,,,", "2. * value includes VAT,,,,,,"]  # fmt: skip
    found = register(tmp_path, *rows)
    assert (found.values("value_gbp"), found.values("vat_basis")) == ([100_000, 600_000], ["inc", "ex"])
    assert [("* value includes VAT" in i.problem, "no note" in i.problem) for i in found.said("bears a mark")] == [
        (True, False),
        (False, True),
    ]


def test_of_two_notes_with_one_mark_it_is_not_told_which(tmp_path):
    """The second note may be of the days: what the first says of VAT is then not of the amount for certain."""
    rows = [CARE.replace("400000", "120000*"), ",,,,,,", "* value includes VAT,,,,,,", "* date as extended,,,,,,"]
    for notes in (rows[2:], rows[:1:-1]):
        found = register(tmp_path, *rows[:2], *notes)
        assert (found.values("value_gbp"), found.values("vat_basis")) == ([120_000], ["unknown"])
        [said] = found.said("bears a mark")
        assert "2 notes" in said.problem and "not told which" in said.problem
        assert "value includes VAT" in said.problem and "date as extended" in said.problem
    twice = register(tmp_path, *rows[:3], rows[2])
    assert (twice.values("value_gbp"), twice.values("vat_basis")) == ([100_000], ["inc"]), "the same note, repeated"


@pytest.mark.parametrize(
    ("cell", "pounds"),
    [("£163,200 p.a. (£489,600 total)", 489_600), ("£50k per annum (total £150k)", 150_000),
     ("£(1,000)", None), ("Nil cost (concession)", None)],
)  # fmt: skip
def test_an_amount_of_two_parts(tmp_path, cell, pounds):
    found = register(tmp_path, CARE.replace("400000", f'"{cell}"'))
    assert found.values("value_gbp") == [pounds]
    assert found.said("which is taken") if pounds else [i for i in found.issues if i.path == "value_gbp"]


def test_continental_numbers(tmp_path):
    text = f"{HEADER}\n{CARE.replace('400000', '400.000,50')}\n{REST.replace('600000', '600.000')}\n"
    found = Read(tmp_path, text.replace(",", ";").replace("400.000;50", "400.000,50"))
    assert found.values("value_gbp") == [400_000.5, 600_000]


@pytest.mark.parametrize(
    ("columns", "cells", "pounds"),
    [
        ("Targ.Val.,Rel.value", "400000,90000", 400_000), ("Target Value,Released Amount", "400000,90000", 400_000),
        ("Agreement Amount,Consumed amount", "400000,90000", 400_000),
        ("Maximum value (cap),Committed value", "900000,400000", 400_000),
        ("Agreement Amount,Amount Limit", "400000,900000", 400_000),
    ],
)  # fmt: skip
def test_what_was_drawn_or_may_be_at_most_is_not_the_value(tmp_path, columns, cells, pounds):
    found = register(tmp_path, CARE.replace("400000", cells), header=HEADER.replace("Total Contract Value", columns))
    assert found.values("value_gbp") == [pounds]


@pytest.mark.parametrize("column", ["Rel.value", "Released Amount"])
def test_what_was_drawn_is_no_value_where_it_stands_alone(tmp_path, column):
    found = register(tmp_path, CARE, header=HEADER.replace("Total Contract Value", column))
    assert found.values("value_gbp") == [None]
    assert found.column(column) == ""


@pytest.mark.parametrize(
    ("cell", "pounds"),
    [
        ("£ 400,000.00 (GBP)", 400_000), ("GBP 400,000.00", 400_000), ("£4.8m over 4 yrs (2+1+1)", 4_800_000),
        ("£400,000 for the full 3 years", 400_000), ("£2.4M (£800K x 3)", 2_400_000),
        ("£400,000 (4 x £100,000)", 400_000),
    ],
)  # fmt: skip
def test_words_behind_a_whole_amount_are_read(tmp_path, cell, pounds):
    header = HEADER.replace("Total Contract Value", "Cost")
    assert register(tmp_path, CARE.replace("400000", f'"{cell}"'), header=header).values("value_gbp") == [pounds]


@pytest.mark.parametrize("cell", ["£2.4M (£900K x 3)", "£400,000 (£90 per hour)", "£100k (4 lots)"])
def test_words_behind_an_amount_that_may_change_it_are_said(tmp_path, cell):
    header = HEADER.replace("Total Contract Value", "Cost")
    found = register(tmp_path, CARE.replace("400000", f'"{cell}"'), header=header)
    assert found.values("value_gbp") == [None]
    assert [i.value for i in found.issues if i.value == cell]
