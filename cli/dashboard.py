"""Serving the dashboard from wherever it is installed, as `make run` does in a checkout."""

import os

from data.model import folders

PULL = "BACK_IN_HOUSE_PULL"
ENTRY = "serve.py"
INSTALLED = "back_in_house"
"""Package in which the entry, its pages and its settings lie once they are installed."""


def dashboard(options: list[str]) -> int:
    """Serve until it is stopped; `options` are those of `streamlit run`, such as --server.port 8600.

    Settings are read from .streamlit/config.toml beside the entry. Whoever starts it may bring notices to this disk,
    unless the environment says otherwise.

    Raises:
        SystemExit: the server has ended, with its exit code or with what of the environment cannot be followed.
    """
    from streamlit.web.cli import main  # noqa: PLC0415 - only the dashboard needs it

    os.environ.setdefault(PULL, "yes")
    home = folders.ROOT if folders.is_checkout() else folders.ROOT / INSTALLED
    main(["run", str(home / ENTRY), *options], prog_name="streamlit")
    return 0
