"""Under a yearly limit nothing is lost: what falls due is taken, waits, or is let again, in each year exactly."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.load.datasets import embedded
from data.model.service_table import services
from policy.analysis.capacity import REST, under_limit
from policy.coded import prepare
from policy.engine.decide import decide
from policy.results.rows import money
from policy.scenarios.scenario import build_scenario
from tests import oracle_rules
from tests.draws import tries
from tests.strategies import plain_rows, scenarios, table, tables

REGISTER = prepare(embedded().contracts, services())
FACTS = st.one_of(st.just(REGISTER), tables().map(lambda contracts: prepare(contracts, services())))
MEASURES = st.sampled_from(["contracts", "annual_gbp"])
LIMITS = st.one_of(st.integers(1, 60_000), st.integers(1, 10**14))


def due_by_year(decisions, measure):
    """What falls due in each year, from the dates as the oracle reads them and from the shares of the decisions."""
    shares = decisions.central if measure == "contracts" else money(decisions, "annual_gbp").central
    found = {}
    for row, size in zip(plain_rows(decisions.coded.frame), shares.tolist(), strict=True):
        day = oracle_rules.due(row, decisions.scenario.values) if size else None
        if isinstance(day, date):
            found[day.year] = found.get(day.year, 0) + size
    return found


@given(FACTS, scenarios(), MEASURES, LIMITS)
def test_what_waits_is_what_fell_due_and_was_not_taken(coded, made, measure, limit):
    decisions = decide(coded, made)
    found = under_limit(decisions, measure, limit)
    assert {year.year: year.due for year in found.years if year.due} == due_by_year(decisions, measure)
    waiting = 0
    for year in found.years:
        waiting += year.due - year.taken
        assert year.left == waiting >= 0
        assert year.again == 0
    assert waiting == found.too_late == found.not_known == found.replaced == 0


@given(FACTS, scenarios(), MEASURES, LIMITS)
def test_each_year_what_falls_due_and_comes_round_is_taken_or_let_again(coded, made, measure, limit):
    decisions = decide(coded, made)
    found = under_limit(decisions, measure, limit, "let_again")
    assert {year.year: year.due for year in found.years if year.due} == due_by_year(decisions, measure)
    assert all(year.due + year.again == year.taken + year.left for year in found.years)
    lost = found.too_late + found.not_known + found.replaced
    assert sum(year.left for year in found.years) == sum(year.again for year in found.years) + lost
    assert all(year.year <= made.values["window.start"].year + made.values["window.years"] for year in found.years)


@given(FACTS, scenarios(), MEASURES, LIMITS, st.sampled_from(list(REST)))
def test_no_year_takes_more_than_the_limit_but_for_one_contract_alone(coded, made, measure, limit, rest):
    decisions = decide(coded, made)
    shares = (decisions.central if measure == "contracts" else money(decisions, "annual_gbp").central).tolist()
    for year in under_limit(decisions, measure, limit, rest).years:
        assert year.taken <= limit or year.taken in shares


@tries(120)
@given(FACTS, scenarios(), MEASURES, st.tuples(LIMITS, LIMITS).map(sorted), st.sampled_from(list(REST)))
def test_a_larger_limit_never_leaves_more_over(coded, made, measure, limits, rest):
    decisions = decide(coded, made)
    less, more = (under_limit(decisions, measure, limit, rest) for limit in limits)
    left = {year.year: year.left for year in less.years}
    assert all(year.left <= left.get(year.year, 0) for year in more.years)
    for name in ("too_late", "not_known", "replaced"):
        assert getattr(more, name) <= getattr(less, name)


@given(FACTS, scenarios(), MEASURES, st.sampled_from(list(REST)))
def test_without_a_limit_that_binds_every_year_takes_what_falls_due(coded, made, measure, rest):
    found = under_limit(decide(coded, made), measure, 10**20, rest)
    assert all((year.taken, year.again, year.left) == (year.due, 0, 0) for year in found.years)


LIMITED = {"criteria.needed": 0, "window.start": date(2027, 1, 1), "window.years": 6}


def by_hand(*contracts, rest="let_again"):
    """Contracts of a start, an end and what else is told, one a year; each as (year, due, again, taken, left)."""
    plain = {
        "buyer_kind": "local",
        "purchase": "service",
        "instrument": "contract",
        "supplier_kind": "private",
        "counted": True,
        "stage": "awarded",
        "service": "guarding",
        "nation": "England",
        "regime": "act",
        "service_confidence": "certain",
        "value_quality": "stated",
    }
    rows = [{**plain, "start_date": start, "end_date": end, **more} for start, end, more in contracts]
    made, problems = build_scenario(None, LIMITED)
    assert not problems
    found = under_limit(decide(prepare(table(rows), services()), made), "contracts", 1000, rest)
    return [(y.year, y.due // 1000, y.again // 1000, y.taken // 1000, y.left // 1000) for y in found.years], found


def test_a_contract_without_room_is_let_again_for_its_own_term():
    two_years = (date(2026, 1, 1), date(2027, 12, 31), {})
    years, found = by_hand(two_years, two_years)
    assert years == [(2027, 2, 0, 1, 1), (2028, 0, 0, 0, 0), (2029, 0, 1, 1, 0)]
    assert (found.too_late, found.not_known, found.replaced) == (0, 0, 0)
    assert by_hand(two_years, two_years, rest="wait")[0] == [(2027, 2, 0, 1, 1), (2028, 0, 0, 1, 0)]


def test_a_short_contract_comes_round_more_than_once_in_a_full_year():
    hundred_days = (date(2027, 2, 1) - timedelta(days=99), date(2027, 2, 1), {})
    years, _ = by_hand((date(2020, 1, 1), date(2027, 1, 5), {}), hundred_days)
    assert years == [(2027, 2, 3, 1, 4), (2028, 0, 1, 1, 0)], "let again on 1 February, 12 May, 20 August, 28 November"


def test_a_contract_of_one_day_is_let_again_until_the_policy_ends():
    years, found = by_hand(*[(date(2027, 12, 31), date(2027, 12, 31), {})] * 9)
    assert [year[3] for year in years] == [1] * 6
    assert years[1] == (2028, 0, 8 + 7 * 365, 1, 7 * 366)
    assert found.too_late == 3000


@pytest.mark.parametrize(
    ("contract", "kind"),
    [
        ((date(2020, 1, 1), date(2027, 12, 31), {}), "too_late"),
        ((None, date(2027, 12, 31), {}), "not_known"),
        ((date(2028, 1, 1), date(2027, 12, 31), {}), "not_known"),
        ((date(2026, 1, 1), date(2027, 12, 31), {"successor_id": "next"}), "replaced"),
    ],
)
def test_what_is_let_again_and_comes_round_in_no_year_is_named(contract, kind):
    first = (date(2026, 1, 1), date(2027, 12, 30), {})
    years, found = by_hand(first, contract)
    assert years == [(2027, 2, 0, 1, 1)]
    lost = {name: getattr(found, name) for name in ("too_late", "not_known", "replaced")}
    assert lost == {**dict.fromkeys(lost, 0), kind: 1000}


def test_the_last_day_of_the_policy_is_inside():
    last, term = date(2032, 12, 31), timedelta(days=1090)
    first = (date(2020, 1, 1), last - term - timedelta(days=1), {})
    start = last - 2 * term + timedelta(days=1)
    years, found = by_hand(first, (start, last - term, {}))
    assert years[-1] == (2032, 0, 1, 1, 0) and found.too_late == 0
    assert by_hand(first, (start - timedelta(days=1), last - term, {}))[1].too_late == 1000


def test_nothing_due_has_no_year():
    made, _ = build_scenario(None, {"authorities.kinds": ()})
    for rest in REST:
        assert under_limit(decide(REGISTER, made), "contracts", 1000, rest).years == []
