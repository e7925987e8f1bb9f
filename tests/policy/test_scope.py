"""What a reader looks at: it narrows every figure alike, changes no decision, and its parts add up to the whole."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import policy
from data.load.datasets import embedded
from data.model.service_table import services
from policy.analysis.compare import sweep
from policy.analysis.variants import totals_of
from policy.api.decided import Decided
from policy.coded import prepare
from policy.contracts import BUYER_KINDS, GROUPS, typed
from policy.engine.decide import decide
from policy.problem import PolicyError
from policy.results.explain import explain
from policy.results.left_open import SEVERAL, may_be_in_scope, not_known
from policy.results.partial import assess_parts, result, together
from policy.results.report import plain_result
from policy.results.totals import NOTHING, by, funnel, timeline, totals
from policy.rules.scope import AUTHORITY_LABELS
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario
from policy.scope import fields
from policy.scope.conditions import NOT_KNOWN
from policy.scope.scope import EVERYTHING, carried_query, from_query, from_where
from tests import oracle
from tests.draws import tries
from tests.policy.test_engine import REGISTER, REGISTER_ROWS, SERVICES, TABLES, stepped, summed
from tests.strategies import plain_rows, scenarios, table

COLUMN = {"service_group": "group"}
NAMES = ("buyer_kind", "buyer", "service_group", "service", "supplier_kind", "company", "nation", "region", "source")
FIELDS = (*NAMES, "value_gbp", "annual_gbp", "end")
PLEDGE, _ = build_scenario(presets()["pledge"])


@st.composite
def scopes(draw, rows=REGISTER_ROWS):
    """Some conditions, as the command line writes them, and the same read by plain Python."""
    where, tests = [], {}
    for field in draw(st.lists(st.sampled_from(FIELDS), min_size=1, max_size=3, unique=True)):  # a set has no order
        unknown = draw(st.booleans())
        if field in NAMES:
            stated = sorted({row[COLUMN.get(field, field)] for row in rows if row.get(COLUMN.get(field, field))})
            chosen = draw(st.lists(st.sampled_from(stated), max_size=3, unique=True)) if stated else []
            if not chosen and not unknown:
                continue
            where += [f"{field}={name.replace('%', '%25').replace(',', '%2C')}" for name in chosen]
            column = COLUMN.get(field, field)
            tests[field] = lambda row, _, column=column, chosen=chosen: among(row.get(column), chosen)
            if field == "supplier_kind":
                tests[field] = lambda row, _, chosen=chosen, unknown=unknown: supplied(row, chosen, unknown)
        elif field == "end":
            day = date(draw(st.integers(2020, 2040)), draw(st.integers(1, 12)), 15)
            where.append(f"end<={day}")
            tests[field] = lambda row, setting, day=day: before(row, setting, day)
        else:
            pounds = draw(st.sampled_from((0, 1, 100_000, 5_000_000, 300_000_000)))
            where.append(f"{field}>={pounds}")
            tests[field] = lambda row, _, field=field, pounds=pounds: worth(row, field, pounds)
        if unknown:
            where.append(f"{field}=not-known")
            tests[field] = lambda row, setting, test=tests[field]: test(row, setting) is not False
    return where, Narrowing(tests)


@dataclass
class Narrowing:
    """A test for each field, by plain Python: yes, no, or None where the row does not state the fact."""

    tests: dict

    def __call__(self, row, setting):
        return kleene([test(row, setting) for test in self.tests.values()])

    def left_open_by(self, row, setting):
        """The field that alone leaves a row open, SEVERAL where more do; None for a row that is in or out."""
        if self(row, setting) is not None:
            return None
        unknown = [field for field, test in self.tests.items() if test(row, setting) is None]
        return unknown[0] if len(unknown) == 1 else SEVERAL


def test_every_field_is_tried_here_and_is_in_the_paper():
    assert {*FIELDS} == fields.FIELDS.keys(), "a field of a scope that `scopes` above does not read in plain Python"
    paper = Path(__file__).parents[2] / "docs" / "semantics.md"
    listed = ", ".join(field.label.lower() for field in fields.FIELDS.values())
    assert f"A scope is conditions on fields: {listed}." in paper.read_text(encoding="utf-8")


def test_every_group_of_services_has_its_words_in_the_order_of_the_groups():
    assert tuple(fields.GROUP_LABELS) == GROUPS


def among(value, names):
    return None if value is None else value in names


def supplied(row, kinds, not_known):
    kind = row["supplier_kind"]
    if kind is None or kind in kinds:
        return None if kind is None else True
    asks = not_known or any(each not in ("unknown", "none") for each in kinds)
    return None if kind in ("unknown", "none") and asks else False


def before(row, setting, day):
    latest = None if setting["window.end"] == "first" else row["latest_end_date"]
    end = latest or row["end_date"]
    return None if end is None else end <= day


def worth(row, column, pounds):
    value = None if row["value_quality"] in ("placeholder", "foreign") else row[column]
    return None if value is None else round(value * 100) >= pounds * 100


def kleene(answers):
    return False if False in answers else None if None in answers else True


@given(st.data(), TABLES, scenarios())
@tries(300)
def test_the_engine_agrees_with_the_oracle_under_any_scope(data, contracts, made):
    rows = plain_rows(contracts)
    where, test = data.draw(scopes(rows))
    decisions = decide(prepare(contracts, services()).within(from_where(where)), made)
    expected = oracle.assess(rows, SERVICES, made.values, lambda row: test(row, made.values))
    assert summed(decisions) == expected.totals
    assert stepped(decisions) == expected.funnel
    counted = [row for row in oracle.reassessed(rows, SERVICES, made.values) if oracle.is_counted(row, made.values)]
    left_open = Counter(test.left_open_by(row, made.values) for row in counted)
    assert not_known(decisions) == {field: count for field, count in left_open.items() if field is not None}


@pytest.mark.filterwarnings("ignore:reassessed, but not in these data")  # some scenarios reassess contracts of others
@given(scopes(), scenarios())
@tries(150)
def test_screen_file_link_command_and_library_look_at_the_same(narrowed, made):
    where, _ = narrowed
    scope = from_where(where)
    assert from_query(scope.to_query()) == (scope, [])
    assert from_where(scope.to_where()) == scope
    coded = REGISTER.within(scope)
    whole = totals(decide(coded, made))
    assert policy.decide(REGISTER, made, where).totals().exact == whole
    assert next(totals_of(coded, [made])) == whole
    [groups] = by(decide(coded, made), "service")
    assert sum(groups.values(), NOTHING) == whole
    assert sum(timeline(decide(coded, made)).values(), NOTHING).contracts.returns == whole.contracts.returns
    assert funnel(decide(coded, made))[-1].annual_gbp == whole.annual_gbp.returns.central


@pytest.mark.parametrize("field", NAMES)
def test_the_parts_of_a_column_add_up_to_the_whole(field):
    """Each value alone, and those that state none, together make the whole: nothing twice, nothing lost."""
    column = COLUMN.get(field, field)
    values = [name for name in REGISTER.levels[column] if name and name not in ("unknown", "none")]
    if len(values) > 40:
        values, rest = values[:40], values[40:]
    else:
        rest = []
    parts = [EVERYTHING.put(field, (value,)) for value in (*values, NOT_KNOWN)]
    parts += [EVERYTHING.put(field, rest[start : start + 200]) for start in range(0, len(rest), 200)]
    added = sum((totals(decide(REGISTER.within(part), PLEDGE)) for part in parts), NOTHING)
    assert added == totals(decide(REGISTER, PLEDGE))


def test_a_contract_that_names_no_supplier_is_asked_for_by_itself_or_not_known():
    """Of private firms, kind unknown and nobody named: 1 for certain, 2 not known; each is its own part too."""
    rows = [
        {"service": None, "supplier_kind": kind, "stage": "awarded", "counted": True}
        for kind in ("private", "unknown", "none")
    ]
    coded = prepare(table(rows), services())

    def inside(*kinds):
        scope = EVERYTHING.put("supplier_kind", kinds)
        decided = decide(coded.within(scope), PLEDGE)
        return totals(decided).contracts.of // 1000, not_known(decided).get("supplier_kind", 0)

    assert inside("private") == (1, 2)
    assert inside("private", "not-known") == (3, 0)
    assert inside("charity") == (0, 2)
    assert inside("none") == (1, 0)
    assert inside("unknown") == (1, 0)
    assert inside("not-known") == (2, 0)


@given(scopes(), scenarios(), st.sets(st.integers(0, 50_000_000), min_size=1, max_size=4))
@tries(60)
def test_a_sweep_and_parts_of_a_table_obey(narrowed, made, thresholds):
    scope = from_where(narrowed[0])
    coded = REGISTER.within(scope)
    points = list(sweep(coded, made, "small.threshold", sorted(thresholds)))
    for point in points:
        assert point.totals == totals(decide(coded, made.having("small.threshold", point.value)))
    halves = [coded.only(rows) for rows in ([*range(300)], [*range(300, len(coded))])]
    whole = assess_parts(halves.__getitem__, made, lambda _, function: map(function, range(2)))
    assert (whole.totals, whole.scope) == (totals(decide(coded, made)), scope)


def test_no_decision_changes_with_the_scope():
    """An undecided contract's central share rests on all counted contracts, and its explanation on itself."""
    everything = decide(REGISTER, PLEDGE)
    for kind in BUYER_KINDS:
        looked = decide(REGISTER.within(EVERYTHING.put("buyer_kind", (kind,))), PLEDGE)
        inside = looked.counted
        assert (looked.central[inside] == everything.central[inside]).all()
        assert (looked.stage[inside] == everything.stage[inside]).all()
    row = int((~inside & everything.counted).nonzero()[0][0])
    assert explain(looked, row) == explain(everything, row)


def test_a_condition_that_is_not_known_is_neither_in_nor_out_until_it_is_asked_for():
    unstated = "value_gbp=not-known"
    asked = (("value_gbp>=5m",), ("value_gbp<5m",), (unstated,), ("value_gbp>=5m", unstated))
    counts = [totals(decide(REGISTER.within(from_where(where)), PLEDGE)).contracts.of // 1000 for where in asked]
    more, less, unknown, both = counts
    counted = [row for row in REGISTER_ROWS if oracle.is_counted(row, PLEDGE.values)]
    assert (more, less, unknown) == tuple(
        sum(worth(row, "value_gbp", 5_000_000) is answer for row in counted) for answer in (True, False, None)
    )
    assert both == more + unknown
    assert unknown > 0


def test_what_is_left_open_is_counted_by_the_condition_that_alone_leaves_it_open():
    small = {"buyer_kind": "local", "region": "London", "value_gbp": 1_000.0}
    changes = [{}, {"region": None}, {"value_gbp": None}, {"value_gbp": None}, {"region": None, "value_gbp": None}]
    changes += [{"region": None, "buyer_kind": "nhs"}]  # certainly out
    rows = [{"counted": True, "stage": "awarded", "service": "home_care", **small, **change} for change in changes]
    scope = from_where(("buyer_kind=local", "region=London", "value_gbp>=1000"))
    decisions = decide(prepare(table(rows), services()).within(scope), PLEDGE)
    found = not_known(decisions)
    assert found == {"region": 1, "value_gbp": 2, SEVERAL: 1}
    assert may_be_in_scope(found) == (
        "4 more contracts may be in scope and are in no figure here: 1 (region not known; region=not-known takes it in)"
        ", 2 (no value stated; value_gbp=not-known takes them in) and 1 (several facts not known)."
    )
    whole, halves = result(decisions), [table(rows[:3]), table(rows[3:])]
    parts = [result(decide(prepare(half, services()).within(scope), PLEDGE)) for half in halves]
    assert together(parts).left_open == whole.left_open == found
    plain = plain_result(whole, {})["scope"]
    assert plain["not_known"] == Decided(decisions).left_open() == {"region": 1, "value_gbp": 2, "several": 1}


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({}, ""),
        (
            {"end": 1},
            "1 more contract may be in scope and is in no figure here (end not known; end=not-known takes it in).",
        ),
        ({SEVERAL: 2}, "2 more contracts may be in scope and are in no figure here (several facts not known)."),
    ],
)
def test_what_a_scope_leaves_open_is_said_in_a_sentence(found, said):
    assert may_be_in_scope(found) == said


def test_a_library_shows_the_contracts_that_are_looked_at():
    rows = [{"counted": True, "stage": "awarded", "contract_id": name, "buyer_kind": kind, "service": "home_care"}
            for name, kind in (("in-scope", "local"), ("outside", "nhs"))]  # fmt: skip
    coded = prepare(table(rows), services())
    narrowed = Decided(decide(coded.within(from_where(["buyer_kind=local"])), PLEDGE))
    assert "in-scope" in repr(narrowed) and "outside" not in repr(narrowed)
    assert "outside" in repr(Decided(decide(coded, PLEDGE))) and len(narrowed.table) == 2


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("buyers=local", "no such field of a scope; did you mean buyer?"),
        ("supplier=Serco", "no such field of a scope; did you mean company?"),
        ("year=2027", "no such field of a scope; did you mean end?"),
        ("place=Leeds", "no such field of a scope; did you mean region?"),
        ("end=2027/29", "or a month, year or financial year such as 2027-04, 2027 or 2027/28, after one of =, >="),
        ("end=2027-29", "expected a date such as 2027-04-01"),
        ("end=2027/2029", "expected a date such as 2027-04-01"),
        ("end=2027/1928", "expected a date such as 2027-04-01"),
        ("nation≥England", "Nation holds names, so it takes = alone"),
        ("end=31 April 2027", "expected a date such as 2027-04-01"),
        ("end=Aprl 2027", "expected a date such as 2027-04-01"),
        ("end=April 0000", "expected a date such as 2027-04-01"),
        ("end=2027-13", "expected a date such as 2027-04-01"),
        ("end=9999/00", "expected a date such as 2027-04-01"),
        ("end=0000", "expected a date such as 2027-04-01"),
        ("buyer_kind=council", "no kind of buyer 'council'; did you mean local?"),
        ("value_gbp>=lots", "expected an amount such as 1500000"),
        ("nation>England", "Nation holds names, so it takes = alone"),
        ("end<=soon", "expected a date such as 2027-04-01"),
        ("buyer_kind=", "names no value; expected central, local"),
        ("local", "expected a field, a sign and a value, such as buyer_kind=local or value_gbp>=5m"),
        ("x" * 50_000, "is 50,000 characters long"),
    ],
)
def test_a_condition_that_cannot_be_read_is_named_with_what_is_expected(where, said):
    with pytest.raises(PolicyError) as refused:
        from_where([where])
    assert said in str(refused.value)
    assert len(str(refused.value)) < 400


def test_a_link_may_bear_the_signs_that_people_write():
    scope, problems = from_query({"in.end": "≥2027,≤2028-29", "in.value_gbp": "≥£1m"})
    assert (scope, problems) == (from_where(["end>=2027-01-01", "end<=2029-03-31", "value_gbp>=1m"]), [])


@pytest.mark.parametrize(
    ("where", "left_open"),
    [
        (["end>=2030", "end<=2029"], {}),
        (["end>2029-12-31", "end<2030"], {}),
        (["end>=2030", "end<=2029", "end=not-known"], {}),
        (["end>=2030", "end<=2030-01-01"], {"end": 1}),
        (["value_gbp>=5m", "value_gbp<5m"], {}),
        (["value_gbp>5m", "value_gbp<5000001"], {"value_gbp": 1}),
    ],
)
def test_no_contract_may_lie_within_bounds_that_leave_no_room(where, left_open):
    """Two bounds a pound apart leave room for pence; those of one day or amount that it may not bear leave none."""
    rows = [
        {"counted": True, "stage": "awarded", "service": "home_care"},
        {"counted": True, "stage": "awarded", "service": "home_care", "end_date": date(2029, 6, 1), "value_gbp": 5e6},
    ]
    scope = from_where(where)
    decisions = decide(prepare(table(rows), services()).within(scope), PLEDGE)
    assert not_known(decisions) == left_open
    assert totals(decisions).contracts.of == 1000 * ("end=not-known" in where)
    assert from_where(scope.to_where()) == scope


def test_a_link_with_a_bad_condition_keeps_the_others():
    scope, problems = from_query({"base": "pledge@1", "in.buyer_kind": "local", "in.colour": "red", "in.end": ">=2027"})
    assert scope == from_where(["buyer_kind=local", "end>=2027-01-01"])
    assert [problem.where for problem in problems] == ["in.colour"]


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (["end=2027"], "ending in 2027"),
        (["end>2026", "end<2030"], "ending in 2027 to 2029"),
        (["end>=2027-04-01", "end<2028-04-01"], "ending from 1 April 2027 to 31 March 2028"),
        (["end=2027-04-01"], "ending on 1 April 2027"),
        (["end=2027/28"], "ending from 1 April 2027 to 31 March 2028"),
        (["end>2098/99"], "ending after 31 March 2099"),
        (["end=2099/00"], "ending from 1 April 2099 to 31 March 2100"),
        (["end=2028-02"], "ending from 1 February 2028 to 29 February 2028"),
        (["end<2028-02"], "ending before 1 February 2028"),
        (["end<April 2029"], "ending before 1 April 2029"),
        (["end<=feb 2028"], "ending by 29 February 2028"),
        (["end=31 March 2029"], "ending on 31 March 2029"),
        (["end=2027-28"], "ending from 1 April 2027 to 31 March 2028"),
        (["end=2027\N{EN DASH}28"], "ending from 1 April 2027 to 31 March 2028"),
        (["end=FY2027/28"], "ending from 1 April 2027 to 31 March 2028"),
        (["end=fy 2011-12"], "ending from 1 April 2011 to 31 March 2012"),
        (["end=2027/2028"], "ending from 1 April 2027 to 31 March 2028"),
        (["end=2011-12"], "ending from 1 December 2011 to 31 December 2011"),
        (["end≥2027-28"], "ending on 1 April 2027 or later"),
        (["end ≤ 2027-28"], "ending by 31 March 2028"),
        (["end>=2030", "end<=2027"], "ending on 1 January 2030 or later and ending by 31 December 2027"),
        (["end>2027", "end>2028"], "ending after 31 December 2027 and ending after 31 December 2028"),
        (["end>9999-12-31", "end<=9999-12-31"], "ending after 31 December 9999 and ending by 31 December 9999"),
        (["end>=0001-01-01", "end<0001-01-01"], "ending on 1 January 1 or later and ending before 1 January 1"),
    ],
)
def test_two_bounds_of_a_day_are_said_as_one_span_where_they_are_one(where, said):
    assert from_where(where).words() == said


@pytest.mark.parametrize("text", ["", " ", ",", " , "])
def test_a_condition_of_a_link_that_names_nothing_is_named_and_not_taken_for_everything(text):
    scope, problems = from_query({"in.buyer": text, "in.nation": "Wales"})
    assert scope == from_where(["nation=Wales"])
    assert [str(problem) for problem in problems] == ["in.buyer: names no value; expected a name as the data have it"]


def test_a_scope_reads_as_a_question_would():
    labels = services()["label"].to_dict()
    scope = from_where(
        ["buyer_kind=local", "service_group=Children's services", "value_gbp>=£5m", "end<=2029", "service=fostering"]
    )
    name = lambda field, value: labels[value] if field == "service" else value  # noqa: E731
    assert scope.words(name) == (
        f"Councils · Children's services · {labels['fostering']} · £5 million or more · ending by 31 December 2029"
    )
    assert EVERYTHING.words() == "All contracts"
    assert (
        from_where(["buyer=Nowhere Council"]).unknown_names(REGISTER)[0].what.startswith("no buyer 'Nowhere Council'")
    )
    assert not scope.unknown_names(REGISTER)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("region=north west", "North West"),
        ("company=serco", "Serco"),
        ("buyer=Salford", "Salford City Council"),
        ("company=Sercoo", "Serco"),
        ("region=NW", ""),
        ("service=Community health and sexual health services", "community_health"),
        ("service=residential homes for the moon", ""),
        ("service=adult social care", "service_group=care"),
        ("service=enforcement", "service_group=enforcement"),
        ("buyer=NHS", "buyer_kind=nhs"),
        ("company=Charities", "supplier_kind=charity"),
        (
            "buyer=Christchurch and Poole Council",
            "Bournemouth, Christchurch and Poole Council (a comma in a name is written %2C)",
        ),
    ],
)
def test_a_name_that_the_data_have_otherwise_is_offered(asked, meant):
    [problem] = from_where([asked]).unknown_names(REGISTER)
    assert problem.what.partition("; did you mean ")[2] == (f"{meant}?" if meant else "")


def test_among_many_names_a_near_one_is_found_and_few_are_looked_for():
    """Letter by letter against 100,000 names would hold the process for minutes for the names of one link."""
    names = [*(f"Parish Council of {n:05} Overy" for n in range(3_000)), "Salford City Council"]
    one = embedded().contracts.iloc[[0] * len(names)].reset_index(drop=True)
    coded = prepare(typed(one.assign(contract_id=[f"c{n}" for n in range(len(names))], buyer=names)), services())
    asked = from_where(["buyer=Slaford City Council", "buyer=Salfrod Council", "buyer=Parish Council of 00007"])
    hints = [problem.what.partition("; did you mean ")[2] for problem in asked.unknown_names(coded)]
    assert hints == ["Salford City Council?", "Salford City Council?", "Parish Council of 00007 Overy?"]
    unknown = from_where([f"buyer=Slaford City Council{'!' * n}" for n in range(5)]).unknown_names(coded)
    assert ["did you mean" in problem.what for problem in unknown] == [True, True, True, False, False]


def test_a_name_with_a_comma_is_found_as_the_hint_has_it():
    [*apart] = from_where(["buyer=Bournemouth, Christchurch and Poole Council"]).unknown_names(REGISTER)
    assert len(apart) == 2
    assert all("written %2C" in problem.what for problem in apart)
    whole = from_where(["buyer=Bournemouth%2C Christchurch and Poole Council"])
    assert whole.unknown_names(REGISTER) == []
    assert decide(REGISTER.within(whole), build_scenario()[0]).counted.sum() == 1  # one row of the register is theirs


def test_every_kind_of_buyer_has_its_words_in_order():
    assert tuple(AUTHORITY_LABELS) == BUYER_KINDS


def test_every_group_of_services_has_its_words():
    for group in GROUPS:
        assert EVERYTHING.put("service_group", (group,)).words()[0].isupper()


def test_the_register_is_the_same_when_looked_at_through_everything():
    assert totals(decide(REGISTER.within(EVERYTHING), PLEDGE)) == totals(decide(REGISTER, PLEDGE))


@pytest.mark.parametrize(("stated", "carried"), [("5-7", True), ("9" * 200, True), ("9" * 201, False), ("", False)])
def test_links_carry_on_what_was_understood(stated, carried):
    query = {"base": "pledge@1", "smal.threshold": "1", "in.nation": "Wales", "said": stated, "data": "register.ab"}
    scope, _ = from_query(query)
    assert carried_query(PLEDGE, scope, query) == {
        "base": "pledge@1",
        "fp": PLEDGE.fingerprint(),
        "in.nation": "Wales",
        "data": "register.ab",
        **({"said": stated} if carried else {}),
    }


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("end=2027/28,not-known", ["end>=2027-04-01", "end<=2028-03-31", "end=not-known"]),
        ("end=not-known,>=2027-04-01", ["end>=2027-04-01", "end=not-known"]),
        ("end>=2027, <2028", ["end>=2027-01-01", "end<2028-01-01"]),
        ("value_gbp>=£1,000,000, not-known", ["value_gbp>=1000000", "value_gbp=not-known"]),
        ("region=London,not-known", ["region=London", "region=not-known"]),
    ],
)
def test_one_condition_takes_what_several_do_as_a_link_does(one, two):
    """The page offers a financial year and those of which the end is not known; one condition may say both."""
    assert from_where([one]) == from_where(two)


@pytest.mark.parametrize("text", ["region=", "end=", "buyer_kind= "])
def test_a_condition_without_a_value_says_what_is_expected(text):
    with pytest.raises(PolicyError, match="expected"):
        from_where([text])


def test_of_many_names_the_first_are_said_and_how_many_others_there_are():
    """All 22 county councils that a reader took at once filled the headline of a page, and the line of what is seen."""
    counties = [f"buyer={name} County Council" for name in ("Devon", "Durham", "Kent", "Norfolk", "Surrey")]
    said = "Devon County Council or Durham County Council or Kent County Council or"
    assert from_where(counties).words() == f"{said} 2 others"
    assert from_where([*counties, "buyer=not-known"]).words() == f"{said} 2 others or buyer not known"
    assert from_where(counties[:4]).words() == f"{said} Norfolk County Council"
