"""The form of an agreement: framework, purchasing system, call-off, concession, grant or plain contract."""

import re
from dataclasses import dataclass
from functools import cache

from data.cues import rows
from data.wording import plain

# Boilerplate further on speaks of other agreements.
DESCRIPTION_READ = 1200


@dataclass(frozen=True, slots=True)
class Form:
    """The instrument of a notice, and why."""

    instrument: str
    evidence: str


@dataclass(frozen=True, slots=True)
class _Cue:
    instrument: str
    where: str
    word: str
    pattern: re.Pattern[str]
    reason: str


def instrument(
    title: str,
    description: str = "",
    procedure: str = "",
    *,
    sets_up_framework: bool = False,
    sets_up_dps: bool = False,
    under_framework: bool = False,
    concession: bool = False,
) -> Form:
    """Return the form of an agreement: flags of the notice first, then the named procedure, then the words.

    `procedure` is `tender.procurementMethodDetails`; the flags are `techniques.hasFrameworkAgreement` and
    `hasDynamicPurchasingSystem`, a related process `framework`, and the special regime `concession`.
    """
    if under_framework:
        return Form("call_off", "the notice names the framework it belongs to")
    if sets_up_dps:
        return Form("dps", "the notice sets up a purchasing system")
    if sets_up_framework:
        return Form("framework", "the notice sets up a framework")
    cue = _first(title, description, procedure)
    if concession and (cue is None or cue.instrument == "direct_award"):
        return Form("concession", "declared a concession")
    return Form(cue.instrument, cue.reason) if cue else Form("contract", "nothing says otherwise")


def _first(title: str, description: str, procedure: str) -> _Cue | None:
    words = {"title": f" {plain(title)}", "procedure": f" {plain(procedure)}"}
    words["text"] = f"{words['title']} {plain(description[:DESCRIPTION_READ])}"
    for cue in _cues():
        if cue.word in words[cue.where] and cue.pattern.search(words[cue.where]):
            return cue
    return None


@cache
def _cues() -> tuple[_Cue, ...]:
    return tuple(_cue(row) for row in rows("instrument_cues.csv"))


def _cue(row: dict[str, str]) -> _Cue:
    """In plain words a space starts a word, and is found sooner than its boundary."""
    pattern = re.compile(re.sub(r"^\\b", " ", row["pattern"]))
    return _Cue(row["instrument"], row["where"], f" {row['word']}", pattern, row["reason"])
