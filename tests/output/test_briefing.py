"""The briefing: the figures of the page, every text from data as text, and nothing that it asks for from outside."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings

from data.load.datasets import embedded
from data.model.service_table import services
from output.briefing import Briefing, briefing
from output.reproduce import Reproduce
from policy.coded import prepare
from policy.engine.decide import decide
from policy.formats import pounds
from policy.results.ranking import largest_rows
from policy.results.receipt import receipt
from policy.results.sentences import headline_of
from policy.results.totals import totals
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario
from policy.scope.scope import from_where, looked_at, naming, of_population
from tests.draws import EVERY
from tests.hostile import contracts as hostile
from tests.policy.test_scope import scopes
from tests.strategies import scenarios

DATASET = embedded()
CODED = prepare(DATASET.contracts, DATASET.services)
DAY = date(2026, 11, 27)


class Read(HTMLParser):
    """What a reader reads, the addresses that the file names, and the elements that it is made of."""

    def __init__(self, text):
        super().__init__()
        self.words, self.addresses, self.tags = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.addresses += [(name, value) for name, value in attrs if name in ("href", "src", "xlink:href", "action")]

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return re.sub(r"\s+", " ", " ".join(self.words))


def made(coded, scenario, scope=None):
    decisions = decide(coded, scenario)
    ways = Reproduce(scenario, scope or from_where([]))
    return decisions, briefing(Briefing(DATASET, decisions, DAY, ways))


@given(scopes(), scenarios())
@settings(max_examples=40 if EVERY else 3, derandomize=not EVERY)
def test_it_says_what_the_page_says(narrowed, scenario):
    scope = from_where(narrowed[0])
    decisions, text = made(looked_at(CODED, scope), scenario, scope)
    read = Read(text)
    population = of_population(DATASET.population, scope, naming(DATASET.services))
    assert headline_of(totals(decisions), scenario, population) in read.text
    assert receipt(decisions, DATASET.described())["id"] in read.text
    for row in largest_rows(decisions, 10):
        contract = DATASET.contracts.iloc[row]
        assert re.sub(r"\s+", " ", contract["title"]) in read.text
    assert not {"script", "iframe", "img", "link", "form"} & set(read.tags)


@pytest.mark.parametrize("preset", presets())
def test_every_preset_has_its_briefing(preset):
    scenario, _ = build_scenario(presets()[preset])
    decisions, text = made(CODED, scenario)
    read = Read(text)
    assert read.tags.count("svg") == 3
    central = totals(decisions).annual_gbp.returns.central
    assert scenario.preset.title in read.text
    assert "£" in pounds(central // 1000)
    assert all(value.startswith(("http://", "https://")) for name, value in read.addresses if name == "href")


def test_nothing_of_the_data_acts_in_it():
    frame = hostile()
    decisions = decide(prepare(frame, services()), build_scenario()[0])
    text = briefing(Briefing(DATASET, decisions, DAY, Reproduce(decisions.scenario, from_where([]))))
    read = Read(text)
    assert not {"script", "iframe", "img", "object", "form", "base"} & set(read.tags)
    assert all(re.match(r"https?://", value or "") for _, value in read.addresses)


def test_nothing_left_is_said_and_not_drawn():
    scenario, _ = build_scenario(None, {"authorities.kinds": ()})
    _, text = made(CODED, scenario)
    assert "None of the" in Read(text).text
