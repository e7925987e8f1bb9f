"""How far a pull is: windows done, rate and time left, as a record and as a line for a terminal."""

import sys
from dataclasses import dataclass, field
from typing import TextIO


@dataclass(frozen=True, slots=True)
class Progress:
    """The state of one pull at one moment."""

    service: str
    windows: int = 0
    """Windows that are whole, from earlier runs too."""
    of: int = 0
    earlier: int = 0
    """Windows that earlier runs had finished."""
    requests: int = 0
    releases: int = 0
    """Releases received in this run."""
    seconds: float = 0.0
    stopped: bool = False
    notes: tuple[str, ...] = ()
    """What the user should know, oldest first: waits, and what may be missing."""
    complete: str = ""
    """How complete the run of numbered notices is, in a sentence; empty until the end, and where none is numbered."""
    now: str = ""
    """What is going on inside a window, where that takes long."""

    @property
    def share(self) -> float:
        """Part of the windows that is done, 0 to 1."""
        return self.windows / self.of if self.of else 1.0

    @property
    def seconds_left(self) -> float | None:
        """Seconds that the rest takes at this run's rate; None before its first window is whole."""
        finished = self.windows - self.earlier
        return (self.of - self.windows) * self.seconds / finished if finished else None

    def line(self) -> str:
        """Say it in one line."""
        parts = [f"{self.windows:,} of {self.of:,} windows", f"{self.releases:,} new releases"]
        if self.requests and self.seconds >= 1:
            parts.append(f"{self.requests / self.seconds * 60:,.1f} requests a minute")
        left = self.seconds_left
        parts.append("time left not known yet" if left is None else f"{duration(left)} left")
        if self.windows >= self.of:
            parts[-1] = "done"
        return f"{self.service}: " + ", ".join([*parts, *([self.now] if self.now else [])])


def duration(seconds: float) -> str:
    """Say a time span in its two largest units."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "under a minute"
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    if days:
        return f"{days} d {hour} h"
    return f"{hours} h {minute} min" if hours else f"{minute} min"


@dataclass(slots=True)
class Terminal:
    """Shows progress on a stream: one line rewritten in a terminal, a line each half minute in a file."""

    stream: TextIO = sys.stderr
    every: float = 30.0
    _shown: float = field(default=-1e9, init=False)
    _notes: int = field(default=0, init=False)
    _width: int = field(default=0, init=False)

    def __call__(self, progress: Progress) -> None:
        """Show the line, and each new note once above it."""
        for note in progress.notes[self._notes :]:
            self._write(note, "\n")
        self._notes = len(progress.notes)
        if self.stream.isatty():
            self._write(progress.line(), "")
        elif progress.windows >= progress.of or progress.seconds - self._shown >= self.every:
            self._write(progress.line(), "\n")
            self._shown = progress.seconds

    def _write(self, text: str, end: str) -> None:
        back = "\r" if self.stream.isatty() else ""
        self.stream.write(f"{back}{text.ljust(self._width) if back else text}{end}")
        self.stream.flush()
        self._width = 0 if end else len(text)

    def end(self, message: str = "", code: int = 0) -> int:
        """Go below the line, say a last message, and return the exit code."""
        if self._width:
            self.stream.write("\n")
            self._width = 0
        if message:
            self._write(message, "\n")
        return code
