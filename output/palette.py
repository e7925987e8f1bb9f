"""Colours of charts in light and dark: the Analysis Function palette, with tints that carry on a dark ground.

Source: https://analysisfunction.civilservice.gov.uk/policy-store/data-visualisation-colours-in-charts/
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """One accent for what comes back, grey for what leaves, a pale accent for what is not known."""

    text: str
    quiet: str
    grid: str
    accent: str
    exits: str
    whole: str
    doubt: str
    line: str
    ground: str
    on_accent: str
    adds: str
    page: str
    """The ground of a page or a picture."""


LIGHT = Palette(
    "#1B1B1B",
    "#595650",
    "#E5E2DA",
    "#12436D",
    "#D9D5CB",
    "#B8B4AA",
    "#8FB4D6",
    "#F46A25",
    "#F4F2EC",
    "#FFFFFF",
    "#28A197",
    "#FFFFFF",
)
DARK = Palette(
    "#ECECEC",
    "#B5B8BC",
    "#343B43",
    "#6BACE6",
    "#4A515A",
    "#737A83",
    "#3D6F9F",
    "#F79A66",
    "#1E2328",
    "#14171A",
    "#3FBDB1",
    "#14171A",
)


def mixed(ground: str, accent: str, share: float) -> str:
    """Mix two colours, given as #rrggbb: `share` from 0, all `ground`, to 1, all `accent`."""
    pairs = zip(bytes.fromhex(ground[1:]), bytes.fromhex(accent[1:]), strict=True)
    return f"#{bytes(round(low + (high - low) * share) for low, high in pairs).hex()}"
