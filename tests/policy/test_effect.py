"""Every setting does something: on one small table of contracts each of them, moved, changes a figure."""

from datetime import date

import pytest

from data.model.service_table import services
from policy.coded import prepare
from policy.engine.decide import decide
from policy.results.totals import funnel, totals
from policy.rules import settings
from policy.scenarios.scenario import build_scenario
from tests.oracle import READ_TWICE
from tests.strategies import table

USUAL = {
    "buyer_kind": "local", "supplier_kind": "private", "supplier_public_kind": None, "service": "home_care",
    "service_confidence": "certain", "purchase": "service", "value_gbp": 4_000_000.0,
    "annual_gbp": 1_000_000.0, "value_quality": "stated", "vat_basis": "ex", "start_date": date(2025, 4, 1),
    "end_date": date(2029, 3, 31), "latest_end_date": None, "successor_id": None, "instrument": "contract",
    "regime": "act", "nation": "England", "stage": "awarded", "counted": True,
}  # fmt: skip
CONTRACTS = table(
    [
        USUAL,
        {**USUAL, "service": "prison", "buyer_kind": "central"},
        {**USUAL, "service": "parking", "service_confidence": "possible"},
        {**USUAL, "service": "waste_streets", "nation": "Wales"},
        {**USUAL, "service": "advocacy", "buyer_kind": "police_fire"},
        {**USUAL, "service": "advocacy"},
        {**USUAL, "service": "guarding", "nation": "UK"},
        {**USUAL, "service": "elective", "buyer_kind": "nhs", "regime": "health"},
        {**USUAL, "service": "social_housing", "instrument": "framework"},
        {**USUAL, "instrument": "concession"},
        {**USUAL, "instrument": "pfi"},
        {**USUAL, "purchase": "goods"},
        {**USUAL, "stage": "planned"},
        {**USUAL, "stage": "superseded"},
        {**USUAL, "supplier_kind": "charity"},
        {**USUAL, "supplier_kind": "joint_venture"},
        {**USUAL, "supplier_kind": "public", "supplier_public_kind": "owned"},
        {**USUAL, "start_date": date(2026, 7, 1), "end_date": date(2027, 6, 30)},
        {**USUAL, "start_date": date(2021, 1, 1), "end_date": date(2026, 12, 31)},
        {**USUAL, "end_date": date(2026, 3, 31), "latest_end_date": date(2038, 3, 31)},
        {**USUAL, "value_gbp": 900_000.0, "annual_gbp": 225_000.0},
        {**USUAL, "service": "revs_bens"},
    ]
)
"""Contracts c0, c1 and so on."""

MOVES = {
    "counted.planned": (True, {}),
    "counted.superseded": (True, {}),
    "authorities.kinds": (("central",), {}),
    "nations.covered": (("England",), {}),
    "purchase.goods_and_works": (True, {}),
    "frameworks.include": (True, {}),
    "concessions.include": (False, {}),
    "pfi.include": (False, {}),
    "health.include": (False, {}),
    "term.minimum_years": (3, {}),
    "window.start": (date(2026, 4, 1), {}),
    "window.years": (1, {}),
    "window.end": ("first", {"window.start": date(2026, 1, 1)}),
    "window.ended": ("relet_once", {}),
    "window.delay_years": (1, {"window.years": 1}),
    "reassess.services": (("waste_streets.coercive:held:wardens",), {}),
    "reassess.contracts": (("c3=home_care:the title misleads",), {}),
    "contact.on": (False, {}),
    "contact.level": ("incidental", {}),
    "contact.definition": ("current", {"contact.named": False}),
    "contact.named": (False, {"contact.definition": "current", "coercive.on": False, "rights.on": False}),
    "contact.groups": (("prisoners",), {}),
    "coercive.on": (False, {"contact.on": False, "rights.on": False}),
    "coercive.level": ("minor", {}),
    "rights.on": (False, {"contact.on": False, "coercive.on": False}),
    "rights.articles": (("2",), {"contact.on": False}),
    "criteria.needed": (2, {}),
    "criteria.certainty": ("certain", {"coercive.level": "minor"}),
    "small.threshold": (1_000_000, {}),
    "small.basis": ("annual", {"small.threshold": 2_000_000}),
    "small.vat": ("inc", {"small.threshold": 1_000_000}),
    "small.figures": ("statutory", {"small.threshold": 1_000_000}),
    "public.covers": ("none", {}),
    "public.owned": (False, {}),
    "public.joint_ventures": (True, {}),
    "suppliers.exempt": (("charity",), {}),
    "specialist.services": (("home_care",), {}),
    "reason.risk_low": (10, {"reason.risk_high": 20}),
    "reason.risk_high": (20, {}),
    "reason.capacity_low": (10, {"reason.capacity_high": 20}),
    "reason.capacity_high": (20, {}),
    "reason.independent": (False, {}),
    "reason.services": (("home_care:10-30",), {}),
}
"""The value that each setting is moved to, and what must be set first for it to matter."""


def figures(chosen):
    made, problems = build_scenario(None, chosen)
    assert not problems
    decisions = decide(prepare(CONTRACTS, services()), made)
    return totals(decisions), funnel(decisions)


def test_every_setting_of_a_rule_read_twice_is_moved():
    assert list(MOVES) == [key for key, spec in settings().items() if spec.rule.id in READ_TWICE]


@pytest.mark.parametrize("key", MOVES)
def test_a_setting_that_is_moved_changes_a_figure(key):
    to, first = MOVES[key]
    assert figures({**first, key: to}) != figures(first)
