"""Settings of the server, from environment variables: the table at the start, the number of visitors, pulls."""

import os
from pathlib import Path

from data.places.place import is_remote
from output.text import web_address, whole

TABLE = "BACK_IN_HOUSE_TABLE"
"""Names the built table on which every session starts."""
VISITORS = "BACK_IN_HOUSE_VISITORS"
"""Names how many visitors are let in at once."""
PULL = "BACK_IN_HOUSE_PULL"
"""Names whether visitors may bring notices from the public services to this server's disk: yes or no."""
ADDRESS = "BACK_IN_HOUSE_ADDRESS"
"""Names the address at which the server is reached from outside, such as https://figures.example.org/."""
CROWD = "BACK_IN_HOUSE_CROWD"
"""Names how many openings within ten seconds are answered with the application at once."""
MOST_VISITORS = 200
"""How many visitors are let in where the variable is missing or unusable."""
MOST_OPENINGS = 20
"""Openings within ten seconds where the variable is missing or unusable: session and scripts of each take 0.17 s of a
processor, so that these take a third of one."""


MOST_COUNTED = 100_000


def table() -> str:
    """Name of the table on which a session starts: a path, or an address; empty where it is the embedded register."""
    given = os.environ.get(TABLE, "")
    return given if not given or is_remote(given) else str(Path(given).resolve())


def visitors() -> int:
    """How many visitors are let in at once."""
    given = os.environ.get(VISITORS, "")
    return MOST_VISITORS if (most := whole(given)) is None else most


def openings() -> int:
    """How many openings within ten seconds are answered with the application at once."""
    return MOST_OPENINGS if (most := _openings()) is None else most


def _openings() -> int | None:
    most = whole(os.environ.get(CROWD, ""))
    return most if most is None or most <= MOST_COUNTED else None


def may_pull() -> bool:
    """Whether visitors may bring notices to this server's disk; not unless it is said."""
    return os.environ.get(PULL, "") == "yes"


def address() -> str:
    """The address at which the server is reached from outside; empty where none is said."""
    return os.environ.get(ADDRESS, "")


def problem() -> str:
    """Say which variable cannot be used, what was given and what is expected; empty where nothing is wrong."""
    given = os.environ.get(VISITORS, "")
    if given and whole(given) is None:
        return f"{VISITORS}={given}: expected how many visitors are let in at once, such as {MOST_VISITORS}"
    if os.environ.get(CROWD, "") and _openings() is None:
        return f"{CROWD}={os.environ[CROWD]}: expected how many openings within ten seconds, such as {MOST_OPENINGS}"
    pull = os.environ.get(PULL, "")
    if pull not in ("", "yes", "no"):
        return f"{PULL}={pull}: expected yes where visitors may bring notices to this server's disk, else no"
    if address() and not web_address(address()):
        return f"{ADDRESS}={address()}: expected a web address, such as https://figures.example.org/"
    return f"{TABLE}={found}" if table() and (found := _unreadable(table())) else ""


def _unreadable(name: str) -> str:
    from data.load.datasets import UnreadableError, check_opens  # noqa: PLC0415 - only a start with a table needs it

    try:
        check_opens(name)
    except UnreadableError as error:
        return str(error)
    return ""
