"""What an award is worth, and when it runs."""

from datetime import date

import pytest

from data.load.datasets import embedded
from data.model.dates import credible, local_day, term_years
from data.model.money import StatedAmounts, worth
from data.model.service_table import services
from policy.coded import prepare
from policy.contracts import check
from policy.engine.decide import decide
from policy.results.totals import totals
from policy.scenarios.scenario import build_scenario


def w(amount=None, amount_gross=None, amount_annual=None, instrument="contract", term=None, **more):
    return worth(StatedAmounts(amount, amount_gross, amount_annual, **more), instrument, term)


def test_net_is_taken_as_stated_whatever_the_gross():
    found = w(amount=1000, amount_gross=1200, vat_basis="ex", term=4.0)
    assert (found.value_gbp, found.value_quality, found.vat_basis, found.annual_gbp) == (1000, "stated", "ex", 250)
    assert w(amount=1000, amount_gross=1000, vat_basis="ex").value_gbp == 1000


def test_net_from_gross_says_the_ratio():
    found = w(amount_gross=1200, vat_basis="ex")
    assert (found.value_gbp, found.value_quality, found.vat_basis) == (1000, "net_from_gross", "inc")
    assert "1.2" in found.repair
    assert found.figure == "1200.00"


def test_foreign_money_is_marked_not_converted():
    assert all(w(amount=1000, currency=pounds).value_gbp == 1000 for pounds in ("GBP", "gbp", " Gbp ", ""))
    found = w(amount=1000, currency="EUR")
    assert (found.value_gbp, found.value_quality, found.annual_gbp) == (None, "foreign", None)
    assert found.figure == "1000.0 EUR"


@pytest.mark.parametrize("value", [0, 0.01, 1, 123456, 1234567, 1_234_567_890, 9_999_999, 999_999_999.99, 87654321, -5])
def test_placeholders_are_made_missing_and_said(value):
    found = w(amount=value)
    assert (found.value_gbp, found.value_quality) == (None, "placeholder")
    assert found.problem


@pytest.mark.parametrize(("amount", "suppliers", "known"), [(3, 3, False), (2.4, 3, False), (4, 3, True), (3, 1, True)])
@pytest.mark.parametrize("form", ["contract", "framework"])
def test_a_pound_for_each_supplier_is_a_placeholder(amount, suppliers, known, form):
    found = w(amount=amount, suppliers=suppliers, instrument=form)
    assert (found.value_gbp == amount) == known
    assert ("for each of 3 suppliers" in found.problem) == (not known)


@pytest.mark.parametrize(("amount", "term"), [(269.4, 1.6), (364.0, 1.0), (180.0, 0.6), (700.0, 3.0)])
def test_the_rides_of_one_day_are_not_what_a_term_of_them_costs(amount, term):
    found = w(amount=amount, term=term, daily=True, published=True)
    assert (found.value_gbp, found.annual_gbp, found.value_quality) == (None, None, "placeholder")
    assert "one day" in found.problem


@pytest.mark.parametrize(
    ("amount", "term", "more"),
    [
        (269.4, 1.6, {"daily": False}),  # a licence, a survey, a tree
        (269.4, None, {}),  # nobody knows for how long
        (456.0, 0.2, {}),  # the rides of some weeks
        (120.0, 0.1, {}),
        (366.0, 1.0, {}),
        (5_000.0, 4.0, {}),
        (269.4, 1.6, {"published": False}),  # a row of a register of one's own
    ],
)
def test_other_small_sums_are_prices(amount, term, more):
    assert w(amount=amount, term=term, **{"daily": True, "published": True} | more).value_gbp == amount


@pytest.mark.parametrize("value", [1.01, 12345, 99_999, 999_999, 1_234_560, 1_030_000_000])
def test_prices_are_not_placeholders(value):
    assert w(amount=value).value_quality == "stated"


@pytest.mark.parametrize(
    "stated",
    [
        {"amount_gross": 999_999_999},
        {"amount_annual": 1, "term": 4.0},
        {"amount_annual": 1},
        {"amount_annual": 2_000_000_001},
    ],
)
def test_a_figure_with_vat_or_of_a_year_is_a_placeholder_as_published(stated):
    found = w(**stated)
    assert (found.value_gbp, found.annual_gbp, found.value_quality) == (None, None, "placeholder")


def test_what_is_worked_out_of_a_price_is_one():
    """Four times £308,641.75 is £1,234,567; £2.4 billion with VAT is the £2 billion that a year may cost."""
    assert w(amount_annual=308_641.75, term=4.0).value_gbp == 1_234_567
    assert w(amount_gross=2_400_000_000, term=1.0).value_gbp == 2_000_000_000
    assert w(amount_annual=2_000_000_000).annual_gbp == 2_000_000_000


@pytest.mark.parametrize("amounts", [{"amount": 42.5}, {"amount": 99.99}, {"amount_gross": 60}, {"amount_annual": 75}])
@pytest.mark.parametrize("form", ["contract", "framework"])
def test_a_rate_is_no_worth_of_a_published_contract(amounts, form):
    found = w(**amounts, instrument=form, published=True, term=3.0)
    assert (found.value_gbp, found.annual_gbp, found.value_quality) == (None, None, "placeholder")
    assert "rate" in found.problem
    assert w(**amounts, instrument=form, term=3.0).value_gbp is not None


def test_a_hundred_pounds_and_a_concession_for_nothing_are_published():
    assert w(amount=100, published=True).value_gbp == 100
    assert w(amount=0, instrument="concession", published=True).value_gbp == 0


def test_zero_is_a_price_for_a_concession_only():
    assert w(amount=0, instrument="concession").value_gbp == 0
    assert w(amount=0).value_gbp is None


def test_absurd_values_by_the_year():
    remedial = term_years(date(2020, 7, 27), date(2021, 3, 31))
    assert w(amount=7_620_132_034, term=remedial).value_quality == "placeholder"
    assert w(amount=7_620_132_034, term=10.0).value_quality == "stated"
    assert w(amount=2_000_000_000, term=1.0).value_quality == "stated"
    assert w(amount=2_000_000_001, term=1.0).value_quality == "placeholder"
    assert w(amount=20_000_000_001).value_quality == "placeholder"


@pytest.mark.parametrize("instrument", ["framework", "dps"])
def test_a_ceiling_is_told_from_spend(instrument):
    found = w(amount=30_000_000_000, instrument=instrument, term=4.0)
    assert (found.value_gbp, found.value_quality) == (30_000_000_000, "ceiling")
    assert w(amount=1_234_567_890, instrument=instrument).value_quality == "placeholder"
    assert w(amount_gross=1200, instrument=instrument).value_quality == "ceiling"


def test_annual_times_term():
    found = w(amount_annual=1000, term=2.5)
    assert (found.value_gbp, found.value_quality, found.annual_gbp) == (2500, "annual_times_term", 1000)
    unknown = w(amount_annual=1000)
    assert (unknown.value_gbp, unknown.value_quality, unknown.annual_gbp) == (None, "missing", 1000)


def test_missing_stays_missing():
    found = w()
    assert (found.value_gbp, found.value_quality, found.annual_gbp, found.problem) == (None, "missing", None, "")
    assert w(amount=float("nan")).value_quality == "missing"
    assert w(amount=True).value_quality == "missing"


def test_an_estimate_is_marked():
    assert w(amount=1000, estimated=True).value_quality == "estimated"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2029-08-31T23:59:59+01:00", date(2029, 8, 31)),
        ("2026-06-01T00:00:00Z", date(2026, 6, 1)),
        ("2025-07-31T23:00:00Z", date(2025, 7, 31)),
        ("31/03/2027", date(2027, 3, 31)),
        ("01/02/24", date(2024, 2, 1)),
        ("20200103", date(2020, 1, 3)),
        ("22/04/222", None),
        ("TBC", None),
        ("2023-02-29", None),
    ],
)
def test_the_day_as_written(text, day):
    assert local_day(text) == day


@pytest.mark.parametrize("end", [date(2099, 8, 31), date(2122, 4, 14)])
def test_ends_that_cannot_be_true_are_made_missing(end):
    period = credible(date(2022, 3, 1), end, None, date(2022, 3, 10))
    assert (period.start, period.end) == (date(2022, 3, 1), None)
    assert [(column, value) for column, value, _ in period.problems] == [("end_date", end.isoformat())]


@pytest.mark.parametrize("end", [date(2041, 1, 1), date(2061, 1, 1), date(2022, 3, 1)])
def test_ends_that_can_be_true_are_kept(end):
    assert credible(date(2022, 3, 1), end, None, None).end == end


@pytest.mark.parametrize(
    ("start", "problem"),
    [
        (date(1980, 1, 1), ""),
        (date(1979, 12, 31), "is before 1980"),
        (date(2099, 12, 31), ""),
        (date(2100, 1, 1), "is after 2099"),
    ],
)
def test_the_first_days_that_can_be_true(start, problem):
    period = credible(start, None, None, None)
    assert (period.start, [why for _, _, why in period.problems]) == (None, [problem]) if problem else (start, [])


def test_a_first_day_is_at_most_sixty_years_after_publication():
    published = date(2022, 3, 10)
    assert credible(date(2082, 12, 31), None, None, published).problems == ()
    problem = ("start_date", "2083-01-01", "is more than 60 years after publication")
    assert credible(date(2083, 1, 1), None, None, published).problems == (problem,)


@pytest.mark.parametrize(
    ("start", "end", "problem"),
    [
        (None, date(1980, 1, 1), ""),
        (None, date(1979, 12, 31), "is before 1980"),
        (None, date(2159, 12, 31), ""),
        (None, date(2160, 1, 1), "is after 2159"),
        (date(2022, 3, 1), date(2022, 2, 28), "is before 1 March 2022"),
        (date(2022, 3, 1), date(2082, 3, 1), ""),
        (date(2022, 3, 1), date(2082, 3, 2), "is more than 60 years after 1 March 2022"),
    ],
)
def test_the_last_days_that_can_be_true(start, end, problem):
    """Sixty years of 365.25 days are the 21,915 days to the same day of 2082."""
    told = credible(start, end, None, None)
    latest = credible(start, None, end, None)
    assert [why for _, _, why in told.problems + latest.problems] == ([problem, problem] if problem else [])
    assert told.end == latest.latest_end == (None if problem else end)


def test_an_end_before_its_start_and_an_extension_before_its_end():
    period = credible(date(2022, 3, 1), date(2022, 2, 28), None, None)
    assert period.end is None
    period = credible(date(2022, 3, 1), date(2024, 2, 28), date(2023, 1, 1), None)
    assert (period.end, period.latest_end) == (date(2024, 2, 28), None)


def test_term():
    assert term_years(date(2024, 4, 1), date(2027, 3, 31)) == pytest.approx(1095 / 365.25)
    assert term_years(date(2024, 4, 1), date(2027, 3, 31), date(2029, 3, 31)) == pytest.approx(1826 / 365.25)
    assert term_years(date(2024, 4, 1), date(2024, 4, 1)) == 1
    assert term_years(None, date(2024, 4, 1)) is None
    assert term_years(date(2024, 4, 1), None) is None
    assert term_years(date(2024, 4, 1), date(2024, 3, 31)) is None


@pytest.mark.parametrize(
    ("amount", "kept"), [(80e9, True), (1e12, True), (1.01e12, False), (1e17, False), (1e300, False)]
)
def test_a_ceiling_has_a_bound(amount, kept):
    found = worth(StatedAmounts(amount, None), "framework", 4.0)
    assert found.value_gbp == (amount if kept else None)
    assert found.value_quality == ("ceiling" if kept else "placeholder")
    assert found.problem == ("" if kept else "is more than 1,000,000,000,000 pounds, too large for one framework")


@pytest.mark.parametrize("annual", [-5.0, 3e9, 1e300])
def test_an_amount_of_a_year_that_cannot_be_one_is_not_used(annual):
    found = worth(StatedAmounts(400.0, None, annual), None, 4.0)
    assert (found.value_gbp, found.annual_gbp) == (400.0, 100.0)
    assert (found.problem, found.repair) == ("is no amount of a year", "the amount of a year not used")


def test_the_largest_amounts_add_up_exactly():
    """Two hundred amounts at their bound: more thousandths of a penny than 64 bits hold."""
    frame = embedded().contracts.iloc[[0] * 200].reset_index(drop=True)
    frame = frame.assign(counted=True, annual_gbp=1e12, annual_low_gbp=1e12, annual_high_gbp=1e12, value_gbp=1e12)
    frame["contract_id"] = [str(number) for number in range(200)]
    assert check(frame) == []
    whole = totals(decide(prepare(frame, services()), build_scenario()[0])).annual_gbp
    assert whole.of == 200 * 10**12 * 100_000 > 2**63
    assert 0 <= whole.returns.low <= whole.returns.central <= whole.returns.high <= whole.of
