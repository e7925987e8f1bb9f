"""Settings of the server, from environment variables: the table at the start, the number of visitors, pulls."""

import os
from pathlib import Path

from data.places.place import is_remote
from output.text import web_address, whole_number

TABLE = "BACK_IN_HOUSE_TABLE"
"""Names the built table on which every session starts."""
VISITORS = "BACK_IN_HOUSE_VISITORS"
"""Names how many visitors are let in at once."""
PULL = "BACK_IN_HOUSE_PULL"
"""Names whether visitors may bring notices from the public services to this server's disk: yes or no."""
INTERFACE = "BACK_IN_HOUSE_INTERFACE"
"""Names which process answers the HTTP interface: apart, one of its own, or here, the server itself."""
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
"""Openings that a server can be told to count to: it keeps the moment of each."""


def table() -> str:
    """Name of the table on which a session starts: a path, or an address; empty where it is the embedded register."""
    name = os.environ.get(TABLE, "")
    return name if not name or is_remote(name) else str(Path(name).resolve())


def visitors() -> int:
    """How many visitors are let in at once."""
    value = os.environ.get(VISITORS, "")
    return MOST_VISITORS if (most := whole_number(value)) is None else most


def openings() -> int:
    """How many openings within ten seconds are answered with the application at once."""
    return MOST_OPENINGS if (most := _openings()) is None else most


def _openings() -> int | None:
    most = whole_number(os.environ.get(CROWD, ""))
    return most if most is None or most <= MOST_COUNTED else None


def may_pull() -> bool:
    """Whether visitors may bring notices to this server's disk; not unless it is said."""
    return os.environ.get(PULL, "") == "yes"


def interface_apart() -> bool:
    """Whether the HTTP interface is answered by a process of its own; so unless it is said."""
    return os.environ.get(INTERFACE, "") != "here"


def address() -> str:
    """The address at which the server is reached from outside; empty where none is said."""
    return os.environ.get(ADDRESS, "")


def problem() -> str:
    """Say which variable cannot be used, what was given and what is expected; empty where nothing is wrong."""
    value = os.environ.get(VISITORS, "")
    if value and whole_number(value) is None:
        return f"{VISITORS}={value}: expected how many visitors are let in at once, such as {MOST_VISITORS}"
    if os.environ.get(CROWD, "") and _openings() is None:
        return f"{CROWD}={os.environ[CROWD]}: expected how many openings within ten seconds, such as {MOST_OPENINGS}"
    pull = os.environ.get(PULL, "")
    if pull not in ("", "yes", "no"):
        return f"{PULL}={pull}: expected yes where visitors may bring notices to this server's disk, else no"
    process = os.environ.get(INTERFACE, "")
    if process not in ("", "apart", "here"):
        return f"{INTERFACE}={process}: expected apart, a process of its own for the HTTP interface, or here"
    if address() and not web_address(address()):
        return f"{ADDRESS}={address()}: expected a web address, such as https://figures.example.org/"
    return f"{TABLE}={reason}" if table() and (reason := _unreadable(table())) else ""


def _unreadable(name: str) -> str:
    from data.load.datasets import UnreadableError, check_opens  # noqa: PLC0415 - only a start with a table needs it

    try:
        check_opens(name)
    except UnreadableError as error:
        return str(error)
    return ""
