"""Tries a door so many times and counts what must not happen: tracebacks, hangs, losses, leaks, half files."""

import re
import shutil
import tempfile
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.torture.doors import DOORS
from tests.torture.inputs import LONE

MOST_SECONDS = 2.0
"""Of processor time, for any input of up to a megabyte."""
COMMANDS = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069{LONE}]")
"""What commands a terminal, or cannot be written to one."""
PRINTED = ("command line", "two registers")
"""Doors of which what is said goes to a terminal."""
VALUES = st.lists(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40) | st.dates().map(str),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        max_leaves=3,
    ),
    min_size=1,
    max_size=2,
)


@dataclass
class Count:
    """What became of the inputs of a door; `faults` tells each that must not be, with the seed that makes it again."""

    inputs: int = 0
    tracebacks: int = 0
    hangs: int = 0
    losses: int = 0
    leaks: int = 0
    slowest: float = 0.0
    faults: list[str] = field(default_factory=list)


def torture(name, tries, *, again=True):
    """Try a door with so many inputs; `again` tries the same ones each time."""
    count = Count()

    @settings(
        max_examples=tries, database=None, derandomize=again, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.integers(0, 2**32), VALUES)
    def attempt(seed, values):
        chance = f"{seed}.{count.inputs}"  # Hypothesis tries a seed that it has tried, with other values
        judged(name, Random(chance), values, count, f"{name}, seed {chance!r}, {values!r}")

    while count.inputs < tries:  # Hypothesis ends early where it has seen every value
        before = count.inputs
        attempt()
        if again or count.inputs == before:
            break
    return count


def judged(name, rng, values, count, label):
    """Try one input and count what became of it."""
    door, _ = DOORS[name]
    folder = Path(tempfile.mkdtemp(prefix="torture"))
    count.inputs += 1
    begun = time.thread_time()
    try:
        lost, said = door(rng, values, folder)
    except Exception:  # noqa: BLE001 - any error that a door lets through is what is looked for
        count.tracebacks += 1
        count.faults.append(f"{label}\n{traceback.format_exc(limit=-6)}")
    else:
        leak = [text for text in said if str(folder) in text or (name in PRINTED and COMMANDS.search(text))]
        leak += [path.name for path in folder.rglob("*.tmp")]
        count.losses += lost
        count.leaks += bool(leak)
        if lost or leak:
            count.faults.append(f"{label}: lost {lost}, leaked {leak[:2]}")
    finally:
        shutil.rmtree(folder)
    spent = time.thread_time() - begun
    count.slowest = max(count.slowest, spent)
    if spent > MOST_SECONDS:
        count.hangs += 1
        count.faults.append(f"{label}: {spent:.1f} s")


def shares(inputs):
    """How many of so many inputs each door gets."""
    whole = sum(share for _, share in DOORS.values())
    return {name: max(1, inputs * share // whole) for name, (_, share) in DOORS.items()}
