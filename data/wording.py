"""Words of a notice, made comparable: lower case, no punctuation, no plural s."""

import re
from collections import Counter
from collections.abc import Iterable

_TO_SPACE = dict.fromkeys(map(ord, '!"#$%()*+,-./:;<=>?@[\\]^_`{|}~–—‑•·“”…£\u00a0\u00ad\ufffd\t\r\n'), " ")
_DROPPED = dict.fromkeys(map(ord, "'’‘´"))
_TABLE = _TO_SPACE | _DROPPED | {ord("&"): " and "}
# "Services" and "service", "children's" and "children" are one word; "bus", "gas", "analysis", "illness" keep their s.
_PLURAL = re.compile(r"(?<=[a-z0-9][a-z][b-hj-rtv-z])s(?= )")


def comparable(text: str) -> str:
    """Return the words in lower case without punctuation or plural s, one space around each."""
    words = text.lower().replace("&amp;", "&").translate(_TABLE).split()
    return _PLURAL.sub("", f" {' '.join(words)} ")


class Phrases:
    """Many phrases, found in a text in one pass over its words."""

    def __init__(self, phrases: Iterable[str]) -> None:
        spellings = {comparable(phrase) for phrase in phrases}
        common = Counter(word for phrase in spellings for word in phrase.split())
        by_anchor: dict[str, list[str]] = {}
        for phrase in sorted(spellings):
            anchor = min(phrase.split(), key=lambda word: (common[word], -len(word)))
            by_anchor.setdefault(anchor, []).append(phrase)
        self._by_anchor = {anchor: tuple(found) for anchor, found in by_anchor.items()}
        self._anchors = frozenset(by_anchor)

    def found(self, words: str) -> set[str]:
        """Return the phrases, in comparable spelling, that occur in comparable words."""
        by_anchor = self._by_anchor
        anchors = self._anchors.intersection(words.split())
        return {phrase for anchor in anchors for phrase in by_anchor[anchor] if phrase in words}
