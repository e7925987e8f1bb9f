"""Settings that no published total can follow: what each says in a scenario, and which way it would move the figure."""

from dataclasses import dataclass

from policy.national.caught import FOLLOWED
from policy.rules import RULES, settings
from policy.rules.base import Rule
from policy.scenarios.scenario import Scenario

LOWER, NEITHER, EITHER = "lower", "neither", "either"
DIRECTIONS = {
    LOWER: "can only lower it",
    NEITHER: "does not move it",
    EITHER: "may move it either way",
}
"""Which way a rule that is not followed would move both ends of the interval."""
_WHY: dict[str, tuple[str, str]] = {
    "counted": (NEITHER, "published spend is what was spent, whatever was planned or replaced"),
    "frameworks": (
        NEITHER,
        "what is bought under a framework is bought by call-offs, which are contracts of their own",
    ),
    "concessions": (LOWER, "no figure tells concessions apart"),
    "pfi": (LOWER, "no figure tells private finance apart, save that it is in private prisons"),
    "health": (LOWER, "no figure says how much was let under the health regime"),
    "term": (LOWER, "no figure says how long contracts run"),
    "window": (LOWER, "no figure says when contracts end; those that end outside the window stay as they are"),
    "reassess": (NEITHER, "no figure is of single contracts"),
    "criteria": (NEITHER, "the publisher says which service a figure is for"),
    "small": (LOWER, "no figure is split by the value of contracts"),
    "public": (
        LOWER,
        "the figures are of outside providers, yet council-owned trusts and councils are in some lines",
    ),
    "suppliers": (LOWER, "joint ventures are told apart nowhere, charities and mutuals only in some rows"),
    "reason": (LOWER, "no figure says what authorities would keep for good reason"),
}
"""For each rule with a setting that is not followed: which way, and why it cannot be followed."""
_DIFFERENT = "its kinds of service are not asked for here"


@dataclass(frozen=True)
class Lever:
    """A rule that the figure does not follow: whether the scenario uses it, what its settings say, which way, why."""

    rule: type[Rule]
    at_work: bool
    says: str
    direction: str
    why: str

    @property
    def words(self) -> str:
        """Say which way it would move the figure."""
        return DIRECTIONS[self.direction]


def not_followed(scenario: Scenario) -> list[Lever]:
    """Give the rules whose settings the figure cannot follow, in the order of the rules (semantics 11.5)."""
    return [_lever(rule, scenario) for rule in RULES if any(setting.key not in FOLLOWED for setting in rule.settings())]


def _lever(rule: type[Rule], scenario: Scenario) -> Lever:
    direction, why = _WHY.get(rule.id, (EITHER, _DIFFERENT))
    said = [setting for setting in rule.settings() if setting.key not in FOLLOWED]
    says = "; ".join(f"{setting.label.lower()}: {setting.words(scenario.values[setting.key])}" for setting in said)
    return Lever(rule, direction != NEITHER and _at_work(rule.id, scenario), says, direction, why)


def _at_work(rule: str, scenario: Scenario) -> bool:
    """Whether a scenario lets the rule take anything out."""
    value = scenario.values
    idle = {
        "concessions": value["concessions.include"],
        "pfi": value["pfi.include"],
        "health": value["health.include"],
        "term": value["term.minimum_years"] == 0,
        "small": value["small.figures"] == "one" and value["small.threshold"] == 0,
        "public": value["public.covers"] == settings()["public.covers"].parse("none"),
        "suppliers": not value["suppliers.exempt"],
        "reason": not any(value[key] for key in value if key.startswith("reason.")),
    }
    return not idle.get(rule, False)
