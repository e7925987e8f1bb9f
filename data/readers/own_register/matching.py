"""Guess a mapping: each column by the words of its name, and by its cells where the name could mean two things."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from data.classify.parties import buyer_kind
from data.model import cell_values
from data.readers.cells import amounts, days, remarks, terms
from data.readers.cells.choices import (
    FORMS,
    IN_FORCE,
    KINDS_OF_BUYER,
    KINDS_OF_SUPPLIER,
    PURCHASES,
    ended_by_remark,
    no_contract,
    sets_up_framework,
    sets_up_purchasing_system,
    status,
    value_period,
)
from data.readers.own_register.column_names import SAME_NAME, best_name, by_name, is_vat_rate, is_whole_name
from data.readers.own_register.facts import AMOUNTS, CHOICE, COUNT, DAY, ENDS, FACTS, LITERAL, TERM, Fact
from data.readers.own_register.header_words import header, unit_alone
from data.readers.own_register.mapping import ColumnUse, RegisterMapping
from data.readers.own_register.survey import version
from data.readers.own_register.value_columns import amount_columns, is_unit_price, is_value_period, use_of

SAMPLE_ROWS = 200
_LOOKED_AT = 1_000
_COMPANY = re.compile(
    r"\b(?:ltd|limited|plc|llp|cic|inc|llc|l\.l\.p|co\.?|company|group|services|partnership)\.?$", re.IGNORECASE
)
_FIRM = re.compile(r"\b(?:ltd|limited|plc|llp|cic)\.?$", re.IGNORECASE)
"""What no more than a firm's name ends with: a kind of goods may end with "services" too."""
_WORDY = re.compile(r"[a-z]{3}.*\s.*[a-z]{2}", re.IGNORECASE)
_BODY = re.compile(
    r"\b(?:council|london borough|nhs|constabulary|police|fire (?:and|&) rescue|university|combined authority"
    r"|housing (?:association|group|trust)|development corporation"
    r"|academ(?:y|ies) trust|integrated care board|home office|ministry of|department (?:for|of))\b",
    re.IGNORECASE,
)
_KIND_OF_BODY = re.compile(
    r"(?:non[\s-]*)?(?:nhs|council|constabulary|police|fire (?:and|&) rescue|university|housing association)"
    r"(?: (?:providers?|bod(?:y|ies)|organisations?|trusts?|suppliers?))?",
    re.IGNORECASE,
)
"""What kind of body somebody is, or is not, and no name of one: "Non NHS", "NHS provider"."""
_STANDARD_FORM = re.compile(r"nhs (?:standard|terms|conditions)\b", re.IGNORECASE)
"""The terms on which health services are bought: "NHS Standard Contract (shorter form)"."""
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
_OF_TIME = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|ten)[\s-](?:years?|yrs?|months?)\b|\brolling\b|\brenew"
    r"|\b(?:annual(?:ly)?|yearly|monthly)(?:[,;(]|\W*$)",
    re.IGNORECASE,
)
_CARE = frozenset(("placement", "care", "service", "support", "provision", "accommodation", "package"))
_BARE_COSTS = (("value",), ("fee",), ("charge",))
_HOW_OFTEN = frozenset(("frequency", "payment", "billing", "invoice"))
_OF_SEVERAL = frozenset(("lead", "main", "other", "additional", "further", "joint"))
"""Words that tell one column of suppliers from the next, such as "Lead supplier" and "Other suppliers"."""
_PARTY = frozenset(("supplier", "contractor", "provider", "name", "of"))
"""Words of a column of suppliers; a second bidder or tenderer may be the one who was not chosen."""
_ORDINALS = frozenset(("first", "second", "third", "fourth", "fifth", "1st", "2nd", "3rd", "4th"))
_RATES = (("rate",), ("contract", "rate"), ("agreed", "rate"))
_LEAST_PRICE = 2
"""Pounds below which a rate may be a share or a percentage."""
_SAYS_HOW_OFTEN = frozenset(
    ("rate", "basis", "per", "frequency", "period", "unit", "payment", "paid", "how", "often", "payable", "value")
)
"""Words of a column that says how often a rate is paid, and not how often a contract is reviewed or visited."""
_PERIOD_OF_ONE = re.compile(
    r"\b(?:per|an?|each|every|paid|payable|rate|calendar|half|semi|bi|four|two|three|six|in|advance|arrears)\b"
)
"""What stands beside the one word of a period: "per calendar month", "half-yearly"; not "per month per vehicle"."""
_PROCEDURE = re.compile(
    r"\b(?:open|closed|restricted|tender\w*|quot\w*|framework\w*|direct|award\w*|call|waiver|exempt\w*|compet\w*|negotiat\w*"
    r"|dps|rfq|itt|psr|procedure|threshold|light|touch|procure\w*|catalogue|market\w*|provider|single|selective"
    r"|purchas\w*|rm\s?\d+|crown|nhs|collaborat\w*|extension|renewal|variation)\b",
    re.IGNORECASE,
)
"""Words of a way to buy, which a route of buses has not."""
_JOURNEY = re.compile(
    r"\w (?:to|via) \w|\w\s?[-\u2013/]\s\w|\b(?:route|service) \w?\d|\b(?:mini)?bus(?:es)?\b|\A\w?\d+\w? [a-z]",
    re.IGNORECASE,
)
"""From where to where, or the number of a bus: "Harden - Moorby", "Service 12", "47 Hospital Link"."""
Rows = Sequence[Mapping[str, Any]]


def guess(
    columns: Iterable[str], sample: Iterable[Mapping[str, Any]], *, in_thousands: bool = False
) -> RegisterMapping:
    """Return the mapping of a table by its columns, in their order, and its first rows; each column has a use.

    `in_thousands` is whether a line beside the table says that its amounts are in thousands or millions.
    """
    names, rows = [name for name in columns if name], list(sample)
    cells = {name: [_begun(row[name]) for row in rows if not _blank(row.get(name))] for name in names}
    called = _beside_their_codes(names)
    uses = amount_columns(names, cells, in_thousands=in_thousands)
    scored = sorted(
        (-score, place, fact)
        for place, name in enumerate(names)
        if name not in uses
        for fact, score in _scores(called.get(name, name), cells[name])
    )
    taken = {use.fact for use in uses.values()}
    for _, place, fact in scored:
        name = names[place]
        if name not in uses and (fact not in taken or _sibling(name, fact, uses)):
            uses[name] = use_of(fact, name, "by its name")
            taken.add(fact)
    _by_cells(names, cells, uses)
    return RegisterMapping(tuple(uses.get(name) or ColumnUse(name, "none") for name in names))


def _begun(cell: Any) -> Any:
    """Return of a long text its beginning: what a column holds shows there, and many patterns look at each cell."""
    return cell[:_LOOKED_AT] if isinstance(cell, str) else cell


def of_names(named: Mapping[str, str]) -> RegisterMapping:
    """Return the mapping of our facts → their columns, as the library takes it; "=text" is the same for all rows."""
    columns = tuple(use_of(fact, theirs) for fact, theirs in named.items() if not theirs.startswith(LITERAL))
    return RegisterMapping(
        columns, {fact: theirs.removeprefix(LITERAL) for fact, theirs in named.items() if theirs.startswith(LITERAL)}
    )


def _by_cells(names: list[str], cells: Mapping[str, list[Any]], uses: dict[str, ColumnUse]) -> None:
    """Put right by the cells what names leave open: who buys, and an end that is later than the current one."""
    given = {use.fact: use.column for use in uses.values()}
    unused = [name for name in names if name not in uses and cells[name]]
    _who_buys(given, unused, cells, uses)
    if not given.keys() & {"start_date", *ENDS}:
        both = next((name for name in unused if _mostly(_is_period, cells[name], 0.5)), "")
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


def _later_than_the_current(
    given: Mapping[str, str], cells: Mapping[str, list[Any]], uses: dict[str, ColumnUse]
) -> None:
    """Take an end that is never before the current end, and later in some row, as the latest."""
    if not {"end_date", "current_end_date"} <= given.keys() or "latest_end_date" in given:
        return
    first, now = given["end_date"], given["current_end_date"]
    pairs = [(_last(one), _last(other)) for one, other in zip(cells[first], cells[now], strict=False)]
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
            if len(cells[name]) * 2 < len(cells[ends]) and _mostly(_is_day, cells[name], 0.8)
        ),
        "",
    )


def _asks_for_vat(name: str, cells: list[Any]) -> bool:
    """Say whether a column asks whether the value holds VAT, such as "Value includes VAT?" over yes and no."""
    return bool(header(name).vat) and _mostly(lambda cell: cell_values.tick(cell) is not None, cells, 0.9)


def _how_often(given: Mapping[str, str], unused: list[str], cells: Mapping[str, list[Any]]) -> str:
    """Return a column such as "Frequency" beside a bare "Cost"; a "Contract value" is the whole, paid in parts."""
    cost = given.get("value", "value")
    if "value_period" in given or "value" in cost.lower() or header(cost).words not in _BARE_COSTS:
        return ""
    asked = (name for name in unused if "frequency" in header(name).words and header(name).words[0] in _HOW_OFTEN)
    return next((name for name in asked if _mostly(is_value_period, cells[name], 0.9)), "")


def _names_bodies(name: str, cells: list[Any]) -> bool:
    """Say whether a column names public bodies: most of its cells do, or half of them where it is of departments."""
    if _HOW_IT_WAS_BOUGHT & set(header(name).words):
        return False
    return _mostly(_is_body, cells, 0.5 if "department" in header(name).words else 0.8)


def _beside_their_codes(names: list[str]) -> dict[str, str]:
    """Return what the columns of a ledger are called of which one holds a code and one, with "(T)", its text."""
    called = dict[str, str]()
    for name in names:
        code = name[:-3].rstrip()
        if name.endswith("(T)") and code in names:
            called[name] = code.removesuffix("ID").removesuffix("code").rstrip() or code
            called[code] = called[name] + " code"
    return called


def _body_beside_people(buyer: str, unused: list[str], cells: Mapping[str, list[Any]]) -> str:
    """Return the column that names public bodies where none is named by that of the buyer, who may be a person."""
    bodies = [name for name in unused if not _about(name) and _mostly(_is_body, cells[name], 0.8)]
    if not bodies or not cells[buyer] or any_body(cells[buyer]):
        return ""
    return next((name for name in bodies if best_name("buyer", header(name).words)), bodies[0])


def _are_firms(name: str, cells: Mapping[str, list[Any]]) -> bool:
    """Say whether a column called "Organisation" names companies and no public body."""
    either = set(header(name).words) <= _MAY_SUPPLY
    return either and _mostly(_is_firm, cells[name], 0.5) and not any(map(_is_body, cells[name]))


def few_bodies(cells: Iterable[Any]) -> bool:
    """Say whether fewer than half of what some cells name are public bodies of a known kind."""
    named = {text for cell in cells if (text := cell_values.text(cell))}
    return sum(bool(buyer_kind(text).kind) for text in named) * 2 < len(named)


def any_body(cells: Iterable[Any]) -> bool:
    """Say whether a cell names a public body of a known kind."""
    return any(buyer_kind(text).kind for text in {cell_values.text(cell) for cell in cells} if text)


def _narrower_than_a_title(given: dict[str, str], cells: Mapping[str, list[Any]], uses: dict[str, ColumnUse]) -> None:
    """Leave a title that is a number, a length of time or a "Service" of the body where another column describes."""
    title, described = given.get("title", ""), given.get("description", "")
    if not (title and described and cells[title] and _mostly(_is_wordy, cells[described], 0.5)):
        return
    if _mostly(_is_number, cells[title], 0.8):
        del uses[given.pop("title")]
        if "reference" not in given:
            uses[title] = use_of("reference", title, "by its cells, which are numbers")
        return
    of_a_thing = best_name("title", header(described).words) > 0
    if of_a_thing and set(header(title).words) <= _HELD and _mostly(_tells_of_time, cells[title], 0.5):
        del uses[given.pop("title")]
        uses[described] = use_of("title", described, "by its cells, since those of another column tell how long")
        return
    if (
        set(header(title).words) <= _PART_OF_A_BODY
        and _unlike(cells[described])
        and not (_mostly(_is_wordy, cells[title], 0.3) and _unlike(cells[title]))
    ):
        del uses[given.pop("title")]


def _number_of_an_agreement(
    given: dict[str, str], unused: list[str], cells: Mapping[str, list[Any]], uses: dict[str, ColumnUse]
) -> None:
    """Read an "Agreement" whose cells are numbers as the number of the contract where another column has words."""
    title, other = given.get("title", ""), [name for name in unused if not _about(name)]
    worded = any(_mostly(_is_wordy, cells[name], 0.6) and _unlike(cells[name]) for name in other)
    if title and "description" not in given and worded and _mostly(_is_number, cells[title], 0.8):
        del uses[given.pop("title")]
        unused.append(title)
    if "reference" in given:
        return
    called = (name for name in unused if set(header(name).words) <= _HELD and _mostly(_is_number, cells[name], 0.8))
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
    if "supplier" not in given and (firms := next((name for name in left if _mostly(_is_firm, cells[name], 0.5)), "")):
        uses[firms] = use_of("supplier", firms, "by its cells, which name companies")
    if not given & set(AMOUNTS):
        _sums(left, cells, uses)
    given = {use.fact for use in uses.values()}
    if (
        given & {"title", "description"}
        or bool("supplier" in given) + bool(given & set(AMOUNTS)) + bool(given & {*ENDS, "start_date"}) < 2
    ):
        return
    told = [name for name in left if name not in uses and _mostly(_is_wordy, cells[name], 0.6) and _unlike(cells[name])]
    told += [name for name in unused if name not in uses and _is_kind_of_care(name, cells[name])]
    if bought := next(iter(told), ""):
        uses[bought] = use_of("title", bought, "by its cells, since no column is called so: look at it")


def _at_a_rate(unused: list[str], cells: Mapping[str, list[Any]], uses: dict[str, ColumnUse]) -> None:
    """Read a "Rate" as the amount where nothing else is one and each row says that it is paid a month, a year or so."""
    given = {use.fact: use.column for use in uses.values()}
    rate = next((name for name in unused if header(name).words in _RATES and _mostly(_is_price, cells[name], 1.0)), "")
    if not rate:
        return
    if given.keys() & set(AMOUNTS):
        _period_of_the_rate(rate, given, list(cells), uses)
        return
    stated = [given["value_period"]] if "value_period" in given else [name for name in unused if name != rate]
    stated = [name for name in stated if _SAYS_HOW_OFTEN.issuperset(header(name).words)]
    per = (name for name in stated if len(cells[name]) == len(cells[rate]) and all(map(_is_paid_every, cells[name])))
    if period := next(per, ""):
        uses[rate] = use_of("value", rate, "by its cells, and since another column says how often it is paid")
        uses[period] = use_of("value_period", period, "by its cells, which say how often the rate is paid")


def _period_of_the_rate(rate: str, given: Mapping[str, str], order: list[str], uses: dict[str, ColumnUse]) -> None:
    """Leave a "Per" that stands right behind a "Rate" beside the value: it is of the rate, and not of the value."""
    period = given.get("value_period", "")
    if period and order.index(period) == order.index(rate) + 1:
        del uses[period]


def _is_price(cell: Any) -> bool:
    return (amounts.amount(cell).pounds or 0) >= _LEAST_PRICE


def _is_paid_every(cell: Any) -> bool:
    """Say whether a cell names a period of which a year has a known number, and nothing else: "per month", "Annum"."""
    if not isinstance(cell, str) or value_period(cell) not in amounts.A_YEAR:
        return False
    return len(re.findall(r"[a-z.]+", _PERIOD_OF_ONE.sub(" ", cell.lower().replace("p.a", "pa")))) == 1


def _routes_of_buses(unused: list[str], cells: Mapping[str, list[Any]], uses: dict[str, ColumnUse]) -> None:
    """Leave a "Route" to be the title where nothing else is, most cells tell a journey, and none is a procedure."""
    if any(use.fact in ("title", "description") for use in uses.values()):
        return
    route = next(
        (name for name, use in uses.items() if use.fact == "procedure" and header(name).words == ("route",)), ""
    )
    texts = [cell_values.text(cell) for cell in cells[route]] if route else []
    if _mostly(lambda cell: bool(_JOURNEY.search(cell)), texts, 0.5) and not any(map(_PROCEDURE.search, texts)):
        del uses[route]
        unused.insert(0, route)


def _sums(left: list[str], cells: Mapping[str, list[Any]], uses: dict[str, ColumnUse]) -> None:
    """Take the first column of sums in pounds for the whole, and the first whose name tells a period for a year's."""
    priced = [name for name in left if _mostly(_is_sum, cells[name], 0.6) and not is_unit_price(header(name))]
    for fact in ("value", "annual"):
        if sums := next((name for name in priced if bool(header(name).period) == (fact == "annual")), ""):
            uses[sums] = use_of(fact, sums, "by its cells, which are sums in pounds")


def _is_kind_of_care(name: str, cells: list[Any]) -> bool:
    """Say whether a column is called "Type of placement" or the like and tells it in words."""
    words = set(header(name).words)
    return "type" in words and words <= {"type", "of", *_CARE} and _mostly(_is_wordy, cells, 0.6)


def _said_in_passing(left: list[str], cells: Mapping[str, list[Any]], uses: dict[str, ColumnUse]) -> None:
    """Read a column of colours as the status by cells that state one, others as remarks by those that tell a change."""
    has_status = any(use.fact == "status" for use in uses.values())
    for name in left:
        if not has_status and "rag" in header(name).words and any(map(_is_other_than_in_force, cells[name])):
            uses[name], has_status = use_of("status", name, "by its cells, some of which state one"), True
        elif not _BEFORE_THIS & set(header(name).words) and any(map(_tells_of_a_change, cells[name])):
            uses[name] = use_of(
                "remark", name, "by its cells, which say that a contract was extended, ended or changed"
            )


def _tells_of_time(cell: Any) -> bool:
    """Say whether a cell tells how long or until when: "Renewed each April, annually", "until 31 March 2028"."""
    text = cell_values.text(cell)
    return bool(_OF_TIME.search(text) or days.within(text))


def _is_other_than_in_force(cell: Any) -> bool:
    return status(cell_values.text(cell)) not in ("", IN_FORCE)


def _tells_of_a_change(cell: Any) -> bool:
    if not isinstance(cell, str):
        return False
    ended = ended_by_remark(cell) and days.within(cell)
    return bool(ended or days.extended_until(cell) or remarks.tells_of_a_change(cell))


def _about(name: str) -> bool:
    """Say whether a column is called after something that is neither a thing bought nor a firm."""
    return bool(set(header(name).words) & (FACTS["title"].without | _NO_THING))


def _mostly(looks: Callable[[Any], bool], cells: list[Any], share: float) -> bool:
    return bool(cells) and sum(map(looks, cells)) >= share * len(cells)


def _is_firm(cell: Any) -> bool:
    return bool(_FIRM.search(cell_values.text(cell)))


def _is_sum(cell: Any) -> bool:
    return isinstance(cell, str) and "£" in cell and amounts.amount(cell).pounds is not None


def _unlike(cells: list[Any]) -> bool:
    """Say whether most cells differ, as titles do and names of departments do not."""
    return len({cell_values.text(cell) for cell in cells}) * 10 >= len(cells) * 7


def _last(cell: Any) -> Any:
    return days.day(cell, last=True).day


def _is_body(cell: Any) -> bool:
    text = cell_values.text(cell)
    return bool(_BODY.search(text)) and not (_KIND_OF_BODY.fullmatch(text) or _STANDARD_FORM.match(text))


def _blank(cell: Any) -> bool:
    return cell is None or cell_values.text(cell).casefold() in cell_values.BLANKS


def _sibling(name: str, fact: str, uses: Mapping[str, ColumnUse]) -> bool:
    """Say whether a column is one of several of one name, such as "Supplier 2" beside "Supplier 1"."""
    if not FACTS[fact].many:
        return False
    first = next((use.column for use in uses.values() if use.fact == fact), None)
    if first is None:
        return False
    one, other = _unnumbered(first), _unnumbered(name)
    if fact == "supplier":
        if _PARTY.issuperset(other) and _is_further(name):
            return True
        return [word for word in one if word not in _OF_SEVERAL] == [word for word in other if word not in _OF_SEVERAL]
    return one == other or (fact == "extension" and _unlike_in_number(one, other, name))


def _unlike_in_number(one: tuple[str, ...], other: tuple[str, ...], name: str) -> bool:
    """Say whether a column is of a second or third extension, called like the first but for "period"."""
    without = [tuple(word for word in words if word != "period") for words in (one, other)]
    return without[0] == without[1] and bool(_ORDINALS & set(header(name).words))


def _is_further(name: str) -> bool:
    """Say whether a column is of a second or third of its kind: "Second supplier", "Contractor 3"."""
    return any(word in _ORDINALS - {"first", "1st"} or word in ("2", "3", "4", "5") for word in header(name).words)


def _unnumbered(name: str) -> tuple[str, ...]:
    words = header(SAME_NAME.sub("", name)).words
    return tuple(word for word in words if not word.isdigit() and word not in _ORDINALS)


def _scores(name: str, cells: list[Any]) -> list[tuple[str, float]]:
    """Return the facts that a column may give by its name and cells."""
    found = []
    for fact, score in by_name(header(name).words, name):
        if fact == "extension" and "remaining" in header(name).words and all(map(_is_bare_number, cells)):
            continue  # how many remain, and no length
        fits = _fits(fact, FACTS[fact], cells)
        if fits is None or fits >= 0.3 or (fact == "form" and _holds_a_form(cells)):
            found.append((fact, score + (5.0 if fits else 0.0)))
        elif FACTS[fact].kind == DAY and _names_a_date(name) and not _other_kind(cells):
            found.append((fact, score - 20.0))
        elif FACTS[fact].kind not in (CHOICE, COUNT, TERM, DAY) or (
            fact == "status" and is_whole_name(fact, header(name).words)
        ):
            found.append((fact, score - 35.0))
    return found


def _holds_a_form(cells: list[Any]) -> bool:
    """Say whether a cell states a form that counts however few they are, a framework among services and works too."""
    if any(map(_is_of_another_row, cells)):
        return True
    forms = {cell_values.text(cell) for cell in cells}
    among_purchases = _mostly(lambda cell: _one_of(PURCHASES)(cell) or _one_of(FORMS)(cell), cells, 0.9)
    return among_purchases and any(sets_up_framework(form) or sets_up_purchasing_system(form) for form in forms)


def _is_of_another_row(cell: Any) -> bool:
    """Say whether a form is that of a row which is no contract, such as a variation: it counts however few they are."""
    return bool(no_contract(cell_values.text(cell)))


def _names_a_date(name: str) -> bool:
    return bool({"date", "start", "end"} & set(header(name).words))


def _other_kind(cells: list[Any]) -> bool:
    """Say whether the cells of a column that is called like a date are lengths of time or yes and no."""
    other = sum(cell_values.tick(cell) is not None or terms.term(cell).first is not None for cell in cells)
    return other * 10 >= len(cells) * 6


def _fits(fact: str, about: Fact, cells: list[Any]) -> float | None:
    """Return the share of cells that look like a fact, None where they may look like anything or there are none."""
    looks = _LOOKS.get(fact) or {DAY: _is_day, TERM: _is_term, COUNT: _is_count}.get(about.kind)
    if fact == "extension":  # however many contracts have no option
        cells = [cell for cell in cells if terms.term(cell) != terms.NO_LENGTH]
    if looks is None or not cells:
        return None
    return sum(bool(looks(cell)) for cell in cells) / len(cells)


def _is_day(cell: Any) -> bool:
    found = days.day(cell)
    return found.day is not None or "no end" in found.problem


def _is_period(cell: Any) -> bool:
    first, last = days.both_days(days.option_behind_both(cell)[0] if isinstance(cell, str) else cell)
    return first.day is not None and last.day is not None


def _is_bare_number(cell: Any) -> bool:
    return terms.term(cell).bare or terms.term(cell).first is None


def _is_term(cell: Any) -> bool:
    return terms.term(cell).first is not None and not (isinstance(cell, str) and days.only_way(cell))


def _is_option_to_a_day(cell: Any) -> bool:
    """Say whether a cell says in words up to when an option runs; a day alone may be one by which it is decided on."""
    in_words = isinstance(cell, str) and (cell.strip()[:1].isalpha() or days.day(cell).day is None)
    return in_words and days.option_to_a_day(cell) is not None


def _is_count(cell: Any) -> bool:
    return terms.count(cell)[0] is not None


def _is_code(cell: Any) -> bool:
    return bool(re.search(r"\d{8}|\b\d{2}\b", cell_values.text(cell)))


def _is_number(cell: Any) -> bool:
    text = cell_values.text(cell)
    return len(text) <= 20 and " " not in text and any(sign.isdigit() for sign in text)


def _is_wordy(cell: Any) -> bool:
    return bool(_WORDY.search(cell_values.text(cell))) or len(cell_values.text(cell)) > 12


def _is_no_company(cell: Any) -> bool:
    return not _COMPANY.search(cell_values.text(cell))


def _one_of(known: Mapping[str, str] | re.Pattern[str]) -> Any:
    def looks(cell: Any) -> bool:
        text = cell_values.text(cell).casefold()
        return bool(known.search(text)) if isinstance(known, re.Pattern) else text in known

    return looks


_LOOKS: dict[str, Any] = {
    "extension": lambda cell: _is_term(cell) or _is_option_to_a_day(cell),
    "version": lambda cell: version(cell) is not None,
    "title": _is_wordy,
    "buyer": _is_no_company,
    "cpv": _is_code,
    "period": _is_period,
    "value_period": is_value_period,
    "value_unit": lambda cell: bool(unit_alone(cell_values.text(cell))),
    "category": _one_of(PURCHASES),
    "form": _one_of(FORMS),
    "buyer_kind": _one_of(KINDS_OF_BUYER),
    "supplier_kind": lambda cell: cell_values.tick(cell) is not None or _one_of(KINDS_OF_SUPPLIER)(cell),
    "status": lambda cell: bool(status(cell_values.text(cell))) or cell_values.tick(cell) is not None,
    "currency": lambda cell: len(cell_values.text(cell)) <= 20,
    "notice_url": _one_of(re.compile(r"https?:|www\.|\.uk|\.com")),
    "vat": lambda cell: bool(cell_values.text(cell)),
    "region": lambda cell: bool(re.search("[a-z]{3}|^[a-z]{1,2}\\d", cell_values.text(cell).casefold())),
}
