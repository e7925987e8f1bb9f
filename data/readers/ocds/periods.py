"""When an award runs: which of the periods that a release states is meant, and the last day where only a length is."""

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from msgspec.structs import replace

from data.model.dates import last_day
from data.readers.field_reader import FieldReader
from data.readers.ocds.json_object import Json
from data.readers.ocds.release import Award, Contract, Lot, Period, Renewal, is_given

_ANY_DAY = date(2001, 1, 1)
_LONGEST_DAYS = 60 * 366
_LONGEST_MONTHS = 60 * 12
_WHOLE = re.compile(r"\d{1,5}(?:\.0)?")


def agreed(contract: Contract, award: Award) -> Period:
    """Return the period of a contract; what it leaves out is as its award states it."""
    own, first = contract.period, award.contract_period
    if not own.stated:
        return replace(own, start_date=first.start_date) if own.has_length and not is_given(first.end_date) else first
    begins, ends = is_given(own.start_date), is_given(own.end_date) or is_given(own.max_extent_date) or own.has_length
    if begins and ends:
        if not is_given(own.end_date) and is_given(first.end_date) and own.start_date == first.start_date:
            return replace(own, end_date=first.end_date)
        same = is_given(own.end_date) and (own.start_date, own.end_date) == (first.start_date, first.end_date)
        longest = own.max_extent_date if is_given(own.max_extent_date) or not same else first.max_extent_date
        return replace(own, max_extent_date=longest)
    if ends:
        end = own.end_date if is_given(own.end_date) or own.has_length else first.end_date
        return replace(own, start_date=first.start_date, end_date=end)
    return replace(first, start_date=own.start_date) if begins else first


def extension_as_planned(planned: list[Period], agreed: Json, fields: FieldReader) -> Json:
    """Return the last day after extensions that every lot of an award plans, where the award runs as they say.

    An award repeats the days of its lot and seldom what may follow. One of other days agreed something else.
    """
    latest = {one.max_extent_date for one in planned}
    if agreed.get("latest_end") or not agreed.get("end") or len(latest) != 1 or not all(map(is_given, latest)):
        return {}
    days = {_days(one, fields) for one in planned}
    if days != {(agreed.get("start"), agreed["end"])}:
        return {}
    day = fields.day(planned[0].max_extent_date, "tender/lots/contractPeriod/maxExtentDate")
    if day is None or day <= agreed["end"]:
        return {}
    fields.issue("maxExtentDate", str(day), "is stated of what was tendered, for the same days", "the latest end")
    return {"latest_end": day}


def renewals_as_planned(lots: tuple[Lot, ...], agreed: Json, fields: FieldReader) -> tuple[Renewal, ...]:
    """Return the renewals of the lots of an award, none where it runs on other days than a lot says."""
    start, end = agreed.get("start"), agreed.get("end")
    for planned in [lot.contract_period for lot in lots]:
        if planned.stated and _days(planned, fields) != (start, end):
            return ()
        if not planned.stated and planned.has_length and _end_by_length(planned, start)[0] != end:
            return ()
    return tuple([lot.renewal for lot in lots])


def renewed_until(renewals: tuple[Renewal, ...], agreed: Json, fields: FieldReader) -> Json:
    """Return the last day after renewals, where all that are told state one later than the end agreed."""
    end = agreed.get("end")
    if agreed.get("latest_end") or end is None:
        return {}
    days = {_renewed_until(one, end, fields) for one in renewals}
    day = days.pop() if len(days) == 1 else None
    if day is None or day <= end:
        return {}
    fields.issue("renewal/period", str(day), "is until when the contract may be renewed", "the latest end")
    return {"latest_end": day}


def _renewed_until(renewal: Renewal, end: date, fields: FieldReader) -> date | None:
    """Return the day until which one renewal runs; whether a length is that of each of several is not told."""
    period, path = renewal.period, "renewal/period"
    if is_given(period.max_extent_date) or is_given(period.end_date):
        return ends(period, path, fields)["latest_end"] or fields.day(period.end_date, f"{path}/endDate")
    once = renewal.maximum_renewals in (None, 1)
    return _end_by_length(period, end + timedelta(days=1))[0] if once and period.has_length else None


def renewal_in_words(renewals: tuple[Renewal, ...]) -> str:
    """Return what renewals say in words; "" where they say nothing, or not all the same."""
    told = {one.description for one in renewals if isinstance(one.description, str)}
    return told.pop() if len(told) == 1 == len({one.description is None for one in renewals}) else ""


def _days(planned: Period, fields: FieldReader) -> tuple[date | None, date | None]:
    path = "tender/lots/contractPeriod"
    start = fields.day(planned.start_date, f"{path}/startDate", first=True)
    return start, fields.day(planned.end_date, f"{path}/endDate")


def of_lots(lots: tuple[Lot, ...], fields: FieldReader) -> Period:
    """Return the period of all lots of an award; where they differ, from the first day of any to the last of any.

    Lots that state no day say nothing of it. Where one leaves open when it begins or ends, nothing is known of all.
    """
    first, *others = [lot.contract_period for lot in lots] or [Period()]
    if all(other == first for other in others):
        return first
    stated = [lot.contract_period for lot in lots if lot.contract_period.stated]
    if len(stated) < 2:
        return stated[0] if stated else _longest(lots, fields)
    starts = [fields.day(one.start_date, "lots/contractPeriod/startDate", first=True) for one in stated]
    last = [ends(one, "lots/contractPeriod", fields) for one in stated]
    finals, latest = [one["end"] for one in last], [one["latest_end"] or one["end"] for one in last]
    whole = Period(
        start_date=_text(min, starts),
        end_date=_text(max, finals),
        max_extent_date=_text(max, latest) if any(one["latest_end"] for one in last) else None,
    )
    told = f"{whole.start_date or 'not stated'} to {whole.end_date or 'not stated'}"
    fields.issue(
        "lots/contractPeriod", told, f"differs between the {len(lots)} lots of an award", "first to last day of all"
    )
    return whole


def _longest(lots: tuple[Lot, ...], fields: FieldReader) -> Period:
    """Return the longest of the lengths that lots state, where no day is."""
    lengths = [lot.contract_period for lot in lots if lot.contract_period.has_length]
    longest = max(lengths, key=lambda one: _end_by_length(one, _ANY_DAY)[0] or _ANY_DAY, default=Period())
    if any(one != longest for one in lengths):
        length = _end_by_length(longest, _ANY_DAY)[1:]
        problem = f"differs between the {len(lots)} lots of an award"
        fields.issue("lots/contractPeriod", " ".join(map(str, length)), problem, "the longest of all")
    return longest


def _text(which: Callable[[Iterable[date]], date], days: list[date | None]) -> str | None:
    """Return the first or last of some days as text; None where one of them is not known."""
    known = [day for day in days if day is not None]
    return which(known).isoformat() if len(known) == len(days) else None


def period(places: tuple[Period, ...], fields: FieldReader) -> Json:
    """Return the first period stated: the award's own, else its lot's, else the tender's."""
    for place in places:
        if place.stated:
            start = fields.day(place.start_date, "contractPeriod/startDate", first=True)
            return {"start": start, **ends(place, "contractPeriod", fields)}
    return {}


def worked_out(places: tuple[Period, ...], signed: object, fields: FieldReader) -> Json:
    """Return the days of a contract that states how long it runs, and no last day: from its first day or signature."""
    stated = next((place for place in places if place.stated), None)
    if stated is not None and is_given(stated.end_date):
        if stated.has_length and not is_given(stated.start_date):
            # "When known, a precise start date must be provided", and a length is the longest that may be
            # (https://standard.open-contracting.org/1.1/en/schema/reference/#period).
            _, length, unit = _end_by_length(stated, None)
            path = f"contracts/period/durationIn{unit.capitalize()}"
            fields.issue(path, str(length)[:80], f"states {unit}, and no day from which they run", "not used")
        return {}
    place = next((place for place in places if place.has_length), None)
    if place is None:
        return {}
    start = fields.day(signed if stated is None else stated.start_date, "contracts/dateSigned", first=True)
    end, length, unit = _end_by_length(place, start)
    path = f"contracts/period/durationIn{unit.capitalize()}"
    if start is None:
        fields.issue(path, str(length)[:80], f"states {unit}, and no day from which they run", "not used")
        return {}
    if end is None:
        fields.lost(path, length, "is no length of a contract")
        return {}
    fields.issue(path, str(length), f"states {unit} and no end", f"counted from {start}")
    return {"start": start, "end": end}


def _end_by_length(place: Period, start: date | None) -> tuple[date | None, object, str]:
    """Return the last day by how long a contract runs, what is stated, and its unit; None where it is no length."""
    months = not is_given(place.duration_in_days)
    length = place.duration_in_months if months else place.duration_in_days
    whole = int(str(length).removesuffix(".0")) if _WHOLE.fullmatch(str(length)) else 0
    unit = "months" if months else "days"
    if start is None or not 0 < whole <= (_LONGEST_MONTHS if months else _LONGEST_DAYS):
        return None, length, unit
    return last_day(start, whole) if months else start + timedelta(days=whole - 1), length, unit


def ends(period: Period, path: str, fields: FieldReader) -> Json:
    """Return the last day of a period and the last after every extension; None where it states none."""
    return {
        "end": fields.day(period.end_date, f"{path}/endDate"),
        "latest_end": fields.day(period.max_extent_date, f"{path}/maxExtentDate"),
    }
