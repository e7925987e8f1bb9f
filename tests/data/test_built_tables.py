"""A table that this program built: known by what it says of itself, checked when it is opened, no input of a build."""

import json
from contextlib import suppress

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cli.data import main as data_command
from cli.policy import main as policy_command
from data.load import upload
from data.load.datasets import UnreadableError, check_opens, load
from data.readers.files import FileError
from data.readers.tables.shapes import OWN
from data.table.build import build
from data.table.parquet import FORMAT, issues_path, read_table
from policy.contracts import COLUMNS
from tests.pages import headline, opened, text
from ui.shell import hosting

RELEASES = [
    {
        "ocid": f"ocds-x-{number}",
        "id": str(number),
        "tag": ["award"],
        "date": "2025-01-01",
        "awards": [{"id": "1", "title": f"Home care {number}", "value": {"amount": 1000 * number, "currency": "GBP"}}],
    }
    for number in range(1, 5)
]


@pytest.fixture
def built(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x.json").write_text(json.dumps({"releases": RELEASES}))
    out = tmp_path / "in" / "all.parquet"
    build([tmp_path / "in"], out, tmp_path / "cache", quiet=True)
    return out


def rewritten(path, change=lambda table: table, about=lambda said: said):
    """The same table with a column or a word of itself changed."""
    table = pq.read_table(path)
    said = json.dumps(about(json.loads(pq.read_metadata(path).metadata[OWN])))
    pq.write_table(change(table).replace_schema_metadata({OWN: said.encode()}), path)


def test_a_build_leaves_out_what_a_build_wrote(built, tmp_path, capsys):
    before = read_table(built)
    for _ in range(2):  # the second finds the steps beside the table too
        arguments = ["build", str(tmp_path / "in"), "--out", str(built), "--cache", str(tmp_path / "cache")]
        assert data_command(arguments) == 0
        stored = read_table(built)
        pd.testing.assert_frame_equal(stored.contracts, before.contracts)
        assert stored.about.fingerprint == before.about.fingerprint
    left = stored.issues[stored.issues["source"] != "x.json"]
    assert sorted(left["source"]) == ["all.issues.parquet", "all.parquet", "all.steps.csv"]
    assert set(left["problem"]) == {"was written by this program when it built a table, and is no source of contracts"}
    assert not left["unread"].any(), "nothing is lost"
    assert "4 contracts from" in capsys.readouterr().out


def test_a_build_does_not_write_over_a_file_that_it_reads(tmp_path):
    mine = tmp_path / "register.parquet"
    pd.DataFrame({"Title": ["Home care"], "Value": [5000]}).to_parquet(mine)
    with pytest.raises(FileError, match="is one of the files to read, and would be lost"):
        build([tmp_path], mine, tmp_path / "cache", quiet=True)
    assert list(pd.read_parquet(mine)["Title"]) == ["Home care"]


def test_a_built_table_that_a_reader_brings_is_read_as_it_was_built(built):
    counted = [title != "Home care 1" for title in pq.read_table(built)["title"].to_pylist()]
    rewritten(built, column("counted", counted))
    found = upload.opened("mine.parquet", built.read_bytes())
    assert found.shape == "a table that this program built"
    dataset = upload.read(found)
    assert list(dataset.contracts["counted"]) == counted
    pd.testing.assert_frame_equal(dataset.contracts, load(built).contracts)


def column(name, values):
    return lambda table: table.set_column(
        table.schema.get_field_index(name), name, pa.chunked_array([pa.array(values, table.schema.field(name).type)])
    )


STRANGE = {
    "no stage": (lambda table: table.drop_columns(["stage"]), "built by another version, without stage"),
    "text for money": (
        lambda table: table.set_column(table.schema.get_field_index("value_gbp"), "value_gbp", [["1"] * 4]),
        "value_gbp holds string",
    ),
    "negative": (column("value_gbp", [-1.0, 1, 1, 1]), r"value_gbp is negative, or more than £1,000,000,000,000"),
    "huge": (column("annual_gbp", [1e15, 1, 1, 1]), "annual_gbp is negative, or more than"),
    "infinite": (column("value_gbp", [float("inf"), 1, 1, 1]), "value_gbp is negative, or more than"),
    "far": (column("end_date", [10**14, 0, 0, 0]), "end_date is before 1900 or after 2199"),
    "word": (column("stage", ["awarded", "lost", "awarded", "awarded"]), "stage holds 'lost', which this program"),
    "no id": (column("contract_id", [None, "b", "c", "d"]), "contract_id is missing or repeated"),
    "two of one id": (column("contract_id", ["a", "a", "c", "d"]), "contract_id is missing or repeated"),
}
SAID = {
    "format": (lambda said: {**said, "format": FORMAT + 1}, f"is of format {FORMAT + 1}, and this program reads"),
    "fields": (lambda said: {**said, "more": 1}, "what it says of itself cannot be read"),
    "list": (lambda _: [], "what it says of itself cannot be read"),
    "title": (lambda said: {**said, "title": 5}, "what it says of itself cannot be read"),
    "day": (lambda said: {**said, "as_of": "yesterday"}, "what it says of itself cannot be read"),
    "fingerprint": (lambda said: {**said, "fingerprint": "../x"}, "its fingerprint is no sha256"),
}


@pytest.mark.parametrize("name", [*STRANGE, *SAID])
@pytest.mark.usefixtures("read_here")
def test_a_table_that_does_not_hold_what_it_should_is_one_sentence_at_every_door(built, name, capsys):
    change, said = (STRANGE | SAID)[name]
    rewritten(built, **{"change" if name in STRANGE else "about": change})
    with pytest.raises(UnreadableError, match=said) as refused:
        load(built)
    assert "\n" not in str(refused.value)
    assert "build" in str(refused.value) or name in STRANGE
    with pytest.raises(FileError, match=f"^mine.parquet: .*{said}"):
        upload.read(upload.opened("mine.parquet", built.read_bytes()))
    if "id" in name.split():
        return  # in parts nobody looks at the ids
    assert policy_command(["assess", "--data", str(built)]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_table_without_a_word_of_its_format_is_of_the_first(built):
    rewritten(built, about=lambda said: {key: value for key, value in said.items() if key != "format"})
    assert len(load(built).contracts) == 4


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.usefixtures("read_here")
def test_a_table_from_before_the_evidence_of_the_form_opens_at_every_door_and_says_that_it_is_not_recorded(
    built, tmp_path, many, monkeypatch, capsys
):
    assert load(built).contracts["instrument_evidence"].tolist() == ["nothing says otherwise"] * 4
    before = {"change": lambda table: table.drop_columns(["instrument_evidence"])}
    rewritten(built, **before, about=lambda said: {**said, "fingerprint": "0" * 64})  # of what it held, so another
    if many:
        monkeypatch.setattr("data.table.parquet.MANY", 1)
        monkeypatch.setattr("data.table.columns.FOLDER", tmp_path / "columns")
    old = load(built).contracts
    assert list(old.columns) == [column.name for column in COLUMNS]
    assert old["instrument_evidence"].isna().all()
    assert old["instrument"].tolist() == ["contract"] * 4
    first = old["contract_id"].iloc[0]
    assert policy_command(["explain", first, "--data", str(built)]) == 0
    assert "Why this form: not recorded" in capsys.readouterr().out
    assert policy_command(["assess", str(built)]) == 0
    found = upload.read(upload.opened("mine.parquet", built.read_bytes()))
    assert found.contracts["instrument_evidence"].isna().all()
    build([tmp_path / "in"], built, tmp_path / "cache", quiet=True)
    assert load(built).contracts["instrument_evidence"].notna().all(), "built again it is there"


def test_tables_from_before_and_after_are_one_table(built, tmp_path):
    rewritten(built, lambda table: table.drop_columns(["instrument_evidence"]))
    parts = tmp_path / "parts"
    parts.mkdir()
    (parts / "a.parquet").write_bytes(built.read_bytes())
    (tmp_path / "late.json").write_text(json.dumps({"releases": [{**RELEASES[1], "ocid": "ocds-y"}]}))
    build([tmp_path / "late.json"], parts / "b.parquet", tmp_path / "cache", quiet=True)
    whys = load(str(parts)).contracts["instrument_evidence"]
    assert whys.isna().tolist() == [True] * 4 + [False]
    assert policy_command(["assess", "--data", str(parts)]) == 0


@pytest.mark.parametrize("place", [0.3, 0.6])
def test_damaged_pages_are_one_sentence_or_no_harm(built, place):
    content = bytearray(built.read_bytes())
    start = int(len(content) * place)
    content[start : start + 200] = bytes(200)
    built.write_bytes(bytes(content))
    with suppress(UnreadableError):
        load(built)


def test_damaged_issues_leave_the_table_and_are_an_issue(built):
    issues_path(built).write_bytes(b"PAR1 no more PAR1")
    dataset = load(built)
    assert len(dataset.contracts) == 4
    [said] = dataset.unread()
    assert said.startswith("all.issues.parquet:  cannot be read, so that nothing is known of what could not be read")


def test_a_page_on_a_table_of_another_version_says_so_and_shows_the_register(built, monkeypatch):
    rewritten(built, about=SAID["format"][0])
    with pytest.raises(UnreadableError):
        check_opens(built)
    monkeypatch.setenv(hosting.TABLE, str(built))
    page = opened("overview")
    assert "in this register" in headline(page)
    [warning] = page.warning
    assert "was built by another version of this program" in warning.value
    assert str(built.parent) not in text(page)


@pytest.mark.parametrize("kind", ["copy", "overlap"])
def test_a_contract_that_two_tables_hold_is_counted_twice_by_no_door(built, tmp_path, capsys, kind):
    parts = tmp_path / "parts"
    parts.mkdir()
    (parts / "a.parquet").write_bytes(built.read_bytes())
    if kind == "copy":
        (parts / "b.parquet").write_bytes(built.read_bytes())
    else:
        (tmp_path / "late.json").write_text(
            json.dumps({"releases": [*RELEASES[:1], {**RELEASES[1], "ocid": "ocds-y"}]})
        )
        build([tmp_path / "late.json"], parts / "b.parquet", tmp_path / "cache", quiet=True)
    for command in ("assess", "sweep", "report"):
        more = {"sweep": ["criteria.needed"], "report": ["--out", str(tmp_path / "r.html")]}.get(command, [])
        assert policy_command([command, *more, "--data", str(parts)]) == 1
        said = capsys.readouterr().err
        assert f"{parts / 'a.parquet'}" in said and "would count twice" in said
    with pytest.raises(UnreadableError, match="would count twice"):
        load(str(parts))


@pytest.mark.usefixtures("built")
def test_tables_without_a_contract_in_common_are_one_table(tmp_path):
    (tmp_path / "other.json").write_text(json.dumps({"releases": [{**RELEASES[1], "ocid": "ocds-y-1"}]}))
    (tmp_path / "none.json").write_text(json.dumps({"releases": []}))
    parts = tmp_path / "parts"
    for name, paths in {"a": tmp_path / "in" / "x.json", "b": tmp_path / "other.json"}.items():
        build([paths], parts / f"{name}.parquet", tmp_path / "cache", quiet=True)
    for name in ("c", "d"):
        build([tmp_path / "none.json"], parts / f"{name}.parquet", tmp_path / "cache", quiet=True)
    assert len(load(str(parts)).contracts) == len(RELEASES) + 1
    assert policy_command(["assess", "--data", str(parts)]) == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--where", "source=nowhere"], "--where source: no source 'nowhere' in these data"),
        (["--set", "reassess.contracts=nobody=prison:x"], "reassessed, but not in these data"),
        (["--set", "reassess.services=nothing.contact:none"], "reassessed, but not in these data"),
    ],
)
def test_a_name_that_no_part_holds_is_said(built, capsys, words, said):
    assert policy_command(["assess", "--data", str(built), *words]) == 0
    assert said in capsys.readouterr().err
    held = pq.read_table(built)["contract_id"].to_pylist()[0]
    assert policy_command(["assess", "--data", str(built), "--set", f"reassess.contracts={held}=prison:x"]) == 0
    assert "not in these data" not in capsys.readouterr().err


def test_a_name_with_a_star_that_one_part_holds_means_that_name_in_all_of_them(tmp_path, capsys):
    for number, buyer in enumerate(("A*B Council", "A and B Council")):
        release = {**RELEASES[number], "buyer": {"id": "1", "name": buyer}, "parties": [{"id": "1", "name": buyer}]}
        (tmp_path / f"{number}.json").write_text(json.dumps({"releases": [release]}))
        build([tmp_path / f"{number}.json"], tmp_path / "parts" / f"{number}.parquet", tmp_path / "cache", quiet=True)
    for asked, count in (("A*B Council", 1), ("a*b council", 2), ("*B Council", 2), ("a and*", 1)):
        assert policy_command(["assess", "--json", "--data", str(tmp_path / "parts"), "--where", f"buyer={asked}"]) == 0
        said = capsys.readouterr()
        found = json.loads(said.out)
        assert found["of"]["contracts"] == count, asked
        met = {} if asked == "A*B Council" else {"names_met": {"buyer": {asked: count}}}
        assert {key: found["scope"][key] for key in found["scope"] if key == "names_met"} == met
        assert "in these data" not in said.err
    assert policy_command(["assess", "--data", str(tmp_path / "parts"), "--where", "buyer=*nowhere"]) == 0
    assert "--where buyer: no buyer named '*nowhere' in these data" in capsys.readouterr().err
