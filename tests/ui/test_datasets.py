"""A reader's own file and a built table on the data page: read, kept in the session, counted to the penny."""

import gzip
import io
import re
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st

from data.load import own_file as own_file_module
from data.load import upload
from data.load.datasets import load
from data.load.steps import coverage, repairs
from data.readers.files import FileError
from data.register.corrections import CONTRACTS
from data.table.build import build
from output.text import spoken
from policy.coded import prepare
from policy.engine.decide import decide
from policy.results.sentences import assumed, largest
from policy.scenarios.scenario import build_scenario
from tests.pages import headline, opened, whole
from ui.sections.datasets import _age, _short_of_all
from ui.shell import state
from ui.shell.cache import analyses, register
from ui.shell.state import UPLOAD

ROOT = Path(__file__).resolve().parents[2]
EXPORT = ROOT.parent / "shared" / "data" / "real" / "cf_csv_export" / "notices_awarded_2020-09.csv.gz"
HEADER = "Council,What,Who supplies,Contract value,Start date,End date\n"
ROWS = (
    'Test Council,Running a care home for older people,Care Ltd,"£1,200,000.50",01/04/2025,31/03/2029\n'
    "Test Council,Refuse collection,Bins Ltd,300000,2025-04-01,2030-03-31\n"
    "Test Council,Home care,Care Ltd,not known,2025-04-01,soon\n"
)


def own_file() -> upload.Upload:
    return upload.opened("register.csv", (HEADER + ROWS).encode())


def test_a_file_of_ones_own_is_guessed_corrected_and_read():
    found = own_file()
    assert found.shape == ""
    assert found.guessed.named()["value"] == "Contract value"
    mapped = {**found.guessed.named(), "title": "What", "supplier": "Who supplies", "buyer": "Council"}
    dataset = upload.read(found, mapped)
    assert list(dataset.contracts["value_gbp"].fillna(-1).sort_values()) == [-1, 300_000, 1_200_000.50]
    assert set(dataset.contracts["buyer"].astype("str")) == {"Test Council"}
    assert any("soon" in str(value) for value in dataset.issues["value"])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("notes.docx", b"x", "not a kind of file that can be read"),
        ("empty.csv", b"", "no row under a header"),
        ("head.csv", HEADER.encode(), "no row under a header"),
    ],
)
def test_a_file_that_holds_nothing_is_refused_in_one_sentence(name, content, said):
    with pytest.raises(FileError, match=said):
        upload.opened(name, content)


def test_rows_beyond_what_a_session_holds_are_named(monkeypatch):
    monkeypatch.setattr(own_file_module, "MOST_ROWS", 2)
    found = own_file()
    dataset = upload.read(found, {**found.guessed.named(), "title": "What", "buyer": "Council"})
    assert len(dataset.contracts) == 2
    assert [(i.problem, i.done) for i in dataset.issues.itertuples() if i.unread and i.line is pd.NA] == [
        ("holds more than 2 records", "left out: the rest; build it with python -m data build")
    ]


def test_a_mapping_to_a_column_that_is_not_there_is_named():
    with pytest.raises(FileError, match="no column 'Nowhere'"):
        upload.read(own_file(), {"title": "What", "value": "Nowhere"})


def test_repairs_lead_from_every_value_to_what_counts(tmp_path):
    twice = HEADER.replace("What", "Title") + ROWS + ROWS.splitlines()[0] + "\n"
    (tmp_path / "register.csv").write_text(twice, "utf-8")
    build([tmp_path / "register.csv"], tmp_path / "table.parquet", tmp_path / "cache", quiet=True)
    contracts = load(tmp_path / "table.parquet").contracts
    repaired = repairs(contracts)
    assert repaired["£ whole life"].iloc[-1] == contracts.loc[contracts["counted"], "value_gbp"].sum() == 1_500_000.50
    assert repaired["£ whole life"].iloc[:-1].sum() == pytest.approx(repaired["£ whole life"].iloc[-1])
    by_kind = coverage(contracts, "buyer_kind")
    assert by_kind["Contracts"].sum() == contracts["counted"].sum()


def test_the_data_page_shows_the_register_and_offers_its_issues():
    page = opened("datasets")
    assert not page.exception
    assert any("717 rows, 664 counted" in text.value for text in page.markdown)
    covered = page.dataframe[0]
    formats = re.findall(r"%[^\"]*f%%", covered.proto.columns)
    assert formats == ["%.0f%%"] * (covered.value.shape[1] - 2), "a tenth of a percent of some dozens is no contract"


def test_the_table_of_shares_shows_all_of_its_rows_and_no_part_of_one(monkeypatch):
    sizes, real = {}, st.dataframe

    def kept(data, **how):
        sizes[how["alt"]] = len(data), how.get("height"), how.get("row_height")
        return real(data, **how)

    monkeypatch.setattr(st, "dataframe", kept)
    opened("datasets")
    rows, height, row = sizes["Coverage in percent"]
    assert rows <= 10 and row == 35, "names of kinds of buyer take one line"
    assert height == 38 + row * rows


def test_a_share_rounds_to_all_or_none_only_where_it_is():
    assert [round(_short_of_all(percent)) for percent in (0, 0.1, 62.4, 99.9, 100)] == [0, 1, 62, 99, 100]


@pytest.mark.parametrize("step", ["opened", "read"])
def test_a_file_whose_reading_was_stopped_is_read_when_asked_and_not_before(monkeypatch, step):
    begun, reader, stops = list[str](), getattr(upload, step), [True]

    def reading(found, content=None, _=None):
        begun.append(step)
        if stops:  # as where the reader presses the button while the file is read
            state.remember("own.stopped", "the file")
            st.rerun()
        return reader(found, content)

    monkeypatch.setattr(upload, step, reading)
    file = io.BytesIO((HEADER.replace("What", "Title") + ROWS).encode())
    file.name, file.file_id = "register.csv", "the file"
    several = "accept_multiple_files"  # the one beside it takes an earlier state of the file
    monkeypatch.setattr(st, "file_uploader", lambda *_, **named: [file] if named.get(several) else None)
    page = opened("datasets")
    assert [each.value for each in page.warning] == ["Reading was stopped."]
    whole(page.run())
    assert begun == [step]
    stops.clear()
    next(button for button in page.button if button.label == "Read it").click()
    assert any("Every page answers for this file now" in text.value for text in whole(page.run()).markdown)
    assert begun == [step, step]


def test_what_is_put_right_before_the_page_has_drawn_the_last_change_takes_none_of_it_back():
    page = opened("datasets")
    without_a_buyer = "\n".join(
        line.partition(",")[2] for line in (HEADER.replace("What", "Title") + ROWS).splitlines()
    )
    page.file_uploader[0].set_value(("register.csv", without_a_buyer.encode(), "text/csv")).run()
    whole(page)
    # Both reach the page in one run, as from a reader who types on while it still reads the file under the first.
    next(box for box in page.text_input if box.label.startswith("All rows are")).set_value("Ambleford Council")
    next(box for box in page.text_input if box.label == "Right value for line 4, End date").set_value("31/03/2029")
    next(box for box in page.selectbox if box.label == "VAT").set_value("ex")
    whole(page.run())
    contracts = page.session_state["upload"].contracts
    assert set(contracts["buyer"]) == {"Ambleford Council"}
    assert sorted(f"{end:%d/%m/%Y}" for end in contracts["end_date"]) == ["31/03/2029", "31/03/2029", "31/03/2030"]
    mapping = page.session_state["kept.own.mapping"].mapping
    assert [use.vat for use in mapping.columns if use.fact == "value"] == ["ex"]


def test_a_file_that_is_taken_away_is_forgotten_and_the_register_answers_again():
    page = opened("datasets")
    before = headline(page)
    page.file_uploader[0].set_value(("register.csv", (HEADER + ROWS).encode(), "text/csv")).run()
    assert "in your file" in headline(whole(page))
    page.switch_page("pages/services.py")
    whole(page.run())
    page.switch_page("pages/datasets.py")
    assert "in your file" in headline(whole(page.run())), "to turn to another page takes nothing away"
    page.file_uploader[0].set_value(("register.csv", (HEADER + ROWS).encode(), "text/csv")).run()
    page.file_uploader[0].set_value([]).run()
    assert headline(whole(page)) == before
    assert page.session_state["upload"] is None


@pytest.mark.parametrize("name", ["sensitivity", "compare", "settings"])
def test_results_from_a_file_of_ones_own_are_kept_for_its_session_alone(name):
    found = own_file()
    own = upload.read(found, {**found.guessed.named(), "title": "What", "supplier": "Who supplies", "buyer": "Council"})
    page = opened(name, {"compare": "now,councils-2019@1"} if name == "compare" else None)
    before = set(analyses(register()))
    page.session_state["upload"], page.session_state["data"] = own, UPLOAD
    assert "contracts in your file" in headline(whole(page.run()))
    assert set(analyses(register())) == before


def test_the_headline_on_a_file_says_what_is_assumed_and_which_contract_outweighs_the_others():
    page = opened("datasets")
    page.file_uploader[0].set_value(("register.csv", CONTRACTS.read_bytes(), "text/csv")).run()
    said = [part.value.replace("\\", "") for part in whole(page).markdown]
    [under] = [text for text in said if "Every page answers for this file now." in text]
    own = page.session_state["upload"]
    decisions = decide(prepare(own.contracts, own.services), build_scenario()[0])
    assert largest(decisions)
    assert largest(decisions) in under
    assert assumed(decisions) in under


@pytest.mark.shared
@pytest.mark.skipif(not EXPORT.exists(), reason="the folder ../shared with real notices is not here")
def test_a_real_export_is_recognised_and_every_row_is_read_or_named():
    content = gzip.decompress(EXPORT.read_bytes())
    found = upload.opened("export.csv", content)
    assert found.shape == "Contracts Finder export"
    dataset = upload.read(found)
    rows = len(pd.read_csv(EXPORT, dtype=str, usecols=range(3), index_col=False, on_bad_lines="error", engine="python"))
    left_out = dataset.issues["done"].str.startswith("left out").sum()
    assert len(dataset.contracts) + left_out == rows


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("£9.25m", "£9.25m"),
        ("01-Apr-24", "01-Apr-24"),
        ("1,250.50", "1,250.50"),
        ("Est Annual Spend (£k)", "Est Annual Spend £k"),
        ("Children's home (4 beds)", "Children's home 4 beds"),
        ("1+1", "1+1"),
        ("BB/001", "BB/001"),
        ("Non-emergency transport", "Non-emergency transport"),
        ("Contract / Framework - title", "Contract Framework title"),
        ("**Home_care** [lot 1]", "Home care lot 1"),
    ],
)
def test_a_label_keeps_figures_whole_and_drops_what_would_be_spoken(text, label):
    assert spoken(text) == label


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (1, "The data are 1 day old."),
        (0, "The data are from today."),
        (-3, "The data are of 3 days after today, 30 November 2026 by the clock of this machine."),
    ],
)
def test_how_old_the_data_are_is_true_where_the_clock_is_behind_them(days, said):
    today = date(2026, 11, 30)
    assert _age(today - timedelta(days=days), today).startswith(said)
