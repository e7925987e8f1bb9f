"""The form of an agreement: framework, purchasing system, call-off, concession, grant or plain contract."""

import math
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from msgspec import Struct

from data.classify.cues import rows
from data.model.words import Description, Phrases, opening, plain, plain_once

# Boilerplate further on speaks of other agreements.
DESCRIPTION_READ = 1200
# That a framework is awarded by the notice is told further on too.
AWARD_READ = 4000

# A round sum that so many suppliers share is an estimate of what may be bought and no price of their contracts.
SHARED_ROUND = ((15, 10_000), (8, 1_000_000))
"""Least number of suppliers, and the pounds of which the sum is a whole multiple."""
_SET_UP = {"framework": "framework", "dps": "purchasing system"}


class Form(Struct, frozen=True, gc=False):
    """The instrument of a notice, and why; None where the notice does not tell."""

    instrument: str | None
    evidence: str


class Shape(Struct, frozen=True, gc=False):
    """How an award is built: its suppliers, None where the source does not count them, its pounds, and who buys.

    `stated` is the cell of a register that states its form, "" where none does.
    """

    suppliers: int | None = None
    amount: float | None = None
    buyer: str = ""
    stated: str = ""


UNKNOWN_SHAPE = Shape()


@dataclass(frozen=True, slots=True)
class _InstrumentCue:
    """Words that show a form, of awards to `least` to `most` suppliers that are worth `pounds` or more."""

    instrument: str | None
    pattern: str
    reason: str
    least: int
    most: float
    pounds: float

    def fits(self, shape: Shape) -> bool:
        """Whether the cue holds for such an award; what is not known of it fits only where any is meant."""
        if self.pounds and (shape.amount or 0.0) < self.pounds:
            return False
        if shape.suppliers is None:
            return self.least == 0 and self.most == math.inf
        return self.least <= shape.suppliers <= self.most


def instrument(
    title: str,
    description: Description = "",
    procedure: str = "",
    *,
    sets_up: str = "",
    under_framework: bool = False,
    concession: bool = False,
    shape: Shape = UNKNOWN_SHAPE,
) -> Form:
    """Return the form of an agreement: flags of the notice first, then the named procedure, then words and structure.

    Who buys is asked last: some bodies make agreements for their members.

    A notice marked as a framework whose words say that one supplier was called off from one does not tell its form.

    `procedure` is `tender.procurementMethodDetails`; the flags are `techniques.hasFrameworkAgreement` and
    `hasDynamicPurchasingSystem` (`sets_up` is "framework" or "dps"), a related process `framework`, and the special
    regime `concession`. Where a register states the form in a cell, whose words are part of `procedure`, that cell is
    the evidence of what they show.
    """
    stated = shape.stated
    if under_framework:
        return Form("call_off", "the notice names the framework it belongs to")
    cue = _first(title, opening(description, DESCRIPTION_READ), procedure, shape, _award(description))
    if sets_up and shape.suppliers == 1 and cue is not None and cue.instrument == "call_off":
        return Form(None, f"marked as a {_SET_UP[sets_up]}, and the words are of one supplier: {cue.reason}")
    if sets_up:
        return Form(sets_up, stated or f"the notice sets up a {_SET_UP[sets_up]}")
    if concession and (cue is None or cue.instrument == "direct_award"):
        return Form("concession", stated or "declared a concession")
    if cue is not None:
        in_cell = stated and _pattern(cue.pattern).search(_recurring(procedure))
        return Form(cue.instrument, stated if in_cell else cue.reason)
    if _is_shared_round(shape):
        return Form(None, "many suppliers share a round sum, and it is not told whether each has a contract")
    return Form("contract", f"{stated}; nothing says otherwise" if stated else "nothing says otherwise")


def _is_shared_round(shape: Shape) -> bool:
    suppliers, amount = shape.suppliers or 0, shape.amount or 0.5
    return any(suppliers >= least and amount % pounds == 0 for least, pounds in SHARED_ROUND)


def _award(description: Description) -> str:
    """Return the words in which an award may be told, "" where they name no framework, as most do."""
    texts = (description,) if isinstance(description, str) else description
    return f" {opening(description, AWARD_READ)}" if any("ramework" in text for text in texts) else ""


def _first(title: str, described: str, procedure: str, shape: Shape, award: str) -> _InstrumentCue | None:
    words = {"title": f" {plain_once(title)}", "procedure": _recurring(procedure), "buyer": _recurring(shape.buyer)}
    words["text"] = f"{words['title']} {described}"
    words["all"] = f"{words['text']} procedure{words['procedure']}"
    words["award"] = award
    said = _words().found(words["all"] + words["buyer"] + award)
    for where, cue in _cues_of(frozenset(said)) if said else ():
        if cue.fits(shape) and _pattern(cue.pattern).search(words[where]):
            return cue
    return None


@lru_cache(maxsize=4_096)
def _cues_of(said: frozenset[str]) -> tuple[tuple[str, _InstrumentCue], ...]:
    """Return the cues that may be there where these words are said, in order."""
    return tuple((where, cue) for where, word, cue in _cues() if word in said)


# Services publish a few dozen descriptions of a procedure, and buyers recur.
@lru_cache(maxsize=10_000)
def _recurring(written: str) -> str:
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
    return tuple((row["where"], f" {row['word']}", _cue(row)) for row in rows("instrument_cues.csv"))


def _cue(row: dict[str, str]) -> _InstrumentCue:
    suppliers, _, pounds = row["suppliers"].partition("£")
    least, _, most = suppliers.strip().partition("-")
    return _InstrumentCue(
        row["instrument"] or None,
        row["pattern"],
        row["reason"],
        int(least or 0),
        float(most or math.inf),
        float(pounds or 0.0),
    )


@cache
def _pattern(written: str) -> re.Pattern[str]:
    """Return a pattern when it is first tried: many are long, and a file of notices tries few."""
    return re.compile(re.sub(r"^\\b", " ", written))
