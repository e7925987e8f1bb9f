"""Each rule against the table of cases that a lawyer can read: what is given, and what the rule must say.

A case gives a contract (what is absent is missing) and expects `leaves`, `stays` or `not known`; a criterion `met`,
`not met` or `not known`; good reason the thousandths kept at least and at most; counted whether the row counts.
Attributes of the service may be given too, and then describe a service of its own.
"""

import tomllib
from pathlib import Path

import pandas as pd
import pytest

from data.model.service_table import services
from policy import rules
from policy.coded import prepare
from policy.contracts import SERVICE_COLUMNS, typed
from policy.engine.decide import decide
from policy.rules import settings
from policy.rules.base import Criterion
from policy.rules.good_reason import GoodReason
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario
from policy.ternary import NO, UNKNOWN, YES
from tests import oracle, oracle_rules
from tests.strategies import plain_rows

FOLDER = Path(__file__).parents[1] / "cases"
EXIT = {YES: "leaves", NO: "stays", UNKNOWN: "not known"}
CRITERION = {YES: "met", NO: "not met", UNKNOWN: "not known"}
NONE_SERVED = {"echr_articles": "", "at_risk_groups": ""}
ORACLE = {True: YES, False: NO, None: UNKNOWN}


def cases():
    for file in sorted(FOLDER.glob("*.toml")):
        for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]:
            yield pytest.param(case.get("rule", file.stem), case, id=f"{file.stem}: {case['name']}")


def service_table(given):
    """The service table, or a table of the one service that the case describes."""
    described = {name: given[name] for name in SERVICE_COLUMNS if name in given}
    if not described:
        return given.get("service"), services()
    name = given.get("service", "this_service")
    row = {"label": name, **dict.fromkeys(SERVICE_COLUMNS), **NONE_SERVED, **described}
    return name, pd.DataFrame([row], index=pd.Index([name], name="id"))


def contract(given):
    service, known = service_table(given)
    row = {"contract_id": "this", "counted": True, "stage": "awarded", **given, "service": service}
    frame = pd.DataFrame([{name: value for name, value in row.items() if name not in SERVICE_COLUMNS}])
    frame["service"] = frame["service"].astype(object)
    return typed(frame.join(known[list(SERVICE_COLUMNS)], on="service")), known


def said_by_engine(rule, table, known, made):
    decisions = decide(prepare(table, known), made)
    if rule == "counted":
        return "counted" if decisions.counted[0] else "not counted"
    kind = next(kind for kind in rules.RULES if kind.id == rule)
    if kind is GoodReason:
        return [int(end[0]) for end in made.rule(kind).retained_share(decisions.coded)]
    if issubclass(kind, Criterion):
        return CRITERION[int(made.rule(kind).is_met(decisions.coded).answers[0])]
    step = next(step for step in decisions.steps if step.rule.id == rule)
    return EXIT[int(decisions.exits(step).answers[0])]


def said_by_oracle(rule, table, known, made):
    (row,) = oracle.reassessed(plain_rows(table), known.to_dict("index"), made.values)
    if rule == "counted":
        return "counted" if oracle.is_counted(row, made.values) else "not counted"
    if rule == "reason":
        return list(oracle.kept(row, made.values))
    if issubclass(next(kind for kind in rules.RULES if kind.id == rule), Criterion):
        return CRITERION[ORACLE[getattr(oracle_rules, rule)(row, made.values)]]
    steps = {name: step for _, name, step in oracle.STEPS}
    return EXIT[ORACLE[steps[rule](row, made.values)]]


@pytest.fixture(scope="module")
def contract_of():
    """The contract of a case, made once for both readings, neither of which changes it."""
    made = {}

    def once(case):
        if id(case) not in made:  # the cases are there for as long as the module is
            made[id(case)] = contract(case["given"])
        return made[id(case)]

    return once


@pytest.mark.parametrize("said", [said_by_engine, said_by_oracle], ids=["engine", "oracle"])
@pytest.mark.parametrize(("rule", "case"), list(cases()))
def test_rule_says_what_the_case_expects(rule, case, said, contract_of):
    made, problems = build_scenario(None, case.get("settings"))
    assert not problems
    if said is said_by_oracle and rule not in oracle.READ_TWICE:
        pytest.skip("no second reading, which a rule needs before a preset may rest on it")
    assert said(rule, *contract_of(case), made) == case["expect"]


def test_every_setting_that_a_preset_states_was_read_twice():
    stated = {settings()[key].rule.id for preset in presets().values() for key in preset.settings}
    assert stated <= oracle.READ_TWICE, "a published figure rests on a rule that tests/oracle.py does not know"


def test_every_rule_has_its_cases_and_every_answer_occurs():
    tables = {file.stem: tomllib.loads(file.read_text(encoding="utf-8"))["case"] for file in FOLDER.glob("*.toml")}
    assert set(tables) == {rule.id for rule in rules.RULES}, "each rule has its cases in tests/cases/<id>.toml"
    for rule in rules.RULES:
        found = {str(case["expect"]) for case in tables[rule.id]}
        assert len(found) >= 2, rule.id
        if rule.id not in ("counted", "reason", "reassess"):
            assert found in (set(EXIT.values()), set(CRITERION.values())), rule.id


CRITERIA = [rule.id for rule in rules.RULES if issubclass(rule, Criterion)]


@pytest.mark.parametrize("criterion", CRITERIA)
def test_a_criterion_counts_where_it_is_on_and_not_where_it_is_off(criterion):
    met = next(
        case for rule, case in (given.values for given in cases()) if (rule, case["expect"]) == (criterion, "met")
    )
    row, stated = contract(met["given"]), met.get("settings", {})
    for on, said in ((True, "stays"), (False, "leaves")):
        others = {f"{other}.on": False for other in CRITERIA}
        made, problems = build_scenario(None, {**stated, **others, f"{criterion}.on": on})
        assert not problems
        assert said_by_engine("criteria", *row, made) == said


def test_every_setting_changes_what_some_case_expects():
    """A case that states a setting, and whose answer is another where that setting alone is at its default."""
    moving = {f"{criterion}.on" for criterion in CRITERIA}  # held by the test above
    for rule, case in (given.values for given in cases()):
        stated = case.get("settings", {})
        new = stated.keys() - moving
        row = contract(case["given"]) if new else ()
        for key in new:
            made, problems = build_scenario(None, {name: value for name, value in stated.items() if name != key})
            if not problems and said_by_engine(rule, *row, made) != case["expect"]:
                moving.add(key)
    missing = [key for key in settings() if key not in moving]
    assert missing == [], "settings that change the answer to no case of tests/cases/<id>.toml"
