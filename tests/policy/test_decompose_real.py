"""On real notices too the way between two scenarios adds up."""

from pathlib import Path

import pytest
from hypothesis import given
from reading import table

from data.model.service_table import services
from policy.analysis.decomposition import Decomposition
from policy.coded import prepare
from policy.engine.decide import decide
from policy.measures import MEASURES
from policy.results.totals import totals
from policy.scenarios.scenario import build_scenario
from tests.draws import drawn, tries
from tests.strategies import changes, scenarios

REAL = Path(__file__).parents[3] / "shared" / "data" / "real"
CARE = REAL / "cf_ocds_care_2020_2025" / "cf_award_releases_housing_care.jsonl.gz"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not REAL.exists(), reason="needs the real notices in ../shared, which are not part of the project"
    ),
]


@pytest.fixture(scope="module")
def coded(tmp_path_factory):
    contracts = table([CARE], tmp_path_factory.mktemp("real")).contracts
    assert len(contracts) > 500
    return prepare(contracts, services())


def figures(coded, made):
    whole = totals(decide(coded, made))
    return [getattr(whole.measure(name).returns, end) for name in MEASURES for end in ("low", "central", "high")]


@drawn
def test_waterfalls_and_shares_add_up_on_real_notices(coded):
    @tries(200)
    @given(scenarios(), changes())
    def adds_up(before, some):
        after, _ = build_scenario(before.preset, before.changes() | dict(list(some.items())[:4]))
        expected = [b - a for a, b in zip(figures(coded, before), figures(coded, after), strict=True)]
        between = Decomposition(coded, before, after)
        for parts in ([step.adds for step in between.waterfall()], [share.shapley for share in between.shares()]):
            assert [sum(values) for values in zip([0] * 9, *(part.values for part in parts), strict=True)] == expected

    adds_up()
