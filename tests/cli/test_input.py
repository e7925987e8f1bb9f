"""Bad input on the command line: one clear message, the right exit code, no traceback, and the rest is kept."""

import csv
import io
import json
import re

import pytest

from cli.data import main as data_main
from cli.policy import main
from data.load.datasets import REGISTER
from policy.rules import settings
from policy.scenarios.presets import presets

HEAD, *ROWS = list(csv.reader(io.StringIO(REGISTER.read_text(encoding="utf-8"))))
COUNTED = "moj-oakwood"
MOST_NEEDED = settings()["criteria.needed"].maximum


def run(capsys, *arguments):
    """Run a command as a person would; exit code, standard output and standard error."""
    try:
        code = main([str(argument) for argument in arguments])
    except SystemExit as left:
        code = left.code
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return code, said.out, said.err


def register(folder, change):
    """A register file with twenty rows, the first of them changed."""
    rows = [list(row) for row in [next(row for row in ROWS if row[0] == COUNTED), *ROWS[:19]]]
    change(rows)
    path = folder / "register.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEAD, *rows])
    return path


def cell(name, value):
    def change(rows):
        rows[0][HEAD.index(name)] = value

    return change


def cut(rows):
    del rows[0][5:]


def repeat(rows):
    rows.insert(1, rows[0])


BAD_ROWS = {
    "cells": (cut, "register.csv line 2: row has 5 cells; expected 34 with an id of its own", 19),
    "repeated": (repeat, "register.csv line 3: row has an id that is empty or repeated", 20),
    "no id": (cell("id", ""), "register.csv line 2: row has an id that is empty or repeated", 19),
    "date": (cell("end_date", "30.4.2027"), "line 2 (moj-oakwood): end_date is not a date such as 2027-04-01", 20),
    "number": (cell("value_gbp", "lots"), "line 2 (moj-oakwood): value_gbp is not a number of pounds, 0 or more", 20),
    "word": (cell("buyer_kind", "centrl"), "buyer_kind is not among its words; did you mean central?", 20),
    "service": (cell("service", "prisn"), "service is not among its words; did you mean prison?", 20),
}


@pytest.mark.parametrize("name", BAD_ROWS)
def test_an_unreadable_row_is_named_and_the_rest_is_kept(tmp_path, capsys, name):
    change, message, kept = BAD_ROWS[name]
    code, out, err = run(capsys, "assess", "--data", register(tmp_path, change), "--json")
    assert code == 1
    assert err.count("\n") == 1
    assert message in err
    assert json.loads(out)["data"]["contracts"] == kept


def test_a_register_without_fault_says_nothing(tmp_path, capsys):
    code, _, err = run(capsys, "assess", "--data", register(tmp_path, lambda _: None), "--json")
    assert (code, err) == (0, "")


def written(folder, content):
    path = folder / "input"
    path.write_bytes(content)
    return path


BAD_TABLES = {
    "missing": (None, "no such file. Give a register in CSV"),
    "not text": (b"\xff\xfe\x00caf\xe9", "not UTF-8 text at byte 0. Save the file as CSV in UTF-8."),
    "other table": (b"name,amount\nx,1\n", "is not a register's; expected id,title,summary,buyer"),
    "empty": (b"", "is not a register's"),
    "header alone": (",".join(HEAD).encode() + b"\n", "no contract in it"),
}


@pytest.mark.parametrize("name", BAD_TABLES)
def test_a_table_that_cannot_be_read_is_named(tmp_path, capsys, name):
    content, message = BAD_TABLES[name]
    path = tmp_path / "none.csv" if content is None else written(tmp_path, content)
    code, out, err = run(capsys, "assess", "--data", path)
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert message in err


BAD_SCENARIOS = {
    "not TOML": (b"base = pledge", "not a TOML file"),
    "not text": (b"base = 'caf\xe9'", "not UTF-8 text"),
    "unknown key": (b"base = 'pledge@1'\n'small.treshold' = 5", "small.treshold: no such setting; did you mean"),
    "out of range": (b"[criteria]\nneeded = 9", f"criteria.needed: 9 is above {MOST_NEEDED}"),
    "wrong kind": (b"[small]\nthreshold = true", "small.threshold: "),
    "unknown preset": (b"base = 'pledg'", "no such preset; did you mean pledge?"),
    "preset": (b"preset = 'pledge'", "preset: no such setting; a preset is named by base, as in base = "),
    "scope": (b"where = ['buyer_kind=local']", "where: no such setting; what is looked at stands in no scenario; give"),
    "scope of a link": (b"in.buyer_kind = 'local'", "in.buyer_kind: no such setting; what is looked at stands in no"),
    "one scenario": (b"[scenario]\nname = 'a'\nsmall.threshold = 1", "scenario: each scenario of a file begins with a"),
    "scenarios": (b"[[scenarios]]\nsmall.threshold = 1", "scenarios: each scenario of a file begins with a line [["),
    "capitals": (b"[[Scenario]]\nsmall.threshold = 1", "Scenario: each scenario of a file begins with a line [["),
}


@pytest.mark.parametrize("name", BAD_SCENARIOS)
def test_a_wrong_scenario_file_is_named(tmp_path, capsys, name):
    content, message = BAD_SCENARIOS[name]
    path = written(tmp_path, content)
    code, out, err = run(capsys, "assess", "--scenario", path)
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert str(path) in err
    assert message in err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["assess", "--set", "small.treshold=5"], 2, "--set small.treshold: no such setting; did you mean"),
        (["assess", "--set", "small.threshold=abc"], 2, "--set small.threshold: expected an amount such as 1500000"),
        (["assess", "--set", "small.threshold"], 2, "--set small.threshold: expected KEY=VALUE"),
        (["assess", "--set", "criteria.needed=7"], 2, f"--set criteria.needed: 7 is above {MOST_NEEDED}"),
        (["assess", "--set", "reason.risk_low=50"], 2, "reason.risk_low is 50, above reason.risk_high, which is 0"),
        (
            ["assess", "--set", "small.threshold=1m", "--set", "small.threshold=2m"],
            2,
            "--set small.threshold: is given more than once, as '1m' and '2m'",
        ),
        (["assess", "pledge"], 2, "pledge: is a preset, and no table; give it as --preset pledge"),
        (["assess", "--where", "buyer_kind", "local"], 2, "--where buyer_kind: expected a field, a sign and a value"),
        (["assess", "--preset", "pledg"], 2, "pledg: no such preset; did you mean pledge?"),
        (["compare", "pledge", "plegde"], 2, "plegde: no such preset; did you mean pledge?"),
        (["assess", "--scenario", "none.toml"], 1, "none.toml"),
        (["sweep", "small.treshold"], 2, "small.treshold: no such setting"),
        (["sweep", "reason.services"], 2, "cannot be swept"),
        (["explain", "no-such"], 1, "no-such: no contract with this id in the data, and none with it in"),
        (["explain", "zz"], 1, "zz: no contract with this id in the data; a word of its title, of 4 letters or more"),
        (["explain", "moj-oakwood2x"], 1, "moj-oakwood2x: no contract with this id in the data, and none"),
        (["explain", "moj-oakwod"], 1, "and none with it in its id or title; the nearest id is moj-oakwood\n"),
        (["explain", "wst"], 1, "wst: no contract with this id in the data; did you mean wst-"),
        (["explain", "Asylum Accomm"], 1, "did you mean ho-aasc-all (Asylum Accommodation and Support Services"),
        (["explain", "oakwood"], 1, "did you mean moj-oakwood (HMP Oakwood (contract in force in 2018)"),
        (["verify", "none.json"], 1, "none.json"),
        (["assess", "none.parquet"], 1, "none.parquet: no such file. Build it with: python -m data build FILE..."),
        (["sweep", "window.years", "--data", "none.parquet"], 1, "none.parquet: no such file. Build it with: python"),
    ],
)
def test_a_wrong_argument_gives_one_message(capsys, arguments, code, message):
    found, out, err = run(capsys, *arguments)
    assert (found, out) == (code, "")
    assert message in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("arguments", [[], ["asess"], ["assess", "--jsn"], ["explain"]])
def test_wrong_usage_is_exit_code_2(capsys, arguments):
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("usage:")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["assess", "--preset", "pledge", "--preset", "councils-2019"],
            "argument --preset: is given more than once, as 'pledge' and 'councils-2019'",
        ),
        (["sweep", "small.threshold", "--data", "a", "--data", "b"], "argument --data: is given more than once"),
        (["report", "--out", "a.html", "--out", "b.html"], "argument --out: is given more than once"),
        (["range", "--measure", "annual_gbp", "--measure", "contracts"], "argument --measure: is given more than once"),
    ],
)
def test_an_option_with_two_values_is_refused(capsys, arguments, said):
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert said in err


def test_an_option_that_is_given_twice_alike_is_no_fault(capsys):
    twice = run(capsys, "assess", *["--preset", "councils-2019", "--set", "small.threshold=1m"] * 2)
    assert twice == run(capsys, "assess", "--preset", "councils-2019", "--set", "small.threshold=1m")


@pytest.mark.parametrize(
    "arguments",
    [
        ["presets"],
        ["assess"],
        ["sweep", "small.threshold"],
        ["compare", "pledge", "councils-2019"],
        ["explain", COUNTED],
    ],
    ids=lambda arguments: arguments[0],
)
def test_every_command_prints_text_and_json(capsys, arguments):
    for more in ([], ["--json"]):
        code, out, err = run(capsys, *arguments, *more)
        assert (code, err) == (0, "")
        assert out.strip()
    assert json.loads(out)


def test_a_receipt_is_verified_and_a_changed_one_is_not(tmp_path, capsys):
    _, out, _ = run(capsys, "assess", "--preset", "councils-2019", "--json")
    path = written(tmp_path, out.encode())
    assert run(capsys, "verify", path)[0] == 0
    receipt = json.loads(out)["receipt"]
    receipt["returns"]["contracts"]["central"] += 1
    code, said, _ = run(capsys, "verify", written(tmp_path, json.dumps(receipt).encode()))
    assert code == 1
    assert "was changed after it was made: the figure." in said


@pytest.mark.parametrize("preset", presets())
def test_the_funnel_adds_up_on_the_command_line(capsys, preset):
    code, out, err = run(capsys, "assess", "--preset", preset, "--json")
    assert (code, err) == (0, "")
    result = json.loads(out)
    for measure, scale in (("contracts", 1000), ("annual_gbp", 100), ("whole_life_gbp", 100)):
        parts = [round((step[measure] or 0) * scale) for step in result["funnel"]]  # null: none of them is known
        # Each figure is rounded once, for itself, from thousandths of a penny.
        assert abs(sum(parts) - round(result["of"][measure] * scale)) <= (len(parts) + 1) / 2 * (measure != "contracts")
        assert parts[-1] == round(result["returns"][measure]["central"] * scale)


def test_a_link_with_faults_is_assessed_by_what_stands(capsys):
    link = "http://localhost/?base=pledge@1&small.threshold=1000000&small.treshold=5"
    code, out, err = run(capsys, "assess", "--link", link, "--json")
    assert code == 0
    assert err == "link: small.treshold: no such setting; did you mean small.threshold?\n"
    assert json.loads(out)["scenario"]["changes"] == {"small.threshold": "1000000"}


@pytest.mark.parametrize("command", [main, data_main])
def test_words_that_no_command_knows_do_not_command_the_terminal(capsys, command):
    with pytest.raises(SystemExit):
        command(["labels" if command is data_main else "presets", "\x1b[31m\u202ezq"])
    err = capsys.readouterr().err
    assert "zq" in err
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", err)


@pytest.mark.parametrize(
    "shown",
    ["sensitivity?base=pledge@1&measure=contracts&down=small.threshold&across=window.years",
     "contracts?base=pledge@1&contract=moj-oakwood&find=2&column=line&value=near",
     "timeline?base=pledge@1&period=quarter&split=nation&limit=contracts&most=10&rest=later",
     "audit?base=pledge@1&size=30&seed=7&strata=service_confidence"],
)  # fmt: skip
def test_what_a_page_itself_shows_is_no_setting_of_its_link(shown, capsys):
    """The pages write these into their own links, by which the files of a chart lead back."""
    assert main(["assess", "--link", f"http://localhost:8501/{shown}"]) == 0
    assert capsys.readouterr().err == ""
