"""One contract explained: each rule, the value it read, its answer, and what would change the outcome."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from policy.bounds import cut
from policy.coded import CodedContracts
from policy.contracts import BY_NAME, Kind
from policy.engine.decide import STAGES, decide
from policy.formats import day, listed, money
from policy.results.groups import Decisions
from policy.rules import settings
from policy.rules.base import NO_NAMES, Criterion, ExitRule, Rule, ScopeRule, Setting, Stage
from policy.rules.criteria import Assessment
from policy.rules.scope import DAYS_A_YEAR
from policy.scenarios.scenario import Scenario
from policy.scenarios.values import turning_points
from policy.ternary import NO, YES

_LEAST_WORD, _MOST_OFFERED = 4, 3
"""Letters of a word from which on it is looked for in ids and titles, and contracts that are offered for it."""
_MOST_WEIGHED, _NEAR = 1_000, 0.8
"""Ids that begin alike and are held against one that is not there, letter by letter, and how like the nearest is."""
_A_ROW = re.compile(r"(?:sheet “.+”, )?row \d+", re.IGNORECASE)
"""A row of a register as `source_row` names it."""
_NO_ROW = (
    "this row is in the data: a row that is no contract is left out and named where the file is checked, and rows that "
    "are alike are the one contract of the first of them"
)
EVIDENCE = {"service": "service_evidence", "instrument": "instrument_evidence"}
"""Columns that say why a fact was concluded, by the fact."""
_ANSWER_WORDS = {"leaves": "takes it out", "stays": "does not take it out"}


@dataclass(frozen=True)
class RuleAnswer:
    """What one rule reads of a contract and what it answers: `leaves`, `stays`, `met`, `not met` or `not known`.

    `leaves` and `stays` are of what comes back, for programs; a reader would take `stays` for staying outside.
    """

    rule: type[Rule]
    read: tuple[tuple[str, str], ...]
    answer: str

    @property
    def answer_words(self) -> str:
        """The answer for a reader."""
        return _ANSWER_WORDS.get(self.answer, self.answer)


@dataclass(frozen=True)
class WouldChange:
    """Another value of one setting, under which the outcome of a contract is another."""

    setting: Setting
    value: object
    outcome: str

    def sentence(self, names: Mapping[str, str] = NO_NAMES) -> str:
        """Say it in one line; `names` are those of services by id."""
        return f"With “{self.setting.label}” at “{self.setting.words(self.value, names)}” it {self.outcome}"

    def plain(self) -> dict[str, str]:
        """Give it as plain values, as a file of scenarios writes them."""
        return {"key": self.setting.key, "value": self.setting.unit.write(self.value), "outcome": self.outcome}


@dataclass(frozen=True)
class Explanation:
    """The whole account of one contract under a scenario; shares are thousandths.

    `evidence` says why the kind of service and the form were concluded, None where the table does not record it.
    """

    contract_id: str
    stage: Stage | None
    rule: type[Rule] | None
    low: int
    central: int
    high: int
    readings: tuple[RuleAnswer, ...]
    would_change: tuple[WouldChange, ...]
    evidence: Mapping[str, str | None]


def explain(decisions: Decisions, row: int) -> Explanation:
    """Explain the contract at a row of the table: each rule's answer, and settings that would change the outcome.

    A contract outside a reader's scope is explained like any other, for the scope decides nothing (semantics 12).
    """
    if decisions.coded.scope is not None:
        decisions = decide((decisions.coded.as_built or decisions.coded).everything, decisions.scenario)
    coded, scenario = decisions.coded.only(np.array([row])), decisions.scenario
    facts = decisions.coded.as_read(np.array([row]))
    stage, rule = int(decisions.stage[row]), int(decisions.rule[row])
    return Explanation(
        str(facts["contract_id"].iloc[0]),
        STAGES[stage] if stage >= 0 else None,
        type(decisions.steps[rule].rule) if rule >= 0 else None,
        int(decisions.low[row]),
        int(decisions.central[row]),
        int(decisions.high[row]),
        tuple(_readings(coded, scenario, facts)),
        tuple(_would_change(coded, scenario)),
        {fact: _recorded(facts, column) for fact, column in EVIDENCE.items()},
    )


def _recorded(frame: pd.DataFrame, column: str) -> str | None:
    value = frame[column].iloc[0] if column in frame else None
    return None if pd.isna(value) else str(value)


def _readings(coded: CodedContracts, scenario: Scenario, facts: pd.DataFrame) -> Iterator[RuleAnswer]:
    criteria = [rule.is_met(coded) for rule in scenario.rules if isinstance(rule, Criterion) and rule.on]
    for rule in (each.under(scenario.rules) for each in scenario.rules):
        read = tuple((name, value_in_words(facts, name)) for name in rule.asks_for())
        if isinstance(rule, Criterion):
            answer = _word(int(rule.is_met(coded).answers[0]), "met", "not met") if rule.on else "switched off"
            yield RuleAnswer(type(rule), read, answer)
        elif isinstance(rule, Assessment):
            yield RuleAnswer(type(rule), read, _word(int(rule.exits(coded, criteria).answers[0]), "leaves", "stays"))
        elif isinstance(rule, ScopeRule | ExitRule):
            yield RuleAnswer(type(rule), read, _word(int(rule.exits(coded).answers[0]), "leaves", "stays"))


def _word(answer: int, yes: str, no: str) -> str:
    return {YES: yes, NO: no}.get(answer, "not known")


def value_in_words(frame: pd.DataFrame, name: str, row: int = 0) -> str:
    """Say the value of one cell of the contracts table; a missing one is `not known`, in that column's words."""
    value = frame[name].iloc[row]
    if pd.isna(value):
        return BY_NAME[name].missing
    kind = BY_NAME[name].kind
    if kind is Kind.POUNDS:
        return amount_in_words(frame, name, row)
    if kind is Kind.DATE:
        return day(value.date())
    if kind is Kind.SWITCH:
        return "yes" if value else "no"
    text = str(value) or "none"
    return text.replace("_", " ") if BY_NAME[name].values else text


def _would_change(coded: CodedContracts, scenario: Scenario) -> Iterator[WouldChange]:
    now = outcome(coded, scenario)
    for key, value in scenario.values.items():
        setting = settings()[key]

        def differs(other: object, key: str = key) -> bool:
            return _outcome_of(coded, scenario, key, other) not in (now, "")

        for other in turning_points(setting, value, coded.levels, differs):
            yield WouldChange(setting, other, _outcome_of(coded, scenario, key, other))


def _outcome_of(coded: CodedContracts, scenario: Scenario, key: str, value: object) -> str:
    try:
        return outcome(coded, scenario.having(key, value))
    except ValueError:
        return ""


def outcome(coded: CodedContracts, scenario: Scenario) -> str:
    """Say what happens to the first contract of a table: in, not decided, outside, or not counted."""
    decisions = decide(coded, scenario)
    stage = int(decisions.stage[0])
    if stage < 0:
        return "is not counted"
    if STAGES[stage] is Stage.NOT_KNOWN:
        return "is not decided"
    return scenario.preset.inside if STAGES[stage] is Stage.RETURNS else scenario.preset.outside


def row_named(frame: pd.DataFrame, asked: str) -> int | None:
    """Find a contract by its id, the row of a register that states it, or its own number; None for none of them.

    A row ("row 4", or "sheet “Homes”, row 3") tells where exactly one contract was read from it, counted or not; a
    number, where exactly one counted contract has it.

    A table that was built puts the process or the folder before a number, and behind it what keeps two contracts of
    one number apart: Y1/91ccd34d is found by Y1. Lots that share a number are not told apart by it.
    """
    ids = frame["contract_id"].astype("str")
    if len(same := np.flatnonzero(ids == asked)):
        return int(same[0])
    if len(read := np.flatnonzero(_is_stated_by(frame, asked))):
        return int(read[0]) if len(read) == 1 else None
    number = f"/{asked.casefold()}"
    paths = "/" + ids.str.casefold()
    named = paths.str.endswith(number) | paths.str.rsplit("/", n=1).str[0].str.endswith(number)
    found = np.flatnonzero(named & frame["counted"].to_numpy() & bool(asked))
    return int(found[0]) if len(found) == 1 else None


def _is_stated_by(frame: pd.DataFrame, asked: str) -> NDArray[np.bool_]:
    """Which contracts were read from a row of a register of one's own, of any sheet where none is named."""
    if "source_row" not in frame or not _A_ROW.fullmatch(asked):
        return np.zeros(len(frame), dtype=bool)
    written, row = frame["source_row"].fillna("").str.casefold(), asked.casefold()
    return ((written == row) | written.str.endswith(f", {row}")).to_numpy(dtype=bool)


def no_such_contract(frame: pd.DataFrame, asked: str) -> str:
    """Say that the data hold no contract with an id, and which have what was asked for in their id or their title.

    A short word is looked for where ids begin: a table that was built adds to a register's own number what keeps two
    contracts of one number apart, Y1/91ccd34d.
    """
    word = cut(asked).casefold()
    ids, titles = frame["contract_id"].astype("str"), frame["title"].astype("str")
    of_row = _is_stated_by(frame, asked)
    holds = ids.str.casefold().str.startswith(word).to_numpy() & bool(word)
    if len(word) >= _LEAST_WORD:
        for text in (ids, titles):
            holds |= text.str.casefold().str.contains(word, regex=False).to_numpy()
    rows = np.flatnonzero(of_row if of_row.any() else holds)[:_MOST_OFFERED]
    found = [f"{cut(ids.iloc[row])} ({cut(titles.iloc[row])})" for row in rows]
    none = "no contract with this id in the data"
    if not of_row.any() and _A_ROW.fullmatch(asked) and frame["source_row"].notna().any():
        return f"no contract of {_NO_ROW}"
    if found:
        return f"{none}; did you mean {listed(found, 'or')}?"
    if len(word) < _LEAST_WORD:
        return f"{none}; a word of its title, of {_LEAST_WORD} letters or more, shows which are near"
    begins = ids[ids.str.casefold().str.startswith(word[:_LEAST_WORD])].head(_MOST_WEIGHED)
    near = get_close_matches(word, begins.str.casefold(), n=1, cutoff=_NEAR)
    hint = f"; the nearest id is {cut(begins[begins.str.casefold() == near[0]].iloc[0])}" if near else ""
    return f"{none}, and none with it in its id or title{hint}"


WITH_VAT = 1.2
"""What is published with VAT alone was divided by this."""
_FROM = {
    "annual_gbp": "the value over the whole term and the years that it covers",
    "value_gbp": "the value of a year and the term",
}
"""What either amount is worked out from, where the source states the other alone."""


def amount_in_words(frame: pd.DataFrame, name: str, row: int = 0) -> str:
    """Say an amount to the penny as published; one that was worked out, about and with what it comes from."""
    value = frame[name].iloc[row]
    basis = worked_out_from(frame, name, row)
    return f"about {money(round(value * 100), digits=3)}, worked out from {basis}" if basis else _exactly(value)


def worked_out_from(frame: pd.DataFrame, name: str, row: int = 0) -> str:
    """Say what an amount of a contract was worked out from; empty where it is as published."""
    facts = frame.iloc[row]
    whole, year = facts["value_gbp"], facts.get("annual_gbp")
    if name == "value_gbp" and _was_with_vat(facts):
        return f"{_exactly(whole * WITH_VAT)} with VAT"
    if pd.isna(whole) or pd.isna(year) or round(whole, 2) == round(year, 2):
        return ""
    return _FROM.get(name, "") if name == _derived(facts) else ""


def _derived(facts: "pd.Series[Any]") -> str:
    """Which of the two amounts was worked out from the other; empty where the source states both."""
    if facts["value_quality"] == "annual_times_term":
        return "value_gbp"
    if pd.notna(facts.get("value_span")):
        return "annual_gbp"
    spans = [_years(facts["start_date"], facts[end]) for end in ("latest_end_date", "end_date")]
    if not any(years and abs(facts["value_gbp"] / years - facts["annual_gbp"]) < 0.01 for years in spans):
        return ""
    return _ceiling_in_pence(facts) if facts["value_quality"] == "ceiling" else "annual_gbp"


def _ceiling_in_pence(facts: "pd.Series[Any]") -> str:
    """Which amount of a ceiling was worked out: its quality does not say, but pence come from dividing or days."""
    in_pence = [name for name in _FROM if not float(facts[name]).is_integer()]
    return in_pence[0] if in_pence else ""


def _was_with_vat(facts: "pd.Series[Any]") -> bool:
    """Whether the published value had VAT, which was taken off; of a value with a stated span the register did so."""
    taken_off = facts["value_quality"] == "net_from_gross" or pd.notna(facts.get("value_span"))
    return bool(taken_off and facts["vat_basis"] == "inc")


def _years(first: Any, last: Any) -> float:
    """A term in years, at least one; 0 where it is not known."""
    if pd.isna(first) or pd.isna(last):
        return 0.0
    return max(1.0, ((last - first).days + 1) / DAYS_A_YEAR)


def _exactly(value: float) -> str:
    return f"£{value:,.2f}".removesuffix(".00")
