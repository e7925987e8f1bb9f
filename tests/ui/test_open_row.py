"""A row of any list of contracts opens its contract, and who comes back finds the page as it was."""

import pytest
import streamlit as st

from tests.pages import opened

LISTS = {
    "overview": ("largest", {}),
    "sensitivity": ("range-contracts", {}),
    "suppliers": ("company-contracts", {"value": "Serco"}),
    "timeline": ("ending", {}),
}


@pytest.mark.parametrize("page", LISTS)
def test_a_ticked_row_opens_the_contract_that_stands_in_it(page, monkeypatch):
    name, query = LISTS[page]
    real = st.dataframe
    shown, gone = list[str](), list[tuple[str, dict[str, str]]]()

    def ticked(data, **how):
        real(data, **how)
        if how.get("key") != f"rows.{name}":
            return {"selection": {"rows": []}}
        shown.append(data["Contract"].iloc[1])
        return {"selection": {"rows": [1]}}

    monkeypatch.setattr(st, "dataframe", ticked)
    monkeypatch.setattr(st, "switch_page", lambda path, query_params: gone.append((path, dict(query_params))))
    opened(page, query)
    [(path, asked)] = gone
    assert path == "pages/contracts.py"
    assert {key: asked[key] for key in query} == query, "who comes back finds the page as it was"
    [there] = [each.value for each in opened("contracts", {"contract": asked["contract"]}).header if each.value]
    assert there.replace("\\", "").startswith(shown[0].removesuffix("…"))


def test_a_list_says_once_that_a_row_can_be_ticked():
    said = [each.value for each in opened("sensitivity").caption if "Tick a row" in each.value]
    assert said == ["Tick a row to open its contract."]
