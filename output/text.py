"""Text from data, made safe for each place where it can land: Markdown, a link, a chart, a calendar, a spreadsheet."""

import html
import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

from pydantic import AnyHttpUrl, TypeAdapter, ValidationError

from policy.formats import one_line, printable

_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|~:$<>&])")
# Streamlit acts on text again once Markdown has taken the escapes away: addresses become links (GitHub's autolinks),
# words between colons icons, and hyphens dashes or arrows; a browser breaks a line between a minus sign and a pound
# sign. An invisible character in the middle prevents each.
_MADE_LATER = re.compile(
    "\N{MINUS SIGN}(?=£)|"
    r":(?=//|[-+\w]+:|material[/_])|@(?=[-\w])|w(?=[wW]\.)|W(?=[wW]\.)|-(?=[->])|<(?=[-=])|>(?==)|~(?==)"
)
_AMOUNT = re.compile(r"(£[\d.,]*\d) (million|billion)\b")
_JOINER = "\N{WORD JOINER}"
_MOST_DIGITS = 18
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ADDRESS = TypeAdapter(AnyHttpUrl)
_KEPT = "/:?#[]@!$&*+,;=%~"
"""What an address keeps as it is: what RFC 3986 reserves, but for brackets and quotes, which end links around it."""
BETWEEN = "\N{NO-BREAK SPACE}· "
"""Stands between parts of a line; no line starts with it."""
BETWEEN_NAMES = ","
"""Stands between names in one value of an address."""


def plain(text: str) -> str:
    """Escape what Markdown would read as a mark, so that a name shows as it is written, on one line."""
    return _MARKS.sub(r"\\\1", _MADE_LATER.sub(rf"\g<0>{_JOINER}", one_line(text)))


def unbroken(text: str) -> str:
    """Keep an amount on one line: `£3.6 billion` in a heading is not read as £3.6."""
    return _AMOUNT.sub("\\1\N{NO-BREAK SPACE}\\2", text)


def web_address(text: object) -> str:
    """Give a web address as a browser reads it, percent-encoded; empty for any other text, or where there is none.

    One with a user before the host is none: it is made to be taken for another site.
    """
    return _address(text) if isinstance(text, str) else ""


@lru_cache(maxsize=2_000)  # a table shows a thousand of them with every run of a page
def _address(text: str) -> str:
    try:
        address = str(_ADDRESS.validate_python(text))
    except ValidationError:
        return ""
    return "" if "@" in urlsplit(address).netloc else quote(address, safe=_KEPT)


def link(words: str, address: object) -> str:
    """Write a link in Markdown; what is no web address is shown as text, and nothing where there is none."""
    if safe := web_address(address):
        return f"[{words}]({safe.replace('&', '&amp;')})"
    return f"{words}: {plain(address)}" if isinstance(address, str) and address.strip() else ""


def plotly_text(text: str) -> str:
    """Escape what plotly would read as a tag or an entity in a name."""
    return html.escape(one_line(text), quote=False)


def file_text(text: str) -> str:
    """Give a text for a file, on one line; what neither XML nor UTF-8 can hold is marked as lost."""
    return text if text.isprintable() else _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", one_line(text))


def calendar_text(text: str) -> str:
    """Give a text for a calendar, which its writer escapes; lines stay lines, and none commands anything."""
    lines = printable(text.replace("\r\n", "\n").replace("\r", "\n"))
    return lines.replace("\\N", f"\\{_JOINER}N")  # icalendar takes a backslash and N for the end of a line


def whole_number(text: str) -> int | None:
    """Read a whole number, such as one that stands in an address; None where the text is none or too long for one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None


def safe_cell(value: object) -> object:
    """Keep a spreadsheet from taking a text cell for a formula (CWE-1236)."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def spoken(text: str) -> str:
    """Give a text as a label: its words and amounts, since a screen reader speaks the signs that escape the others."""
    return " ".join(re.findall(r"£?\d+(?:[.,/+-]\w+)*|£?[^\W_]+(?:['\u2019/-][^\W_]+)*|£", text))[:100]
