"""Scenarios that the tests of comparing share, and what they do with the page."""

from urllib.parse import urlencode

from policy.engine.decide import decide
from policy.results.sentences import headline as sentence
from policy.scenarios.links import to_query
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario
from tests.pages import headline, whole
from ui.shell.cache import register

PLEDGE, PRIVATE = (build_scenario(presets()[name])[0] for name in ("pledge", "private-firms-only"))
LINKED, _ = build_scenario(presets()["pledge"], {"small.threshold": 1_000_000, "contact.level": "incidental"})
FILED, _ = build_scenario(presets()["councils-2019"], {"specialist.services": (), "reason.risk_high": 0})
ADDRESS = f"http://localhost:8501/services?{urlencode({**to_query(LINKED), 'measure': 'contracts'})}"


def upload(page, key, *files):
    """Give files, each a name and a text or bytes, to the upload whose key starts so."""
    [widget] = [each for each in page.file_uploader if each.key.startswith(key)]
    widget.set_value([(name, text.encode() if isinstance(text, str) else text, "") for name, text in files])
    whole(page.run())
    [fresh] = [each for each in page.file_uploader if each.key.startswith(key)]
    assert not fresh.value, "a file is taken once, and the same one can be given again"
    return page


def same_headline(page, made):
    """Whether a page's headline is the answer of a scenario, decided directly."""
    return headline(page) == sentence(decide(register().coded, made), register().dataset.population)
