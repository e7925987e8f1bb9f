"""The right of reply: nobody who is named is left out, and nothing is said of them but what the figure says."""

import numpy as np
from hypothesis import given

from output.contract_tables import REPLY_COLUMNS, behind_the_answer, reply_sheet
from policy.engine.decide import decide
from policy.formats import of_one
from policy.scenarios.presets import published
from policy.scenarios.scenario import build_scenario
from policy.scope.scope import from_where
from tests.draws import tries
from tests.policy.test_engine import REGISTER
from tests.policy.test_scope import PLEDGE, scopes
from tests.strategies import scenarios


@given(scopes(), scenarios())
@tries(50)
def test_every_party_of_every_contract_that_may_return_has_its_row(narrowed, made):
    decisions = decide(REGISTER.within(from_where(narrowed[0])), made)
    rows = behind_the_answer(decisions)
    assert set(rows) == set(np.flatnonzero(decisions.high))
    sheet = reply_sheet(decisions, rows)
    assert tuple(sheet) == REPLY_COLUMNS
    expected = set()
    for contract in REGISTER.frame.iloc[rows].itertuples():
        if isinstance(contract.buyer, str):
            expected.add(("Buyer", contract.buyer, contract.contract_id))
        if isinstance(contract.suppliers, str):
            expected |= {("Supplier", name.strip(), contract.contract_id) for name in contract.suppliers.split("\n")}
    given_ = list(zip(sheet["Role"], sheet["Party"], sheet["Contract id"], strict=True))
    assert set(given_) == expected
    assert len(given_) == len(expected)
    assert (sheet["Answer"] == "").all()


def test_what_is_said_is_what_the_figure_says():
    decisions = decide(REGISTER, PLEDGE)
    sheet = reply_sheet(decisions, behind_the_answer(decisions)).set_index("Contract id")
    frame = REGISTER.frame.set_index("contract_id")
    oakwood = sheet.loc[["moj-oakwood"]].iloc[0]
    assert oakwood["What is said"].startswith("Back in house. It counts as 100% back in house: £")
    unknown = sheet[frame.loc[sheet.index, "annual_gbp"].isna().to_numpy()]
    assert len(unknown)
    assert unknown["What is said"].str.endswith("its value a year is not known.").all()
    nought = sheet["What is said"].str.contains("£0 a year")
    assert set(sheet[nought].index) <= set(frame.index[frame["annual_gbp"] == 0]), "what is not known is never £0"
    ceilings = frame.loc[sheet.index, "value_quality"].eq("ceiling") & frame.loc[sheet.index, "annual_gbp"].notna()
    assert sheet["What is said"][ceilings.to_numpy()].str.contains("only a ceiling is known, at most £").all()


def test_the_amount_of_a_contract_is_the_one_that_lists_and_briefing_write():
    decisions = decide(REGISTER, PLEDGE)
    rows = behind_the_answer(decisions)
    sheet = reply_sheet(decisions, rows).drop_duplicates("Contract id").set_index("Contract id")["What is said"]
    frame = REGISTER.frame.iloc[rows]
    sure = (decisions.low[rows] == 1000) & frame["annual_gbp"].gt(1).to_numpy()
    stated = frame[sure & frame["value_quality"].ne("ceiling").to_numpy()].set_index("contract_id")["annual_gbp"]
    assert len(stated) > 50
    for contract, amount in stated[stated.index.isin(sheet.index)].items():
        assert f": £{amount:,.0f} a year." in sheet[contract]


def test_a_part_of_a_pound_is_no_bare_zero():
    assert [of_one(pence) for pence in (0, 40, 97_500_000)] == ["£0", "less than £1", "£975,000"]


def test_nobody_is_told_that_a_contract_comes_back_which_must_only_be_considered():
    made, _ = build_scenario(published()["public-interest-test@1"])
    decisions = decide(REGISTER, made)
    said = reply_sheet(decisions, behind_the_answer(decisions))["What is said"]
    assert not said.str.lower().str.contains("back in house").any()
    assert said.str.startswith("Must be considered. It counts as 100% to be considered: £").any()
