"""The unit of money that a text names: thousands or millions of pounds, or pence."""

import re

THOUSAND, MILLION, PENCE = "thousand", "million", "pence"
TIMES = {"": 1.0, "pounds": 1.0, THOUSAND: 1e3, MILLION: 1e6, PENCE: 0.01}
"""Units of money, and how many pounds each is."""
UNITS_IN_WORDS = {THOUSAND: "in thousands of pounds", MILLION: "in millions of pounds", PENCE: "in pence"}
_THOUSANDS = re.compile(
    r"£\s?'?000|\(?'000s?\b|(?<![\d,])000s\b|£\s?k\b|\bk£|\(k\)|\bgbp\s?k\b|\bk\s?gbp\b|\bthousands?\b|\(000\)|[\u2018\u2019]000|\bk\b"
    r"|£\s?1[,.]?000s?\b|\bgbp\s?'?000|\bin 1[,.]?000s\b"
    r"|(?:\b(?:values?|amounts?|figures?|costs?|prices?|sums?|shown|stated|given|spend)|[£)])\W*x\s?£?1[,.]?000s?\b"
    r"(?![,.]\d| (?!gbp|pounds?|unless|where|except|per\b|a\b|p\.?a|ex|inc|net|gross|vat)[a-z])"
)
_MILLIONS = re.compile(
    r"£\s?m(?:n|illions?)?\b|\bm£|\(m\)|\bmillions?\b|\bgbp\s?m\b|\b(?:£\s?)?mn\b|\bx\s?£?1,000,000\b"
)
_PENCE = re.compile(r"\b(?:in )?(?:pence|pennies)\b|\(p\)")
_UNIT_ALONE = re.compile(
    r"(?:£|gbp|pounds?)(?: sterling)?|(?:£|gbp|in)?\s?(?:k|m|mn|'?000s?|thousands?|millions?)(?: of)?(?: pounds?| £)?"
    r"|pence|p"
)


def unit(written: str) -> str:
    """Return the unit of money that a text in lower case names: thousand or million of pounds, pence, else ""."""
    if _MILLIONS.search(written):
        return MILLION
    if _PENCE.search(written):
        return PENCE
    return THOUSAND if _THOUSANDS.search(written) else ""


def unit_alone(written: str) -> str:
    """Return the unit of money that a text names and nothing else, "pounds" for single ones; "" for none."""
    text = " ".join(written[:40].lower().split()).strip("()[]")
    if not _UNIT_ALONE.fullmatch(text):
        return ""
    return {"m": MILLION, "000": THOUSAND, "p": PENCE}.get(text) or unit(text) or "pounds"
