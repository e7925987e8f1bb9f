"""Amounts of contracts leave the program in whole pence, by whichever door."""

from decimal import ROUND_HALF_EVEN, Decimal

import pandas as pd
import pytest

import policy
from api import answers
from api.answers import Served
from api.asked import asked
from data.load.datasets import embedded
from output.contract_tables import contract_table, flipped_table
from policy.analysis.compare import flips

CODED = policy.prepare(embedded())
PLEDGE, FIRMS = (policy.decide(CODED, preset) for preset in ("pledge", "private-firms-only"))
LISTS = {
    "file": contract_table(PLEDGE.decisions, PLEDGE.decisions.counted),
    "compared": flipped_table(CODED, ("A", "B"), flips(PLEDGE.decisions, FIRMS.decisions)),
    "library": PLEDGE.table,
    "interface": pd.DataFrame(
        answers.contracts(Served(embedded(), CODED), asked("limit=1000", frozenset({"limit"}), ("json",))).rows
    ),
}
NAMES = {"£ a year": "annual_gbp", "£ whole life": "value_gbp", "annual_gbp": "annual_gbp", "value_gbp": "value_gbp"}


@pytest.mark.parametrize("door", LISTS)
def test_an_amount_of_a_contract_is_that_of_the_data_in_whole_pence(door):
    listed = LISTS[door]
    of_data = embedded().contracts.set_index("contract_id")
    ids = listed["Id" if "Id" in listed else "contract_id"]
    money = [name for name in NAMES if name in listed]
    cells = [(of_data[NAMES[name]][one], cell) for name in money for one, cell in zip(ids, listed[name], strict=True)]
    stated = [(Decimal(float(data)), Decimal(str(cell))) for data, cell in cells if not pd.isna(data)]
    assert any(data != data.quantize(Decimal("0.01")) for data, _ in stated)
    assert all(cell == data.quantize(Decimal("0.01"), ROUND_HALF_EVEN) for data, cell in stated)
