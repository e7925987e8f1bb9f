"""Criteria: does the assessment find significant contact, coercive power or a risk to rights?"""

from typing import Annotated

import numpy as np
from pydantic import Field

from policy.coded import CodedContracts
from policy.rules.base import AssessmentRule, Assumption, Criterion, Monotone, Parameter, Reference, Stage
from policy.rules.scope import PLEDGE
from policy.rules.units import Unit
from policy.ternary import NO, UNKNOWN, YES, Answers, Ternary

DEFINITIONS = {
    "pledge": "Relies on state protection (the pledge)",
    "act_2006": "Vulnerable adult of the 2006 Act, or child",
    "current": "Today's regulated activity",
    "light_touch": "Light-touch services (procurement law)",
}
_DEFINITION_COLUMNS = {
    "pledge": "meets_pledge_definition", "act_2006": "meets_2006_definition",
    "current": "meets_current_definition", "light_touch": "light_touch",
}  # fmt: skip
CERTAINTIES = {"possible": "Possible or better", "probable": "Probable or better", "certain": "Certain only"}
ARTICLES = {
    "2": "Article 2, life", "3": "Article 3, inhuman treatment", "4": "Article 4, forced labour",
    "5": "Article 5, liberty", "6": "Article 6, fair hearing", "8": "Article 8, private and family life",
    "14": "Article 14, discrimination", "P1-1": "Protocol 1 Article 1, property",
    "P1-2": "Protocol 1 Article 2, education",
}  # fmt: skip
GUARDIAN = Reference(
    "The Guardian, 24 March 2019",
    "https://www.theguardian.com/politics/2019/mar/24/labour-ban-outsourcing-public-services-private-firms",
)


class Contact(Criterion):
    """The service involves significant contact with people at risk."""

    id = "contact"
    label = "Contact with people at risk"
    question = "Is it for people at risk, and do its workers meet them?"
    reads = ("service", "contact", "at_risk_groups", "named_in_pledge", *_DEFINITION_COLUMNS.values())

    on: Annotated[bool, Parameter("Contact criterion", Unit.SWITCH, effect=Monotone.INCREASING, basis=PLEDGE)] = True
    """The assessment asks whether the service involves contact with people at risk."""
    level: Annotated[
        str,
        Parameter(
            "Contact that counts",
            Unit.CHOICE,
            effect=Monotone.INCREASING,
            basis=PLEDGE,
            options={"significant": "Significant", "incidental": "Incidental too"},
        ),
    ] = "significant"
    """Only services for the person, or also those whose workers meet people at risk while they do something else."""
    definition: Annotated[str, Parameter("Who is at risk", Unit.CHOICE, options=DEFINITIONS, basis=GUARDIAN)] = "pledge"
    """The definition of people at risk: the pledge's own words, or one of three from the statute book."""
    named: Annotated[
        bool, Parameter("Services the pledge names", Unit.SWITCH, effect=Monotone.INCREASING, basis=GUARDIAN)
    ] = True
    """Services named by the pledge, or by reports on it, meet the criterion whatever the definition says."""
    groups: Annotated[
        tuple[str, ...],
        Parameter(
            "Groups at risk",
            Unit.CHOICES,
            of="at_risk_groups",
            unchosen="every group",
            basis=Assumption("The pledge gives examples, not a list; none chosen means all."),
        ),
    ] = ()
    """Only services for these groups count; none chosen means every group."""

    def is_met(self, coded: CodedContracts) -> Ternary:
        levels = ("significant", "incidental") if self.level == "incidental" else ("significant",)
        at_risk = coded.says(_DEFINITION_COLUMNS[self.definition]) & coded.is_in("contact", levels)
        if self.named:
            at_risk = at_risk | coded.says("named_in_pledge")
        return at_risk & coded.has_any("at_risk_groups", self.groups) if self.groups else at_risk


class Coercive(Criterion):
    """The service involves the exercise of coercive powers."""

    id = "coercive"
    label = "Coercive powers"
    question = "Do its workers have powers over people?"
    reads = ("service", "coercive")

    on: Annotated[bool, Parameter("Coercion criterion", Unit.SWITCH, effect=Monotone.INCREASING, basis=PLEDGE)] = True
    """The assessment asks whether the contractor exercises coercive powers."""
    level: Annotated[
        str,
        Parameter(
            "Powers that count",
            Unit.CHOICE,
            effect=Monotone.INCREASING,
            options={
                "held": "Held by the contractor",
                "reports": "Reports that lead to sanctions too",
                "minor": "Minor powers too",
            },
            basis=Assumption(
                "The pledge says exercise of coercive powers; a report that others act on is not exercise."
            ),
        ),
    ] = "held"
    """Powers over a person that the contractor holds; also reports that lead to sanctions; also minor powers."""

    def is_met(self, coded: CodedContracts) -> Ternary:
        levels = ("held", "reports", "minor")
        return coded.is_in("coercive", levels[: levels.index(self.level) + 1])


class Rights(Criterion):
    """The service carries a risk that people's rights are infringed."""

    id = "rights"
    label = "Risk to rights"
    question = "Could it infringe people's human rights?"
    reads = ("service", "echr_articles")

    on: Annotated[bool, Parameter("Rights criterion", Unit.SWITCH, effect=Monotone.INCREASING, basis=PLEDGE)] = True
    """The assessment asks whether the service puts Convention rights at risk."""
    articles: Annotated[
        tuple[str, ...],
        Parameter(
            "Human rights that count",
            Unit.CHOICES,
            effect=Monotone.INCREASING,
            options=ARTICLES,
            basis=Assumption(
                "The pledge names no article. With any article the criterion admits five in six contracts."
            ),
        ),
    ] = ("2", "3", "5")
    """Articles of the European Convention on Human Rights whose infringement counts."""

    def is_met(self, coded: CodedContracts) -> Ternary:
        return coded.has_any("echr_articles", self.articles) if self.articles else coded.every(NO)


class Assessment(AssessmentRule):
    """Contracts whose assessment finds too few of the criteria keep their supplier."""

    id = "criteria"
    label = "Too few criteria met"
    question = "Are enough of these three found?"
    doubt = "Not known if enough criteria are met"
    look_up = "Which service it is, for whom, and with which powers"
    stage = Stage.CRITERIA
    reads = ("service_confidence",)

    needed: Annotated[
        int,
        Field(ge=0, le=3),
        Parameter(
            "Criteria needed", Unit.COUNT, effect=Monotone.DECREASING, basis=PLEDGE, bounds="There are three criteria."
        ),
    ] = 1
    """How many of the criteria must be met; 0 means no assessment, so that every service passes."""
    certainty: Annotated[
        str,
        Parameter(
            "How sure we must be of the service",
            Unit.CHOICE,
            effect=Monotone.DECREASING,
            options=CERTAINTIES,
            basis=Assumption("The pledge assumes that the service is known; lower certainty casts the net wider."),
        ),
    ] = "possible"
    """Where it is less sure than this what the service is, no criterion is met."""

    def sure(self, coded: CodedContracts) -> Ternary:
        """Whether the classification is sure enough (semantics 10.5)."""
        order = tuple(CERTAINTIES)
        if self.certainty == order[0]:
            return coded.every(YES)
        return coded.is_in("service_confidence", order[order.index(self.certainty) :])

    def exits(self, coded: CodedContracts, criteria: list[Ternary]) -> Ternary:
        """Whether too few criteria are met: sure when enough are yes, impossible when not enough could be."""
        if self.needed == 0:
            return coded.every(NO)
        sure = self.sure(coded)
        met = [(criterion & sure).answers for criterion in criteria]
        certain = _count(met, YES, len(coded))
        possible = certain + _count(met, UNKNOWN, len(coded))
        return Ternary.where(certain < self.needed, (certain >= self.needed) | (possible < self.needed))


def _count(criteria: list[Answers], answer: int, size: int) -> Answers:
    return np.sum([criterion == answer for criterion in criteria] or np.zeros((1, size)), axis=0).astype(np.int8)


RULES = (Contact, Coercive, Rights, Assessment)
