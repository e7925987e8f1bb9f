"""Scenarios to and from links and TOML files."""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from policy.bounds import LARGEST_SCENARIOS, LONGEST_LINK, LONGEST_LIST, MOST_LINES, MOST_PAIRS, cut, shown, too_long
from policy.problem import PolicyError, Problem
from policy.rules import settings
from policy.scenarios.presets import DEFAULT, flatten
from policy.scenarios.scenario import NO_SUCH, Scenario, build_scenario, find_preset

BASE, FINGERPRINT, DATA, SAID, VERSION_KEY = "base", "fp", "data", "said", "v"
LINK_KEYS = (BASE, FINGERPRINT, DATA, SAID, VERSION_KEY)
"""Keys of a link beside the settings: preset, all settings resolved, the data's fingerprint, the figure it showed, and
the version of the program that showed it."""
PAGE_KEYS = frozenset(
    {
        "measure",
        "contract",
        "column",
        "value",
        "find",
        "compare",
        "from",
        "to",
        "down",
        "across",
        "size",
        "seed",
        "strata",
        "period",
        "split",
        "limit",
        "most",
        "rest",
        "kind",
        "apart",
        "estimate",
        "without",
        "embed",
        "embed_options",
    }
)
"""Keys of the address that belong to a page and not to the scenario."""
SCOPE_PREFIX = "in."
"""Keys of a link that say what the reader looks at begin so; `policy.scope` reads them."""
TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|mc_[ce]id|twclid|ttclid|igshid|li_fat_id|_hs(?:enc|mi)|_g[al]"
)
"""Keys that other services append to an address that is shared or advertised there; each reader's value is another."""
NO_LINK = "carries no scenario; expected an address of this program with ?base= in it"
REPEATED = "is given more than once"
_MOST_DOTS = 100
_WRITTEN = re.compile(r'"(?:[^"\\\n]|\\.)*+"?|\'[^\'\n]*+\'?|#[^\n]*')
"""Texts and comments of a TOML file, whose dots part no key."""
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)$")
_WRITTEN_SO = 'expected lines such as small.threshold = "£1m", each key once and its text in straight quotes'


def to_query(scenario: Scenario) -> dict[str, str]:
    """Write a scenario as the query of a link; an emptied list is written as an empty value."""
    known = settings()
    changes = {key: known[key].unit.write(value) for key, value in scenario.changes().items()}
    return {BASE: scenario.preset.name, **changes, FINGERPRINT: scenario.fingerprint()}


def from_query(query: Mapping[str, str], *, others: frozenset[str] = frozenset()) -> tuple[Scenario, list[Problem]]:
    """Read a scenario from the query of a link.

    Args:
        query: values by key, as text.
        others: keys that belong to the page, not to the scenario.

    Returns:
        The scenario with every change that can stand, and what is wrong with the others.
    """
    query, problems = _fitting(query)
    preset, strange = find_preset(query.get(BASE, DEFAULT))
    problems += strange
    apart = {*LINK_KEYS, *others}
    changes = {k: text for k, text in untracked(query).items() if k not in apart and not k.startswith(SCOPE_PREFIX)}
    scenario, wrong = build_scenario(preset, changes)
    stated = query.get(FINGERPRINT)
    if stated and stated != scenario.fingerprint() and not wrong and not problems:
        wrong = [Problem(FINGERPRINT, "a rule or the preset has changed since this link was made")]
    return scenario, problems + wrong


def untracked(query: Mapping[str, str]) -> dict[str, str]:
    """Leave out what other services append to an address (TRACKING): it says nothing of a scenario."""
    return {key: text for key, text in query.items() if not TRACKING.fullmatch(key)}


def _fitting(query: Mapping[str, str]) -> tuple[dict[str, str], list[Problem]]:
    """Keep what stands before the greatest length of a link; a setting too long for itself is refused by itself."""
    left = LONGEST_LINK
    fits: dict[str, str] = {}
    for key, text in query.items():
        left -= min(len(key) + len(text), LONGEST_LIST)
        if left < 0:
            return fits, [_left_out(sum(map(len, [*query, *query.values()])), key)]
        fits[key] = text
    return fits, []


def _left_out(length: int, key: str) -> Problem:
    what = f"is {length:,} characters long, of which {LONGEST_LINK:,} are read; left out from {cut(key)} on"
    return Problem("link", what)


def read_query(text: str) -> tuple[dict[str, str], list[Problem]]:
    """Read the pairs of a query as it stands in an address, as far as a link may reach; the rest is not decoded.

    A pair that is longer than any link stays as it is written, for its setting to refuse it by its own name.
    """
    left, kept, long = LONGEST_LINK, list[str](), dict[str, str]()
    problems: list[Problem] = []
    pairs = [pair for pair in text.split("&") if pair]
    if len(pairs) > MOST_PAIRS:
        what = f"holds {len(pairs):,} settings, of which {MOST_PAIRS:,} are read; left out from"
        problems = [Problem("link", f"{what} {cut(pairs[MOST_PAIRS])} on")]
    for pair in pairs[:MOST_PAIRS]:
        key, _, value = pair.partition("=")
        fits = len(pair) <= LONGEST_LINK
        left -= len(pair) if fits else LONGEST_LIST
        if left < 0:
            problems = [_left_out(len(text), key)]
            break
        if fits:
            kept.append(pair)
        else:
            long[key] = value
    read = parse_qsl("&".join(kept), keep_blank_values=True)
    return dict(read) | long, problems + repeated(read)


def repeated(pairs: Iterable[tuple[str, str]]) -> list[Problem]:
    """Name each key that an address gives with several values, of which a page takes the last."""
    last: dict[str, str] = {}
    twice: dict[str, None] = {}
    for key, text in pairs:
        if last.setdefault(key, text) != text and not TRACKING.fullmatch(key):
            twice[key] = None
        last[key] = text
    return [Problem(cut(key), f"{REPEATED}, the last time as {cut(last[key])!r}") for key in twice]


def from_link(link: str) -> tuple[Scenario, list[Problem]]:
    """Read the whole address of a link of any page, or only its query; raises PolicyError where it is no address."""
    query, problems = query_of_link(link)
    scenario, wrong = from_query(query, others=PAGE_KEYS)
    return scenario, problems + wrong


def query_of_link(link: str) -> tuple[dict[str, str], list[Problem]]:
    """Read the query of an address, or of what is only a query; raises PolicyError where it is no address."""
    try:
        parts = urlsplit(link)
    except ValueError:
        raise PolicyError([Problem(cut(link), NO_LINK)]) from None
    text = parts.query or (link.lstrip("?") if "=" in link and not parts.scheme else "")
    if not text and not parts.netloc:
        raise PolicyError([Problem(cut(link) or repr(link), NO_LINK)])
    if not text:
        return {}, [Problem(cut(link), "names no preset and no setting; the pledge as it stands is answered")]
    return read_query(text)


def to_toml(scenario: Scenario, title: str = "") -> str:
    """Write a scenario as a file that a person can read and change."""
    heading = " ".join("".join(letter if letter.isprintable() else " " for letter in title).split())
    lines = [f"# {heading}", ""] if heading else []
    lines += [f"{BASE} = {_toml(scenario.preset.name)}"]
    lines += [f"{key} = {_toml(value)}" for key, value in scenario.changes().items()]
    return "\n".join(lines) + "\n"


def from_toml(text: str, where: str = "scenario file") -> Scenario:
    """Read a scenario file; raises PolicyError with all that is wrong, each with its place."""
    return from_table(toml_content(text, where), where)


def toml_content(text: str, where: str) -> dict[str, Any]:
    """Read TOML that is neither too large nor too deep; raises PolicyError with what is wrong."""
    if len(text) > LARGEST_SCENARIOS:
        what = f"holds {len(text):,} characters, and at most {LARGEST_SCENARIOS:,} are read"
        raise PolicyError([Problem(where, what)])
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        raise PolicyError([Problem(where, f"holds {len(lines):,} lines, and at most {MOST_LINES:,} are read")])
    for number, line in enumerate(lines, start=1):
        if what := too_long(line, LONGEST_LINK):
            raise PolicyError([Problem(where, f"line {number} {what}")])
    for number, line in enumerate(_WRITTEN.sub("", text).split("\n"), start=1):
        if line.count(".") > _MOST_DOTS:  # the parser takes n² steps for a key of n parts
            what = f"not a scenario file: line {number} has {line.count('.'):,} dots outside texts"
            raise PolicyError([Problem(where, f"{what}, and a key such as small.threshold has one")])
    try:
        content = tomllib.loads(text)
        str(content)  # a number with more digits than Python writes, or tables too deep to walk
    except tomllib.TOMLDecodeError as error:
        raise PolicyError([Problem(where, f"not a TOML file: {_as_it_stands(str(error), lines)}")]) from None
    except ValueError:
        raise PolicyError([Problem(where, "holds a number of thousands of digits; no setting is so large")]) from None
    except RecursionError:
        raise PolicyError([Problem(where, "holds brackets or tables too deep to read; a setting has none")]) from None
    return content


def _as_it_stands(error: str, lines: Sequence[str]) -> str:
    """Say what the parser says, with the line of the file that it names and how one may be written."""
    said, line = cut(error, 200), _AT_LINE.search(error)
    if line is None:
        return f"{said}; {_WRITTEN_SO}"
    return f"{said}: {cut(lines[int(line[1]) - 1].strip())!r}; {_WRITTEN_SO}"


def from_table(table: Mapping[str, Any], where: str) -> Scenario:
    """Read a scenario from a table of TOML; raises PolicyError with all that is wrong, each with its place."""
    if not table:
        raise PolicyError([Problem(where, f"holds no scenario; expected {BASE} = a preset, such as pledge")])
    content = flatten(table)
    base = content.pop(BASE, DEFAULT)
    preset, problems = find_preset(base if isinstance(base, str) else shown(base))
    scenario, wrong = build_scenario(preset, {key: value for key, value in content.items() if key not in LINK_KEYS})
    if problems or wrong:
        told = [Problem(f"{where}: {each.where}", _of_a_file(each.where, each.what)) for each in problems + wrong]
        raise PolicyError(told)
    return scenario


def _of_a_file(key: str, what: str) -> str:
    """Add to what is said of an unknown key of a file how a file says what is meant by it."""
    if what == NO_SUCH and key == "preset":
        return f'{what}; a file names its preset by {BASE}, {BASE} = "pledge" say'
    if what.startswith(NO_SUCH) and (key == "where" or key.startswith(SCOPE_PREFIX)):
        return f"{NO_SUCH}; a file holds the policy alone, and --where or a link says what is looked at"
    return what


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, int | date):
        return str(value)
    return quoted(value)


def quoted(text: str) -> str:
    """Write a text as TOML has it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
