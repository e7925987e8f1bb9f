"""How commands end: stopped, with nobody who reads on, on a full disk, at what is no file; nothing is lost by them."""

import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from cli import policy
from cli.data import main as data_main
from cli.ending import STOPPED
from cli.policy import main as policy_main
from data.readers.files import FileError
from data.table.build import build
from tests.own_reading import CARE, HEADER, REST

ROOT = Path(__file__).parents[2]
MOST_SECONDS = 60


def run(capsys, main, *arguments):
    try:
        code = main([str(argument) for argument in arguments])
    except SystemExit as left:
        code = left.code
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "register.csv"
    path.write_text(f"{HEADER}\n{CARE}\n{REST}\n")
    return path


def started(*words, stdout):
    """A command in a process of its own, which puts off what it prints as in a terminal's pipe."""
    around = {name: text for name, text in os.environ.items() if name != "PYTHONUNBUFFERED"}
    command = [sys.executable, "-m", *map(str, words)]
    return subprocess.Popen(command, cwd=ROOT, env=around, stdout=stdout, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("words", [("policy", "presets"), ("data", "--help")])
def test_who_reads_no_more_is_no_fault(words):
    reading, writing = os.pipe()
    os.close(reading)
    with started(*words, stdout=writing) as process:
        os.close(writing)
        assert (process.communicate(timeout=MOST_SECONDS)[1], process.returncode) == ("", 0)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is full")
def test_a_full_disk_under_what_is_printed_is_said_once():
    with Path("/dev/full").open("w") as full, started("policy", "presets", stdout=full) as process:
        assert process.communicate(timeout=MOST_SECONDS)[1] == (
            "No space left on device. Check the path, the space and the rights.\n"
        )
        assert process.returncode == 1


def test_a_table_and_its_steps_are_there_though_nobody_reads_on(own, tmp_path):
    reading, writing = os.pipe()
    os.close(reading)
    words = ("build", own, "--out", tmp_path / "t.parquet", "--cache", tmp_path / "cache")
    with started("data", *words, stdout=writing) as process:
        os.close(writing)
        assert (process.communicate(timeout=MOST_SECONDS)[1].count("\n"), process.returncode) == (1, 0)
    assert {path.name for path in tmp_path.glob("t.*")} == {"t.parquet", "t.issues.parquet", "t.steps.csv"}


@pytest.mark.parametrize("words", [("policy", "presets"), ("data", "check", "README.md")])
def test_a_python_without_what_the_program_needs_is_told_so_in_a_line(words):
    bare = subprocess.run([sys.executable, "-S", "-m", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (bare.returncode, bare.stdout, bare.stderr.count("\n")) == (1, "", 1)
    assert bare.stderr.endswith(
        " not installed for this Python. In a checkout `make run` installs all of it into .venv: give the command with "
        ".venv/bin/python.\n"
    )


def stopped(*_):
    raise KeyboardInterrupt


def test_a_question_that_is_stopped_says_so_in_a_line(capsys, monkeypatch):
    monkeypatch.setattr(policy, "listed_presets", stopped)
    assert run(capsys, policy_main, "presets") == (1, "", f"{STOPPED}\n")


@pytest.mark.parametrize(("words", "kept"), [(["changes", "a.csv", "b.csv"], False), (["check", "a.csv"], True)])
def test_only_a_command_that_keeps_what_it_read_says_so_when_it_is_stopped(capsys, monkeypatch, words, kept):
    monkeypatch.setattr("cli.data._read", stopped)
    code, out, err = run(capsys, data_main, *words)
    assert (code, out, "What was read is kept" in err) == (1, "", kept)
    assert kept or err == f"{STOPPED}\n"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["assess", "--data", ""], 1, "'': no such file. Give a register in CSV"),
        (["assess", "--data", "{folder}"], 1, "{folder}: a folder without built tables. Give a register in CSV"),
        (["assess", "--data", "{book}"], 1, "book.xlsx: no row under a header. Give a table whose first row names"),
        (["assess", "--preset", ""], 2, "'': no such preset"),
        (["assess", "--link", ""], 1, "link: '': carries no scenario"),
        (["assess", "--link", "pledge"], 1, "link: pledge: carries no scenario"),
        (["assess", "--scenario", "{empty}"], 1, "{empty}: holds no scenario; expected base = a preset"),
        (["assess", "--scenario", "{folder}/a.toml"], 1, "a.toml: No such file or directory. Check the path"),
        (["compare", "pledge", "{folder}/a.toml"], 1, "a.toml: no such file. Give a preset, such as pledge"),
        (["verify", "{folder}/a.json"], 1, "a.json: No such file or directory. Check the path"),
        (["report", "--out", "{folder}/a.html"], 2, "--out: {folder}/a.html is a folder"),
    ],
)
def test_what_was_answered_by_something_else_or_in_system_words_is_said(capsys, tmp_path, own, arguments, code, said):
    folder, empty = tmp_path / "folder", tmp_path / "empty.toml"
    (folder / "a.html").mkdir(parents=True)
    empty.write_text("# nothing\n")
    book = tmp_path / "book.xlsx"
    openpyxl.Workbook().save(book)
    given = [word.format(folder=folder, own=own, empty=empty, book=book) for word in arguments]
    found, out, err = run(capsys, policy_main, *given)
    assert (found, out, err.count("\n")) == (code, "", 1)
    assert said.format(folder=folder, empty=empty) in err
    assert "Errno" not in err


def test_a_link_that_names_nothing_is_answered_and_said(capsys):
    _, _, err = run(capsys, policy_main, "assess", "--link", "http://localhost:8501/")
    assert err == "link: http://localhost:8501/: names no preset and no setting; the pledge as it stands is answered\n"


def test_a_table_is_not_lost_to_a_build_that_read_nothing(own, tmp_path):
    table, cache = tmp_path / "t.parquet", tmp_path / "cache"
    build([own], table, cache, quiet=True)
    before = table.read_bytes()
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    with pytest.raises(FileError, match=r"no contract was read, so .*t\.parquet stays as it was: .*holds no row"):
        build([empty], table, cache, quiet=True)
    with pytest.raises(FileError, match=r"is a table that was built, and no source"):
        build([table], table, cache, quiet=True)
    assert table.read_bytes() == before


def test_a_table_is_not_written_in_place_of_a_folder(capsys, own, tmp_path):
    folder = tmp_path / "t.parquet"
    folder.mkdir()
    code, out, err = run(capsys, data_main, "build", own, "--out", folder, "--cache", tmp_path / "cache")
    assert (code, out) == (2, "")
    assert err == f"--out {folder}: a folder. Give the name of a table to write.\n"
    assert not (tmp_path / "t.issues.parquet").exists()


def test_a_table_is_not_written_in_place_of_the_issues_of_another(capsys, own, tmp_path):
    build([own], tmp_path / "t.parquet", tmp_path / "cache", quiet=True)
    beside = tmp_path / "t.issues.parquet"
    before = beside.read_bytes()
    code, out, err = run(capsys, data_main, "build", own, "--out", beside, "--cache", tmp_path / "cache")
    assert (code, out) == (2, "")
    assert err == f"--out {beside}: .issues.parquet ends the name of the issues beside a table. Give another name.\n"
    assert beside.read_bytes() == before


@pytest.mark.parametrize(
    ("table", "shape"),
    [
        ("tests/fixtures/cf_website.csv", "Contracts Finder export"),
        ("tests/fixtures/cf_harvest.csv", "Contracts Finder daily file"),
        ("data/register/contracts.csv", "a register of this program"),
    ],
)
def test_no_mapping_is_saved_of_a_table_that_is_read_without_one(capsys, tmp_path, table, shape):
    to = tmp_path / "m.toml"
    words = ("check", ROOT / table, "--save-mapping", to, "--cache", tmp_path / "cache")
    code, out, err = run(capsys, data_main, *words)
    assert (code, out) == (1, "")
    assert err.endswith(f": {shape} is read without a mapping, so there is none to save.\n")
    assert not to.exists()


def test_a_mapping_that_is_saved_takes_the_place_of_nothing(capsys, own, tmp_path):
    for there in (own, tmp_path):
        code, out, err = run(capsys, data_main, "check", own, "--save-mapping", there, "--cache", tmp_path / "cache")
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert err.startswith(f"--save-mapping {there}: is ")
    assert own.read_text().startswith(HEADER)


def test_no_mapping_is_saved_of_what_is_no_table(capsys, own, tmp_path):
    build([own], tmp_path / "t.parquet", tmp_path / "cache", quiet=True)
    whole = (tmp_path / "t.parquet").read_bytes()
    (tmp_path / "torn.parquet").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "empty.csv").write_text("")
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")
    for name in ("t.parquet", "torn.parquet", "empty.csv", "empty.xlsx"):
        words = ("check", tmp_path / name, "--save-mapping", tmp_path / "m.toml", "--cache", tmp_path / "cache")
        code, _, err = run(capsys, data_main, *words)
        assert (code, err.count("\n")) == (1, 1)
        assert name in err
    assert not (tmp_path / "m.toml").exists()


def test_of_a_mapping_by_which_no_row_was_read_that_is_said(capsys, own, tmp_path):
    bodies = tmp_path / "bodies.csv"
    bodies.write_text("Name,Type,Website\nAmbrook Council,District,\nBirley Council,County,\n")
    for table, said in ((bodies, "no row was read by it"), (own, "how the first table is read")):
        to = tmp_path / f"{table.stem}.toml"
        _, out, _ = run(capsys, data_main, "check", table, "--save-mapping", to, "--cache", tmp_path / "cache")
        assert f"{to}: {said}" in out


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("?base=pledge@1&data=register.abc", "link: was made on other data (register.abc); its policy is answered for"),
        (
            "?small.threshold=1&small.threshold=2",
            "link: small.threshold: is given more than once, the last time as '2'",
        ),
    ],
)
def test_what_of_a_link_does_not_hold_here_is_said(capsys, link, said):
    _, _, err = run(capsys, policy_main, "assess", "--link", f"http://localhost:8501/{link}")
    assert err.startswith(said) and err.count("\n") == 1


@pytest.mark.parametrize("base", ["pledge@9", "pledg"])
def test_a_link_to_a_version_that_there_is_not_says_which_is_answered(capsys, base):
    code, _, err = run(capsys, policy_main, "assess", "--link", f"?base={base}")
    assert (code, err.count("\n")) == (0, 2)
    assert err.startswith(f"link: {base}: ") and err.endswith("link: pledge@1 is answered in its place\n")
    code, out, err = run(capsys, policy_main, "assess", "--preset", base)
    assert (code, out) == (2, "") and "stands in" not in err


@pytest.mark.parametrize("words", [("sweep", "criteria.needed"), ("compare", "pledge", "councils-2019")])
def test_a_table_of_some_contracts_says_which(capsys, words):
    _, out, _ = run(capsys, policy_main, *words, "--where", "buyer_kind=local")
    assert out.startswith("Of contracts in this register in scope (Councils):\n\n")
    assert not run(capsys, policy_main, *words)[1].startswith("Of ")


def test_a_table_that_is_named_twice_is_not_counted_twice(capsys, own, tmp_path):
    table = tmp_path / "t.parquet"
    build([own], table, tmp_path / "cache", quiet=True)
    for words in ((table, tmp_path / "x" / ".." / "t.parquet"), (table, "--data", table)):
        (tmp_path / "x").mkdir(exist_ok=True)
        code, out, err = run(capsys, policy_main, "assess", *words)
        assert (code, out) == (1, "")
        assert err == f"{table}: is named more than once, and would be counted as often. Name it once.\n"


@pytest.mark.parametrize(
    ("main", "arguments"),
    [
        (data_main, ["build", ""]),
        (data_main, ["build", "x.csv", "--cache", ""]),
        (data_main, ["check", ""]),
        (data_main, ["pull", "registry", "--from", "2026-01-01", "--out", ""]),
        (policy_main, ["verify", ""]),
        (policy_main, ["assess", "--scenario", ""]),
        (policy_main, ["report", "--out", ""]),
    ],
)
def test_an_empty_name_is_not_the_folder_here(capsys, main, arguments):
    code, out, err = run(capsys, main, *arguments)
    assert (code, out) == (2, "")
    assert "an empty text names no file" in err


def test_what_a_receipt_looks_at_is_not_said_beside_it(capsys, tmp_path):
    receipt = tmp_path / "r.json"
    receipt.write_text(run(capsys, policy_main, "assess", "--json")[1])
    code, out, err = run(capsys, policy_main, "verify", receipt, "--where", "buyer_kind=local")
    assert (code, out, err) == (2, "", "--where: a receipt states what it looks at; leave it out\n")


def test_no_name_is_no_preset(capsys):
    code, out, err = run(capsys, policy_main, "compare", "pledge", "")
    assert (code, out) == (2, "") and err.startswith("'': no such preset")


def test_one_of_a_kind_is_said_in_the_singular(tmp_path, capsys):
    path = tmp_path / "register.csv"
    path.write_text(f"{HEADER}\n{CARE}\n")
    code, out, err = run(capsys, data_main, "check", path, "--cache", tmp_path / "cache")
    assert code == 0
    assert "register.csv: 1 record, 1 row, 0 left out, " in out
    assert err.endswith("1 file, 1 read now, 1 record\n")
    code, out, _ = run(capsys, data_main, "build", path, "--out", tmp_path / "t.parquet", "--cache", tmp_path / "cache")
    assert code == 0
    assert "t.parquet: 1 contract from 1 file (" in out


def test_a_file_that_is_left_out_is_one_record_in_every_line(tmp_path, capsys):
    path = tmp_path / "payments.csv"
    path.write_text("Payment Date,Transaction Number,Net Amount,Supplier\n01/04/2025,1,500,Oak Ltd\n")
    code, out, err = run(capsys, data_main, "check", path, "--cache", tmp_path / "cache")
    assert code == 1
    assert "payments.csv: 1 record, 0 rows, 1 left out, " in out
    assert err.endswith("1 file, 1 read now, 1 record\n")


def test_a_saved_mapping_says_what_each_fact_is_and_is_read_back_once_it_is_put_right(tmp_path, capsys):
    path, mapping = tmp_path / "register.csv", tmp_path / "m.toml"
    path.write_text(f"{HEADER.replace('Total Contract Value', 'Sum')},p.a.\n{CARE},100000\n")
    cache = ("--cache", tmp_path / "cache")
    assert run(capsys, data_main, "check", path, "--save-mapping", mapping, *cache)[0] == 0
    said = mapping.read_text(encoding="utf-8")
    assert "\n#   annual             pounds a year (or a month or week, as stated)\n" in said
    assert 'vat = "ex" or "inc"' in said
    mapping.write_text(said.replace('"p.a." = { fact = "none" }', '"p.a." = { fact = "annual", vat = "ex" }'))
    code, out, _ = run(capsys, data_main, "check", path, "--mapping", mapping, *cache)
    assert code == 0
    assert "p.a. is read as pounds a year (or a month or week, as stated), in pounds, without VAT" in out


def test_a_build_of_what_was_never_pulled_says_how_to_pull(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("data.model.folders.notices", lambda: tmp_path / "raw")
    code, out, err = run(capsys, data_main, "build", "--out", tmp_path / "t.parquet", "--cache", tmp_path / "cache")
    assert (code, out) == (1, "")
    assert err.startswith(f"{tmp_path / 'raw'}: nothing was pulled yet. Bring notices, such as by `")
    assert "data pull contracts-finder --from 2026-08-10`, or name your files.\n" in err
