"""What the companies that are looked at hold together with others, which is in no figure of theirs (semantics 5)."""

from output.contract_tables import held_jointly_by
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
    if not isinstance(companies, OneOf) or not companies.names:
        return ""
    asked = companies.asked(decisions.coded)
    if asked(SEVERAL_COMPANIES):
        return ""
    several = decisions.coded.within(scope.put("company", [SEVERAL_COMPANIES]))
    found = decide(several, decisions.scenario)
    held = totals(found, held_jointly_by(several, asked))
    count, worth = held.contracts.of // 1000, held.annual_gbp
    if not count:
        return ""
    where = " where that is known" if worth.silent_of else ""
    known = f", worth {money(in_pence(worth.of))} a year{where}," if worth.of else ""
    return (
        f"{count:,} more held together with other companies{known} {'is' if count == 1 else 'are'} in no figure here."
    )
