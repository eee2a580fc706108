"""Values by key: what they are, and what may be asked of them."""

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dalsegno_runtime.errors import InvalidField

MAX_JSON_BYTES = 1024 * 1024
MAX_NAMESPACE = 150
MAX_KEY = 512
MAX_DESCRIPTION = 1000
MAX_TIME_TO_LIVE = timedelta(days=36_500)

# Source of the pattern: Kestra's KVStore.
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_SHOWN = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueIntent:
    """A value that is to be put; its fields are checked."""

    namespace: str
    key: str
    json: str
    time_to_live: timedelta | None = None
    overwrite: bool = True
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value as it is stored. `json` is empty in lists."""

    namespace: str
    key: str
    json: str
    size_bytes: int
    version: int
    description: str
    create_time: datetime
    update_time: datetime
    expire_time: datetime | None

    def is_over(self, now: datetime) -> bool:
        return self.expire_time is not None and self.expire_time <= now


def check_namespace(field: str, text: str) -> str:
    return _check_name(field, text, MAX_NAMESPACE)


def check_key(field: str, text: str) -> str:
    return _check_name(field, text, MAX_KEY)


def check_key_prefix(field: str, text: str) -> str:
    """The beginning of keys; "" for all."""
    return check_key(field, text) if text else ""


def check_json(field: str, text: str) -> str:
    """The text, unchanged.

    Raises:
        InvalidField: it is no JSON, or has more than 1 MiB.
    """
    size_bytes = len(text.encode())
    if size_bytes > MAX_JSON_BYTES:
        raise InvalidField(
            field,
            f"{field} has {size_bytes} bytes; a value has at most {MAX_JSON_BYTES}. Write it to a file and keep the "
            "path of that.",
        )

    def refuse(name: str) -> Any:
        raise ValueError(f"it holds {name}, which JSON has no number for")

    try:
        # Numbers are not read: they are kept as they are written, however long.
        value = json.loads(text, parse_constant=refuse, parse_int=str, parse_float=str)
        # Half of a surrogate pair can be escaped in JSON, and then sent nowhere.
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise InvalidField(
            field, f'{field} is {_short(text)}, which is not JSON: {error}. A text needs its quotes: "like this".'
        ) from error
    return text


def check_time_to_live(field: str, seconds: int, nanos: int) -> timedelta:
    """The duration, to the microsecond; what is shorter counts as one.

    Raises:
        InvalidField: it is not over 0, or over 36,500 days.
    """
    if seconds < 0 or nanos < 0 or seconds == nanos == 0 or seconds > MAX_TIME_TO_LIVE.total_seconds():
        raise InvalidField(
            field,
            f"{field} is {seconds} s and {nanos} ns; give more than 0 and at most {MAX_TIME_TO_LIVE.days} days, or "
            "leave it out to keep the value for ever.",
        )
    return timedelta(seconds=seconds, microseconds=max(nanos // 1000, 0 if seconds else 1))


def check_description(field: str, text: str) -> str:
    if len(text) > MAX_DESCRIPTION or _CONTROL.search(text):
        raise InvalidField(
            field,
            f"{field} is {_short(text)}, {len(text)} characters; give at most {MAX_DESCRIPTION} and no control "
            "characters.",
        )
    return text


def _check_name(field: str, text: str, longest: int) -> str:
    if len(text) > longest or not _NAME.fullmatch(text):
        raise InvalidField(
            field,
            f"{field} is {_short(text)}; it has 1 to {longest} of the characters 0-9 A-Z a-z . _ - and begins with a "
            "letter or a digit.",
        )
    return text


def _short(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "...")
