"""Progress of a long job on standard error: how far, how fast, how long still."""

import sys
import time
from typing import TextIO

_EVERY_SECONDS = 0.5


class BuildProgress:
    """Rewrites one line twice a second on a terminal; elsewhere prints a line every ten seconds."""

    def __init__(self, total_bytes: int, out: TextIO | None = None) -> None:
        self._total = max(total_bytes, 1)
        self._out = out or sys.stderr
        self._terminal = self._out.isatty()
        self._begun = self._said = time.monotonic()
        self._length = 0

    def report(self, done_bytes: int, releases: int) -> None:
        """Say how much of the input is read."""
        now = time.monotonic()
        if now - self._said >= (_EVERY_SECONDS if self._terminal else _EVERY_SECONDS * 20):
            self._said = now
            self._say(sentence(done_bytes, self._total, releases, now - self._begun))

    def finish(self, text: str) -> None:
        """Say the last word."""
        self._say(text)
        if self._terminal:
            self._out.write("\n")
        self._out.flush()

    def _say(self, text: str) -> None:
        if self._terminal:
            self._out.write(f"\r{text:<{self._length}}")
            self._length = len(text)
        else:
            self._out.write(f"{text}\n")
        self._out.flush()


def sentence(done: int, total: int, releases: int, seconds: float) -> str:
    """Return the state of a job in words."""
    share = min(done / total, 1.0)
    left = seconds / share - seconds if share else 0.0
    rate = releases / max(seconds, 0.001)
    return f"{share:.0%} read, {releases:,} releases, {rate:,.0f} a second, {_clock(left)} left"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
