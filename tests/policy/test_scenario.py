"""A scenario is the same in a link, a file and on the command line, and what cannot stand is named."""

from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data.load.datasets import embedded
from data.model.service_table import services
from policy.coded import prepare
from policy.engine.decide import decide
from policy.problem import PolicyError
from policy.rules import settings
from policy.rules.base import Stage
from policy.rules.reassess import Reassess, split_contract, with_contract
from policy.rules.units import Unit
from policy.scenarios import scenario as scenario_module
from policy.scenarios.files import from_file, from_short, to_short
from policy.scenarios.links import from_link, from_query, from_toml, to_query, to_toml
from policy.scenarios.presets import presets, read_preset
from policy.scenarios.scenario import RENAMED, build_scenario, find_preset, start_values
from tests.strategies import changes, scenarios, value

KNOWN = settings()
LISTS = [key for key, spec in KNOWN.items() if spec.unit in (Unit.CHOICES, Unit.ITEMS)]
BOUNDED = [key for key, spec in KNOWN.items() if spec.minimum is not None]
PLEDGE = presets()["pledge"]
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


# There and back.
@given(scenarios())
def test_a_link_gives_the_scenario_back(made):
    address = f"https://example.org/services?{urlencode(to_query(made))}"
    assert from_link(address) == (made, [])
    assert from_query(to_query(made)) == (made, [])


@given(scenarios())
def test_a_file_gives_the_scenario_back(made):
    assert from_toml(to_toml(made, "A title")) == made


@pytest.mark.parametrize("key", KNOWN)
@given(st.data())
def test_text_gives_the_value_of_a_setting_back(key, data):
    spec, drawn = KNOWN[key], data.draw(value(KNOWN[key]))
    assert spec.parse(spec.unit.write(drawn)) == drawn


@pytest.mark.parametrize(
    ("text", "pounds"),
    [
        ("£1,500,000", 1_500_000),
        ("1 500 000", 1_500_000),
        ("1_500_000", 1_500_000),
        ("1,500.5 k", 1_500_500),
        ("£1\u00a0500\u202f000", 1_500_000),
    ],
)
def test_an_amount_is_read_with_its_thousands_parted(text, pounds):
    assert KNOWN["small.threshold"].parse(text) == pounds


@pytest.mark.parametrize("text", ["1,5m", "£1,50", "1_5", "1 2 3", "1,0000", "10,00,000"])
def test_a_comma_that_parts_no_thousands_is_refused_and_not_left_out(text):
    with pytest.raises(ValueError, match="expected an amount such as 1500000"):
        KNOWN["small.threshold"].parse(text)


@pytest.mark.parametrize("text", ["2027-04-01", "1 April 2027", "01 apr 2027", "1  APRIL  2027"])
def test_a_date_is_read_as_the_program_itself_says_it(text):
    assert KNOWN["window.start"].parse(text) == date(2027, 4, 1)


@pytest.mark.parametrize(
    "text", ["31 April 2027", "1 Aprl 2027", "April 2027", "1 April", "0 April 2027", "1/4/2027", "29 February 2027"]
)
def test_a_date_that_is_none_is_refused_with_both_ways_to_write_it(text):
    with pytest.raises(ValueError, match="expected a date such as 2027-04-01 or 1 April 2027"):
        KNOWN["window.start"].parse(text)


@pytest.mark.parametrize(
    ("item", "parts"),
    [
        ("REF=0/2d8c8837=office_cleaning:a=b", ("REF=0/2d8c8837", "office_cleaning", "a=b")),
        ("a:1=prison", ("a:1", "prison", "")),
        ("a=prison:b=home_care:c", ("a", "prison", "b=home_care:c")),
    ],
)
def test_a_contract_is_reassessed_whatever_signs_its_number_has(item, parts):
    assert split_contract(item) == parts
    assert with_contract((item,), parts[0], "home_care", "") == (f"{parts[0]}=home_care:",)


@given(st.text("ab=:%,3D; \n", min_size=1, max_size=8), st.text("ab=:% ,", max_size=6).map(str.strip))
@example("a=b:c", "")
@example("REF=0:1/2d8c", "the title = 1:2")
@example(" a%3D=:b", "x=y")
def test_a_reassessed_contract_keeps_its_id_in_link_file_and_short_form(contract, reason):
    items = with_contract(("other=home_care:",), contract, "prison", reason)
    made, problems = build_scenario(PLEDGE, {"reassess.contracts": items})
    assert not problems
    written = KNOWN["reassess.contracts"].unit.write(items)
    for read in (
        made.values["reassess.contracts"],
        from_query(dict(parse_qsl(urlencode(to_query(made)), keep_blank_values=True)))[0].values["reassess.contracts"],
        from_toml(to_toml(made)).values["reassess.contracts"],
        KNOWN["reassess.contracts"].parse(written),
        from_short(to_short("Mine", made))[1].values["reassess.contracts"],
    ):
        assert [split_contract(item) for item in read] == [
            ("other", "home_care", ""),
            (contract, "prison", reason),
        ]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("base = true", "scenario file: yes: no such preset"),
        ('base = ["a", 2027-01-01]', "scenario file: 'a', 2027-01-01: no such preset"),
        ("base = [{a = 1}]", "scenario file: a table: no such preset"),
        ("small.threshold = [1, true]", "scenario file: small.threshold: expected a list of words, got 1, yes"),
        ("small.threshold = nan", "scenario file: small.threshold: expected a whole number, got a missing number"),
        ("authorities.kinds = 07:30:00", "scenario file: authorities.kinds: expected a list of words, got a time"),
    ],
)
def test_what_a_file_holds_is_said_as_a_reader_would_write_it(written, said):
    with pytest.raises(PolicyError) as refused:
        from_toml(written)
    assert str(refused.value).startswith(said)


def test_a_contract_with_both_signs_can_be_written_by_hand():
    assert split_contract("abc%3D1:2=:home_care:why") == ("abc=1:2", "home_care", "why")
    assert split_contract("a%3Db=home_care:50%25") == ("a%3Db", "home_care", "50%25"), "as before it could be escaped"


@pytest.mark.parametrize(
    ("key", "items", "said"),
    [
        ("reassess.contracts", ("a=prison:", "a=home_care:no"), "a is said to be prison and home_care"),
        (
            "reassess.services",
            ("prison.contact:none", "prison.contact:significant"),
            "prison.contact is said to be none and significant",
        ),
    ],
)
def test_what_is_reassessed_in_two_ways_is_refused(key, items, said):
    made, [problem] = build_scenario(PLEDGE, {key: items})
    assert made == build_scenario(PLEDGE)[0] and said in problem.what
    assert not build_scenario(PLEDGE, {key: (items[0], items[0])})[1]


@given(WORDS)
def test_any_reason_that_a_reader_types_survives_link_and_file(reason):
    made, _ = build_scenario(PLEDGE, {"reassess.services": (f"guarding.coercive:held:{reason}",)})
    assert from_query(to_query(made)) == (made, [])
    assert from_toml(to_toml(made)) == made


@pytest.mark.parametrize("key", LISTS)
@pytest.mark.parametrize("name", presets())
def test_an_emptied_list_stays_empty(key, name):
    made, problems = build_scenario(presets()[name], {key: ()})
    assert not problems
    query = to_query(made)
    assert (query.get(key) == "") == bool(start_values(presets()[name])[key])
    assert from_query(query)[0].values[key] == ()
    assert from_toml(to_toml(made)).values[key] == ()


# What cannot stand.
@given(scenarios())
def test_an_unknown_key_is_named_with_its_nearest_and_the_rest_is_kept(made):
    kept, problems = from_query({**to_query(made), "small.treshold": "5"})
    assert kept == made
    assert [problem.where for problem in problems] == ["small.treshold"]
    assert "did you mean small.threshold?" in problems[0].what


def test_a_key_like_no_setting_is_named_without_a_guess():
    _, problems = from_query({"zzzz": "5"})
    assert [str(problem) for problem in problems] == ["zzzz: no such setting"]


def test_a_renamed_key_keeps_working(monkeypatch):
    monkeypatch.setitem(RENAMED, "value.floor", "small.threshold")
    made, problems = from_query({"value.floor": "£1.5m"})
    assert (made.changes(), problems) == ({"small.threshold": 1_500_000}, [])


def test_a_removed_key_says_what_decides_now(monkeypatch):
    monkeypatch.setitem(scenario_module.REMOVED, "pfi.breaks", "the end of the contract decides")
    made, problems = from_query({"pfi.breaks": "yes", "window.years": "5"})
    assert made.changes() == {"window.years": 5}
    assert [str(problem) for problem in problems] == [
        "pfi.breaks: no longer a setting: the end of the contract decides"
    ]


def in_words(value, nought="0"):
    """A value as a message says it: days and large amounts in words."""
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    return {10**9: "£1 billion", 10**9 + 1: "£1,000,000,001", 0: nought}.get(value, str(value))


@pytest.mark.parametrize("key", BOUNDED)
def test_a_value_outside_its_bounds_is_named_and_the_rest_is_kept(key):
    spec = KNOWN[key]
    step = timedelta(days=1) if spec.unit is Unit.DATE else 1
    for given_value, bound in ((spec.minimum - step, spec.minimum), (spec.maximum + step, spec.maximum)):
        made, problems = build_scenario(PLEDGE, {key: given_value, "pfi.include": False})
        assert made.changes() == {"pfi.include": False}
        assert [problem.where for problem in problems] == [key]
        assert f"{in_words(given_value)} is " in problems[0].what and problems[0].what.endswith(
            in_words(bound, "£0" if spec.unit is Unit.GBP else "0")
        )


NO_VALUE = [1.5, None, [1, "x"], [["x"]], "not\x00one"]


@pytest.mark.parametrize("wrong", NO_VALUE, ids=repr)
@pytest.mark.parametrize("key", KNOWN)
def test_a_value_of_the_wrong_kind_is_named(key, wrong):
    free = KNOWN[key].unit is Unit.CHOICES and KNOWN[key].param.of
    if free and isinstance(wrong, str):
        pytest.skip("the options of this setting lie in the data, so that any word may be one")
    made, problems = build_scenario(PLEDGE, {key: wrong})
    assert made.changes() == {}
    assert [problem.where for problem in problems] == [key]


@pytest.mark.parametrize("key", [key for key, spec in KNOWN.items() if spec.param.options])
def test_an_option_that_is_none_is_named_with_the_options(key):
    _, problems = from_query({key: "none_of_these"})
    assert all(option in problems[0].what for option in KNOWN[key].param.options)


def test_shares_that_contradict_each_other_are_named():
    made, problems = build_scenario(PLEDGE, {"reason.risk_low": 30, "reason.risk_high": 10, "window.years": 5})
    assert made.changes() == {"window.years": 5}
    assert "reason.risk_low is 30, above reason.risk_high" in problems[0].what


@pytest.mark.parametrize("day", [date.min, date.max, date(9990, 1, 1)], ids=str)
def test_an_absurd_start_of_the_window_is_named_or_returns_nothing_that_has_an_end(day):
    made, problems = build_scenario(PLEDGE, {"window.start": day, "window.delay_years": 10})
    assert problems or not decide(prepare(embedded().contracts, services()), made).at(Stage.RETURNS).any()


# Files.
def test_a_wrong_file_names_every_problem_at_once():
    text = 'base = "plege"\nsmall.treshold = 5\nwindow.years = 99\ncontact.on = "maybe"\npfi.include = false\n'
    with pytest.raises(PolicyError) as caught:
        from_toml(text, "mine.toml")
    assert [problem.where for problem in caught.value.problems] == [
        "mine.toml: plege",
        "mine.toml: small.treshold",
        "mine.toml: window.years",
        "mine.toml: contact.on",
    ]
    assert "did you mean pledge?" in str(caught.value)
    assert "99 is above 30" in str(caught.value)


def test_a_file_that_is_no_toml_is_named():
    with pytest.raises(PolicyError, match=r"mine\.toml: not a TOML file"):
        from_toml("small.threshold = = 5", "mine.toml")


def test_tables_and_dotted_keys_are_the_same():
    assert from_toml("[small]\nthreshold = 5\n") == from_toml("small.threshold = 5\n")


@given(scenarios(), st.text(max_size=20))
def test_no_title_changes_a_file(made, title):
    assert from_toml(to_toml(made, title)) == made


# Fingerprints and versions.
@given(scenarios(), changes())
def test_fingerprints_agree_exactly_where_all_values_agree(made, others):
    other, _ = build_scenario(made.preset, others)
    assert (made.fingerprint() == other.fingerprint()) == (made.values == other.values)


@pytest.mark.parametrize("key", KNOWN)
@given(st.data())
def test_every_setting_enters_the_fingerprint(key, data):
    plain, _ = build_scenario(PLEDGE)
    drawn = data.draw(value(KNOWN[key]).filter(lambda drawn: drawn != plain.values[key]))
    rest = {"reason.risk_high": 100, "reason.capacity_high": 100} if key.startswith("reason.") else {}
    one, other = build_scenario(PLEDGE, rest)[0], build_scenario(PLEDGE, {**rest, key: drawn})[0]
    assert (one.fingerprint() == other.fingerprint()) == (one.values[key] == drawn)


@pytest.mark.parametrize("name", presets())
def test_the_way_to_a_value_does_not_enter_the_fingerprint(name):
    preset = presets()[name]
    reached, problems = build_scenario(PLEDGE, start_values(preset))
    assert not problems
    assert reached.fingerprint() == build_scenario(preset)[0].fingerprint()


def test_what_a_social_network_or_a_newsletter_appends_is_no_setting():
    appended = {
        "fbclid": "IwAR0x",
        "utm_source": "news",
        "utm_campaign": "a b",
        "gclid": "1",
        "mc_eid": "2",
        "_ga": "3",
    }
    query = {"base": "pledge", "exempt.small": "no", "threshold": "1"}
    wrong = from_query(query)[1]
    assert from_query({**appended, **query}) == (from_query(query)[0], wrong)
    assert [problem.where for problem in from_query({"fbclid_x": "1", "utm": "2"})[1]] == ["fbclid_x", "utm"]


def test_a_link_whose_fingerprint_moved_says_so():
    _, problems = from_query({"base": "pledge@1", "fp": "000000000000"})
    assert [problem.where for problem in problems] == ["fp"]


PRESET = """letter = "H"
title = "Short terms"
short = "Short"
summary = "Contracts come back within three years."
verb = "come back in house"
not_modelled = "Not modelled: break clauses."
[settings]
window.years = 3
[basis."window.years"]
assumption = "For this test."
"""


def test_a_preset_is_read_from_its_file():
    preset = read_preset("short-terms@2.toml", PRESET)
    assert (preset.name, preset.short, dict(preset.settings)) == ("short-terms@2", "Short", {"window.years": 3})


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("short@1.toml", 'short = "Short"\n', "", "short@1.toml: lacks short, a text"),
        ("short.toml", "", "", "short.toml: is not named <id>@<version>.toml, such as pledge@1.toml"),
        ("short@1.toml", "\nwindow.years = 3", "\nwindow.yers = 3", "short@1.toml window.yers: no such setting"),
        ("short@1.toml", "window.years = 3", "window.years = 0", "short@1.toml window.years: 0 is below 1"),
        ("short@1.toml", 'assumption = "', 'source = "', "short@1.toml window.years: needs [basis."),
        ("short@1.toml", 'basis."window.years"', 'basis."window.start"', "short@1.toml window.years: needs [basis."),
        ("short@1.toml", 'title = "Short terms"', "title = Short", "short@1.toml: is no TOML: "),
    ],
)
def test_what_the_file_of_a_preset_lacks_is_said_with_its_name(name, old, new, said):
    with pytest.raises(PolicyError) as error:
        read_preset(name, PRESET.replace(old, new) if old else PRESET)
    [problem] = error.value.problems
    assert str(problem).startswith(said)


def test_a_preset_without_a_place_in_the_order_is_said(monkeypatch):
    monkeypatch.setattr("policy.scenarios.presets.ORDER", tuple(sorted(presets())[:-1]))
    with pytest.raises(PolicyError, match=r"public-interest-test: needs a file <id>@1\.toml and its id in ORDER, both"):
        presets()


def test_an_old_version_of_a_preset_still_opens(monkeypatch):
    newer = replace(PLEDGE, version=2, settings={"window.years": 5})
    monkeypatch.setattr(scenario_module, "presets", lambda: {**presets(), "pledge": newer})
    monkeypatch.setattr(scenario_module, "published", lambda: {PLEDGE.name: PLEDGE, newer.name: newer})
    assert find_preset("pledge@1") == (PLEDGE, [])
    assert find_preset("pledge") == (newer, [])
    assert from_query({"base": "pledge@1"})[0].values["window.years"] == 10
    found, problems = find_preset("pledge@7")
    assert found == newer
    assert "the newest is pledge@2" in problems[0].what


def test_an_unknown_preset_is_named_and_the_settings_are_kept():
    made, problems = from_query({"base": "councils@1", "window.years": "5"})
    assert (made.preset, made.changes()) == (PLEDGE, {"window.years": 5})
    assert "did you mean councils-2019?" in problems[0].what


def test_every_range_says_why_it_ends_where_it_does_and_of_the_register_it_is_so():
    ranged = {key: spec for key, spec in settings().items() if spec.minimum is not None or spec.maximum is not None}
    assert all(spec.param.bounds.endswith(".") for spec in ranged.values())
    assert not any(spec.param.bounds for key, spec in settings().items() if key not in ranged)
    counted = embedded().contracts.query("counted")
    ends = counted["latest_end_date"].fillna(counted["end_date"])
    years = (ends - counted["start_date"]).dt.days / 365.25
    window, start = ranged["window.start"], settings()["window.start"].default
    assert (years > ranged["term.minimum_years"].maximum).mean() < 0.02
    assert (counted["value_gbp"] > ranged["small.threshold"].maximum).mean() < 0.05
    assert window.minimum < ends.min().date() and ends.max().date() < window.maximum
    assert ends.max().year < start.year + ranged["window.years"].maximum
    assert ranged["window.delay_years"].maximum == settings()["window.years"].default


def test_an_own_assessment_of_what_these_data_do_not_hold_is_named():
    contracts = embedded().contracts
    coded, held = prepare(contracts, services()), contracts["contract_id"].iloc[0]
    named = {
        "reassess.services": ("guarding.coercive:held:", "moon_base.coercive:held:"),
        "reassess.contracts": (f"{held}=prison:", f"{held}x=prison:"),
    }
    rule = build_scenario(PLEDGE, named)[0].rule(Reassess)
    assert rule.unknown_names(coded) == ["moon_base.coercive:held:", f"{held}x=prison:"]
    no_service = {"reassess.contracts": (f"{held}=moon_base:",)}
    assert build_scenario(PLEDGE, no_service)[0].rule(Reassess).unknown_names(coded) == [f"{held}=moon_base:"]


def test_the_same_number_with_other_facts_is_named_where_one_alone_has_it():
    contracts = embedded().contracts.head(4).copy()
    contracts["contract_id"] = ["C3/aaaa0001", "C31/aaaa0002", "own.csv/aaaa0003", "own.csv/aaaa0004"]
    coded = prepare(contracts, services())
    items = ("C3/bbbb0001=prison:", "C3=prison:", "C4/bbbb0001=prison:", "own.csv/bbbb0001=prison:")
    said = build_scenario(PLEDGE, {"reassess.contracts": items})[0].rule(Reassess).not_in_data(coded)
    assert [each.rpartition("nothing changes: ")[2] for each in said] == [
        "C3/bbbb0001=prison:; did you mean C3/aaaa0001?",
        *items[1:],
    ]


def test_how_many_more_are_reassessed_is_no_name_of_one():
    """Behind the first twenty "nothing changes: and 2 more" was said, as if that were a name."""
    coded = prepare(embedded().contracts.head(4), services())
    items = tuple(f"nobody{at}=prison:" for at in range(22))
    said = build_scenario(PLEDGE, {"reassess.contracts": items})[0].not_in_data(coded)
    assert ["nothing changes: nobody" in each for each in said] == [*[True] * 20, False]
    assert said[-1] == "and 2 more"


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("charities", "; did you mean suppliers.exempt?"),
        ("start", "; did you mean window.start?"),
        ("threshold", "; did you mean small.threshold?"),
        ("by", ""),
        ("zzzz", ""),
    ],
)
def test_a_setting_is_offered_for_a_word_that_names_it_or_one_of_its_values(asked, meant):
    [problem] = build_scenario(None, {asked: "1"})[1]
    assert problem.what == f"no such setting{meant}"


@pytest.mark.parametrize(("asked", "name"), [("A", "pledge@1"), ("f", "private-firms-only@1")])
def test_a_preset_is_found_by_the_letter_that_lists_give_it(asked, name):
    preset, problems = find_preset(asked)
    assert (preset.name, problems) == (name, [])


UNUSED = chr(max(ord(preset.letter) for preset in presets().values()) + 1)


@pytest.mark.parametrize("asked", ["A@1", UNUSED, "AB", ""])
def test_a_letter_of_no_preset_or_with_a_version_is_none(asked):
    assert len(find_preset(asked)[1]) == 1


def test_what_stands_outside_the_scenarios_of_a_file_is_not_passed_over():
    """A heading such as [window] below a [[scenario]] opens a table of the file, and its lines are of no scenario."""
    for key, text in (
        ("window", '[[scenario]]\nname = "A"\nbase = "pledge"\n[window]\nyears = 3\n'),
        ("small", 'small.threshold = 5\n[[scenario]]\nbase = "pledge"\n'),
    ):
        found, problems = from_file(text, "x.toml")
        assert found == {}
        [problem] = problems
        assert problem.where == "x.toml" and problem.what.startswith(f"{key} stands outside the scenarios; write it ")
    found, problems = from_file('[[scenario]]\nbase = "pledge"\n[scenario.small]\nthreshold = 5\n', "x.toml")
    assert [each.values["small.threshold"] for each in found.values()] == [5] and not problems


NO_TOML = ["base = “pledge@1”", "small.threshold = £1m", "small.threshold = 1,000,000", "base: pledge", "x.y = Three"]


@pytest.mark.parametrize("line", NO_TOML)
def test_a_line_that_is_no_toml_is_shown_with_how_one_is_written(line):
    with pytest.raises(PolicyError) as refused:
        from_toml(f"# mine\n{line}\n", "x.toml")
    [problem] = refused.value.problems
    assert "(at line 2, column" in problem.what and repr(line) in problem.what
    assert problem.what.endswith('small.threshold = "£1m", each key once and its text in straight quotes')


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("small.threshold", "lots", "expected an amount such as 1500000, £1,500,000 or £1.5m, got 'lots'"),
        ("window.start", "1/4/2027", "expected a date such as 2027-04-01 or 1 April 2027, got '1/4/2027'"),
        ("window.years", "ten", "expected a whole number such as 10, got 'ten'"),
        ("contact.on", "", "expected yes or no, got ''"),
        (
            "suppliers.exempt",
            "charities",
            "none of charity, mutual, joint_venture; did you mean charity?",
        ),
        ("authorities.kinds", "central,councils", "education, housing, other; did you mean local?"),
        ("nations.covered", "england", "Wales, Northern Ireland; did you mean England?"),
        ("contact.level", "Significant", "'Significant' is none of significant, incidental; did you mean significant?"),
        ("small.basis", "whole-life value", "; did you mean whole_life?"),
        ("criteria.certainty", "zzz", "'zzz' is none of possible, probable, certain"),
    ],
)
def test_a_value_that_cannot_stand_is_said_with_what_was_given_and_what_is_near(key, text, said):
    [problem] = build_scenario(PLEDGE, {key: text})[1]
    assert problem.where == key
    assert problem.what.endswith(said)


def test_a_value_too_long_to_show_is_said_once():
    [problem] = build_scenario(PLEDGE, {"small.threshold": "9" * 5_000})[1]
    assert problem.what.count("99999") < 12
    assert ", got " not in problem.what


def said_to_be_absent(changes: dict[str, str], preset: str = "pledge") -> list[str]:
    coded = prepare(embedded().contracts, services())
    return build_scenario(find_preset(preset)[0], changes)[0].not_in_data(coded)


@pytest.mark.parametrize(
    ("key", "text", "near"),
    [
        ("specialist.services", "fostering,homecare", "no 'homecare' in these data"),
        ("specialist.services", "Home care", "no 'Home care' in these data"),
        ("reason.services", "homecare:10-30", "no 'homecare' in these data"),
    ],
)
def test_a_service_in_a_setting_that_the_data_do_not_hold_is_named_with_the_one_that_is_near(key, text, near):
    [said] = said_to_be_absent({key: text})
    assert said == f"{key}: {near}, so that no contract is meant by it; did you mean home_care?"


def test_a_group_at_risk_that_no_service_is_for_is_named():
    assert said_to_be_absent({"contact.groups": "prisoners"}) == []
    [said] = said_to_be_absent({"contact.groups": "prisoner"})
    assert said.endswith("; did you mean prisoners?")
    own = {"contact.groups": "divers", "reassess.services": "prison.at_risk_groups:divers:"}
    assert said_to_be_absent(own) == []


@pytest.mark.parametrize("preset", presets())
def test_a_preset_names_nothing_of_its_own_that_is_said_to_be_absent(preset):
    assert said_to_be_absent({}, preset) == []
