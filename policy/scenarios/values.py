"""Other values of a setting, for asking what a change would do."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from policy.rules.base import Monotone, Setting
from policy.rules.trigger import years_after
from policy.rules.units import NUMBERS, Unit

Levels = Mapping[str, tuple[str, ...]]


def options_of(setting: Setting, levels: Levels) -> tuple[str, ...]:
    """The options of a choice: declared, or the words that a column of the data holds."""
    if setting.param.options or not setting.param.of:
        return tuple(setting.param.options)
    return tuple(sorted({word for level in levels.get(setting.param.of, ()) for word in level.split()}))


def neighbouring_values(setting: Setting, value: Any, levels: Levels) -> Iterator[Any]:
    """Values one step away: the other options, one option more or less, the neighbouring ticks or steps."""
    options = options_of(setting, levels)
    if setting.unit is Unit.SWITCH:
        yield not value
    elif setting.unit is Unit.CHOICE:
        yield from (option for option in options if option != value)
    elif setting.unit is Unit.CHOICES:
        for option in options:
            yield tuple(o for o in value if o != option) if option in value else (*value, option)
    elif setting.unit is Unit.DATE:
        yield from (years_after(value, years) for years in (-1, 1))
    elif setting.unit in NUMBERS:
        yield from _neighbours(setting, value)


def _neighbours(setting: Setting, value: int) -> Iterator[int]:
    ticks = setting.param.ticks or tuple(range(setting.minimum or 0, (setting.maximum or 0) + 1, setting.param.step))
    yield from [tick for tick in ticks if tick < value][-1:]
    yield from [tick for tick in ticks if tick > value][:1]


def other_ends(setting: Setting, value: Any, levels: Levels) -> list[Any]:
    """The ends of a setting's range that are not its present value; of a list of options, none and all."""
    chosen = setting.unit is Unit.CHOICES
    ends = ((), options_of(setting, levels)) if chosen else (setting.minimum, setting.maximum)
    return [end for end in ends if end is not None and end != value]


def turning_points(setting: Setting, value: Any, levels: Levels, differs: Callable[[Any], bool]) -> Iterator[Any]:
    """Find the nearest values of a setting that change an outcome.

    Args:
        setting: the setting.
        value: its present value.
        levels: words that the columns of the data hold, for options that the data give.
        differs: whether the outcome is another at a value.

    Returns:
        At most one value to either side of a number or date; of options every one that changes the outcome.
    """
    if setting.unit in NUMBERS:
        yield from _numeric(setting, value, differs)
    elif setting.unit is Unit.DATE:
        for sign in (-1, 1):
            yield from [d for n in range(1, 11) if differs(d := years_after(value, sign * n))][:1]
    else:
        yield from (other for other in neighbouring_values(setting, value, levels) if differs(other))


def _numeric(setting: Setting, value: int, differs: Callable[[Any], bool]) -> Iterator[int]:
    for far in (setting.minimum, setting.maximum):
        if far is None or far == value or not differs(far):
            continue
        if setting.param.effect is Monotone.EITHER:
            yield far
            continue
        near, wide = value, far
        while abs(wide - near) > 1:
            middle = (near + wide) // 2
            near, wide = (near, middle) if differs(middle) else (middle, wide)
        yield wide
