"""Tables that somebody made with pandas: whatever is odd about them is taken for what it means, or said."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

import data
import policy

WHOLE = data.load_dataset()
BLANK = 50
"""Rows whose buyer is a blank text, and as many after them whose buyer is missing."""


@dataclass
class Own:
    """A table of one's own, with services of one's own where it needs them."""

    contracts: pd.DataFrame
    services: pd.DataFrame = field(default_factory=lambda: WHOLE.services)


def totals(made: Own) -> pd.DataFrame:
    return policy.decide(made).totals().table


def blank_buyers(blank: Any) -> pd.DataFrame:
    names = WHOLE.contracts["buyer"].astype(object)
    names.iloc[:BLANK], names.iloc[BLANK : 2 * BLANK] = blank, None
    return WHOLE.contracts.assign(buyer=names.astype("category"))


def counted_rows(rows: slice) -> int:
    """Rows of the denominator of the plain pledge (semantics 10.1), by hand."""
    some = WHOLE.contracts.iloc[rows]
    return int((some["counted"] & (some["stage"].isna() | (some["stage"] == "awarded"))).sum())


def test_a_blank_name_and_a_missing_one_are_one_group_and_no_contract_is_lost() -> None:
    of = policy.decide(Own(blank_buyers(""))).groups("buyer").table[("contracts", "of")]
    assert of.sum() == counted_rows(slice(None)) == 664
    assert of.iloc[-1] == counted_rows(slice(2 * BLANK))


def test_names_that_read_alike_are_one_group() -> None:
    numbers = [1 if row < BLANK else "1" for row in range(len(WHOLE.contracts))]
    of = policy.decide(Own(WHOLE.contracts.assign(buyer=pd.Categorical(numbers)))).groups("buyer").table
    assert of[("contracts", "of")].tolist() == [664]


@pytest.mark.parametrize(
    ("column", "change"),
    [
        ("end_date", lambda each: each.astype(pd.ArrowDtype(pa.date32()))),
        ("end_date", lambda each: each.astype(pd.ArrowDtype(pa.timestamp("us")))),
        ("annual_gbp", lambda each: each.astype("Float64")),
        ("contract_id", lambda each: each.astype(pd.ArrowDtype(pa.string()))),
    ],
)
def test_kinds_of_arrow_mean_what_they_hold(column: str, change: Callable[[pd.Series], pd.Series]) -> None:
    made = WHOLE.contracts.assign(**{column: change(WHOLE.contracts[column])})
    assert totals(Own(made)).equals(totals(Own(WHOLE.contracts)))


def test_decimal_pounds_of_arrow_are_pounds() -> None:
    exact = [None if pd.isna(value) else Decimal(f"{value:.2f}") for value in WHOLE.contracts["annual_gbp"]]
    made = WHOLE.contracts.assign(annual_gbp=pd.array(exact, dtype=pd.ArrowDtype(pa.decimal128(18, 2))))
    assert totals(Own(made)).equals(totals(Own(WHOLE.contracts)))


def test_a_number_is_an_id_as_it_is_written() -> None:
    made = policy.decide(Own(WHOLE.contracts.assign(contract_id=range(len(WHOLE.contracts)))))
    assert made.explain("5").contract_id == "5"


def with_id(row: int, id_: Any) -> pd.DataFrame:
    ids = WHOLE.contracts["contract_id"].astype(object)
    ids.iloc[row] = id_
    return WHOLE.contracts.assign(contract_id=ids)


def twice_as_much(column: str) -> pd.DataFrame:
    return WHOLE.contracts.assign(**{column: WHOLE.contracts["annual_gbp"] * 2})


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (with_id(3, ""), "contract_id is missing or repeated in 1 rows"),
        (
            pd.concat([with_id(3, 1).iloc[:4], WHOLE.contracts.iloc[4:5].assign(contract_id="1")]),
            "contract_id is missing or repeated in 1 rows, first 1.",
        ),
        (twice_as_much("annual_low_gbp"), "annual_low_gbp is above annual_gbp in "),
        (
            WHOLE.contracts.assign(annual_high_gbp=WHOLE.contracts["annual_gbp"] / 2),
            "annual_high_gbp is below annual_gbp in ",
        ),
        (
            WHOLE.contracts.assign(value_gbp=WHOLE.contracts["value_gbp"].astype("float32")),
            "value_gbp holds float32, which keeps seven digits. Expected pounds as float64",
        ),
        (
            WHOLE.contracts.assign(
                end_date=WHOLE.contracts["end_date"].astype(pd.ArrowDtype(pa.timestamp("us", "Europe/London")))
            ),
            "end_date holds timestamp[us, tz=Europe/London][pyarrow]. Expected days without a time zone",
        ),
        (pd.concat([WHOLE.contracts, WHOLE.contracts[["buyer"]]], axis=1), "column buyer is there more than once"),
    ],
)
def test_what_would_make_another_figure_is_refused(made: pd.DataFrame, said: str) -> None:
    with pytest.raises(policy.PolicyError) as error:
        policy.prepare(Own(made))
    assert said in str(error.value)


SERVICES = WHOLE.services


@pytest.mark.parametrize(
    ("services", "said"),
    [
        (pd.concat([SERVICES, SERVICES.iloc[:1]]), f"services: {SERVICES.index[0]} is there more than once"),
        (
            SERVICES.assign(contact=SERVICES["contact"].astype(object).str.title()),
            "contact holds 'Significant'. Expected significant, incidental, none",
        ),
        (SERVICES.assign(echr_articles="2, 3"), "echr_articles holds '2,'. Expected 2, 3, 4, 5, 6, 8, 14, P1-1, P1-2"),
    ],
)
def test_services_that_no_rule_could_read_are_refused(services: pd.DataFrame, said: str) -> None:
    with pytest.raises(policy.PolicyError) as error:
        policy.prepare(Own(WHOLE.contracts, services))
    assert said in str(error.value)


def test_a_service_that_is_in_no_table_of_services_is_said() -> None:
    made = WHOLE.contracts["service"].astype(object).where(WHOLE.contracts.index >= BLANK, "care_of_my_own")
    with pytest.warns(UserWarning, match=r"^service care_of_my_own is not in services, so that of 50 contracts it is"):
        policy.prepare(Own(WHOLE.contracts.assign(service=made)))
    said = r"^services .+ are not in services, so that of [\d,]+ contracts it is not known; services has 0, 1, 10,"
    with pytest.warns(UserWarning, match=said):
        policy.prepare(Own(WHOLE.contracts, SERVICES.reset_index()))


def test_what_contracts_say_of_a_service_otherwise_than_services_is_said() -> None:
    held = int((WHOLE.contracts.drop_duplicates("service")["contact"].dropna() != "none").sum())
    said = rf"^contact: contracts say another than services of {held} kinds of service; what services says counts$"
    with pytest.warns(UserWarning, match=said):
        policy.prepare(Own(WHOLE.contracts.assign(contact="none")))
