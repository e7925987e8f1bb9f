"""The words that cells of a register choose from: status, kind of supplier and buyer, form, category, VAT, currency."""

import re
from functools import lru_cache

PLANNED, IN_FORCE, ENDED, CANCELLED, OVER, HELD = "planned", "in force", "ended", "cancelled", "over", "held"
"""What a status says; "over" is an end that was reached, "ended" one before its time, "held" waits."""
_STATUS = (
    (CANCELLED, re.compile(r"\bcancel|\bwithdrawn|\babandon|\bnot awarded|\bno award|\bvoid|\baborted|\bnot proceed"
                           r"|\bunsuccessful|\bduplicate|\bin error\b"
                           r"|\bdiscontinued procurement|\bdid not proceed|\bnot let|\brejected|\bno longer required")),
    (ENDED, re.compile(r"\bterminated|\bsuperse|\breplaced|\bended early|\brescinded|\bnovated|\bearly end"
                       r"|\bre-?let\b|\bre-?tendered"
                       r"|\bsurrendered|\btransferred|\bmoved to (?:an?|the)? ?(?:new|another|different)\b"
                       r"|(?<!be )(?<!being )\b(?:(?:brought|taken|moved|returned|gone) (?:back )?in[\s-]?house"
                       r"|in-?sourced|handed back|exited|ceased|decommissioned|discontinued)")),
    (OVER, re.compile(r"\bexpired|\bended|\bclosed|\bcomplete|\bfinished|\barchiv|\binactive|\blapsed|\bhistoric"
                      r"|\bout of contract|\bwedi dod i ben"
                      r"|\bnot active|\bnot live|\bdormant")),
    (HELD, re.compile(r"\bon hold|\bheld\b(?! over)|\bpaused|\bdeferred|\bpostponed|\bdelayed|\bsuspended|\bstalled")),
    (PLANNED, re.compile(r"\bplan|\bpipeline|\bpropos|\bfuture|\btender(?:ing|ed)?\b|\bprocure|\bevaluat|\bdraft"
                         r"|\bforthcoming|\bupcoming"
                         r"|\bopen\b|\bnot started|\bpre-?market|\bmarket engagement|\bpending|\bto be (?:let"
                         r"|awarded|tendered|procured)"
                         r"|\bunder negotiation|\bawaiting|\bin preparation|\bforecast|\bprior information|\bout to"
                         r"|\bitt\b|\bpre-?tender"
                         r"|\bscoping|\bstandstill|\bintention|\bbid")),
    (IN_FORCE, re.compile(r"\blive|\bactive|\bcurrent|\bin (?:contract|force|place|progress|operation|use|term"
                          r"|delivery|extension)|\bbyw\b|\bheld over\b|\bholding[ -]over\b"
                          r"|\bawarded|\bsigned|\bextended|\bongoing|\bon-going|\brunning|\blet\b|\bvalid|\bimplement|\bcontracted"
                          r"|\bestablished|\breleased|\bexpiring|\bapproved|\bexecuted|\brolling|\bmobilis|\bexisting|\bstarted|\bnew\b|^(?:red|amber|green|blue)$")),
    # Behind what is in force: "Not yet advertised, held over". What is advertised "again" was let before.
    (PLANNED, re.compile(r"^(?:to be|being|not yet) advertised\b(?!.*\b(?:again|on expiry|when|award))")),
)  # fmt: skip
_PASSED_ON = re.compile(r"\bnovated|\btransferred", re.IGNORECASE)
_AWARDED_FIRST = re.compile(
    r"(?:contract )?(?:awarded|signed)\b"
    r"|(?:awaiting|pending|out for) (?:the )?(?:final )?(?:contract )?(?:signatures?|signing|sealing|execution)\b"
)
"""Of "Awarded - not started" the first word goes before the others; a contract that waits for its signature was let."""
PURCHASES = re.compile(r"\bservices?\b|\bgoods?\b|\bsupplies\b|\bsupply\b|\bworks?\b|\bconstruction\b|\bproducts?\b")
FORMS = re.compile(
    r"framework|\bvariation|\bmodification|\bincome|call[\s-]?off|\bcontract|\bconcession|\bgrant|\bdps\b|dynamic|\bspot|\bblock|\blease|\bpfi\b|\bagreement|\bsla\b"
    r"|purchase order|\blicen[cs]e|\bone[\s-]off"
)
KINDS_OF_SUPPLIER = re.compile(
    r"private|compan|charit|voluntar|community|vcs|mutual|co-?op|social enterprise|\bcic\b|public|council"
    r"|local authority|\bnhs\b"
    r"|limited|\bltd\b|\bplc\b|\bllp\b|third sector|non[\s-]profit|not[\s-]for[\s-]profit|\bsme\b|sole trader"
    r"|partnership|university"
    r"|\bindividual|government|housing association|commercial|\blarge\b|\bsmall\b|\bmicro\b|\bmedium\b|joint venture"
    r"|\bjv\b|independent"
)
_SUPPLIER = (
    ("joint_venture", re.compile(r"joint venture|\bjv\b")),
    ("charity", re.compile(r"charit|voluntar|\bvcs|third sector|housing association|\bvco\b|registered provider"
     r"|non[\s-]profit"
                           r"|not[\s-]for[\s-]profit|\bngo\b|faith")),
    ("mutual", re.compile(r"mutual|co-?op|social enterprise|\bcic\b|community interest|community benefit"
     r"|employee[\s-]owned|spin[\s-]?out")),
    ("public", re.compile(r"public|council|local authority|\bnhs\b|government|university|\blatco\b|police"
     "|fire authority|\bschool")),
    ("private", re.compile(r"private|compan|limited|\bltd\b|\bplc\b|\bllp\b|sole trader|\bsme\b|commercial|\blarge\b"
     "|\bsmall\b|\bmicro\b"
                           r"|\bmedium\b|partnership|individual|for[\s-]profit|independent|corporat|franchise")),
)  # fmt: skip
KINDS_OF_BUYER = re.compile(
    r"central|council|local|nhs|health|police|fire|school|academy|education|universit|college|housing|department|ministry|trust|authority|agency"
)
_BUYER = (
    ("nhs", re.compile(r"\bnhs\b|health|\bicb\b|hospital|ambulance")),
    ("police_fire", re.compile(r"police|fire|rescue")),
    ("education", re.compile(r"school|academy|education|universit|college")),
    ("housing", re.compile(r"housing|registered provider")),
    ("central", re.compile(r"central|department|ministry|agency|government body")),
    ("local", re.compile(r"local|council|borough|county|district|unitary|parish|combined authority")),
)  # fmt: skip
_NO = re.compile(r"\b(?:no|not|non|n/a|none)\b(?![\s-]?(?:for[\s-]profit|profit))")
_POUNDS = frozenset(("£", "gbp", "sterling", "stg", "pound", "pounds", "uk", "ukp", "great", "british"))
_WORDS = re.compile(r"[a-z]+|[^\sa-z().,:\u2013-]")
_CURRENCIES = {"€": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "us$": "USD", "dollar": "USD", "dollars": "USD"}


@lru_cache(maxsize=4096)
def status(written: str) -> str:
    """Return what a status says, "" where its words are not known."""
    text = " ".join(written.lower().split())
    if len(text) > 80:
        return ""
    said = next((said for said, pattern in _STATUS if pattern.search(text)), "")
    return IN_FORCE if said == PLANNED and _AWARDED_FIRST.match(text) else said


def passed_on(written: str) -> bool:
    """Say whether a status says that a contract went to another supplier, who may be the one that its row names."""
    return bool(_PASSED_ON.search(written))


_LET_AGAIN = re.compile(r"\bre-?(?:let|tender|procur|commission)")
_WAS_LET = re.compile(r"\bre-?(?:let|tendered|procured|commissioned)\b")
_STILL_TO_COME = re.compile(
    r"\b(?:to be|being|will be|due (?:for|to)|out (?:to|for)|for|under|in|awaiting|pending|subject to)\b"
)


@lru_cache(maxsize=4096)
def will_be_let_again(written: str) -> bool:
    """Say whether a status says that a contract is about to be let again: "To be re-tendered", "Re-procurement"."""
    text = " ".join(written.lower().split())
    found = _LET_AGAIN.search(text)
    return bool(found) and (not _WAS_LET.search(text) or bool(_STILL_TO_COME.search(text)))


_ENDED_FIRST = re.compile(
    r"(?:(?:the |this )?(?:contract|agreement) )?(?:has been |have been |was |is )?(?:early )?"
    r"(?:(cancell?ed|withdrawn|abandoned)|terminated|ended early|rescinded|superseded|novated|surrendered|exited|ceased"
    r"|handed back|in-?sourced|(?:service )?(?:brought|taken|moved|returned) (?:back )?in[\s-]?house)\b(?! clause)"
)


@lru_cache(maxsize=4096)
def ended_by_remark(written: str) -> str:
    """Return ENDED or CANCELLED where a remark begins by saying so, else ""."""
    found = _ENDED_FIRST.match(" ".join(written.lower().split()))
    return "" if found is None else CANCELLED if found[1] else ENDED


@lru_cache(maxsize=4096)
def supplier_kind(written: str) -> str:
    """Return the kind of supplier that a cell names, "" where it names none or says that it is not one."""
    text = " ".join(written.lower().split())
    if len(text) > 120 or text in ("no", "n", "none", "n/a", "false"):
        return ""
    return next(
        (kind for kind, pattern in _SUPPLIER if (at := pattern.search(text)) and not _NO.search(text[: at.start()])), ""
    )


@lru_cache(maxsize=4096)
def buyer_kind(written: str) -> str:
    """Return the kind of public body that a cell names, a key of the contracts table or in words; "" for none."""
    text = " ".join(written.lower().split())
    if len(text) > 120:
        return ""
    if text in ("central", "local", "nhs", "police_fire", "education", "housing", "other"):
        return text
    return next((kind for kind, pattern in _BUYER if pattern.search(text)), "")


@lru_cache(maxsize=4096)
def purchase(written: str) -> str:
    """Return goods, works or services where a cell names one of them alone, else ""."""
    text = " ".join(written.lower().split())
    if len(text) > 60:
        return ""
    named = {
        "services": bool(re.search(r"\bservices?\b", text)),
        "works": bool(re.search(r"\bworks?\b|\bconstruction\b", text)),
        "goods": bool(re.search(r"\bgoods?\b|\bsupplies\b|\bsupply\b|\bproducts?\b", text)),
    }
    found = [name for name, said in named.items() if said]
    return found[0] if len(found) == 1 else ""


def currency(written: str) -> str:
    """Return the code of a currency, GBP for every way to write pounds."""
    text = " ".join(written.lower().split())
    return "GBP" if _POUNDS.issuperset(_WORDS.findall(text)) else _CURRENCIES.get(text, written.strip().upper()[:20])


_ESTABLISHES = re.compile(r"\b(?:establish|set(?:ting)? up|creat)")


@lru_cache(maxsize=4096)
def establishes_system(procedure: str) -> bool:
    """Say whether a procedure is one by which a dynamic purchasing system was set up."""
    text = procedure.lower()
    return bool(_ESTABLISHES.search(text)) and bool(re.search(r"\bdps\b|dynamic (?:purchasing|market)", text))


IS_PAID, COUNTED = "says that the public body is paid", "counted; leave the row out where nothing is bought"
_INCOME = re.compile(r"\bincome\b|\brevenue (?:generating|contract)|\bsponsorship\b")


@lru_cache(maxsize=4096)
def brings_money_in(form: str) -> bool:
    """Say whether the form of an agreement is one by which the public body is paid."""
    return bool(_INCOME.search(form.lower()))


_LONGEST_FORM = 60
_GRANT = re.compile(
    r"(?:(?:n/?a|nil|none|no value|not applicable)\W*)?(?:(?:revenue|capital|core) )?grants?"
    r"(?: (?:agreement|award|aid))?\W*"
)


def is_grant(cell: str) -> bool:
    """Say whether a cell of money says in place of an amount that it is a grant; "grant funded" may be bought."""
    return len(cell) <= _LONGEST_FORM and bool(_GRANT.fullmatch(" ".join(cell.lower().split())))


_NO_CONTRACTS = {
    "is a change to a contract of another row, whose sum and dates are not read into that row": re.compile(
        r"(?:contract |agreement )?(?:variation|ccn|change (?:control )?(?:notice|note|request)"
        r"|deed of variation|modification|amendment|addendum|change control)s?"
        r"(?: ?(?:no\.?|number|#)? ?\d{1,3}[a-z]?)?(?: to contract| notice)?"
    ),
    "is a payment, as its form says, and no contract": re.compile(
        r"(?:supplier |invoice |one[\s-]off |card )?(?:payment|invoice|transaction|credit note|refund|journal)s?"
        r"(?: (?:line|run|voucher|made|paid))?"
    ),
    "is money that the public body receives, as its form says": re.compile(
        r"(?:capital |revenue )?(?:grant|funding|contribution|money|income|donation)s? (?:in|received)|receipts?"
    ),
}
"""What a row among contracts is that is none, and how its form is written: "CCN 4", "Credit note", "Grant received"."""


@lru_cache(maxsize=4096)
def no_contract(form: str) -> str:
    """Say what a row of this form is, where that is no contract; else ""."""
    written = " ".join(form.lower().split())
    return next((what for what, pattern in _NO_CONTRACTS.items() if pattern.fullmatch(written)), "")


_BOUGHT_UNDER = re.compile(r"call[\s-]?off|under|mini|further competition|\bvia\b|\bthrough\b|from")


def sets_up_framework(form: str) -> bool:
    """Say whether the form of an agreement is a framework itself, and not a contract under one."""
    text = form.lower()
    return "framework" in text and not _BOUGHT_UNDER.search(text)


def sets_up_purchasing_system(form: str) -> bool:
    """Say whether the form of an agreement is a dynamic purchasing system itself, and not a contract under one."""
    text = form.lower()
    return bool(re.search(r"\bdps\b|dynamic (?:purchasing|market)", text)) and not _BOUGHT_UNDER.search(text)
