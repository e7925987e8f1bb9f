"""The rules of the policy, in the order of the pledge. A rule is one block in one of these files."""

from functools import cache

from policy.rules import criteria, exemptions, good_reason, reassess, scope, trigger
from policy.rules.base import Rule, Spec

RULES: tuple[type[Rule], ...] = (
    scope.RULES + trigger.RULES + reassess.RULES + criteria.RULES + exemptions.RULES + good_reason.RULES
)


def settings() -> dict[str, Spec]:
    """Give every setting by its key, in the order of the rules."""
    return _settings(RULES)


@cache
def _settings(listed: tuple[type[Rule], ...]) -> dict[str, Spec]:
    return {spec.key: spec for rule in listed for spec in rule.specs()}
