"""Companies behind supplier names: alone by group, several together, and no bar that is a joined name."""

import pytest

from data.load.datasets import embedded
from data.model.companies import LINE, companies_of, company, suppliers_of
from data.model.service_table import services
from output.contract_tables import held_jointly
from policy.coded import prepare
from policy.contracts import SEVERAL_COMPANIES
from policy.engine.decide import decide
from policy.results.totals import by, totals
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], None),
        (["Serco"], "Serco"),
        (["SERCO LIMITED"], "Serco"),
        (["Serco Ltd", "Serco"], "Serco"),
        (["Serco", "Mears"], SEVERAL_COMPANIES),
        (["Ambleford Care Ltd"], "Ambleford Care Ltd"),
        (["Ambleford  Care\tLtd"], "Ambleford Care Ltd"),
    ],
)
def test_a_contract_has_one_company_or_several(names, expected):
    assert suppliers_of("; ".join(names), names).company == expected


def test_a_list_that_names_only_some_is_several():
    found = suppliers_of("Axis Counselling; others", ["Axis Counselling", "others"])
    assert found == (("Axis Counselling",), SEVERAL_COMPANIES)
    assert suppliers_of("16 suppliers (not named)", ["16 suppliers (not named)"]) == ((), None)


def test_a_group_takes_in_its_companies():
    assert company("Mitie Care & Custody") == company("Mitie")
    assert companies_of(LINE.join(["Atos", "Capita Business Services Limited"])) == {"Atos", "Capita"}


def test_bars_of_companies_add_up_and_none_is_a_joined_name():
    contracts = embedded().contracts
    decisions = decide(prepare(contracts, services()), build_scenario(presets()["pledge"])[0])
    [bars] = by(decisions, "company")
    whole = totals(decisions)
    for measure in ("contracts", "annual_gbp", "whole_life_gbp"):
        assert sum(bar.measure(measure).of for bar in bars.values()) == whole.measure(measure).of
        central = sum(bar.measure(measure).returns.central for bar in bars.values())
        assert central == whole.measure(measure).returns.central
    assert not [name for name in bars if ";" in name]


def test_what_serco_holds_jointly_is_apart_from_what_it_holds_alone():
    contracts = embedded().contracts
    coded = prepare(contracts, services())
    jointly = held_jointly(coded, "Serco")
    alone = (contracts["company"] == "Serco").to_numpy()
    assert alone.any()
    assert jointly.any()
    assert not (alone & jointly).any()
    named = contracts["supplier"].astype("str").str.contains("Serco")
    assert set(contracts.index[alone | jointly]) == set(contracts.index[named])
