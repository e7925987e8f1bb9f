"""What a piece of work may cost, told so that a busy machine does not fail a test and a quadratic one does.

The bounds are seconds of a quiet core. Two cores that share their work with others take two or three times as long for
the same, now and then and not throughout: so a yardstick is timed beside each try, and the work is tried again.
Whatever grows with the square of its input is beyond every bound here by tens and hundreds.
"""

import re
import time
from collections.abc import Callable

TRIES = 8
YARDSTICK_SECONDS = 0.0084
"""Of `yardstick` on the quiet core of which the bounds speak."""
YARDSTICK_TEXT = "a1 ," * 2_500


def yardstick() -> int:
    """A fixed piece of work of the kind that the readers do."""
    return sum(len(found.group()) for _ in range(20) for found in re.finditer(r"[a-z]\d", YARDSTICK_TEXT))


def processor_time(work: Callable[[], object]) -> float:
    """The seconds of a processor that some work takes in this thread."""
    begun = time.thread_time()
    work()
    return time.thread_time() - begun


def is_soon(work: Callable[[], object], seconds: float, beside: Callable[[], object] | None = None) -> bool:
    """Whether some work takes less than these seconds of a quiet core beyond what the work beside it takes."""
    for _ in range(TRIES):
        taken = processor_time(work)
        if taken < seconds:
            return True  # on a busy machine too, so nothing need be timed beside it
        slower = max(1.0, processor_time(yardstick) / YARDSTICK_SECONDS)
        if taken < seconds * slower + (processor_time(beside) if beside else 0):
            return True
    return False
