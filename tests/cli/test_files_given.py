"""Files given to commands: what is read is not written over, what a page saved is read, what is no file is said."""

import json
from urllib.parse import urlencode

import pytest

from cli.data import main as data_main
from cli.policy import main as policy_main
from policy.scenarios.files import to_file
from policy.scenarios.links import to_query
from policy.scenarios.scenario import build_scenario
from tests.own_reading import CARE, HEADER, REST

MILLION, _ = build_scenario(None, {"small.threshold": 1_000_000})
PLAIN, _ = build_scenario()


def run(capsys, main, *arguments):
    try:
        code = main([str(argument) for argument in arguments])
    except SystemExit as left:
        code = left.code
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def own(tmp_path, monkeypatch):
    path = tmp_path / "register.csv"
    path.write_text(f"{HEADER}\n{CARE}\n{REST}\n")
    monkeypatch.chdir(tmp_path)
    return path


@pytest.mark.parametrize("name", ["register.csv", "./register.csv", "folder/../register.csv", "linked.csv"])
def test_a_register_is_not_written_over_by_its_answer(capsys, own, tmp_path, name):
    (tmp_path / "folder").mkdir()
    (tmp_path / "linked.csv").symlink_to(own)
    before = own.read_bytes()
    code, out, err = run(capsys, policy_main, "assess", "--data", own, "--out", name)
    assert (code, out) == (2, "")
    assert err.startswith("--out: ") and "is read by this command, and would be lost; give another name\n" in err
    assert own.read_bytes() == before
    assert run(capsys, policy_main, "assess", "--data", own, "--out", "answer.csv")[0] == 0
    assert own.read_bytes() == before


def test_a_register_is_not_written_over_by_a_comparison(capsys, own):
    before = own.read_bytes()
    code, _, err = run(capsys, policy_main, "compare", "pledge", "councils-2019", "--data", own, "--out", own)
    assert code == 2 and "would be lost" in err
    assert own.read_bytes() == before


def test_what_a_page_saved_under_names_is_read_by_commands(capsys, tmp_path):
    one, several = tmp_path / "one.toml", tmp_path / "several.toml"
    one.write_text(to_file({"Ä/b, *bold*": MILLION}), "utf-8")
    several.write_text(to_file({"Ä/b": MILLION, "Ours": PLAIN}), "utf-8")
    link = f"http://localhost:8501/?{urlencode(to_query(MILLION))}"
    _, linked, _ = run(capsys, policy_main, "assess", "--json", "--link", link)
    code, filed, err = run(capsys, policy_main, "assess", "--json", "--scenario", one)
    assert (code, err) == (0, "")
    assert json.loads(filed)["returns"] == json.loads(linked)["returns"]
    code, _, err = run(capsys, policy_main, "assess", "--scenario", several)
    assert (code, err.count("\n")) == (1, 1)
    assert err.startswith(f"{several}: holds 2 scenarios, 'Ä/b' and 'Ours'; keep one of them in the file, or ask ")
    code, compared, _ = run(capsys, policy_main, "compare", several, "pledge", one, "--json")
    assert code == 0
    told = json.loads(compared)["scenarios"]
    assert [each["name"] for each in told] == ["Ä/b", "Ours", "pledge", str(one)]
    made = [each.fingerprint() for each in (MILLION, PLAIN, PLAIN, MILLION)]
    assert [each["scenario"]["fingerprint"] for each in told] == made
    code, _, err = run(capsys, policy_main, "compare", several, "--set", "small.threshold=1")
    assert code == 2 and err.startswith("--set: changes one scenario")


@pytest.mark.parametrize(
    ("main", "words"),
    [
        (data_main, ["build", "register.csv", "--out", "s3://bucket/t.parquet"]),
        (data_main, ["build", "https://example.test/releases.json"]),
        (data_main, ["pull", "find-a-tender", "--from", "2026-08-10", "--out", "gs://bucket/raw"]),
        (data_main, ["labels", "score", "https://user:secret@example.test/labels.csv", "t.parquet"]),
        (policy_main, ["assess", "--out", "https://example.test/a.csv"]),
        (policy_main, ["verify", "https://example.test/r.json"]),
    ],
)
def test_an_address_is_no_file_and_makes_no_folder_of_its_name(capsys, own, main, words):
    code, out, err = run(capsys, main, *words)
    assert (code, out) == (2, "")
    assert " is an address; give a file or a folder on this machine\n" in err and "secret" not in err
    assert [path.name for path in own.parent.iterdir()] == ["register.csv"]


def test_no_name_is_not_the_folder_here(capsys, own, tmp_path):
    (tmp_path / "other.parquet").write_bytes(b"")
    code, _, err = run(capsys, policy_main, "assess", "--data", "")
    assert (code, err) == (1, "'': no such file. Give a register in CSV, or a table of `python -m data build`.\n")
    assert own.exists()


@pytest.mark.parametrize(
    ("main", "words", "usage"),
    [
        (data_main, ["build", "x.csv", "--json"], "usage: python -m data build "),
        (data_main, ["labels", "score", "a.csv", "t.parquet", "--erors"], "usage: python -m data labels score "),
        (policy_main, ["assess", "--jsn"], "usage: "),
    ],
)
def test_an_option_that_is_not_known_is_said_with_those_of_its_command(capsys, main, words, usage):
    code, _, err = run(capsys, main, *words)
    assert code == 2 and err.startswith(usage)
    assert err.endswith(f"error: unrecognized arguments: {words[-1]}\n")
    assert words[0] in err.partition("error")[0]


@pytest.mark.parametrize("given", ["--out", "--cache"])
def test_a_place_below_a_file_is_said_before_anything_is_read(capsys, own, given):
    place = f"{own}/t.parquet" if given == "--out" else own
    code, out, err = run(capsys, data_main, "build", own, given, place)
    assert (code, out) == (2, "")
    assert err == f"{given} {place}: {own} is a file, and no folder. Give another name.\n"
    if given == "--cache":
        assert run(capsys, data_main, "check", own, given, place) == (code, out, err)


def test_a_build_of_nothing_says_why(capsys, own, tmp_path):
    table, again = tmp_path / "t.parquet", tmp_path / "again.parquet"
    cache = ("--cache", tmp_path / "cache")
    assert run(capsys, data_main, "build", own, "--out", table, *cache)[0] == 0
    code, _, err = run(capsys, data_main, "build", table, "--out", again, *cache)
    assert code == 1
    assert err.splitlines()[-1].startswith("no contract was read: t.parquet: ")
    assert "was written by this program when it built a table" in err


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("r.zip", b"PK\x03\x04\xff", "is an archive, which is not opened. Unpack it and give the folder."),
        ("r.docx", b"PK\x03\x04\xff", "not a kind of file that can be read. Expected .json,"),
        ("r.pdf", b"%PDF-1.7 words", "not a kind of file that can be read. Expected .json,"),
        ("~$r.xlsx", b"\x05Ann", "is what Excel keeps while a workbook is open, and no table. Give the workbook"),
    ],
)
def test_a_file_of_no_kind_to_be_read_is_not_said_to_be_one_to_build(capsys, tmp_path, name, content, said):
    """The advice to build a table of it led to a command that refused it."""
    (tmp_path / name).write_bytes(content)
    assert policy_main(["assess", "--data", str(tmp_path / name)]) == 1
    told = capsys.readouterr().err
    assert f"{name}: {said}" in told
    assert "build" not in told.replace(str(tmp_path), "")
