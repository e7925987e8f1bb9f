"""What a reader's scope leaves open: contracts that may be in it, and buyers that the policy does not cover."""

from collections.abc import Mapping

import numpy as np

from policy.bounds import MOST_NAMED
from policy.engine.cells import ONE_OPEN, conditions_of
from policy.formats import listed, some
from policy.results.groups import Decisions
from policy.rules.scope import AUTHORITY_LABELS, Authorities, Nations
from policy.scope.conditions import NOT_KNOWN, OneOf
from policy.scope.fields import FIELDS
from policy.scope.scope import Meeting, Scope
from policy.ternary import YES

SEVERAL = ""
"""Stands for contracts that more than one condition leaves open."""


def not_known(decisions: Decisions) -> dict[str, int]:
    """How many counted contracts each condition alone keeps out because the data do not state the fact.

    Returns:
        Contracts by field, those that several conditions leave open under SEVERAL; fields without any are left out. A
        contract that some condition certainly keeps out is in none.
    """
    conditions = conditions_of(decisions.coded, decisions.scenario.rules)
    if not conditions:
        return {}
    cells = decisions.outcome.cells
    counted = cells.answers[decisions.steps[0].question.key] != YES
    by_answer = np.bincount(cells.answers[conditions][counted], cells.contracts[counted], ONE_OPEN + len(conditions))
    _, _, several, *alone = map(int, by_answer)
    by_field = {condition.field: count for condition, count in zip(conditions, alone, strict=True)} | {SEVERAL: several}
    return {field: count for field, count in by_field.items() if count}


def may_be_in_scope(found: Mapping[str, int]) -> str:
    """Say how many contracts more may be in a scope, what is not known of them, and how they are taken in.

    `found` is what `not_known` gives; where it is empty, so is the sentence.
    """
    if not found:
        return ""
    every = sum(found.values())
    more = (
        "1 more contract may be in scope and is" if every == 1 else f"{every:,} more contracts may be in scope and are"
    )
    if len(found) == 1:
        return f"{more} in no figure here ({_open_by(*next(iter(found.items())))})."
    parts = [f"{count:,} ({_open_by(field, count)})" for field, count in found.items()]
    return f"{more} in no figure here: {listed(parts)}."


def met_by(meeting: Meeting) -> list[str]:
    """Say of each pattern of a scope which names of the data meet it; empty where there is no pattern."""
    said = []
    for field, patterns in meeting.items():
        for text, names in patterns.items():
            if names:
                first, more = names[:MOST_NAMED], len(names) - MOST_NAMED
                listing = "; ".join([*first, *([f"and {more:,} more"] if more > 0 else [])])
                said.append(f"{some(len(names), 'name')} meet{'s' * (len(names) == 1)} {field}={text}: {listing}.")
    return said


def _open_by(field: str, count: int) -> str:
    if field == SEVERAL:
        return "several facts not known"
    return f"{FIELDS[field].missing}; {field}={NOT_KNOWN} takes {'it' if count == 1 else 'them'} in"


def against_policy(decisions: Decisions, scope: Scope) -> str:
    """Say which of the buyers and nations that are looked at the policy does not cover; empty where it covers them."""
    outside = []
    covered = decisions.scenario.rule(Authorities).kinds, decisions.scenario.rule(Nations).covered
    for field, names, words in zip(("buyer_kind", "nation"), covered, (AUTHORITY_LABELS, {}), strict=True):
        condition = scope.of(field)
        if isinstance(condition, OneOf):
            outside += [words.get(name, name) for name in condition.names if name not in names and name != "UK"]
    return f"The policy does not cover {listed(outside)}: their contracts stay as they are." if outside else ""
