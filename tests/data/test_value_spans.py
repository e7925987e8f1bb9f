"""How far a value a year may lie from the likely one where nothing says which years a notice's value covers."""

import json
from datetime import date

import pyarrow as pa
import pytest
from reading import table

from data.model.service_table import services
from data.table.value_spans import value_spans
from policy.analysis.uncertainty import uncertainty
from policy.coded import prepare
from policy.engine.decide import decide
from policy.results.totals import totals
from policy.scenarios.scenario import build_scenario

FIRST, END, LATEST = date(2023, 4, 1), date(2026, 3, 31), date(2028, 3, 31)
FINDER = "Contracts Finder"
# 1,096 and 1,827 days, both included: £3,000,000 x 365.25 / days.
SHORT, LONG = 999_771.90, 599_753.69


def spans_of(value, annual, first, end, latest, source):
    facts = {"value_gbp": value, "annual_gbp": annual, "start_date": first, "end_date": end, "latest_end_date": latest}
    types = {name: pa.float64() if name.endswith("gbp") else pa.date32() for name in facts}
    columns = {name: pa.array([fact], types[name]) for name, fact in facts.items()}
    return [column.to_pylist()[0] for column in value_spans(pa.table({**columns, "source": [source]})).values()]


@pytest.mark.parametrize(
    ("notice", "expected"),
    [
        ((3e6, LONG, FIRST, END, LATEST, FINDER), [LONG, SHORT, "assumed"]),
        ((3e6, LONG, FIRST, END, LATEST, "Find a Tender"), [None, None, None]),  # by law its values hold options
        ((3e6, LONG, FIRST, END, LATEST, "own.csv"), [None, None, None]),  # its columns say what they cover
        ((3e6, SHORT, FIRST, END, None, FINDER), [None, None, None]),
        ((3e6, SHORT, FIRST, END, END, FINDER), [None, None, None]),
        ((3e6, LONG, FIRST, None, LATEST, FINDER), [None, None, None]),
        ((3e6, 600_000.0, FIRST, END, LATEST, FINDER), [None, None, None]),  # stated as a year's
        ((None, None, FIRST, END, LATEST, FINDER), [None, None, None]),
        ((3e6, None, None, END, LATEST, FINDER), [None, None, None]),
        ((3e6, LONG, FIRST, date(2022, 3, 31), LATEST, FINDER), [None, None, None]),
        # A term of half a year counts as one: £100,000 in it, £50,000 a year over two.
        ((1e5, 49_965.80, FIRST, date(2023, 9, 30), date(2025, 3, 31), FINDER), [49_965.80, 100_000.0, "assumed"]),
    ],
)
def test_the_ends_of_a_year_are_the_value_over_the_longest_and_the_shortest_stated_term(notice, expected):
    assert spans_of(*notice) == expected


def test_an_option_in_words_makes_a_range_of_the_answer_and_says_so(tmp_path):
    words = "Home care for older people. The contract is for 3 years with the option to extend for up to 2 years."
    firm = {"id": "S0", "name": "Oak Ltd", "roles": ["supplier"]}
    award = {
        "id": "ocds-b5fd17-aaaa0001-0000-4000-8000-000000000001-1",
        "status": "active",
        "date": "2023-02-01T00:00:00Z",
        "value": {"amount": 3_000_000, "currency": "GBP"},
        "suppliers": [{"id": "S0", "name": "Oak Ltd"}],
        "contractPeriod": {"startDate": "2023-04-01T00:00:00Z", "endDate": "2026-03-31T00:00:00Z"},
    }
    release = {
        "ocid": "ocds-b5fd17-aaaa0001-0000-4000-8000-000000000001",
        "id": "aaaa0001-0000-4000-8000-000000000001-1",
        "date": "2023-02-01T10:00:00Z",
        "tag": ["award"],
        "buyer": {"id": "B0", "name": "Ambleford Council"},
        "parties": [{"id": "B0", "name": "Ambleford Council", "roles": ["buyer"]}, firm],
        "tender": {"title": "Home care", "description": words, "classification": {"scheme": "CPV", "id": "85312000"}},
        "awards": [award],
    }
    path = tmp_path / "notices.json"
    path.write_text(json.dumps({"releases": [release]}), encoding="utf-8")
    built = table([path], tmp_path).contracts
    scenario, _ = build_scenario(changes={"window.start": "2023-04-01"})
    decisions = decide(prepare(built, services()), scenario)
    back = totals(decisions).annual_gbp.returns
    assert [round(end / 100_000) for end in (back.low, back.central, back.high)] == [599_754, 599_754, 999_772]
    assert uncertainty(decisions).parts[0].label == "Not said which years the value covers"
