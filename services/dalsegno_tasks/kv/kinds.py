"""What the kinds of values make of texts. Source: Kestra's KVType."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from dalsegno_flow.dates import DateError, parse_instant
from dalsegno_flow.durations import parse_duration


def as_kind(value: Any, kind: str | None) -> Any:
    """The value as one of that kind; what is no text stays as it is, except that a STRING is a text.

    Raises:
        ValueError: the text is none.
    """
    if kind is None:
        return value
    if kind == "STRING":
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return _KINDS[kind](value) if isinstance(value, str) else _checked(value, kind)


def _checked(value: Any, kind: str) -> Any:
    fits = {
        "NUMBER": isinstance(value, int | float) and not isinstance(value, bool),
        "BOOLEAN": isinstance(value, bool),
    }
    if not fits.get(kind, kind == "JSON"):
        raise ValueError(f"it is {json.dumps(value)}")
    return value


def _number(text: str) -> int | float:
    number = json.loads(text)
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise ValueError("write digits, such as 1.5")  # noqa: TRY004 - the caller looks for ValueErrors
    return number


def _boolean(text: str) -> bool:
    if text.lower() not in {"true", "false"}:
        raise ValueError("write true or false")
    return text.lower() == "true"


def _datetime(text: str) -> str:
    try:
        parse_instant(text)
    except DateError as error:
        raise ValueError(f"write a moment with its offset, such as 2030-01-31T08:00:00Z ({error})") from error
    return text


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return _datetime(text)


def _duration(text: str) -> str:
    parse_duration(text)
    return text


_KINDS: dict[str, Callable[[str], Any]] = {
    "NUMBER": _number,
    "BOOLEAN": _boolean,
    "DATETIME": _datetime,
    "DATE": _date,
    "DURATION": _duration,
    "JSON": json.loads,
}
