"""Exemptions: value, public suppliers, kinds of supplier and specialist care."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Self

import numpy as np
from pydantic import Field, PrivateAttr

from policy.coded import MISSING, CodedContracts, Ints
from policy.rules.base import Assumption, ExitRule, Monotone, Parameter, Rule, Stage
from policy.rules.thresholds import DATED, LATEST, LAW_PERIODS, PINNED, figures_by_contract
from policy.rules.trigger import Window
from policy.rules.units import Unit
from policy.ternary import NO, UNKNOWN, YES, Ternary

THRESHOLD_TICKS = (
    0, 10_000, 25_000, 50_000, 100_000, LATEST.central, LATEST.others, 500_000, LATEST.light_touch, 1_000_000,
    2_000_000, 5_000_000, 10_000_000, 20_000_000, 50_000_000, 100_000_000, 200_000_000, 500_000_000, 1_000_000_000,
)  # fmt: skip


_DAYS = (*Window.reads, "stage")
"""What the day on which a contract would be let again depends on."""


class BelowThreshold(ExitRule):
    """Contracts worth less than the threshold keep their supplier."""

    id = "small"
    label = "Below the threshold"
    question = "Is it worth enough?"
    doubt = "Not known if worth enough"
    look_up = "What it is worth, over which years, and whether VAT is in that"
    stage = Stage.EXEMPTIONS
    reads = (
        "value_gbp",
        "annual_gbp",
        "value_quality",
        "vat_basis",
        "buyer_kind",
        "instrument",
        "regime",
        "service",
        "light_touch",
        *_DAYS,
    )
    _window: Window = PrivateAttr(default_factory=Window)

    threshold: Annotated[
        int,
        Field(ge=0, le=1_000_000_000),
        Parameter(
            "Value threshold",
            Unit.GBP,
            effect=Monotone.DECREASING,
            ticks=THRESHOLD_TICKS,
            basis=Assumption("The pledge says below a certain threshold; no figure was published in any version seen."),
            bounds="£0 exempts nobody. Few contracts of the register are worth more than £1 billion.",
        ),
    ] = 0
    """Contracts worth at least this much are caught; those below it are exempt."""
    basis: Annotated[
        str,
        Parameter(
            "Which value is compared",
            Unit.CHOICE,
            options={"whole_life": "Whole-life value", "annual": "Value a year"},
            basis=Assumption("The pledge does not say; procurement law compares the whole-life value."),
        ),
    ] = "whole_life"
    """The threshold is compared with the value over the whole term, or with the value of one year."""
    vat: Annotated[
        str,
        Parameter(
            "With or without VAT",
            Unit.CHOICE,
            effect=Monotone.INCREASING,
            options={"ex": "Without VAT", "inc": "With VAT"},
            basis=Assumption("The pledge does not say; notices state values without VAT."),
        ),
    ] = "ex"
    """The threshold is compared with the value without VAT, or with VAT at 20%."""
    figures: Annotated[
        str,
        Parameter(
            "Threshold figures",
            Unit.CHOICE,
            options={
                "one": "One figure",
                **{pinned: f"Figures in law, {LAW_PERIODS[place].years}" for pinned, place in PINNED.items()},
                DATED: "Figures in law when it would be let again",
            },
            basis=Assumption("No figure was published, so one figure for all is the plainest reading."),
        ),
    ] = "one"
    """One figure for every contract, or those of procurement law: of two years, or of the day it would be let again."""

    def under(self, rules: Sequence[Rule]) -> Self:
        """Take from the rules when a contract would be let again, where that decides which figures apply."""
        if self.figures != DATED:
            return self
        bound = self.model_copy()
        bound._window = next(rule for rule in rules if isinstance(rule, Window)).dating()  # noqa: SLF001 - its own copy
        return bound

    def asks_for(self) -> tuple[str, ...]:
        """The days are asked for only where figures go by them."""
        return self.reads if self.figures == DATED else tuple(name for name in self.reads if name not in _DAYS)

    def exits(self, coded: CodedContracts) -> Ternary:
        if self.figures == "one" and self.threshold == 0:
            return coded.every(NO)
        value, lowest, highest = self.compares(coded)
        below = Ternary.of(value.greatest < lowest, value.least >= highest)
        return below if self.figures == "one" else below & Ternary.certain(highest > 0)

    def compares(self, coded: CodedContracts) -> "tuple[Values, Ints, Ints]":
        """Give the value that is compared with the threshold, and the pence that the threshold lies between.

        A figure of 0 is no threshold.
        """
        if self.figures != "one":
            lowest, highest = figures_by_contract(coded, self.figures, self._window)
            return values_compared(coded, "value_gbp", inc=True), lowest * 100, highest * 100
        pence = np.broadcast_to(np.int64(self.threshold * 100), len(coded))
        column = "annual_gbp" if self.basis == "annual" else "value_gbp"
        return values_compared(coded, column, inc=self.vat == "inc"), pence, pence


@dataclass(frozen=True)
class Values:
    """Least and greatest value that a contract may have, in pence; equal unless VAT leaves a doubt.

    A value that is not known may be anything: MISSING is below, and the greatest integer above, every threshold.
    """

    least: Ints
    greatest: Ints


def values_compared(coded: CodedContracts, column: str, *, inc: bool) -> Values:
    """Give the values of a column with or without VAT; VAT not known leaves both possible (semantics 10.8)."""
    net, gross = coded.amounts[column], coded.amounts[f"{column}_inc"]
    known = net != MISSING
    least, greatest = net, net
    if inc:
        stated = coded.is_in("vat_basis", ("ex", "inc")).yes
        least, greatest = np.where(known & stated, gross, net), gross
    return Values(least, np.where(known, greatest, np.iinfo(np.int64).max))


_SUPPLIER = "Who supplies, and whether that is a firm, a charity or a public body"
"""What settles the kind of a supplier, which two rules ask for."""


def _is_supplied_by(coded: CodedContracts, kinds: tuple[str, ...]) -> Ternary:
    """Whether the supplier is of some kinds: not known of several suppliers of several kinds, nor of none named."""
    answers = {**dict.fromkeys(kinds, YES), **dict.fromkeys(("mixed", "unknown", "none"), UNKNOWN)}
    return coded.lookup("supplier_kind", lambda kind: answers.get(kind, NO))


class BetweenPublicBodies(ExitRule):
    """Contracts with another public body are in public hands already."""

    id = "public"
    label = "Between public bodies"
    question = "Is the supplier anything but a public body?"
    doubt = "Not known who supplies"
    look_up = _SUPPLIER
    stage = Stage.EXEMPTIONS
    reads = ("buyer_kind", "supplier_kind", "supplier_public_kind")

    covers: Annotated[
        str,
        Parameter(
            "Contracts with public suppliers",
            Unit.CHOICE,
            effect=Monotone.DECREASING,
            options={"none": "None", "councils": "As written: councils that buy", "all": "Every public supplier"},
            basis=Assumption("As written it covers local authorities; other public suppliers are in house already."),
        ),
    ] = "all"
    """No public supplier is exempt; only those of councils, as the pledge words it; or every one."""
    owned: Annotated[
        bool,
        Parameter(
            "Publicly owned companies",
            Unit.SWITCH,
            effect=Monotone.DECREASING,
            basis=Assumption("The pledge does not say; procurement law treats controlled companies as in house."),
        ),
    ] = True
    """Companies owned by a public body count as public."""
    joint_ventures: Annotated[
        bool,
        Parameter(
            "Joint ventures",
            Unit.SWITCH,
            effect=Monotone.DECREASING,
            basis=Assumption("The pledge does not say; private owners take part of the profit."),
        ),
    ] = False
    """Joint ventures of a public body and a private firm count as public."""

    def exits(self, coded: CodedContracts) -> Ternary:
        if self.covers == "none":
            return coded.every(NO)
        kinds = ("public", "joint_venture") if self.joint_ventures else ("public",)
        public = _is_supplied_by(coded, kinds)
        if not self.joint_ventures:
            told = coded.is_in("supplier_kind", ("mixed", "unknown"))
            public = public & ~(told & coded.is_in("supplier_public_kind", ("none",)))
        if not self.owned:
            owned = coded.is_in("supplier_public_kind", ("owned",))
            public = public & ~(owned & coded.is_in("supplier_kind", ("public",)))
        return public & coded.is_in("buyer_kind", ("local",)) if self.covers == "councils" else public


class SupplierKinds(ExitRule):
    """Charities, mutuals and joint ventures can be exempted; the pledge exempts none of them."""

    id = "suppliers"
    label = "Exempt kind of supplier"
    question = "Is the supplier of a kind that the policy takes from?"
    doubt = "Not known who supplies"
    look_up = _SUPPLIER
    stage = Stage.EXEMPTIONS
    reads = ("supplier_kind",)

    exempt: Annotated[
        tuple[str, ...],
        Parameter(
            "Exempt suppliers",
            Unit.CHOICES,
            effect=Monotone.DECREASING,
            options={"charity": "Charities", "mutual": "Mutuals", "joint_venture": "Joint ventures"},
            basis=Assumption(
                "No exemption and no inclusion was seen; the text says outsourcing, the press private firms."
            ),
        ),
    ] = ()
    """Kinds of supplier that keep their contracts."""

    def exits(self, coded: CodedContracts) -> Ternary:
        if not self.exempt:
            return coded.every(NO)
        return _is_supplied_by(coded, self.exempt)


class SpecialistCare(ExitRule):
    """Social care that needs specialist provision can be exempted, as the council plan of July 2019 did."""

    id = "specialist"
    label = "Specialist social care"
    question = "Is the service one that needs no specialists of its own?"
    doubt = "Not known which service"
    look_up = "Which service it is"
    stage = Stage.EXEMPTIONS
    reads = ("service",)

    services: Annotated[
        tuple[str, ...],
        Parameter(
            "Specialist services",
            Unit.CHOICES,
            effect=Monotone.DECREASING,
            of="service",
            basis=Assumption("The pledge of March 2019 has no such exemption."),
        ),
    ] = ()
    """Services whose contracts are exempt because they need specialist provision."""

    def exits(self, coded: CodedContracts) -> Ternary:
        return coded.is_in("service", self.services) if self.services else coded.every(NO)


RULES = (BelowThreshold, BetweenPublicBodies, SupplierKinds, SpecialistCare)
