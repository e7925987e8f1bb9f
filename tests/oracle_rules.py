"""The rules of the policy read a second time, one contract at a time, from the text of section 10 alone.

A rule answers True (the contract leaves here), False (it does not) or None (not known). Nothing here imports
the rules, the engine or any array library: it is slow on purpose, and the tests hold the engine against it.
"""

from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from itertools import product

Row = dict
Settings = dict
Answer = bool | None
DAY = timedelta(days=1)


# Section 2: unknown is not no. Kleene's logic of three values.
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


def possible(answer: Answer) -> tuple[bool, ...]:
    """List what an answer may turn out to be."""
    return (True, False) if answer is None else (answer,)


def agreed(answers) -> Answer:
    """Give the answer on which all agree, else not known."""
    found = set(answers)
    return found.pop() if len(found) == 1 else None


# Stage 1: scope. Section 1 of the design; 10.6 neutral is certain; 10.15 nations.
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


# Stage 2: trigger. 10.2: both edges of the window are inside.
def years_after(day: date, years: int) -> date:
    """Give the same day in a later year; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def window(row: Row, setting: Settings) -> Answer:
    first = setting["window.start"]
    last = years_after(first, setting["window.years"]) - DAY
    latest = row["latest_end_date"] if setting["window.end"] == "after_extensions" else None
    end = latest or row["end_date"]
    if end is None:
        return None
    over = end < first
    early = first <= end < years_after(first, setting["window.delay_years"])
    if over and setting["window.ended"] == "leave_out":
        return True
    if over or early:  # let once more, for the same term, unless another row of the table stands for that
        if row["successor_id"] is not None:
            return True
        if row["start_date"] is None:
            return None
        end += end - row["start_date"] + DAY
    return not first <= end <= last


# Stage 3: criteria. 10.3 people at risk, 10.4 rights, 10.5 certainty of the classification.
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


# Stage 4: exemptions. 10.7 public to public, 10.8 thresholds, at or above which a contract is caught.
@cache
def pence(pounds: float, pence_a_pound: int = 100) -> int:
    """Round pounds to pence, halves to even; 120 pence a pound adds VAT."""
    return round(Fraction(pounds) * pence_a_pound)


def usable(row: Row, column: str) -> float | None:
    return None if row["value_quality"] in ("placeholder", "foreign") else row[column]


def readings(pounds: float, vat_basis: str | None, *, with_vat: bool) -> set[int]:
    """List the pence that may be meant: where the source does not speak of VAT it may be inside or not."""
    if not with_vat:
        return {pence(pounds)}
    return {pence(pounds, 120)} if vat_basis in ("ex", "inc") else {pence(pounds), pence(pounds, 120)}


def statutory_figures(row: Row) -> set[int | None]:
    """List the figures of 2026-27 in pounds that may apply; None where the regime has no threshold."""
    regime = under_health_regime(row)
    if regime:
        return {None}
    kinds = is_one_of(row["instrument"], ("concession",)), yes_or_no(row["light_touch"])
    central = is_one_of(row["buyer_kind"], ("central", "nhs"))
    figures = {
        (5_372_609 if light else 5_193_000) if concession
        else 663_540 if light else 135_018 if is_central else 207_720
        for concession, light, is_central in product(*map(possible, (*kinds, central)))
    }  # fmt: skip
    return figures | {None} if regime is None else figures


def small(row: Row, setting: Settings) -> Answer:
    statutory = setting["small.figures"] == "statutory"
    if not statutory and setting["small.threshold"] == 0:
        return False
    figures = statutory_figures(row) if statutory else {setting["small.threshold"]}
    if figures == {None}:
        return False
    value = usable(row, "annual_gbp" if setting["small.basis"] == "annual" and not statutory else "value_gbp")
    if value is None:
        return None
    ends = readings(value, row["vat_basis"], with_vat=statutory or setting["small.vat"] == "inc")
    return agreed(figure is not None and end < figure * 100 for figure in figures for end in ends)


def public(row: Row, setting: Settings) -> Answer:
    if setting["public.covers"] == "none":
        return False
    council = is_one_of(row["buyer_kind"], ("local",)) if setting["public.covers"] == "councils" else True
    return all_of(public_supplier(row, setting), council)


def public_supplier(row: Row, setting: Settings) -> Answer:
    kind = known_supplier(row)
    if kind == "public" and not setting["public.owned"]:
        owned = is_one_of(row["supplier_public_kind"], ("owned",))
        return None if owned is None else not owned
    if kind == "joint_venture":
        return setting["public.joint_ventures"]
    return is_one_of(kind, ("public",))


def known_supplier(row: Row) -> str | None:
    return None if row["supplier_kind"] in ("unknown", "none") else row["supplier_kind"]


def suppliers(row: Row, setting: Settings) -> Answer:
    exempt = setting["suppliers.exempt"]
    return is_one_of(known_supplier(row), exempt) if exempt else False


def specialist(row: Row, setting: Settings) -> Answer:
    exempt = setting["specialist.services"]
    return is_one_of(row["service"], exempt) if exempt else False
