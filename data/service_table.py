"""What services.csv says of each kind of service."""

from functools import cache

from data.cues import rows


@cache
def groups() -> dict[str, str]:
    """Return the group of each service."""
    return {row["id"]: row["group"] for row in rows("services.csv")}


@cache
def contacts() -> dict[str, str]:
    """Return the contact with people at risk of each service: significant, incidental or none."""
    return {row["id"]: row["contact"] for row in rows("services.csv")}
