"""What several tests of pages look at."""

import pytest

from tests.pages import opened
from ui.charts import chart_frame
from ui.page import PAGES


@pytest.fixture
def drawn(monkeypatch):
    """Every chart that a page draws while the test runs."""
    return _noted_charts(monkeypatch)


@pytest.fixture(scope="module", params=PAGES)
def by_default(request):
    """The name of each page, the page as its plain link opens it, to be looked at alone, and the charts it draws."""
    with pytest.MonkeyPatch.context() as patch:
        charts = _noted_charts(patch)
        page = opened(request.param)
    return request.param, page, charts


def _noted_charts(patch):
    """Every chart that a page draws from now on, until the patch is taken back."""
    found, draw = [], chart_frame._draw

    def noted(one, *ways):
        found.append(one)
        draw(one, *ways)

    patch.setattr(chart_frame, "_draw", noted)
    return found
