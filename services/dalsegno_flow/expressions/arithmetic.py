"""Pebble's arithmetic: 64-bit Longs that wrap, Doubles, numeric strings, and lists that `+` and `-` change."""

import math

from dalsegno_flow.expressions.comparison import equality_key, same
from dalsegno_flow.expressions.errors import BareError, LimitExceeded
from dalsegno_flow.expressions.java_values import Value, is_number, text
from dalsegno_flow.expressions.limits import MAX_LIST_ITEMS, bounded_list, check_characters

Number = int | float


def add(a: Value, b: Value) -> Value:
    """`+`: joins texts when either side is one, appends to a list, else adds numbers."""
    if type(a) is str or type(b) is str:
        left, right = text(a), text(b)
        check_characters(len(left) + len(right))
        return left + right
    if isinstance(a, list):
        return bounded_list(a + list(b) if isinstance(b, (list, tuple)) else [*a, b])
    x, y = _number(a), _number(b)
    return x + y if isinstance(x, float) or isinstance(y, float) else _long(x + y)


def subtract(a: Value, b: Value) -> Value:
    """`-`: takes every item of a list away, or the first that equals `b`, else subtracts numbers."""
    if isinstance(a, list):
        if isinstance(b, (list, tuple)):
            gone = {equality_key(item) for item in b}
            return [item for item in a if equality_key(item) not in gone]
        at = next((i for i, item in enumerate(a) if same(item, b)), len(a))
        return a[:at] + a[at + 1 :]
    x, y = _number(a), _number(b)
    return x - y if isinstance(x, float) or isinstance(y, float) else _long(x - y)


def multiply(a: Value, b: Value) -> Number:
    """`*`, and the signs before a value, which multiply by 1 or -1."""
    x, y = _number(a), _number(b)
    return x * y if isinstance(x, float) or isinstance(y, float) else _long(x * y)


def divide(a: Value, b: Value) -> Number:
    """`/`: Longs round towards zero."""
    return _divide(_number(a), _number(b))


def modulo(a: Value, b: Value) -> Number:
    """`%`: the sign is that of the left side."""
    x, y = _number(a), _number(b)
    if isinstance(x, float) or isinstance(y, float):
        return math.nan if y == 0 else math.fmod(x, y)
    return x - y * _divide_longs(x, y)


def span(first: Value, last: Value, step: Value = 1) -> list[Value]:
    """`first..last` and range(): both ends included; numbers or single characters."""
    if not is_number(step):
        raise BareError(f"The increment of the range function must be a number {text(step)}")
    by = int(step) if math.isfinite(step) else 0
    if by == 0:
        raise BareError("The increment of the range function must be different than 0")
    characters = isinstance(first, str) and isinstance(last, str) and len(first) == len(last) == 1
    if not characters and not (is_number(first) and is_number(last)):
        raise BareError("Arguments of range function must be of type Number or String with a length of 1")
    try:
        low, high = (ord(first), ord(last)) if characters else (int(first), int(last))
    except (ValueError, OverflowError):
        raise BareError("Arguments of range function must be finite") from None
    if (high - low) // by > MAX_LIST_ITEMS:
        raise LimitExceeded(f"range of more than {MAX_LIST_ITEMS} items")
    items = range(low, high + (1 if by > 0 else -1), by)
    return [chr(i) for i in items] if characters else list(items)


def _number(value: Value) -> Number:
    if type(value) is int or type(value) is float:
        return value
    if not isinstance(value, str):
        raise BareError(f"Cannot convert to Number: {text(value)}")
    try:
        if any(mark in value for mark in ".eE"):
            return float(value)
        if value.strip() == value and "_" not in value:
            return int(value)
    except ValueError:
        pass
    raise BareError(f'For input string: "{value}"')


def _long(value: int) -> int:
    return (value + 2**63) % 2**64 - 2**63


def _divide(x: Number, y: Number) -> Number:
    if not isinstance(x, float) and not isinstance(y, float):
        return _divide_longs(x, y)
    x, y = float(x), float(y)
    if y == 0:
        return math.nan if x == 0 or math.isnan(x) else math.copysign(math.inf, x) * math.copysign(1, y)
    return x / y


def _divide_longs(x: int, y: int) -> int:
    if y == 0:
        raise BareError("/ by zero")
    quotient = abs(x) // abs(y)
    return _long(quotient if (x < 0) == (y < 0) else -quotient)
