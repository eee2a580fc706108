"""Turns what was given for an input into its value, and checks it. Messages are Kestra's.

Values are what JSON holds. Moments and durations are texts in Java's notation: an Instant for DATETIME (always in UTC),
"2024-05-01" for DATE, "10:30:00" for TIME, "PT1H" for DURATION.
"""

import json
import math
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import regex

from dalsegno_flow.dates import DateError, parse_instant
from dalsegno_flow.durations import InvalidDuration, duration_text, parse_duration
from dalsegno_flow.inputs.types import Input, InputType
from dalsegno_flow.patterns import PatternTooLarge, compiled
from dalsegno_flow.source import read_document

_INT = regex.compile(r"[-+]?[0-9]+")
_FLOAT = regex.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_DATE = regex.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = regex.compile(r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?")
_URI = regex.compile(
    r"[a-z]+://(?:www\.)?[-a-zA-Z0-9@:%._+~#=]{1,256}\.[a-zA-Z0-9()]{1,6}\b[-a-zA-Z0-9()@:%_+.~#?&/=]*"
)
_EMAIL = regex.compile(r"[a-zA-Z0-9_!#$%&’*+/=?`{|}~^.-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,}")
_INT_RANGE = range(-(2**31), 2**31)
_MATCH_SECONDS = 1.0  # a pattern that needs longer for one value is taken not to match


class InvalidValue(ValueError):
    """What was given is no value of the type; the text is Kestra's."""


class Unusable(InvalidValue):
    """As InvalidValue, and the text stands for itself, without naming the input first."""


def parse_value(input_type: InputType, item_type: InputType | None, given: Any) -> Any:
    """The value that a text, or what a template rendered to, stands for.

    Raises:
        InvalidValue: it stands for none of this type.
    """
    if input_type in (InputType.ARRAY, InputType.MULTISELECT):
        return _list(given, item_type)
    parse = _PARSERS.get(input_type)
    return parse(given) if parse else given


def check_value(one: Input, value: Any) -> str | None:
    """What rule of its input a value breaks."""
    if one.min is not None or one.max is not None:
        return _outside(one, value, one.min, one.max, ("more than", "less than"))
    if one.after is not None or one.before is not None:
        return _outside(one, value, one.after, one.before, ("after", "before"))
    if one.validator is not None and not _matches(one.validator, value):
        return f"it must match the pattern `{one.validator}`"
    if one.type is InputType.EMAIL and not _EMAIL.fullmatch(value):
        return "The input must be a valid email"
    if one.values is not None and not one.allow_custom_value:
        given = value if isinstance(value, list) else [value]
        if any(_text(item) not in one.values for item in given):
            return f"it must match the values `[{', '.join(one.values)}]`"
    allowed = tuple(extension.lower() for extension in one.allowed_file_extensions)
    if allowed and not value.lower().endswith(allowed):
        return f"File type not allowed. Accepted extensions: {', '.join(one.allowed_file_extensions)}"
    return None


def _text(given: Any) -> str:
    if given is None or isinstance(given, bool):
        return json.dumps(given)
    return json.dumps(given, ensure_ascii=False) if isinstance(given, dict | list) else str(given)


def _int(given: Any) -> int:
    text = _text(given)
    if not _INT.fullmatch(text) or len(text) > 20 or int(text) not in _INT_RANGE:
        raise InvalidValue(f'For input string: "{text}"')
    return int(text)


def _float(given: Any) -> float:
    text = _text(given).strip()
    number = float(text) if _FLOAT.fullmatch(text) else math.inf
    if math.isinf(number):
        raise InvalidValue(f'For input string: "{text}"')
    return number


def _boolean(given: Any) -> bool:
    return _text(given).lower() == "true"


def _instant(given: Any) -> str:
    try:
        return str(parse_instant(_text(given)))
    except DateError as error:
        raise InvalidValue(str(error)) from None


def _day(given: Any) -> str:
    text = _text(given)
    try:
        if not _DATE.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise _unparsable(text) from None


def _clock(given: Any) -> str:
    text = _text(given)
    match = _TIME.fullmatch(text)
    try:
        if not match:
            raise ValueError
        clock = time(int(match[1]), int(match[2]), int(match[3] or 0))
    except ValueError:
        raise _unparsable(text) from None
    fraction = (match[4] or "").rstrip("0")
    return clock.isoformat() + (f".{fraction}" if fraction else "")


def _duration(given: Any) -> str:
    try:
        return duration_text(parse_duration(_text(given)))
    except InvalidDuration:
        raise InvalidValue("Text cannot be parsed to a Duration") from None


def _json(given: Any) -> Any:
    if isinstance(given, dict | list):
        return given
    try:
        value = json.loads(_text(given), parse_constant=_refuse_constant, parse_float=_finite)
        # Half of a character, such as "\ud800", is none.
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise InvalidValue(str(error)) from None
    return value


def _yaml(given: Any) -> Any:
    if isinstance(given, dict | list):
        return given
    document, problems = read_document(_text(given))
    if problems:
        raise InvalidValue(str(problems[0]))
    return document.data


def _uri(given: Any) -> str:
    text = _text(given)
    if not _matches(_URI, text):
        raise InvalidValue("Invalid URI format.")
    return text


def _list(given: Any, item_type: InputType | None) -> list[Any]:
    items = given if isinstance(given, list) else _json(given)
    if not isinstance(items, list):
        raise InvalidValue(f"A list was expected, and `{_text(given)}` is none")
    return items if item_type is None else [_item(item, item_type) for item in items]


def _item(item: Any, item_type: InputType) -> Any:
    """One item of a list. Null stays where texts are taken as they are given, as in Kestra's parseType."""
    if item is None and item_type in _TEXTS:
        return None
    try:
        return parse_value(item_type, None, item)
    except InvalidValue:
        raise InvalidValue(f"Unable to parse array element as `{item_type}` on `{_text(item)}`") from None


_TEXTS = (InputType.STRING, InputType.SECRET, InputType.EMAIL, InputType.ENUM, InputType.SELECT)
_PARSERS: dict[InputType, Callable[[Any], Any]] = {
    InputType.STRING: _text,
    InputType.EMAIL: _text,
    InputType.ENUM: _text,
    InputType.SELECT: _text,
    InputType.FILE: _text,
    InputType.SECRET: _text,
    InputType.INT: _int,
    InputType.FLOAT: _float,
    InputType.BOOLEAN: _boolean,
    InputType.BOOL: _boolean,
    InputType.DATETIME: _instant,
    InputType.DATE: _day,
    InputType.TIME: _clock,
    InputType.DURATION: _duration,
    InputType.JSON: _json,
    InputType.YAML: _yaml,
    InputType.URI: _uri,
}


def _outside(one: Input, value: Any, low: Any, high: Any, words: tuple[str, str]) -> str | None:
    """Bounds are allowed values for `min` and `max`, and for `after` and `before` too, as in Kestra."""
    comparable: Any = _comparable(one.type, value)
    if low is not None and comparable < _comparable(one.type, low):
        return f"it must be {words[0]} `{low}`"
    if high is not None and comparable > _comparable(one.type, high):
        return f"it must be {words[1]} `{high}`"
    return None


def _comparable(input_type: InputType, value: Any) -> float | str | timedelta:
    """Values of one type compare with each other."""
    if input_type is InputType.DURATION:
        return parse_duration(value)
    if input_type is InputType.DATETIME:
        return parse_instant(value).nanoseconds
    if input_type is InputType.TIME:
        return _clock(value)
    return float(value) if isinstance(value, int | float) else str(value)


def _matches(pattern: str | regex.Pattern[str], value: str) -> bool:
    try:
        expression = compiled(pattern) if isinstance(pattern, str) else pattern
        return expression.fullmatch(value, timeout=_MATCH_SECONDS) is not None
    except (TimeoutError, PatternTooLarge):
        return False


def _unparsable(text: str) -> InvalidValue:
    return InvalidValue(f"Text '{text}' could not be parsed")


def _finite(text: str) -> float:
    if math.isinf(number := float(text)):
        raise ValueError(f"{text} is too large a number")
    return number


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no value of JSON")
