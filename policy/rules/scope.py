"""Scope: is it a relevant contract of a covered authority?"""

from typing import Annotated

import numpy as np
from pydantic import Field

from policy.coded import NO_DAY, Bools, Facts
from policy.contracts import BUYER_KINDS, NATIONS
from policy.rules.base import Assumption, Effect, ExitRule, Param, Reference, Rule, Stage
from policy.rules.units import Unit
from policy.ternary import NO, UNKNOWN, YES, Verdict

PLEDGE = Reference("Salford Labour, copy of the press release, March 2019", "http://salfordlabour.org.uk/?q=node/389")
AUTHORITY_LABELS = dict(
    zip(BUYER_KINDS, ("Central government", "Councils", "NHS", "Police and fire", "Education", "Housing bodies",
                      "Other public bodies"), strict=True)
)  # fmt: skip
ONE_NATION = tuple(nation for nation in NATIONS if nation != "UK")
DAYS_A_YEAR = 365.25


class Counted(Rule):
    """Which rows of the data are counted at all: awarded contracts, and others only where a setting adds them."""

    id = "counted"
    label = "Counted contracts"
    stage = Stage.SCOPE
    reads = ("counted", "stage")

    planned: Annotated[bool, Param(
        "Planned procurements", Unit.SWITCH, effect=Effect.MORE,
        basis=Assumption("The pledge speaks of contracts that expire; a planned one is not yet let."),
    )] = False  # fmt: skip
    """Procurements that were announced and not yet awarded are counted too."""
    superseded: Annotated[bool, Param(
        "Superseded contracts", Unit.SWITCH, effect=Effect.MORE,
        basis=Assumption("A contract that ended before its term or was replaced cannot expire again."),
    )] = False  # fmt: skip
    """Contracts that ended before their term or were replaced are counted too."""

    def covers(self, facts: Facts) -> Bools:
        """Which rows form the whole that every share is a share of (semantics 10.1)."""
        stages = ("awarded", *(["planned"] if self.planned else []), *(["superseded"] if self.superseded else []))
        return (facts.is_in("counted", ("yes",)) & facts.is_in("stage", stages)).yes


class Authorities(ExitRule):
    """Contracts of authorities that the policy does not cover stay as they are."""

    id = "authorities"
    label = "Not a covered authority"
    doubt = "Kind of buyer not known"
    stage = Stage.SCOPE
    reads = ("buyer_kind",)

    kinds: Annotated[tuple[str, ...], Param(
        "Covered authorities", Unit.CHOICES, effect=Effect.MORE, options=AUTHORITY_LABELS, basis=PLEDGE,
    )] = ("central", "local", "nhs")  # fmt: skip
    """Public bodies whose contracts are assessed when they end."""

    def leaves(self, facts: Facts) -> Verdict:
        if len(self.kinds) == len(BUYER_KINDS):
            return facts.every(NO)
        return ~facts.is_in("buyer_kind", self.kinds)


class Nations(ExitRule):
    """Contracts for nations that the policy does not reach stay as they are."""

    id = "nations"
    label = "Not a covered nation"
    doubt = "Nation not known or several"
    stage = Stage.SCOPE
    reads = ("nation",)

    covered: Annotated[tuple[str, ...], Param(
        "Covered nations", Unit.CHOICES, effect=Effect.MORE, options={nation: nation for nation in ONE_NATION},
        basis=Assumption("The pledge is silent on devolved services, so all four nations stay in."),
    )] = ONE_NATION  # fmt: skip
    """Nations whose contracts are assessed; a contract for the UK as a whole needs all four."""

    def leaves(self, facts: Facts) -> Verdict:
        if len(self.covered) == len(ONE_NATION):
            return facts.every(NO)
        if not self.covered:
            return facts.every(YES)
        return ~facts.lookup(
            "nation", lambda nation: UNKNOWN if nation == "UK" else YES if nation in self.covered else NO
        )


class Purchase(ExitRule):
    """Contracts for goods or works are not services that could come back in house."""

    id = "purchase"
    label = "Goods or works"
    doubt = "Service or goods not known"
    stage = Stage.SCOPE
    reads = ("purchase",)

    goods_and_works: Annotated[bool, Param(
        "Goods and works too", Unit.SWITCH, effect=Effect.MORE, basis=PLEDGE,
    )] = False  # fmt: skip
    """Contracts for goods and for building works are assessed as well as services."""

    def leaves(self, facts: Facts) -> Verdict:
        if self.goods_and_works:
            return facts.every(NO)
        return facts.lookup("purchase", lambda kind: UNKNOWN if kind == "unknown" else NO if kind == "service" else YES)


def _excludes(facts: Facts, include: bool, instruments: tuple[str, ...]) -> Verdict:
    return facts.every(NO) if include else facts.is_in("instrument", instruments)


class Frameworks(ExitRule):
    """Frameworks and purchasing systems only set terms; the contracts called off under them are what end."""

    id = "frameworks"
    label = "Framework or purchasing system"
    doubt = "Form of contract not known"
    stage = Stage.SCOPE
    reads = ("instrument",)

    include: Annotated[bool, Param(
        "Frameworks and purchasing systems", Unit.SWITCH, effect=Effect.MORE,
        basis=Assumption("Their figures are ceilings, not spend, and their call-offs are contracts of their own."),
    )] = False  # fmt: skip
    """Frameworks and dynamic purchasing systems are assessed as if they were contracts."""

    def leaves(self, facts: Facts) -> Verdict:
        return _excludes(facts, self.include, ("framework", "dps"))


class Concessions(ExitRule):
    """Concessions, where the supplier is paid by users or by fees, can be left out."""

    id = "concessions"
    label = "Concession"
    doubt = "Form of contract not known"
    stage = Stage.SCOPE
    reads = ("instrument",)

    include: Annotated[bool, Param(
        "Concessions", Unit.SWITCH, effect=Effect.MORE,
        basis=Assumption("The pledge does not leave them out, and bailiffs work under concessions worth £0."),
    )] = True  # fmt: skip
    """Concessions are assessed like any other contract."""

    def leaves(self, facts: Facts) -> Verdict:
        return _excludes(facts, self.include, ("concession",))


class Pfi(ExitRule):
    """Private finance deals, where the service comes with a building, can be left out."""

    id = "pfi"
    label = "Private finance deal"
    doubt = "Form of contract not known"
    stage = Stage.SCOPE
    reads = ("instrument",)

    include: Annotated[bool, Param(
        "Private finance deals", Unit.SWITCH, effect=Effect.MORE,
        basis=Assumption("The pledge does not leave them out; the 2019 manifesto took them back over time."),
    )] = True  # fmt: skip
    """Private finance deals are assessed like any other contract."""

    def leaves(self, facts: Facts) -> Verdict:
        return _excludes(facts, self.include, ("pfi",))


def under_health_regime(facts: Facts) -> Verdict:
    """Whether the Provider Selection Regime applied; only a health service of unknown regime is in doubt.

    The regime reaches health care services alone: https://legislation.gov.uk/ukdsi/2023/9780348252613/schedules
    """
    regime = facts.lookup("regime", lambda name: {"health": YES, "unknown": UNKNOWN}.get(name, NO))
    return regime & (facts.is_in("group", ("health",)) | Verdict.certain(regime.yes))


class Health(ExitRule):
    """Contracts under the health care Provider Selection Regime can be left out."""

    id = "health"
    label = "Health procurement regime"
    doubt = "Regime not known"
    stage = Stage.SCOPE
    reads = ("regime", "service", "group")

    include: Annotated[bool, Param(
        "Contracts under the health regime", Unit.SWITCH, effect=Effect.MORE,
        basis=Assumption("The pledge names hospital patients and predates the regime, so these stay in."),
    )] = True  # fmt: skip
    """Contracts let under the Provider Selection Regime are assessed too."""

    def leaves(self, facts: Facts) -> Verdict:
        return facts.every(NO) if self.include else under_health_regime(facts)


class Term(ExitRule):
    """Contracts for less than a minimum term can be left out."""

    id = "term"
    label = "Shorter than the minimum term"
    doubt = "Length not known"
    stage = Stage.SCOPE
    reads = ("start_date", "end_date", "latest_end_date")

    minimum_years: Annotated[int, Field(ge=0, le=25), Param(
        "Minimum term", Unit.YEARS, effect=Effect.FEWER, basis=Assumption("The pledge names no minimum term."),
    )] = 0  # fmt: skip
    """Contracts that run at least this long, with their extensions, are assessed."""

    def leaves(self, facts: Facts) -> Verdict:
        if self.minimum_years == 0:
            return facts.every(NO)
        start, end = facts.days["start_date"], facts.days["last_day"]
        known = (start != NO_DAY) & (end != NO_DAY)
        days = np.where(known, end, 0) - np.where(known, start, 0) + 1
        return Verdict.where(days < self.minimum_years * DAYS_A_YEAR, known)


RULES = (Counted, Authorities, Nations, Purchase, Frameworks, Concessions, Pfi, Health, Term)
