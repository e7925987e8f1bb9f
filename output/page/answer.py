"""The answer at the top of a page in words: range, policy and data, the three measures, what to look at, what is amiss.

Sentences are plain text. Where words are marked, as what was changed is, `Markup` says how the page writes that.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape

from output.charts.named import NONE_IN_SCOPE, NONE_TO_ASSESS
from output.held_with_others import held_with_others
from output.subject import Shown
from output.text import file_text, plain
from policy.analysis.compare import at_once, at_once_words
from policy.analysis.records import carried, carried_words, look_at
from policy.bounds import MOST_NAMED
from policy.formats import day, some
from policy.measures import MEASURE_LABELS
from policy.problem import REPEATED, Problem
from policy.results.findings import NONE_CERTAIN, NOT_KNOWN, none_to_see
from policy.results.groups import Decisions
from policy.results.left_open import SEVERAL, against_policy, not_known
from policy.results.sentences import assumed, in_all, largest, law_not_known, left_out_of, measures
from policy.results.totals import Range
from policy.rules.reassess import Reassess
from policy.scenarios.presets import DEFAULT
from policy.scenarios.scenario import build_scenario
from policy.scope.fields import FIELDS
from policy.scope.scope import ALL, EVERYTHING, Meeting, Scope, naming, scope_of


@dataclass(frozen=True)
class Markup:
    """How a page writes text: made safe, emphasised, struck through, as code."""

    safe: Callable[[str], str]
    emphasis: str
    struck: str
    code: str


MARKDOWN = Markup(plain, "*{}*", "~~{}~~", "`{}`")
HTML = Markup(lambda text: escape(file_text(text)), "<em>{}</em>", "<s>{}</s>", "<code>{}</code>")


def rests_on(shown: Shown) -> str:
    """Say what is assumed of money and law; empty where nothing is."""
    return " ".join(filter(None, (shown.cached("assumed", assumed), shown.cached("law", law_not_known))))


def outweighs(shown: Shown) -> str:
    """Name the one contract that outweighs the others; empty where none does."""
    return shown.cached("largest", largest)


def paragraph(shown: Shown) -> tuple[str, ...]:
    """The sentences under the headline: the range, the whole, what the money leaves out, what is assumed; if any."""
    totals = shown.totals
    return tuple(filter(None, (shown.certainty(), in_all(totals), left_out_of(totals), rests_on(shown))))


def under_policy(shown: Shown, marks: Markup) -> str:
    """Say under which policy, and what was changed in it."""
    safe, preset = marks.safe, shown.scenario.preset
    how = "; ".join(
        f"{safe(label)} {marks.struck.format(safe(old))} {safe(now)}"
        for _, label, old, now in shown.scenario.changed_words(shown.table.coded.service_names)
    )
    under = f"Under {marks.emphasis.format(safe(preset.title))}"
    return f"{under}, changed: {how}." if how else f"{under}, with no setting changed."


def of_data(shown: Shown, marks: Markup) -> str:
    """Say which data, of which day, what is to be known of them, and by which receipt the figure can be checked."""
    dataset, receipt = shown.table.dataset, shown.receipt["id"]
    return (
        f"{marks.safe(dataset.title)}, {marks.safe(day(dataset.as_of))}. {marks.safe(dataset.note)} Receipt {receipt}."
    )


def small_print(shown: Shown, marks: Markup) -> str:
    """Policy, what is not modelled, and data."""
    return " ".join((under_policy(shown, marks), marks.safe(shown.scenario.preset.not_modelled), of_data(shown, marks)))


def cards(shown: Shown) -> Iterator[tuple[str, str, str]]:
    """The three measures: label, central figure, and its range with the figure before the changes, if any."""
    before = [""] * 3
    if shown.scenario.changes():
        start = replace(shown, scenario=build_scenario(shown.scenario.preset)[0]).totals
        before = [f"{central} before the changes" for _, central, _ in measures(start)]
    now = measures(shown.totals)
    for measure, (label, central, span), was in zip(MEASURE_LABELS, now, before, strict=True):
        told = _ranged(central, span, shown.totals.measure(measure).returns)
        yield label, central, " · ".join(part for part in (told, was) if part)


def _ranged(central: str, span: str, returns: Range) -> str:
    """Say the range of a card; where both its ends read as the figure above it, that there is none to see."""
    ends, comma, cover = span.partition("; ")
    if ends == NONE_CERTAIN:
        return span
    if ends != central or ends == NOT_KNOWN:
        return f"range {span}"
    return f"{none_to_see(returns)}{comma}{cover}"


def difference(shown: Shown) -> str:
    """Say what the changes of the scenario do to its preset, in all and one by one; empty where there are none."""
    if not shown.scenario.changes():
        return ""
    start = build_scenario(shown.scenario.preset)[0]
    found = shown.cached("at once", lambda _: at_once(shown.table.coded, start, shown.scenario))
    return at_once_words(found, start.preset.title)


def carried_by(shown: Shown) -> str:
    """Say how few contracts carry the spend, and which of them to look at.

    Where none of a few contracts is certain to return, headline and cards have said the ends already.
    """
    checked = shown.table.dataset.checked

    def words(decisions: Decisions) -> str:
        found = carried(decisions, checked)
        carriers = "" if shown.totals.is_few else carried_words(found, shown.totals)
        return " ".join(filter(None, (carriers, look_at(decisions, found))))

    return shown.cached("carried", words)


def scope_parts(shown: Shown) -> list[tuple[str, str]]:
    """Say each part of what is looked at, by field; of a pattern, how many names of the data meet it."""
    return shown.table.scope.parts(naming(shown.table.dataset.services), meeting(shown))


def meeting(shown: Shown) -> Meeting:
    """Names of the data that meet each pattern of what is looked at, by field."""
    return shown.cached("names that meet", _meeting)


def _meeting(decisions: Decisions) -> Meeting:
    return scope_of(decisions.coded).meeting(decisions.coded)


def counted(shown: Shown) -> str:
    """Say how many contracts are looked at."""
    return some(shown.totals.contracts.of // 1000, "contract")


def looked_at(shown: Shown) -> str:
    """Name the list of what is looked at; that it is all of a data set is said where it is several."""
    words = counted(shown)
    return words if shown.table.scope or shown.totals.contracts.of < 2000 else f"All {words}"


def nothing(shown: Shown) -> tuple[str, list[tuple[Scope, str]]]:
    """Say that no contract is looked at, and each wider scope with how many contracts it has."""
    scope = shown.table.scope
    if not scope:
        return f"{NONE_TO_ASSESS}.", []
    parts = scope_parts(shown)
    wider = [(scope.put(field, ()), f"Without “{words}”") for field, words in parts] if len(parts) > 1 else []
    ways = [(each, f"{words}: {_counted(shown, each)}") for each, words in wider]
    return f"{NONE_IN_SCOPE}. Look at more:", [*ways, (EVERYTHING, f"{ALL}: {_counted(shown, EVERYTHING)}")]


def _counted(shown: Shown, scope: Scope) -> str:
    return counted(replace(shown, table=shown.table.within(scope)))


def left_open(shown: Shown, marks: Markup) -> Iterator[tuple[str, str]]:
    """Say what a scope leaves open: the field by which more contracts can be taken in, and how many; "" where by none.

    Buyers that the policy does not cover are among it. Nothing where every contract is looked at.
    """
    scope = shown.table.scope
    if not scope:
        return
    found = shown.cached("not known in scope", not_known)
    if odds := against_policy(shown.decisions, scope) if shown.table.shared else "":
        yield SEVERAL, marks.safe(odds)
    for field, count in found.items():
        if field == SEVERAL:
            yield SEVERAL, f"{count:,} more leave several of these open."
        else:
            yield field, f"{count:,} more: {marks.safe(FIELDS[field].missing)}"
    if held := shown.cached("held with others", held_with_others):
        yield SEVERAL, marks.safe(held)


def refused(problems: Sequence[Problem]) -> tuple[str, list[tuple[str, str]]]:
    """Say which settings were not understood: the opening, and of each where it stands and what is wrong."""
    one = len(problems) == 1
    opening = "One setting was" if one else f"{len(problems)} settings were"
    lines = [(problem.where, problem.what) for problem in problems]
    if all(problem.what.startswith(REPEATED) for problem in problems):
        return "Of what the address gives more than once the last is read:", lines
    return f"{opening} not understood and left as {'it was' if one else 'they were'}:", lines


def absent(problems: Sequence[Problem]) -> tuple[str, list[tuple[str, str]]]:
    """Say which names that are looked at the data do not hold: the opening, and of each the field and what is near."""
    opening = "You look at a name that these data do not hold, which adds no contract:"
    if len(problems) > 1:
        opening = "You look at names that these data do not hold, which add no contract:"
    return opening, [(FIELDS[problem.where].label, problem.what) for problem in problems]


def not_in_data(shown: Shown) -> tuple[str, list[str]]:
    """Say what is reassessed or named in a setting, and not in the data: the opening and the names.

    There are no names where there is nothing to say.
    """
    reassessed, named = shown.cached("unknown names", _unknown_names)
    if not named:
        return "Reassessed, but not in these data, so that nothing changes:", reassessed
    first = [f"reassessed: {name}" for name in reassessed[:MOST_NAMED]]
    return "Not in these data:", [*first, *reassessed[MOST_NAMED:], *named]


def _unknown_names(decisions: Decisions) -> tuple[list[str], list[str]]:
    """What the scenario reassesses, and what its settings name, that the table which is decided does not hold."""
    scenario = decisions.scenario
    return scenario.rule(Reassess).first_unknown(decisions.coded), scenario.absent_names(decisions.coded)


def is_untouched(shown: Shown) -> bool:
    """Whether a reader has neither changed the policy nor narrowed down what is looked at."""
    return not (shown.scenario.changes() or shown.table.scope) and shown.scenario.preset.id == DEFAULT
