"""Every sentence made of figures, read back: its numbers and claims against the oracle's, for random data and rules.

The oracle decides each contract by itself. A sentence is taken apart by its own words, none of the program's: what a
number in it says must be what the contracts say, rounded as a reader is told, and what it claims must be so.
"""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from output.charts.one_scenario import funnel_chart, groups_chart, periods_chart
from output.charts.tiles import TILES, tiles_chart
from output.contract_tables import contract_table
from output.palette import LIGHT
from output.text import BETWEEN
from policy.analysis.compare import at_once, at_once_words
from policy.analysis.estimate import estimate, estimate_words
from policy.analysis.records import carried, carried_words, look_at
from policy.engine.decide import decide
from policy.measures import MEASURES
from policy.results import sentences
from policy.results.left_open import not_known
from policy.results.ranking import by_largest
from policy.results.rows import names_of
from policy.results.sentences import exemptions_words
from policy.results.totals import NOTHING, Exemption, by, exemptions, funnel, timeline, totals
from policy.rules.trigger import Window
from policy.scenarios.scenario import build_scenario
from tests import oracle
from tests.strategies import plain_rows, scenarios
from tests.truth import AMOUNT, CASES, DATA, SERVICES, Truth, are_few, looking, same_count, same_money, whole

HEADLINE = re.compile(
    r"(?P<about>About )?(?P<n>[\d,]+) of the (?P<of>[\d,]+) contracts here"
    rf"(?P<value>, worth (?P<least>at least )?(?P<worth>{AMOUNT}) a year"
    r"(?P<cover> for (?:the|(?P<near>about)) (?P<known>[\d,]+|one) whose value is known| where a value is known)?,"
    r"|, whose value is not known,)? would [a-z ]+"
    r"(?:; no value a year is known for the other (?P<more>[\d,]+|one))?"
)
NONE = re.compile(
    rf"None of the (?P<of>[\d,]+) contracts here would (?:certainly [a-z ]+; up to (?P<most>[\d,]+) might"
    rf"(?:, worth up to (?P<worth>{AMOUNT}) a year(?: without the (?P<missing>[\d,]+) whose value is not known)?"
    r"|(?P<unknown>, but (?:its|their) value is not known))?|[a-z ]+)"
)


def of_many(said):
    """The sentence on one contract alone in the words of those on several, by which it is read back."""
    if not (found := re.fullmatch(r"The one contract here(.*?) would (not )?(certainly )?(.*)", said)):
        return said
    worth, stays, how, rest = found.groups()
    rest = rest.replace("; it might", "; up to 1 might")
    if stays:
        return f"None of the 1 contracts here would {how or ''}{rest}"
    return f"1 of the 1 contracts here{worth} would {rest}"


def headline_holds(said, truth):
    said = of_many(said)
    count, annual = truth.totals["contracts"], truth.totals["annual_gbp"]
    if said == "There are no contracts here":
        assert not count.of
        return
    assert count.of, "of no contract nothing is said"
    if found := NONE.fullmatch(said):
        assert whole(found["of"]) * 1000 == count.of
        assert count.central <= 500 or are_few(count.low, count.high)
        assert (found["most"] is None) == (count.high == 0)
        if count.high:
            assert whole(found["most"]) - 1 < Fraction(count.high, 1000) <= whole(found["most"])
            assert bool(found["worth"]) == (annual.high > 0)
            assert not found["worth"] or same_money(found["worth"], annual.high)
            assert whole(found["missing"] or "0") == annual.without_value * bool(found["worth"])
            assert bool(found["unknown"]) == (annual.without_value > 0 and not annual.high)
        return
    found = HEADLINE.fullmatch(said)
    assert found, said
    assert not are_few(count.low, count.high), "a share of few contracts is no sum"
    assert whole(found["of"]) * 1000 == count.of
    assert same_count(found["n"], count.central)
    assert bool(found["about"]) == (count.low != count.high)
    if found["worth"]:
        assert same_money(found["worth"], annual.central)
    elif found["value"]:
        assert not annual.central and (annual.silent or annual.without_value)
    else:
        assert not annual.central and not annual.silent, "nothing is said of money, though some is not known"
    known, more = (
        {None: 0, "one": 1}[each] if each in (None, "one") else whole(each) for each in (found["known"], found["more"])
    )
    if found["cover"]:
        assert same_count(str(known), count.central - annual.silent)
        assert known + more == whole(found["n"])
        alone = found["known"] == "one"
        assert bool(found["near"]) == (alone and count.central - annual.silent != 1000), "shares of two are not the one"
    elif found["worth"]:
        assert bool(found["least"]) == (annual.silent > 0), "a sum that leaves contracts out says so"


def certainty_holds(said, truth, waiting):
    count, annual = truth.totals["contracts"], truth.totals["annual_gbp"]
    if said.startswith("Nothing that the rules ask"):
        assert (count.low, annual.low) == (count.high, annual.high)
    elif said.startswith(("No contract meets", "There is no contract")):
        assert not count.high
        assert said.startswith("There") == (not count.of)
    else:
        counted = r"Between ([\d,]+) and ([\d,]+|fewer than 1)|Up to ([\d,]+)|([\d,]+)"
        low, high, most, one, money = re.fullmatch(rf"(?:{counted}) contracts?(.*?): .+\.", said).groups()
        if one:
            assert same_count(one, count.low) and same_count(one, count.high)
        elif most:
            assert count.low < 1000 and whole(most) - 1 < Fraction(count.high, 1000) <= whole(most)
        else:
            assert same_count(low, count.low) and same_count(high, count.high)
        ends = re.findall(AMOUNT, money)
        assert bool(ends) == (annual.high > 0)
        assert not ends or all(map(same_money, (ends[0], ends[-1]), (annual.low, annual.high)))
        assert ("where a value is known" in money) == bool(annual.high and annual.without_value)
        if told := re.search(r"([\d,]+) cannot be decided", said):
            assert whole(told[1]) == waiting


same_figures = {"contracts": same_count, "annual_gbp": same_money, "whole_life_gbp": same_money}


def cards_hold(decisions, truth):
    """Each card, and for how many of how many contracts it stands; of few, the ends stand for the figure."""
    count = truth.totals["contracts"]
    few = are_few(count.low, count.high)
    for (_, central, spread), measure in zip(sentences.measures(totals(decisions)), MEASURES, strict=True):
        total = truth.totals[measure]
        ends, _, cover = spread.partition("; ")
        if few:
            assert ends == "none is certain" or central == "not known"
            ends, told = central, central.split(" to ")
            if central != "not known":
                assert all(map(same_figures[measure], (told[0], told[-1]), (total.low, total.high)))
        elif measure == "contracts":
            assert same_count(central, total.central)
        if measure == "contracts":
            continue
        assert (central == "not known") == (not total.central and (total.silent > 0 or _unseen(total)))
        assert few or central == "not known" or same_money(central, total.central)
        known = truth.totals["contracts"].central - total.silent
        assert bool(cover) == (total.silent > 0)
        if told := re.fullmatch(r"value known for ([\d,]+) of ([\d,]+)", cover):
            assert same_count(told[1], known) and same_count(told[2], truth.totals["contracts"].central)
        if central != "not known":
            amounts = re.findall(AMOUNT, ends)
            assert same_money(amounts[0], total.low) and same_money(amounts[-1], total.high)


def _unseen(total):
    return total.without_value > 0 and not total.high


def years_hold(said, truth, measure):
    groups = truth.grouped(measure, truth.year)
    dated = sorted((name, sums[1]) for name, sums in groups.items() if name)
    total = sum(value for _, value in dated)
    if not total:
        if said.startswith("What has a known date has no known value"):
            assert all(sums[3] == sums[5] for name, sums in groups.items() if name)
            assert any(sums[3] for name, sums in groups.items() if name)
        elif said == "What has a known date is worth nothing, as far as its value is known":
            assert any(sums[3] < sums[5] for name, sums in groups.items() if name)
        elif said == "Nothing in the answer has a known date":
            assert not any(sums[4] for name, sums in groups.items() if name)
        else:
            assert said == "Nothing with a known date is certain enough to count"
        return
    few = are_few(*(sum(sums[end] for name, sums in groups.items() if name) for end in (6, 4)))
    assert (said == "Nothing with a known date is certain") == few
    if few:
        return
    said = said.replace("By the central estimate all", "All")
    found = re.fullmatch(r"(All|Half|\d+%) of .*? by the end of (\d{4})(; more may follow)?", said)
    upto = sum(value for name, value in dated if name <= found[2])
    before = sum(value for name, value in dated if name < found[2])
    assert before * 2 < total <= upto * 2
    told = {"All": 100, "Half": 50}.get(found[1]) or int(found[1][:-1])
    assert abs(Fraction(100 * upto, total) - told) <= (1 if told == 99 else Fraction(1, 2))
    assert (found[1] == "All") == (upto == total)
    later = any(sums[2] for name, sums in groups.items() if name > found[2])
    assert bool(found[3]) == (later and upto == total)
    assert ("back" in said) == ("considered" not in truth.made.preset.verb)


def few_of(groups, truth, measure):
    """Whether all groups together have few contracts, none of them certain, and the measure has a figure."""
    low, high = (sum(sums[end] for sums in groups.values()) for end in (6, 4))
    known = measure == "contracts" or truth.totals[measure].central
    silent = measure != "contracts" and (truth.totals[measure].silent or _unseen(truth.totals[measure]))
    return are_few(low, high) and bool(known or not silent)


def groups_hold(said, truth, measure):
    groups = truth.grouped(measure, lambda row: row["service"] or "")
    ranked = sorted((sums[1] for name, sums in groups.items() if name), reverse=True)
    total = sum(ranked)
    if few_of(groups, truth, measure):
        assert said == "Nothing in the answer is certain"
        return
    if not total:
        every = [sum(sums[place] for sums in groups.values()) for place in range(5)]
        assert said == (
            "What is in the answer does not state it"
            if every[1]
            else "What is in the answer has no known value"
            if every[3] or (measure != "contracts" and truth.totals[measure].without_value and not every[2])
            else "What is in the answer is worth nothing, as far as its value is known"
            if measure != "contracts" and any(sums[3] < sums[5] for sums in groups.values())
            else "Nothing in the answer is certain enough to count"
            if every[4]
            else "Nothing is in the answer"
        )
        return
    where, share, rest = re.fullmatch(
        r"(Where it is stated, )?(All|all|\d+%)(?: of)? .*? lies? with (.+)", said
    ).groups()
    assert bool(where) == bool(groups.get("", [0, 0])[1]), "what states no service is in no percentage"
    many = re.fullmatch(r"(\d+) of (\d+) kinds of service together", rest)
    few = next(place for place, _ in enumerate(ranked, 1) if sum(ranked[:place]) * 2 >= total)
    upto = sum(ranked[:few])
    assert (share in ("All", "all")) == (upto == total)
    told = 100 if upto == total else int(share[:-1])
    assert abs(Fraction(100 * upto, total) - told) <= (1 if told == 99 else Fraction(1, 2))
    assert (int(many[1]) == few) if many else few <= 3


def same_figure(text, sums, measure):
    """Whether words say the central figure of a group, or that none of what returns of it has a known value."""
    if text == "not known":
        return measure != "contracts" and not sums[1]
    if are_few(sums[6], sums[4]):
        ends = text.split(" to ")
        return all(map(same_figures[measure], (ends[0], ends[-1]), (sums[0], sums[2])))
    return same_count(text, sums[1]) if measure == "contracts" else same_money(text, sums[1])


def undated_holds(note, truth, measure):
    undated = truth.grouped(measure, truth.year).get("")
    if not note:
        assert undated is None or not undated[4]
    elif found := re.fullmatch(r"(.+) with no known end not shown", note):
        assert same_figure(found[1], undated, measure)
    else:
        assert note == "what has no known end, and no known value, is not shown"
        assert undated[4] and not undated[1] and measure != "contracts"


def smaller_hold(note, truth, measure):
    """Of the groups of which anything may return in this measure twelve are drawn; of few, a range is all that is told.

    Where a range alone stands at a bar among several, the note says what they are sorted by.
    """
    groups = [sums for sums in truth.grouped(measure, lambda row: row["service"] or "").values() if sums[2] > 0]
    more, few = len(groups) - 12, any(are_few(sums[6], sums[4]) for sums in groups)
    told = note.split(BETWEEN) if note else []
    by_what = told[-1:] == ["sorted by the central estimate"]
    assert told[: len(told) - by_what] == ([f"{more} smaller ones are in the table"] if more > 0 else [])
    assert by_what == (few and len(groups) > 1) if more <= 0 else few or not by_what


def places_hold(said, truth, measure):
    groups = truth.grouped(measure, lambda row: row["region"] or "")
    total, placed = sum(sums[1] for sums in groups.values()), {n: s[1] for n, s in groups.items() if n in TILES}
    if not total or few_of(groups, truth, measure):
        assert said.startswith(("What is in the answer", "Nothing"))
        return
    elsewhere = total - sum(placed.values())
    if said == "None of it is tied to a single region":
        assert elsewhere == total
        return
    if alone := re.fullmatch(r"All (?:contracts are|of the (?:spend|value) is) in (?:the )?(.+)", said):
        assert placed[alone[1]] == total
        return
    found = re.fullmatch(r"(?:(\d+|less than 1)% of (?:contracts are|the (?:spend|value) is) tied to no "
                         r"single region; "
                         r"of the rest|All of it is in "
                         r"one region each;) (most|the largest share) is in (?:the )?(.+)", said)  # fmt: skip
    assert found, said
    share = Fraction(100 * elsewhere, total)
    assert not elsewhere if found[1] is None else share < 1 if found[1] == "less than 1" else (
        abs(share - int(found[1])) <= (1 if found[1] in ("1", "99") else Fraction(1, 2)) and share
    )  # fmt: skip
    most = placed[found[3]]
    assert most == max(placed.values())
    assert (found[2] == "most") == (most * 2 > sum(placed.values()))


def elsewhere_holds(note, truth, measure):
    groups = truth.grouped(measure, lambda row: row["region"] or "")
    parts = dict(part.split(": ", 1) for part in note.split("; ")) if note else {}
    for words, name in (("several regions", "National"), ("not stated", "")):
        if words in parts:
            assert same_figure(parts.pop(words), groups.get(name, [0] * 7), measure)
        else:
            assert name not in groups or not groups[name][4]
    assert not parts


def funnel_holds(said, truth, measure):
    place = MEASURES.index(measure) + 2
    exits = [step[place] for step in truth.funnel if step[0] not in ("returns", "not_known")]
    if said == "Nothing leaves for certain":
        assert not any(exits)
    elif said == "What leaves for certain has no known value":
        assert not any(exits) and any(step[2] for step in truth.funnel if step[0] not in ("returns", "not_known"))
    else:
        most = max(exits)
        assert most > 0
        assert said.startswith("Most of what leaves") == (most * 2 > sum(exits))


def whole_holds(decisions, truth):
    """The sentence on what all contracts that are looked at are worth, of which the answer is a part."""
    annual, count = truth.totals["annual_gbp"], truth.totals["contracts"]
    said = sentences.in_all(totals(decisions))
    if not said:
        few = are_few(count.low, count.high)
        assert few or not annual.central or annual.central == annual.of or len(truth.inside) < 2
        return
    told = re.fullmatch(
        rf"All ([\d,]+) together, whatever becomes of them, are worth ({AMOUNT}) a year"
        r"(?: for the ([\d,]+|one) whose value is known)?\.",
        said,
    )
    known = sum(truth.has_figure(row) for row, _ in truth.inside)
    assert whole(told[1]) == len(truth.inside)
    assert same_money(told[2], annual.of)
    assert annual.central <= annual.of
    assert told[3] == ({1: "one"}.get(known, f"{known:,}") if known < len(truth.inside) else None)


def money_holds(decisions, truth):
    """Sentences on what the money leaves out and which contracts carry it."""
    annual, count = truth.totals["annual_gbp"], truth.totals["contracts"]
    left = sentences.left_out(decisions)
    assert bool(left) == bool(annual.without_value or annual.ceilings)
    numbers = [whole(number) for number in re.findall(r"(\d[\d,]*) w(?:hose|ith)", left)]
    assert numbers == [number for number in (annual.without_value, annual.ceilings) if number]
    amounts = sorted((truth.money(*pair) or (0, 0, 0))[1] for pair in truth.inside)[::-1]
    adds = [amount for amount in amounts if amount]
    found = carried(decisions, {})
    said = carried_words(found, totals(decisions))
    few = are_few(count.low, count.high)
    assert bool(said) == (len(adds) > (not few)), "one contract alone is told by the sentence of the largest"
    if said and few:
        low, high = re.findall(AMOUNT, said)
        assert same_money(low, annual.low) and same_money(high, annual.high)
    elif said:
        told = re.findall(AMOUNT, said)
        assert same_money(told[0], sum(adds))
        rest = [sum(adds[few:]) for few in (1, 3, 10) if few < len(adds)]
        rests = sum(
            (truth.money(row, decision) or (0, 0, 0))[1]
            for row, decision in truth.inside
            if row["value_quality"] == "estimated"
        )
        rest += [rests] * bool(rests)
        assert len(told) == 1 + len(rest) and all(map(same_money, told[1:], rest))
        assert whole(re.search(r"sum of ([\d,]+) contracts", said)[1]) == len(adds)
    shares = [Fraction(100 * amount, sum(adds)) for amount in adds]
    told = [int(share) for share in re.findall(r"\), (\d+)%, ", look_at(decisions, found))]
    large = [share for share in shares if share * 20 > 100 - share]  # with nothing checked, each of these is named
    assert len(found.named) == len(large)
    assert all(abs(share - one) <= Fraction(1, 2) for share, one in zip(large, told, strict=False))
    largest = sentences.largest(decisions)
    first = re.match(r"One contract is (\d+)% of the spend", largest)
    assert bool(first or largest.startswith("The contract that weighs most may")) == bool(
        adds and adds[0] * 5 > sum(adds)
    )
    assert bool(first) == bool(largest and not few)
    assert not first or abs(shares[0] - int(first[1])) <= Fraction(1, 2)
    assert count.high or not said


def estimate_holds(decisions, truth):
    """The estimate is of contracts without a value alone, in order, and its numbers add up."""
    found, silent = estimate(decisions), truth.totals["annual_gbp"].without_value
    said = estimate_words(found, silent)
    assert found.of + found.without == silent
    assert found.returns.low <= found.returns.central <= found.returns.high
    if found.of:
        of, all_ = re.search(r"estimate for (?:([\d,]+) of )?the ([\d,]+|one) in the answer that", said).groups()
        assert (whole(of or "1"), whole(all_.replace("one", "1"))) == (found.of, silent)
        assert all(map(same_money, re.findall(AMOUNT, said)[:1], [found.returns.central]))


def tables_hold(decisions, truth):
    """No list gives an amount of what comes back of a contract whose value is not known."""
    rows = decisions.counted
    back = contract_table(decisions, rows, "£ a year back")["£ a year back"]
    known = [truth.has_figure(row) for row, _ in truth.inside]
    assert back.notna().tolist() == known


@CASES
@given(st.data(), DATA, scenarios())
def test_every_sentence_is_true(data, contracts, made):
    coded, inside = looking(data, contracts)
    decisions, truth = decide(coded, made), Truth(contracts, made, inside)
    assert sum(not_known(decisions).values()) == truth.open
    headline_holds(sentences.headline(decisions, "contracts here"), truth)
    certainty_holds(sentences.certainty(decisions), truth, sum(d.stage == "not_known" for _, d in truth.inside))
    cards_hold(decisions, truth)
    money_holds(decisions, truth)
    whole_holds(decisions, truth)
    estimate_holds(decisions, truth)
    tables_hold(decisions, truth)
    due, labels = timeline(decisions), decisions.coded.service_names
    names = names_of(decisions.coded, "year", made.rule(Window))
    [regions] = by(decisions, "region")
    for measure in MEASURES:
        years = periods_chart(due, names, made, measure, "year", LIGHT)
        years_hold(years.finding, truth, measure)
        undated_holds(years.note, truth, measure)
        groups, others = by_largest(decisions, "service", measure, 1_000)
        assert others == NOTHING
        bars = groups_chart("service", (groups, others), labels, made, measure, LIGHT)
        groups_hold(bars.finding, truth, measure)
        smaller_hold(bars.note, truth, measure)
        whole_funnel = funnel_chart(funnel(decisions), totals(decisions), made, measure, LIGHT)
        funnel_holds(whole_funnel.finding, truth, measure)
        places = tiles_chart(regions, made, measure, LIGHT)
        places_hold(places.finding, truth, measure)
        elsewhere_holds(places.note, truth, measure)
        for chart in (years, whole_funnel):
            never_nothing_for_not_known(chart, measure)


def never_nothing_for_not_known(chart, measure):
    """In a chart's table no sum is 0 where contracts are in it and none has a value."""
    if measure == "contracts" or "of these with a value" not in chart.table:
        return
    count = chart.table["Contracts" if "Contracts" in chart.table else "Contracts back"]
    silent = (count > 0) & (chart.table["of these with a value"] == 0)
    assert not (chart.table.iloc[:, 1][silent] == 0).any()


@CASES
@given(st.data(), DATA, scenarios())
def test_exemptions_are_shared_whatever_their_order(data, contracts, made):
    """Each contract that nothing earlier takes for certain counts for the exemptions that take it, in equal parts."""
    coded, inside = looking(data, contracts)
    rows, setting = oracle.reassessed(plain_rows(contracts), SERVICES, made.values), made.values
    shares, several = {}, 0
    for row in rows:
        answers = [(stage, rule, step(row, setting)) for stage, rule, step in oracle.STEPS]
        counted = oracle.is_counted(row, setting) and inside(row, setting) is True
        if counted and not any(out for stage, _, out in answers if stage != "exemptions"):
            taking = [rule for stage, rule, out in answers if stage == "exemptions" and out]
            several += len(taking) > 1
            for rule in taking:
                shares[rule] = shares.get(rule, 0) + Fraction(1, len(taking))
    decisions = decide(coded, made)
    found = exemptions(decisions)
    labels = {step.rule.label: step.rule.id for step in decisions.steps}
    assert {labels[one.label]: one.share for one in found} == shares
    said = exemptions_words(found)
    assert bool(said) == (len(shares) > 1)
    if said:
        assert whole(re.match(r"Exemptions take ([\d,]+) contracts", said)[1]) == sum(shares.values())
        told = re.search(r"; ([\d,]+) of them by", said)
        assert (whole(told[1]) if told else 0) == several


@pytest.mark.parametrize(
    ("exempting", "said"),
    [
        ([Exemption("A", 23, 20, Fraction(43, 2))], ""),
        (
            [Exemption("A", 23, 20, Fraction(43, 2)), Exemption("B", 71, 68, Fraction(139, 2))],
            "Exemptions take 91 contracts; 3 of them by both, which count half for each: “A” 21.5 and “B” 69.5.",
        ),
        (
            [Exemption("A", 1200, 1199, Fraction(3598, 3)), *(Exemption(x, 1, 0, Fraction(1, 3)) for x in "BC")],
            (
                "Exemptions take 1,200 contracts; 1 of them by more than one, which counts in equal parts for each: "
                "“A” 1,199.3, “B” 0.3 and “C” 0.3."
            ),
        ),
        (
            [Exemption("A", 2, 2, Fraction(2)), Exemption("B", 1, 1, Fraction(1))],
            "Exemptions take 3 contracts, none of them by more than one: “A” 2 and “B” 1.",
        ),
    ],
)
def test_what_exemptions_take_is_said_so_that_it_can_be_added_up(exempting, said):
    assert exemptions_words(exempting) == said


def may_alone(found):
    """Whether none of few contracts is certain, and one may return (semantics 10.18)."""
    return found.low < 1000 and found.low < found.high <= 3000


def at_most_holds(said, before, after):
    """A change between answers of few contracts, none certain, says how many may return on either side."""
    assert all(may_alone(side) or not side.high for side in (before, after))
    told = re.match(r"(?:Up to (\d)|None)[^:]*? (?:as|instead of (?:up to (\d)|none)[^:]*?,) under “", said)
    most = [-(-side.high // 1000) for side in (after, before)]
    assert [int(number or 0) for number in told.groups()] == (most if "instead of" in said else [most[0], 0])
    assert "instead of" in said or most[0] == most[1]


@CASES
@given(st.data(), DATA, scenarios(), scenarios())
def test_a_change_in_a_line_is_true(data, contracts, before, after):
    coded, inside = looking(data, contracts)
    after = build_scenario(before.preset, {**before.changes(), **dict(list(after.changes().items())[:3])})[0]
    said = at_once_words(at_once(coded, before, after), "the start")
    sides = [Truth(contracts, made, inside).totals for made in (before, after)]
    count, spend = (sides[1][name].central - sides[0][name].central for name in ("contracts", "annual_gbp"))
    if said.startswith(("Up to ", "None ")):
        at_most_holds(said, *(side["contracts"] for side in sides))
        return
    assert not (may_alone(sides[0]["contracts"]) and may_alone(sides[1]["contracts"])) or said.startswith(
        "Nothing more"
    )
    if not count:
        assert not re.match(r"[\d.]+ (?:fewer|more) ", said)
    else:
        number, which = re.match(r"(less than 0\.1|[\d,.]+) (fewer|more) contracts?, ", said).groups()
        assert (which == "fewer") == (count < 0)
        told = Fraction(1, 20) if number.startswith("less") else Fraction(number.replace(",", ""))
        assert abs(told - abs(Fraction(count, 1000))) <= Fraction(1, 2 if abs(count) >= 10_000 else 20)
    if money := re.search(rf"({AMOUNT}) a year (less|more)", said):
        assert same_money(money[1], abs(spend)) and (money[2] == "less") == (spend < 0)
    else:
        assert not spend
