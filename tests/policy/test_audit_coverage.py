"""Whether the interval of an audit holds the truth as often as it says: simulated audits, each with its own truth."""

import numpy as np
import pytest

from data.load.datasets import embedded
from data.model.service_table import services
from policy.audit import sample
from policy.audit.estimator import Judgements, corrected
from policy.audit.sample import OPEN, draw, population
from policy.coded import prepare
from policy.engine.decide import decide
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario
from tests.draws import a_few, each_with_another

FACTS = prepare(embedded().contracts, services())
REGISTER = population(decide(FACTS, build_scenario()[0]), "group")


def judged(drawn, true):
    return Judgements(drawn.places, *(true[drawn.places] for _ in range(3)))


def missed_anywhere(of, dice):
    return dice.random(len(of)) < 0.06


def missed_in_one_service(of, dice):
    return dice.random(len(of)) < np.where(FACTS.code("group")[of.rows] == 2, 0.5, 0.01)


def missed_among_the_large(of, dice):
    return dice.random(len(of)) < np.where(of.pence >= np.quantile(of.pence, 0.9), 0.4, 0.01)


SHAPES = [missed_anywhere, missed_in_one_service, missed_among_the_large]


def truth(of, errors, dice):
    """What a person would find: decided contracts that are wrong turn over, undecided ones fall by their chance."""
    turned = np.where(of.by_rules > 0, 0, of.full_share)
    decided = np.where(errors(of, dice), turned, of.by_rules)
    passes = dice.random(len(of)) * of.full_share < of.by_rules
    return np.where(of.outcome == OPEN, np.where(passes, of.full_share, 0), decided)


def holds(of, drawn, true):
    """Whether the interval holds the truth, of the count and of the spend."""
    count, spend = (corrected(drawn, judged(drawn, true), spend=spend) for spend in (False, True))
    money = int(of.pence @ true)
    return [
        count.low <= true.sum() <= count.high,
        spend.low - 1000 <= money <= spend.high + 1000,
    ]  # a penny of rounding


@pytest.mark.parametrize(("preset", "split"), a_few(each_with_another(presets(), list(sample.SPLITS)), 4))
def test_the_interval_holds_the_truth_whatever_is_drawn(preset, split):
    of, dice = population(decide(FACTS, build_scenario(presets()[preset])[0]), split), np.random.default_rng(5)
    held = {errors.__name__: [] for errors in SHAPES}
    for seed in range(1000):
        errors, size = SHAPES[seed % 3], (30, 50, 80, 120, 200, 400)[seed // 3 % 6]
        held[errors.__name__].append(holds(of, draw(of, size, seed), truth(of, errors, dice)))
    shares = {name: np.mean(found, axis=0).tolist() for name, found in held.items()}
    assert min(min(pair) for pair in shares.values()) >= 0.93, shares


@pytest.mark.parametrize("errors", SHAPES)
def test_the_interval_holds_the_truth_in_at_least_93_of_100_audits(errors):
    of, dice = REGISTER, np.random.default_rng(11)
    held, audits = {False: 0, True: 0}, 1000
    for seed in range(audits):
        true = truth(of, errors, dice)
        drawn = draw(of, 100, seed)
        for spend, total in ((False, true.sum()), (True, 1000 * of.pence[true == 1000].sum())):
            found = corrected(drawn, judged(drawn, true), spend=spend)
            held[spend] += found.low <= total <= found.high
    assert min(held.values()) >= 0.93 * audits, held
