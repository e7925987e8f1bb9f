"""The contracts that make the range: against the oracle one by one, by hand, and as somebody settles what is open."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.model.service_table import services
from policy import rules
from policy.analysis.sensitivity import of_range_contracts
from policy.analysis.uncertainty import CEILING, SPAN, in_one, range_contracts, uncertainty
from policy.coded import prepare
from policy.engine.decide import decide
from policy.measures import MEASURES
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario
from policy.scope.scope import from_where
from tests import oracle
from tests.policy.test_scope import scopes
from tests.policy.test_uncertainty import NO_END, NO_SUPPLIER, PRISON, SERVICES
from tests.strategies import HUGE, often, plain_rows, register_samples, scenarios, table, tables

DOUBTS = {rule.id: rule.doubt for rule in rules.RULES}
REASON = {"reason.risk_low": 10, "reason.risk_high": 30}
NO_VALUE = {"value_gbp": None, "value_quality": "missing"}


def found_in(rows, changes=None, preset=None, measure="annual_gbp"):
    made, problems = build_scenario(preset and presets()[preset], changes or {})
    assert not problems
    decisions = decide(prepare(table([{**PRISON, **row} for row in rows]), services()), made)
    return range_contracts(decisions, measure), decisions


def gaps(found):
    """What each listed row makes of the range, by row and measure, in thousandths."""
    of = {measure: found.gap[measure].tolist() for measure in MEASURES}
    return {row: {m: of[m][place] for m in MEASURES} for place, row in enumerate(found.rows.tolist())}


def expected(rows, values, looked_at):
    """Each contract's part of the range and what is open of it, read from the oracle's own decisions."""
    contracts, found = oracle.reassessed(rows, SERVICES, values), {}
    for place, (row, made) in enumerate(
        zip(contracts, oracle.assess(rows, SERVICES, values, looked_at).decisions, strict=True)
    ):
        amounts = {m: oracle.amounts(row, made, column) for m, column in oracle.MEASURES.items()}
        gap = {
            "contracts": made.high - made.low,
            **{m: ends[2] - ends[0] if ends else 0 for m, ends in amounts.items()},
        }
        if not any(gap.values()):
            continue
        least, most = oracle.kept(row, values)
        open_ = [rule for _, rule, step in oracle.STEPS if step(row, values) is None]
        open_ = list({DOUBTS[rule]: rule for rule in reversed(open_)}.values())[::-1]
        open_ += ["reason"] * (least < most) + [CEILING] * (
            row["value_quality"] == "ceiling" and any(ends is not None for ends in amounts.values())
        )
        silent = {m: ends is None for m, ends in amounts.items()}
        found[place] = gap, {*open_}, silent
    return found


FACTS = {
    "end": (NO_END, {"end_date": date(2030, 1, 1), "latest_end_date": date(2030, 1, 1)},
            {"end_date": date(2020, 6, 1), "latest_end_date": date(2020, 6, 1)}),
    "supplier": (NO_SUPPLIER, {"supplier_kind": "private"}, {"supplier_kind": "public"}),
    "form": ({"instrument": None}, {"instrument": "contract"}, {"instrument": "framework"}),
    "purchase": ({"purchase": "unknown"}, {"purchase": "service"}, {"purchase": "works"}),
    "buyer": ({"buyer_kind": None}, {"buyer_kind": "nhs"}, {"buyer_kind": "education"}),
}  # fmt: skip
"""What may be missing of a contract, an answer with which it comes back and one with which it does not."""
SOME_FACTS = st.sampled_from([some for most in range(4) for some in combinations(FACTS, most)])
CONTRACT = st.tuples(SOME_FACTS, st.integers(0, 10**9), st.booleans())


def _amounts(pence):
    return {"value_gbp": pence / 10, "annual_gbp": pence / 100}


def _row(missing, amounts, quality, spread):
    """A prison of which some facts are missing; `spread` is a part of the value a year, to either side of it."""
    row = {**PRISON, **amounts, "value_quality": quality}
    for fact in missing:
        row |= FACTS[fact][0]
    if spread is None or row["annual_gbp"] is None:
        return row
    ends = (min(round(row["annual_gbp"] * share, 2), HUGE) for share in (1 - spread, 1 + spread))
    return row | dict(zip(("annual_low_gbp", "annual_high_gbp"), ends, strict=True))


MONEY = st.one_of(
    st.integers(0, 10**9).map(_amounts),
    st.sampled_from([{"value_gbp": None, "annual_gbp": None}, {"value_gbp": 10.0, "annual_gbp": None}]),
    st.just({"value_gbp": HUGE, "annual_gbp": HUGE}),
)
QUALITY = often("stated", rarely=["ceiling", "placeholder", "foreign", "missing", "estimated"])
ROW = st.builds(_row, SOME_FACTS, MONEY, QUALITY, st.sampled_from([None, None, 0.5, 0]))
OPEN = st.lists(ROW, min_size=4, max_size=12).map(table)
"""Contracts of which little is missing, so that most make a part of the range."""
PUBLISHED = st.sampled_from(
    [build_scenario(preset, changes)[0] for preset in presets().values() for changes in ({}, REASON)]
)
NOTHING_ASKED = st.just(([], lambda *_: True))


@given(
    st.one_of(OPEN, OPEN, OPEN, register_samples(100), tables()),
    st.one_of(PUBLISHED, PUBLISHED, scenarios()),
    st.one_of(NOTHING_ASKED, NOTHING_ASKED, NOTHING_ASKED, scopes()),
    st.sampled_from(MEASURES),
)
def test_each_contract_makes_what_the_oracle_says_and_all_make_the_range(contracts, made, narrowed, measure):
    where, test = narrowed
    rows = plain_rows(contracts)
    looked_at = lambda row: test(row, made.values)  # noqa: E731
    coded = prepare(contracts, services())
    decisions = decide(coded.within(from_where(where)) if where else coded, made)
    found, whole = range_contracts(decisions, measure), oracle.assess(rows, SERVICES, made.values, looked_at).totals
    said = expected(rows, made.values, looked_at)
    assert gaps(found) == {row: gap for row, (gap, _, _) in said.items()}
    for row, causes in zip(found.rows.tolist(), found.causes(), strict=True):
        assert {cause.id for cause in causes} - {SPAN} == said[row][1]
        assert causes, "a contract is listed for something that is open"
        assert all(cause.look_up for cause in causes)
    for each in MEASURES:
        assert sum(found.gap[each].tolist()) == whole[each].high - whole[each].low
        assert found.gap[measure].tolist() == sorted(found.gap[measure].tolist(), reverse=True)
        unstated = {row: silent[each] for row, (_, _, silent) in said.items()} if each != "contracts" else {}
        assert {row for row, one in zip(found.rows.tolist(), found.unstated[each], strict=True) if one} == {
            row for row, silent in unstated.items() if silent
        }
        in_pence = [figure if each == "contracts" else figure * 1000 for figure in found.figures[each].tolist()]
        for figure, gap in zip(in_pence, found.gap[each].tolist(), strict=True):
            assert abs(figure - gap) <= 1000 * (each != "contracts"), "rounding moves a contract by a penny at most"


@given(st.lists(CONTRACT, min_size=1, max_size=8), st.data())
def test_settling_a_fact_moves_the_range_by_what_its_contract_makes_of_it(contracts, drawn):
    rows = []
    for missing, pence, ceiling in contracts:
        row = {"value_gbp": pence / 10, "annual_gbp": pence / 100, "value_quality": "ceiling" if ceiling else "stated"}
        rows.append({**row, **{name: cell for fact in missing for name, cell in FACTS[fact][0].items()}})
    before, decisions = found_in(rows)
    open_ = [place for place, (missing, _, _) in enumerate(contracts) if missing]
    assert {*open_} == {row for row, gap in gaps(before).items() if gap["contracts"]}
    if not open_:
        return
    chosen = drawn.draw(st.sampled_from(open_))
    missing, _, ceiling = contracts[chosen]
    fact, stays = drawn.draw(st.sampled_from(missing)), drawn.draw(st.booleans())
    settled = [*rows]
    settled[chosen] = {**rows[chosen], **FACTS[fact][1 if stays else 2]}
    after, then = found_in(settled)
    out = not stays or len(missing) == 1
    for measure in MEASURES:
        makes = gaps(before)[chosen][measure] if out else 0
        if stays and ceiling and measure != "contracts":
            makes = 0  # that it comes back leaves a ceiling a ceiling
        moved = uncertainty(decisions).gap(measure) - uncertainty(then).gap(measure)
        assert moved == makes
        ends = [uncertainty(each).totals.measure(measure).returns for each in (decisions, then)]
        assert ends[1].low - ends[0].low == (makes if stays else 0)
        assert ends[0].high - ends[1].high == (0 if stays else makes)
    assert (chosen in gaps(after)) == (not out or (stays and ceiling and rows[chosen]["value_gbp"] > 0))


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=5))
def test_where_nothing_is_open_no_contract_is_listed(pence):
    found, _ = found_in([{"annual_gbp": each / 100, "value_gbp": each / 10} for each in pence])
    assert len(found) == 0
    assert found.plain() == []
    assert of_range_contracts(found) == "No contract makes a range: nothing that is asked is open."


SPANNED = {"annual_low_gbp": 80.0, "annual_high_gbp": 150.0}
CASES = [
    ("all is known", {}, {}, None),
    ("the end is not known", NO_END, {}, (["window"], 1, 100, 1000)),
    ("two facts", {**NO_END, **NO_SUPPLIER}, {}, (["window", "public"], 1, 100, 1000)),
    ("a fact that two rules miss", NO_SUPPLIER, {"suppliers.exempt": ("charity",)}, (["public"], 1, 100, 1000)),
    ("out for certain, whatever its end", {**NO_END, "supplier_kind": "public"}, {}, None),
    ("no value under a threshold", NO_VALUE, {"small.threshold": 500}, (["small"], 1, 100, None)),
    ("no value without a threshold", NO_VALUE, {}, None),
    ("no end and no value", {**NO_END, **NO_VALUE, "annual_gbp": None}, {}, (["window"], 1, None, None)),
    ("a ceiling", {"value_quality": "ceiling"}, {}, (["ceiling"], 0, 100, 1000)),
    ("a ceiling without an end", {"value_quality": "ceiling", **NO_END}, {}, (["window", "ceiling"], 1, 100, 1000)),
    ("a ceiling without a figure", {**NO_END, **NO_VALUE, "annual_gbp": None, "value_quality": "ceiling"}, {},
     (["window"], 1, None, None)),
    ("an assumed span", SPANNED, {}, (["span"], 0, 70, 0)),
    ("an assumed span without an end", {**SPANNED, **NO_END}, {}, (["window", "span"], 1, 150, 1000)),
    ("good reason", {}, REASON, (["reason"], 0.2, 20, 200)),
    ("good reason without an end", NO_END, REASON, (["window", "reason"], 0.9, 90, 900)),
]  # fmt: skip


@pytest.mark.parametrize(("row", "changes", "listed"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_by_hand(row, changes, listed):
    found, _ = found_in([row], changes)
    if listed is None:
        assert len(found) == 0
        return
    causes, *makes = listed
    [said], [plain] = found.causes(), found.plain()
    assert [cause.id for cause in said] == causes
    assert plain["not_known"] == [cause.label for cause in said]
    assert list(plain["range"].values()) == makes


def test_pence_are_rounded_so_that_they_add_up_to_the_range_of_the_headline():
    """Three of 33 pence, of which 70% to 90% return: 69.3 to 89.1, so 69 to 89 pence; each of 6.6 makes 7 or 6."""
    found, _ = found_in([{"annual_gbp": 0.33}] * 3, REASON)
    assert sorted(found.numbers("annual_gbp")) == [0.06, 0.07, 0.07]


def test_the_largest_part_comes_first_in_the_measure_that_is_asked():
    rows = [{**NO_END, "annual_gbp": 10.0, "value_gbp": 900.0}, {**NO_END, "annual_gbp": 20.0, "value_gbp": 100.0}, {}]
    assert found_in(rows)[0].rows.tolist() == [1, 0]
    assert found_in(rows, measure="whole_life_gbp")[0].rows.tolist() == [0, 1]


def test_the_sentence_is_true_of_the_pledge_and_of_the_public_interest_test():
    rows = [{**NO_END, "annual_gbp": 2e6, "value_gbp": 4e6}, {**NO_SUPPLIER, **NO_VALUE, "annual_gbp": None}, {}]
    assert of_range_contracts(found_in(rows)[0]) == (
        "2 contracts make the range: at the high end 2 contracts, £2.0 million a year and £4.0 million over the whole "
        "term more are back in house than at the low end. 1 of them states no value a year. A contract leaves the "
        "range once all that is open of it is known, or as soon as one answer says that it keeps its supplier."
    )
    considered = of_range_contracts(found_in(rows, preset="public-interest-test")[0])
    assert "more are to be considered than at the low end" in considered
    assert considered.endswith("or as soon as one answer says that it need not be considered.")
    ceiling = found_in([{"value_quality": "ceiling"}, {}])[0]
    assert "the range: at the high end £100 a year and £1,000 over the whole term more are back" in (
        of_range_contracts(ceiling)
    )
    one = of_range_contracts(found_in(rows[1:])[0])
    assert one == (
        "1 contract makes the range: at the high end 1 contract more is back in house than at the low end. It leaves "
        "the range once all that is open of it is known, or as soon as one answer says that it keeps its supplier."
    )


def test_several_things_stand_in_one_cell_as_a_sentence():
    assert in_one(["Not known when it ends", "Not known who supplies"]) == (
        "Not known when it ends; not known who supplies"
    )
    assert in_one(["VAT alone", "NHS or not"]) == "VAT alone; NHS or not"
    assert in_one([]) == ""
