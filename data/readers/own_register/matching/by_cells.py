"""Put right by the cells what the names of columns leave open or tell wrongly."""

import re
from collections.abc import Mapping
from typing import Any

from data.model import cell_values
from data.readers.cells.periods import WHOLE, value_period
from data.readers.own_register.bodies import any_body, is_body
from data.readers.own_register.column_names import best_name, is_vat_rate
from data.readers.own_register.facts import AMOUNTS, ENDS, FACTS
from data.readers.own_register.header_words import header, year_named
from data.readers.own_register.mapping import ColumnUse
from data.readers.own_register.matching.kinds_of_cell import (
    is_day,
    is_firm,
    is_number,
    is_other_than_in_force,
    is_paid_every,
    is_period,
    is_price,
    is_status,
    is_sum,
    is_wordy,
    last,
    mostly,
    tells_of_a_change,
    tells_of_time,
    unlike,
)
from data.readers.own_register.value_columns import is_amount_of, is_paid, is_unit_price, is_value_period, use_of

_MAY_SUPPLY = frozenset(("organisation", "name"))
"""Words of a column that names the one or the other party to a contract."""
_NO_THING = frozenset(
    ("address", "classification", "comment", "contact", "cpv", "email", "note", "postcode", "reason", "region",
     "review", "saving", "subcontractor", "team", "update", "ward", "website")
)  # fmt: skip
"""Words of columns that hold many words and are none of what was bought."""
_HOW_IT_WAS_BOUGHT = frozenset(
    ("form", "type", "route", "procedure", "method", "framework", "via", "under", "procured", "process", "standard",
     "condition", "dps", "source")
)  # fmt: skip
"""Words of a column that may name a public body, whose framework was used, or its standard form, and no buyer."""
_EARLY_END = frozenset(("termination", "contract", "agreement", "date"))
_BEFORE_THIS = frozenset(("previous", "prior", "former", "old", "incumbent", "clause"))
"""Words of a column that is about another contract, or about what may come."""
_PART_OF_A_BODY = frozenset(("service", "activity", "name"))
_HELD = frozenset(("contract", "agreement"))
_CARE = frozenset(("placement", "care", "service", "support", "provision", "accommodation", "package"))
_BARE_COSTS = (("value",), ("fee",), ("charge",))
_HOW_OFTEN = frozenset(("frequency", "payment", "billing", "invoice"))
_RATES = (("rate",), ("contract", "rate"), ("agreed", "rate"))
_FROM_THEM = re.compile(r"\bfrom\b|\bto (?:the )?(?:council|authority|trust|us|client|board|university)\b")
_IN_ALL = frozenset(("total", "whole", "life", "overall", "aggregate"))
_PER_A_PERIOD = re.compile(r"\s*(?:per|each|every|an?)\s+\w|\s*p\.?\s?[amwq]\b|\s*pcm\b", re.IGNORECASE)
_SAYS_HOW_OFTEN = frozenset(
    ("rate", "basis", "per", "frequency", "period", "unit", "payment", "paid", "how", "often", "payable", "value")
)
"""Words of a column that says how often a rate is paid, and not how often a contract is reviewed or visited."""
_PROCEDURE = re.compile(
    r"\b(?:open|closed|restricted|tender\w*|quot\w*|framework\w*|direct|award\w*|call|waiver|exempt\w*|compet\w*|negotiat\w*"
    r"|dps|rfq|itt|psr|procedure|threshold|light|touch|procure\w*|catalogue"
    r"|marketplace|marketed|market (?:test|engage|sound|research)\w*|route to market|provider|single|selective"
    r"|purchas\w*|rm\s?\d+|crown|nhs|collaborat\w*|extension|renewal|variation)\b",
    re.IGNORECASE,
)
"""Words of a way to buy, which a route of buses has not."""
_JOURNEY = re.compile(
    r"\w (?:to|via) \w|\w\s?[-\u2013/]\s\w|\b(?:route|service) \w?\d|\b(?:mini)?bus(?:es)?\b|\A\w?\d+\w? [a-z]",
    re.IGNORECASE,
)
"""From where to where, or the number of a bus: "Harden - Moorby", "Service 12", "47 Hospital Link"."""


def put_right(names: list[str], cells: Mapping[str, list[Any]], uses: dict[str, ColumnUse]) -> None:
    """Put right by the cells what names leave open: who buys, and an end that is later than the current one."""
    given = {use.fact: use.column for use in uses.values()}
    unused = [name for name in names if name not in uses and cells[name]]
    _who_buys(given, unused, cells, uses)
    _position_in_words(cells, uses)
    if not given.keys() & {"start_date", *ENDS}:
        both = next((name for name in unused if mostly(is_period, cells[name], 0.5)), "")
        if both:
            uses[both] = use_of("period", both, "by its cells, which hold a first and a last day")
    _narrower_than_a_title(given, cells, uses)
    _number_of_an_agreement(given, unused, cells, uses)
    _of_a_report(given, uses)
    half = max(map(len, cells.values()), default=0) / 2
    bodies = (name for name in unused if len(cells[name]) >= half and _names_bodies(name, cells[name]))
    if "buyer" not in given and (body := next(bodies, "")):
        uses[body] = use_of("buyer", body, "by its cells, which name public bodies")
    if "terminated_date" not in given and (early := _ended_early(given, unused, cells)):
        uses[early] = use_of("terminated_date", early, "by its cells, since few rows state it beside an end")
    asked = any(not is_vat_rate(name) for name, use in uses.items() if use.fact == "vat")
    if not asked and (ticked := next((name for name in unused if _asks_for_vat(name, cells[name])), "")):
        uses[ticked] = use_of("vat", ticked, "by its cells, which say yes or no")
    if rate := next((name for name in unused if name not in uses and is_vat_rate(name)), ""):
        uses[rate] = use_of("vat", rate, "by its name, the rate of VAT")
    if often := _how_often(given, unused, cells):
        uses[often] = use_of("value_period", often, "by its cells, which say how often the cost is paid")
    _at_a_rate([name for name in unused if name not in uses], cells, uses)
    _routes_of_buses(unused, cells, uses)
    _without_names(unused, cells, uses)
    _said_in_passing([name for name in unused if name not in uses], cells, uses)
    _later_than_the_current(given, cells, uses)


def _who_buys(
    given: dict[str, str], unused: list[str], cells: Mapping[str, list[Any]], uses: dict[str, ColumnUse]
) -> None:
    """Put right a column that is called as one of buyers and names people, or companies."""
    if "buyer" in given and (body := _body_beside_people(given["buyer"], unused, cells)):
        del uses[given.pop("buyer")]
        uses[body] = use_of("buyer", body, "by its cells, which name public bodies, as those of Buyer do not")
    if "buyer" in given and "supplier" not in given and _are_firms(given["buyer"], cells):
        firms = given["supplier"] = given.pop("buyer")
        uses[firms] = use_of("supplier", firms, "by its cells, which name companies")


def _position_in_words(cells: Mapping[str, list[Any]], uses: dict[str, ColumnUse]) -> None:
    """Read a "Position" as a remark where fewer than half of its cells state a status, and none in a word or two."""
    for name, use in list(uses.items()):
        if use.fact != "status" or "position" not in header(name).words or mostly(is_status, cells[name], 0.5):
            continue
        if not any(is_other_than_in_force(cell) and len(cell_values.text(cell).split()) <= 2 for cell in cells[name]):
            uses[name] = use_of("remark", name, "by its cells, few of which state a status")


def _later_than_the_current(
    given: Mapping[str, str], cells: Mapping[str, list[Any]], uses: dict[str, ColumnUse]
) -> None:
    """Take an end that is never before the current end, and later in some row, as the latest."""
    if not {"end_date", "current_end_date"} <= given.keys() or "latest_end_date" in given:
        return
    first, now = given["end_date"], given["current_end_date"]
    pairs = [(last(one), last(other)) for one, other in zip(cells[first], cells[now], strict=False)]
    stated = [(one, other) for one, other in pairs if one and other]
    same_rows = len(cells[first]) == len(cells[now])
    if same_rows and stated and all(one >= other for one, other in stated) and any(a > b for a, b in stated):
        uses[first] = use_of("latest_end_date", first, "since it is later than the current end")


def _ended_early(given: Mapping[str, str], unused: list[str], cells: Mapping[str, list[Any]]) -> str:
    """Return a column called "Termination Date" that stands beside one of the ends and that fewer than half fill."""
    ends = next((given[fact] for fact in ("end_date", "current_end_date") if fact in given), "")
    return next(
        (
            name
            for name in unused
            if ends and "termination" in header(name).words and _EARLY_END.issuperset(header(name).words)
            if len(cells[name]) * 2 < len(cells[ends]) and mostly(is_day, cells[name], 0.8)
        ),
        "",
    )


def _asks_for_vat(name: str, cells: list[Any]) -> bool:
    """Say whether a column asks whether the value holds VAT, such as "Value includes VAT?" over yes and no."""
    return bool(header(name).vat) and mostly(lambda cell: cell_values.tick(cell) is not None, cells, 0.9)


def _how_often(given: Mapping[str, str], unused: list[str], cells: Mapping[str, list[Any]]) -> str:
    """Return a column such as "Frequency" beside a bare "Cost"; a "Contract value" is the whole, paid in parts."""
    if "value_period" in given or "value" not in given:
        return ""
    cost = given["value"]
    per = next((name for name in unused if _says_what_a_sum_is_per(name, cells[name])), "")
    if per and not _IN_ALL & set(header(cost).words) and not any(is_amount_of(header(name)) for name in unused):
        return per
    if "value" in cost.lower() or header(cost).words not in _BARE_COSTS:
        return ""
    asked = (name for name in unused if "frequency" in header(name).words and header(name).words[0] in _HOW_OFTEN)
    return next((name for name in asked if mostly(is_value_period, cells[name], 0.9)), "")


def _says_what_a_sum_is_per(name: str, cells: list[Any]) -> bool:
    """Say whether a column called "Frequency" alone writes "per annum", "per month" and the like: its sum is for that.

    "Monthly" may be how often a whole sum is paid in parts; one that is paid once is the whole.
    """
    if header(name).words != ("frequency",) or not mostly(is_value_period, cells, 1.0):
        return False
    periods = [cell for cell in cells if value_period(cell) != WHOLE]
    return bool(periods) and all(_PER_A_PERIOD.match(cell) for cell in periods)


def _names_bodies(name: str, cells: list[Any]) -> bool:
    """Say whether a column names public bodies: most of its cells do, or half of them where it is of departments."""
    if _HOW_IT_WAS_BOUGHT & set(header(name).words):
        return False
    return mostly(is_body, cells, 0.5 if "department" in header(name).words else 0.8)


def _body_beside_people(buyer: str, unused: list[str], cells: Mapping[str, list[Any]]) -> str:
    """Return the column that names public bodies where none is named by that of the buyer, who may be a person."""
    bodies = [name for name in unused if not _about(name) and mostly(is_body, cells[name], 0.8)]
    if not bodies or not cells[buyer] or any_body(cells[buyer]):
        return ""
    return next((name for name in bodies if best_name("buyer", header(name).words)), bodies[0])


def _are_firms(name: str, cells: Mapping[str, list[Any]]) -> bool:
    """Say whether a column called "Organisation" names companies and no public body."""
    either = set(header(name).words) <= _MAY_SUPPLY
    return either and mostly(is_firm, cells[name], 0.5) and not any(map(is_body, cells[name]))


def _narrower_than_a_title(given: dict[str, str], cells: Mapping[str, list[Any]], uses: dict[str, ColumnUse]) -> None:
    """Leave a title that is a number, a length of time or a "Service" of the body where another column describes."""
    title, described = given.get("title", ""), given.get("description", "")
    if not (title and described and cells[title] and mostly(is_wordy, cells[described], 0.5)):
        return
    if mostly(is_number, cells[title], 0.8):
        del uses[given.pop("title")]
        if "reference" not in given:
            uses[title] = use_of("reference", title, "by its cells, which are numbers")
        return
    of_a_thing = best_name("title", header(described).words) > 0
    if of_a_thing and set(header(title).words) <= _HELD and mostly(tells_of_time, cells[title], 0.5):
        del uses[given.pop("title")]
        uses[described] = use_of("title", described, "by its cells, since those of another column tell how long")
        return
    if (
        set(header(title).words) <= _PART_OF_A_BODY
        and unlike(cells[described])
        and not (mostly(is_wordy, cells[title], 0.3) and unlike(cells[title]))
    ):
        del uses[given.pop("title")]


def _number_of_an_agreement(
    given: dict[str, str], unused: list[str], cells: Mapping[str, list[Any]], uses: dict[str, ColumnUse]
) -> None:
    """Read an "Agreement" whose cells are numbers as the number of the contract where another column has words."""
    title, other = given.get("title", ""), [name for name in unused if not _about(name)]
    worded = any(mostly(is_wordy, cells[name], 0.6) and unlike(cells[name]) for name in other)
    if title and "description" not in given and worded and mostly(is_number, cells[title], 0.8):
        del uses[given.pop("title")]
        unused.append(title)
    if "reference" in given:
        return
    called = (name for name in unused if set(header(name).words) <= _HELD and mostly(is_number, cells[name], 0.8))
    if number := next(called, ""):
        uses[number] = use_of("reference", number, "by its cells, which are numbers")


def _of_a_report(given: dict[str, str], uses: dict[str, ColumnUse]) -> None:
    """Read "Latest End Date" beside "Earliest Start Date" as the end: so a report calls the days of one contract."""
    start, end = given.get("start_date", ""), given.get("latest_end_date", "")
    if not start or not end or set(given) & (set(ENDS) - {"latest_end_date"}):
        return
    if header(start).words[:1] == ("earliest",) and header(end).words[:1] == ("latest",):
        uses[end] = use_of("end_date", given.pop("latest_end_date"), "since the first day is called the earliest")


def _without_names(unused: list[str], cells: Mapping[str, list[Any]], uses: dict[str, ColumnUse]) -> None:
    """Tell by their cells who supplies, what it costs and what was bought, where a table of contracts does not name it.

    A table is one of contracts where it names two of supplier, amount and days.
    """
    given = {use.fact for use in uses.values()}
    left = [name for name in unused if name not in uses and not _about(name)]
    if "supplier" not in given and (firms := next((name for name in left if mostly(is_firm, cells[name], 0.5)), "")):
        uses[firms] = use_of("supplier", firms, "by its cells, which name companies")
    if not given & set(AMOUNTS):
        _sums(left, cells, uses)
    given = {use.fact for use in uses.values()}
    if (
        given & {"title", "description"}
        or bool("supplier" in given) + bool(given & set(AMOUNTS)) + bool(given & {*ENDS, "start_date"}) < 2
    ):
        return
    told = [name for name in left if name not in uses and mostly(is_wordy, cells[name], 0.6) and unlike(cells[name])]
    told += [name for name in unused if name not in uses and _is_kind_of_care(name, cells[name])]
    if bought := next(iter(told), ""):
        uses[bought] = use_of("title", bought, "by its cells, since no column is called so: look at it")


def _at_a_rate(unused: list[str], cells: Mapping[str, list[Any]], uses: dict[str, ColumnUse]) -> None:
    """Read a "Rate" as the amount where nothing else is one and each row says that it is paid a month, a year or so."""
    given = {use.fact: use.column for use in uses.values()}
    rate = next((name for name in unused if header(name).words in _RATES and mostly(is_price, cells[name], 1.0)), "")
    if not rate:
        return
    if given.keys() & set(AMOUNTS):
        _period_of_the_rate(rate, given, list(cells), uses)
        return
    stated = [given["value_period"]] if "value_period" in given else [name for name in unused if name != rate]
    stated = [name for name in stated if _SAYS_HOW_OFTEN.issuperset(header(name).words)]
    per = (name for name in stated if len(cells[name]) == len(cells[rate]) and all(map(is_paid_every, cells[name])))
    if period := next(per, ""):
        uses[rate] = use_of("value", rate, "by its cells, and since another column says how often it is paid")
        uses[period] = use_of("value_period", period, "by its cells, which say how often the rate is paid")


def _period_of_the_rate(rate: str, given: Mapping[str, str], order: list[str], uses: dict[str, ColumnUse]) -> None:
    """Leave a "Per" that stands right behind a "Rate" beside the value: it is of the rate, and not of the value."""
    period = given.get("value_period", "")
    if period and order.index(period) == order.index(rate) + 1:
        del uses[period]


def _routes_of_buses(unused: list[str], cells: Mapping[str, list[Any]], uses: dict[str, ColumnUse]) -> None:
    """Leave a "Route" to be the title where nothing else is, most cells tell a journey, and none is a procedure."""
    if any(use.fact in ("title", "description") for use in uses.values()):
        return
    route = next(
        (name for name, use in uses.items() if use.fact == "procedure" and header(name).words == ("route",)), ""
    )
    texts = [cell_values.text(cell) for cell in cells[route]] if route else []
    if mostly(lambda cell: bool(_JOURNEY.search(cell)), texts, 0.5) and not any(map(_PROCEDURE.search, texts)):
        del uses[route]
        unused.insert(0, route)


def _sums(left: list[str], cells: Mapping[str, list[Any]], uses: dict[str, ColumnUse]) -> None:
    """Take the first column of sums in pounds for the whole, and the first whose name tells a period for a year's."""
    priced = [name for name in left if mostly(is_sum, cells[name], 0.6) and not _is_no_whole(name)]
    for fact in ("value", "annual"):
        if sums := next((name for name in priced if bool(header(name).period) == (fact == "annual")), ""):
            uses[sums] = use_of(fact, sums, "by its cells, which are sums in pounds")


def _is_no_whole(name: str) -> bool:
    """Say whether a column is called after the price of one thing, money that comes in, or what was spent in a year.

    So are "Annual payment from operator" and "Spend 2025/26"; "Spend a year (2025/26)" is a yearly amount.
    """
    said = header(name)
    comes_in = "payment" in said.words and bool(_FROM_THEM.search(" ".join(said.words)))
    return is_unit_price(said) or comes_in or (not said.period and year_named(name) is not None and is_paid(said))


def _is_kind_of_care(name: str, cells: list[Any]) -> bool:
    """Say whether a column is called "Type of placement" or the like and tells it in words."""
    words = set(header(name).words)
    return "type" in words and words <= {"type", "of", *_CARE} and mostly(is_wordy, cells, 0.6)


def _said_in_passing(left: list[str], cells: Mapping[str, list[Any]], uses: dict[str, ColumnUse]) -> None:
    """Read a column of colours as the status by cells that state one, others as remarks by those that tell a change."""
    has_status = any(use.fact == "status" for use in uses.values())
    for name in left:
        if not has_status and "rag" in header(name).words and any(map(is_other_than_in_force, cells[name])):
            uses[name], has_status = use_of("status", name, "by its cells, some of which state one"), True
        elif not _BEFORE_THIS & set(header(name).words) and any(map(tells_of_a_change, cells[name])):
            uses[name] = use_of(
                "remark", name, "by its cells, which say that a contract was extended, ended or changed"
            )


def _about(name: str) -> bool:
    """Say whether a column is called after something that is neither a thing bought nor a firm."""
    return bool(set(header(name).words) & (FACTS["title"].without | _NO_THING))
