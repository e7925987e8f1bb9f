"""How an object of Open Contracting JSON is read without trusting its shape: what does not fit is taken as missing."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

from msgspec import Struct, UnsetType
from msgspec.structs import fields

Json = dict[str, Any]
Scalar = str | int | float | bool | None
MaybeScalar = Scalar | UnsetType


class JsonObject(Struct, frozen=True, gc=False, rename="camel"):
    """An object in a release, with those of its fields that are read; a subclass each in `release.py`."""


T = TypeVar("T", bound=JsonObject)


def from_json(kind: type[T], value: object) -> T:
    """Return an object from JSON of any shape: a field that does not fit keeps its default, as if it were not there."""
    members = _alone(value)
    return kind(**{name: convert(members[key]) for name, key, convert in _converters(kind) if key in members})


@cache
def _converters(kind: type[JsonObject]) -> list[tuple[str, str, Callable[[object], object]]]:
    """Return of each field its name, its key in JSON and what converts its value."""
    return [(one.name, one.encode_name, _converter(one.type)) for one in fields(kind)]


def _converter(annotation: Any) -> Callable[[object], object]:
    """Return what converts a value to the type of a field: a scalar, objects in a tuple, an object, or anything."""
    if annotation in (Scalar, MaybeScalar):
        return lambda value: value if isinstance(value, str | int | float) else None
    if get_origin(annotation) is tuple:
        kind = get_args(annotation)[0]
        return lambda value: tuple([from_json(kind, item) for item in _objects(listed(value))])
    if isinstance(annotation, type) and issubclass(annotation, JsonObject):
        return lambda value: from_json(annotation, value)
    return lambda value: value


def _alone(value: object) -> dict[str, object]:
    """Return an object; one that stands alone in a list counts as the object, and anything else as an empty one."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value if isinstance(value, dict) else {}


def misfits(kind: type[JsonObject], value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Yield path and value of what stands in the place of an object and is none; nothing is said of null and empty."""
    members = _alone(value)
    for key, inner in _holders(kind):
        held = members.get(key)
        if not held:
            continue
        where = f"{path}/{key}".lstrip("/")
        held = listed(held) if key in _lists(kind) else held
        for item in held if isinstance(held, list) else [held]:
            if isinstance(item, dict):
                yield from misfits(inner, item, where)
            elif item:
                yield where, item


@cache
def _holders(kind: type[JsonObject]) -> list[tuple[str, type[JsonObject]]]:
    """Return of each field that holds objects its key in JSON and their kind."""
    return [(one.encode_name, inner) for one in fields(kind) if (inner := _object_in(one.type))]


def _object_in(annotation: Any) -> type[JsonObject] | None:
    """Return the kind of object that a field holds, one or many; None for a field of anything else."""
    kind = get_args(annotation)[0] if get_origin(annotation) is tuple else annotation
    return kind if isinstance(kind, type) and issubclass(kind, JsonObject) else None


@cache
def _lists(kind: type[JsonObject]) -> frozenset[str]:
    """Return the keys of the fields that hold lists of objects."""
    return frozenset([one.encode_name for one in fields(kind) if get_origin(one.type) is tuple])


def listed(value: object) -> object:
    """Return the members of a list that stands as an object, by their places or their ids; anything else as it is.

    PHP writes a list with a gap so (https://www.php.net/manual/en/function.json-encode.php, its examples).
    """
    if not isinstance(value, dict) or not value:
        return value
    by_place = all(key.isdigit() or _has_id(item, key) for key, item in value.items())
    return list(value.values()) if by_place else value


def _has_id(item: object, number: str) -> bool:
    return isinstance(item, dict) and plain_id(item.get("id")) == number


def _objects(value: object) -> list[object]:
    """Return the objects of a list; one object alone counts as a list of one."""
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, dict)]


def as_texts(value: object) -> list[str]:
    """Return the texts of a list; one text alone counts as a list of one."""
    if isinstance(value, str):
        return [value]
    members = listed(value)
    return [item for item in members if isinstance(item, str)] if isinstance(members, list) else []


def plain_id(value: object) -> str:
    """Return an id as text without spaces around it; 1 and 1.0 are one, for some write whole numbers as decimals."""
    written = str(value).strip()
    return written.removesuffix(".0") if written[:-2].isdigit() and written.endswith(".0") else written
