"""A second reading of the policy, in plain Python: what the tests hold the engine against.

`assess` takes contracts as rows of plain values (None where missing),
the services by id and every setting by key.
"""

from dataclasses import dataclass
from fractions import Fraction

from tests import oracle_exemptions as exempt
from tests import oracle_rules as read

STEPS = (
    ("scope", "counted", read.counted),
    ("scope", "authorities", read.authorities),
    ("scope", "nations", read.nations),
    ("scope", "purchase", read.purchase),
    ("scope", "frameworks", read.frameworks),
    ("scope", "concessions", read.concessions),
    ("scope", "pfi", read.pfi),
    ("scope", "health", read.health),
    ("scope", "term", read.term),
    ("trigger", "window", read.window),
    ("criteria", "criteria", read.criteria),
    ("exemptions", "small", exempt.small),
    ("exemptions", "public", exempt.public),
    ("exemptions", "suppliers", exempt.suppliers),
    ("exemptions", "specialist", exempt.specialist),
)
"""Semantics 1 and 10.11: a contract stops at the first of these that decides it."""
READ_TWICE = {"counted", "reassess", "contact", "coercive", "rights", "reason", *(rule for _, rule, _ in STEPS)}
"""Rules that are read here a second time; any other stays at its defaults where the program is held against this."""
ATTRIBUTES = (
    "group", "contact", "coercive", "echr_articles", "at_risk_groups", "named_in_pledge",
    "meets_pledge_definition", "meets_2006_definition", "meets_current_definition", "light_touch",
    "good_reason_default",
)  # fmt: skip
MEASURES = {"annual_gbp": "annual_gbp", "whole_life_gbp": "value_gbp"}
ENOUGH = 5


@dataclass(frozen=True)
class Decision:
    """Where one contract ends, by which rule, and how many thousandths of it return."""

    stage: str
    rule: str
    low: int
    central: int
    high: int


@dataclass(frozen=True)
class Total:
    """Low, central, high and whole of a measure, in thousandths of contracts or pence, and what has no value."""

    low: int
    central: int
    high: int
    of: int
    without_value: int = 0
    ceilings: int = 0


@dataclass(frozen=True)
class Result:
    """All that an assessment says; a funnel step is (stage, rule, contracts, pence a year, pence), in thousandths."""

    decisions: list[Decision]
    totals: dict[str, Total]
    funnel: list[tuple[str, str, int, int, int]]


OUTSIDE = Decision("outside", "", 0, 0, 0)


def assess(rows, services, setting, looked_at=lambda _: True) -> Result:
    contracts = reassessed(rows, services, setting)
    counted = [is_counted(row, setting) for row in contracts]
    answers = [[step(row, setting) for _, _, step in STEPS] for row in contracts]
    whole = list(zip(contracts, answers, counted, strict=True))
    shares = Shares([(row, given) for row, given, inside in whole if inside])
    decisions = [  # semantics 12: what is not looked at is evidence all the same
        decide(row, given, shares, setting) if inside and looked_at(row) is True else OUTSIDE
        for row, given, inside in whole
    ]
    found = [(row, made) for row, made in zip(contracts, decisions, strict=True) if made is not OUTSIDE]
    return Result(decisions, totals(found), funnel(found))


# Semantics 1: a category's assessment overridden; one contract's category overridden.
def reassessed(rows, services, setting):
    table = {service: {name: given[name] for name in ATTRIBUTES} for service, given in services.items()}
    for item in setting["reassess.services"]:
        place, value = item.split(":")[:2]
        service, attribute = place.split(".")
        if service in table:
            table[service][attribute] = value.replace("+", " ")
    pairs = (item.partition("=") for item in setting["reassess.contracts"])
    moved = {contract: service.split(":")[0] for contract, _, service in pairs}
    moved = {contract: service for contract, service in moved.items() if service in table}
    unknown = dict.fromkeys(ATTRIBUTES)
    found = []
    for row in rows:
        service = moved.get(row["contract_id"], row["service"])
        found.append({**row, "service": service, **table.get(service, unknown)})
    return found


# Semantics 10.1: the denominator.
def is_counted(row, setting) -> bool:
    stages = {"awarded"}
    stages |= {"planned"} if setting["counted.planned"] else set()
    stages |= {"superseded"} if setting["counted.superseded"] else set()
    return row["counted"] and (row["stage"] is None or row["stage"] in stages)


# Semantics 10.9: good reason, as thousandths kept at least and at most.
def kept(row, setting) -> tuple[int, int]:
    for item in reversed(setting["reason.services"]):
        service, _, span = item.partition(":")
        if service == row["service"]:
            low, high = span.split("-")
            return int(low) * 10, int(high) * 10
    if setting["reason.independent"] and row["good_reason_default"] == "yes":
        return 1000, 1000
    low = max(setting["reason.risk_low"], setting["reason.capacity_low"])
    high = max(setting["reason.risk_high"], setting["reason.capacity_high"])
    return low * 10, high * 10


# Semantics 10.11: the first certain exit; else good reason kept in full; else the first rule that is not known.
def decide(row, answers, shares, setting) -> Decision:
    for (stage, rule, _), exits in zip(STEPS, answers, strict=True):
        if exits:
            return Decision(stage, rule, 0, 0, 0)
    least, most = kept(row, setting)
    if least == 1000:
        return Decision("good_reason", "reason", 0, 0, 0)
    middle = 1000 - (least + most) // 2  # both are whole percents, so half their sum is whole thousandths
    unknown = [position for position, exits in enumerate(answers) if exits is None]
    if not unknown:
        return Decision("returns", "", 1000 - most, middle, 1000 - least)
    passing = Fraction(1)
    for position in unknown:
        passing *= shares.passing(position, row)
    return Decision("not_known", STEPS[unknown[0]][1], 0, round(passing * middle), 1000 - least)


# Semantics 10.10: the share passing a rule among contracts of the same service, else its group, else all.
class Shares:
    def __init__(self, contracts) -> None:
        self._found: dict[tuple, list[int]] = {}
        for row, answers in contracts:
            for position, exits in enumerate(answers):
                if exits is not None and STEPS[position][1] != "counted":  # those counted for certain tell nothing
                    for kind in self._kinds(row):
                        tally = self._found.setdefault((position, *kind), [0, 0])
                        tally[0] += not exits
                        tally[1] += 1

    @staticmethod
    def _kinds(row):
        if row["service"] is None:
            return (("all",),)
        return (("service", row["service"]), ("group", row["group"]), ("all",))

    def passing(self, position, row) -> Fraction:
        for kind in self._kinds(row):
            passed, certain = self._found.get((position, *kind), (0, 0))
            if certain >= ENOUGH or (kind == ("all",) and certain):
                return Fraction(passed, certain)
        return Fraction(1, 2)


# Semantics 10.12 to 10.14: integers, money, ceilings.
def amounts(row, decision, column) -> tuple[int, int, int, int] | None:
    """Thousandths of pence returned at the low, central and high end, and the value; None where none is usable."""
    pounds = exempt.usable(row, column)
    if pounds is None:
        return None
    least, value, greatest = three_ends(row, column)
    shares = (decision.low, decision.central, decision.high, 1000)
    low, central, high, value = (of * share for of, share in zip((least, value, greatest, value), shares, strict=True))
    return (0, 0, high, 0) if row["value_quality"] == "ceiling" else (low, central, high, value)


def three_ends(row, column) -> tuple[int, int, int]:
    """Least, likely and greatest pence: they differ where what the value covers is assumed (10.14)."""
    names = ("annual_low_gbp", column, "annual_high_gbp") if column == "annual_gbp" else (column,) * 3
    least, likely, greatest = (exempt.pence(row[column] if row[name] is None else row[name]) for name in names)
    return least, likely, greatest


def totals(inside) -> dict[str, Total]:
    shares = (sum(getattr(made, end) for _, made in inside) for end in ("low", "central", "high"))
    whole = {"contracts": Total(*shares, 1000 * len(inside))}
    for measure, column in MEASURES.items():
        found = [amounts(row, decision, column) for row, decision in inside]
        sums = (sum(ends) for ends in zip((0, 0, 0, 0), *(a for a in found if a), strict=True))
        may_return = [(row, a) for (row, decision), a in zip(inside, found, strict=True) if decision.high > 0]
        whole[measure] = Total(
            *sums,
            without_value=sum(a is None for _, a in may_return),
            ceilings=sum(a is not None and row["value_quality"] == "ceiling" for row, a in may_return),
        )
    return whole


# Semantics 10.11: the funnel; what passes in part is split by its central share.
def funnel(inside) -> list[tuple[str, str, int, int, int]]:
    steps = {(stage, rule): [0, 0, 0] for stage, rule, _ in STEPS if rule != "counted"} | {
        ("good_reason", "reason"): [0, 0, 0]
    }
    waiting = {("not_known", rule): [0, 0, 0] for _, rule, _ in STEPS}
    back = [0, 0, 0]
    for row, decision in inside:
        here = ("good_reason", "reason") if decision.stage == "returns" else (decision.stage, decision.rule)
        money = [amounts(row, decision, column) or (0, 0, 0, 0) for column in MEASURES.values()]
        returned = [decision.central, *(a[1] for a in money)]
        whole = [1000, *(a[3] for a in money)]
        target = (waiting if decision.stage == "not_known" else steps)[here]
        for position in range(3):
            target[position] += whole[position] - returned[position]
            back[position] += returned[position]
    held = {decision.rule for _, decision in inside if decision.stage == "not_known"}
    steps |= {key: sums for key, sums in waiting.items() if key[1] in held}
    return [(*key, *sums) for key, sums in steps.items()] + [("returns", "", *back)]
