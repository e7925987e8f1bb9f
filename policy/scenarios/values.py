"""Other values of a setting, for asking what a change would do."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from policy.rules.base import Effect, Spec
from policy.rules.trigger import years_after
from policy.rules.units import Unit

Levels = Mapping[str, tuple[str, ...]]
_NUMBERS = (Unit.GBP, Unit.YEARS, Unit.PERCENT, Unit.COUNT)


def options_of(spec: Spec, levels: Levels) -> tuple[str, ...]:
    """The options of a choice: declared, or the words that a column of the data holds."""
    if spec.param.options or not spec.param.of:
        return tuple(spec.param.options)
    return tuple(sorted({word for level in levels.get(spec.param.of, ()) for word in level.split()}))


def one_step(spec: Spec, value: Any, levels: Levels) -> Iterator[Any]:
    """Values one step away: the other options, one option more or less, the neighbouring ticks or steps."""
    options = options_of(spec, levels)
    if spec.unit is Unit.SWITCH:
        yield not value
    elif spec.unit is Unit.CHOICE:
        yield from (option for option in options if option != value)
    elif spec.unit is Unit.CHOICES:
        for option in options:
            yield tuple(o for o in value if o != option) if option in value else (*value, option)
    elif spec.unit is Unit.DATE:
        yield from (years_after(value, years) for years in (-1, 1))
    elif spec.unit in _NUMBERS:
        yield from _neighbours(spec, value)


def _neighbours(spec: Spec, value: int) -> Iterator[int]:
    ticks = spec.param.ticks or tuple(range(spec.minimum or 0, (spec.maximum or 0) + 1, spec.param.step))
    yield from [tick for tick in ticks if tick < value][-1:]
    yield from [tick for tick in ticks if tick > value][:1]


def turning_points(
    spec: Spec, value: Any, levels: Levels, differs: Callable[[Any], bool]
) -> Iterator[Any]:
    """Values that change an outcome and lie nearest to the present one; `differs` says whether a value does."""
    if spec.unit in _NUMBERS:
        yield from _numeric(spec, value, differs)
    elif spec.unit is Unit.DATE:
        for sign in (-1, 1):
            yield from [d for n in range(1, 11) if differs(d := years_after(value, sign * n))][:1]
    else:
        yield from (other for other in one_step(spec, value, levels) if differs(other))


def _numeric(spec: Spec, value: int, differs: Callable[[Any], bool]) -> Iterator[int]:
    for far in (spec.minimum, spec.maximum):
        if far is None or far == value or not differs(far):
            continue
        if spec.param.effect is Effect.EITHER:
            yield far
            continue
        near, wide = value, far
        while abs(wide - near) > 1:
            middle = (near + wide) // 2
            near, wide = (near, middle) if differs(middle) else (middle, wide)
        yield wide
