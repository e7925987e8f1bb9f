"""What notices list twice, leave empty or state in another place; names and numbers are made up."""

import json

import pytest
from reading import one, table

from tests.chains import YEARS, award, built, counted, pounds, release

THREE_YEARS = {**YEARS, "endDate": "2029-03-31T23:59:59+01:00"}


@pytest.mark.parametrize(
    "before", [b"\n", b"\xef\xbb\xbf\r\n\r\n", b"  \n\t\n"], ids=["a line", "a mark and two lines", "blanks"]
)
def test_lines_of_json_may_begin_with_blank_lines(tmp_path, before):
    both = [release(1, "award", ocid=f"ocds-xxxxxx-{n}", awards=[award()]) for n in (1, 2)]
    path = tmp_path / "notices.jsonl"
    path.write_bytes(before + b"\n\n".join(json.dumps(one_of).encode() for one_of in both) + b"\n")
    assert len(table([path], tmp_path).contracts) == len(both)


@pytest.mark.parametrize(
    ("agreed", "later", "annual"),
    [
        (YEARS, {"endDate": "2030-03-31T23:59:59+01:00"}, 75_000),
        (THREE_YEARS, {"startDate": "2027-04-01T00:00:00+01:00", "endDate": "2029-03-31T23:59:59+01:00"}, 150_000),
    ],
    ids=["longer", "shorter"],
)
def test_a_value_that_an_update_keeps_is_over_the_days_that_it_states(tmp_path, agreed, later, annual):
    """£300,000 over four years, or over two."""
    first = release(1, "award", awards=[award(value=pounds(300_000), contractPeriod=agreed)])
    update = release(2, "awardUpdate", awards=[{"id": "1", "status": "active", "contractPeriod": later}])
    row = one(counted(built(tmp_path, first, update)))
    assert (row.value_gbp, row.annual_gbp) == (300_000, pytest.approx(annual, rel=0.001))


def test_an_update_that_ends_a_contract_early_makes_no_year_dearer(tmp_path):
    first = release(1, "award", awards=[award(value=pounds(300_000), contractPeriod=THREE_YEARS)])
    ended = {"id": "1", "awardID": "1", "status": "terminated", "period": {"endDate": "2027-03-31T23:59:59+01:00"}}
    row = one(counted(built(tmp_path, first, release(2, "contractUpdate", contracts=[ended]))))
    assert (row.stage, row.annual_gbp) == ("superseded", pytest.approx(100_000, rel=0.001))
