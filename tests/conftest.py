"""How long the random tests try: enough to find what is wrong, in a run that people will still start.

`make test` tries the same few each time, so that it fails for a change alone; `make long` tries more, and others.
See `draws.py`.
"""

import gc
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.draws import EVERY

settings.register_profile(
    "house",
    deadline=None,
    max_examples=60 if EVERY else 25,
    derandomize=not EVERY,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
settings.load_profile("house")


def pytest_collection_finish() -> None:
    """Let collections pass over what the tests themselves are made of.

    Some eleven thousand tests and all modules lie in memory until the end; looked through each time, they took a tenth
    of the run. What a test makes is collected as before.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader's own file is read in the process of the test, where one of its own would change nothing but the time.

    That both read alike holds a test of its own; each door keeps a test that goes through such a process.
    """
    monkeypatch.setattr("data.load.upload.is_small", lambda *_: True)


@pytest.fixture
def levers_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    """No lever is asked whether it does anything, where a test is of something else.

    Of a table of one session that is asked anew in every run, since nobody else may see its results, and takes most of
    the run: every lever beside the page is decided at some ten values.
    """
    monkeypatch.setattr("ui.shell.view.View.idle", lambda _, *keys: dict.fromkeys(keys, ""))


# Taken as the tests are read: a fixture of a whole module may run a page before the first test of it begins.
MAIN = sys.modules["__main__"]


@pytest.fixture(autouse=True)
def own_main_module() -> Iterator[None]:
    """A page run without a browser stays the main module, which processes that a test starts would run first."""
    sys.modules["__main__"] = MAIN
    yield
    sys.modules["__main__"] = MAIN
