"""What is taken away of a comparison: each scenario has columns of its own, whatever it is called."""

import pytest

from data.load.datasets import embedded
from output.comparison import Compared, every_contract, figures_and_settings, scenarios_table
from output.subject import subject_of
from policy.coded import prepare
from policy.engine.decide import decide
from policy.results.totals import totals
from policy.scenarios.scenario import build_scenario

DATASET = embedded()
CODED = prepare(DATASET.contracts, DATASET.services)


@pytest.mark.parametrize(
    ("first", "last", "columns"),
    [
        ("Mine", "Theirs", ("Mine", "Theirs")),
        ("title", "buyer", ("title (2)", "buyer (2)")),
        ("notice_url", "contract_id", ("notice_url (2)", "contract_id (2)")),
        ("A", "A, share back", ("A", "A, share back (2)")),
        ("A, share back", "A", ("A, share back", "A (2)")),
    ],
)
def test_no_scenario_is_written_over_another_column(first, last, columns):
    few = build_scenario(None, {"small.threshold": 1_000_000_000})[0]
    decided = {first: decide(CODED, build_scenario()[0]), last: decide(CODED, few)}
    table = every_contract(decided)
    frame = DATASET.contracts.set_index("contract_id").loc[table["contract_id"]]
    assert table["title"].tolist() == frame["title"].astype("str").tolist()
    assert table["buyer"].tolist() == frame["buyer"].astype("str").tolist()
    for column, decisions in zip(columns, decided.values(), strict=True):
        back = round(1000 * table[f"{column}, share back"].sum())
        assert back == int(decisions.central[decisions.counted].sum())
        assert not table[column].equals(table["title"])


def test_services_that_a_setting_lists_are_said_by_their_names():
    plain, kept = build_scenario()[0], build_scenario(None, {"specialist.services": ("home_care", "child_home")})[0]
    both = [decide(CODED, made) for made in (plain, kept)]
    compared = [Compared(made.scenario.preset.short, made.scenario, made, totals(made)) for made in both]
    names = "; ".join(DATASET.services["label"][["child_home", "home_care"]])
    assert figures_and_settings(compared)[-1] == ["Specialist services", "none", names]
    assert scenarios_table(compared)["specialist.services"].tolist() == ["none", names]
    assert f"Specialist services: {names} instead of none" in subject_of(DATASET, kept).policy_line
