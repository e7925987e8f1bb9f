"""A pull on the page of data sets: real notices from a replayed service, stopped, gone on with, built and used."""

import threading
import time
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest

from data.load import datasets as load_module
from data.load.datasets import load
from data.pull.run import pull
from data.pull.services import Plan
from policy.coded import prepare
from policy.engine.decide import decide
from policy.results.sentences import headline as sentence
from policy.scenarios.scenario import build_scenario
from tests.pages import headline, opened, text, whole
from tests.replay import DAY, HTML, Replay, VirtualTime, refusing
from tests.replay_notices import find_a_tender
from ui.sections import datasets
from ui.shell import hosting, pulling
from ui.shell.cache import pull_job

PATIENCE = 60
"""Seconds after which a pull that does not end is a fault; nothing passes because of it."""


@pytest.fixture
def service(monkeypatch, tmp_path):
    """Find a Tender on this machine, in a time of its own; files and tables in a folder of the test."""
    ticks = VirtualTime()
    with Replay(find_a_tender(), now=ticks.clock.now) as replay:
        monkeypatch.setenv(hosting.PULL, "yes")
        monkeypatch.setattr(datasets, "Plan", partial(Plan, base_url=replay.url))
        monkeypatch.setattr(pulling, "pull", partial(pull, clock=ticks.clock))
        monkeypatch.setattr(pulling, "OUT", tmp_path / "raw")
        monkeypatch.setattr(pulling, "FOLDER", tmp_path / "cache")
        for module in (pulling, load_module):
            monkeypatch.setattr(module, "BUILT", tmp_path / "tables")
        pull_job.clear()
        yield replay
        pull_job.clear()


def start(page):
    page.selectbox(key="page.pull.service").set_value("find-a-tender")
    page.date_input(key="page.pull.first").set_value(DAY)
    page.date_input(key="page.pull.last").set_value(DAY + timedelta(days=1))
    return page.button(key="page.pull.start").click().run()


def ended(page):
    """Wait for the pull to end, then draw the page."""
    last = time.monotonic() + PATIENCE
    while pull_job().running:
        assert time.monotonic() < last, "the pull does not end"
        time.sleep(0.05)
    return whole(page.run())


@pytest.mark.usefixtures("service")
def test_a_pull_is_built_and_its_headline_is_shown():
    page = ended(start(opened("datasets")))
    assert "Done:" in text(page)
    page = whole(page.button(key="page.pull.use").click().run())
    dataset = load(pulling.BUILT / "find-a-tender.parquet")
    assert headline(page) == sentence(
        decide(prepare(dataset.contracts, dataset.services), build_scenario()[0]), dataset.population
    )
    assert f"{len(dataset.contracts):,} rows" in text(page)


def test_a_refusal_is_said_once_and_starting_again_goes_on(service):
    service.faults[3] = refusing(401, HTML)
    page = ended(start(opened("datasets")))
    assert "the service answered 401: Sorry Down for maintenance" in text(page)
    assert "Use this table" not in [button.label for button in page.button]
    before = len(service.asked)
    page = ended(page.button(key="page.pull.start").click().run())
    assert "Done:" in text(page)
    whole_pull = {target for _, target, _ in service.asked}
    again = Counter(target for _, target, _ in service.asked[before:])
    assert max(again.values()) <= 2, "a window in which numbers are missing is asked again once"
    assert len(again) < len(whole_pull), "pages that had arrived are not asked again"


def test_a_pull_can_be_stopped_and_gone_on_with(service):
    held = threading.Event()
    service.faults[2] = lambda real: real if held.wait(PATIENCE) else None
    page = start(opened("datasets"))
    assert page.button(key="page.pull.start").disabled
    page.button(key="page.pull.stop").click().run()
    held.set()
    page = ended(page)
    assert "Stopped. Starting it again goes on where it was." in text(page)
    page = ended(page.button(key="page.pull.start").click().run())
    assert "Done:" in text(page)
    again = Counter(target for _, target, _ in service.asked)
    assert max(again.values()) <= 2, "but for a window in which numbers are missing no page is asked twice"


def test_days_in_the_wrong_order_are_said(service):
    page = opened("datasets")
    page.date_input(key="page.pull.first").set_value(DAY + timedelta(days=1))
    page.date_input(key="page.pull.last").set_value(DAY)
    page = page.button(key="page.pull.start").click().run()
    assert ["comes before the first" in error.value for error in page.error] == [True]
    assert not service.asked
