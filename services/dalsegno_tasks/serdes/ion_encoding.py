"""Rows as Ion text that is also JSON: one line each, decimals digit by digit, everything else JSON lacks as texts."""

import base64
import json
import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID


def encode_row(row: Any) -> str:
    """A row, or any value, on one line.

    Moments are texts with six digits of a second, as IonToAvro and IonToParquet read them; bytes are base64; numbers
    that are none (NaN, Infinity) are those words.
    """
    try:
        return _encode(row)
    except (ValueError, _Decimals):
        return _exact(row)


class _Decimals(Exception):
    """The row has decimals, which json would have to make floats of."""


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, time):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, timedelta):
        return f"PT{value.total_seconds():f}".rstrip("0").rstrip(".") + "S"
    if isinstance(value, date | UUID):
        return str(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, Decimal):
        raise _Decimals
    raise TypeError(f"{type(value).__name__} has no place in a table")


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_plain).encode


def _exact(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ",".join(f"{_encode(str(name))}:{_exact(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_exact, value)) + "]"
    if isinstance(value, Decimal):
        return str(value) if value.is_finite() else _encode(str(value))
    if isinstance(value, float) and not math.isfinite(value):
        return _encode("NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity")
    return _encode(value)
