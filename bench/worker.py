"""One engine in a process of its own, told over its input what to time: used by bench.versions alone.

It runs in the folder of a checkout, which may be an older one, so it finds what it needs under its old names too.
"""

import gc
import importlib
import json
import pickle
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path.cwd()))


def found(*names: str) -> Any:
    """Give the first of some things that this checkout has, named as module:thing."""
    for name in names:
        module, _, thing = name.partition(":")
        try:
            return getattr(importlib.import_module(module), thing)
        except (ImportError, AttributeError):
            continue
    raise SystemExit(f"none of {', '.join(names)} in {Path.cwd()}")


class Worker:
    """An engine with its table; what it is told to do is one of its public methods, whose seconds it gives."""

    def __init__(self, module: str, table: Path) -> None:
        with table.open("rb") as stored:
            frame = pickle.load(stored)
        self._ours = module == "ours"
        services = found("data.load.datasets:embedded", "data.load:embedded")().services
        self._engine = importlib.import_module(f"bench.{module}").Engine(frame, services)
        made: Iterator[Any] = found("bench.work:scenarios")()
        self._scenarios = dict(zip(range(64), made, strict=False))

    def recalculate(self, turn: int) -> tuple[float, Any]:
        """Time a full recalculation."""
        scenario = self._scenarios[turn]
        return self._timed(lambda: self._engine.recalculate(scenario if self._ours else scenario.values))

    def emptied(self, turn: int) -> tuple[float, Any]:
        """Time a full recalculation with every cache emptied first."""
        found("policy.cached:clear_cache", "policy.kept:forget")()
        return self.recalculate(turn)

    def tornado(self, turn: int) -> tuple[float, Any]:
        """Time every step of every setting from the plain pledge, and count them."""
        decide = found("policy.engine.decide:decide", "policy.engine:decide")
        changes = found("policy.analysis.tornado:changes", "policy.tornado:changes")
        coded = getattr(self._engine, "coded", None) or self._engine.facts
        return self._timed(lambda: sum(1 for _ in changes(decide(coded, self._scenarios[turn]))))

    def _timed(self, work: Callable[[], Any]) -> tuple[float, Any]:
        gc.collect()
        started = time.perf_counter()
        result = work()
        return time.perf_counter() - started, result


def main() -> None:
    """Read what to do, a line each, and write the seconds; an answer that is asked for goes to a file."""
    worker = Worker(sys.argv[1], Path(sys.argv[2]))
    print("ready", flush=True)
    for line in sys.stdin:
        told = json.loads(line)
        seconds, result = getattr(worker, told["do"])(told["turn"])
        if told.get("to"):
            fields = vars(result) if hasattr(result, "__dict__") else result
            Path(told["to"]).write_bytes(pickle.dumps(fields))
        print(json.dumps({"seconds": seconds, "count": result if isinstance(result, int) else None}), flush=True)


if __name__ == "__main__":
    main()
