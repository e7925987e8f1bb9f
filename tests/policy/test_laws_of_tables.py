"""What must hold of every table, whatever the policy: its order, its names, its size, its scale, what becomes known."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from data.model.service_table import services
from policy import contracts as schema
from policy.coded import prepare
from policy.contracts import SERVICE_COLUMNS
from policy.engine.decide import decide
from policy.measures import MEASURES
from policy.results.totals import by, funnel, totals
from policy.scenarios.scenario import build_scenario
from tests.draws import tries
from tests.strategies import USUAL, plain_rows, register_samples, scenarios, table, tables

ENDS = ("low", "central", "high")
MONEY = ("value_gbp", "annual_gbp", "annual_low_gbp", "annual_high_gbp")
SAYS_NOTHING = (None, "unknown")
KNOWN = {
    "end_date": st.dates(date(2020, 1, 1), date(2045, 1, 1)),
    "start_date": st.dates(date(2005, 1, 1), date(2035, 1, 1)),
    "buyer_kind": st.sampled_from(schema.BUYER_KINDS),
    "supplier_kind": st.sampled_from([kind for kind in schema.SUPPLIER_KINDS if kind not in ("unknown", "none")]),
    "service": st.sampled_from(USUAL),
    "purchase": st.sampled_from(["service", "goods", "works"]),
    "instrument": st.sampled_from(schema.INSTRUMENTS),
    "regime": st.sampled_from([regime for regime in schema.REGIMES if regime != "unknown"]),
    "nation": st.sampled_from(schema.NATIONS),
    "stage": st.sampled_from(["awarded", "planned", "superseded"]),
    "value_gbp": st.integers(0, 10**9).map(lambda pence: pence / 100),
    "annual_gbp": st.integers(0, 10**9).map(lambda pence: pence / 100),
    "vat_basis": st.sampled_from(["ex", "inc"]),
}
"""What a fact that was not known may turn out to be."""


def bare(frame):
    """Rows without an id of their own and without what the service says of itself."""
    rows = plain_rows(frame)
    return [{key: cell for key, cell in row.items() if key not in (*SERVICE_COLUMNS, "contract_id")} for row in rows]


ROWS = tables(8).map(bare)
REAL = st.one_of(tables(8), register_samples(60)).map(bare)


@st.composite
def policies(draw):
    """A scenario that names no contract by its id."""
    made = draw(scenarios())
    return changed(made.preset, {key: value for key, value in made.changes().items() if key != "reassess.contracts"})


def changed(preset, changes):
    made, problems = build_scenario(preset, changes)
    assert not problems
    return made


def decided(rows, made):
    return decide(prepare(table(rows), services()), made)


@given(REAL, policies(), st.data())
@tries(150)
def test_the_order_of_rows_is_no_matter(rows, made, data):
    order = data.draw(st.permutations(range(len(rows))))
    one, other = decided(rows, made), decided([rows[place] for place in order], made)
    for end in (*ENDS, "stage", "rule"):
        assert [getattr(one, end)[place] for place in order] == list(getattr(other, end))
    assert (totals(one), funnel(one)) == (totals(other), funnel(other))


@given(ROWS, policies(), st.data())
@tries(100)
def test_what_becomes_known_stays_between_the_ends_of_what_was_not(rows, made, data):
    """A fact that a table does not state may be any: no answer with it lies outside the range without it."""
    told = [{**row, **data.draw(one_fact_known(row))} for row in rows]
    assume(told != rows)
    before, after = decided(rows, made), decided(told, made)
    for place, row in enumerate(told):
        ends = before.low[place], after.low[place], after.high[place], before.high[place]
        assert list(ends) == sorted(ends), (rows[place], row)


def one_fact_known(row):
    """Draw one fact that the row does not state, and what it turns out to be; nothing where it states them all."""
    usable = row["value_quality"] in ("stated", "estimated")
    holes = [name for name in KNOWN if row[name] in SAYS_NOTHING and (name not in MONEY or usable)]
    if not (row["counted"] and holes):
        return st.just({})
    return st.sampled_from(holes).flatmap(lambda name: KNOWN[name].map(lambda value: {name: value}))


@given(ROWS, policies())
@tries(150)
def test_the_name_of_a_buyer_is_no_matter(rows, made):
    names = {"Leeds": "Zeta & 100% Co", "Home Office": "=Alpha"}
    one, other = decided(rows, made), decided([{**row, "buyer": names.get(row["buyer"])} for row in rows], made)
    assert totals(one) == totals(other)
    [before], [after] = by(one, "buyer"), by(other, "buyer")
    assert {names.get(name, name): group for name, group in before.items()} == after


@given(REAL, policies())
@tries(150)
def test_a_table_twice_over_has_twice_the_ends(rows, made):
    """The centre too, but for groups of fewer than five contracts, whose rates are drawn towards all contracts'."""
    once, twice = totals(decided(rows, made)), totals(decided(rows + rows, made))
    for measure in MEASURES:
        assert 2 * once.measure(measure).of == twice.measure(measure).of
        for end in ("low", "high"):
            assert 2 * getattr(once.measure(measure).returns, end) == getattr(twice.measure(measure).returns, end)


@pytest.mark.parametrize("scale", [10])
@given(REAL, policies(), st.data())
@tries(150)
def test_pounds_of_contracts_and_of_the_threshold_may_be_tens_of_pounds(scale, rows, made, data):
    """All amounts and the one threshold in another unit: each contract returns as before, and the spend scales.

    The threshold is a few pounds below an amount of the table, where a pound too many would be seen.
    """
    rows = [in_pence(row) for row in rows]
    changes = {**made.changes(), "small.figures": "one", "small.vat": "ex"}
    assume(all((row[name] or 0) < 1e10 for row in rows for name in MONEY))
    amounts = sorted({int(row[name]) for row in rows for name in MONEY if row[name] and row[name] < 1e8})
    below = data.draw(st.integers(0, 50))
    threshold = max(data.draw(st.sampled_from(amounts or [0])) - below, 0)
    one = decided(rows, changed(made.preset, {**changes, "small.threshold": threshold}))
    scaled = changed(made.preset, {**changes, "small.threshold": threshold * scale})
    other = decided([in_pence(row, scale) for row in rows], scaled)
    for end in ENDS:
        assert list(getattr(one, end)) == list(getattr(other, end))
    for measure in ("annual_gbp", "whole_life_gbp"):
        before, after = (totals(each).measure(measure).returns for each in (one, other))
        for end in ENDS:
            assert abs(getattr(before, end) * scale - getattr(after, end)) <= scale * 1000 * len(rows), "a penny a row"


def in_pence(row, scale=1):
    """The row with its amounts times so much, in whole pence."""
    return {**row, **{name: None if row[name] is None else round(row[name] * scale, 2) for name in MONEY}}


@given(REAL, policies(), st.data())
@tries(150)
def test_the_ends_of_parts_add_up_to_those_of_the_whole(rows, made, data):
    """The centre is an estimate from all that is known, so only the ends of two files are those of one."""
    cut = data.draw(st.integers(0, len(rows)))
    whole, *parts = (totals(decided(some, made)) for some in (rows, rows[:cut], rows[cut:]) if some)
    for measure in MEASURES:
        assert sum(part.measure(measure).of for part in parts) == whole.measure(measure).of
        for end in ("low", "high"):
            returns = [getattr(part.measure(measure).returns, end) for part in parts]
            assert sum(returns) == getattr(whole.measure(measure).returns, end)
