"""Windows of time: how a period is cut into requests, and which part of it is still to be asked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
SMALLEST = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, order=True)
class PullWindow:
    """From start up to end, in UK local time without a zone, as the services understand it."""

    start: datetime
    end: datetime

    def halves(self) -> tuple["PullWindow", ...]:
        """Return both halves, cut at a whole second; nothing where the window is too small to cut."""
        if self.end - self.start < 2 * SMALLEST:
            return ()
        middle = (self.start + (self.end - self.start) / 2).replace(microsecond=0)
        return PullWindow(self.start, middle), PullWindow(middle, self.end)

    def __str__(self) -> str:
        same_day = self.start.date() == self.end.date()
        return f"{self.start:%Y-%m-%d %H:%M} to {self.end:{'%H:%M' if same_day else '%Y-%m-%d %H:%M'}}"


def cut(whole: PullWindow, anchor: datetime, step: timedelta | None) -> Iterator[PullWindow]:
    """Cut at every step since the anchor, so that two pulls agree; without a step, at each new year."""
    start = whole.start
    while start < whole.end:
        new_year = datetime(start.year + 1, 1, 1)  # noqa: DTZ001 - UK local time, as every window
        edge = anchor + ((start - anchor) // step + 1) * step if step else new_year
        yield PullWindow(start, min(edge, whole.end))
        start = edge


def remaining(whole: PullWindow, finished: Iterable[PullWindow]) -> Iterator[PullWindow]:
    """Give the parts of the whole that no finished window covers."""
    start = whole.start
    for window in sorted(finished):
        if window.end <= start or window.start >= whole.end:
            continue
        if window.start > start:
            yield PullWindow(start, window.start)
        start = window.end
    if start < whole.end:
        yield PullWindow(start, whole.end)
