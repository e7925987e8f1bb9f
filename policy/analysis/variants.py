"""Totals of many scenarios at once, faster than deciding every contract under each.

Contracts to which every rule gives the same answers under all of the scenarios form one kind. Each scenario is then
decided on some thousands of kinds; only money of which a part returns is still rounded contract by contract.
"""

from collections.abc import Hashable, Iterator, Sequence

import numpy as np
import pandas as pd

from policy.coded import Bools, CodedContracts, Profiles, Rows
from policy.engine.cells import cells_of
from policy.engine.decide import Step, reassessed, steps_of
from policy.engine.good_reason import Retained, retained_shares
from policy.engine.imputation import ANSWERS, Counting
from policy.engine.sums import CellSums, base_totals
from policy.results.totals import Totals, name_sums
from policy.rules.base import ExitRule
from policy.rules.reassess import Reassess
from policy.rules.scope import Counted
from policy.scenarios.scenario import Scenario
from policy.ternary import YES, Answers

_DIRECT = 1 << 24
"""Up to so many possible codes they are renumbered through a mask of all of them, which is faster than hashing."""


def totals_of(coded: CodedContracts, scenarios: Sequence[Scenario]) -> Iterator[Totals]:
    """Total what returns under each scenario, in their order; equal to deciding each by itself."""
    kinds: dict[Reassess, _Kinds] = {}
    for scenario in scenarios:
        own = scenario.rule(Reassess)
        if own not in kinds:
            kinds[own] = _Kinds(reassessed(coded, own), [each for each in scenarios if each.rule(Reassess) == own])
        yield kinds[own].totals(scenario)


class _Kinds:
    """Contracts grouped by kind, for scenarios with the same reassessment; one row represents each kind."""

    def __init__(self, coded: CodedContracts, scenarios: Sequence[Scenario]) -> None:
        self._coded = coded
        self._steps = {scenario: tuple(steps_of(coded, scenario)) for scenario in scenarios}
        counted = [scenario.rule(Counted).covers(coded.party_profiles.coded) for scenario in scenarios]
        columns = [_StepAnswers(asked) for asked in zip(*self._steps.values(), strict=True)]
        rows = np.flatnonzero(~_out(coded, columns, np.any(counted, axis=0)))
        self._retained = {scenario: retained_shares(coded, scenario.reasons) for scenario in scenarios}
        kinds, size = _number_kinds(coded, columns, counted, rows)
        kinds, size = _by_reason(kinds, size, list(self._retained.values()), rows)
        self._row = np.empty(size, dtype=np.intp)
        self._row[kinds] = rows
        self._party, self._service = (profiles.of_row.take(self._row) for profiles in coded.profiles)
        self._cell_sums = CellSums(coded, rows, kinds, size)

    def totals(self, scenario: Scenario) -> Totals:
        """Decide a scenario by kind, and total it."""
        coded, steps, counted = self._coded, self._steps[scenario], scenario.rule(Counted)
        left = self._retained[scenario]
        may = counted.covers(coded.party_profiles.coded).take(self._party) & (
            left.most.take(left.kind_of(self._row)) > 0
        )
        for step in steps:
            may &= step.exits.answers.take(self._places(step.profiles)) != YES
        cells = cells_of(coded, steps, Counting(coded, steps, counted), self._row[may], left)
        shares = np.zeros((3, len(may)), dtype=np.int16)
        shares[:, may] = cells.spread()
        returned = self._cell_sums.returned((shares[0], shares[1], shares[2]))
        return name_sums(returned.tolist(), base_totals(coded, counted, "")[:, 0].tolist())

    def _places(self, profiles: Profiles | None) -> Rows:
        """Index of each kind into answers that are given by these profiles, or by row where there are none."""
        return (
            self._row if profiles is None else self._party if profiles is self._coded.party_profiles else self._service
        )


class _StepAnswers:
    """The distinct answers that the scenarios give to one step, an array each by profile or by row."""

    def __init__(self, asked: Sequence[Step]) -> None:
        alike = all(step.profiles is asked[0].profiles for step in asked)
        self.profiles = asked[0].profiles if alike else None
        answers = {_key(step): step.exits.answers if alike else _by_row(step) for step in asked}
        self.answers = list(answers.values())

    @property
    def always(self) -> Bools:
        """Mask of what certainly exits at this step under every scenario."""
        return np.minimum.reduce(self.answers) == YES


def _by_row(step: Step) -> Answers:
    """Answers of a step for every row: a criterion that is on in one scenario alone may read what no profile holds."""
    return step.exits.answers if step.profiles is None else step.exits.answers.take(step.profiles.of_row)


def _key(step: Step) -> Hashable:
    """Key by which equal answers are recognised: the rule that gave them, where given by row, else the answers.

    The assessment is compared by its answers, since they depend on the settings of the criteria too.
    """
    by_rule = step.profiles is None and isinstance(step.rule, ExitRule)
    return step.rule if by_rule else step.exits.answers.tobytes()


def _out(coded: CodedContracts, columns: Sequence[_StepAnswers], counted: Bools) -> Bools:
    """Mask of the rows that return under none of the scenarios."""
    out = (~counted).take(coded.party_profiles.of_row)
    for profiles in coded.profiles:
        always = [column.always for column in columns if column.profiles is profiles]
        out |= np.any(always, axis=0).take(profiles.of_row)
    for column in columns:
        if column.profiles is None:
            out |= column.always
    return out


def _number_kinds(
    coded: CodedContracts, columns: Sequence[_StepAnswers], counted: Sequence[Bools], rows: Rows
) -> tuple[Rows, int]:
    """Number the kinds of contract from 0: the kind of each row, and how many there are."""
    party, parties = _split(
        np.zeros(len(coded.party_profiles.coded), dtype=np.intp),
        1,
        _answers_by(columns, coded.party_profiles)
        + [covers.view(np.int8) for covers in {covers.tobytes(): covers for covers in counted}.values()],
    )
    services = coded.service_profiles.coded.codes["service"].astype(np.intp) + 1
    service, services_told_apart = _split(
        services, len(coded.levels["service"]) + 1, _answers_by(columns, coded.service_profiles)
    )
    both = party.take(coded.party_profiles.of_row.take(rows)) * services_told_apart + service.take(
        coded.service_profiles.of_row.take(rows)
    )
    return _split(
        *_renumbered(both, parties * services_told_apart),
        [answers.take(rows) for answers in _answers_by(columns, None)],
    )


def _by_reason(kinds: Rows, size: int, reasons: Sequence[Retained], rows: Rows) -> tuple[Rows, int]:
    """Split kinds further where good reason depends on the row."""
    for each in reasons:
        if each.profiles is None:
            kinds, size = _renumbered(kinds * len(each.service) + each.kind.take(rows), size * len(each.service))
    return kinds, size


def _answers_by(columns: Sequence[_StepAnswers], profiles: Profiles | None) -> list[Answers]:
    return [answers for column in columns if column.profiles is profiles for answers in column.answers]


def _split(codes: Rows, size: int, columns: Sequence[Answers]) -> tuple[Rows, int]:
    """Split codes by further answers (NO, UNKNOWN, YES); gives codes from 0 without gaps, and how many there are."""
    for column in columns:
        codes, size = _renumbered(codes * ANSWERS + column, size * ANSWERS)
    return codes, size


def _renumbered(codes: Rows, size: int) -> tuple[Rows, int]:
    """Number the codes that occur from 0; gives the codes and how many there are."""
    if size > _DIRECT:
        numbers, distinct = pd.factorize(codes)
        return numbers.astype(np.intp), len(distinct)
    occurs = np.zeros(size, dtype=bool)
    occurs[codes] = True
    return (np.cumsum(occurs) - 1).take(codes), int(occurs.sum())
