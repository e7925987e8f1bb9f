"""A receipt for a figure: what determined it, and an id that another can recompute."""

import base64
import binascii
import hashlib
import json
import zlib
from collections.abc import Mapping
from contextlib import suppress
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from policy.bounds import cut
from policy.measures import MEASURES
from policy.results.groups import Decisions
from policy.results.report import known_range
from policy.results.totals import Totals, totals
from policy.scenarios.links import from_toml, to_toml
from policy.scenarios.scenario import Scenario
from policy.scope.scope import EVERYTHING, Scope, from_where, scope_of
from policy.version import VERSION

PARTS = ("scenario", "scope", "data", "returns")
"""Parts of a receipt that bear a digest of their own."""
_NOT_HASHED = ("id", "issued")
_LARGEST_PACKED = 200_000
"""Bytes of a receipt that an address may carry, once unpacked."""
_SHOWN = 2_000
"""Characters of what a receipt states that are shown where it differs."""


def receipt(decisions: Decisions, data: Mapping[str, Any]) -> dict[str, Any]:
    """Give scenario, data, code and figures of decisions, and the id made from them alone."""
    return receipt_of(decisions.scenario, totals(decisions), data, scope_of(decisions.coded))


def receipt_of(
    scenario: Scenario, totals: Totals, data: Mapping[str, Any], scope: Scope = EVERYTHING
) -> dict[str, Any]:
    """Give the receipt of a scenario and its totals; one of all contracts says nothing of a scope.

    An end of a range of which no value is known is null, never 0.
    """
    content: dict[str, Any] = {
        "version": VERSION,
        "scenario": to_toml(scenario),
        "scenario_fingerprint": scenario.fingerprint(),
        **({"scope": scope.to_where()} if scope else {}),
        "data": dict(data),
        "code": CODE,
        "returns": {measure: known_range(totals, measure) for measure in MEASURES},
    }
    content["parts"] = {name: digest(content[name]) for name in PARTS if name in content}
    return {"id": identity(content), **content}


def read_receipt(text: str, where: str) -> tuple[dict[str, Any], Scenario]:
    """Read a receipt, alone or in the JSON of `assess`, and its scenario; raises ValueError with what is wrong."""
    try:
        stated = json.loads(text)
        json.dumps(stated)
    except json.JSONDecodeError:
        raise
    except ValueError:
        raise ValueError("it holds a number of thousands of digits") from None
    except RecursionError:
        raise ValueError("its brackets are too deep to read") from None
    stated = stated.get("receipt", stated) if isinstance(stated, dict) else stated
    if not isinstance(stated, dict):
        raise ValueError("expected one object in braces, such as the receipt that assess --json prints")  # noqa: TRY004
    if not isinstance(stated.get("scenario"), str):
        raise ValueError("expected the text of a scenario under 'scenario'")  # noqa: TRY004 - one kind of refusal
    return stated, from_toml(stated["scenario"], where)


def packed(receipt: Mapping[str, Any]) -> str:
    """Write a whole receipt as one word for an address."""
    return base64.urlsafe_b64encode(zlib.compress(json.dumps(receipt).encode(), 9)).decode().rstrip("=")


def unpacked(word: str) -> str:
    """Give the text of a packed receipt; raises ValueError where it is none, or too large for one."""
    opened = zlib.decompressobj()
    with suppress(ValueError, binascii.Error, zlib.error):
        found = opened.decompress(base64.urlsafe_b64decode(f"{word}{'=' * (-len(word) % 4)}"), _LARGEST_PACKED)
        if opened.eof:
            return found.decode()
    raise ValueError("expected a receipt as one word, as the frozen snippet under Take away carries it")


def scope_stated(stated: Mapping[str, Any]) -> Scope:
    """Read the scope of a receipt; raises ValueError with what is wrong."""
    where = stated.get("scope", [])
    if not isinstance(where, list) or not all(isinstance(text, str) for text in where):
        raise ValueError("expected a list of conditions under 'scope', such as buyer_kind=local")
    return from_where(where, "scope")


def digest(part: Any) -> str:
    """Identify one part of a receipt, so that a later change of it can be named."""
    return hashlib.sha256(json.dumps(part, sort_keys=True).encode()).hexdigest()[:8]


def identity(receipt: Mapping[str, Any]) -> str:
    """Make the id of a receipt from everything in it that determines the figure, and the figure."""
    hashed = {key: value for key, value in receipt.items() if key not in _NOT_HASHED}
    return hashlib.sha256(json.dumps(hashed, sort_keys=True).encode()).hexdigest()[:12]


def differences(stated: Mapping[str, Any], again: Mapping[str, Any]) -> list[str]:
    """Say where a recomputed receipt differs from the stated one; empty where they agree."""
    differing = []
    if stated.get("id") != identity(stated):
        differing.append("id: the receipt was changed after it was made")
    names = {
        "scenario_fingerprint": "scenario: a rule or a preset has changed",
        "scope": "scope: other contracts are looked at",
        "data": "data: another data set or version",
        "code": "code: the program has changed",
        "returns": "returns: the figures differ",
        "spending": "spending: another table of published spending",
        "whole": "whole: the figures differ",
    }
    for key, what in names.items():
        if stated.get(key) != again.get(key):
            differing.append(
                f"{what}: stated {cut(json.dumps(stated.get(key)), _SHOWN)}, now {json.dumps(again.get(key))}"
            )
    return differing


def code_fingerprint() -> str:
    """Identify the rules: every source file and preset of the policy."""
    found = hashlib.sha256()
    for name, content in sorted(_contents(files("policy"), "")):
        found.update(name.encode() + b"\0" + content)
    return found.hexdigest()[:12]


def _contents(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    contents = []
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name != "__pycache__":
            contents += _contents(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith((".py", ".toml")):
            contents.append((f"{prefix}{entry.name}", entry.read_bytes()))
    return contents


CODE = code_fingerprint()
"""The rules that this process runs; read once, since they stay what they are."""
