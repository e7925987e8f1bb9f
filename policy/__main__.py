"""The command line: `python -m policy presets | assess | sweep | compare | explain | verify`."""

import sys

from cli.policy import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
