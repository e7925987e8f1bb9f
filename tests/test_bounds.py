"""No text at any door costs more than its length, ends in a traceback, or is given back whole in a message."""

import json
from itertools import count, product

import pytest

from data.classify.parties import buyer_kind, is_placeholder, supplier_kind
from data.classify.portals import portal, real_buyer
from data.load.register import public_kind
from data.model import cell_values
from data.model.cell_values import money
from data.model.dates import local_day
from data.readers.cells import amounts, choices, days, suppliers, terms
from policy.audit.labels import COLUMNS, from_csv
from policy.bounds import MOST_NAMED
from policy.problem import PolicyError
from policy.results.receipt import read_receipt
from policy.rules import settings
from policy.rules.units import Unit
from policy.scenarios.files import from_file, from_pasted, from_short
from policy.scenarios.links import from_link, from_query, from_toml
from tests.costs import is_soon

LONG = 100_000
MOST_SECONDS = 0.05
"""What takes n² steps needs minutes for so long a text."""
SAID_AT_MOST = 600
"""Characters of a message: what was given is cut, the options of a setting are named."""
CHARACTERS = {
    "digit": "9", "nought": "0", "blank": " ", "tab": "\t", "comma": ",", "dot": ".", "minus": "-", "pound": "£",
    "percent": "%", "bracket": "(", "square": "[", "brace": "{", "less": "<", "quote": '"', "apostrophe": "'",
    "letter": "a", "underscore": "_", "colon": ":", "equals": "=", "and": "&", "plus": "+", "hash": "#",
    "backslash": "\\", "NUL": "\0", "CR": "\r", "LF": "\n", "superscript": "²", "emoji": "🙂", "accent": "é",
}  # fmt: skip
PIECES = {
    "owner": "a (", "year": "1-year value; ", "amount": "; £1 with the ", "behalf": "on behalf of A", "pair": "a&",
    "item": "c=prison,", "percent": "%41", "table": "[a]\n", "escape": "\\n", "range": "1-", "see": "see ",
    "apostrophe between": "A'",
}  # fmt: skip
"""What begins a match anew wherever it stands."""
AROUND = {"alone": ("", ""), "between": ("1", "x")}
KEYS = {spec.unit: key for key, spec in reversed(settings().items())}
PORTAL = "Delta eSourcing "
"""A portal in a buyer's place."""
LABELS = ",".join(COLUMNS) + "\nc1,comes_back,right,,{}\nc2,comes_back,right,,\n"


def of_cell(found):
    return [found[1]] if found[1] else []


def of_policy(work):
    """Messages of a reader that raises what is wrong."""
    try:
        work()
    except PolicyError as error:
        return list(map(str, error.problems))
    except ValueError as error:
        return [str(error)]
    return []


def setting(unit):
    return lambda text: of_policy(lambda: settings()[KEYS[unit]].parse(text))


def silent(*readers):
    """Readers that give no message of their own."""

    def door(text):
        for reader in readers:
            reader(text)
        return []

    return door


DOORS = {
    **{f"setting, {unit.name}": setting(unit) for unit in Unit},
    "link": lambda text: of_policy(lambda: from_link(text)),
    "setting of a link": lambda text: of_policy(lambda: from_link(f"?base=pledge@1&window.years={text}")),
    "value in a link": lambda text: from_query({"base": "pledge@1", "small.threshold": text})[1],
    "key in a link": lambda text: from_query({text: "1"})[1],
    "preset in a link": lambda text: from_query({"base": text})[1],
    "pasted link": lambda text: from_pasted(text, frozenset())[1],
    "pasted value": lambda text: from_pasted(f"?base=pledge@1&window.years={text}", frozenset())[1],
    "scenario in few words": lambda text: from_short(text.replace("&", ""))[2],
    "scenario file": lambda text: of_policy(lambda: from_toml(text)),
    "text in a scenario file": lambda text: of_policy(lambda: from_toml(f"small.threshold = {json.dumps(text)}")),
    "value in a scenario file": lambda text: of_policy(lambda: from_toml(f"small.threshold = {text}")),
    "scenarios file": lambda text: from_file(text, "x.toml")[1],
    "receipt": lambda text: of_policy(lambda: read_receipt(text, "r.json")),
    "labels": lambda text: from_csv(text, frozenset())[1],
    "note in labels": lambda text: from_csv(LABELS.format(text), frozenset({"c1", "c2"}))[1],
    "money": lambda text: of_cell(money(text)),
    "date": silent(local_day),
    "tick": silent(cell_values.tick),
    "text": silent(cell_values.text),
    "supplier": silent(supplier_kind, is_placeholder),
    "buyer": silent(buyer_kind, portal),
    "portal": silent(lambda text: real_buyer(f"{PORTAL}{text}", text, f"on behalf of {text}")),
    "supplier in the register": silent(public_kind),
}  # fmt: skip


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("character", CHARACTERS | PIECES)
@pytest.mark.parametrize("door", DOORS)
def test_a_long_text_costs_little_and_ends_in_at_most_one_message(door, character, around):
    before, after = AROUND[around]
    repeated = (CHARACTERS | PIECES)[character]
    text = before + repeated * (LONG // len(repeated)) + after
    answers: list[list[str]] = []
    assert is_soon(lambda: answers.append(DOORS[door](text)), MOST_SECONDS)
    messages = answers[0]
    assert len(messages) <= (1 if character in CHARACTERS else MOST_NAMED)
    assert all(len(str(message)) < SAID_AT_MOST for message in messages)


CELLS = {
    "amount": (amounts.amount, amounts.LONGEST),
    "day": (days.day, days.LONGEST),
    "remark": (days.extended_until, days.LONGEST),
    "term": (lambda text: terms.term(text, ""), days.LONGEST),
    "suppliers": (suppliers.names, 5_000),
    "nobody": (suppliers.names_nobody, 5_000),
    "numbers": (suppliers.numbers, 5_000),
    "form": (choices.no_contract, 5_000),
    "procedure": (choices.establishes_system, 5_000),
}
SIGNS = ("1", "a", " ", "£", ",", ";", ".", "(", ")", "-", "/", "x", "and ", "per ", "pa ", "now ", "ltd, ")


@pytest.mark.parametrize("kind", CELLS)
def test_a_cell_of_the_longest_that_is_read_costs_little_whatever_repeats_in_it(kind):
    """A register of a megabyte has thousands of them: "1;1;1;" cost a quarter of a second once."""
    read, longest = CELLS[kind]
    most = max(MOST_SECONDS * longest / 5_000, 0.01)
    for first, second in product(SIGNS, SIGNS):
        for end in ("", "pa", ")"):
            text, turns = ((first + second) * longest)[: longest - len(end)] + end, count()
            # Another text each time, since cells are remembered.
            assert is_soon(lambda text=text, turns=turns: read(text[next(turns) :]), most), text[:20]
