"""The headline of each preset on the embedded register, against figures that the oracle worked out once.

A file that is missing fails. When data or a preset is meant to move: `python -m tests.write_golden`, by hand.
"""

import tomllib
from pathlib import Path

import pytest

from data.load.datasets import embedded
from data.model.service_table import services
from policy.coded import prepare
from policy.engine.decide import decide
from policy.measures import MEASURES
from policy.results.totals import totals
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario

FOLDER = Path(__file__).parents[1] / "golden"


@pytest.mark.parametrize("name", presets())
def test_headline_of_a_preset_is_the_golden_one(name):
    file = FOLDER / f"{name}.toml"
    assert file.exists(), f"a new preset: python -m tests.write_golden writes {file.name}, from the oracle"
    golden = tomllib.loads(file.read_text(encoding="utf-8"))
    made, _ = build_scenario(presets()[name])
    assert golden.pop("preset") == made.preset.name
    whole = totals(decide(prepare(embedded().contracts, services()), made))
    found = {measure: whole.measure(measure) for measure in MEASURES}
    assert golden == {
        measure: {
            "low": total.returns.low,
            "central": total.returns.central,
            "high": total.returns.high,
            "of": total.of,
        }
        for measure, total in found.items()
    }


def test_every_golden_file_is_of_a_preset():
    assert {file.stem for file in FOLDER.iterdir()} == set(presets())
