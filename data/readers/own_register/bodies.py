"""The public bodies that a register names: in a cell of it, in a line beside its table, in the name of a sheet."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from data.classify.parties import buyer_kind
from data.model import cell_values

_IN_A_CELL = re.compile(
    r"\b(?:council|london borough|nhs|constabulary|police|fire (?:and|&) rescue|university|combined authority"
    r"|housing (?:association|group|trust)|development corporation"
    r"|academ(?:y|ies) trust|integrated care board|home office|ministry of|department (?:for|of))\b",
    re.IGNORECASE,
)
_KIND_OF_BODY = re.compile(
    r"(?:non[\s-]*)?(?:nhs|council|constabulary|police|fire (?:and|&) rescue|university|housing association)"
    r"(?: (?:providers?|bod(?:y|ies)|organisations?|trusts?|suppliers?))?",
    re.IGNORECASE,
)
"""What kind of body somebody is, or is not, and no name of one: "Non NHS", "NHS provider"."""
_STANDARD_FORM = re.compile(r"nhs (?:standard|terms|conditions)\b", re.IGNORECASE)
"""The terms on which health services are bought: "NHS Standard Contract (shorter form)"."""
_IN_A_LINE = re.compile(
    r"(?:(?:London|Royal|Metropolitan|County|City|Borough|District)\s+)*(?:Borough|City|County|District)\s+(?:Council\s+)?of\s+"
    r"[A-Z][\w'-]+(?:\s+(?:and|&|upon|on|in|the|of)?\s*[A-Z][\w'-]+)*"
    r"|(?:NHS\s+)?(?:University|Office(?=\s+for)|(?:Office of the\s+)?Police(?:,? Fire)? and Crime Commissioner"
    r"|Transport|Council|College|Department|Ministry|Museum)\s+(?:of|for)\s+(?:the\s+)?"
    r"[A-Z][\w'-]+(?:\s+(?:and\s+|&\s+|upon\s+)?[A-Z][\w'-]+)*"
    r"|[A-Z][\w&'.-]*(?:\s+(?:of|and|the|upon|on|in|for|&|[A-Z][\w&'.-]*))*\s+(?:Council|Trust|Authority|Constabulary"
    r"|Police(?:,? Fire)?(?: (?:and|&) Crime (?:Commissioner|Panel))?|University|College|Combined Authority|Board"
    r"|Pensions? Fund|Academies|Agency|Commission|Inspectorate|Assembly|Executive|Federation|Museums?"
    r"|(?:Development|Broadcasting) Corporation|Homes(?: Group)?|Housing (?:Association|Group|Trust|Partnership)"
    r"|Fire (?:and|&) Rescue Service|Borough)\b"
    r"|(?:Cyngor|Comhairle|Bwrdd Iechyd|Ymddiriedolaeth|Awdurdod|Heddlu|Prifysgol|Coleg)"
    r"(?:\s+(?:(?:ac?|na[nm]?|yr?|i)\s+)*[A-Z\u00c0-\u00de][\w'\u2019-]+)+"
)
"""The name of a public body: in English its kind stands before or behind, in Welsh and Gaelic before."""
_ROLE_OF_A_BODY = re.compile(
    r"(?:(?:the|this|our|contracting|awarding|purchasing|buying|commissioning|procuring|local|public|lead|responsible)\s+)+"
    r"(?:authority|council|board|agency|trust)",
    re.IGNORECASE,
)
"""What a body is called in a filter or a note, and no name of one: "Contracting Authority"."""
_IN_CAPITALS = re.compile(
    r"\b[A-Z][A-Z'-]+(?:\s+(?:&\s+)?[A-Z][A-Z'-]+)*\s+(?:COUNCIL|TRUST|AUTHORITY|CONSTABULARY|POLICE|UNIVERSITY|COLLEGE)\b"
)
_SMALL = re.compile(r"(?<=\s)(?:Of|And|The|For|Upon|On|In)\b")
_CUT_SHORT = re.compile(r"\s(?:of|for|and|the)$")
"""How a name ends of which the rest was taken for a heading: "Head Office for Procurement"."""
_BEHIND_THE_NAME = re.compile(
    r"\s+(?:Contracts?|Registers?|Procurement|Tenders?|Live|Current|List|Pipeline|Cofrestr|Contractau)\b.*"
)
_AS_A_COMPANY = re.compile(r"\s(?:Ltd|Limited|plc|CIC)\b\.?")
_MAY_BE_A_COMPANY = re.compile(r"\b(?:Homes|Group|Association|Partnership|Trust)\Z")
"""Behind the name of a landlord or a trust that is a company its form is part of the name."""
_REGISTER_OF = re.compile(
    r"^.*?\b(?:registers?|lists?|listing|contracts)\b(?:\s+of\s+contracts)?\s+(?:of|for)\s+(?:the\s+)?", re.IGNORECASE
)
"""What stands before the name in "Contracts register for the University of Exeter"."""
_SHEET_OF_A_BODY = re.compile(
    r"[A-Z].* (?:(?:DC|BC|MBC)|Council|Constabulary|Police|University|NHS (?:Foundation )?Trust|Combined Authority"
    r"|Fire (?:and|&) Rescue (?:Service|Authority))"
)
"""The name of a sheet that is that of a public body, and not of a directorate or a board of one."""
_SHORT_FOR = {"DC": "District Council", "BC": "Borough Council", "MBC": "Metropolitan Borough Council"}


def few_bodies(cells: Iterable[Any]) -> bool:
    """Say whether fewer than half of what some cells name are public bodies of a known kind."""
    named = {text for cell in cells if (text := cell_values.text(cell))}
    return sum(bool(buyer_kind(text).kind) for text in named) * 2 < len(named)


def any_body(cells: Iterable[Any]) -> bool:
    """Say whether a cell names a public body of a known kind."""
    return any(buyer_kind(text).kind for text in {cell_values.text(cell) for cell in cells} if text)


def is_body(cell: Any) -> bool:
    """Say whether a cell names a public body, and not merely a kind of them."""
    text = cell_values.text(cell)
    return bool(_IN_A_CELL.search(text)) and not (_KIND_OF_BODY.fullmatch(text) or _STANDARD_FORM.match(text))


def body_of_sheet(name: str) -> str:
    """Return the public body that a sheet is called after, as where a shared service keeps one for each council."""
    called = " ".join(name.split())
    if not _SHEET_OF_A_BODY.fullmatch(called):
        return ""
    first, _, last = called.rpartition(" ")
    return f"{first} {_SHORT_FOR.get(last, last)}"


_LABEL = re.compile(
    r"(?i:(?:publisher|publishing (?:body|organisation|authority)|contracting (?:body|organisation|authority)"
    r"|public (?:body|authority)|organisation|authority|council|body|buyer|owner|customer|client)(?: name)?|name)"
    r"\s+(?=[A-Z])"
)
"""What the cell before a name calls it, in a line of two cells: "Publisher", "Council name"."""


def body_named(texts: Iterator[str]) -> str:
    """Return the public body that a line over a table names, "" where none does."""
    for text in texts:
        line = (
            _as_a_name(text[:300]) if text.isupper() else _IN_CAPITALS.sub(lambda name: _as_a_name(name[0]), text[:300])
        )
        label = _LABEL.match(line)
        behind = line[label.end() :] if label else _REGISTER_OF.sub("", line)
        for match in (*_IN_A_LINE.finditer(behind), *_IN_A_LINE.finditer(line)):
            name = re.sub(r"^(?:The|Register of|Contracts? (?:Register|List)(?: (?:of|for))?)\s+", "", match[0])
            if _MAY_BE_A_COMPANY.search(match[0]) and (form := _AS_A_COMPANY.match(match.string, match.end())):
                name += form[0]
            name = _behind_a_number(_BEHIND_THE_NAME.sub("", name).strip())
            if buyer_kind(name).kind and not (_ROLE_OF_A_BODY.fullmatch(name) or _CUT_SHORT.search(name)):
                return name
    return ""


def _as_a_name(capitals: str) -> str:
    """Return a name in capitals as it is written otherwise: "PORT OF LONDON AUTHORITY" is Port of London Authority."""
    return _SMALL.sub(lambda word: word[0].lower(), capitals.title()).replace("Nhs", "NHS")


def _behind_a_number(name: str) -> str:
    """Return a name without the number of a request before it, such as "FOI 88231"."""
    words = name.split()
    numbered = [at for at, word in enumerate(words) if any(sign.isdigit() for sign in word)]
    return " ".join(words[numbered[-1] + 1 :]) or name if numbered else name
