"""The answer to how big the whole is: interval, kinds beside the contracts, kinds without a figure, levers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from policy.cached import of_table
from policy.coded import CodedContracts
from policy.national.caught import BUYERS, Caught, Lever, Questions, caught, followed, not_followed, questions
from policy.national.held import Held, Kind, ReachedShare, all_held, kinds, of_service, reach
from policy.national.interval import APART, SUM, TOTAL, Interval, interval_from
from policy.national.published import Row, read
from policy.results.groups import Decisions
from policy.rules.trigger import day_number
from policy.scenarios.scenario import Scenario

SCALE = ("tot-gross-2223", "tot-local-2024", "nhse-purchases")
"""Overall totals that give the scale: all procurement, that of councils, that of the NHS."""
NOTHING_PUBLISHED, OUTSIDE_UNKNOWN, BESIDE = "nothing", "all providers", "apart"
ELSEWHERE, NOT_SOUGHT = "elsewhere", "not sought"
STATES = {
    NOTHING_PUBLISHED: "no yearly figure could be read",
    OUTSIDE_UNKNOWN: "figures for all providers, or too old or partial to be added",
    BESIDE: "a figure that stands apart",
    ELSEWHERE: "all rows are of authorities or nations that the policy does not cover",
    NOT_SOUGHT: "not looked for",
}
"""What is known of a kind of service that is caught and of which no figure is in the sum."""


@dataclass(frozen=True)
class Silent:
    """A kind of service that is caught, for certain or in doubt, and of which no figure is in the sum.

    `rows` are those of the table that are of it, for authorities and nations that are covered if there are any: where
    it should be found, or what is published of it instead. Overall totals, which are of every kind of service that they
    happen to name, are not among them.
    """

    service: str
    label: str
    sure: bool
    state: str
    rows: tuple[Row, ...]
    held: Held


@dataclass(frozen=True)
class Answer:
    """How big the whole is under a scenario, beside the contracts of one table."""

    interval: Interval
    kinds: tuple[Kind, ...]
    apart: tuple[Kind, ...]
    held: Held
    silent: tuple[Silent, ...]
    scale: tuple[Row, ...]
    levers: tuple[Lever, ...]

    @property
    def unheard(self) -> tuple[Silent, ...]:
        """The kinds of service of which no figure is in the sum, nor apart, nor of authorities that are not covered."""
        return tuple(each for each in self.silent if each.state not in (BESIDE, ELSEWHERE))

    @property
    def reach(self) -> ReachedShare | None:
        """Share of the published spend that the contracts reach; None where nothing is published of what is caught."""
        return reach(self.held, self.interval.span) if self.interval.span.high else None


def answer(decisions: Decisions, spending: pd.DataFrame, day: date) -> Answer:
    """Say how big the whole is of what a scenario catches, beside the contracts that it decided.

    Args:
        decisions: the contracts of a table under the scenario.
        spending: the published figures, from `data.load_spending`.
        day: the day of the data.
    """
    return answer_from(decisions, read(spending, decisions.coded.services), day)


def answer_from(decisions: Decisions, rows: Sequence[Row], day: date) -> Answer:
    """Say it from published figures that are read already, as those who ask for one scenario after another do."""
    today = day_number(day)
    interval = interval_of(decisions.scenario, decisions.coded, rows)
    by_id = {row.id: row for row in rows}
    return Answer(
        interval,
        tuple(kinds(interval.blocks, decisions, today, interval.caught.services)),
        tuple(kinds(interval.apart, decisions, today, interval.caught.services)),
        all_held(interval.blocks, decisions, today, interval.caught.services),
        tuple(_silent(interval, decisions, today)),
        tuple(by_id[name] for name in SCALE if name in by_id),
        tuple(not_followed(decisions.scenario)),
    )


def interval_of(scenario: Scenario, coded: CodedContracts, rows: Sequence[Row]) -> Interval:
    """Give the interval of what a scenario catches; a change of what it cannot follow works nothing out anew."""
    return of_table(coded.everything, _interval, followed(scenario), tuple(rows))


def _interval(coded: CodedContracts, scenario: Scenario, rows: Sequence[Row]) -> Interval:
    return interval_from(rows, caught(scenario, of_table(coded, _questions)))


def _questions(coded: CodedContracts) -> Questions:
    return questions(coded.services)


def _silent(interval: Interval, decisions: Decisions, today: int) -> list[Silent]:
    """The kinds of service that are caught and in no figure that counts, those caught for certain first."""
    heard = {service for block in interval.blocks if block.span.high for service in block.row.services}
    labels = decisions.coded.services["label"]
    silent = []
    for service, sure in interval.caught.services.items():
        if service not in heard:
            of_it = tuple(row for row in interval.rows if service in row.services and row.role != TOTAL)
            told = tuple(row for row in of_it if _is_covered(service, row, interval.caught))
            shown = Silent(
                service,
                str(labels[service]),
                sure,
                _state(of_it, told),
                told or of_it,
                of_service(decisions, service, today, interval.caught),
            )
            silent.append(shown)
    order = list(STATES)
    return sorted(silent, key=lambda each: (order.index(each.state), not each.sure))


def _state(rows: Sequence[Row], told: Sequence[Row]) -> str:
    """What is known of a kind of service, from its rows and those of authorities and nations that are covered."""
    if not rows:
        return NOT_SOUGHT
    if not told:
        return ELSEWHERE
    if any(row.role == APART for row in told):
        return BESIDE
    return OUTSIDE_UNKNOWN if any(row.pence is not None and row.role != SUM for row in told) else NOTHING_PUBLISHED


def _is_covered(service: str, row: Row, caught_: Caught) -> bool:
    return row.buyer_kind not in BUYERS or caught_.answers((service,), row.buyer_kind, row.nations) != {None}
