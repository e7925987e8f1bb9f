"""A receipt held against the same figure worked out again: it matches, or what moved, by how much and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from policy.bounds import cut
from policy.formats import contracts, day, listed, money
from policy.measures import ENDS, MEASURE_WORDS, MEASURES
from policy.receipts.errata import Erratum, published, version_of
from policy.results.receipt import PARTS, digest, identity

Ends = tuple[float | None, float | None, float | None]
"""Low, central and high; None where no value is known."""
_LARGEST = 1e15
"""More than any figure here."""
_WORDS = {"scenario": "the scenario", "scope": "what is looked at", "data": "the data", "returns": "the figure"}


@dataclass(frozen=True)
class Recall:
    """An erratum that touches a printed figure, with what was printed and what is right."""

    erratum: Erratum
    printed: str
    right: str

    def sentence(self) -> str:
        """Say it as a correction would."""
        day_found = day(self.erratum.found)
        return (
            f"This figure was affected by {self.erratum.id} of {day_found}: printed {self.printed}, "
            f"right is {self.right}, because {self.erratum.why}"
        )


@dataclass(frozen=True)
class Verdict:
    """What becomes of a receipt: its altered parts, what moved, the causes, and which errata recall it."""

    id: str
    altered: tuple[str, ...]
    causes: tuple[str, ...]
    moved: tuple[str, ...]
    recalls: tuple[Recall, ...]

    @property
    def matches(self) -> bool:
        """Whether the receipt is whole and the figure the same."""
        return not (self.altered or self.moved)

    def sentences(self) -> list[str]:
        """Say it all, a sentence each, the outcome first."""
        if self.altered:
            first = f"Receipt {self.id} was changed after it was made: {listed(list(self.altered))}."
        elif self.moved:
            first = f"Receipt {self.id} does not match: the figure is another now."
        else:
            first = f"Receipt {self.id} matches: the figure is the same."
        recalls = [recall.sentence() for recall in self.recalls]
        return [first, *recalls, *self.moved, *self.causes]


def verdict(stated: Mapping[str, Any], again: Mapping[str, Any], errata: Sequence[Erratum] | None = None) -> Verdict:
    """Hold a receipt against the one of the same scenario and scope, worked out now on the data at hand.

    Args:
        stated: the receipt as it was given.
        again: the receipt as `policy.results.receipt` makes it now.
        errata: those to look through; the program's own if not given.

    Returns:
        What was altered, what moved and by how much, why, and which errata touch the printed figure.
    """
    return Verdict(
        cut(str(stated.get("id", "without an id"))),
        tuple(_altered(stated)),
        tuple(_causes(stated, again)) or tuple(_reading(stated, again)),
        tuple(_moved(stated, again)),
        tuple(_recalls(stated, again, published() if errata is None else errata)),
    )


def _altered(stated: Mapping[str, Any]) -> Iterator[str]:
    """Parts that no longer fit the receipt's own digests; "its content" where none does and the id does not fit."""
    digests = stated.get("parts")
    altered = []
    if digests and isinstance(digests, Mapping):
        altered = [name for name in PARTS if _is_altered(name, stated, digests)]
    if altered:
        yield from (_WORDS[name] for name in altered)
    elif stated.get("id") != identity(stated):
        yield "its content"


def _is_altered(name: str, stated: Mapping[str, Any], digests: Mapping[str, Any]) -> bool:
    """Whether a part is another than its digest says, was added without one, or was taken out."""
    if name in stated:
        return bool(digests.get(name) != digest(stated[name]))
    return digests.get(name) is not None


def _causes(stated: Mapping[str, Any], again: Mapping[str, Any]) -> Iterator[str]:
    before, now = _data(stated), _data(again)
    if before.get("fingerprint") != now.get("fingerprint"):
        yield _other_data(before, now)
    if stated.get("scenario_fingerprint") != again.get("scenario_fingerprint"):
        yield "A rule or the preset means something else now than when the receipt was made."
    if stated.get("code") != again.get("code"):
        maker, runs = str(stated.get("version", "")), str(again.get("version", ""))
        older, newer = version_of(maker) < version_of(runs), version_of(maker) > version_of(runs)
        versions = f"({cut(maker) or 'before 0.2.0'}; this is {runs})"
        if older or newer:
            yield f"The program is {'newer' if older else 'older'} than the one that made the receipt {versions}."
        else:
            yield f"The program was changed since the receipt was made, and bears the same number, {runs}."


def _reading(stated: Mapping[str, Any], again: Mapping[str, Any]) -> Iterator[str]:
    """Say why a figure moved though data and rules are the same: a file's fingerprint names no day of reading."""
    if any(_altered(stated)) or not any(_moved(stated, again)):
        return
    then, today = (_day(_data(each).get("as_of")) for each in (stated, again))
    if then and today and then != today:
        yield (
            f"The file is the same and was read by another day, {day(today)}, the receipt's by {day(then)}: of "
            "a register of one's own the day decides what is still to come."
        )


def _data(receipt: Mapping[str, Any]) -> Mapping[str, Any]:
    data = receipt.get("data")
    return data if isinstance(data, Mapping) else {}


def _other_data(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    if before.get("source") != now.get("source"):
        was, here = cut(str(before.get("source", "data that it does not name"))), cut(str(now.get("source")))
        return f"The receipt was made on “{was}”, which is not here: it was worked out again on “{here}”."
    then, today = _day(before.get("as_of")), _day(now.get("as_of"))
    if then and today and then != today:
        return f"The data are {'newer' if today > then else 'older'}: of {day(today)}, the receipt's of {day(then)}."
    return "The data were changed since the receipt was made, and bear the same day."


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def _moved(stated: Mapping[str, Any], again: Mapping[str, Any]) -> Iterator[str]:
    for measure, words in MEASURE_WORDS.items():
        before, now = _stated_range(stated, again, measure), _range(again, measure)
        if before == now:
            continue
        if before is None or now is None:
            yield f"{words.after.capitalize()}: the receipt states no figure that can be read."
            continue
        yield (
            f"{'Contracts' if measure == 'contracts' else f'Pounds {words.after}'}: stated {_span(measure, before)}, "
            f"now {_span(measure, now)}: {_change(measure, before[1], now[1])}."
        )


def _change(measure: str, before: float | None, now: float | None) -> str:
    """Say by how much the middle of a range has moved."""
    if before == now:
        return "the middle is the same, the range is not"
    if before is None or now is None:
        return "it is known now" if before is None else "no value is known now"
    return f"{_amount(measure, abs(now - before))} {'more' if now > before else 'less'}"


def _range(receipt: Mapping[str, Any], measure: str) -> Ends | None:
    """Low, central and high of a receipt; nothing where they cannot be read."""
    returns = receipt.get("returns")
    ends = returns.get(measure) if isinstance(returns, Mapping) else None
    if not isinstance(ends, Mapping) or not all(end in ends and _is_figure(ends[end]) for end in ENDS):
        return None
    low, central, high = (None if ends[end] is None else float(ends[end]) for end in ENDS)
    return low, central, high


def _is_figure(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and abs(value) < _LARGEST)


def _stated_range(stated: Mapping[str, Any], again: Mapping[str, Any], measure: str) -> Ends | None:
    """The range of a receipt as one made now would state it: earlier ones say 0 where no value is known."""
    before, now = _range(stated, measure), _range(again, measure)
    if before is None or now is None:
        return before
    low, central, high = (None if here is None and then == 0 else then for then, here in zip(before, now, strict=True))
    return low, central, high


def _amount(measure: str, amount: float | None) -> str:
    if amount is None:
        return "not known"
    return contracts(round(amount * 1000)) if measure == "contracts" else money(round(amount * 100))


def _span(measure: str, ends: Ends) -> str:
    """Say a range; only its high end may be known where the others are not."""
    low, central, high = (_amount(measure, end) for end in ends)
    if ends[1] is None:
        return central if ends[2] is None else f"{central} (at most {high})"
    return f"{central} ({low} to {high})"


def _printed(ranges: Sequence[tuple[str, Ends | None]]) -> list[str]:
    """Figures of a receipt as a page prints them, rounded."""
    return [f"{_span(measure, ends)} {MEASURE_WORDS[measure].after}" for measure, ends in ranges if ends]


def _recalls(stated: Mapping[str, Any], again: Mapping[str, Any], errata: Sequence[Erratum]) -> Iterator[Recall]:
    """Errata about the receipt's data and version, where a printed, rounded figure differs."""
    before = _printed([(measure, _stated_range(stated, again, measure)) for measure in MEASURES])
    now = _printed([(measure, _range(again, measure)) for measure in MEASURES])
    if before == now or list(_altered(stated)):
        return
    fingerprint, version = str(_data(stated).get("fingerprint", "")), str(stated.get("version", ""))
    differing = [(old, new) for old, new in zip(before, now, strict=False) if old != new]
    printed, right = listed([old for old, _ in differing]), listed([new for _, new in differing])
    for erratum in errata:
        if erratum.is_about(fingerprint, version):
            yield Recall(erratum, printed, right)
