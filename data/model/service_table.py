"""The table of services: what each kind of service is, as the committed CSV states it."""

from functools import cache
from pathlib import Path

import pandas as pd

PATH = Path(__file__).resolve().parents[1] / "reference" / "services.csv"


@cache
def services() -> pd.DataFrame:
    """Give the services by id; a blank cell is an empty text: none, not unknown."""
    return pd.read_csv(PATH, dtype=str, keep_default_na=False).set_index("id")


@cache
def groups() -> dict[str, str]:
    """Give the group of each service."""
    return dict(services()["group"])


@cache
def contacts() -> dict[str, str]:
    """Give the contact with people at risk of each service: significant, incidental or none."""
    return dict(services()["contact"])
