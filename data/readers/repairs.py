"""Repairs of what services publish: numbers that are not JSON, bytes that are not UTF-8, marred text."""

import html
import math
import re
from typing import Any

import orjson

from data.model.issues import Issue

# Find a Tender writes 1e9999 for "no limit" and 000 for nothing, which no JSON reader accepts
# (kingfisher-collect issues 1207 and 1270).
_NUMBER = r"-?(?:NaN|Infinity|\d[\d.]*+(?:[eE][+-]?\d+)?)"
_TEXT_OR_NUMBER = re.compile(rf'"(?:[^"\\]|\\.)*+"?|({_NUMBER})', re.DOTALL)
_IN_JSON = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_KEY = re.compile(r'"((?:[^"\\]|\\.)*+)"\s*:[^":{}]*$')
_MOST_REPAIRS = 10_000
_LOOK_BACK = 400
_BAD_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# What the bytes 0x80 to 0xBF become when UTF-8 is read as ISO-8859-1 or Windows-1252, after a first byte C2, C3 or E2.
_SECOND = "".join(bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xC0))
_FIRST = "\u00c2\u00c3\u00e2"
_MOJIBAKE = re.compile(f"[{_FIRST}][\u0080-\u00bf{re.escape(_SECOND)}]{{1,2}}")


def parse(body: bytes, source: str, line: int | None) -> tuple[Any, list[Issue]]:
    """Return the JSON value and what was repaired in it.

    Raises:
        ValueError: it is not JSON even after the repairs.
    """
    try:
        return orjson.loads(body), []
    except orjson.JSONDecodeError:
        return _repaired(body, source, line)


def _repaired(body: bytes, source: str, line: int | None) -> tuple[Any, list[Issue]]:
    text, issues = decode(body, source, line)

    def mended(match: re.Match[str]) -> str:
        number = match[1]
        if number is None or _is_json(number):
            return match[0]
        if len(issues) >= _MOST_REPAIRS:
            raise ValueError(f"more than {_MOST_REPAIRS} numbers that are not JSON")
        written, key = _written(number), _key_before(text, match.start())
        issues.append(Issue(source, line, "", key, number, "is not a number in JSON", f"read as {written}"))
        return written

    return orjson.loads(_TEXT_OR_NUMBER.sub(mended, text)), issues


def _is_json(number: str) -> bool:
    return bool(_IN_JSON.fullmatch(number)) and not math.isinf(float(number))


def _written(number: str) -> str:
    """Write a number as JSON: without leading zeros; null where it is infinite or nothing at all."""
    try:
        value = float(number)
    except ValueError:
        return "null"
    return "null" if value in (float("inf"), float("-inf")) or value != value else repr(value)  # noqa: PLR0124


def _key_before(text: str, at: int) -> str:
    match = _KEY.search(text[max(0, at - _LOOK_BACK) : at])
    return match[1] if match else ""


def decode(body: bytes, source: str, line: int | None) -> tuple[str, list[Issue]]:
    """Return the text of UTF-8 bytes, else of Windows-1252 with what means nothing there removed."""
    try:
        return body.decode(), []
    except UnicodeDecodeError as error:
        # What says that it is ISO-8859-1 is this too, by the Encoding Standard: a curled quote is 92 in both.
        remedy = "read as Windows-1252, control characters removed"
        shown = body[error.start : error.start + 4].hex(" ")
        text = _BAD_CONTROL.sub("", body.decode("cp1252", "ignore"))
        return text, [Issue(source, line, "", "", shown, "is not UTF-8", remedy)]


def clean(text: object) -> tuple[str, str]:
    """Return a text as it was meant, and what was wrong with it ("" for nothing or for line ends and blanks)."""
    if not isinstance(text, str):
        return "", ""
    if "&" not in text and "\r" not in text and text.isascii():
        return text.strip(), ""
    problem = ""
    if "&" in text:
        plain = html.unescape(text)
        if plain != text:
            text, problem = plain, "holds HTML entities"
    # Curled quotes make many texts non-ASCII; looking for one letter at a time is quicker than the pattern.
    if not text.isascii() and any(letter in text for letter in _FIRST):
        mended = _unmangled(text)
        if mended != text:
            text, problem = mended, "was encoded twice"
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.strip(), problem


def _unmangled(text: str) -> str:
    """Undo UTF-8 that was read as Windows-1252, stretch by stretch; what does not decode is left alone."""
    return _MOJIBAKE.sub(lambda run: _as_utf8(run[0]), text)


def _as_utf8(run: str) -> str:
    for encoding in ("cp1252", "latin-1"):
        try:
            return run.encode(encoding).decode()
        except UnicodeError:
            continue
    return run
