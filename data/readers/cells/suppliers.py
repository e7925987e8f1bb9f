"""The suppliers that one cell names: parted by lines, ";", "|" or " / ", and by commas behind the form of a company."""

import re

from data.readers.cells import marks

_SEVERAL = re.compile(
    r"[\r\n;|/,&(:\[*+\u2020\u2021\u2022\u00b7\u25cf\u25aa]| and | plus | et al| etc|novated"
    r"|^lot|^\d|^formerly |^[a-z]{1,2}\d{5}|\d{5}$"
    r"| (?:via|through|under|call(?:ed)?[ -]off) |^(?:preferred|awaiting|subject|pending) ",
    re.IGNORECASE,
)
"""Without any of these a cell holds one name and nothing else."""
_LINES = re.compile(r"[\r\n]+|;|\s\|\s|\||[\u2022\u25cf\u25aa]|\s\u00b7\s")
_SLASH = re.compile(r"(\([^()]*\))|\s/\s")
"""A slash between names, or all that stands in a pair of brackets, where a slash parts none."""
_BEHIND_A_COMPANY = re.compile(
    r"(?<=\bltd)\s*[,/+]\s*|(?<=\bltd\.)\s*[,/+]\s*|(?<=\blimited)\s*[,/+]\s*|(?<=\bplc)\s*[,/+]\s*|(?<=\bllp)\s*[,/+]\s*"
    r"|(?<=\bcic)\s*[,/+]\s*|(?<=\binc)\s*[,/+]\s*|(?<=\btrust)\s*,\s*(?=[A-Z].*\b(?:ltd|limited|plc|llp|cic|trust|council|charity)\b)",
    re.IGNORECASE,
)
_AND = re.compile(
    r"(?:(?<=\bltd)|(?<=\blimited)|(?<=\bplc)|(?<=\bllp)|(?<=\bcic))\s+(?:and|&)\s+"
    r"(?=.*\b(?:ltd|limited|plc|llp|cic|university|council|college|trust|nhs)\b)",
    re.IGNORECASE,
)
_AND_LAST = re.compile(
    r"(?:(?<=\bltd)|(?<=\blimited)|(?<=\bplc)|(?<=\bllp)|(?<=\bcic))\s+(?:and|&)\s+(?-i:(?=[A-Z]))", re.IGNORECASE
)
"""Before the last name of a list whose other names commas part, which need not end as a company does."""
_NO_NAME = re.compile(
    r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b|^\d+[a-z]?\s+\S+.*\b(?:street|road|lane|avenue|way|close|drive|house|park|square|court|place|st|rd)\b\.?,?$"
    r"|^(?:tel|telephone|phone|email|e-mail|fax|www\.|http|registered"
    r"|co(?:mpany)?\.? (?:no|number|reg)|charity (?:no|number"
    r"|reg)|co\.? reg|reg(?:istration)? no)\b"
    r"|@|^(?:unit|suite|floor|po box|p\.o\. box)\b|^(?:england|uk|united kingdom|wales|scotland)$",
    re.IGNORECASE,
)
_COMPANY_NUMBER = re.compile(
    r"\b(?:company|co\.?|companies house|crn)[\s\w.]{0,20}?(?:no|number|reg|#)?\.?\s*:?\s*(\d{8}|(?:SC|NI|OC)\d{6})\b",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"[(\[](\d{8}|(?:SC[1-9]|NI|OC)\d{5,6})[)\]]\s*$")
_LONG_NUMBER = re.compile(r"\d{6}")
_CHARITY_NUMBER = re.compile(r"\bcharity[\s\w.]{0,20}?(?:no|number|reg|#)?\.?\s*:?\s*(\d{6,7})\b", re.IGNORECASE)
_COMPANY = re.compile(r"\b(?:ltd|limited|plc|llp|cic|inc|trust|council|charity)\b\.?$", re.IGNORECASE)
_LONGEST = 5_000
_LOT_NUMBERS = r"lots?\s*(?:\d+[a-z]?|[a-z])(?:\s*(?:,|&|and\b|to\b|[\u2013-])\s*(?:\d+[a-z]?|[a-z])\b)*"
_LOT = re.compile(
    rf"^{_LOT_NUMBERS}\s*(?:(?:[:\u2013\u2014-]|\()[^:;()]{{1,60}}\)?\s*:|[:\u2013\u2014-]|\()\s*(?=\S)",
    re.IGNORECASE,
)
"""The number of a lot and what it is of, before a name: "Lot 1:", "Lot 2 \u2013 South:"."""
_NEXT_LOT = re.compile(rf"\s*,\s*(?={_LOT_NUMBERS}\s*[:(\u2013\u2014-])", re.IGNORECASE)
_LOT_BEHIND = re.compile(r"\s*\(lots?\s[^()]{1,40}\)\s*(?:,|&|\band\b|$)\s*", re.IGNORECASE)
_VIA_BEHIND = re.compile(
    r"\s{1,3}(?:[-\u2013,:]\s{0,2})?(?:via|through|under|call(?:ed)?[ -]off(?: from)?)\s(?:the )?"
    r"(?:(?!\s(?:via|through|under)\s)[^,;|()]){0,60}\b"
    r"(?:framework|dps|rm\d{4}|ccs|ypo|espo|nepo|kcs|apuc|nhs sbs|nhs supply chain|scotland excel"
    r"|crown commercial service)\b(?![^,;|()]*\b(?:ltd|limited|plc|llp|cic|cio|inc|charity|trust)\b)[^,;|()]{0,40}$",
    re.IGNORECASE,
)
"""Behind a name, the agreement that its contract was called from; of several such words the last, and none of a name
that ends in a form of company, "Growth Through Framework CIC"."""
_BEFORE_A_NAME = re.compile(
    r"^(?:preferred (?:bidder|supplier|provider|contractor)"
    r"|(?:awaiting|pending) (?:contract )?(?:signature|approval|award)"
    r"|subject to (?:contract|signature|approval|standstill))\s?[:\u2013-]\s{1,3}(?=\w)",
    re.IGNORECASE,
)
"""How far an award has come, before the name of who is to have it."""
_ROLE = re.compile(
    r"\s*\((?:in )?(?:a )?(?:consortium|consortia|joint venture|jv|incumbent|lead|lead (?:supplier|provider|partner"
    r"|contractor)|consortium lead|sub-?contractor|interim)\)$",
    re.IGNORECASE,
)
_NUMBER_BEFORE = re.compile(
    r"^(?=[A-Z]{0,3}\d{4})[A-Z]{0,3}\d{4,10}\s*(?:[-\u2013:|]|\s-\s)\s*(?=[A-Z])"
    r"|^\[\d{5,10}\]\s*(?=[A-Z])|^[A-Z]{1,2}\d{5,10}\s+(?=[A-Z])|^\d{6,10}\s+(?!(?i:limited|ltd|plc|llp|cic)\.?$)(?=[A-Z])"
)
"""The number that the buyer's own books give a supplier, as in "100234 - Firm Ltd" or "0000104455 FIRM LTD".

A firm whose name Companies House put its number in the place of, "08123456 LIMITED", is called so.
"""
_LEDGER_BEHIND = re.compile(
    r"(?:(?<=\bltd)|(?<=\bllp)|(?<=\bplc)|(?<=\bcic)|(?<=\blimited))\s+[-\u2013:|]\s+[A-Z]{0,2}\d{5,10}$", re.IGNORECASE
)
_OF_THE_BOOKS = re.compile(r"\d{5,10}")
"""A number alone beside a name, and no name: "104455 / Firm Ltd"."""
_WORKS_FOR_IT = re.compile(
    r"\s*\((?:with )?(?:subs?|sub-?contract(?:ors?|ed to|ing to)|s/c)\b\.?\s?[:\u2013-]?\s[^()\[\]]{2,80}\)$",
    re.IGNORECASE,
)
"""Behind a name: who works for that supplier, with whom the public body has no contract."""
_IN_A_ROLE = re.compile(
    r"(?:(?:consortium |joint )?(?:lead|partner|member)|main contractor|prime|sub-?contractor)"
    r"(?: (?:supplier|provider|partner|contractor|member))?\s?:\s?(?=\w)",
    re.IGNORECASE,
)
_SHARE = re.compile(r"\s*\(\d{1,3}(?:\.\d+)? ?%\)")
_AND_OTHERS = re.compile(
    r",?\s(?:(?:and|&|plus|\+) (?:(?:\d{1,3}|several|various|two|three|four|five|six) (?:others?|more)|others)"
    r"(?: (?:suppliers|providers|contractors|firms|companies))?|et al\.?|etc\.?)$",
    re.IGNORECASE,
)
"""Behind a name: that there are suppliers who are not told."""
_ONE_OF_A_LIST = re.compile(r"(?:^|(?<=\s))\(?\d{1,2}[.)]\s+(?=[A-Z])")
_AS_A_GROUP = re.compile(
    r"(?:consortium|joint venture|jv|partnership|alliance)(?: (?:of|between))?\s?[:\u2013-]\s?(?=\w)", re.IGNORECASE
)
_LEAD = re.compile(
    r"\((?:the )?(?:consortium |joint )?(?:lead|prime)(?: \w+)?\)\s?(?:,|;|\b(?:with|and|in (?:partnership|consortium"
    r"|association) with)\b|&)\s?(?=\w)",
    re.IGNORECASE,
)
_LED_BY = re.compile(
    r"(?:an? |the )?(?:consortium|partnership|joint venture|jv|alliance) led by (?P<lead>[^()]+?)\s*"
    r"\((?:with|and|including|incl\.?|comprising|alongside) (?P<others>[^()]+)\)",
    re.IGNORECASE,
)
_EACH_OF_THE_OTHERS = re.compile(
    r"\s*,\s*(?:and\s+)?|(?<=\bltd)\s+(?:and|&)\s+|(?<=\bcic)\s+(?:and|&)\s+|(?<=\blimited)\s+(?:and|&)\s+",
    re.IGNORECASE,
)
_MADE_OF = re.compile(
    r"\((?:an? )?(?:consortium|joint venture|jv|spv|special purpose|comprising|made up of|led by"
    r"|partnership of|members)\b[^()]{1,300}\)$",
    re.IGNORECASE,
)
"""Behind the name of a firm that several made: who they are. The firm is the supplier."""
_NUMBER_BEHIND = re.compile(
    r"(?:,\s?|\s[-\u2013]\s)"
    r"(?:co(?:mpany)?|charity|reg(?:istered|istration)?)\.? ?(?:co\.? |charity )?(?:no|number|reg)\b"
    r"[^,;|\n]{0,40}$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\s*[(\[](?:(?:co(?:mpany)?\.? (?:no|number|reg\w*)\.?:? ?)?"
    r"(?:SC|NI|OC|SO|NC|CE|RC|RS|IP)?\d{5,8}[A-Z]?|\d{9,10}|(?:note )?\d{1,2}"
    r"|(?:call(?:ed)?[\s-]?off|via|under|through|from|framework)\b[^()\[\]]{0,60}\b(?:framework|agreement"
    r"|call[\s-]?off|[A-Z]{1,4}\d{3,5}|ccs|ypo|espo|nhs sbs|dps)\b[^()\[\]]{0,40}"
    r"|(?:supplier|vendor|creditor|account)(?: (?:no|number|id|code|ref))?\.?:? ?[A-Z]{0,3}\d{3,10}"
    r"|(?:an? )?(?:local )?(?:sme|micro(?: business)?)(?: supplier)?|local(?: supplier)?"
    r"|(?:formerly|previously|prev\.?|was|f/?k/?a|trading name of|name changed from|novated from)\b[^()\[\]]{1,80}"
    r"|(?:contact|attn|c/o)\s?:[^()\[\]]{2,80}"
    r"|[^()\[\]]{0,60}(?:(?<!\d)(?:\+44\s?|0)\d[\d\s-]{8,12}\d|[^\s()\[\]@]{1,60}@[^\s()\[\]]{1,80})"
    r")[)\]]\s*$",
    re.IGNORECASE,
)
"""What stands in brackets behind a name and is none of it: a number, who to ask, who works for it, the agreement it was
called from, an old name.
"""
_TELEPHONE_BEHIND = re.compile(
    r"[\s,;-]+(?:tel(?:ephone)?|phone|ph|mob(?:ile)?)\b\.?(?: no\.?)?\s?:?\s*(?:\+44\s?|\(?0)[\d\s()-]{9,15}$",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"(?:formerly|previously)\s+.{2,80}?[,;]?\s+now\s+(?:known as\s+|called\s+|trading as\s+)?(.+)"
    r"|.{2,80}?\s*[(,\u2013-]\s*(?:now )?novated to ([^()\[\]\d]+?)(?: (?:on|in|from) [^()\[\]]*)?\)?"
    r"|.{2,80}?\s*[(\[]now\s+(?:known as\s+|called\s+|trading as\s+)?([^()\[\]]+)[)\]]",
    re.IGNORECASE,
)
_NOT_APPLICABLE = re.compile(
    r"[Nn]/?[Aa](?:\s[-\u2013\u2014]|\s?[\u2013\u2014:;(])\s?[A-Za-z][a-z']*(?:[ -][a-z']+){1,8}[).]*"
)
"""With a reason behind it, in words that are no name: "N/A - delivered in house"."""
_NOT_AWARDED = re.compile(
    r"(?:n/?a\s?[,;:(\u2013\u2014-]\s?)?(?:the )?"
    r"(?:(?:request|application)(?: for (?:an? )?(?:waiver|exemption|exception))?"
    r"|(?:waiver|exemption|exception)(?: request| application)?)"
    r"(?: was| has been)? (?:refused|rejected|declined|withdrawn|not (?:approved|agreed|granted)|turned down)[).]*"
    r"|(?:the )?(?:contract |procurement |tender |lot )?(?:was |has been )?(?:not awarded|no award(?: made)?|abandoned"
    r"|cancelled|withdrawn|not let|none(?: awarded| appointed)?"
    r"|no (?:compliant |suitable |valid )?(?:bids?|tenders?|offers?|bidders?|responses?)(?: received)?)\.?",
    re.IGNORECASE,
)
_WHEN = (
    r"(?:(?:in|by|on|from|early|late|mid)[ -])*(?:(?:q[1-4]|spring|summer|autumn|winter"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?)[ '/-]{0,2}\d[\d/ -]{0,8}|\d[\d/. -]{3,12})"
)
_TO_COME = re.compile(
    r"(?:(?:tender|procurement|itt|rfq|quotes?|quotations?|bids?) (?:closes?|closing|due|returns? due|deadline|opens?"
    r"|to be (?:issued|published|advertised|invited)|live)\b.{0,80}"
    r"|award (?:expected|due|planned|anticipated)\b.{0,80}"
    r"|(?:tb[acd]|i'w gadarnhau|to be (?:confirmed|announced|advised|determined|decided|agreed|appointed|awarded"
    r"|procured|tendered|let)|not yet (?:known|awarded|appointed|let)"
    r"|(?:currently |now )?(?:(?:out (?:to|for)|in|at|under|going (?:out )?to|subject to) (?:re-?)?(?:tender(?:ing)?"
    r"|procurement|evaluation|quotes?|quotation|award)|(?:re-?)?tendering"
    r"|being (?:re-?)?(?:tendered|procured|evaluated))"
    r"|(?:tender|procurement) (?:in progress|under ?way|ongoing|pending)|awaiting (?:award|tender)|award pending)[ .]*"
    rf"(?:{_WHEN}|[-\u2013\u2014:;,(/] ?(?=.{{0,60}}(?:\d|tb[acd]|award|tender|quot|bids?\b|itt\b|rf[pq]\b|pqq\b"
    r"|procure|evaluat|expect"
    r"|decision|approval|appoint|prefer|market)).{0,100})?)",
    re.IGNORECASE,
)
_MARKS = " ,*\u2020\u2021"
_NOBODY = re.compile(
    r"(?:(?:various|multiple|several|numerous|many|a (?:range|number) of)(?: different| approved| local| framework)?"
    r"|(?:suppliers?|providers?|contractors?|companies|firms)|multi[ -]?(?:suppliers?|providers?|vendors?)"
    r"|(?:the )?(?:council'?s |authority'?s |our )?own staff|dlo|direct labour(?: organisation)?"
    r"|(?:various|multiple|several|numerous|many)(?: \w+){1,2} (?:suppliers|providers|contractors|companies|firms)"
    r"|(?:various|several|numerous)(?: [a-z]+){0,2} (?-i:(?:[a-z]{3,}|[A-Z]{2,})s)"
    r"|(?:(?:various|multiple|several|numerous)\s?[\s,:(\u2013-]\s?)?\d+ (?:\w+ ){0,2}(?:suppliers|providers"
    r"|contractors|operators|firms|companies)(?: (?:on|under|from|in)\b.*)?"
    r"|(?:[\w&'-]+ ){0,4}(?:framework|dps|panel|purchasing system|approved list) (?:suppliers|providers|contractors)"
    r"|(?:in[ -]house|internal)\s?[-\u2013:(]\s?(?:[\w&'-]+ ){0,4}(?:team|staff|department|services?|unit|section)"
    r"|in[ -]house(?: (?:team|provision|service|provider))?|internal(?: (?:team|provision|service|provider))?"
    r"|no (?:formal |current )?contract(?: in place)?|off[ -]contract|no (?:suppliers?|providers?|contractors?)"
    r"|redacted|withheld|confidential|commercially"
    r" (?:sensitive|confidential)|private and confidential|commercial in confidence|not (?:disclosed|stated|known"
    r"|available|named|published|provided|applicable|yet (?:known|appointed|awarded))|to be (?:confirmed|appointed"
    r"|advised|determined|agreed)|spot purchas\w*|unknown|anonymous|exempt"
    r"|see (?:the |each |individual )?(?:attach|list|below|above|contract|note|separate|framework|dps|schedule|appendix"
    r"|annex|award|supplier|lots?\b).*|(?:lots? )?as (?:listed |shown |set out |per (?:the )?)?(?:below|above|lots?)"
    r"|(?:per|by|each) lot|lots? (?:below|above|listed))"
    r"(?:[\s,:;(\u2013-]+(?:suppliers?|providers?|contractors?|companies|firms|bodies|organisations?|individuals?"
    r"|(?:see|as per|refer|listed|under|on|per|in line with)\b.*|personal (?:data|information)|s(?:ection|\.)?\s?\d.*"
    r"|foi.*|gdpr.*|exempt.*|as (?:and when|required|needed)\b.*"
    r"|ad[ -]hoc|spot(?: (?:purchas\w+|contracts?|placements?))?"
    r"|no (?:formal |current )?contracts?(?: in place)?"
    r"|information|(?:framework )?call[\s-]?offs?|frameworks?))*[\s.)]*",
    re.IGNORECASE,
)


def names_nobody(cell: str) -> bool:
    """Say whether a cell says that there are suppliers and not who: "Various - see list", "Redacted"."""
    if len(cell) > _LONGEST:
        return False
    text = " ".join(cell.split())
    if _NOT_APPLICABLE.fullmatch(text):
        return not _COMPANY.search(text)
    return bool(_NOBODY.fullmatch(text)) or not_awarded(cell) or is_to_come(cell)


_SEVERAL_UNNAMED = re.compile(
    r"(?:various|multiple|several|numerous|many|multi"
    r"|\d{1,3} (?:\w+ ){0,2}(?:suppliers|providers|contractors|firms))\b",
    re.IGNORECASE,
)


def are_several(cell: str) -> bool:
    """Say whether a cell names nobody and says that there are several: "Various", "12 providers"."""
    return bool(_SEVERAL_UNNAMED.match(cell.strip())) and names_nobody(cell)


def not_awarded(cell: str) -> bool:
    """Say whether a cell says in place of a supplier that there is none: "Not awarded", "No bids received"."""
    return len(cell) <= _LONGEST and bool(_NOT_AWARDED.fullmatch(" ".join(cell.split())))


def is_to_come(cell: str) -> bool:
    """Say whether a cell says in place of a supplier that there will be one: "TBC", "Not yet let - bids due in May"."""
    text = " ".join(cell.split()) if len(cell) <= _LONGEST else ""
    return bool(_TO_COME.fullmatch(text)) and not _COMPANY.search(text)


_LETTING = re.compile(r"tender|procure|quot|award|evaluat|bids?\b|\blet\b|appoint", re.IGNORECASE)


def is_being_let(remark: str) -> bool:
    """Say whether a remark says of a row without a supplier that there will be one: "Being tendered"."""
    return bool(_LETTING.search(remark[:_LONGEST])) and is_to_come(remark)


def names_others(cell: str) -> bool:
    """Say whether a cell says behind a name that others supply too: "Oakfield Care Ltd and 3 others"."""
    return len(cell) <= _LONGEST and bool(_AND_OTHERS.search(cell.strip()))


def has_form_of_a_body(name: str) -> bool:
    """Say whether a name ends as that of a company, trust, council or charity does."""
    return len(name) <= _LONGEST and bool(_COMPANY.search(name))


def names(cell: str) -> tuple[str, ...]:
    """Return the names in a cell, each once, without addresses and telephone numbers on lines of their own."""
    return names_and_gap(cell)[0]


def names_and_gap(cell: str) -> tuple[tuple[str, ...], bool]:
    """Return the names in a cell as `names` does, and whether it names nobody for one of its lots.

    "Lot 1: Oak Ltd; Lot 2: none awarded" does.
    """
    parts = _parts(cell)
    if len(parts) < 2:
        return parts, False
    named = tuple(name for name in parts if not names_nobody(name))
    return named, len(named) < len(parts)


def _parts(cell: str) -> tuple[str, ...]:
    cell = marks.without_list_ids(cell)
    if len(cell) > _LONGEST or not _SEVERAL.search(cell):
        return (cell.strip(),) if cell.strip() else ()
    cell = _BEFORE_A_NAME.sub("", cell.strip())
    cell = _of_a_group(_ROLE.sub("", _SHARE.sub("", _AND_OTHERS.sub("", cell.strip()))))
    if now := _NOW.fullmatch(cell):
        cell = now[1] or now[2] or now[3]
    if len(_ONE_OF_A_LIST.findall(cell)) > 1:
        cell = _ONE_OF_A_LIST.sub(";", cell)
    if "(" in cell:
        cell = _LOT_BEHIND.sub(";", cell)
    cell = _NEXT_LOT.sub(";", cell)
    found: list[str] = []
    in_address = False
    for line in (line.strip(" ,") for line in _LINES.split(cell)):
        in_address = in_address or bool(found and _NO_NAME.search(line))
        if not line or (in_address and not _COMPANY.search(line)):
            continue  # a town or county follows a street, and is no supplier
        parts = [part for slashed in _by_slashes(line) for part in _by_companies(slashed)]
        # An address behind the name goes, as where "supplier name and details" are asked for.
        parts = [part for at, part in enumerate(parts) if not at or _COMPANY.search(part) or not _NO_NAME.search(part)]
        found += filter(None, (_bare(part) for piece in parts for part in _AND.split(piece)))
    named = [name for name in found if not _OF_THE_BOOKS.fullmatch(name)] or found
    return tuple(dict.fromkeys(name for name in named if not _is_form(name)))


def _of_a_group(cell: str) -> str:
    """Return a cell without the word consortium before its names and with ";" behind its lead; of a firm that several
    made the firm alone.
    """
    if led := _LED_BY.fullmatch(cell):
        return ";".join((led["lead"], *_EACH_OF_THE_OTHERS.split(led["others"])))
    cell = _NUMBER_BEHIND.sub("", _AS_A_GROUP.sub("", cell, count=1) if _AS_A_GROUP.match(cell) else cell)
    return _LEAD.sub(";", _MADE_OF.sub("", cell).rstrip() or cell) if "(" in cell else cell


def _by_companies(line: str) -> list[str]:
    """Return the names that commas part behind the form of a company; within brackets a comma parts none."""
    parts, begun = list[str](), 0
    for comma in _BEHIND_A_COMPANY.finditer(line):
        part = line[begun : comma.start()]
        if part.count("(") <= part.count(")"):
            parts.append(part)
            begun = comma.end()
    return [*parts, *(_AND_LAST.split(line[begun:], maxsplit=1) if parts else [line[begun:]])]


def _by_slashes(line: str) -> list[str]:
    return _SLASH.sub(lambda found: found[1] or "\n", line).split("\n") if "/" in line else [line]


def _bare(name: str) -> str:
    """Return a name without the lot or number before it, and the role, number or old name in brackets behind it."""
    name = _ROLE.sub(
        "",
        _IN_A_ROLE.sub(
            "",
            _LOT.sub("", _LOT_BEHIND.sub("", _WORKS_FOR_IT.sub("", _VIA_BEHIND.sub("", name.strip(_MARKS))))),
            count=1,
        ),
    )
    if name[:1].isalnum() or name[:1] == "[":
        listed = _ONE_OF_A_LIST.match(name)
        name = _NUMBER_BEFORE.sub("", name[listed.end() :] if listed else name)
    if name[-1:].isdigit():
        name = _TELEPHONE_BEHIND.sub("", _LEDGER_BEHIND.sub("", name))
    return _BEHIND.sub("", name).strip(_MARKS) if name[-1:] in ")]" else name.strip(_MARKS)


def _is_form(name: str) -> bool:
    """Say whether a part is but the form of the company before it, as in "Oakfield, Ltd"."""
    return name.lower().strip(". ") in ("ltd", "limited", "plc", "llp", "cic", "inc", "the", "co")


def numbers(cell: str) -> tuple[tuple[str, str], ...]:
    """Return the numbers of company and charity that a cell of names states beside one name."""
    if not _LONG_NUMBER.search(cell[:_LONGEST]):
        return ()
    company = _COMPANY_NUMBER.search(cell[:_LONGEST]) or _BARE_NUMBER.search(cell[:_LONGEST])
    found = [("GB-COH", company[1])] if company else []
    if charity := _CHARITY_NUMBER.search(cell[:_LONGEST]):
        found.append(("GB-CHC", charity[1]))
    return tuple(found)
