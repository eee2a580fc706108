"""Equality, order, membership and truth, as Pebble and Java have them."""

from collections.abc import Callable, Hashable

from dalsegno_flow.expressions.errors import BareError, EvaluationError
from dalsegno_flow.expressions.java_values import Value, bad_cast, is_number, java_class, text


def same(a: Value, b: Value) -> bool:
    """Object.equals: no coercion between types (1 != '1', true != 1)."""
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(item, b[key]) for key, item in a.items())
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    return bool(a == b)


def equality_key(value: Value) -> Hashable:
    """Two values have equal keys when they are the `same`; membership in long lists goes through it."""
    if isinstance(value, dict):
        return dict, frozenset((key, equality_key(item)) for key, item in value.items())
    if isinstance(value, list):
        return list, tuple(map(equality_key, value))
    return type(value), value


def equal(a: Value, b: Value) -> bool:
    """`==`: numbers by their value, all else as `same`."""
    return float(a) == float(b) if is_number(a) and is_number(b) else same(a, b)


def not_equal(a: Value, b: Value) -> bool:
    """`!=`."""
    return not equal(a, b)


def compare(operator: Callable[[float, float], bool], name: str) -> Callable[[Value, Value], bool]:
    """An order of numbers; null on either side is false, anything else is an error that bears `name`."""

    def run(a: Value, b: Value) -> bool:
        if a is None or b is None:
            return False
        if not (is_number(a) and is_number(b)):
            raise BareError(f"invalid operands for mathematical comparison [{name}]")
        return operator(float(a), float(b))

    return run


def contains(holder: Value, wanted: Value) -> bool:
    """`contains`: all of a list in a list, one item, a map's key, or a part of a text."""
    if isinstance(holder, (list, tuple)):
        if isinstance(wanted, (list, tuple)):
            held = {equality_key(item) for item in holder}
            return all(equality_key(item) in held for item in wanted)
        return any(same(item, wanted) for item in holder)
    if isinstance(holder, dict):
        return isinstance(wanted, str) and wanted in holder
    if isinstance(holder, str):
        return text(wanted) in holder
    raise EvaluationError(
        f"Contains operator can only be used on Collections, Maps and arrays. Actual type was: {java_class(holder)}"
    )


def is_in(wanted: Value, holder: Value) -> bool:
    """`isIn`: by text, among a list's items or a map's keys and values."""
    if wanted is None or holder is None:
        return False
    shown = text(wanted)
    if isinstance(holder, (list, tuple)):
        return any(text(item) == shown for item in holder)
    if isinstance(holder, dict):
        return any(text(key) == shown or text(item) == shown for key, item in holder.items())
    return False


def truth(value: Value) -> bool | None:
    """What a condition makes of a value: numbers and texts count, null stays null, all else is a failed cast."""
    if value is None or isinstance(value, bool):
        return value
    if is_number(value):
        return bool(value != 0 and value == value)  # noqa: PLR0124 - NaN is false, as in Java
    if isinstance(value, str):
        return value != ""
    raise bad_cast(value, "java.lang.Boolean")


def is_empty(value: Value) -> bool:
    """`is empty`, and what `default` replaces: null, a blank text, an empty list or map."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, (list, dict)) and not value)
