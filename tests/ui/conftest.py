"""What several tests of pages look at."""

import pytest

from ui.charts import chart_frame


@pytest.fixture
def drawn(monkeypatch):
    """Every chart that a page draws while the test runs."""
    found, draw = [], chart_frame._draw

    def noted(one, *ways):
        found.append(one)
        draw(one, *ways)

    monkeypatch.setattr(chart_frame, "_draw", noted)
    return found
