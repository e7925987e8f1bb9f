"""A lock that goes to whoever has waited longest, so that a long piece of work in parts holds nobody up."""

from collections import deque
from threading import Lock, get_ident
from types import TracebackType


class Turns:
    """One thread at a time, in the order in which they came; a thread that has the turn may take it again.

    The interpreter's own lock goes to whoever asks first once it is free, which is mostly the thread that let it go:
    a visitor who waits would wait for all parts of another's work.
    """

    def __init__(self) -> None:
        self._guard, self._waiting = Lock(), deque[Lock]()
        self._owner, self._depth = 0, 0

    def __enter__(self) -> None:
        me = get_ident()
        if self._owner == me:  # only the owner itself can have written its own number
            self._depth += 1
            return
        with self._guard:
            if not self._owner:
                self._owner, self._depth = me, 1
                return
            turn = Lock()
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()  # let go by the thread before
        self._owner, self._depth = me, 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._depth -= 1
        if not self._depth:
            self._hand_over()

    def pass_on(self) -> None:
        """Let all who wait have their turn first; called in the midst of a long piece of one's own."""
        if self._waiting:
            depth = self._depth
            self._hand_over()
            self.__enter__()
            self._depth = depth

    def _hand_over(self) -> None:
        with self._guard:
            if self._waiting:
                self._owner = -1  # taken, by a thread that has yet to wake
                self._waiting.popleft().release()
            else:
                self._owner = 0
