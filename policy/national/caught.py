"""Which kinds of service a scenario catches, of whom and where: what published totals can follow of a policy.

A kind of service is put to the rules as one contract that nothing else takes out: let to a private firm, of a known
kind, ending in the window. So every rule about services, authorities and nations is asked by its own law, and no other.
Every other rule is a lever that the totals cannot follow, named with what it says and which way it would move them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from policy.coded import CodedContracts, prepare
from policy.contracts import NATIONS, typed
from policy.engine.decide import decide
from policy.formats import inner
from policy.rules import RULES, settings
from policy.rules.base import Rule, Setting
from policy.rules.exemptions import SupplierKinds
from policy.scenarios.presets import DEFAULT, presets
from policy.scenarios.scenario import Scenario, build_scenario

BUYERS = ("central", "local", "nhs")
"""Kinds of public body that the published figures tell apart."""
FOLLOWED = (
    "authorities.kinds", "nations.covered", "purchase.goods_and_works", "reassess.services",
    "contact.on", "contact.level", "contact.definition", "contact.named", "contact.groups", "coercive.on",
    "coercive.level", "rights.on", "rights.articles", "criteria.needed", "specialist.services",
)  # fmt: skip
"""Settings that decide which kinds of service are caught, of whom and where; `suppliers.exempt` is followed where a
split by kind of supplier is published. Every other setting is named beside the figure (`not_followed`)."""
VOLUNTARY = frozenset({"charity", "mutual"})
"""Kinds of supplier in what the sources call voluntary; no split for joint ventures is published."""
WHOLE = 1000
"""All of a contract, in thousandths."""
_NOT_SERVICES = {"goods": "goods", "energy": "goods", "works": "works"}
_LAST_DAY = "2030-01-01"
"""A day inside the window of the plain reading."""
LOWER, NEITHER, EITHER = "lower", "neither", "either"
DIRECTIONS = {LOWER: "can only lower it", NEITHER: "does not move it", EITHER: "may move it either way"}
"""Which way a rule that is not followed would move both ends of the interval."""
_WHY: dict[str, tuple[str, str]] = {
    "counted": (NEITHER, "published spend is what was spent, whatever was planned or replaced"),
    "frameworks": (
        NEITHER,
        "what is bought under a framework is bought by call-offs, which are contracts of their own",
    ),
    "concessions": (LOWER, "no figure tells concessions apart"),
    "pfi": (LOWER, "no figure tells private finance apart, save that it is in private prisons"),
    "health": (LOWER, "no figure says how much was let under the health regime"),
    "term": (LOWER, "no figure says how long contracts run"),
    "window": (LOWER, "no figure says when contracts end; those that end outside the window stay as they are"),
    "reassess": (NEITHER, "no figure is of single contracts"),
    "criteria": (NEITHER, "the publisher says which service a figure is for"),
    "small": (LOWER, "no figure is split by the value of contracts"),
    "public": (LOWER, "the figures are of outside providers, yet council-owned trusts and councils are in some lines"),
    "suppliers": (LOWER, "joint ventures are told apart nowhere, charities and mutuals only in some rows"),
    "reason": (LOWER, "no figure says what authorities would keep for good reason"),
}
"""For each rule with a setting that is not followed: which way, and why it cannot be followed."""
_DIFFERENT = "its kinds of service are not asked for here"


@dataclass(frozen=True)
class Caught:
    """What a scenario catches: kind of service, kind of authority and nation, each to True (certain) or False (doubt).

    What is not a key is not caught. `exempt` are kinds of voluntary supplier that the scenario leaves alone.
    """

    cells: Mapping[tuple[str, str, str], bool]
    exempt: frozenset[str]

    @cached_property
    def services(self) -> dict[str, bool]:
        """Kinds of service that are caught of anybody anywhere, certain or in doubt."""
        certain: dict[str, bool] = {}
        for (service, _, _), sure in self.cells.items():
            certain[service] = certain.get(service, False) or sure
        return certain

    def answers(self, services: Iterable[str], buyer: str, nations: Iterable[str]) -> set[bool | None]:
        """Answers of all that a figure is for: True caught, False caught in doubt, None not caught."""
        places = tuple(nations)
        return {self.cells.get((service, buyer, nation)) for service in services for nation in places}


@dataclass(frozen=True)
class Questions:
    """What is put to the rules: a contract of each kind of service, kind of authority and nation, in one order."""

    cells: tuple[tuple[str, str, str], ...]
    coded: CodedContracts


def questions(services: pd.DataFrame) -> Questions:
    """Put every kind of service to the rules; no scenario changes what is asked."""
    cells, asked = _asked(tuple(map(str, services.index)))
    return Questions(tuple(cells), prepare(asked, services))


def caught(scenario: Scenario, asked: Questions) -> Caught:
    """Say which kinds of service a scenario catches, by kind of authority and nation (semantics 11.3)."""
    decided = decide(asked.coded, _plain(scenario, FOLLOWED))
    low, high = decided.low.tolist(), decided.high.tolist()
    kinds = {cell: low[place] == WHOLE for place, cell in enumerate(asked.cells) if high[place]}
    return Caught(kinds, VOLUNTARY & {*scenario.rule(SupplierKinds).exempt})


def followed(scenario: Scenario) -> Scenario:
    """Give the scenario that says of published figures what this one says, and nothing else."""
    return _plain(scenario, (*FOLLOWED, "suppliers.exempt"))


def _plain(scenario: Scenario, keys: Iterable[str]) -> Scenario:
    """The plain reading with some settings of a scenario; no share is kept for good reason."""
    values = {key: scenario.values[key] for key in keys}
    plain, problems = build_scenario(presets()[DEFAULT], values | {"reason.independent": False})
    assert not problems, problems
    return plain


def _asked(services: tuple[str, ...]) -> tuple[list[tuple[str, str, str]], pd.DataFrame]:
    """One contract for each kind of service, kind of authority and nation, of which every other fact is settled."""
    cells = [(name, buyer, nation) for name in services for buyer in BUYERS for nation in NATIONS if nation != "UK"]
    names, buyers, nations = zip(*cells, strict=True)
    columns = {
        "contract_id": [":".join(cell) for cell in cells],
        "service": names,
        "buyer_kind": buyers,
        "nation": nations,
        "purchase": [_NOT_SERVICES.get(name, "service") for name in names],
    }
    settled: dict[str, Any] = {
        "stage": "awarded", "counted": True, "service_confidence": "certain", "supplier_kind": "private",
        "instrument": "contract", "regime": "act", "start_date": "2026-01-01", "end_date": _LAST_DAY,
        "value_quality": "missing", "vat_basis": "ex",
    }  # fmt: skip
    return cells, typed(pd.DataFrame(columns).assign(**settled))


@dataclass(frozen=True)
class Lever:
    """A rule that the figure does not follow: whether the scenario uses it, what its settings say, which way, why."""

    rule: type[Rule]
    at_work: bool
    says: str
    direction: str
    why: str

    @property
    def words(self) -> str:
        """Say which way it would move the figure."""
        return DIRECTIONS[self.direction]


def not_followed(scenario: Scenario) -> list[Lever]:
    """Give the rules whose settings the figure cannot follow, in the order of the rules (semantics 11.5)."""
    return [_lever(rule, scenario) for rule in RULES if any(setting.key not in FOLLOWED for setting in rule.settings())]


def _lever(rule: type[Rule], scenario: Scenario) -> Lever:
    direction, why = _WHY.get(rule.id, (EITHER, _DIFFERENT))
    loose = [setting for setting in rule.settings() if setting.key not in FOLLOWED]
    says = "; ".join(f"{setting.label.lower()}: {_inside(setting, scenario)}" for setting in loose)
    return Lever(rule, direction != NEITHER and _at_work(rule.id, scenario), says, direction, why)


def _inside(setting: Setting, scenario: Scenario) -> str:
    """Say a setting's value within a sentence; a list may begin with a name, which keeps its capital."""
    value = scenario.values[setting.key]
    words = setting.words(value)
    return words if isinstance(value, tuple) else inner(words)


def _at_work(rule: str, scenario: Scenario) -> bool:
    """Whether a scenario lets the rule take anything out."""
    value = scenario.values
    idle = {
        "concessions": value["concessions.include"],
        "pfi": value["pfi.include"],
        "health": value["health.include"],
        "term": value["term.minimum_years"] == 0,
        "small": value["small.figures"] == "one" and value["small.threshold"] == 0,
        "public": value["public.covers"] == settings()["public.covers"].parse("none"),
        "suppliers": not value["suppliers.exempt"],
        "reason": not any(value[key] for key in value if key.startswith("reason.")),
    }
    return not idle.get(rule, False)
