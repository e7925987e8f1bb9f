"""A briefing as PDF, drawn of its HTML by WeasyPrint, which needs no browser and tags it for screen readers."""

import subprocess
import sys
from ctypes.util import find_library
from functools import cache
from importlib.util import find_spec
from threading import Lock

from output.briefing.content import Briefing
from output.briefing.page import html

_SECONDS = 60
_ONE_AT_A_TIME = Lock()
_DRAW = """
import sys
from weasyprint import HTML
from weasyprint.urls import URLFetcher

within = URLFetcher(allowed_protocols=["data"])  # nothing is asked for from outside
page = sys.stdin.buffer.read().decode()
sys.stdout.buffer.write(HTML(string=page, url_fetcher=within).write_pdf(pdf_variant="pdf/ua-1"))
"""
_LIBRARIES = ("gobject-2.0", "pango-1.0", "pangoft2-1.0", "fontconfig", "harfbuzz")


@cache
def missing() -> str:
    """Name the part without which this machine draws no PDF; empty where nothing is missing."""
    if find_spec("weasyprint") is None:
        return "the Python package weasyprint"
    lacking = [name for name in _LIBRARIES if not find_library(name)]
    return f"the system's Pango ({', '.join(lacking)}; on Debian the package libpangoft2-1.0-0)" if lacking else ""


def pdf(about: Briefing) -> bytes:
    """Draw the briefing as PDF, in a process of its own, one at a time, so that no visitor waits for its pages.

    Raises RuntimeError with what the drawing said, or with what is missing on this machine.
    """
    if lacking := missing():
        raise RuntimeError(f"no PDF without {lacking}")
    with _ONE_AT_A_TIME:
        made = subprocess.run(  # noqa: S603 - the program is ours, and the page goes in as data
            [sys.executable, "-I", "-c", _DRAW],
            input=html(about).encode(),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    if made.returncode:
        raise RuntimeError(f"the PDF could not be drawn: {made.stderr.decode(errors='replace')[-500:]}")
    return made.stdout
