"""The form of an agreement: framework, purchasing system, call-off, concession, grant or plain contract."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from msgspec import Struct

from data.classify.cues import rows
from data.model.words import Description, Phrases, opening, plain, plain_once

# Boilerplate further on speaks of other agreements.
DESCRIPTION_READ = 1200


class Form(Struct, frozen=True, gc=False):
    """The instrument of a notice, and why."""

    instrument: str
    evidence: str


@dataclass(frozen=True, slots=True)
class _InstrumentCue:
    instrument: str
    pattern: re.Pattern[str]
    reason: str


def instrument(
    title: str,
    description: Description = "",
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
    cue = _first(title, opening(description, DESCRIPTION_READ), procedure)
    if concession and (cue is None or cue.instrument == "direct_award"):
        return Form("concession", "declared a concession")
    return Form(cue.instrument, cue.reason) if cue else Form("contract", "nothing says otherwise")


def _first(title: str, described: str, procedure: str) -> _InstrumentCue | None:
    words = {"title": f" {plain_once(title)}", "procedure": _procedure(procedure)}
    words["text"] = f"{words['title']} {described}"
    said = _words().found(words["text"] + words["procedure"])
    for where, word, cue in _cues() if said else ():
        if word in said and cue.pattern.search(words[where]):
            return cue
    return None


# Services publish a few dozen descriptions of a procedure.
@lru_cache(maxsize=1_000)
def _procedure(written: str) -> str:
    return f" {plain(written)}"


@cache
def _words() -> Phrases:
    """Return the words without which no cue is there; half of the notices hold none."""
    return Phrases(word for _, word, _ in _cues())


@cache
def _cues() -> tuple[tuple[str, str, _InstrumentCue], ...]:
    """Return where each cue is looked for, the word without which it is not there, and the cue.

    In plain words a space starts a word, and is found sooner than its boundary.
    """
    return tuple(
        (row["where"], f" {row['word']}", _InstrumentCue(row["instrument"], _pattern(row["pattern"]), row["reason"]))
        for row in rows("instrument_cues.csv")
    )


def _pattern(written: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"^\\b", " ", written))
