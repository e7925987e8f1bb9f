"""Every field that a reader meets has a name, every code words, and a fact says where it was read."""

import pytest

import policy
from data.load.datasets import embedded
from data.register.sources import Standing, standing
from output.field_words import LABELS, VALUES, link_of_fact, links_of_contract, word_of_link, words
from output.text import BETWEEN
from policy import rules
from policy.coded import prepare
from policy.contracts import BY_NAME
from policy.engine.decide import decide
from policy.results.explain import explain
from tests.pages import opened, text, whole

FIND = "https://www.find-tender.service.gov.uk/Notice/"
NOTICE = f"{FIND}013554-2026"
COPY = "https://d3tenders.com/contract/?ocid=ocds-h6vhtk-04c605"


def test_every_field_that_a_rule_reads_has_a_name():
    assert {name for rule in rules.RULES for name in rule.reads} <= {*LABELS}
    assert {*LABELS} <= {*BY_NAME}


def test_every_rule_that_is_asked_of_a_contract_has_a_question():
    asked = [rule for rule in rules.RULES if rule.id != "reassess"]
    assert all(rule.question.endswith("?") for rule in asked)


def test_words_are_of_values_that_there_are():
    for name, given in VALUES.items():
        known = {*BY_NAME[name].values} or {*prepare(embedded().contracts, embedded().services).levels[name]}
        assert {*given} <= known, name


def test_no_word_of_a_code_is_a_code():
    coded = prepare(embedded().contracts, embedded().services)
    for name in ("service", "echr_articles", "at_risk_groups", *VALUES):
        assert not {char for row in range(0, 660, 30) for char in words(coded, name, row)} & {"_"}, name


@pytest.mark.parametrize("contract", ["moj-oakwood", "dwp-fas-all"])
def test_a_contract_is_told_without_words_of_the_schema(contract):
    page = opened("contracts", {"contract": contract})
    questions, facts = (table.value.astype(str) for table in page.table[:2])
    assert facts["Fact"].is_unique and {"Buyer", "Value a year, without VAT"} <= {*facts["Fact"]}
    assert {*questions["What follows"].str.strip("*")} <= {
        "Still in", "Out here: it keeps its supplier", "Yes: a reason to bring it back", "No", "Not known",
        "Not asked under this policy",
    }  # fmt: skip
    assert not questions["What we read"].str.contains("_", regex=False).any()


def test_the_list_of_contracts_starts_with_the_most_spend_that_comes_back():
    table = opened("contracts").dataframe[0].value
    back = table["£m back"].dropna()
    assert back.is_monotonic_decreasing and len(back) > 300
    assert table["£m back"].isna()[table["£m a year"].isna()].all(), "nothing is known of an unknown value"


def test_an_older_link_that_chooses_by_a_column_of_the_scope_still_works():
    page = whole(opened("contracts", {"column": "nation", "value": "Wales"}))
    assert 0 < len(page.dataframe[0].value) < 664


def source(column, address, note=""):
    return {"contract_id": "a", "column": column, "address": address, "day": "2026-11-27", "note": note}


@pytest.mark.parametrize(
    ("first", "others", "said"),
    [
        (NOTICE, [source("", COPY)], f"[The official notice]({NOTICE}){BETWEEN}[Copy of an official notice]({COPY})"),
        (
            NOTICE,
            [source("", f"{FIND}009288-2026"), source("", COPY)],
            BETWEEN.join(
                [
                    f"[The official notice, 013554-2026]({NOTICE})",
                    f"[The official notice, 009288-2026]({FIND}009288-2026)",
                    f"[Copy of an official notice]({COPY})",
                ]
            ),
        ),
        (
            "https://www.bmj.com/x",
            [source("", "https://www.ft.com/y")],
            f"[Published source, 1](https://www.bmj.com/x){BETWEEN}[Published source, 2](https://www.ft.com/y)",
        ),
        (NOTICE, [source("", NOTICE)], f"[The official notice]({NOTICE})"),
        (COPY, [], f"[Copy of an official notice]({COPY})"),
        ("https://www.bmj.com/x", [source("end_date", COPY)], "[Published source](https://www.bmj.com/x)"),
        (None, [], "Address of the published source not known"),
        (float("nan"), [], "Address of the published source not known"),
    ],
)
def test_a_link_says_whose_page_it_is(first, others, said):
    assert links_of_contract(first, others) == said


def test_a_fact_that_was_read_elsewhere_says_where():
    sources = [
        source("", COPY),
        source("end_date", NOTICE, "as stated"),
        source("supplier", "Find a Tender 013554-2026"),
    ]
    assert link_of_fact("end_date", sources) == f"[the official notice]({NOTICE}): as stated"
    assert link_of_fact("supplier", sources) == f"[Find a Tender 013554\\-2026]({NOTICE})"
    assert link_of_fact("start_date", sources) == ""
    assert link_of_fact("end_date", [source("end_date", "ocds-h6vhtk-05643a")]) == "ocds\\-h6vhtk\\-05643a"


def test_what_is_linked_first_is_official_wherever_the_register_numbers_a_notice():
    first = embedded().contracts["notice_url"].dropna().map(standing)
    assert (first == Standing.OFFICIAL).sum() >= 150
    assert not (first == Standing.NONE).any()
    shown = [one["address"] for sources in embedded().sources.values() for one in sources]
    assert not [address for address in shown if address.startswith("http") and standing(address) is Standing.NONE]


def test_a_portfolio_lists_its_parts_with_their_notices():
    page = text(opened("contracts", {"contract": "ho-aasc-all"}))
    assert "Its parts, which are not counted beside it" in page
    assert page.count("https://www.contractsfinder.service.gov.uk/Notice/") >= 7


def test_an_opened_contract_tells_what_was_worked_out_from_what_was_published():
    """The Functional Assessment Service states £2,769,913,640 over its whole term; a year of it is worked out."""
    page = opened("contracts", {"contract": "dwp-fas-all"})
    facts = dict(zip(page.table[1].value["Fact"], page.table[1].value["What it is"], strict=True))
    assert "As published" not in text(page)
    assert "£2,769,913,640" in facts["Value over the whole term, without VAT"]
    assert "about £349 million, worked out from" in facts["Value a year, without VAT"]
    assert "£349,227,116" not in text(page)


@pytest.mark.parametrize(
    ("addresses", "word"),
    [
        ([], "Notice"),
        (["https://www.find-tender.service.gov.uk/Notice/061544-2025", None, float("nan")], "Notice"),
        (["https://d3tenders.com/x", "https://ted.europa.eu/udl?uri=TED:NOTICE:1-2020"], "Notice"),
        (["https://www.find-tender.service.gov.uk/Notice/061544-2025", "https://www.hsj.co.uk/x"], "Source"),
        (["https://democracy.leeds.gov.uk/x"], "Source"),
    ],
)
def test_a_link_is_called_a_notice_where_it_leads_to_one(addresses, word):
    assert word_of_link(addresses) == word


def test_a_contract_that_is_reassessed_is_told_as_what_it_is_taken_for():
    register = prepare(embedded().contracts, embedded().services)
    row = int(register.frame["contract_id"].tolist().index("moj-oakwood"))
    taken = decide(
        register, policy.scenario("pledge", {"reassess.contracts": ("moj-oakwood=guarding:guarding alone",)})
    )
    read = {reading.rule.id: dict(reading.read) for reading in explain(taken, row).readings}
    assert (read["contact"]["service"], read["contact"]["contact"]) == ("guarding", "incidental")
    assert read["coercive"]["coercive"] == "minor"
    assert words(taken.coded, "service", row) == "Security guarding in public-facing sites"
    assert words(taken.coded, "contact", row) != words(register, "contact", row)
    evidence = explain(taken, row).evidence["service"]
    assert evidence == "said by the scenario; the data say Prison operation"
    assert words(taken.coded, "service_evidence", row) == evidence
    assert explain(decide(register, policy.scenario("pledge")), row).evidence["service"] != evidence


def test_a_service_that_is_reassessed_is_told_as_it_is_assessed():
    register = prepare(embedded().contracts, embedded().services)
    row = int(register.frame["contract_id"].tolist().index("moj-oakwood"))
    otherwise = decide(register, policy.scenario("pledge", {"reassess.services": ("prison.contact:none:we see none",)}))
    explained = explain(otherwise, row)
    [contact] = [dict(reading.read)["contact"] for reading in explained.readings if reading.rule.id == "contact"]
    assert contact == "none", "and not significant, which the table of services says"
    assert explained.evidence["service"] == "read and assigned by hand in the register", "its service is the same"


def test_the_library_and_the_interface_name_the_service_of_the_scenario():
    taken = policy.decide(embedded(), policy.scenario("pledge", {"reassess.contracts": ("moj-oakwood=guarding:a",)}))
    before = policy.decide(embedded(), "pledge").table.set_index("contract_id")["service"].astype("str")
    now = taken.table.set_index("contract_id")["service"].astype("str")
    differ = now[now.ne(before) & ~(now.isna() & before.isna())]
    assert differ.to_dict() == {"moj-oakwood": "guarding"}
