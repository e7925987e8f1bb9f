"""What is too long, too deep or torn at the command line and in the page: one message, and the rest is kept."""

import json

import pytest

from data.model.service_table import services
from policy.audit.labels import COLUMNS, Label, from_csv
from policy.bounds import (
    LARGEST_FILE,
    LARGEST_SCENARIOS,
    LONGEST_LINK,
    LONGEST_LIST,
    LONGEST_SETTING,
    MOST_ITEMS,
    MOST_LINES,
    MOST_NAMED,
    MOST_PAIRS,
)
from policy.problem import PolicyError
from policy.rules import settings
from policy.rules.units import Unit
from policy.scenarios.files import from_file, from_pasted
from policy.scenarios.links import from_link, from_query, from_toml, to_query
from policy.scenarios.scenario import build_scenario
from tests.cli.test_input import run, written
from tests.pages import headline, opened, text, whole

DIGITS = "9" * 5_000
BLANKS = "1" + " " * 100_000 + "x"
LINES = f"{','.join(COLUMNS)}\nc1,comes_back,right,,\n{{}}\nc3,comes_back,right,,\n"
KNOWN = frozenset({"c1", "c2", "c3"})


# A link.
def test_a_setting_that_is_too_long_is_named_and_the_rest_of_the_link_is_kept():
    made, [problem] = from_query({"base": "councils-2019", "window.years": "5", "small.threshold": BLANKS})
    assert (made.preset.id, made.changes()["window.years"]) == ("councils-2019", 5)
    assert problem.where == "small.threshold"
    assert problem.what.startswith("is 100,002 characters long, and the longest that is read has 200; it begins '1  ")
    assert len(problem.what) < 200


def test_the_longest_setting_and_list_are_read():
    assert settings()["small.threshold"].parse("5".rjust(LONGEST_SETTING, "0")) == 5
    with pytest.raises(ValueError, match="201 characters long"):
        settings()["small.threshold"].parse("5".rjust(LONGEST_SETTING + 1, "0"))
    item = "c1=prison:" + "a" * (LONGEST_LIST - 10)
    made, problems = build_scenario(changes={"reassess.contracts": (item,)})
    assert problems == []
    assert from_query(to_query(made)) == (made, []), "the program reads every link that it writes"
    _, [problem] = build_scenario(changes={"reassess.contracts": (item + ",",)})
    assert "10,003 characters long" in problem.what, "a comma takes three characters in a link"


def test_the_longest_link_that_the_program_writes_is_read():
    every = "+".join(services().index)  # no choice is wider than one of every service
    longest = {Unit.ITEMS: LONGEST_LIST, Unit.CHOICES: len(every)}
    assert sum(len(key) + longest.get(spec.unit, 30) for key, spec in settings().items()) < LONGEST_LINK


def test_a_list_of_too_many_items_is_named_and_the_rest_of_the_link_is_kept():
    items = [f"c{n}=prison" for n in range(MOST_ITEMS + 1)]
    made, [problem] = from_query({"window.years": "5", "reassess.contracts": ",".join(items)})
    assert str(problem) == "reassess.contracts: holds 201 items, and at most 200 are read"
    assert made.changes() == {"window.years": 5}
    made, problems = from_query({"reassess.contracts": ",".join(items[1:])})
    assert (made.values["reassess.contracts"], problems) == (tuple(items[1:]), [])


def test_a_link_as_it_is_written_is_read_as_far_as_a_link_may_reach():
    long = "".join(f"&k{n}={'%41' * 6_000}" for n in range(4))
    made, problems = from_link(f"?window.years=5{long}&small.threshold=7")
    assert made.changes() == {"window.years": 5}
    assert str(problems[0]) == "link: is 72,048 characters long, of which 40,000 are read; left out from k2 on"
    assert [problem.where for problem in problems[1:]] == ["k0", "k1"]
    assert from_pasted(f"?window.years=5{long}", frozenset()) == from_link(f"?window.years=5{long}")


def test_of_a_pasted_link_of_too_many_settings_the_first_are_kept():
    made, problems = from_link("?&window.years=5" + "&fp=" * MOST_PAIRS + "&small.threshold=7")
    assert made.changes() == {"window.years": 5}
    assert list(map(str, problems)) == ["link: holds 1,002 settings, of which 1,000 are read; left out from fp= on"]


def test_a_link_of_many_keys_names_a_few_and_counts_the_rest():
    query = {"base": "pledge@1", "window.years": "5"} | {f"k{n:04}": "1" for n in range(2_000)}
    made, problems = from_query(query)
    assert made.changes() == {"window.years": 5}
    assert len(problems) == MOST_NAMED + 1
    assert problems[-1].what == f"no such setting, nor {2_000 - MOST_NAMED - 1:,} others after it"


def test_of_a_link_that_is_too_long_the_beginning_is_kept():
    query = {"window.years": "5"} | {f"k{n}": "1" * 10_000 for n in range(10)} | {"small.threshold": "7"}
    made, problems = from_query(query)
    assert made.changes() == {"window.years": 5}
    assert str(problems[0]) == "link: is 100,049 characters long, of which 40,000 are read; left out from k3 on"


# Files of scenarios.
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (f"small.threshold = {DIGITS}", "holds a number of thousands of digits"),
        (f"small.threshold = 0x{DIGITS}", "holds a number of thousands of digits"),
        (f"base = 0x{DIGITS}", "holds a number of thousands of digits"),
        (f"small.threshold = {'9' * 4_000}", "small.threshold: £9,999"),
        (f"small.threshold = {'[' * 2_000}{']' * 2_000}", "brackets or tables too deep"),
        (".".join("a" * 80) + " = 1", "no such setting"),
        (".".join("a" * 9_000) + " = 1", "line 1 has 8,999 dots outside texts"),
        ('base = "pledge"\n["' + '"."'.join("a" * 9_000) + '"]', "line 2 has 8,999 dots outside texts"),
        ("#" * (LARGEST_SCENARIOS + 1), "holds 500,001 characters, and at most 500,000 are read"),
        ("\n" * MOST_LINES, "holds 10,001 lines, and at most 10,000 are read"),
        (f"\nreason.services = ['{'a' * LONGEST_LINK}']", "line 2 is 40,022 characters long"),
    ],
)
def test_a_scenario_file_that_holds_too_much_ends_in_one_message(content, said):
    with pytest.raises(PolicyError) as raised:
        from_toml(content, "x.toml")
    [problem] = raised.value.problems
    assert said in str(problem)
    assert len(str(problem)) < 300
    assert from_file(content, "x.toml") == ({}, [problem])


def test_dots_in_texts_and_comments_are_no_matter():
    listed = ", ".join(f'"guarding.coercive:held:{n}...... it\'s \\" # so"' for n in range(40))
    [item, *_] = from_toml(f"# {'.' * 200}\nreassess.services = [{listed}] # {'.' * 200}").values["reassess.services"]
    assert item == "guarding.coercive:held:0...... it's \" # so"


def test_of_a_file_of_too_many_scenarios_the_first_are_kept():
    found, [problem] = from_file("[[scenario]]\nbase = 'pledge'\n" * 300, "x.toml")
    assert len(found) == 100
    assert str(problem) == "x.toml: holds 300 scenarios; the first 100 are read"


# Labels of an audit.
@pytest.mark.parametrize("row", ["c2,comes_back,right,,a\rb", "c2\r,comes_back,right,,"])
def test_a_label_with_a_torn_cell_is_named_and_the_others_are_kept(row):
    found, [problem] = from_csv(LINES.format(row), KNOWN)
    assert found == {"c1": Label("comes_back", "right"), "c3": Label("comes_back", "right")}
    assert problem.where == "line 3"
    assert problem.what.startswith("holds a line end inside a cell without quotes")


def test_labels_with_the_line_ends_of_old_sheets_are_read():
    row = 'c2,comes_back,right,,"kept"'
    for end in ("\r", "\r\n", "\n"):
        found, problems = from_csv(LINES.format(row).replace("\n", end), KNOWN)
        assert (list(found), problems) == (["c1", "c2", "c3"], [])


def test_many_wrong_labels_are_counted():
    found, problems = from_csv(LINES.format("\n".join(["who,comes_back,right,,"] * 1_000)), KNOWN)
    assert list(found) == ["c1", "c3"]
    assert len(problems) == MOST_NAMED + 1
    assert str(problems[-1]) == f"further on: {1_000 - MOST_NAMED} more lines are wrong"


def test_of_a_file_of_too_many_labels_the_first_are_kept():
    found, [problem] = from_csv(LINES.format("c2,comes_back,right,,\n" * MOST_LINES), KNOWN)
    assert list(found) == ["c1", "c2"]
    assert str(problem) == "further on: the file holds more than 10,000 lines; the rest is not read"


def test_a_file_of_labels_that_is_too_large_is_not_read():
    found, [problem] = from_csv("a" * (LARGEST_FILE + 1), KNOWN)
    assert found == {}
    assert str(problem) == "the file: holds 2,000,001 characters, and at most 2,000,000 are read"


# The command line.
RECEIPTS = {
    "utf-16": ("{}".encode("utf-16"), "not UTF-8 text"),
    "brackets": (b"[" * 100_000, "its brackets are too deep to read"),
    "list": (b"[1]", "expected one object in braces"),
    "listed receipt": (b'{"receipt": [1]}', "expected one object in braces"),
    "no scenario": (b"{}", "expected the text of a scenario under 'scenario'"),
    "scenario of another kind": (b'{"scenario": 5}', "expected the text of a scenario under 'scenario'"),
    "digits": (f'{{"scenario": {DIGITS}}}'.encode(), "a number of thousands of digits"),
    "no JSON": (b"{", "Expecting property name"),
    "huge": (b" " * (LARGEST_FILE + 1), "2,000,001 bytes large, and at most 2,000,000 are read"),
}  # fmt: skip


@pytest.mark.parametrize("name", RECEIPTS)
def test_what_is_no_receipt_is_refused_in_one_message(tmp_path, capsys, name):
    body, said = RECEIPTS[name]
    code, out, err = run(capsys, "verify", written(tmp_path, body))
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert said in err
    assert "object has no attribute" not in err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--link", "http://[::1/?base=pledge@1"], 1, "link: http://[::1/?base=pledge@1: carries no scenario"),
        (["--set", f"small.threshold={BLANKS}"], 2, "--set small.threshold: is 100,002 characters long"),
        (["--set", BLANKS], 2, "expected KEY=VALUE"),
        (["--set", f"window.years={DIGITS}"], 2, "--set window.years: is 5,000 characters long"),
        (["--set", f"{BLANKS}=1"], 2, "no such setting"),
        (["--preset", BLANKS], 2, "no such preset"),
    ],
)
def test_a_long_argument_gives_one_short_message(capsys, arguments, code, said):
    found, out, err = run(capsys, "assess", *arguments)
    assert (found, out, err.count("\n")) == (code, "", 1)
    assert said in err
    assert len(err) < 300


def test_a_long_setting_in_a_link_is_said_and_the_rest_is_assessed(capsys):
    link = f"?base=pledge@1&window.years=5&small.threshold={BLANKS}"
    code, out, err = run(capsys, "assess", "--json", "--link", link)
    assert (code, err.count("\n")) == (0, 1)
    assert err.startswith("link: small.threshold: is 100,002 characters long")
    assert json.loads(out)["scenario"]["changes"] == {"window.years": "5"}


@pytest.mark.parametrize("body", [f"a = {DIGITS}".encode(), b"a = " + b"[" * 2_000, "a = 1".encode("utf-16"), b"=" * 9])
def test_what_is_no_scenario_file_is_refused_in_one_message(tmp_path, capsys, body):
    code, out, err = run(capsys, "assess", "--scenario", written(tmp_path, body))
    assert (code, out, err.count("\n")) == (1, "", 1)


def test_a_folder_is_no_file(tmp_path, capsys):
    for command in (["verify"], ["assess", "--scenario"]):
        code, _, err = run(capsys, *command, tmp_path)
        assert (code, err) == (1, f"{tmp_path}: a folder. Give a file in it.\n")


# The page.
@pytest.mark.parametrize("said", ["²-²", f"{DIGITS}-{DIGITS}", "1-²", "-", "1-2-3"])
def test_a_figure_in_a_link_that_is_none_is_named_and_the_rest_is_kept(said):
    page = opened("overview", {"window.years": "5", "said": said, "data": "x"})
    assert headline(page) == headline(opened("overview", {"window.years": "5"}))
    assert not page.info
    [warning] = page.warning
    assert warning.value.startswith("One setting was not understood")
    assert "**said**: is not a figure as a link carries it" in text(page)
    assert len(warning.value) < 300


def test_ends_of_the_way_that_are_none_are_named_in_one_warning():
    page = opened("compare", {"compare": "now,councils-2019@1,pledge@1", "from": "9" * 5_000, "to": "0"})
    [warning] = page.warning
    assert warning.value.startswith("From: 999")
    assert "To: 0 in the address cannot be read; expected a whole number from 1 to 3; 3 stands in." in warning.value
    assert (page.selectbox(key="page.from").value, page.selectbox(key="page.to").value) == (0, 2)
    page = opened("compare", {"compare": "now,councils-2019@1,pledge@1", "from": "2", "to": "1"})
    assert not page.warning
    assert (page.selectbox(key="page.from").value, page.selectbox(key="page.to").value) == (1, 0)


def test_an_end_of_the_way_that_is_compared_no_longer_leaves_the_address():
    page = opened("compare", {"compare": "now,councils-2019@1,pledge@1", "from": "1", "to": "3"})
    page.multiselect(key="page.compare").unselect("pledge@1").run()
    assert not page.warning
    assert "to" not in page.query_params
    assert page.selectbox(key="page.to").value == 1


@pytest.mark.parametrize("size", ["²", DIGITS, "-5", "29", "٣٣"])
def test_a_size_in_a_link_that_is_none_is_said(size):
    page = opened("audit", {"size": size})
    assert page.number_input(key="page.size").value == 80
    [warning] = page.warning
    assert "expected a whole number from 30 to 400; 80 stands in" in text(page)
    assert len(warning.value) < 300


@pytest.mark.parametrize(
    ("name", "key"),
    [("contracts", "contract"), ("contracts", "find"), ("compare", "compare"), ("audit", "seed"), ("buyers", "value")],
)
def test_a_page_value_that_is_too_long_is_named_and_the_page_is_whole(name, key):
    page = opened(name, {key: "a" * 100_000, "window.years": "5"})
    [warning] = page.warning
    assert f"**{key}**: is 100,000 characters long" in text(page)
    assert len(warning.value) < 300
    assert "5 years" in text(page) or page.query_params["window.years"] in ("5", ["5"])


def test_a_long_setting_in_the_address_leaves_the_page_whole():
    page = opened("overview", {"small.threshold": BLANKS})
    [warning] = page.warning
    assert "is 100,002 characters long" in text(page)
    assert len(warning.value) < 300


def test_names_that_the_data_do_not_hold_are_said_in_one_warning():
    known = "moj-oakwood=home_care"
    page = opened("overview", {"reassess.contracts": ",".join([known, *(f"c{n}=prison" for n in range(30))])})
    [warning] = page.warning
    assert "c0=prison" in warning.value
    assert "oakwood" not in warning.value
    assert warning.value.endswith("- and 10 more")


def test_of_many_scenarios_in_a_link_the_first_are_compared():
    entries = [f"base=pledge&window.years={1 + n % 30}&small.threshold={n}" for n in range(60)]
    page = opened("compare", {"compare": ",".join(entries)})
    assert len(page.multiselect(key="page.compare").value) == 20
    assert "names 60 scenarios; the first 20 are compared" in text(page)


def test_an_audit_takes_labels_with_a_torn_cell():
    page = opened("audit")
    name = page.selectbox(key="audit.contract").value
    body = f"{','.join(COLUMNS)}\n{name},comes_back,right,,a\rb\n{name},comes_back,right,,\n"
    page.get("file_uploader")[0].upload("labels.csv", body.encode(), "text/csv")
    whole(page.run())
    assert "1 label read." in text(page)
    assert "line 2: holds a line end inside a cell" in text(page)


@pytest.mark.parametrize("digits", [400, 4_000])
def test_an_amount_larger_than_any_number_with_a_point_is_refused_in_words(digits):
    found, [problem] = from_file(f"base = 'pledge'\nsmall.threshold = 1{'0' * digits}", "x.toml")
    assert found == {}
    assert str(problem).startswith("x.toml: small.threshold: £10,000,000")
    assert str(problem).endswith(" is above £1 billion")


def test_services_of_a_setting_that_the_data_do_not_hold_are_said_in_one_warning():
    page = opened("overview", {"specialist.services": ",".join(["home_care", *(f"c{n}" for n in range(30))])})
    [warning] = page.warning
    assert "Not in these data:" in warning.value
    assert "specialist.services: no 'c0' in these data" in warning.value.replace("\\", "")
    assert "home" not in warning.value
    assert warning.value.endswith("- and 10 more")
