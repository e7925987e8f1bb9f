"""The command `back-in-house`: the dashboard, the questions of the policy and the work on data under one name."""

import os
import sys
from difflib import get_close_matches
from importlib.metadata import PackageNotFoundError, version

from cli.ending import ended, loading
from data.model import folders

PROGRAM = "back-in-house"
DASHBOARD = "dashboard"
POLICY = {
    "presets": "list the presets",
    "assess": "assess every contract under a scenario",
    "settings": "list the settings, and their values in a scenario",
    "sweep": "assess at every value of one setting",
    "compare": "compare presets or scenario files",
    "explain": "explain one contract",
    "range": "list the contracts that make the range, and what settles each",
    "sensitivity": "which settings move the answer most",
    "whole": "published national spending in what a policy catches",
    "report": "a briefing of a few pages, to print",
    "verify": "recompute the figure of a receipt",
}
DATA = {
    "build": "read files and folders and write one table",
    "check": "say what would be read, and every issue found",
    "changes": "what changed between two registers or built tables",
    "pull": "bring published notices from a public service",
    "labels": "score tables against labelled notices",
}
_WRONG_USAGE = 2
PULL = "BACK_IN_HOUSE_PULL"
ENTRY = "serve.py"
INSTALLED = "back_in_house"
"""Package in which the entry, its pages and its settings lie once they are installed."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code; without a command, serve the dashboard."""
    words = sys.argv[1:] if arguments is None else arguments
    return ended(lambda: _command(words))


def _command(words: list[str]) -> int:
    command, rest = (words[0], words[1:]) if words else (DASHBOARD, [])
    if command in POLICY:
        with loading():
            from cli.policy import main as policy  # noqa: PLC0415 - each command loads what it needs

        return policy(words, PROGRAM)
    if command in DATA:
        from cli.data import main as data  # noqa: PLC0415 - the same

        return data(words, PROGRAM)
    if command == DASHBOARD:
        return dashboard(rest)
    if command in ("-h", "--help", "--version", "help"):
        print(_version() if command == "--version" else _help())
        return 0
    if command.startswith("-"):
        print(f"{PROGRAM}: {command[:80]!r} stands before a command; give the command first.", file=sys.stderr)
        return _WRONG_USAGE
    near = get_close_matches(command, [DASHBOARD, *POLICY, *DATA], n=1)
    hint = f"Did you mean {near[0]}?" if near else f"{PROGRAM} --help lists the commands."
    print(f"{PROGRAM}: no command {command[:80]!r}. {hint}", file=sys.stderr)
    return _WRONG_USAGE


def dashboard(options: list[str]) -> int:
    """Serve until it is stopped; `options` are those of `streamlit run`, such as --server.port 8600.

    Settings are read from .streamlit/config.toml beside the entry. Whoever starts it may bring notices to this disk,
    unless the environment says otherwise.

    Raises:
        SystemExit: the server has ended, with its exit code or with what of the environment cannot be followed.
    """
    from streamlit.web.cli import main as streamlit  # noqa: PLC0415 - only the dashboard needs it

    os.environ.setdefault(PULL, "yes")
    home = folders.ROOT if folders.is_checkout() else folders.ROOT / INSTALLED
    streamlit(["run", str(home / ENTRY), *options], prog_name="streamlit")
    return 0


def _help() -> str:
    first = {DASHBOARD: "open the dashboard on this machine (the default); options of `streamlit run` follow"}
    lines = [f"  {name:10} {what}" for name, what in {**first, **POLICY, **DATA}.items()]
    opening = [f"usage: {PROGRAM} [COMMAND] ...", "", "What would come back in house, and why.", "", "commands:"]
    return "\n".join([*opening, *lines, "", f"{PROGRAM} COMMAND --help says more of one of them."])


def _version() -> str:
    try:
        return f"{PROGRAM} {version(PROGRAM)}"
    except PackageNotFoundError:
        return f"{PROGRAM}, from a checkout that is not installed"
