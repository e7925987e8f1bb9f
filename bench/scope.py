"""A change of the policy under a scope and without one, in turns in one process, on made contracts.

Run it from the root of the project, on a quiet machine: python -m bench.scope [--rows 1000000] [--turns 9]
A change: decide, totals, funnel, six breakdowns, twenty suppliers, a sweep of the threshold over a hundred points.
"""

import argparse
import time
from itertools import islice
from statistics import median

from bench.engine import machine
from bench.ours import Engine
from bench.table import contracts
from bench.work import scenarios
from data.load.datasets import embedded
from policy.scope.scope import from_where

SCOPES = {
    "no scope": (),
    "councils": ("buyer_kind=local",),
    "councils, £5 million or more, ending by 2029": ("buyer_kind=local", "value_gbp>=5m", "end<=2029"),
    "care in England, £1 million or more, values not known taken in": (
        "service_group=care", "nation=England", "value_gbp>=1m", "value_gbp=not-known",
    ),
    "conditions on value, end and nation that every contract meets": (
        "value_gbp>=0", "value_gbp=not-known", "end>=1900", "end=not-known", "nation=England", "nation=Scotland",
        "nation=Wales", "nation=Northern Ireland", "nation=UK", "nation=not-known",
    ),
}  # fmt: skip
WARM = 2


def main() -> None:
    read = argparse.ArgumentParser(description=__doc__)
    read.add_argument("--rows", type=int, default=1_000_000)
    read.add_argument("--turns", type=int, default=9)
    asked = read.parse_args()
    engine = Engine(contracts(asked.rows), embedded().services)
    whole = engine.coded
    seconds: dict[str, list[float]] = {name: [] for name in SCOPES}
    for turn, scenario in enumerate(islice(scenarios(), WARM + asked.turns)):
        names = [*SCOPES][turn % len(SCOPES) :] + [*SCOPES][: turn % len(SCOPES)]
        for name in names:
            engine.coded = whole.within(from_where(SCOPES[name]))
            started = time.perf_counter()
            engine.recalculate(scenario)
            if turn >= WARM:
                seconds[name].append(time.perf_counter() - started)
    for name, taken in seconds.items():
        share = median(taken) / median(seconds["no scope"])
        print(f"| {name} | {1000 * median(taken):,.0f} ms ({share:.2f}) |")
    print(machine())


if __name__ == "__main__":
    main()
