"""A reader's own assessment of a service or a contract, with a reason, changes the answer as deciding directly does."""

from policy.engine.decide import decide
from policy.results.totals import totals
from policy.rules.reassess import Reassess
from policy.scenarios.scenario import build_scenario
from tests.comparing import PLEDGE, same_headline
from tests.pages import link, opened, text, whole
from ui.contracts import reclassify
from ui.shell.cache import register


def test_reassessing_a_service_changes_the_answer_as_deciding_directly_does():
    service = "waste_streets"
    page = opened("services")
    before = page.title[0].value
    page.selectbox(key="reassess.service").set_value(service)
    page.selectbox(key="reassess.attribute").set_value("named_in_pledge")
    whole(page.run())
    page.selectbox(key=f"reassess.value.{service}.named_in_pledge").set_value("yes")
    page.text_input(key="reassess.reason").set_value("streets: seen, by all")
    whole(page.run())
    assert "This would change contracts: +" in text(page)
    whole(page.button(key="reassess.change").click().run())
    item = f"{service}.named_in_pledge:yes:streets: seen, by all"
    made, problems = build_scenario(None, {"reassess.services": (item,)})
    assert not problems and same_headline(page, made)
    assert page.title[0].value != before
    assert tuple(page.session_state["changes"]["reassess.services"]) == (item,)
    assert "named in the pledge yes, was no, because streets: seen, by all" in text(page)
    [table] = [each.value for each in page.table if "As you assess it" in each.value]
    direct = [totals(decide(register().coded, each)).contracts.returns.central for each in (PLEDGE, made)]
    assert table.iloc[0]["As we assess it"].split(" ")[0] == f"{round(direct[0] / 1000)}"
    assert table.iloc[0]["As you assess it"].split(" ")[0] == f"{round(direct[1] / 1000)}"
    assert table.iloc[0]["Difference, central"].startswith("+")
    whole(page.button(key="reassess.back.0").click().run())
    assert same_headline(page, PLEDGE)


def test_two_reassessments_taken_back_at_once_are_both_taken_back():
    items = ("waste_streets.named_in_pledge:yes:a test", "grounds.named_in_pledge:yes:a test")
    made, problems = build_scenario(None, {"reassess.services": items})
    assert not problems
    page = opened("services", link(made))
    assert same_headline(page, made)
    for place in range(2):
        page.button(key=f"reassess.back.{place}").click()
    whole(page.run())
    assert same_headline(page, PLEDGE)


def test_a_change_without_reason_or_without_effect_is_refused():
    page = opened("services")
    page.selectbox(key="reassess.service").set_value("guarding")
    page.selectbox(key="reassess.attribute").set_value("coercive")
    whole(page.run())
    whole(page.button(key="reassess.change").click().run())
    assert "assessed like this already" in page.warning[0].value
    page.selectbox(key="reassess.value.guarding.coercive").set_value("held")
    whole(page.run())
    whole(page.button(key="reassess.change").click().run())
    assert "give a reason" in page.warning[0].value
    assert page.warning[1].value.startswith("Give a reason"), "beside the button too, since the top is out of sight"
    assert same_headline(page, PLEDGE)


def test_articles_in_another_order_are_no_change():
    order = [name for name, row in register().coded.services.iterrows() if row["echr_articles"].startswith("8 ")]
    assert order, "no service lists its articles out of order any more"
    page = opened("services")
    page.selectbox(key="reassess.service").set_value(order[0])
    page.selectbox(key="reassess.attribute").set_value("echr_articles")
    whole(page.run())
    assert "This would change" not in text(page)


def test_reclassifying_a_contract_changes_the_answer_as_deciding_directly_does():
    page = opened("contracts", {"contract": "moj-oakwood"})
    page.selectbox(key="reassess.contract.moj-oakwood").set_value("waste_streets")
    page.text_input(key="reassess.reason.moj-oakwood").set_value("a test")
    whole(page.run())
    whole(page.button(key="reassess.change.moj-oakwood").click().run())
    made, _ = build_scenario(None, {"reassess.contracts": ("moj-oakwood=waste_streets:a test",)})
    assert same_headline(page, made)
    old, new = (totals(decide(register().coded, each)).contracts.returns.low for each in (PLEDGE, made))
    assert new == old - 1000, "a prison came back for certain; street cleaning does not"
    assert "Too few criteria met." in text(page)
    assert "contract moj-oakwood as waste streets (a test)" in text(page), "listed among the changes"
    assert "Kind of service: Waste collection, disposal and street cleaning" in text(page), (
        "and not the prison that it was"
    )
    assert "For everybody it is put right by whoever keeps the data" in text(page)


def test_reassessments_are_listed_in_words():
    assert Reassess.in_words("guarding.echr_articles:2+P1-1:a: b") == "guarding: articles at risk 2 and P1-1 (a: b)"
    assert Reassess.in_words("home_care.at_risk_groups:") == "home care: people at risk none"
    assert Reassess.in_words("x.y=home_care") == "contract x.y as home care"
    assert set(reclassify.OFFERED) <= set(register().coded.services.columns)
