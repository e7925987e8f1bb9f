"""What the companies that are looked at hold together with others, which is in no figure of theirs (semantics 5)."""

import numpy as np

from output.contract_tables import held_jointly
from policy.contracts import SEVERAL_COMPANIES
from policy.engine.decide import decide
from policy.formats import in_pence, money
from policy.results.groups import Decisions
from policy.results.totals import totals
from policy.scope.conditions import OneOf
from policy.scope.scope import scope_of


def held_with_others(decisions: Decisions) -> str:
    """Say how many contracts of the scope its companies hold with others, and of which worth; empty where none is."""
    scope = scope_of(decisions.coded)
    companies = scope.of("company")
    if not isinstance(companies, OneOf) or not companies.names or SEVERAL_COMPANIES in companies.names:
        return ""
    several = decisions.coded.within(scope.put("company", [SEVERAL_COMPANIES]))
    found = decide(several, decisions.scenario)
    rows = np.logical_or.reduce([held_jointly(several, name) for name in companies.names])
    held = totals(found, rows)
    count, worth = held.contracts.of // 1000, held.annual_gbp
    if not count:
        return ""
    where = " where that is known" if worth.silent_of else ""
    known = f", worth {money(in_pence(worth.of))} a year{where}," if worth.of else ""
    return (
        f"{count:,} more held together with other companies{known} {'is' if count == 1 else 'are'} in no figure here."
    )
