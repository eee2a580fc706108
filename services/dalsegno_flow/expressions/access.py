"""How templates reach into values: maps by key, lists by index, and a table of methods.

There is no getattr on a value anywhere, so nothing of Python can be named from a template.
"""

from collections.abc import Callable, Mapping
from typing import NoReturn

from dalsegno_flow.dates import Instant, Zoned
from dalsegno_flow.expressions.comparison import same
from dalsegno_flow.expressions.errors import EvaluationError, NotFound
from dalsegno_flow.expressions.java_values import Entry, Value, text
from dalsegno_flow.expressions.limits import joined, replaced

Method = Callable[..., Value]
_TEXT_ONLY: Mapping[str, Method] = {"toString": text}

# The few Java methods that flows call. Literals are Longs and Pebble's reflection does not narrow them, so methods that
# take an int (substring, charAt, List.get) cannot be called in Kestra either.
METHODS: Mapping[type, Mapping[str, Method]] = {
    str: {
        "length": len,
        "isEmpty": lambda s: not s,
        "isBlank": lambda s: not s.strip(),
        "toUpperCase": str.upper,
        "toLowerCase": str.lower,
        "trim": str.strip,
        "strip": str.strip,
        "startsWith": lambda s, start: s.startswith(start),
        "endsWith": lambda s, end: s.endswith(end),
        "indexOf": lambda s, part: s.find(part),
        "lastIndexOf": lambda s, part: s.rfind(part),
        "replace": replaced,
        "concat": lambda s, more: joined((s, more)),
        "equals": same,
        "equalsIgnoreCase": lambda s, other: s.lower() == other.lower(),
        "toString": text,
    },
    list: {
        "size": len,
        "isEmpty": lambda items: not items,
        "indexOf": lambda items, wanted: next((i for i, item in enumerate(items) if same(wanted, item)), -1),
        "toString": text,
    },
    dict: {
        "size": len,
        "isEmpty": lambda entries: not entries,
        "get": lambda entries, key: entries.get(key),
        "getOrDefault": lambda entries, key, default: entries.get(key, default),
        "containsKey": lambda entries, key: key in entries,
        "keySet": list,
        "values": lambda entries: list(entries.values()),
        "entrySet": lambda entries: [Entry(key, value) for key, value in entries.items()],
        "toString": text,
    },
    int: {"intValue": lambda n: n, "longValue": lambda n: n, "doubleValue": float, "toString": text},
    float: {"intValue": int, "longValue": int, "doubleValue": lambda n: n, "toString": text},
    bool: _TEXT_ONLY,
    Instant: _TEXT_ONLY,
    Zoned: _TEXT_ONLY,
    Entry: {
        "getKey": lambda entry: entry.key,
        "getValue": lambda entry: entry.value,
        "key": lambda entry: entry.key,
        "value": lambda entry: entry.value,
    },
}


def attribute(owner: Value, key: Value, line: int) -> Value:
    """`owner.key` and `owner[key]`.

    Raises:
        NotFound: nothing there.
        EvaluationError: a map that is not empty was asked for a number.
    """
    if type(owner) is dict:
        return _entry(owner, key, line)
    if type(owner) is list:
        digits = text(key)
        if digits.isascii() and digits.lstrip("+-").isdigit() and len(digits) < 20:
            return _item(owner, digits, line)
    return call(owner, text(key), [], line)


def call(owner: Value, name: str, arguments: list[Value], line: int) -> Value:
    """`owner.name(arguments)`, out of the table.

    Raises:
        NotFound: the value's class has no such method here.
        EvaluationError: the method does not take these arguments.
    """
    method = METHODS.get(type(owner), {}).get(name)
    if method is None:
        _missing(name, line)
    try:
        return method(owner, *arguments)
    except (TypeError, IndexError, ValueError, AttributeError, OverflowError):
        raise EvaluationError(f"Could not call {name}", line) from None


def _entry(owner: dict[Value, Value], key: Value, line: int) -> Value:
    try:
        return owner[key]
    except (KeyError, TypeError):
        if type(key) in (int, float) and owner:
            shown = text(key)
            raise EvaluationError(f"type class java.lang.String not supported for key {shown}", line) from None
        raise NotFound(text(key), line) from None


def _item(owner: list[Value], digits: str, line: int) -> Value:
    try:
        index = int(digits)
    except ValueError:  # more than one sign
        _missing(digits, line)
    if not 0 <= index < len(owner):
        _missing(digits, line)
    return owner[index]


def _missing(name: str, line: int) -> NoReturn:
    raise NotFound(name, line)
