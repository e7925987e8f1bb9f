"""The command line: `python -m policy presets | assess | sweep | compare | explain | verify`."""

import sys

from cli.ending import ended, loading


def _run() -> int:
    with loading():
        from cli.policy import main  # noqa: PLC0415 - it takes a while, in which the command may be stopped too

    return main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(ended(_run))
