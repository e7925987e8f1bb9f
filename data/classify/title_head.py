"""The heads of a title: the words that say what is bought, where those before them only say for whom or what."""

import re

from data.model.words import plain, singular

# A title may hold several phrases: "Extra care housing: design team", "WP12 - Cameras for prisons - AWARD".
_BETWEEN_PHRASES = re.compile("[:;|\u2013\u2014]|\\s-+|-\\s")
_ASIDE = re.compile(r"\([^)]*\)?|\[[^\]]*\]?|[,/]")
# How it is bought says nothing of what: "Dynamic purchasing system for taxis".
_SYSTEM = re.compile(
    r"\b(?:pseudo )?(?:dynamic|flexible|open) (?:approved )?"
    r"(?:purchas\w+|procurement|contracting) (?:systems?|vehicles?)\b"
)
# Where what is bought ends.
_ENDS = re.compile(r"\b(?:for|of|in|at|to|with|by|on|from|under|via|across|within|including|against|as|per|who|that)\b")
# Words of buying, before "of" or "for": "Provision of", "Contract for the supply of".
_BUYING = frozenset(
    (
        *("provision", "procurement", "delivery", "contract", "award", "notice", "tender", "invitation", "quote"),
        *("request", "appointment", "commissioning", "agreement", "framework", "dps", "requirement", "opportunity"),
        *("supply", "purchase", "acquisition", "installation", "development", "the", "a", "an", "and", "new"),
    )
)
# Words after what is bought that add nothing: "Cameras contract 2026".
_TRAILING = frozenset(
    (
        *("contract", "award", "notice", "tender", "framework", "agreement", "dps", "project", "programme", "lot"),
        *("itt", "rfq", "service", "services", "phase", "extension", "renewal", "order", "round", "scheme"),
    )
)
_MOST_PHRASES = 4


def heads(title: str) -> frozenset[str]:
    """Return the last word of what each phrase of a title says is bought, and the last two.

    "Cameras for prison officers" is about cameras, "Provision of prison health care" about care.
    """
    phrases = _BETWEEN_PHRASES.split(title)[:_MOST_PHRASES]
    return frozenset(word for phrase in phrases for word in _head(phrase))


def _head(phrase: str) -> tuple[str, ...]:
    said = _SYSTEM.sub("framework", plain(_ASIDE.split(phrase, maxsplit=1)[0]))
    for part in _ENDS.split(said):
        words = part.split()
        while words and (words[-1] in _TRAILING or words[-1].isdigit()):
            words.pop()
        if any(word not in _BUYING for word in words):
            last = singular(" ".join(words[-2:])).split()
            return (last[-1], " ".join(last)) if last else ()  # a lone "s" is no word
    return ()
