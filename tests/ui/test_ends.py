"""Lists say the end that counts, as the chart above them does: the first, or that after extensions."""

from datetime import date

import pandas as pd
import pytest

from output.contract_tables import contract_table
from policy.analysis.drill import behind, marks
from policy.engine.decide import decide
from policy.results.sentences import already_over
from policy.scenarios.links import to_query
from policy.scenarios.scenario import build_scenario
from tests.pages import opened, text, whole
from ui.sections.timeline import ending
from ui.shell.cache import register
from ui.shell.view import View

TABLE = register()
FRAME = TABLE.coded.frame
TODAY = TABLE.dataset.as_of
AFTER = FRAME["latest_end_date"].fillna(FRAME["end_date"])
ENDS = {"first": FRAME["end_date"], "after_extensions": AFTER}


@pytest.mark.parametrize("counts", ENDS)
def test_the_contracts_behind_a_year_end_in_it(counts):
    decisions = decide(TABLE.coded, build_scenario(None, {"window.end": counts})[0])
    for year in marks(decisions, "year"):
        told = contract_table(decisions, behind(decisions, "year", year), "Ends")["Ends"]
        assert {"" if pd.isna(each) else str(each.year) for each in told} == {year}


@pytest.mark.parametrize("counts", ENDS)
def test_what_is_over_had_ended_by_the_end_that_counts(counts):
    decisions = decide(TABLE.coded, build_scenario(None, {"window.end": counts})[0])
    over = FRAME["counted"] & (FRAME["stage"].isna() | (FRAME["stage"] == "awarded")) & (ENDS[counts] < "2027-04-01")
    assert already_over(decisions) == over.sum()


@pytest.mark.parametrize("counts", ENDS)
def test_what_ends_soon_ends_by_the_end_that_counts(counts):
    made = build_scenario(None, {"window.end": counts})[0]
    listed = ending(View(TABLE, made), 12)
    last = date(TODAY.year + 1, TODAY.month, TODAY.day)
    soon = (ENDS[counts] > pd.Timestamp(TODAY)) & (ENDS[counts] <= pd.Timestamp(last))
    assert listed.any() and not (listed & ~soon).any()
    # A policy that runs through that year lets in what ends in it and leaves for no other reason.
    start = date.fromordinal(TODAY.toordinal() + 1)
    running = decide(TABLE.coded, made.having_all({"window.start": start, "window.years": 1}))
    assert not ((running.high > 0) & ENDS[counts].notna() & ~listed).any()


@pytest.mark.parametrize(("changed", "again"), [({}, False), ({"window.delay_years": "2"}, True)])
def test_where_contracts_are_let_again_the_words_say_that_a_year_may_be_that_of_the_second_end(changed, again):
    made = build_scenario(None, changed)[0]
    listed = opened("contracts", {**to_query(made), "column": "year", "value": "2031"})
    labels = {box.label for box in listed.selectbox}
    assert ("Year in which it ends, or ends again where let once more" in labels) == again
    assert ("Year in which it ends" in labels) == (not again)
    for split in ("none", "nation"):
        page = text(opened("timeline", {**to_query(made), "split": split}))
        assert ("the year in which contracts end, or end again where let once more" in page) == again


def test_the_page_of_a_contract_says_the_end_that_its_list_says():
    for counts, said in (("first", "before any extension: 31 March 2032"),
                         ("after_extensions", "after every stated extension: 31 March 2034")):  # fmt: skip
        made = build_scenario(None, {"window.end": counts})[0]
        page = opened("contracts", {**to_query(made), "contract": "nhs-bsw-community"})
        [summary] = [each.value for each in page.markdown if each.value.startswith("Buyer: ")]
        assert summary.replace("\\", "").endswith(f"Ends, {said}")


def test_every_end_can_be_listed_and_not_those_alone_that_the_policy_would_assess():
    last = date(TODAY.year + 1, TODAY.month, TODAY.day)
    soon = FRAME["counted"] & (pd.Timestamp(TODAY) < AFTER) & (pd.Timestamp(last) >= AFTER)
    page = opened("timeline")
    assert "contracts that the policy would assess end in the 12 months" in text(page)
    whole(page.toggle(key="page.every").set_value(True).run())
    every = "contracts end in the 12 months after 22 November 2026, whatever the policy makes of them"
    assert f"{soon.sum()} {every}" in text(page)
    listed = next(frame.value for frame in page.dataframe if "Ends" in frame.value)
    assert len(listed) == soon.sum()
    ceilings = (soon & FRAME["value_quality"].eq("ceiling")).sum()
    assert ceilings and (listed["Value"] == "Only a ceiling").sum() == ceilings, "a ceiling a year is no spend"
