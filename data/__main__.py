"""The command line: `python -m data build | check | pull | labels`."""

import sys

from cli.data import main

if __name__ == "__main__":
    sys.exit(main())
