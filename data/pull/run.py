"""Bring published notices from a public service into a folder, politely, and go on after any stop.

Every window that is still missing is asked for, oldest first.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

from data.model import folders
from data.model.notice_numbers import completeness
from data.pull.bulk import YearFile
from data.pull.client import GO_ON, Clock, Fetcher, KeepError, NotPublishedError, PullError, Stopped
from data.pull.pages import Overfull, PageWalk
from data.pull.progress import Progress
from data.pull.response import RetryPolicy
from data.pull.services import Bulk, Plan, PlanError, Search
from data.pull.store import Store, WindowTally
from data.pull.windows import LONDON, PullWindow, cut, remaining

OUT = folders.notices()


@dataclass(frozen=True, slots=True)
class _Stream:
    """One source, its folder, and its windows: how many are done, which are to come."""

    source: Search | Bulk
    store: Store
    finished: int
    queue: deque[PullWindow]
    brought: dict[PullWindow, frozenset[str]] = field(default_factory=dict)
    """Numbers of the notices of the windows that this run brought."""


@dataclass(slots=True)
class PullRun:
    """Carries out a plan; `progress` says how far it is, also after a stop."""

    plan: Plan
    out: Path
    on_progress: Callable[[Progress], None]
    should_stop: Callable[[], bool]
    clock: Clock
    began: float
    progress: Progress

    def bring(self) -> None:
        """Bring every missing window."""
        with ExitStack() as held:
            streams = [self._stream(source, held) for source in self.plan.sources]
            finished = sum(stream.finished for stream in streams)
            total = finished + sum(len(stream.queue) for stream in streams)
            if not total:
                raise PlanError(f"{self.plan.service} has no notices of these days: {self._why_none()}")
            self.tell(windows=finished, earlier=finished, of=total)
            for stream in streams:
                self._drain(stream)
        if not self.progress.of:
            raise PullError(self.progress.notes[-1])

    def tell(self, **changes: Any) -> None:
        """Change the progress and show it."""
        self.progress = replace(self.progress, seconds=self.clock.now() - self.began, **changes)
        self.on_progress(self.progress)

    def _note(self, text: str) -> None:
        self.tell(notes=(*self.progress.notes, text))

    def _local_now(self) -> datetime:
        return datetime.fromtimestamp(self.clock.now(), LONDON).replace(tzinfo=None, microsecond=0)

    def _why_none(self) -> str:
        if self.plan.first > (today := self._local_now().date()):
            return f"the first of them, {self.plan.first}, is ahead; today is {today}"
        return "; ".join(f"{source.name} begins on {source.begins:%Y-%m-%d}" for source in self.plan.sources)

    def _stream(self, source: Search | Bulk, held: ExitStack) -> _Stream:
        store = Store(self.out / source.folder, source.label)
        held.enter_context(store.held())
        whole, now = source.span(self.plan.first, self.plan.last), self._local_now()
        finished = [window for window in store.done() if window.start < whole.end and window.end > whole.start]
        gaps = remaining(whole, finished)
        windows = (window for gap in gaps for window in cut(gap, source.begins, source.step))
        return _Stream(source, store, len(finished), deque(window for window in windows if window.start < now))

    def _fetcher(self, stream: _Stream) -> Fetcher:
        source, pace = stream.source, self.plan.pace

        def count(moment: float) -> None:
            stream.store.note_request(moment)
            self.tell(requests=self.progress.requests + 1)

        return Fetcher(
            retries=RetryPolicy(source.pace if pace is None else pace, source.refusals),
            clock=self.clock,
            follow=lambda url: source.follow(url, self.plan.base(source)),
            should_stop=self.should_stop,
            say=self._note,
            on_request=count,
            asked=stream.store.last_request,
        )

    def _drain(self, stream: _Stream) -> None:
        fetcher = self._fetcher(stream)
        while stream.queue:
            window = stream.queue.popleft()
            try:
                self._bring_window(stream, fetcher, window)
            except Overfull:
                halves = [half for half in window.halves() if half.start < self._local_now()]
                stream.queue.extendleft(reversed(halves))
                self.tell(of=self.progress.of + len(halves) - 1)
        self._prove(stream, fetcher)
        stream.store.sweep()

    def _prove(self, stream: _Stream, fetcher: Fetcher) -> None:
        """Ask again for the windows of this run in which numbers are missing, and name those that stay missing."""
        source = stream.source
        numbers = completeness(chain.from_iterable(self._held(stream).values()))
        if numbers is None or isinstance(source, Bulk):
            return
        for window in around(numbers.missing, self._held(stream)):
            if window in stream.brought:
                self._ask_again(stream, source, fetcher, window)
        numbers = completeness(chain.from_iterable(self._held(stream).values())) or numbers
        self.tell(complete=numbers.sentence())

    def _held(self, stream: _Stream) -> dict[PullWindow, frozenset[str]]:
        return {**stream.store.numbers(), **stream.brought}

    def _ask_again(self, stream: _Stream, source: Search, fetcher: Fetcher, window: PullWindow) -> None:
        part = stream.store.begin(window, afresh=True)
        try:
            asked = PullWindow(window.start, min(window.end, self._local_now()))
            tally = PageWalk(fetcher, source, self.plan.base(source), lambda _: None).fetch(window, asked, part)
        except Overfull:
            return
        if tally.held > stream.brought[window]:  # an answer that lost other notices is no better
            settled = window.end + source.settles <= self._local_now()
            stream.store.publish(window, part, tally, settled=settled)
            stream.brought[window] = tally.held

    def _bring_window(self, stream: _Stream, fetcher: Fetcher, window: PullWindow) -> None:
        now = self._local_now()
        settled = window.end + stream.source.settles <= now
        # New notices come first and shift the pages of an open window; a file has a checksum to tell.
        afresh = not settled and isinstance(stream.source, Search)
        part = stream.store.begin(window, afresh=afresh)
        try:
            tally = self._gather(stream.source, fetcher, window, part)
        except NotPublishedError as error:
            self._pass_over(stream.source, error)
            return
        stream.store.publish(window, part, tally, settled=settled)
        stream.brought[window] = tally.held
        if tally.note:
            self._note(tally.note)
        self.tell(windows=self.progress.windows + 1, now="")

    def _gather(self, source: Search | Bulk, fetcher: Fetcher, window: PullWindow, part: Path) -> WindowTally:
        base = self.plan.base(source)
        if isinstance(source, Bulk):
            tally = YearFile(fetcher, source, base, lambda text: self.tell(now=text)).fetch(window, part)
            self._count(tally.releases)
            return tally
        asked = PullWindow(window.start, min(window.end, self._local_now()))
        return PageWalk(fetcher, source, base, self._count).fetch(window, asked, part)

    def _count(self, releases: int) -> None:
        self.tell(releases=self.progress.releases + releases)

    def _pass_over(self, source: Search | Bulk, error: NotPublishedError) -> None:
        """Pass over a year that the registry does not offer, and say so; a search must be there."""
        if isinstance(source, Search):
            raise error
        self._note(str(error))
        self.tell(of=self.progress.of - 1)


def around(missing: Iterable[str], held: Mapping[PullWindow, frozenset[str]]) -> list[PullWindow]:
    """Return the windows in which missing numbers may lie: those whose numbers go around them, else both beside."""
    filled = [(numbers, window) for window, numbers in held.items() if numbers]
    runs = sorted((min(numbers, key=_place), max(numbers, key=_place), window) for numbers, window in filled)
    wanted = dict[PullWindow, None]()
    for number in missing:
        inside = [window for first, last, window in runs if _place(first) < _place(number) < _place(last)]
        below = [window for _, last, window in runs if _place(last) < _place(number)][-1:]
        above = [window for first, _, window in runs if _place(first) > _place(number)][:1]
        wanted |= dict.fromkeys(inside or below + above)
    return list(wanted)


def _place(number: str) -> tuple[str, str]:
    return number[-4:], number


def _unseen(_progress: Progress) -> None:
    """Show nothing."""


def _never() -> bool:
    return False


def pull(
    plan: Plan,
    out: Path,
    on_progress: Callable[[Progress], None] = _unseen,
    should_stop: Callable[[], bool] = _never,
    clock: Clock = Clock(),  # noqa: B008 - frozen
) -> Progress:
    """Bring what the plan names and is not there yet; return how far it got.

    Raises PlanError or PullError with one clear message. Whatever happens, running it again goes on.
    """
    run = PullRun(plan, out, on_progress, should_stop, clock, clock.now(), Progress(plan.service))
    try:
        run.bring()
    except Stopped:
        run.tell(stopped=True)
    except OSError as error:
        why = error.strerror or error
        told = f"cannot keep files in {out} ({why}): make room or choose another --out. {GO_ON}"
        raise KeepError(told) from error
    return run.progress
