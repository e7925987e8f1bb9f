"""Random scenarios drawn from the settings' own metadata, and random tables of contracts."""

from datetime import date, timedelta

import pandas as pd
from hypothesis import strategies as st

from data.load.datasets import embedded
from data.model.service_table import services
from policy import contracts as schema
from policy.contracts import BY_NAME, SERVICE_COLUMNS, typed
from policy.rules import settings
from policy.rules.units import Unit
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario
from tests.oracle import READ_TWICE

STARTS = [date(2027, 4, 1), date(2026, 11, 22), date(2028, 2, 29), date(2024, 3, 1)]
"""Starts of the window to draw from, so that contracts can be drawn at its very edges."""
EDGES = [start.replace(day=1, year=start.year + years) for start in STARTS for years in (0, 1, 2, 10, 30)]
FIGURES = [0, 1, 100_000, 135_018, 207_720, 663_540, 1_000_000, 5_193_000, 5_372_609, 1_000_000_000]
HUGE = 80e12
"""Two of these in pence are more than a float64 counts exactly."""
SERVICES = sorted(services().index)
USUAL = ["prison", "home_care", "guarding", "parking", "advocacy", "elective", "waste_streets", "tagging"]
GROUPS_AT_RISK = sorted({word for text in services()["at_risk_groups"] for word in text.split()})


def often(*usual, rarely=()):
    """Draw mostly from the first values, and about one time in eight from the others."""
    return st.sampled_from([*usual] * max(1, 7 * len(rarely) // len(usual)) + [*rarely])


# Values of a setting.
def value(spec):
    """Draw a value of a setting from its metadata, its bounds and an emptied list included."""
    drawn = _BY_UNIT[spec.unit](spec) if spec.unit is not Unit.ITEMS else ITEMS[spec.key]
    return drawn.map(spec.hold)


def _whole(spec):
    bounds = st.sampled_from([spec.minimum, spec.maximum, spec.default])
    return st.one_of(bounds, st.integers(spec.minimum, spec.maximum))


def _choices(spec):
    options = {"service": USUAL, "at_risk_groups": GROUPS_AT_RISK}.get(spec.param.of) or list(spec.param.options)
    some = st.lists(st.sampled_from(options), unique=True, max_size=len(options)).map(tuple)
    return st.one_of(st.just(()), st.just(tuple(options)), some)


_BY_UNIT = {
    Unit.GBP: lambda spec: st.one_of(st.sampled_from(FIGURES), _whole(spec)),
    Unit.YEARS: _whole, Unit.COUNT: _whole, Unit.PERCENT: _whole,
    Unit.DATE: lambda spec: st.sampled_from([*STARTS, spec.minimum, spec.maximum]),
    Unit.CHOICE: lambda spec: st.sampled_from(list(spec.param.options)),
    Unit.CHOICES: _choices,
    Unit.SWITCH: lambda _: st.booleans(),
}  # fmt: skip


@st.composite
def _assessment(draw):
    service, attribute = draw(st.sampled_from(USUAL)), draw(st.sampled_from(SERVICE_COLUMNS[1:]))
    options = BY_NAME[attribute].values
    words = GROUPS_AT_RISK if attribute == "at_risk_groups" else ["2", "3", "5", "8", "P1-1"]
    some = st.lists(st.sampled_from(words), unique=True, max_size=3).map("+".join)
    return f"{service}.{attribute}:{draw(st.sampled_from(options) if options else some)}"


def _items(item, key, reason=""):
    reasons = st.sampled_from(["", *([reason] if reason else [])])
    whole = st.tuples(item, reasons).map("".join)
    return st.lists(whole, max_size=4, unique_by=key).map(tuple)


_SPANS = st.tuples(st.integers(0, 100), st.integers(0, 100)).map(sorted)
ITEMS = {
    "reassess.services": _items(_assessment(), lambda item: item.split(":")[0], ":court, 100% certain"),
    "reassess.contracts": _items(
        st.tuples(st.integers(0, 9), st.sampled_from(USUAL)).map(lambda pair: f"c{pair[0]}={pair[1]}"),
        lambda item: item.split("=")[0],
        ":the title says £5 & more: a, b",
    ),
    "reason.services": _items(
        st.tuples(st.sampled_from(USUAL), _SPANS).map(lambda pair: f"{pair[0]}:{pair[1][0]}-{pair[1][1]}"),
        lambda item: item.split(":")[0],
    ),
}
"""Settings that are lists of sentences say what they hold in words only; a new one needs a line here."""


@st.composite
def changes(draw):
    """Draw changes that can stand together, most settings left alone; none of a rule that was not read twice."""
    known = {key: spec for key, spec in settings().items() if spec.rule.id in READ_TWICE}
    keys = draw(st.lists(st.sampled_from(list(known)), unique=True, max_size=10))
    found = {key: draw(value(known[key])) for key in keys}
    for ground in ("reason.risk", "reason.capacity"):
        if f"{ground}_low" in found:
            found[f"{ground}_high"] = max(found[f"{ground}_low"], found.get(f"{ground}_high", 0))
        elif f"{ground}_high" in found:
            found[f"{ground}_low"] = 0
    return found


@st.composite
def scenarios(draw):
    """Draw a preset and changes to it."""
    preset = draw(st.sampled_from(list(presets().values())))
    made, problems = build_scenario(preset, draw(changes()))
    assert not problems
    return made


# Contracts.
def _near_an_edge():
    shift = st.sampled_from([-1, 0, 1, -366, 365, 730])
    return st.tuples(st.sampled_from(EDGES), shift).map(lambda pair: pair[0] + timedelta(days=pair[1]))


def _day(first, last):
    return st.one_of(st.dates(first, last), _near_an_edge())


def _pounds():
    """Draw an amount at a figure of the policy, with and without VAT, a penny to either side, or anywhere."""
    figures = [figure / vat for figure in FIGURES for vat in (1, 1.2)]
    near = st.tuples(st.sampled_from(figures), st.sampled_from([-0.01, 0, 0.01]))
    anywhere = st.integers(0, 10**12).map(lambda pence: pence / 100)
    return st.one_of(near.map(lambda pair: max(sum(pair), 0.0)), anywhere, st.just(HUGE))


def _with_ends(row):
    """Put the least and the greatest value a year around the likely one, where it has one and its span is assumed."""
    low, high = row.pop("annual_ends") or (None, None)
    likely = row["annual_gbp"]
    if likely is None or low is None:
        return row
    least, most = round(likely / low, 2), round(min(likely * high, max(likely, HUGE)), 2)  # whole pence, as in a table
    return {**row, "annual_low_gbp": least, "annual_high_gbp": most}


_ROW = st.fixed_dictionaries(
    {
        "buyer": st.sampled_from(["Leeds", "Home Office", None]),
        "buyer_kind": often("central", "local", "nhs", rarely=[*schema.BUYER_KINDS[3:], None]),
        "supplier_kind": often("private", "public", "charity", rarely=[*schema.SUPPLIER_KINDS[2:], None]),
        "supplier_public_kind": st.sampled_from([*schema.SUPPLIER_PUBLIC_KINDS, None]),
        "service": st.one_of(st.sampled_from([*USUAL, None]), st.sampled_from(SERVICES)),
        "service_confidence": st.sampled_from([*schema.CONFIDENCES, None]),
        "purchase": often("service", rarely=["goods", "works", "unknown", None]),
        "value_gbp": st.one_of(st.none(), _pounds()),
        "annual_gbp": st.one_of(st.none(), _pounds()),
        "value_quality": often("stated", "estimated", rarely=[*schema.VALUE_QUALITIES[4:], None]),
        "vat_basis": st.sampled_from([*schema.VAT_BASES, None]),
        "start_date": st.one_of(st.none(), _day(date(2005, 1, 1), date(2035, 1, 1))),
        "end_date": st.one_of(st.none(), _day(date(2020, 1, 1), date(2045, 1, 1))),
        "latest_end_date": st.one_of(st.none(), _day(date(2020, 1, 1), date(2050, 1, 1))),
        "successor_id": often(None, None, "next"),
        "instrument": often("contract", "framework", rarely=[*schema.INSTRUMENTS[2:], None]),
        "regime": st.sampled_from([*schema.REGIMES, None]),
        "nation": often("England", "Wales", rarely=["Scotland", "Northern Ireland", "UK", None]),
        "region": st.sampled_from(["London", "Wales", None]),
        "stage": often("awarded", rarely=["planned", "superseded", None]),
        "counted": st.integers(0, 9).map(bool),
        "annual_ends": st.sampled_from([None, None, None, (1.0, 1.0), (1.0, 1.7), (2.0, 1.0), (1.3, 1.3)]),
    }
).map(_with_ends)


def table(rows):
    """Make a contracts table from rows of plain values, numbered c0, c1, ..., joined with their services."""
    frame = pd.DataFrame([{"contract_id": f"c{place}", **row} for place, row in enumerate(rows)])
    frame["service"] = frame["service"].astype(object)
    return typed(frame.join(services()[list(SERVICE_COLUMNS)], on="service"))


def tables(most=30):
    """Draw a table of contracts, every column with what is realistic and what is missing."""
    return st.lists(_ROW, min_size=1, max_size=most).map(table)


def register_samples(most=30):
    """Draw some rows of the embedded register, in any order."""
    whole = embedded().contracts
    places = st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=most, unique=True)
    return places.map(lambda chosen: whole.iloc[chosen].reset_index(drop=True))


def plain_rows(frame):
    """Give a table as rows of plain values, None where missing, as the oracle reads them."""
    columns = {name: [_plain(cell) for cell in frame[name].astype(object)] for name in frame}
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def _plain(cell):
    if isinstance(cell, pd.Timestamp):
        return cell.date()
    return None if pd.isna(cell) else cell
