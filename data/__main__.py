"""The command line: `python -m data build | check | pull | labels`."""

import sys

from cli.ending import ended


def _run() -> int:
    from cli.data import main  # noqa: PLC0415 - it takes a while, in which the command may be stopped too

    return main()


if __name__ == "__main__":
    sys.exit(ended(_run))
