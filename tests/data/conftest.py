"""What several tests of pulls share."""

import pytest

from tests.replay import VirtualTime


@pytest.fixture
def time():
    """A clock that a pull waits by without waiting."""
    return VirtualTime()
