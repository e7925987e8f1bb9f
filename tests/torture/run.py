"""`make torture`: strange inputs by the hundred thousand at every door, and the table of SECURITY.md.

python -m tests.torture.run [INPUTS]
"""

import resource
import sys
from pathlib import Path

from tests.torture.judge import MOST_SECONDS, shares, torture

PAPER = Path(__file__).parents[2] / "SECURITY.md"
BEGIN, END = "<!-- torture: made by make torture -->", "<!-- end of torture -->"
MOST_BYTES = 1_000_000_000
COUNTED = ("inputs", "tracebacks", "hangs", "losses", "leaks")


def main(inputs):
    """Try every door, print what is wrong, write the table; gives 1 where anything is."""
    # A net for the machine that runs it: Arrow sets room aside that it never fills.
    resource.setrlimit(resource.RLIMIT_DATA, (4 * MOST_BYTES, 4 * MOST_BYTES))
    lines = [f"| Door | {' | '.join(each.capitalize() for each in COUNTED)} | Slowest |", f"| --- {'| ---: ' * 6}|"]
    wrong = whole = 0
    for name, tries in shares(inputs).items():
        count = torture(name, tries, again=False)
        counted = [getattr(count, each) for each in COUNTED]
        lines.append(f"| {name} | {' | '.join(f'{each:,}' for each in counted)} | {count.slowest:.2f} s |")
        sys.stdout.write("\n".join([lines[-1], *count.faults[:5], ""]))
        sys.stdout.flush()
        wrong += len(count.faults)
        whole += count.inputs
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    wrong += most * 1024 * 1024 > MOST_BYTES
    lines.append(
        f"\n{whole:,} inputs. A hang is more than {MOST_SECONDS:.0f} s of processor time for one input; the process "
        f"may hold 1 GB and held {most:,} MB at most."
    )
    before, _, rest = PAPER.read_text("utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAPER.write_text("\n".join([before + BEGIN, *lines, END + after]), "utf-8")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
