"""The files that a briefing becomes, by the ending of their names."""

from collections.abc import Callable
from dataclasses import dataclass

from output.briefing import page, paper
from output.briefing.content import Briefing

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"""Media type of a document for a word processor."""


@dataclass(frozen=True)
class BriefingForm:
    """A form of a briefing: what a reader calls it, its media type, how it is made, and what it lacks here."""

    name: str
    mime: str
    make: Callable[[Briefing], bytes]
    missing: Callable[[], str] = str
    """Names what this machine lacks for it; empty where it can be made."""


def _docx(about: Briefing) -> bytes:
    from output.briefing.word import docx  # noqa: PLC0415 - few read one, and nothing else waits for its library

    return docx(about)


FORMS = {
    "html": BriefingForm("HTML", "text/html", lambda about: page.html(about).encode()),
    "docx": BriefingForm("DOCX", DOCX, _docx),
    "pdf": BriefingForm("PDF", "application/pdf", paper.pdf, paper.missing),
}
"""Forms by the ending of the file."""
