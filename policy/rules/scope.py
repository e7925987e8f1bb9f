"""Scope: is it a relevant contract of a covered authority?"""

from typing import Annotated

import numpy as np
from pydantic import Field

from policy.coded import NO_DAY, CodedContracts
from policy.contracts import NATIONS
from policy.rules.base import Assumption, ExitRule, Monotone, Parameter, Reference, ScopeRule, Stage
from policy.rules.units import Unit
from policy.ternary import NO, UNKNOWN, YES, Ternary

PLEDGE = Reference("Salford Labour, copy of the press release, March 2019", "http://salfordlabour.org.uk/?q=node/389")
AUTHORITY_LABELS = {
    "central": "Central government",
    "local": "Councils",
    "nhs": "NHS",
    "police_fire": "Police and fire",
    "education": "Education",
    "housing": "Housing bodies",
    "other": "Other public bodies",
}
ONE_NATION = tuple(nation for nation in NATIONS if nation != "UK")
DAYS_A_YEAR = 365.25
_FORM = "Whether it is a contract, a framework, a call-off, a concession or a private finance deal"
"""What settles the form of a contract, which three rules ask for."""


class Counted(ScopeRule):
    """Which rows of the data are counted at all: awarded contracts, and others only where a setting adds them.

    A row of which nobody knows whether it was awarded or is still planned is counted and in doubt; none leaves here.
    """

    id = "counted"
    label = "Counted contracts"
    question = "Has it been awarded, and is it still in force?"
    doubt = "Not known if awarded"
    look_up = "Whether it was awarded or is only planned"
    stage = Stage.SCOPE
    reads = ("counted", "stage")

    planned: Annotated[
        bool,
        Parameter(
            "Planned procurements",
            Unit.SWITCH,
            effect=Monotone.INCREASING,
            basis=Assumption("The pledge speaks of contracts that expire; a planned one is not yet let."),
        ),
    ] = False
    """Procurements that were announced and not yet awarded are counted too."""
    superseded: Annotated[
        bool,
        Parameter(
            "Contracts ended early or replaced",
            Unit.SWITCH,
            effect=Monotone.INCREASING,
            basis=Assumption("A contract that ended before its term or was replaced cannot expire again."),
        ),
    ] = False
    """Contracts that ended before their term or were replaced are counted too."""

    def covers(self, coded: CodedContracts) -> Ternary:
        """Which rows form the whole that every share is a share of (semantics 10.1)."""
        stages = ("awarded", *(["planned"] if self.planned else []), *(["superseded"] if self.superseded else []))
        entered = coded.is_in("stage", stages)
        if self.planned:  # it is one of the two, and both count
            entered = ~Ternary.certain(entered.no)
        return Ternary.certain(coded.is_in("counted", ("yes",)).yes) & entered


class Authorities(ExitRule):
    """Contracts of authorities that the policy does not cover stay as they are."""

    id = "authorities"
    label = "Not a covered authority"
    question = "Is the buyer a body that the policy covers?"
    doubt = "Not known what kind of buyer"
    look_up = "Who buys, and what kind of public body that is"
    stage = Stage.SCOPE
    reads = ("buyer_kind",)

    kinds: Annotated[
        tuple[str, ...],
        Parameter(
            "Covered authorities", Unit.CHOICES, effect=Monotone.INCREASING, options=AUTHORITY_LABELS, basis=PLEDGE
        ),
    ] = ("central", "local", "nhs")
    """Public bodies whose contracts are assessed when they end."""

    def exits(self, coded: CodedContracts) -> Ternary:
        if len(self.kinds) == len(AUTHORITY_LABELS):
            return coded.every(NO)
        return ~coded.is_in("buyer_kind", self.kinds)


class Nations(ExitRule):
    """Contracts for nations that the policy does not reach stay as they are."""

    id = "nations"
    label = "Not a covered nation"
    question = "Is it for a nation that the policy covers?"
    doubt = "Not known which nation, or several"
    look_up = "For which nation, or nations, it is"
    stage = Stage.SCOPE
    reads = ("nation",)

    covered: Annotated[
        tuple[str, ...],
        Parameter(
            "Covered nations",
            Unit.CHOICES,
            effect=Monotone.INCREASING,
            options={nation: nation for nation in ONE_NATION},
            basis=Assumption("The pledge is silent on devolved services, so all four nations stay in."),
            whom=True,
        ),
    ] = ONE_NATION
    """Nations whose contracts are assessed; a contract for the UK as a whole needs all four."""

    def exits(self, coded: CodedContracts) -> Ternary:
        if len(self.covered) == len(ONE_NATION):
            return coded.every(NO)
        if not self.covered:
            return coded.every(YES)
        return ~coded.lookup(
            "nation", lambda nation: UNKNOWN if nation == "UK" else YES if nation in self.covered else NO
        )


class Purchase(ExitRule):
    """Contracts for goods or works are not services that could come back in house."""

    id = "purchase"
    label = "Goods or works"
    question = "Is it for a service?"
    doubt = "Not known if services or goods"
    look_up = "Whether services, goods or works are bought"
    stage = Stage.SCOPE
    reads = ("purchase",)

    goods_and_works: Annotated[
        bool, Parameter("Goods and works too", Unit.SWITCH, effect=Monotone.INCREASING, basis=PLEDGE)
    ] = False
    """Contracts for goods and for building works are assessed as well as services."""

    def exits(self, coded: CodedContracts) -> Ternary:
        if self.goods_and_works:
            return coded.every(NO)
        return coded.lookup("purchase", lambda kind: UNKNOWN if kind == "unknown" else NO if kind == "service" else YES)


def _excludes(coded: CodedContracts, include: bool, instruments: tuple[str, ...]) -> Ternary:
    return coded.every(NO) if include else coded.is_in("instrument", instruments)


class Frameworks(ExitRule):
    """Frameworks and purchasing systems only set terms; the contracts called off under them are what end."""

    id = "frameworks"
    label = "Framework or purchasing system"
    question = "Is it a contract, not a list from which others buy?"
    doubt = "Not known what form of contract"
    look_up = _FORM
    stage = Stage.SCOPE
    reads = ("instrument",)

    include: Annotated[
        bool,
        Parameter(
            "Frameworks and purchasing systems",
            Unit.SWITCH,
            effect=Monotone.INCREASING,
            basis=Assumption("Their figures are ceilings, not spend, and their call-offs are contracts of their own."),
        ),
    ] = False
    """Frameworks and dynamic purchasing systems are assessed as if they were contracts."""

    def exits(self, coded: CodedContracts) -> Ternary:
        return _excludes(coded, self.include, ("framework", "dps"))


class Concessions(ExitRule):
    """Concessions, where the supplier is paid by users or by fees, can be left out."""

    id = "concessions"
    label = "Concession"
    question = "If it is a concession: does the policy cover these?"
    doubt = "Not known what form of contract"
    look_up = _FORM
    stage = Stage.SCOPE
    reads = ("instrument",)

    include: Annotated[
        bool,
        Parameter(
            "Concessions",
            Unit.SWITCH,
            effect=Monotone.INCREASING,
            basis=Assumption("The pledge does not leave them out, and bailiffs work under concessions worth £0."),
        ),
    ] = True
    """Concessions are assessed like any other contract."""

    def exits(self, coded: CodedContracts) -> Ternary:
        return _excludes(coded, self.include, ("concession",))


class Pfi(ExitRule):
    """Private finance deals, where the service comes with a building, can be left out."""

    id = "pfi"
    label = "Private finance deal"
    question = "If it is a private finance deal: does the policy cover these?"
    doubt = "Not known what form of contract"
    look_up = _FORM
    stage = Stage.SCOPE
    reads = ("instrument",)

    include: Annotated[
        bool,
        Parameter(
            "Private finance deals",
            Unit.SWITCH,
            effect=Monotone.INCREASING,
            basis=Assumption("The pledge does not leave them out; the 2019 manifesto took them back over time."),
        ),
    ] = True
    """Private finance deals are assessed like any other contract."""

    def exits(self, coded: CodedContracts) -> Ternary:
        return _excludes(coded, self.include, ("pfi",))


def under_health_regime(coded: CodedContracts) -> Ternary:
    """Whether the Provider Selection Regime applied; only a health service of unknown regime is in doubt.

    The regime reaches health care services alone: https://legislation.gov.uk/ukdsi/2023/9780348252613/schedules
    """
    regime = coded.lookup("regime", lambda name: {"health": YES, "unknown": UNKNOWN}.get(name, NO))
    return regime & (coded.is_in("group", ("health",)) | Ternary.certain(regime.yes))


class Health(ExitRule):
    """Contracts under the health care Provider Selection Regime can be left out."""

    id = "health"
    label = "Let under health service rules"
    question = "If it was let under the health services' own law: does the policy cover it?"
    doubt = "Not known under which law"
    look_up = "Under which law it was let"
    stage = Stage.SCOPE
    reads = ("regime", "service", "group")

    include: Annotated[
        bool,
        Parameter(
            "Contracts let under health service rules",
            Unit.SWITCH,
            effect=Monotone.INCREASING,
            basis=Assumption("The pledge names hospital patients and predates the regime, so these stay in."),
        ),
    ] = True
    """Contracts let under the Provider Selection Regime are assessed too."""

    def exits(self, coded: CodedContracts) -> Ternary:
        return coded.every(NO) if self.include else under_health_regime(coded)


class Term(ExitRule):
    """Contracts for less than a minimum term can be left out."""

    id = "term"
    label = "Shorter than the minimum term"
    question = "Does it run long enough?"
    doubt = "Not known how long it runs"
    look_up = "When it starts, and when it ends with its extensions"
    stage = Stage.SCOPE
    reads = ("start_date", "end_date", "latest_end_date")

    minimum_years: Annotated[
        int,
        Field(ge=0, le=25),
        Parameter(
            "Minimum term",
            Unit.YEARS,
            effect=Monotone.DECREASING,
            basis=Assumption("The pledge names no minimum term."),
            bounds="Few contracts of the register run for longer than 25 years.",
        ),
    ] = 0
    """Contracts that run at least this long, with their extensions, are assessed."""

    def exits(self, coded: CodedContracts) -> Ternary:
        if self.minimum_years == 0:
            return coded.every(NO)
        start, end = coded.days["start_date"], coded.days["last_day"]
        known = (start != NO_DAY) & (end != NO_DAY)
        days = np.where(known, end, 0) - np.where(known, start, 0) + 1
        return Ternary.where(days < self.minimum_years * DAYS_A_YEAR, known)


RULES = (Counted, Authorities, Nations, Purchase, Frameworks, Concessions, Pfi, Health, Term)
