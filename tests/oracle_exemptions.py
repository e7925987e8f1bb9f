"""The exemptions read a second time; see oracle_rules for what an answer means."""

from datetime import date
from fractions import Fraction
from functools import cache
from itertools import product

from tests.oracle_rules import Answer, Row, Settings, all_of, due, is_one_of, under_health_regime, yes_or_no


def possible(answer: Answer) -> tuple[bool, ...]:
    """List what an answer may turn out to be."""
    return (True, False) if answer is None else (answer,)


def agreed(answers) -> Answer:
    """Give the answer on which all agree, else not known."""
    found = set(answers)
    return found.pop() if len(found) == 1 else None


# Stage 4: exemptions (semantics 10.7 public to public, 10.8 thresholds), at or above which a contract is caught.
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


LAW = {
    2022: {"central": 138_760, "other": 213_477, "light": 663_540, "concession": 5_336_937, "both": 5_336_937},
    2024: {"central": 139_688, "other": 214_904, "light": 663_540, "concession": 5_372_609, "both": 5_372_609},
    2026: {"central": 135_018, "other": 207_720, "light": 663_540, "concession": 5_193_000, "both": 5_372_609},
}
PINNED = {"statutory": 2026, "statutory_2024": 2024, "statutory_2022": 2022}


def periods(row: Row, setting: Settings) -> set[int]:
    """List the periods whose figures may apply: one that is pinned, or those of the days of letting again."""
    if setting["small.figures"] in PINNED:
        return {PINNED[setting["small.figures"]]}
    end, first = due(row, setting), row["start_date"]
    days = {"planned": [first], None: [first, end]}.get(row["stage"], [end])
    found = set()
    for day in days:
        found |= {min(max(day.year - day.year % 2, 2022), 2026)} if isinstance(day, date) else set(LAW)
    return found


def statutory_figures(row: Row, setting: Settings) -> set[int | None]:
    """List the figures in pounds that may apply; None where the regime has no threshold."""
    regime = under_health_regime(row)
    if regime:
        return {None}
    concession, light = is_one_of(row["instrument"], ("concession",)), yes_or_no(row["light_touch"])
    central = is_one_of(row["buyer_kind"], ("central", "nhs"))
    figures = {
        LAW[period][("both" if is_light else "concession") if conceded else "light" if is_light else who]
        for conceded, is_light, is_central in product(*map(possible, (concession, light, central)))
        for who in ["central" if is_central else "other"]
        for period in periods(row, setting)
    }
    return figures | {None} if regime is None else figures


def small(row: Row, setting: Settings) -> Answer:
    statutory = setting["small.figures"] != "one"
    if not statutory and setting["small.threshold"] == 0:
        return False
    figures = statutory_figures(row, setting) if statutory else {setting["small.threshold"]}
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
    none_of_them = row["supplier_kind"] in ("mixed", "unknown") and row["supplier_public_kind"] == "none"
    if none_of_them and not setting["public.joint_ventures"]:
        return False
    if kind == "public" and not setting["public.owned"]:
        owned = is_one_of(row["supplier_public_kind"], ("owned",))
        return None if owned is None else not owned
    if kind == "joint_venture":
        return setting["public.joint_ventures"]
    return is_one_of(kind, ("public",))


def known_supplier(row: Row) -> str | None:
    return None if row["supplier_kind"] in ("mixed", "unknown", "none") else row["supplier_kind"]


def suppliers(row: Row, setting: Settings) -> Answer:
    exempt = setting["suppliers.exempt"]
    return is_one_of(known_supplier(row), exempt) if exempt else False


def specialist(row: Row, setting: Settings) -> Answer:
    exempt = setting["specialist.services"]
    return is_one_of(row["service"], exempt) if exempt else False
