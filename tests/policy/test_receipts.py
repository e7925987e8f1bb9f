"""A printed figure is checked: its receipt matches, or every reason why not is named; errata recall what they touch."""

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

from data.load import upload
from data.load.api import load_dataset
from data.load.datasets import embedded
from data.readers.own_register.one_row import status
from policy.coded import prepare
from policy.engine.decide import decide
from policy.receipts.errata import Erratum, published, read_errata
from policy.receipts.verdict import verdict
from policy.results.receipt import identity, read_receipt, receipt, scope_stated
from policy.rules.exemptions import BelowThreshold
from policy.scenarios.scenario import build_scenario
from policy.scope.scope import from_where
from policy.version import VERSION
from tests.draws import tries
from tests.policy.test_scope import scopes
from tests.strategies import scenarios

ROOT = Path(__file__).resolve().parents[2]
DATASET = embedded()
CODED = prepare(DATASET.contracts, DATASET.services)
WHERE = ["buyer_kind=local"]
MEANING = "A rule or the preset means something else now than when the receipt was made."
EVERY = Erratum("E8", date(2026, 11, 2), "Every figure", "it is about all versions", last=(99,))
PROGRAM = "The program is {} than the one that made the receipt"


def receipt_of(scenario=None, where=(), changes=None):
    scenario = scenario or build_scenario(None, changes)[0]
    return receipt(decide(CODED.within(from_where(where)), scenario), DATASET.described())


def again(stated):
    """The same figure worked out again, as `verify` does: from the receipt's own words alone."""
    read, scenario = read_receipt(json.dumps(stated), "receipt")
    return receipt_of(scenario, scope_stated(read).to_where())


def judged(stated, errata=()):
    return verdict(stated, again(stated), errata)


def altered(stated, **parts):
    return {**stated, **parts}


@given(scopes(), scenarios())
@tries(250)
def test_a_receipt_of_any_scenario_and_scope_matches(narrowed, scenario):
    found = judged(receipt_of(scenario, narrowed[0]))
    assert found.matches
    assert found.sentences() == [f"Receipt {found.id} matches: the figure is the same."]


def test_an_altered_figure_scenario_scope_or_data_is_named():
    right = receipt_of(where=WHERE)
    returns = {**right["returns"], "contracts": {**right["returns"]["contracts"], "central": 1}}
    for parts, words in (
        ({"returns": returns}, "the figure"),
        ({"scenario": right["scenario"] + '"small.threshold" = 1000000\n'}, "the scenario"),
        ({"scope": ["buyer_kind=nhs"]}, "what is looked at"),
        ({"data": {**right["data"], "contracts": 1}}, "the data"),
    ):
        found = judged(altered(right, **parts))
        assert not found.matches
        assert found.sentences()[0] == f"Receipt {right['id']} was changed after it was made: {words}."
    without = {key: value for key, value in right.items() if key != "scope"}
    assert "what is looked at" in judged(without).altered
    old = {key: value for key, value in right.items() if key not in ("parts", "version")}
    assert judged({**old, "id": identity(old)}).matches
    assert judged({**old, "id": identity(old), "returns": returns}).altered == ("its content",)


UNKNOWN = ["annual_gbp=not-known", "value_gbp=not-known"]
"""Contracts of which no value is known in either measure."""
EMPTY = dict.fromkeys(("low", "central", "high"))
NOUGHT = dict.fromkeys(EMPTY, 0)


def test_a_receipt_says_null_and_never_nought_where_no_value_is_known():
    found = receipt_of(where=UNKNOWN)["returns"]
    assert found["contracts"]["central"] > 0
    assert found["annual_gbp"] == found["whole_life_gbp"] == EMPTY
    none = receipt_of(where=WHERE, changes={"authorities.kinds": ()})["returns"]
    assert none == dict.fromkeys(none, NOUGHT)


def test_a_receipt_of_before_that_says_nought_where_no_value_is_known_still_matches():
    known = receipt_of(where=UNKNOWN)["returns"]["contracts"]
    before = {"contracts": known, "annual_gbp": NOUGHT, "whole_life_gbp": NOUGHT}
    found = judged(sealed(UNKNOWN, returns=before), [EVERY])
    assert found.matches and not found.recalls
    assert found.sentences() == [f"Receipt {found.id} matches: the figure is the same."]


def test_what_becomes_known_or_is_no_longer_known_has_moved():
    known = receipt_of(where=UNKNOWN)["returns"]["contracts"]
    stated = {"contracts": known, "annual_gbp": dict.fromkeys(EMPTY, 5_000_000), "whole_life_gbp": EMPTY}
    [_, moved] = judged(sealed(UNKNOWN, returns=stated)).sentences()
    assert (
        moved
        == "Pounds a year: stated £5.0 million (£5.0 million to £5.0 million), now not known: no value is known now."
    )
    right = receipt_of()["returns"]
    [_, moved] = judged(sealed(returns={**right, "annual_gbp": {**EMPTY, "high": 7_000_000}})).sentences()
    assert moved.startswith("Pounds a year: stated not known (at most £7.0 million), now £")
    assert moved.endswith(": it is known now.")
    torn = judged(sealed(returns={**right, "annual_gbp": {"low": None, "central": None}}))
    assert "A year: the receipt states no figure that can be read." in torn.sentences()


def sealed(where=(), **changed):
    """A receipt made elsewhere: whole in itself, and other than ours."""
    right = {key: value for key, value in receipt_of(where=where).items() if key not in ("id", "parts")}
    other = {**right, **changed}
    return {**other, "id": identity(other)}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"version": "0.1.0", "code": "0"}, f"{PROGRAM.format('newer')} (0.1.0; this is {VERSION})."),
        ({"code": "0"}, f"The program was changed since the receipt was made, and bears the same number, {VERSION}."),
        ({"version": "9.0.0", "code": "0"}, f"{PROGRAM.format('older')} (9.0.0; this is {VERSION})."),
        ({"scenario_fingerprint": "0"}, MEANING),
        ({"data": {**DATASET.described(), "fingerprint": "0" * 12, "as_of": "2026-01-01"}},
         "The data are newer: of 22 November 2026, the receipt's of 1 January 2026."),
        ({"data": {**DATASET.described(), "fingerprint": "0" * 12, "source": "my.csv"}},
         f"The receipt was made on “my.csv”, which is not here: it was worked out again on “{DATASET.source}”."),
    ],
)  # fmt: skip
def test_why_a_figure_may_differ_is_named(changed, said):
    assert said in judged(sealed(**changed)).sentences()


def test_that_a_file_was_read_by_another_day_is_said_where_its_figure_moved(tmp_path, monkeypatch):
    file = tmp_path / "own.csv"
    file.write_text(
        "Ref,Buyer,Title,Supplier,Contract value,Start date,End date\n"
        "1,Ambleford Council,Home care for older people,TBC,900000,01/12/2026,30/11/2030\n"
        "2,Ambleford Council,Home care for children,Oak Ltd,900000,01/12/2025,30/11/2030\n"
    )

    def on(day):
        monkeypatch.setattr(status, "day_of_reading", lambda: day)
        monkeypatch.setattr(upload, "day_of_reading", lambda: day)
        own = load_dataset(file)
        return receipt(decide(prepare(own.contracts, own.services), build_scenario(None)[0]), own.described())

    before, after = on(date(2026, 11, 30)), on(date(2026, 12, 1))
    assert (before["returns"]["contracts"]["high"], after["returns"]["contracts"]["high"]) == (1, 2)
    [why] = verdict(before, after).causes
    assert why == (
        "The file is the same and was read by another day, 1 December 2026, the receipt's by 30 November 2026: of "
        "a register of one's own the day decides what is still to come."
    )
    assert verdict(before, on(date(2026, 11, 29))).sentences() == [
        f"Receipt {before['id']} matches: the figure is the same."
    ]
    nothing = receipt_of()
    assert verdict(nothing, nothing).causes == ()


def test_what_moved_is_said_with_the_amount():
    right = receipt_of()
    returns = json.loads(json.dumps(right["returns"]))
    returns["contracts"]["central"] -= 12
    said = judged(sealed(returns=returns)).sentences()
    assert said[0].endswith("does not match: the figure is another now.")
    now = round(right["returns"]["contracts"]["central"])
    [line] = [line for line in said if line.startswith("Contracts: ")]
    assert line.startswith(f"Contracts: stated {round(right['returns']['contracts']['central'] - 12)} (")
    assert f"now {now} (" in line
    assert line.endswith(": 12 more.")


def test_a_faulty_build_is_recalled_and_no_other(monkeypatch):
    """A threshold that lets ten times too much through: every receipt whose print it touched, and none besides."""
    thresholds = [100_000 * step for step in range(1, 41)]
    good = [{**receipt_of(changes={"small.threshold": each}), "version": "0.1.4"} for each in thresholds]
    right = {each: entry["returns"] for each, entry in zip(thresholds, good, strict=True)}
    compares = BelowThreshold.compares

    def faulty(rule, coded):
        value, lowest, highest = compares(rule, coded)
        return value, lowest // 10, highest // 10

    monkeypatch.setattr(BelowThreshold, "compares", faulty)
    bad = [{**receipt_of(changes={"small.threshold": each}), "version": "0.1.5"} for each in thresholds]
    monkeypatch.undo()
    erratum = Erratum("E7", date(2026, 11, 1), "The threshold", "the threshold was a tenth of what it said",
                      first=(0, 1, 5), last=(0, 1, 5))  # fmt: skip
    touched = 0
    for threshold, entry in zip(thresholds, bad, strict=True):
        stated = {**entry, "id": identity(entry)}
        found = judged(stated, [erratum])
        printed_differs = rounded(entry["returns"]) != rounded(right[threshold])
        assert bool(found.recalls) == printed_differs, threshold
        touched += printed_differs
        for recall in found.recalls:
            assert recall.sentence().startswith("This figure was affected by E7 of 1 November 2026: printed ")
            assert recall.sentence().endswith(", because the threshold was a tenth of what it said")
    assert touched > 10
    for entry in good:
        found = judged({**entry, "id": identity(entry)}, [erratum])
        assert not found.recalls


def rounded(returns):
    """Two effective digits of every money figure, whole contracts: what a page prints; written apart."""

    def two(amount):
        return float(f"{amount:.1e}")

    return [
        (round(ends[end]), ends[end] > 0) if measure == "contracts" else two(ends[end])
        for measure, ends in returns.items()
        for end in ("low", "central", "high")
    ]


def test_the_published_errata_can_be_read_and_say_why():
    assert published()
    for erratum in published():
        assert erratum.what and erratum.why and erratum.found <= date.today()  # noqa: DTZ011
    assert DATASET.fingerprint not in {each for erratum in published() for each in erratum.data}


def test_an_erratum_about_everything_is_refused():
    with pytest.raises(ValueError, match="E2 names neither data nor versions"):
        read_errata('[[erratum]]\nid="E2"\nfound=2026-01-01\nwhat="x"\nwhy="y"\n')


def test_the_version_is_one():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == VERSION
    assert f"version: {VERSION}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
