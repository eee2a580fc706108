"""Java's idea of a value: its class, its text, its JSON, and the order of a HashMap.

A value is None, a bool, an int (Java's Long), a float (Double), a str, a list, a dict, an `Entry`, an `Instant`, a
`Zoned`, a date (LocalDate) or a datetime without a zone (LocalDateTime). Nothing else belongs in the variables.
"""

import json
import math
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dalsegno_flow.dates import Instant, Zoned, local_text
from dalsegno_flow.expressions.errors import BareError
from dalsegno_flow.expressions.limits import check_characters

Value = Any
_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")  # as JSON escapes it

_CLASSES: dict[type, str] = {
    bool: "java.lang.Boolean",
    int: "java.lang.Long",
    float: "java.lang.Double",
    str: "java.lang.String",
    list: "java.util.ArrayList",
    dict: "java.util.LinkedHashMap",
    Instant: "java.time.Instant",
    Zoned: "java.time.ZonedDateTime",
    date: "java.time.LocalDate",
    datetime: "java.time.LocalDateTime",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """java.util.Map.Entry: what `for e in map` yields."""

    key: Value
    value: Value


def java_class(value: Value) -> str:
    """The name of the value's class in Java."""
    return _CLASSES.get(type(value), type(value).__name__)


def bad_cast(value: Value, wanted: str) -> BareError:
    """The ClassCastException that Java would raise."""
    name = java_class(value)
    return BareError(
        f"class {name} cannot be cast to class {wanted} "
        f"({name} and {wanted} are in module java.base of loader 'bootstrap')"
    )


def is_number(value: Value) -> bool:
    """Whether it is a Number; a Boolean is none."""
    return type(value) is int or type(value) is float


def double_text(value: float) -> str:
    """Double.toString: 1.0, 1.0E10, NaN, Infinity."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    shortest = float.__repr__(value)
    if (value == 0 or 1e-3 <= abs(value) < 1e7) and "e" not in shortest:
        return shortest
    mantissa, _, exponent = shortest.partition("e")
    sign, digits = ("-", mantissa[1:]) if mantissa[0] == "-" else ("", mantissa)
    whole, _, fraction = digits.partition(".")
    fraction = "" if fraction == "0" else fraction
    if whole.strip("0"):
        power = int(exponent or 0) + len(whole) - 1
    else:
        power = int(exponent or 0) - (len(fraction) - len(fraction.lstrip("0"))) - 1
    significant = (whole + fraction).strip("0") or "0"
    return f"{sign}{significant[0]}.{significant[1:] or '0'}E{power}"


def text(value: Value) -> str:
    """Object.toString: what `~`, `+`, join and map keys see ({a=1}, [1, x]), not what is printed.

    Raises:
        LimitExceeded: the text of a list or map is too long.
    """
    if type(value) is str:
        return value
    if isinstance(value, (dict, list, tuple)):
        _survey(value)
    return _text(value)


def _text(value: Value) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return double_text(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_text(k)}={_text(x)}" for k, x in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_text, value)) + "]"
    if isinstance(value, Entry):
        return f"{text(value.key)}={text(value.value)}"
    return local_text(value) if isinstance(value, datetime) else str(value)


def printed(value: Value) -> str:
    """What `{{ value }}` writes: nothing for null, JSON for maps and lists, else toString."""
    if type(value) is str:
        return value
    if value is None:
        return ""
    return to_json(value) if isinstance(value, (dict, list, tuple)) else text(value)


def to_json(value: Value) -> str:
    """Jackson as Kestra sets it up: map entries whose value is null are left out, list items that are null stay.

    Raises:
        LimitExceeded: the text would be too long.
    """
    return _ENCODER.encode(value) if _survey(value) else _careful_json(value)


def json_value(value: Value) -> Value:
    """The value as reading `to_json` of it would give it, except that numbers stay exactly what they are."""
    if isinstance(value, dict):
        return {text(key): json_value(item) for key, item in value.items() if item is not None}
    if isinstance(value, (list, tuple)):
        return [json_value(item) for item in value]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return json.loads(_ENCODER.encode(value))


def whole_characters(value: Value, source: str) -> Value:
    """What was read from JSON, where half a character that stands alone gives U+FFFD: nothing could carry it on."""
    return _mended(value) if _HALF_CHARACTER.search(source) else value


def _mended(value: Value) -> Value:
    if isinstance(value, dict):
        return {_mended(key): _mended(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_mended(item) for item in value]
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value


def _survey(value: Value) -> bool:
    """Whether Python's own encoder writes the value as Jackson does.

    Raises:
        LimitExceeded: even the shortest way to write the value is too long.
    """
    todo = [value]
    characters = 0
    plain = True
    while todo:
        part = todo.pop()
        if isinstance(part, str):
            characters += len(part)
        elif isinstance(part, dict):
            for key, item in part.items():
                plain = plain and type(key) is str and item is not None
                characters += len(key) if isinstance(key, str) else 1
            todo.extend(part.values())
        elif isinstance(part, (list, tuple)):
            todo.extend(part)
        elif isinstance(part, float):
            plain = False
        characters += 1
        if characters > 1000:  # most values are small: their length needs no check on every part
            check_characters(characters)
    return plain


def _careful_json(value: Value) -> str:
    if isinstance(value, dict):
        entries = (f"{_ENCODER.encode(text(k))}:{_careful_json(x)}" for k, x in value.items() if x is not None)
        return "{" + ",".join(entries) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(_careful_json, value)) + "]"
    if isinstance(value, float):
        shown = double_text(value)
        return shown if math.isfinite(value) else f'"{shown}"'
    return _ENCODER.encode(value)


class _Jackson(json.JSONEncoder):
    def default(self, o: Any) -> Any:
        if isinstance(o, Entry):
            return {text(o.key): o.value}
        if isinstance(o, datetime):
            return o.isoformat()
        return str(o.to_instant()) if isinstance(o, Zoned) else text(o)


_ENCODER = _Jackson(ensure_ascii=False, separators=(",", ":"))


def hash_map(pairs: list[tuple[Value, Value]]) -> dict[Value, Value]:
    """A map literal is a java.util.HashMap: its entries come in the order of its buckets, not as written."""
    out = dict(pairs)
    if len(out) < 2 or any(type(key) is not str for key in out):
        return out
    buckets = 1
    while buckets < math.ceil(len(pairs) / 0.75):
        buckets *= 2
    while len(out) > buckets * 0.75:
        buckets *= 2
    return dict(sorted(out.items(), key=lambda entry: _spread_hash(entry[0]) & (buckets - 1)))


def _spread_hash(key: str) -> int:
    """HashMap.hash of String.hashCode."""
    code, raw = 0, key.encode("utf-16-be", "surrogatepass")
    for i in range(0, len(raw), 2):
        code = (31 * code + (raw[i] << 8 | raw[i + 1])) & 0xFFFFFFFF
    return code ^ (code >> 16)
