"""Which kinds of service a scenario catches, of whom and where: what published totals can follow of a policy.

A kind of service is put to the rules as one contract that nothing else takes out: let to a private firm, of a known
kind, ending in the window. So every rule about services, authorities and nations is asked by its own law, and no other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from policy.cached import cached
from policy.coded import prepare
from policy.contracts import NATIONS, typed
from policy.engine.decide import decide
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
split by kind of supplier is published. Every other setting is named beside the figure (policy.national.levers)."""
VOLUNTARY = frozenset({"charity", "mutual"})
"""Kinds of supplier in what the sources call voluntary; no split for joint ventures is published."""
WHOLE = 1000
"""All of a contract, in thousandths."""
_NOT_SERVICES = {"goods": "goods", "energy": "goods", "works": "works"}
_ENDS = "2030-01-01"
"""A day inside the window of the plain reading."""


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
        found: dict[str, bool] = {}
        for (service, _, _), sure in self.cells.items():
            found[service] = found.get(service, False) or sure
        return found

    def answers(self, services: Iterable[str], buyer: str, nations: Iterable[str]) -> set[bool | None]:
        """Answers of all that a figure is for: True caught, False caught in doubt, None not caught."""
        places = tuple(nations)
        return {self.cells.get((service, buyer, nation)) for service in services for nation in places}


def caught(scenario: Scenario, services: pd.DataFrame) -> Caught:
    """Say which kinds of service a scenario catches, by kind of authority and nation (semantics 11.3)."""
    followed = {key: scenario.values[key] for key in FOLLOWED} | {"reason.independent": False}
    made, problems = build_scenario(presets()[DEFAULT], followed)
    assert not problems, problems
    cells, asked = _asked(tuple(map(str, services.index)))
    decided = decide(prepare(asked, services), made)
    low, high = decided.low.tolist(), decided.high.tolist()
    found = {cell: low[place] == WHOLE for place, cell in enumerate(cells) if high[place]}
    return Caught(found, VOLUNTARY & {*scenario.rule(SupplierKinds).exempt})


@cached(4)
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
        "instrument": "contract", "regime": "act", "start_date": "2026-01-01", "end_date": _ENDS,
        "value_quality": "missing", "vat_basis": "ex",
    }  # fmt: skip
    return cells, typed(pd.DataFrame(columns).assign(**settled))
