"""Audits: what is drawn, what an answer does, and whether the interval holds the truth as often as it says."""

import numpy as np
import pytest

from data.load.datasets import embedded
from data.model.service_table import services
from output.subject import csv_bytes
from policy.audit import sample
from policy.audit.estimator import Judgements, corrected, student
from policy.audit.labels import (
    RETURNS,
    RIGHT,
    STAYS_OUT,
    UNSURE,
    WRONG,
    Label,
    all_labels,
    answers,
    choices,
    from_csv,
    kept_words,
    stale,
    worksheet,
)
from policy.audit.sample import BACK, LARGEST, OPEN, STAYS, Population, draw, population
from policy.coded import prepare
from policy.engine.decide import decide
from policy.scenarios.scenario import build_scenario, find_preset
from policy.scope.scope import from_where

SAID = ("comes_back", "not_known", "stays_outside")
FACTS = prepare(embedded().contracts, services())
DECISIONS = decide(FACTS, build_scenario()[0])
REGISTER = population(DECISIONS, "group")
IDS = [str(name) for name in FACTS.frame["contract_id"].to_numpy()[DECISIONS.counted]]


def made_up(size=600, seed=3):
    """Contracts of eight groups with a few that hold much of the spend, a fifth of them undecided."""
    dice = np.random.default_rng(seed)
    outcome = dice.choice([BACK, OPEN, STAYS], size, p=[0.3, 0.2, 0.5])
    said = np.choose(outcome, [1000, 600, 0])
    pence = np.round(dice.lognormal(17, 2, size)).astype(np.int64)
    pence[dice.random(size) < 0.15] = 0
    groups = tuple("abcdefgh")
    return Population(np.arange(size), said, np.full(size, 1000), pence, outcome, dice.integers(0, 8, size), groups)


def census(of, true):
    everyone = np.arange(len(of))
    return Judgements(everyone, true, true, true)


def judged(drawn, true):
    return Judgements(drawn.places, *(true[drawn.places] for _ in range(3)))


@pytest.mark.parametrize(("freedom", "quantile"), [(3, 3.1824), (5, 2.5706), (10, 2.2281), (30, 2.0423), (120, 1.9799)])
def test_student_is_the_printed_table(freedom, quantile):
    assert student(0.95, freedom) == pytest.approx(quantile, abs=0.01 if freedom == 3 else 0.002)


# Drawing.
@pytest.mark.parametrize("split", list(sample.SPLITS))
@pytest.mark.parametrize("size", [20, 80, 200])
def test_a_seed_draws_one_sample_and_the_plan_says_how(split, size):
    of = population(DECISIONS, split)
    first, again, other = draw(of, size, 7), draw(of, size, 7), draw(of, size, 8)
    assert (first.places == again.places).all()
    assert set(first.places) != set(other.places)
    assert len(set(first.places)) == len(first.places)
    held = {name: n for name, n, _ in first.allocation}
    taken = {name: k for name, _, k in first.allocation}
    assert sum(held.values()) == 664
    least = sum(n if name == LARGEST else min(n, 3) for name, n in held.items())
    assert sum(taken.values()) == len(first.places) == max(size, least)
    assert all(taken[name] >= min(3, n) for name, n in held.items())
    assert taken.get(LARGEST, 0) == held.get(LARGEST, 0) <= size // 4


def test_strata_hold_one_outcome_each_and_the_largest_are_the_largest():
    of = REGISTER
    drawn = draw(of, 80, 1)
    for code, name in enumerate(drawn.names):
        members = drawn.stratum == code
        if name != LARGEST:
            assert len(set(of.outcome[members].tolist())) == 1, name
    large = drawn.stratum == drawn.names.index(LARGEST)
    assert of.pence[large].min() >= of.pence[~large].max()


def test_a_sample_larger_than_the_table_is_the_table():
    of = population(DECISIONS, "group")
    assert sorted(draw(of, 10_000, 1).places) == list(range(664))


# Correcting.
def test_judging_every_contract_gives_the_truth_without_a_range():
    of = made_up()
    true = np.where(np.random.default_rng(1).random(len(of)) < 0.4, 1000, 0)
    drawn = draw(of, len(of), 1)
    count, spend = (corrected(drawn, census(of, true), spend=spend) for spend in (False, True))
    assert (count.low, count.central, count.high) == (int(true.sum()),) * 3
    truth = 1000 * int(of.pence[true == 1000].sum())
    assert spend.low == spend.central == spend.high == pytest.approx(truth, abs=1000)


def test_the_estimate_is_the_stated_total_plus_size_times_mean_error_of_each_stratum():
    of = made_up()
    true = np.where(np.random.default_rng(2).random(len(of)) < 0.5, 1000, 0)
    drawn = draw(of, 120, 4)
    expected = sum(of.by_rules.tolist())
    for code in range(len(drawn.names)):
        members = [place for place in range(len(of)) if drawn.stratum[place] == code]
        errors = [int(true[place] - of.by_rules[place]) for place in drawn.places.tolist() if place in members]
        expected += len(members) * sum(errors) / len(errors)
    found = corrected(drawn, judged(drawn, true), spend=False)
    assert found.by_rules == sum(of.by_rules.tolist())
    assert found.central == pytest.approx(expected, abs=1)
    assert found.low < found.central < found.high


def test_no_error_found_is_not_read_as_proof_of_none():
    of = made_up()
    drawn = draw(of, 60, 1)
    found = corrected(drawn, judged(drawn, of.by_rules), spend=False)
    assert found.low < found.by_rules == found.central < found.high


@pytest.mark.parametrize("spend", [False, True])
def test_unsure_widens_and_more_answers_narrow(spend):
    of = made_up()
    drawn = draw(of, 100, 2)
    sure = judged(drawn, np.where(of.outcome == OPEN, 1000, of.by_rules))
    low, high = sure.low.copy(), sure.high.copy()
    low[:30], high[:30] = 0, 1000
    few = Judgements(sure.places[:25], sure.low[:25], sure.central[:25], sure.high[:25])
    plain, unsure, early = (
        corrected(drawn, found, spend=spend) for found in (sure, Judgements(sure.places, low, sure.central, high), few)
    )
    assert unsure.low < plain.low < plain.high < unsure.high
    assert early.high - early.low > plain.high - plain.low


def test_nothing_judged_leaves_what_is_possible():
    of = made_up()
    empty = np.array([], dtype=np.int64)
    found = corrected(draw(of, 60, 1), Judgements(empty.astype(np.intp), empty, empty, empty), spend=False)
    assert 0 <= found.low < found.by_rules < found.high <= 1000 * len(of)


# Labels.
def ids(drawn):
    return [IDS[place] for place in drawn.places]


def test_a_wrong_label_moves_the_headline_by_the_size_of_its_stratum():
    of = REGISTER
    drawn = draw(of, 100, 1)
    right = {IDS[place]: Label(SAID[of.outcome[place]], RIGHT) for place in drawn.places}
    place = next(p for p in drawn.places.tolist() if of.outcome[p] == BACK and drawn.names[drawn.stratum[p]] != LARGEST)
    wrong = {**right, IDS[place]: Label("comes_back", WRONG, STAYS_OUT)}
    before, after = (corrected(drawn, answers(drawn, labels, ids(drawn)), spend=False) for labels in (right, wrong))
    _, size, taken = drawn.allocation[drawn.stratum[place]]
    assert before.central - after.central == pytest.approx(1000 * size / taken, abs=1)


def test_labels_hold_only_for_what_the_result_said_when_they_were_given():
    of = REGISTER
    drawn = draw(of, 60, 1)
    place = next(p for p in drawn.places.tolist() if of.outcome[p] == STAYS)
    for label, counts in ((Label("stays_outside", WRONG, RETURNS), 1), (Label("comes_back", RIGHT), 0)):
        assert len(answers(drawn, {IDS[place]: label}, ids(drawn)).places) == counts
        assert stale(drawn, {IDS[place]: label}, ids(drawn)) == 1 - counts


def test_labels_out_of_a_sample_are_said_and_are_in_the_file_of_all_labels():
    drawn = draw(REGISTER, 60, 1)
    inside = ids(drawn)
    first, second, third = [name for name in IDS if name not in set(inside)][:3]
    stays = next(IDS[p] for p in drawn.places.tolist() if REGISTER.outcome[p] == STAYS)
    labels = {
        first: Label("comes_back", WRONG, STAYS_OUT, "read it"),
        inside[0]: Label(SAID[REGISTER.outcome[drawn.places[0]]], RIGHT),
    }
    assert kept_words(drawn, {inside[0]: labels[inside[0]]}, inside) == []
    assert kept_words(drawn, labels, inside) == [
        "1 label is of a contract outside this sample; it is kept and is in the file of all labels."
    ]
    more = {**labels, second: labels[first], stays: Label("comes_back", RIGHT)}
    moved, outside = kept_words(drawn, more, inside)
    assert moved == (
        "1 label was given when the result said something else of the contract, and will count again when it does; "
        "it is kept and is in the file of all labels."
    )
    assert outside == "2 labels are of contracts outside this sample; they are kept and are in the file of all labels."
    sheet = worksheet(DECISIONS, drawn, more)
    assert dict(zip(sheet["contract_id"], sheet["label"], strict=True))[stays] == "", "it says nothing of this result"
    every = {**more, third: Label("not_known", UNSURE)}
    file = all_labels(DECISIONS, every)
    assert list(file["contract_id"]) == list(every)
    assert file["title"].str.len().min() > 0
    assert from_csv(file.to_csv(index=False), frozenset(IDS)) == (every, [])


def test_of_two_judgements_of_one_contract_the_first_stands_and_the_other_is_named():
    one, other = IDS[:2]
    lines = [f"{one},comes_back,right,,", f"{other},comes_back,right,,", f"{one},comes_back,right,,"]
    text = "\n".join(["contract_id,said,label,corrected,note", *lines])
    assert from_csv(text, frozenset(IDS))[1] == []
    read, problems = from_csv(f"{text}\n{one},comes_back,wrong,stays_outside,", frozenset(IDS))
    assert read == {one: Label("comes_back", RIGHT), other: Label("comes_back", RIGHT)}
    assert [str(problem) for problem in problems] == [
        f"line 5: contract {one} is judged otherwise in line 2, which stands; leave one of the two"
    ]


def test_of_no_contract_none_is_drawn():
    none, _ = build_scenario(None, {"authorities.kinds": ()})
    looked = decide(FACTS.within(from_where(["buyer_kind=nhs", "end>=2090-01-01"])), none)
    drawn = draw(population(looked, "group"), 80, 1)
    assert (len(drawn.places), drawn.names, drawn.allocation) == (0, (), [])
    assert kept_words(drawn, {IDS[0]: Label("comes_back", RIGHT)}, []) == [
        "1 label is of a contract outside this sample; it is kept and is in the file of all labels."
    ]


def test_unsure_and_not_decidable_may_be_anything():
    of = REGISTER
    drawn = draw(of, 100, 1)
    for outcome, label in ((OPEN, RIGHT), (BACK, UNSURE), (STAYS, UNSURE)):
        place = next(p for p in drawn.places.tolist() if of.outcome[p] == outcome)
        found = answers(drawn, {IDS[place]: Label(SAID[outcome], label)}, ids(drawn))
        assert (found.low[0], found.central[0], found.high[0]) == (0, of.by_rules[place], 1000)


@pytest.mark.parametrize("outcome", [BACK, OPEN, STAYS])
def test_every_outcome_can_be_right_wrong_or_unsure(outcome):
    assert {label for label, _ in choices(outcome)} == {RIGHT, WRONG, UNSURE}


def test_the_sheet_comes_back_as_the_labels_it_was_made_from():
    drawn = draw(population(DECISIONS, "group"), 60, 1)
    sheet = worksheet(DECISIONS, drawn, {})
    assert len(sheet) == len(drawn.places) and set(sheet["label"]) == {""}
    labels = {}
    for place, row in enumerate(sheet.itertuples()):
        corrected_to = {"comes_back": STAYS_OUT, "not_known": RETURNS, "stays_outside": RETURNS}[row.said]
        labels[row.contract_id] = [
            Label(row.said, RIGHT),
            Label(row.said, UNSURE, note='"a", b'),
            Label(row.said, WRONG, corrected_to),
        ][place % 3]
    text = worksheet(DECISIONS, drawn, labels).to_csv(index=False)
    assert from_csv("\ufeff" + text, frozenset(IDS)) == (labels, [])


def test_a_note_comes_back_without_the_mark_that_keeps_it_from_being_a_formula():
    name, notes = IDS[0], ("=1+1", "-see notice", "@home", "'quoted'", "+44")
    for note in notes:
        labels = {name: Label("comes_back", RIGHT, note=note)}
        text = csv_bytes(all_labels(DECISIONS, labels)).decode("utf-8-sig")
        assert from_csv(text, frozenset(IDS)) == (labels, [])


def test_what_is_wrong_with_a_sheet_is_named_and_the_rest_is_kept():
    known = frozenset({"a", "=b"})
    text = "contract_id,said,label,corrected\na,comes_back,right,\n'=b,not_known,wrong,comes_back\na,,,\n"
    good, problems = from_csv(text, known)
    assert good == {"a": Label("comes_back", RIGHT), "=b": Label("not_known", WRONG, RETURNS)} and not problems
    bad = (
        "x,comes_back,right,",
        "a,maybe,right,",
        "a,comes_back,fine,",
        "a,comes_back,wrong,",
        "a,comes_back,right,comes_back",
    )
    good, problems = from_csv("\n".join(("contract_id,said,label,corrected", *bad)), known)
    assert not good
    assert [problem.where for problem in problems] == [f"line {n}" for n in range(2, 7)]
    assert from_csv("a,b\n1,2\n", known)[1][0].where == "line 1"


def test_kept_shares_count_as_the_whole_of_a_contract():
    made, _ = build_scenario(find_preset("councils-2019")[0])
    of = population(decide(FACTS, made), "group")
    assert set(of.by_rules[of.outcome == BACK].tolist()) == {900}
    assert set(of.full_share[of.outcome == BACK].tolist()) == {900}
