"""How long the random tests try: enough to find what is wrong, in a run that people will still start."""

import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "house",
    deadline=None,
    max_examples=60,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def own_main_module() -> Iterator[None]:
    """A page run without a browser stays the main module, which processes that a later test starts would run first."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main
