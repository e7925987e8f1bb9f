"""Amounts as people write them, in a setting and in a cell: a table by hand, and a reading by other means."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.model.cell_values import money
from policy.rules.units import Unit

SETTINGS = [
    ("0", 0), ("1500000", 1_500_000), ("£1,500,000", 1_500_000), ("£ 1 500 000", 1_500_000), ("1_500_000", 1_500_000),
    ("£1.5m", 1_500_000), ("1.5 M", 1_500_000), ("2 million", 2_000_000), ("3bn", 3_000_000_000),
    ("3 b", 3_000_000_000), ("1.25 billion", 1_250_000_000), ("10k", 10_000), ("10 thousand", 10_000),
    ("1, 500", 1_500), ("100  ", 100), ("5.0", 5), ("1 .5m", 1_500_000), ("2,", 2),
]  # fmt: skip
CELLS = [
    ("£1,234.50", 1_234.5), ("-£50.00", -50), ("- £ 50", -50), ("£-50", -50), ("GBP 1 000", 1_000), ("gbp2k", 2_000),
    (".5", 0.5), ("£ .5m", 500_000), ("1.5 million", 1_500_000), ("2 bn", 2_000_000_000), ("1\t000", 1_000),
    ("1 000 .50", 1_000.5), ("3 thousand", 3_000), ("7,", 7), ("- 5", -5), ("--5", -5),
]  # fmt: skip
NO_SETTING = ["", "£", "-5", "m", "1.5", "1..5m", ".5m", "1.5mm", "1 m m", "££5", "5£", "1.", "one", "1.5.5m"]
NO_CELL = ["£", "-", "m", "1..5", "1.5.5", "5£", "££5", "1 m m", "lots", "1.", "£.", "1.2.3-4", "01.04.2026-31.03.2027"]
BLANK = st.sampled_from(["", " ", "  ", "   "])
TIMES = {"": 1, "k": 1_000, "thousand": 1_000, "m": 10**6, "MILLION": 10**6, "bn": 10**9, "billion": 10**9}


@pytest.mark.parametrize(("written", "pounds"), SETTINGS)
def test_an_amount_of_a_setting(written, pounds):
    assert Unit.GBP.parse(written) == pounds


@pytest.mark.parametrize(("written", "pounds"), CELLS)
def test_an_amount_in_a_cell(written, pounds):
    assert money(written) == (pounds, "")


@pytest.mark.parametrize("written", NO_SETTING)
def test_what_is_no_amount_of_a_setting(written):
    with pytest.raises(ValueError, match="expected"):
        Unit.GBP.parse(written)


@pytest.mark.parametrize("written", NO_CELL)
def test_what_is_no_amount_in_a_cell(written):
    pounds, problem = money(written)
    assert pounds is None
    assert problem == ("" if written == "-" else "is not a number")


HUGE = ["9" * 400, "9" * 300 + "bn", float("inf"), -float("inf"), 10**400, 10**5000]


@pytest.mark.parametrize("huge", HUGE, ids=type)
def test_a_cell_too_large_for_an_amount_is_said(huge):
    assert money(huge) == (None, "is too large to be an amount")


@st.composite
def ordinary(draw, *, signs):
    """An amount as written, and in pounds by decimal arithmetic."""
    whole, decimals = draw(st.integers(0, 10**9)), draw(st.sampled_from(["", "5", "25", "00", "999"]))
    word = draw(st.sampled_from(sorted(TIMES)))
    grouped = f"{whole:,}".replace(",", draw(st.sampled_from([",", " ", "", ", "])))
    sign, pound = draw(st.sampled_from(signs)), draw(st.sampled_from(["", "£"]))
    number = f"{grouped}{'.' if decimals else ''}{decimals}"
    text = f"{sign}{pound}{draw(BLANK)}{number}{draw(BLANK)}{word}{draw(BLANK)}"
    pounds = Decimal(f"{whole}.{decimals or 0}") * TIMES[word]
    return text, -pounds if sign else pounds


@given(ordinary(signs=[""]))
def test_a_setting_reads_an_amount_as_decimal_arithmetic_does(drawn):
    text, pounds = drawn
    if pounds == int(pounds):
        assert Unit.GBP.parse(text) == pounds
    else:
        with pytest.raises(ValueError, match="whole pounds"):
            Unit.GBP.parse(text)


@given(ordinary(signs=["", "-", "- "]))
def test_a_cell_reads_an_amount_as_decimal_arithmetic_does(drawn):
    text, pounds = drawn
    found, problem = money(text)
    assert problem == ""
    assert found == pytest.approx(float(pounds), rel=1e-15)
