"""Many scenarios totalled together come to what each comes to by itself."""

import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from data.load.datasets import embedded
from data.model.service_table import services
from policy.analysis.tornado import alternatives
from policy.analysis.variants import totals_of
from policy.coded import prepare
from policy.engine import cells
from policy.engine.decide import decide
from policy.results.totals import totals
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario
from tests.strategies import register_samples, scenarios, tables

TABLES = st.one_of(tables(), register_samples())


def alone(coded, made):
    return totals(decide(coded, made))


@trying(max_examples=60)
@given(TABLES, st.lists(scenarios(), max_size=5), st.sampled_from([1 << 22, 64]))
def test_any_scenarios_together_are_each_alone(contracts, several, direct):
    coded = prepare(contracts, services())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cells, "DIRECT", direct)
        assert list(totals_of(coded, several)) == [alone(coded, made) for made in several]


@pytest.mark.parametrize("preset", list(presets().values()), ids=lambda preset: preset.name)
def test_every_step_of_every_setting_on_the_register_is_as_if_alone(preset):
    coded = prepare(embedded().contracts, services())
    made, _ = build_scenario(preset, {"reason.risk_low": 5, "reason.risk_high": 20})
    several = []
    for key, value, _ in alternatives(decide(coded, made)):
        try:
            several.append(made.having(key, value))
        except ValueError:
            continue
    assert len(several) > 100
    assert list(totals_of(coded, several)) == [alone(coded, one) for one in several]


def test_own_assessments_of_services_and_contracts_are_each_scenarios_own():
    coded = prepare(embedded().contracts, services())
    streets, _ = build_scenario(None, {"reassess.services": ("waste_streets.coercive:held:fines",)})
    first = coded.frame["contract_id"].iloc[0]
    moved, _ = build_scenario(None, {"reassess.contracts": (f"{first}=home_care",)})
    several = [build_scenario()[0], streets, moved, streets]
    found = list(totals_of(coded, several))
    assert found == [alone(coded, made) for made in several]
    assert found[0] != found[1]


def test_no_contract_and_no_scenario_are_nothing():
    coded = prepare(embedded().contracts.iloc[:0], services())
    assert [whole.contracts.of for whole in totals_of(coded, [build_scenario()[0]])] == [0]
    assert list(totals_of(coded, [])) == []
