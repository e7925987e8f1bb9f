"""Where a contract and its facts were read, as a page says it."""

import pytest

from data.load.datasets import embedded
from data.register.sources import Standing, standing
from output.field_words import link_of_fact, links_of_contract
from tests.pages import opened, text

NOTICE = "https://www.find-tender.service.gov.uk/Notice/013554-2026"
COPY = "https://d3tenders.com/contract/?ocid=ocds-h6vhtk-04c605"


def source(column, address, note=""):
    return {"contract_id": "a", "column": column, "address": address, "day": "2026-11-27", "note": note}


@pytest.mark.parametrize(
    ("first", "others", "said"),
    [
        (NOTICE, [source("", COPY)], f"[The official notice]({NOTICE}) · [Copy of an official notice]({COPY})"),
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
