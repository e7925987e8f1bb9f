"""Nothing that one visitor brings, chooses or says is on any page of another."""

import json

import pytest

from policy.audit.labels import COLUMNS
from tests.pages import headline, opened, whole
from tests.ui.test_hostile import nodes

MARK = "Zqmade"
OWN = "Title,Buyer,Supplier,Value,Start date,End date\n" + "".join(
    f"Home care {n} {MARK},{MARK} Council,{MARK} Ltd,{100_000 + n},2025-04-01,2029-03-31\n" for n in range(3)
)


def sent(page):
    """All that the server sends for a page."""
    return "\n".join(str(node.proto) for node in nodes(page._tree) if getattr(node, "proto", None) is not None)


def brings_a_file():
    page = opened("datasets")
    page.file_uploader[0].set_value((f"{MARK}.csv", OWN.encode(), "text/csv"))
    return whole(page.run())


def judges_a_contract():
    page = opened("audit")
    name = page.selectbox(key="audit.contract").value
    body = f"{','.join(COLUMNS)}\n{name},comes_back,right,,{MARK}\n"
    page.get("file_uploader")[0].upload(f"{MARK}.csv", body.encode(), "text/csv")
    return whole(page.run())


def opens_a_receipt():
    page = opened("receipt")
    page.text_area(key="receipt.text").set_value(json.dumps({"scenario": MARK}))
    return whole(page.run())


def follows_a_link():
    return opened("buyers", {"in.buyer": MARK, "reassess.contracts": f"{MARK}=home_care", "window.years": "17"})


@pytest.mark.parametrize("visit", [brings_a_file, judges_a_contract, opens_a_receipt, follows_a_link])
def test_what_one_visitor_does_is_on_no_page_of_another(visit):
    one = visit()
    assert MARK in sent(one) or MARK in str(one.session_state)
    names = {
        brings_a_file: ["overview", "datasets", "buyers"],
        judges_a_contract: ["audit"],
        opens_a_receipt: ["receipt"],
    }
    for name in names.get(visit, ["buyers", "settings", "compare"]):
        other = opened(name)
        assert MARK not in sent(other) + str(other.session_state) + str(other.query_params)
        if name == "overview":
            assert "in this register" in headline(other)
        assert not other.query_params
