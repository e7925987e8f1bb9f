"""When a contract runs, as the standard and its extensions say it; names and numbers are made up."""

from datetime import date

import pytest
from releases import YEARS, award, contract, read, release

from data.model.dates import first_day
from data.readers.ocds import package


@pytest.mark.parametrize(
    ("period", "end"),
    [
        ({"durationInDays": 1095}, date(2029, 3, 30)),
        ({"durationInDays": "1095"}, date(2029, 3, 30)),
        ({"durationInDays": 1095.0}, date(2029, 3, 30)),
        ({"durationInDays": 1}, date(2026, 4, 1)),
        ({"durationInDays": 0}, None),
        ({"durationInMonths": 36}, date(2029, 3, 31)),
        ({"durationInMonths": 720}, date(2086, 3, 31)),
        ({"durationInMonths": 721}, None),
        ({"durationInDays": 21_960}, date(2086, 5, 15)),
        ({"durationInDays": 21_961}, None),
        ({"durationInDays": "long"}, None),
    ],
)
def test_how_long_a_contract_runs(period, end):
    """Nothing runs longer than sixty years, here of 366 days."""
    runs = contract(period={"startDate": "2026-04-01T00:00:00+01:00", **period})
    [notice], said = read(release(awards=[award()], contracts=[runs]))
    assert notice.end == end
    assert {path for path, _ in said} == {f"contracts/period/{key}" for key in period}


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31", 1, date(2026, 2, 28)),
        ("2026-01-29", 1, date(2026, 2, 28)),
        ("2026-01-28", 1, date(2026, 2, 27)),
        ("2027-10-31", 4, date(2028, 2, 29)),
        ("2025-12-15", 12, date(2026, 12, 14)),
        ("2026-05-01", 7, date(2026, 11, 30)),
    ],
)
def test_a_month_ends_the_day_before_it_comes_round_or_on_its_last(start, months, end):
    [notice], _ = read(release(awards=[award(contractPeriod={"startDate": start, "durationInMonths": months})]))
    assert notice.end == end


@pytest.mark.parametrize(
    ("stated", "days"),
    [
        (YEARS, (date(2026, 4, 1), date(2028, 3, 31))),
        ({"startDate": "2026-04-01T00:00:00+01:00"}, (date(2026, 4, 1), date(2027, 3, 31))),
        ({}, (date(2026, 2, 1), date(2027, 1, 31))),
    ],
    ids=["the award's days", "from its award's first day", "from its signature"],
)
def test_a_contract_that_states_twelve_months_alone(stated, days):
    own = contract(period={"durationInMonths": 12}, dateSigned="2026-02-01")
    [notice], _ = read(release(awards=[award(contractPeriod=stated)], contracts=[own]))
    assert (notice.start, notice.end) == days


@pytest.mark.parametrize(
    ("periods", "days"),
    [
        ([YEARS, YEARS], (date(2026, 4, 1), date(2028, 3, 31))),
        ([YEARS, {**YEARS, "endDate": "2027-03-31"}], (None, None)),
        ([{"startDate": "2026-04-01", "durationInMonths": 24}], (date(2026, 4, 1), date(2028, 3, 31))),
    ],
)
def test_when_a_plan_runs(periods, days):
    lots = [{"id": str(n), "contractPeriod": period} for n, period in enumerate(periods)]
    [plan], _ = read(release(tag=["tender"], tender={"lots": lots}))
    assert (plan.start, plan.end) == days


def test_a_contract_that_states_its_first_day_alone_ends_as_its_award():
    whole = {**YEARS, "maxExtentDate": "2030-03-31T23:59:59+01:00"}
    own = contract(period={"startDate": "2026-05-01T00:00:00+01:00"})
    [notice], _ = read(release(awards=[award(contractPeriod=whole)], contracts=[own]))
    assert (notice.start, notice.end, notice.latest_end) == (date(2026, 5, 1), date(2028, 3, 31), date(2030, 3, 31))


_NORTH = {"startDate": "2026-06-01T00:00:00+01:00", "endDate": "2028-05-31T23:59:59+01:00"}
_SOUTH = {"startDate": "2026-07-01T00:00:00+01:00", "endDate": "2029-06-30T23:59:59+01:00"}
_EXTENDED = {**_NORTH, "maxExtentDate": "2030-05-31T23:59:59+01:00"}


@pytest.mark.parametrize(
    ("given", "days"),
    [
        ((_NORTH, _SOUTH), ("2026-06-01", "2029-06-30", None)),
        ((_SOUTH, _EXTENDED), ("2026-06-01", "2029-06-30", "2030-05-31")),
        ((_NORTH, _NORTH), ("2026-06-01", "2028-05-31", None)),
        ((_NORTH, {}), ("2026-06-01", "2028-05-31", None)),
        ((_NORTH, {"startDate": _SOUTH["startDate"]}), ("2026-06-01", None, None)),
        ((_NORTH, {**_SOUTH, "endDate": "soon"}), ("2026-06-01", None, None)),
    ],
    ids=["differ", "one may be extended", "agree", "one says nothing", "one has no end", "one cannot be read"],
)
def test_an_award_of_lots_that_run_differently_runs_from_the_first_day_to_the_last(given, days):
    lots = {"lots": [{"id": str(n), "contractPeriod": one} for n, one in enumerate(given)]}
    [notice], said = read(release(tender=lots, awards=[award(relatedLots=["0", "1"])]))
    assert tuple(day and day.isoformat() for day in (notice.start, notice.end, notice.latest_end)) == days
    differ = given[0] != given[1] and bool(given[1])
    assert (("lots/contractPeriod", "differs between the 2 lots of an award") in said) == differ


@pytest.mark.parametrize(
    ("given", "end", "said_of"),
    [
        (({"durationInDays": 360}, {"durationInMonths": 24}), "2028-04-30", "24 months"),
        (({"durationInDays": 1080}, {"durationInMonths": 24}), "2029-04-14", "1080 days"),
        (({"durationInDays": 360}, {"durationInDays": 360}), "2027-04-25", None),
        (({"durationInDays": 360}, {}), "2027-04-25", None),
    ],
    ids=["months are longer", "days are longer", "agree", "one says nothing"],
)
def test_an_award_of_lots_of_several_lengths_runs_for_the_longest(given, end, said_of):
    lots = {"lots": [{"id": str(n), "contractPeriod": one} for n, one in enumerate(given)]}
    signed = award(relatedLots=["0", "1"], date="2026-05-01T00:00:00+01:00")
    [notice], issues = package.read(release(tender=lots, awards=[signed]), "x", 1)
    assert notice.end == date.fromisoformat(end)
    assert [one.value for one in issues if one.path == "lots/contractPeriod"] == [said_of] * (said_of is not None)


def test_how_lots_run_is_not_asked_where_the_award_says_when_it_does():
    lots = {"lots": [{"id": "0", "contractPeriod": _NORTH}, {"id": "1", "contractPeriod": _SOUTH}]}
    own = award(relatedLots=["0", "1"], contractPeriod=YEARS)
    [notice], said = read(release(tender=lots, awards=[own]))
    assert (notice.end, said) == (date(2028, 3, 31), set())


@pytest.mark.parametrize(
    ("own", "end", "latest"),
    [
        ({"startDate": YEARS["startDate"], "durationInDays": 730}, date(2028, 3, 31), None),
        ({"startDate": YEARS["startDate"], "maxExtentDate": "2030-03-31"}, date(2028, 3, 31), date(2030, 3, 31)),
        ({"startDate": "2026-05-01", "durationInDays": 730}, date(2028, 4, 29), None),
        ({"startDate": "2026-05-01", "maxExtentDate": "2030-03-31"}, None, date(2030, 3, 31)),
    ],
    ids=["length", "latest end", "length from another day", "latest end from another day"],
)
def test_a_last_day_that_the_award_states_goes_before_one_that_is_counted(own, end, latest):
    [notice], _ = read(release(awards=[award(contractPeriod=YEARS)], contracts=[contract(period=own)]))
    assert (notice.end, notice.latest_end) == (end, latest)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-31T23:00:00Z", date(2026, 4, 1)),
        ("2026-01-31T23:00:00Z", date(2026, 1, 31)),
        ("2026-03-31T23:00:00+01:00", date(2026, 3, 31)),
        ("2026-04-01T00:00:00Z", date(2026, 4, 1)),
    ],
)
def test_a_first_day_that_was_picked_in_summer_time(text, day):
    assert first_day(text) == day


@pytest.mark.parametrize(
    "own",
    [
        {"period": {"startDate": "2026-03-31T23:00:00Z", "endDate": "2027-03-31"}},
        {"period": {"durationInMonths": 12}, "dateSigned": "2026-03-31T23:00:00Z"},
    ],
    ids=["stated", "signed"],
)
def test_a_contract_begins_on_the_day_that_was_picked(own):
    [notice], _ = read(release(awards=[award()], contracts=[{"id": "C1", "awardID": "A1", **own}]))
    assert (notice.start, notice.end) == (date(2026, 4, 1), date(2027, 3, 31))


def test_a_contract_is_signed_on_the_day_that_was_picked():
    """Of that day and its suppliers a modification of the older regime is known."""
    signed = [
        read(release(awards=[award()], contracts=[contract(dateSigned=text)]))[0][0].date_signed
        for text in ("2022-06-06T23:00:00Z", "2022-06-07T00:00:00+01:00")
    ]
    assert signed == [date(2022, 6, 7)] * 2


@pytest.mark.parametrize(
    ("planned", "latest"),
    [
        ([{**YEARS, "maxExtentDate": "2030-03-31"}], date(2030, 3, 31)),
        ([{"startDate": "2026-04-01", "endDate": "2028-03-31", "maxExtentDate": "2030-03-31"}], date(2030, 3, 31)),
        ([{**YEARS, "maxExtentDate": "2030-03-31"}] * 2, date(2030, 3, 31)),
        ([{**YEARS, "maxExtentDate": "2030-03-31"}, {**YEARS, "maxExtentDate": "2031-03-31"}], None),
        ([{**YEARS, "maxExtentDate": "2030-03-31"}, YEARS], None),
        ([{**YEARS, "endDate": "2027-03-31", "maxExtentDate": "2030-03-31"}], None),
        ([{**YEARS, "startDate": "2026-05-01", "maxExtentDate": "2030-03-31"}], None),
        ([{**YEARS, "maxExtentDate": "2028-03-31"}], None),
    ],
)
def test_an_extension_that_the_lot_alone_states(planned, latest):
    """An award repeats the days of its lot; where they are others, others were agreed."""
    lots = [{"id": str(number), "contractPeriod": one} for number, one in enumerate(planned)]
    own = award(contractPeriod=YEARS, relatedLots=[lot["id"] for lot in lots])
    [notice], said = read(release(tag=["award"], tender={"lots": lots}, awards=[own]))
    assert (notice.end, notice.latest_end) == (date(2028, 3, 31), latest)
    assert ("maxExtentDate" in {path for path, _ in said}) is bool(latest)


def test_an_extension_that_the_tender_alone_states():
    planned = {**YEARS, "maxExtentDate": "2030-03-31"}
    [notice], _ = read(release(tender={"contractPeriod": planned}, awards=[award()], contracts=[contract()]))
    assert notice.latest_end == date(2030, 3, 31)
    later = release(2, tag=["contractAmendment"], tender={"contractPeriod": planned}, contracts=[contract()])
    [change], _ = read(later)
    assert change.latest_end is None
