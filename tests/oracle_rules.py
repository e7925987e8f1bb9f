"""The rules of the policy read a second time, one contract at a time, from docs/semantics.md alone.

A rule answers True (the contract leaves here), False (it does not) or None (not known). Nothing here imports
the rules, the engine or any array library: it is slow on purpose, and the tests hold the engine against it.
"""

from datetime import date, timedelta

Row = dict
Settings = dict
Answer = bool | None
DAY = timedelta(days=1)


# Semantics 2: unknown is not no. Kleene's logic of three values.
def all_of(*answers: Answer) -> Answer:
    if False in answers:
        return False
    return None if None in answers else True


def any_of(*answers: Answer) -> Answer:
    if True in answers:
        return True
    return None if None in answers else False


def is_one_of(value: str | None, values) -> Answer:
    return None if value is None else value in values


def yes_or_no(value: str | None) -> Answer:
    """Read a cell of yes, no or unclear."""
    return {"yes": True, "no": False}.get(value)


# Semantics 10.1: nothing leaves at the count, but whether a row was awarded may not be known.
def counted(row: Row, setting: Settings) -> Answer:
    return None if row["stage"] is None and not setting["counted.planned"] else False


# Stage 1: scope (semantics 1; 10.6 neutral is certain; 10.15 nations).
def authorities(row: Row, setting: Settings) -> Answer:
    kinds = setting["authorities.kinds"]
    if len(kinds) == 7:
        return False
    return None if row["buyer_kind"] is None else row["buyer_kind"] not in kinds


def nations(row: Row, setting: Settings) -> Answer:
    covered = setting["nations.covered"]
    if len(covered) in (0, 4):
        return not covered
    return None if row["nation"] in (None, "UK") else row["nation"] not in covered


def purchase(row: Row, setting: Settings) -> Answer:
    if setting["purchase.goods_and_works"]:
        return False
    return None if row["purchase"] in (None, "unknown") else row["purchase"] != "service"


def frameworks(row: Row, setting: Settings) -> Answer:
    return False if setting["frameworks.include"] else is_one_of(row["instrument"], ("framework", "dps"))


def concessions(row: Row, setting: Settings) -> Answer:
    return False if setting["concessions.include"] else is_one_of(row["instrument"], ("concession",))


def pfi(row: Row, setting: Settings) -> Answer:
    return False if setting["pfi.include"] else is_one_of(row["instrument"], ("pfi",))


def under_health_regime(row: Row) -> Answer:
    """Only a health service, or one that is not known, can be under the regime without saying so."""
    if row["regime"] not in (None, "unknown"):
        return row["regime"] == "health"
    return None if row["group"] in (None, "health") else False


def health(row: Row, setting: Settings) -> Answer:
    return False if setting["health.include"] else under_health_regime(row)


def term(row: Row, setting: Settings) -> Answer:
    minimum = setting["term.minimum_years"]
    if minimum == 0:
        return False
    start, end = row["start_date"], row["latest_end_date"] or row["end_date"]
    if start is None or end is None:
        return None
    return ((end - start).days + 1) * 4 < minimum * 1461  # a year is 365.25 days


# Stage 2: trigger (semantics 10.2): both edges of the window are inside.
def years_after(day: date, years: int) -> date:
    """Give the same day in a later year; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def end_of(row: Row, setting: Settings) -> date | None:
    latest = row["latest_end_date"] if setting["window.end"] == "after_extensions" else None
    return latest or row["end_date"]


def due(row: Row, setting: Settings) -> date | str | None:
    """Give the day on which the contract ends, let once more where the settings say so."""
    first, end = setting["window.start"], end_of(row, setting)
    if end is None:
        return None
    relet = end < first and setting["window.ended"] == "relet_once"
    early = first <= end < years_after(first, setting["window.delay_years"])
    if not (relet or early):
        return end
    if row["successor_id"] is not None:  # another row of the table stands for the time after this one
        return "replaced"
    if row["start_date"] is None or row["start_date"] > end:
        return None
    return end + (end - row["start_date"] + DAY)


def window(row: Row, setting: Settings) -> Answer:
    first = setting["window.start"]
    last = years_after(first, setting["window.years"]) - DAY
    if (stated := end_of(row, setting)) is not None and stated > last:
        return True  # whatever its length, letting it once more moves its end further away
    end = due(row, setting)
    if end in (None, "replaced"):
        return None if end is None else True
    return not first <= end <= last


# Stage 3: criteria (semantics 10.3 people at risk, 10.4 rights, 10.5 certainty of the classification).
DEFINITIONS = {
    "pledge": "meets_pledge_definition", "act_2006": "meets_2006_definition",
    "current": "meets_current_definition", "light_touch": "light_touch",
}  # fmt: skip


def contact(row: Row, setting: Settings) -> Answer:
    levels = ("significant", "incidental") if setting["contact.level"] == "incidental" else ("significant",)
    defined = yes_or_no(row[DEFINITIONS[setting["contact.definition"]]])
    named = yes_or_no(row["named_in_pledge"]) if setting["contact.named"] else False
    met = any_of(all_of(defined, is_one_of(row["contact"], levels)), named)
    groups = setting["contact.groups"]
    return all_of(met, shares_a_word(row["at_risk_groups"], groups)) if groups else met


def coercive(row: Row, setting: Settings) -> Answer:
    levels = ("held", "reports", "minor")
    return is_one_of(row["coercive"], levels[: levels.index(setting["coercive.level"]) + 1])


def rights(row: Row, setting: Settings) -> Answer:
    articles = setting["rights.articles"]
    return shares_a_word(row["echr_articles"], articles) if articles else False


def shares_a_word(text: str | None, words) -> Answer:
    return None if text is None else any(word in text.split() for word in words)


def sure_enough(row: Row, setting: Settings) -> Answer:
    order = ("possible", "probable", "certain")
    if setting["criteria.certainty"] == "possible":
        return True
    return is_one_of(row["service_confidence"], order[order.index(setting["criteria.certainty"]) :])


def criteria(row: Row, setting: Settings) -> Answer:
    needed = setting["criteria.needed"]
    if needed == 0:
        return False
    sure = sure_enough(row, setting)
    tests = (("contact", contact), ("coercive", coercive), ("rights", rights))
    met = [all_of(test(row, setting), sure) for name, test in tests if setting[f"{name}.on"]]
    if met.count(True) >= needed:
        return False
    return True if met.count(True) + met.count(None) < needed else None
