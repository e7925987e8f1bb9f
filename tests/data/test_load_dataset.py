"""The door of the library to data: the register, a built table, a file of the reader's own, each by its path."""

import re
from pathlib import Path

import pandas as pd
import pytest

import data
import policy
from api import answers
from api.answers import Served
from api.asked import asked
from bench.scale import write
from cli.data import main as data_command
from cli.policy import main
from data.load import upload
from data.load.datasets import load
from data.model.notice import PUBLISHERS
from data.readers.ocds.package import SOURCES
from data.table.build import build
from output.contract_tables import contract_table, range_table
from output.files.tables import plain_csv
from policy.analysis.uncertainty import range_contracts

ROOT = Path(__file__).parents[2]
REGISTER = ROOT / "data/register/contracts.csv"
NOTICES = ROOT / "tests/fixtures/cf_website.csv"
OURS = {"title": "What", "buyer": "Council", "supplier": "Firm", "value": "Worth", "start_date": "A", "end_date": "B"}


@pytest.fixture
def own():
    """Ten rows of the register under other names."""
    rows = pd.read_csv(REGISTER, dtype=str).dropna(subset=["value_gbp", "start_date", "end_date"]).head(10)
    names = {"title": "What", "buyer": "Council", "supplier": "Firm", "value_gbp": "Worth"}
    return rows.rename(columns=names | {"start_date": "A", "end_date": "B"})[[*OURS.values()]]


def test_nothing_named_is_the_register_and_so_is_its_file():
    assert data.load_dataset().fingerprint == data.load_dataset(REGISTER).fingerprint
    assert repr(data.load_dataset()).startswith("Register of UK public service contracts: 717 contracts, as of 2026-")


def test_a_built_table(tmp_path):
    out = tmp_path / "all.parquet"
    build([NOTICES], out, tmp_path / "cache", quiet=True)
    with pytest.warns(UserWarning, match="Contract end date is not a date, got '31/09/2025'; made missing"):
        found = data.load_dataset(out)
    assert found.population == "published contracts in these data"
    assert len(found.contracts)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_of_ones_own_with_a_mapping(own, kind, tmp_path):
    path = tmp_path / f"own.{kind}"
    own.to_csv(path, index=False) if kind == "csv" else own.to_excel(path, index=False)
    found = data.load_dataset(path, OURS)
    assert found.title == f"Your file own.{kind}"
    given = dict(zip(own["What"], own["Worth"].astype(float), strict=True))
    assert dict(zip(found.contracts["title"], found.contracts["value_gbp"], strict=True)) == given


def test_next_months_file_is_read_with_the_mapping_that_was_saved(own, tmp_path, capsys):
    first, following, saved = (tmp_path / name for name in ("june.csv", "july.csv", "m.toml"))
    own.rename(columns={"Worth": "Sum", "B": "p.a."}).to_csv(first, index=False)
    command = ["check", str(first), "--save-mapping", str(saved), "--cache", str(tmp_path / "cache")]
    data_command(command)
    text = saved.read_text(encoding="utf-8")
    assert '"p.a." = { fact = "end_date' not in text
    saved.write_text(re.sub(r'"p\.a\." = \{.*\}', '"p.a." = { fact = "end_date" }', text), encoding="utf-8")
    own.tail(4).rename(columns={"Worth": "Sum", "B": "p.a."}).to_csv(following, index=False)
    found = data.load_dataset(following, saved).contracts
    assert found["end_date"].dt.strftime("%Y-%m-%d").tolist() == own.tail(4)["B"].tolist()
    capsys.readouterr()


@pytest.mark.parametrize("kind", ["csv", "xlsx", "semicolons", "reordered"])
def test_the_register_that_comes_back_gives_the_same_figure_wherever_it_is_given(kind, tmp_path, request):
    if kind in ("semicolons", "reordered"):  # the others are read in a process of their own
        request.getfixturevalue("read_here")
    rows = pd.read_csv(REGISTER, dtype=str, keep_default_na=False)
    path = tmp_path / f"mine.{'xlsx' if kind == 'xlsx' else 'csv'}"
    if kind == "xlsx":
        rows.assign(end_date=pd.to_datetime(rows["end_date"])).to_excel(path, index=False)
    elif kind == "csv":
        path.write_bytes(REGISTER.read_bytes())
    else:
        rows[rows.columns[:: -1 if kind == "reordered" else 1]].to_csv(path, index=False, sep=";")
    whole = policy.decide(data.load_dataset()).totals().table
    found = upload.opened(path.name, path.read_bytes())
    assert found.shape == "a register of this program"
    assert policy.decide(upload.read(found)).totals().table.equals(whole)
    assert policy.decide(data.load_dataset(path)).totals().table.equals(whole)


def test_a_build_says_that_a_register_stands_as_it_is(tmp_path, capsys):
    assert data_command(["check", str(REGISTER), "--cache", str(tmp_path)]) == 1
    assert "is a register of this program, whose contracts stand as they are" in capsys.readouterr().out


def test_parquet_of_ones_own_is_read_as_csv_is(own, tmp_path):
    own = own.rename(columns={"What": "Contract title"})
    own.to_parquet(tmp_path / "own.parquet")
    own.to_csv(tmp_path / "own.csv", index=False)
    one, other = (data.load_dataset(tmp_path / name).contracts for name in ("own.parquet", "own.csv"))
    assert sorted(one["title"]) == sorted(other["title"]) == sorted(own["Contract title"])


@pytest.mark.parametrize("kind", ["contracts.csv", "contracts.parquet", "built.parquet"])
@pytest.mark.usefixtures("read_here")
def test_a_contracts_table_that_another_program_saved_is_refused_in_words(kind, tmp_path):
    path = tmp_path / kind
    if kind == "built.parquet":
        build([NOTICES], path, tmp_path / "cache", quiet=True)
        pd.read_parquet(path).head(2).to_parquet(path)
    else:
        frame = data.load_dataset().contracts
        frame.to_csv(path, index=False) if kind.endswith("csv") else frame.to_parquet(path)
    with pytest.raises(data.UnreadableError, match="is a contracts table of this program that another program saved"):
        data.load_dataset(path)


@pytest.mark.parametrize("kind", ["contracts", "range"])
def test_a_list_of_contracts_that_a_page_gave_is_no_source(tmp_path, kind):
    decisions = policy.decide(data.load_dataset(), "pledge").decisions
    if kind == "range":
        listed = range_table(range_contracts(decisions, "annual_gbp"), "annual_gbp")
    else:
        listed = contract_table(decisions, decisions.counted)
    (tmp_path / "contracts.csv").write_bytes(plain_csv(listed))
    with pytest.raises(data.UnreadableError, match="is a list that this program gave of contracts"):
        data.load_dataset(tmp_path / "contracts.csv")


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
@pytest.mark.parametrize("given", ["table", "range", "interface", "interface's range"])
@pytest.mark.usefixtures("read_here")
def test_a_list_of_contracts_that_the_library_or_the_interface_gave_is_no_source(tmp_path, given, kind):
    decided = policy.decide(data.load_dataset(), "pledge")
    served = Served(data.load_dataset(), decided.decisions.coded)
    if given.startswith("interface"):
        door = answers.in_range if given.endswith("range") else answers.contracts
        listed = pd.DataFrame(door(served, asked("", frozenset(), ("csv",))).rows)
    else:
        listed = decided.table if given == "table" else decided.range_of().table
    path = tmp_path / f"mine.{kind}"
    {"csv": listed.to_csv, "xlsx": listed.to_excel, "parquet": listed.to_parquet}[kind](path, index=False)
    with pytest.raises(data.UnreadableError, match="is a list that this program gave of contracts"):
        data.load_dataset(path)


def test_a_row_that_cannot_be_read_is_in_a_warning(tmp_path):
    path = tmp_path / "register.csv"
    lines = REGISTER.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines[:3], "only,three,cells\n"]), encoding="utf-8")
    with pytest.warns(UserWarning, match="register.csv line 4.*has 3 cells"):
        found = data.load_dataset(path)
    assert len(found.contracts) == 2


def test_a_mapping_that_nothing_is_read_by_is_refused(own, tmp_path):
    build([NOTICES], tmp_path / "all.parquet", tmp_path / "cache", quiet=True)
    own.to_csv(tmp_path / "own.csv", index=False)
    package = ROOT / "tests/fixtures/cf_legacy_package.json"
    for path, mapping, said in (
        (None, OURS, "None: names no file. Give the path"),
        (
            tmp_path / "all.parquet",
            OURS,
            "mapping: all.parquet holds a table that this program built and is read without",
        ),
        (package, OURS, "mapping: cf_legacy_package.json holds published notices and is read without one"),
        (
            tmp_path / "own.csv",
            ["What"],
            "mapping: expected our columns with yours by name, or the path of a saved mapping, got a list",
        ),
    ):
        with pytest.raises(data.UnreadableError, match=said):
            data.load_dataset(path, mapping)


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ({"title": ["a"]}, "mapping: title: expected the name of a column of yours, got a list"),
        ({"title": print}, "mapping: title: expected the name of a column of yours, got a function"),
        ({("a", 1): "What"}, "mapping: expected the name of a column of ours, got a tuple"),
    ],
)
def test_a_mapping_of_no_names_is_refused_in_words(mapping, said, own, tmp_path):
    own.to_csv(tmp_path / "own.csv", index=False)
    with pytest.raises(data.UnreadableError, match=said):
        data.load_dataset(tmp_path / "own.csv", mapping)


@pytest.mark.parametrize("ending", ["", ".csv", ".parquet", "*.csv"])
def test_a_path_that_no_system_can_look_for_is_refused_in_words(ending, own, tmp_path):
    name, said = f"{'a' * 5_000}{ending}", r"^…a+\S*: file name too long\. Give the path of a file\.$"
    with pytest.raises(data.UnreadableError, match=said) as refused:
        data.load_dataset(name)
    assert len(str(refused.value)) < 150
    own.to_csv(tmp_path / "own.csv", index=False)
    with pytest.raises(data.UnreadableError, match=r"^mapping: …a+\S*: file name too long\."):
        data.load_dataset(tmp_path / "own.csv", name)


@pytest.mark.parametrize(
    ("name", "mapping", "said"),
    [
        ("nothing.csv", None, "no such file. Give a file of contracts"),
        ("", None, "a folder. Give a file of contracts"),
        ("words.pdf", None, "not a kind of file that can be read"),
        ("own.csv", {"colour": "What"}, "colour: no such column of ours. Expected one of title"),
        ("own.csv", {"title": "Nothing"}, "Nothing"),
        ("own.csv", "/nowhere/m.toml", "mapping: /nowhere/m.toml: no such file. Give a saved mapping"),
        ("own.csv", str(ROOT / "README.md"), "README.md: not a mapping in TOML"),
        ("own.csv", str(ROOT / "docs/overview.png"), "overview.png: not UTF-8 text. Give a saved mapping"),
    ],
)
def test_what_cannot_be_read_is_said(name, mapping, said, own, tmp_path):
    own.to_csv(tmp_path / "own.csv", index=False)
    (tmp_path / "words.pdf").write_text("a text", encoding="utf-8")
    with pytest.raises(data.UnreadableError, match=said):
        data.load_dataset(tmp_path / name, mapping)


def test_a_made_table_of_the_benchmarks_is_written_and_opened_as_a_built_one(tmp_path):
    write(tmp_path, 500)
    made = load(tmp_path / "000.parquet").contracts
    assert len(made) == 500
    assert made["suppliers"].notna().equals(made["supplier"].notna())
    assert made["ocid"].isna().all()


def test_every_source_of_published_notices_is_known_as_one():
    """A source that were missing here would be taken for a reader's own file, without the licence of its notices."""
    written = (ROOT / "data/readers").rglob("*.py")
    named = {
        name
        for file in written
        for name in re.findall(r'(?:\borigin=|^ORIGIN = )"(.+?)"', file.read_text("utf-8"), re.MULTILINE)
    }
    assert named | {*SOURCES.values(), "Open Contracting release"} == PUBLISHERS


def test_what_a_caller_writes_into_a_register_is_no_one_elses():
    """The process keeps the register; whoever loads it has tables of their own."""
    mine = data.load_dataset()
    before = float(mine.contracts["annual_gbp"].sum())
    mine.contracts.loc[:, "annual_gbp"] = 1.0
    mine.contracts["title"] = "mine"
    mine.services.loc[:, "contact"] = "none"
    again = data.load_dataset()
    assert float(again.contracts["annual_gbp"].sum()) == before > 1e9
    assert "mine" not in set(again.contracts["title"]) and "significant" in set(again.services["contact"])


def test_contracts_that_nobody_published_are_not_called_published(own, tmp_path, capsys):
    own.rename(columns={"What": "Title"}).to_csv(tmp_path / "own.csv", index=False)
    tables = tmp_path / "tables"
    tables.mkdir()
    build([tmp_path / "own.csv"], tables / "own.parquet", tmp_path / "cache", quiet=True)
    for path in (tables, tables / "own.parquet"):
        assert data.load_dataset(path).population == "contracts in these data"
        main(["assess", str(path)])
        assert "10 contracts in these data" in capsys.readouterr().out
    build([NOTICES], tables / "zz.parquet", tmp_path / "cache", quiet=True)
    with pytest.warns(UserWarning, match="31/09/2025"):
        assert data.load_dataset(tables).population == "published contracts in these data"
    main(["assess", str(tables)])
    assert "published contracts in these data" in capsys.readouterr().out
