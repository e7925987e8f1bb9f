"""The table of services: what each kind of service is, as the committed CSV states it."""

from functools import cache
from pathlib import Path

import pandas as pd

PATH = Path(__file__).parent / "reference" / "services.csv"


@cache
def services() -> pd.DataFrame:
    """Give the services by id; a blank cell is an empty text: none, not unknown."""
    return pd.read_csv(PATH, dtype=str, keep_default_na=False).set_index("id")


def label(service: str | None) -> str:
    """Name a service for a reader."""
    if service is None or service not in services().index:
        return "Service not known"
    return str(services().at[service, "label"])
