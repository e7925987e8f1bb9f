"""Good reason: does the authority show good reason to keep the service outside?"""

import re
from collections.abc import Iterator
from typing import Annotated

import numpy as np
from pydantic import Field, field_validator

from policy.bounds import cut
from policy.coded import CodedContracts
from policy.rules.base import Assumption, Monotone, Parameter, Permille, ReasonRule, Stage
from policy.rules.units import Unit

_NO_FIGURE = Assumption("No figure exists for how often good reason would be shown; 0% is neutral, not sourced.")
_ITEM = re.compile(r"([a-z0-9_]+):(\d{1,3})-(\d{1,3})")


def _share(label: str) -> Parameter:
    """A share of contracts that is kept outside."""
    bounds = "A share of contracts lies between none of them and all."
    return Parameter(label, Unit.PERCENT, effect=Monotone.DECREASING, step=5, basis=_NO_FIGURE, bounds=bounds)


class GoodReason(ReasonRule):
    """Contracts stay outside where the authority shows good reason: risks best handled outside, or no capacity."""

    id = "reason"
    label = "Good reason shown"
    question = "Does the authority show good reason to keep it outside?"
    stage = Stage.GOOD_REASON
    reads = ("service", "good_reason_default")

    risk_low: Annotated[int, Field(ge=0, le=100), _share("Kept for risk, at least")] = 0
    """At least this share of contracts is kept outside because their risks are best handled there."""
    risk_high: Annotated[int, Field(ge=0, le=100), _share("Kept for risk, at most")] = 0
    """At most this share of contracts is kept outside because their risks are best handled there."""
    capacity_low: Annotated[int, Field(ge=0, le=100), _share("Kept for capacity, at least")] = 0
    """At least this share of contracts is kept outside because the authority cannot run them yet."""
    capacity_high: Annotated[int, Field(ge=0, le=100), _share("Kept for capacity, at most")] = 0
    """At most this share of contracts is kept outside because the authority cannot run them yet."""
    independent: Annotated[
        bool,
        Parameter(
            "Keep services meant to be independent",
            Unit.SWITCH,
            effect=Monotone.DECREASING,
            basis=Assumption("Independence from the state is the point of advocacy, so good reason is taken as shown."),
        ),
    ] = True
    """Advocacy and similar services are kept outside in full, since their point is to be independent of the state."""
    services: Annotated[tuple[str, ...], Parameter("Shares by service", Unit.ITEMS, basis=_NO_FIGURE)] = ()
    """Each item is service:low-high in percent, such as home_care:10-30, and replaces the general shares there."""

    @field_validator("services")
    @classmethod
    def _items(cls, items: tuple[str, ...]) -> tuple[str, ...]:
        for item in items:
            _split(item)
        return items

    def conflict(self) -> str:
        for name in ("risk", "capacity"):
            low, high = getattr(self, f"{name}_low"), getattr(self, f"{name}_high")
            if low > high:
                return f"reason.{name}_low is {low}, above reason.{name}_high, which is {high}"
        return ""

    def names_of_data(self) -> Iterator[tuple[str, str, str]]:
        """Give the services that have shares of their own."""
        yield from (("reason.services", "service", service) for service, _, _ in map(_split, self.services))

    def retained_share(self, coded: CodedContracts) -> tuple[Permille, Permille]:
        """Least and greatest share retained of each contract, in thousandths (semantics 10.9)."""
        low, high = self._by_service(coded)
        codes = coded.code("service")
        return low.take(codes), high.take(codes)

    def _by_service(self, coded: CodedContracts) -> tuple[Permille, Permille]:
        size = len(coded.services) + 1
        low = np.full(size, max(self.risk_low, self.capacity_low) * 10, dtype=np.int16)
        high = np.full(size, max(self.risk_high, self.capacity_high) * 10, dtype=np.int16)
        if self.independent:
            independent = np.append(coded.services["good_reason_default"].to_numpy() == "yes", False)
            low[independent] = high[independent] = 1000
        order = {service: position for position, service in enumerate(coded.services.index)}
        for service, at_least, at_most in map(_split, self.services):
            if service in order:
                low[order[service]], high[order[service]] = at_least * 10, at_most * 10
        return low, high


def _split(item: str) -> tuple[str, int, int]:
    """Split `service:low-high`, in percent; raises ValueError where the form is another."""
    match = _ITEM.fullmatch(item)
    if not match or not int(match[2]) <= int(match[3]) <= 100:
        raise ValueError(f"expected service:low-high in percent, such as home_care:10-30, not {cut(item)}")
    return match[1], int(match[2]), int(match[3])


RULES = (GoodReason,)
