"""The whole command: published national spending in the kinds of service that a policy catches."""

import argparse
from collections.abc import Mapping
from typing import Any

from cli import printed
from cli.inputs import chosen_scenario, open_data, population, show
from data.model.dataset import Dataset
from data.model.spending import fingerprint, load_spending
from policy.coded import CodedContracts
from policy.engine.decide import decide
from policy.formats import one_line
from policy.national import report, sentences
from policy.national.answer import STATES, Answer, answer
from policy.scenarios.scenario import Scenario
from policy.scope.scope import Scope, scope_of


def whole(options: argparse.Namespace) -> int:
    """Say how big the whole is, beside the contracts of a table."""
    scenario = chosen_scenario(options)
    dataset, coded, code = open_data(options, scenario)
    found, data, scope = _answer(scenario, dataset, coded), dataset.described(), scope_of(coded)
    plain = report.plain(found, scenario, data, fingerprint(), scope)
    show(options, plain, lambda: _text(found, population(dataset, scope), scope))
    return code


def receipt_again(scenario: Scenario, dataset: Dataset, coded: CodedContracts) -> Mapping[str, Any]:
    """Recompute the receipt of an interval."""
    found = _answer(scenario, dataset, coded)
    return report.receipt(found, scenario, dataset.described(), fingerprint(), scope_of(coded))


def _answer(scenario: Scenario, dataset: Dataset, coded: CodedContracts) -> Answer:
    return answer(decide(coded, scenario), load_spending(), dataset.as_of)


def _text(found: Answer, of_scope: str, scope: Scope) -> str:
    statements = [
        f"{sentences.headline(found.interval)}.",
        "That is of all buyers and places, not only of what is looked at." if scope else "",
        sentences.summary(found),
        sentences.not_a_count(found),
        sentences.wider(found),
        sentences.loose(found),
        sentences.years(found),
        sentences.verified(found),
        sentences.beside(found),
        sentences.coverage(found, of_scope),
    ]
    rows = [
        (
            kind.name,
            kind.mark,
            "; ".join(kind.years),
            "; ".join(kind.share_years),
            sentences.kind_amount(kind),
            sentences.contracts_of(kind.held),
            sentences.reached(kind.reach),
        )
        for kind in found.kinds
    ]
    head = ("Kind of service", "mark", "of", "shares of", "published, a year", "in the data", "reached")
    silent = [f"  {one_line(each.label)}: {STATES[each.state]}" for each in found.silent]
    levers = [f"  {lever.rule.label}: {lever.words}; {lever.why}" for lever in found.levers if lever.at_work]
    lines = [*filter(None, statements), "", printed.table([head, *rows])]
    lines += ["", "Caught, with no figure in the sum:", *silent] if silent else []
    lines += ["", "Not followed, and at work in this scenario:", *levers] if levers else []
    return "\n".join(lines)
