"""What one visitor opens, another does not feel: his headline is not late, and the server does not grow."""

import logging
import os
from itertools import count
from statistics import median

import pytest

from bench.scale import write
from data.model.service_table import services
from policy.bounds import LONGEST_LIST, MOST_ITEMS
from tests.browser import address, visit, window
from tests.neighbours import Growth, seconds_to_move
from tests.server import dashboard
from ui.shell import hosting

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.long]
ROWS = 100_000
LATER, GROWTH = 0.2, 500_000_000
"""Seconds and bytes that a link may cost the others and the server."""
TRIES = 7
SERVICES = list(services().index)


def reassessed(number, most):
    """So many contracts of the table, each said to be for a service; another list for each number."""
    return ",".join(f"g-{number + 97 * place}={SERVICES[place % len(SERVICES)]}" for place in range(most))


def far_apart(number):
    """Two scenarios that differ in a setting of eight rules: 256 mixtures of them."""
    other = (
        "base=pledge@1&small.threshold=1&window.years=3&contact.level=incidental&authorities.kinds=local"
        f"&nations.covered=England&reason.risk_high={number}&criteria.needed=2&specialist.services=prison"
    )
    return f"pledge@1,{other}"


def many_apart(number):
    """As many scenarios as a link may compare, each with a list of its own."""
    lists = (reassessed(number + place, 10).replace("%", "%25").replace(",", "%252C") for place in range(20))
    return ",".join(
        f"base=pledge@1&window.years={1 + place % 30}&reassess.contracts={own.replace(',', '%2C')}"
        for place, own in enumerate(lists)
    )


LINKS = {
    "contracts": lambda n: ("overview", {"reassess.contracts": reassessed(n, MOST_ITEMS)}),
    "more contracts than are read": lambda n: ("overview", {"reassess.contracts": reassessed(n, 1_600)}),
    "services": lambda n: (
        "overview",
        {
            "reassess.services": ",".join(
                f"{SERVICES[place % len(SERVICES)]}.coercive:held:{n}" for place in range(MOST_ITEMS)
            )
        },
    ),
    "unknown keys": lambda n: ("overview", {f"k{n}.{key}": "1" for key in range(900)}),
    "blanks": lambda n: ("overview", {"small.threshold": " " * 16_000 + str(n)}),
    "long list": lambda n: ("settings", {"reason.services": f"home_care:{n}-99," * (LONGEST_LIST // 18)}),
    "scenarios": lambda n: ("compare", {"compare": many_apart(n)}),
    "way": lambda n: ("compare", {"compare": far_apart(n)}),
    "sensitivity": lambda n: ("sensitivity", {"reason.risk_high": str(n), "window.years": "7"}),
    "audit": lambda n: ("audit", {"size": "400", "seed": str(n)}),
    "contracts found": lambda n: ("contracts", {"find": "a" * 16_000 + str(n)}),
}


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """The dashboard on a table of a hundred thousand contracts."""
    folder = tmp_path_factory.mktemp("large")
    write(folder, ROWS)
    os.environ[hosting.TABLE] = str(folder / "000.parquet")
    try:
        with dashboard() as site:
            yield site
    finally:
        del os.environ[hosting.TABLE]


def seconds_beside(page, theirs, link, pounds):
    """How long the other's move takes that begins when the page of a link begins to run."""
    page.goto(link, wait_until="commit")
    page.get_by_test_id("stApp").wait_for(state="attached")
    return seconds_to_move(theirs, next(pounds))


@pytest.mark.parametrize("name", LINKS)
def test_a_link_neither_delays_another_nor_fills_the_server(chromium, strange_chromium, large, name):
    with window(strange_chromium) as mine, window(chromium) as other:
        page, theirs, pounds = mine.new_page(), other.new_page(), count(1_000_000, 1_111)
        visit(theirs, large)
        visit(page, large)
        growth = Growth(large)
        usual, beside = [], []
        for number in range(1, TRIES + 1):  # the browsers share the machine, so a plain link is the measure
            plain = address(large, **{"window.years": str(number)})
            opened, query = LINKS[name](number)
            usual.append(seconds_beside(page, theirs, plain, pounds))
            beside.append(seconds_beside(page, theirs, address(large, opened, **query), pounds))
        grown, later = growth.end(), median(beside) - median(usual)
    said = f"{name}: {median(beside):.2f} s, usually {median(usual):.2f} s; {grown / 1e6:.0f} MB"
    logging.getLogger(__name__).info("%s; %s beside %s", said, sorted(beside), sorted(usual))
    assert later < LATER
    assert grown < GROWTH
