"""A name in a scope may hold `*` for any letters: it is the list of the names that meet it, in every figure."""

import json
import re
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

import policy
from data.model.service_table import services
from output.held_with_others import held_with_others
from policy.bounds import MOST_ITEMS
from policy.coded import prepare
from policy.contracts import SEVERAL_COMPANIES
from policy.engine.decide import decide
from policy.problem import PolicyError
from policy.results.left_open import not_known
from policy.results.receipt import read_receipt, receipt, scope_stated
from policy.results.totals import NOTHING, totals
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario
from policy.scope.patterns import Pattern
from policy.scope.scope import EVERYTHING, from_query, from_where
from tests.draws import tries
from tests.policy.test_engine import REGISTER, REGISTER_ROWS
from tests.strategies import scenarios, table

PLEDGE, _ = build_scenario(presets()["pledge"])
OPEN = ("buyer", "service", "company", "region", "source")
"""Fields whose names the data say."""
LABELS = services()["label"].to_dict()


def stated(field):
    """The names that the register states for a field, by its rows."""
    return sorted({row[field] for row in REGISTER_ROWS if row[field]})


def meets(pattern, field, name):
    """Whether a name meets a pattern, by a regular expression; a service by its words too."""
    if name == SEVERAL_COMPANIES:
        return not pattern.strip("*")
    wanted = re.compile(".*".join(map(re.escape, pattern.casefold().split("*"))), re.DOTALL)
    said = [name, LABELS[name]] if field == "service" else [name]
    return any(wanted.fullmatch(each.casefold()) for each in said)


@st.composite
def patterns(draw):
    """A field and a pattern made of letters of one of its names, in capitals or not, or of letters of none."""
    field = draw(st.sampled_from(OPEN))
    name = draw(st.sampled_from(stated(field)))
    cuts = sorted(draw(st.lists(st.integers(0, len(name)), min_size=2, max_size=4)))
    kept = name[cuts[0] : cuts[1]]
    if len(cuts) == 4:
        kept = f"{kept}*{name[cuts[2] : cuts[3]]}"
    ends = draw(st.sampled_from(("*{}", "{}*", "*{}*", "{}*{}", "**{}")))
    pattern = ends.format(*([kept] * ends.count("{}"))).strip()
    change = draw(st.sampled_from((str, str.upper, str.lower)))
    return field, change(pattern)


def looked_at(scope, made=PLEDGE):
    return totals(decide(REGISTER.within(scope), made))


def added(field, names, made=PLEDGE):
    """The figures of a list of names, as many at a time as a link holds."""
    lists = [names[start : start + MOST_ITEMS] for start in range(0, len(names), MOST_ITEMS)]
    return sum((looked_at(EVERYTHING.put(field, each), made) for each in lists), NOTHING)


@given(st.text("aAbB* .é", max_size=12), st.text("aAbB* .é\n", max_size=14))
@tries(500)
def test_a_pattern_is_met_as_a_regular_expression_would_have_it(text, name):
    pattern = f"{text}*"
    assert Pattern.read(pattern).meets(name) == meets(pattern, "", name)
    assert Pattern.read(f"*{text}").meets(name) == meets(f"*{text}", "", name)


@given(patterns(), scenarios())
@tries(150)
def test_a_pattern_is_the_list_of_the_names_that_meet_it(asked, made):
    field, pattern = asked
    names = [name for name in stated(field) if meets(pattern, field, name)]
    scope = EVERYTHING.put(field, [pattern])
    assert looked_at(scope, made) == added(field, names, made)
    found = scope.meeting(REGISTER)[field][pattern]
    assert {*names} <= {*found}, "the data may name services of which no contract is"
    assert names or not {*found} & {*stated(field)}


@given(patterns())
@tries(100)
def test_a_pattern_the_other_names_and_those_not_known_part_the_contracts(asked):
    field, pattern = asked
    others = [name for name in stated(field) if not meets(pattern, field, name)]
    parts = looked_at(EVERYTHING.put(field, [pattern])) + added(field, others)
    assert parts + looked_at(EVERYTHING.put(field, ["not-known"])) == looked_at(EVERYTHING)


@pytest.mark.parametrize("field", OPEN)
def test_a_star_alone_is_every_name_that_is_stated(field):
    every = looked_at(EVERYTHING.put(field, ["*"]))
    assert every == added(field, stated(field))
    assert every + looked_at(EVERYTHING.put(field, ["not-known"])) == looked_at(EVERYTHING)
    assert looked_at(EVERYTHING.put(field, ["*", "not-known"])) == looked_at(EVERYTHING)


@given(patterns(), patterns())
@tries(100)
def test_link_command_receipt_and_library_look_at_the_same(one, other):
    scope = EVERYTHING.put(one[0], [one[1], "Home, care"]).put(other[0], [other[1], "not-known"])
    assert from_query(scope.to_query()) == (scope, [])
    assert from_where(scope.to_where()) == scope
    made = receipt(decide(REGISTER.within(scope), PLEDGE), {"fingerprint": "x"})
    read, _ = read_receipt(json.dumps(made), "receipt")
    assert scope_stated(read) == scope
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name that the data do not hold
        assert policy.decide(REGISTER, PLEDGE, scope.to_where()).totals().exact == looked_at(scope)


def rows(*buyers):
    return [{"counted": True, "stage": "awarded", "service": "home_care", "buyer": buyer} for buyer in buyers]


def counted(names, where):
    """How many contracts of these buyers are looked at, and how many may be."""
    decided = decide(prepare(table(rows(*names)), services()).within(from_where(where)), PLEDGE)
    return totals(decided).contracts.of // 1000, not_known(decided).get("buyer", 0)


@pytest.mark.parametrize(
    ("where", "count"),
    [
        ("buyer=*county council", 2),
        ("buyer=*COUNTY Council", 2),
        ("buyer=kent*", 3),
        ("buyer=*county council*", 3),
        ("buyer=k*t*l", 2),
        ("buyer=*council*council*", 0),
        ("buyer=*council*council", 0),
        ("buyer=Kent County Council*Council", 0),  # no letter is read twice
        ("buyer=*", 4),
        ("buyer=***", 4),
    ],
)
def test_a_contract_without_a_buyer_is_not_known_to_be_in_it(where, count):
    names = ("Kent County Council", "Devon County Council", "Kent County Council (t/a Laser)", "Kent school", None)
    assert counted(names, [where]) == (count, 1)
    assert counted(names, [where, "buyer=not-known"]) == (count + 1, 0)


def test_patterns_and_names_of_one_field_are_joined_by_or():
    names = ("Kent County Council", "Leeds", "York", None)
    assert counted(names, ["buyer=*county council", "buyer=Leeds"]) == (2, 1)


def test_a_name_that_is_written_with_a_star_means_that_name_where_the_data_hold_it():
    assert counted(("A*B Council", "A and B Council"), ["buyer=A*B Council"]) == (1, 0)
    assert counted(("A and B Council", "AB Council"), ["buyer=A*B Council"]) == (2, 0)
    assert counted(("A*B Council", "A and B Council"), ["buyer=a*b council"]) == (2, 0)
    assert counted(("A*B Council", "A and B Council"), ["buyer=A*B Council", "buyer=*and*"]) == (2, 0)


def test_the_county_councils_of_the_register():
    """Read from the register by hand: 18 names end so, and four more go on in brackets or with partners."""
    found = {
        pattern: {*EVERYTHING.put("buyer", [pattern]).meeting(REGISTER)["buyer"][pattern]}
        for pattern in ("*county council", "*county council*")
    }
    assert len(found["*county council"]) == 18
    assert found["*county council*"] - found["*county council"] == {
        "Cambridgeshire County Council (with Peterborough City Council)",
        "Carmarthenshire County Council (Wales Pension Partnership)",
        "Derbyshire County Council and partners",
        "Kent County Council (t/a Laser)",
    }


def test_a_service_is_met_by_its_words_and_by_its_id():
    [by_words] = from_where(["service=Home care*"]).meeting(REGISTER)["service"].values()
    [by_id] = from_where(["service=home_care*"]).meeting(REGISTER)["service"].values()
    assert "home_care" in by_words and "home_care" in by_id


def test_several_companies_together_are_no_companys_name():
    [found] = from_where(["company=s*"]).meeting(REGISTER)["company"].values()
    assert "Serco" in found and SEVERAL_COMPANIES not in found
    [found] = from_where(["company=*"]).meeting(REGISTER)["company"].values()
    assert SEVERAL_COMPANIES in found


def test_what_companies_of_a_pattern_hold_with_others_is_told():
    [found] = from_where(["company=serc*"]).meeting(REGISTER)["company"].values()
    assert found == ("Serco",)
    told = [
        held_with_others(decide(REGISTER.within(from_where([f"company={name}"])), PLEDGE))
        for name in ("serc*", "Serco")
    ]
    assert told[0] == told[1] != ""
    assert held_with_others(decide(REGISTER.within(from_where(["company=*"])), PLEDGE)) == ""


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("buyer=*conty council", "no buyer named '*conty council' in these data; did you mean "),
        ("buyer=salford county*", "no buyer named 'salford county*' in these data; did you mean Salford City Council?"),
        ("company=*SERCOO*", "no company named '*SERCOO*' in these data; did you mean Serco?"),
        ("region=*moon", "no region named '*moon' in these data"),
        ("buyer=*conty*", "no buyer named '*conty*' in these data; did you mean Kent County Council?"),
        ("service=*probtion*", "no service named '*probtion*' in these data; did you mean "),
    ],
)
def test_a_pattern_that_no_name_meets_is_said_with_a_name_that_is_near(where, said):
    [problem] = from_where([where]).unknown_names(REGISTER)
    assert problem.what.startswith(said)
    assert not from_where(["buyer=*county council"]).unknown_names(REGISTER)


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (["nation=*land"], "no nation '*land'; did you mean "),
        (["buyer_kind=*"], "no kind of buyer '*'; there are "),
        ([f"buyer={letter}*" for letter in "abcdefghijklmnopqrstu"], "holds 21 names with * in them, and at most 20"),
    ],
)
def test_a_pattern_that_cannot_stand_is_refused_in_words(where, said):
    with pytest.raises(PolicyError) as refused:
        from_where(where)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (["buyer=*county council"], "any buyer named *county council"),
        (["company=*care*", "buyer=*"], "any buyer that is stated · any company named *care*"),
        (["buyer=Leeds", "buyer=Kent*", "buyer=not-known"], "Leeds or any buyer named Kent* or buyer not known"),
    ],
)
def test_a_pattern_is_said_as_one(where, said):
    assert from_where(where).words() == said


def test_beside_a_pattern_stands_how_many_names_meet_it_where_the_data_are_at_hand():
    coded = prepare(table(rows("A*B", "Kent County Council", "Kent", "Kent")), services())
    scope = from_where(["buyer=kent*", "buyer=A*B"])
    assert scope.parts(meeting=scope.meeting(coded)) == [("buyer", "any buyer named kent* (2 names) or A*B")]


@pytest.mark.parametrize("pattern", ["* *", "*%*", "*?*[a]*", "(*", "*\\*"])
def test_marks_of_other_kinds_of_pattern_are_letters_here(pattern):
    coded = prepare(table(rows("Leeds", "York")), services())
    [problem] = EVERYTHING.put("buyer", [pattern]).unknown_names(coded)
    assert problem.what.startswith(f"no buyer named {pattern!r} in these data")


def test_many_stars_in_a_long_name_are_read_in_one_pass():
    pattern = Pattern.read("a*" * 99 + "b")
    assert not any(pattern.meets("a" * 20_000) for _ in range(200))
