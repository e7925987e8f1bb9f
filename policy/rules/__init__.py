"""The rules of the policy, in the order of the pledge. A rule is one block in one of these files."""

from functools import cache

from policy.rules import criteria, exemptions, good_reason, reassess, scope, trigger
from policy.rules.base import Rule, Setting

RULES: tuple[type[Rule], ...] = (
    scope.RULES + trigger.RULES + reassess.RULES + criteria.RULES + exemptions.RULES + good_reason.RULES
)


def settings() -> dict[str, Setting]:
    """Give every setting by its key, in the order of the rules."""
    return _settings(RULES)


def columns_read() -> tuple[str, ...]:
    """Give every column of the contracts table that some rule may read, whatever its settings."""
    return tuple(dict.fromkeys(name for rule in RULES for name in rule.reads))


@cache
def _settings(listed: tuple[type[Rule], ...]) -> dict[str, Setting]:
    return {setting.key: setting for rule in listed for setting in rule.settings()}
