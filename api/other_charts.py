"""Charts that need more than a scenario: several of them, a choice that is made on the page, or published spending."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from api.asked import Asked
from data.model.spending import load_spending
from output.charts import sensitivity
from output.charts.chart import Chart
from output.charts.comparison import is_told, shares_chart, steps_chart
from output.charts.timeline import LIMITS, MOST_LIMITED, SPLITS, Limit, limited_chart, split_chart, split_of
from output.charts.whole import charted
from output.comparison import Compared
from output.palette import Palette
from output.subject import Shown
from policy.analysis import tornado
from policy.analysis.capacity import REST, under_limit
from policy.analysis.decomposition import Decomposition
from policy.analysis.uncertainty import uncertainty
from policy.bounds import cut
from policy.engine.decide import decide
from policy.national.answer import answer
from policy.problem import PolicyError, Problem
from policy.results.totals import totals
from policy.rules.trigger import Window
from policy.scenarios import links
from policy.scenarios.files import in_few_words, to_short, unused
from policy.scope.scope import looked_at_otherwise

SLOW = ("tornado", "map", "shares")
"""Charts that decide dozens of scenarios."""


def _range(looked: Shown, ask: Asked, measure: str, palette: Palette) -> Chart:
    del ask
    return sensitivity.range_chart(uncertainty(looked.decisions), measure, palette)


def _tornado(looked: Shown, ask: Asked, measure: str, palette: Palette) -> Chart:
    del ask
    changes = tornado.all_changes(looked.decisions)
    ranked = tornado.reaches(looked.decisions, changes, measure)
    tried = len({change.key for change in changes})
    return sensitivity.tornado_chart(ranked, tried, looked.totals, looked.scenario, measure, palette)


def _map(looked: Shown, ask: Asked, measure: str, palette: Palette) -> Chart:
    allowed = tuple(tornado.pairable())
    down = ask.one_of("down", allowed, sensitivity.DOWN)
    across = ask.one_of("across", allowed, sensitivity.across_from(down))
    if down == across:
        raise PolicyError([Problem("across", f"expected another setting than that of down, which is {down}")])
    coded = looked.decisions.coded
    *_, (_, _, grid) = tornado.two_way(coded, looked.scenario, down, across)
    if grid is None:
        raise PolicyError([Problem("across", f"no value of it can stand together with one of {down}")])
    drawn = sensitivity.pair_map(grid, looked.scenario, coded, measure)
    return sensitivity.pair_chart(grid, drawn, looked.scenario, measure, palette)


def _limited(looked: Shown, ask: Asked, measure: str, palette: Palette) -> Chart:
    del measure
    limited = ask.one_of("limit", tuple(LIMITS), next(iter(LIMITS)))
    way = LIMITS[limited]
    most, rest = ask.whole_number("most", way.start, MOST_LIMITED), ask.one_of("rest", tuple(REST), next(iter(REST)))
    if not most:
        raise PolicyError([Problem("most", f"expected a whole number from 1 to {MOST_LIMITED:,}, got '0'")])
    found = under_limit(looked.decisions, limited, most * way.one, rest)
    limit, last_day = Limit(limited, rest, way.words(most)), looked.scenario.rule(Window).last_date()
    return limited_chart(found, limit, last_day, palette)


def _split(looked: Shown, ask: Asked, measure: str, palette: Palette) -> Chart:
    splits = tuple(name for name in SPLITS if name != "none")
    return split_chart(split_of(looked, ask.one_of("split", splits, splits[0]), measure), palette)


def _whole(looked: Shown, ask: Asked, measure: str, palette: Palette) -> Chart:
    del ask, measure  # what stands apart is in its table, drawn or not
    found = answer(looked.decisions, load_spending(), looked.table.dataset.as_of)
    return charted(found, palette, added=False)


def _way(looked: Shown, ask: Asked, measure: str, palette: Palette) -> Chart:
    before, after, between = _two(looked, ask)
    return steps_chart(before, after, between, measure, palette)


def _shares(looked: Shown, ask: Asked, measure: str, palette: Palette) -> Chart:
    before, after, between = _two(looked, ask)
    if not between.players():
        what = f"{len(between.moves)} settings of more than eight rules differ, too many to share the difference out"
        raise PolicyError([Problem("to", what if between.moves else "is the same scenario")])
    return shares_chart(between.shares(), between.moves, measure, palette, told=is_told(before, after, measure))


def _two(looked: Shown, ask: Asked) -> tuple[Compared, Compared, Decomposition]:
    """The scenario of the link and the one of `to`, each decided, and their difference.

    They bear names of their own: a frame on another site says nowhere else what the other one is.
    """
    pairs, problems = links.read_query(ask.more.get("to", ""))
    if not pairs:
        raise PolicyError([Problem("to", "expected the settings of another scenario as in a link, base=pledge@1 say")])
    other, wrong = links.from_query(pairs)
    amiss = [Problem(each.where, cut(each.what)) for each in (*problems, *wrong)]
    amiss += looked_at_otherwise(pairs, ask.scope)
    if amiss:
        raise PolicyError([Problem(f"to, {each.where}", each.what) for each in amiss])
    name = in_few_words(looked.scenario)
    before, after = (
        Compared(name, scenario, decisions := decide(looked.table.coded, scenario), totals(decisions))
        for name, scenario in ((name, looked.scenario), (unused(in_few_words(other), [name]), other))
    )
    return before, after, Decomposition(looked.table.coded, before.scenario, after.scenario)


class Other(NamedTuple):
    """One of these charts: what draws it, the page that has it, and its own parameters, which the page has too."""

    draw: Callable[[Shown, Asked, str, Palette], Chart]
    page: str
    parameters: tuple[str, ...] = ()


OTHERS: Mapping[str, Other] = {
    "range": Other(_range, "sensitivity"),
    "tornado": Other(_tornado, "sensitivity"),
    "map": Other(_map, "sensitivity", ("down", "across")),
    "limited": Other(_limited, "timeline", ("limit", "most", "rest")),
    "split": Other(_split, "timeline", ("split",)),
    "whole": Other(_whole, "whole"),
    "way": Other(_way, "compare", ("to",)),
    "shares": Other(_shares, "compare", ("to",)),
}
OF_OTHERS = {
    "down": "of map: the setting whose values are its rows",
    "across": "of map: the setting whose values are its columns",
    "limit": f"of limited: what is limited, one of {', '.join(LIMITS)}",
    "most": "of limited: how many contracts, or £ million, a year",
    "rest": f"of limited: what becomes of what finds no room, one of {', '.join(REST)}",
    "split": "of split: the column by which each year is split",
    "to": "of way and shares: the other scenario, as the query of its link",
}
"""The parameters that say which of these charts is meant."""


def on_its_page(name: str, ask: Asked) -> dict[str, str]:
    """The choices with which the page of one of these charts shows it."""
    asked = {key: ask.more[key] for key in OTHERS[name].parameters if ask.more.get(key)}
    if "to" not in asked:
        return asked
    other, _ = links.from_query(links.read_query(asked["to"])[0])
    return {"compare": f"now,{to_short(in_few_words(other), other)}", "from": "1", "to": "2"}
