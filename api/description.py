"""The interface described as OpenAPI 3.1, made from its doors, the settings and the fields of a scope."""

from typing import Any

from api.asked import TYPES
from api.doors import DOORS, EMBED, EMBEDDED, Door
from policy.rules import settings
from policy.scenarios.links import SCOPE_PREFIX
from policy.scenarios.presets import DEFAULT, presets
from policy.scope.fields import FIELDS, Field
from policy.scope.patterns import ANY

ROOT = "/api/v1"
FRAMED = f"/{EMBEDDED}"
_SHARED = ("settings", "presets")
"""Answers that look at no contract."""


def description() -> dict[str, Any]:
    """Give the OpenAPI description of every answer."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Back in house",
            "version": "1",
            "description": (
                "What would come back in house under a version of the policy: the figures of the dashboard by the "
                "parameters of its links. Counts are contracts, money is pounds without VAT; low, central and high "
                "are a range, and what is not known is null, never 0."
            ),
        },
        "paths": {
            **{f"{ROOT}/{name}": {"get": _operation(name, door)} for name, door in DOORS.items()},
            FRAMED: {"get": _operation(EMBEDDED, EMBED)},
        },
    }


def _operation(name: str, door: Door) -> dict[str, Any]:
    answers = {
        "200": {
            "description": door.about,
            "content": {
                TYPES[form]: {"schema": {"type": "object" if form == "json" else "string"}} for form in door.formats
            },
        },
        "304": {"description": "The answer is the one of the tag in If-None-Match."},
        "422": {"description": "A parameter cannot be understood: each is named, with what is expected."},
    }
    much = "Another such answer is" if door.slow else "As many answers as can be, or another that takes long, are"
    answers["429"] = {"description": f"{much} being worked out; ask again after Retry-After."}
    answers["503"] = {
        "description": (
            "The process that answers has just ended; ask again after Retry-After. Without it: the data set "
            "that is served cannot be opened, and nothing is answered of other data."
        )
    }
    return {"operationId": name, "summary": door.about, "parameters": _parameters(name, door), "responses": answers}


def _parameters(name: str, door: Door) -> list[dict[str, Any]]:
    own = [_parameter(key, about) for key, about in door.parameters.items()]
    said = [_parameter("format", "the form of the answer", list(door.formats))]
    if name == "presets":
        return own + said
    scenario = [_parameter("base", f"a preset; {DEFAULT} if not given", [each.name for each in presets().values()])]
    scenario += [_parameter(key, f"{each.label}. {each.help}") for key, each in settings().items()]
    scope = [
        _parameter(
            f"{SCOPE_PREFIX}{key}", f"Look at these contracts alone. {field.label}: {field.expected}{_any(field)}"
        )
        for key, field in FIELDS.items()
    ]
    return own + said + scenario + ([] if name in _SHARED else scope)


def _any(field: Field) -> str:
    """Say that a name may be a pattern, where it may."""
    return f"; {ANY} stands for any letters, as in {ANY}part of a name{ANY}" if field.takes_patterns else ""


def _parameter(key: str, about: str, options: list[str] | None = None) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", **({"enum": options} if options else {})}
    return {"name": key, "in": "query", "required": False, "description": about, "schema": schema}
